"""Documentation read over the network, only where the owner named the address: one host, and no other.

Only what was named is asked. A page, sitemap or redirect that leads to another host is skipped and said so; so no
answer of a server can turn deflect against other machines.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from deflect import http
from deflect.cleaning.webpage import read_page
from deflect.errors import InputError, ServerError
from deflect.http import Fetched
from deflect.kb.documentation.addresses import is_address, listed
from deflect.kb.documentation.markdown import read_markdown
from deflect.kb.documentation.pages import OtherList, Page, Read, SkippedPage, page
from deflect.kb.documentation.wordpress import read_stream

SECONDS = 20.0
LARGEST = 4 << 20
MOST_HOPS = 5
MOST_LISTS = 200
"""Sitemaps that one may name in all."""

_XML = (b"<?xml", b"<urlset", b"<sitemapindex", b"<rss")
Get = Callable[[str], Fetched]


def ask(address: str) -> Fetched:
    """Read what is at an address, within 20 seconds and 4 MiB.

    Raises:
        MissingExtraError: httpx is not installed.
        ServerError: The server cannot be reached, is too slow, sends too much or refuses.
    """
    return http.get(address, seconds=SECONDS, most=LARGEST)


@dataclass(frozen=True, slots=True)
class Host:
    """A host that may be asked: its name and port, by http or https.

    Attributes:
        get: Asks it.
    """

    name: str
    port: int | None
    get: Get

    @classmethod
    def of(cls, address: str, get: Get = ask) -> Host:
        """The host that an address names.

        Raises:
            InputError: It is no address, or holds a name or password.
        """
        parts = urlsplit(address) if is_address(address) else None
        if parts is None or parts.username or parts.password:
            raise InputError("the address cannot be fetched", "", "Give one like https://docs.example.com/sitemap.xml")
        return cls(parts.hostname or "", parts.port, get)

    def has(self, address: str) -> bool:
        """Whether an address lies on this host."""
        if not is_address(address):
            return False
        try:
            parts = urlsplit(address)
            return (parts.hostname, parts.port, parts.username) == (self.name, self.port, None)
        except ValueError:
            return False

    def fetch(self, address: str) -> tuple[str, Fetched]:
        """Read what is at an address, redirects on this host followed.

        Returns:
            The address where it was found, and what was found there.

        Raises:
            ServerError: As for `ask`; or it is elsewhere.
        """
        for _ in range(MOST_HOPS):
            if not self.has(address):
                raise ServerError("it leads to another host, which nobody named", address)
            found = self.get(address)
            if not found.location:
                return address, found
            address = urljoin(address, found.location)
        raise ServerError(f"it redirects more than {MOST_HOPS} times", address)


def from_address(address: str, get: Get = ask) -> Iterator[Read]:
    """Read what an address holds: a page, or the pages that a sitemap or list there names.

    Args:
        address: The owner named it.
        get: Asks a server.

    Raises:
        InputError: It is no address to fetch.
        ServerError: It cannot be fetched.
    """
    host = Host.of(address, get)
    return _fetched(_at(address, host), host)


def with_texts(found: Iterator[Read], get: Get = ask) -> Iterator[Read]:
    """Read the texts of pages that are known by their address alone.

    Args:
        found: Pages of a list or sitemap of the owner's; the first good one names the host.
        get: Asks a server.
    """
    host: Host | None = None
    for each in found:
        if host is None and isinstance(each, Page) and each.address:
            host = Host.of(each.address, get)
        yield from _fetched(iter([each]), host) if host else iter([each])


def _fetched(found: Iterator[Read], host: Host) -> Iterator[Read]:
    waiting, lists = [found], 0
    while waiting:
        for each in waiting.pop():
            if isinstance(each, OtherList) and lists < MOST_LISTS:
                lists += 1
                waiting.append(_list(each, host))
            elif isinstance(each, Page) and each.address and not each.text:
                yield _page(each, host)
            else:
                yield each


def _list(each: OtherList, host: Host) -> Iterator[Read]:
    try:
        yield from _at(each.reason, host)
    except (ServerError, InputError) as error:
        yield SkippedPage(each.reason, error.what)


def _page(known: Page, host: Host) -> Read:
    address = known.address or ""
    try:
        found = list(_at(address, host))
    except (ServerError, InputError) as error:
        return SkippedPage(address, error.what)
    read = found[0] if len(found) == 1 else SkippedPage(address, "it is no page")
    if isinstance(read, SkippedPage):
        return SkippedPage(address, "it is no page" if isinstance(read, OtherList) else read.reason, read.bad)
    return Page(address, read.title, read.text, read.address, read.language, read.changed or known.changed)


def _at(address: str, host: Host) -> Iterator[Read]:
    address, found = host.fetch(address)
    text = found.body.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    if found.body.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_XML) and "<html" not in text[:2_000].lower():
        yield from read_stream(io.BytesIO(found.body.lstrip()), address)
    elif found.kind in ("text/markdown", "text/x-markdown") or urlsplit(address).path.endswith((".md", ".mdx")):
        yield read_markdown(text, address, address)
    elif found.kind == "text/plain":
        yield from listed(iter(text.split("\n")))
    elif found.kind in ("text/html", "application/xhtml+xml", ""):
        read = read_page(text)
        own = read.address if host.has(read.address) else address
        yield page(address, read.title, read.text, own, read.language)
    else:
        yield SkippedPage(address, "it is neither text nor a page")
