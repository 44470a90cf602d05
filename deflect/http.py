"""The one door to the network: a request to a server that the settings name. httpx is imported here and nowhere else.

No redirect is followed, no proxy or password file of the environment is used, and neither the time that a reply takes
nor its size is the server's to choose.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from deflect.errors import MissingExtraError, ServerError

if TYPE_CHECKING:
    import httpx

MOST_BYTES = 1 << 20
"""Bytes of a reply; a larger one is refused before it fills the memory."""


Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server gave for an address.

    Attributes:
        body: Empty for a redirect.
        kind: Media type such as `text/html`; empty if the server does not say.
        location: Where the server says that it is instead; empty if it is here.
    """

    body: bytes
    kind: str
    location: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server said to `ask`, whatever its status.

    Attributes:
        body: At most `MOST_BYTES`.
        retry_after: What it says in its header of that name; empty if nothing.
    """

    status: int
    body: bytes
    retry_after: str = ""


def check_installed(instead: str) -> None:
    """Find out whether servers can be asked at all.

    Args:
        instead: What to do for somebody who does not want to install anything.

    Raises:
        MissingExtraError: The extra `deflect[model]` is not installed.
    """
    try:
        import httpx  # noqa: F401
    except ImportError as error:
        step = f"Install it with: pip install 'deflect[model]', or {instead}"
        raise MissingExtraError("the package that asks servers is not installed", "httpx", step) from error


def post(url: str, payload: Mapping[str, Any], *, key: str = "", seconds: float) -> bytes:
    """Send JSON to a server and read its reply.

    Args:
        url: Where to.
        payload: What to send.
        key: Sent as a bearer token; empty: none is.
        seconds: For everything, from looking up the server's name to the last byte of its reply.

    Returns:
        The body of a reply with status 200, at most `MOST_BYTES`.

    Raises:
        MissingExtraError: As for `check_installed`.
        ServerError: The server cannot be reached, is too slow, sends too much, or answers with another status.
    """
    check_installed("remove [drafting] endpoint from deflect.toml")
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    found = _finished(_asked("POST", url, headers, payload, seconds, MOST_BYTES))
    if found.location:
        raise ServerError("the server answered with a redirect", url)
    return found.body


def get(url: str, *, seconds: float, most: int) -> Fetched:
    """Read what is at an address; a redirect is told, not followed.

    Args:
        url: Of the page.
        seconds: As for `post`.
        most: Bytes of the largest body that is taken.

    Raises:
        MissingExtraError: As for `check_installed`.
        ServerError: As for `post`.
    """
    check_installed("save the pages and import the folder")
    return _finished(_asked("GET", url, {"User-Agent": "deflect"}, None, seconds, most))


def ask(
    method: str, url: str, payload: Mapping[str, Any] | None = None, *, headers: Mapping[str, str], seconds: float
) -> Reply:
    """Call a server of which only the name is known to be right: what the name stands for is checked as well.

    The connection goes to an address that was looked up and found to be public; of `localhost` and its like, to one of
    this machine. So no name leads into the network that this machine stands in.

    Args:
        method: Such as `PUT`.
        url: Where to; https, or http to this machine.
        payload: What to send as JSON; None: nothing is.
        headers: Besides those of every request, such as the one with the credentials.
        seconds: As for `post`.

    Returns:
        Whatever the server said; a redirect is a reply like others, and is not followed.

    Raises:
        MissingExtraError: As for `check_installed`.
        ServerError: The address is not one to call, the server cannot be reached, is too slow, or sends too much.
    """
    check_installed("answer within the call, as the source standard does")
    return _finished(_called(method, url, headers, payload, seconds))


def is_this_machine(host: str) -> bool:
    """Whether a name or address means this machine, whatever a name server says."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def may_be_called(address: str, *, here: bool) -> bool:
    """Whether a server may be at an address: of this machine if its name says so, else a public one."""
    known = ipaddress.ip_address(address.partition("%")[0])
    return known.is_loopback if here else known.is_global and not known.is_multicast


def _finished(asked: Coroutine[Any, Any, Answer]) -> Answer:
    """Wait for a reply; in a thread where the caller runs coroutines itself, as notebooks do."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(asked)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked).result()


async def _asked(
    method: str, url: str, headers: Mapping[str, str], payload: Mapping[str, Any] | None, seconds: float, most: int
) -> Fetched:
    import httpx

    # The limit is ours: httpx limits each read alone, so that a byte now and then would keep it waiting for ever.
    client = httpx.AsyncClient(follow_redirects=False, trust_env=False, verify=_trusted(), timeout=None)  # noqa: S113
    sent = {"Accept-Encoding": "identity", **headers}
    try:
        async with asyncio.timeout(seconds), client, client.stream(method, url, json=payload, headers=sent) as reply:
            return await _read(reply, url, most)
    except TimeoutError as error:
        raise ServerError(f"the server took longer than {seconds:g} s", url) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ServerError(_reason(error), url) from error


async def _called(
    method: str, url: str, headers: Mapping[str, str], payload: Mapping[str, Any] | None, seconds: float
) -> Reply:
    import httpx

    client = httpx.AsyncClient(follow_redirects=False, trust_env=False, verify=_trusted(), timeout=None)  # noqa: S113
    parts = urlsplit(url)
    sent = {"Accept-Encoding": "identity", "User-Agent": "deflect", "Host": parts.netloc, **headers}
    try:
        async with asyncio.timeout(seconds), client:
            pinned = httpx.URL(url).copy_with(host=await _address(url))
            # The certificate must be that of the name, although the connection goes to the address.
            named = {"sni_hostname": parts.hostname}
            async with client.stream(method, pinned, json=payload, headers=sent, extensions=named) as reply:
                body = await _whole(reply, url, MOST_BYTES)
                return Reply(reply.status_code, body, reply.headers.get("retry-after", ""))
    except TimeoutError as error:
        raise ServerError(f"the server took longer than {seconds:g} s", url) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ServerError(_reason(error), url) from error


async def _address(url: str) -> str:
    """Look a server up; the first of its addresses, if every one of them is where such a server may be."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    here = is_this_machine(host)
    if parts.scheme != "https" and not (here and parts.scheme == "http"):
        raise ServerError("only https leaves this machine", url)
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise ServerError("the server's name is not known", url) from error
    addresses = [str(each[4][0]) for each in found]
    if not all(may_be_called(each, here=here) for each in addresses):
        raise ServerError("the server's name leads into a private network", url)
    # A server of this machine listens on IPv4 more often than on IPv6.
    return min(addresses, key=lambda each: here and ":" in each)


async def _read(reply: httpx.Response, url: str, most: int) -> Fetched:
    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    if reply.has_redirect_location:
        return Fetched(b"", kind, reply.headers["location"])
    if reply.status_code != 200:
        raise ServerError(f"the server answered with status {reply.status_code}", url)
    return Fetched(await _whole(reply, url, most), kind)


async def _whole(reply: httpx.Response, url: str, most: int) -> bytes:
    if reply.headers.get("content-encoding", "identity") != "identity":
        raise ServerError("the server packed its reply, unasked", url)
    body = bytearray()
    async for part in reply.aiter_raw():
        body += part
        if len(body) > most:
            raise ServerError(f"the server's reply is larger than {most:,} bytes", url)
    return bytes(body)


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities whose certificates count, read once: it takes longer than asking a server on this machine."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)


def _reason(error: Exception) -> str:
    import httpx

    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return "the server's certificate is not trusted"
    if isinstance(error, httpx.ConnectError):
        return "the server cannot be reached"
    if isinstance(error, httpx.NetworkError | httpx.RemoteProtocolError):
        return "the server broke off"
    return "the server cannot be asked"
