"""Only the host that the owner named is asked, whatever it answers; each page that cannot be had is named."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from deflect.errors import InputError, ServerError
from deflect.http import Fetched, get
from deflect.kb.documentation import fetch
from deflect.kb.documentation.fetch import from_address, with_texts
from deflect.kb.documentation.pages import Page, Read, SkippedPage
from deflect.kb.documentation.source import pages

HOST = "https://docs.example.com"
HTML = "<html lang=en><title>Export | Acme</title><nav>Menu</nav><main><h1>Export bookings</h1><p>Open Tools.</main>"


def page(title: str = "Export bookings", kind: str = "text/html") -> Fetched:
    return Fetched(HTML.replace("Export bookings", title).encode(), kind)


def sitemap(*addresses: str, index: bool = False) -> Fetched:
    outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
    listed = "".join(f"<{inner}><loc>{each}</loc></{inner}>" for each in addresses)
    return Fetched(f'<?xml version="1.0"?><{outer}>{listed}</{outer}>'.encode(), "application/xml")


@dataclass
class Web:
    """A made-up web that notes what was asked."""

    holds: Mapping[str, Fetched]
    asked: list[str] = field(default_factory=list)

    def get(self, address: str) -> Fetched:
        self.asked.append(address)
        if address not in self.holds:
            raise ServerError("the server answered with status 404", address)
        return self.holds[address]


def read(address: str, holds: Mapping[str, Fetched]) -> tuple[list[Read], list[str]]:
    web = Web(holds)
    return list(from_address(address, web.get)), web.asked


def reasons(found: list[Read]) -> dict[str, str]:
    return {each.place: each.reason for each in found if isinstance(each, SkippedPage)}


def test_a_sitemap_of_sitemaps_is_read_to_its_pages_and_other_hosts_are_never_asked() -> None:
    found, asked = read(
        f"{HOST}/sitemap.xml",
        {
            f"{HOST}/sitemap.xml": sitemap(f"{HOST}/kb.xml", "http://169.254.169.254/meta.xml", index=True),
            f"{HOST}/kb.xml": sitemap(
                f"{HOST}/kb/export", f"{HOST}/kb/gone", "https://evil.example/kb/x", f"{HOST}:8443/kb/port"
            ),
            f"{HOST}/kb/export": page(),
        },
    )
    assert [each for each in found if isinstance(each, Page)] == [
        Page(f"{HOST}/kb/export", "Export bookings", "Open Tools.", f"{HOST}/kb/export", "en")
    ]
    elsewhere = "it leads to another host, which nobody named"
    assert reasons(found) == {
        f"{HOST}/kb/gone": "the server answered with status 404",
        "https://evil.example/kb/x": elsewhere,
        f"{HOST}:8443/kb/port": elsewhere,
        "http://169.254.169.254/meta.xml": elsewhere,
    }
    assert all(address.startswith(f"{HOST}/") for address in asked)


def test_redirects_are_followed_on_the_host_alone_and_not_for_ever() -> None:
    start = f"{HOST}/old"
    (found,), _ = read(start, {start: Fetched(b"", "", "/new"), f"{HOST}/new": page("New title")})
    assert isinstance(found, Page)
    assert (found.title, found.address) == ("New title", f"{HOST}/new")
    web = Web({start: Fetched(b"", "", "http://localhost/admin")})
    with pytest.raises(ServerError, match="leads to another host"):
        list(from_address(start, web.get))
    assert web.asked == [start]
    with pytest.raises(ServerError, match="redirects more than 5 times"):
        read(start, {start: Fetched(b"", "", start)})


def test_sitemaps_that_name_each_other_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "MOST_LISTS", 3)
    start = f"{HOST}/sitemap.xml"
    _, asked = read(start, {start: sitemap(start, start, index=True)})
    assert asked == [start] * 4


@pytest.mark.parametrize(
    "address", ["https://user:secret@docs.example.com/a", "ftp://docs.example.com/a", "https:///a", "https://[bad/a"]
)
def test_an_address_with_a_password_or_of_another_kind_is_refused_without_repeating_it(address: str) -> None:
    with pytest.raises(InputError, match="cannot be fetched") as error:
        read(address, {})
    assert "secret" not in str(error.value)


def test_what_a_server_says_of_its_page_counts_only_on_its_own_host() -> None:
    body = HTML.replace("<title>", "<link rel=canonical href='https://evil.example/x'><title>")
    (found,), _ = read(f"{HOST}/a", {f"{HOST}/a": Fetched(body.encode(), "text/html")})
    assert isinstance(found, Page)
    assert found.address == f"{HOST}/a"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (Fetched(b"%PDF-1.7", "application/pdf"), "it is neither text nor a page"),
        (Fetched(b"<!DOCTYPE urlset [<!ENTITY a 'b'>]><urlset/>", "text/html"), "it has no title"),
        (Fetched(b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "text/xml"), "document type"),
        (Fetched(b"\xff\xfe\x00", "text/html"), "it has no title"),
        (sitemap(), "it is no page"),
    ],
)
def test_a_listed_page_that_is_none_is_skipped(given: Fetched, expected: str) -> None:
    address = f"{HOST}/kb/page"
    found, _ = read(f"{HOST}/l.txt", {f"{HOST}/l.txt": Fetched(address.encode(), "text/plain"), address: given})
    assert list(reasons(found)) == [address]
    assert expected in reasons(found)[address] or "neither a WordPress" in reasons(found)[address]


def test_markdown_is_read_as_markdown() -> None:
    (found,), _ = read(f"{HOST}/a.md", {f"{HOST}/a.md": Fetched(b"# Export\n\nOpen **Tools**.", "text/plain")})
    assert found == Page(f"{HOST}/a.md", "Export", "Open **Tools**.", f"{HOST}/a.md")


def test_of_a_list_on_disk_the_first_address_names_the_host() -> None:
    web = Web({f"{HOST}/kb/export": page()})
    known: list[Read] = [
        SkippedPage("line 1", "bad"),
        Page(f"{HOST}/kb/export", "Export", "", f"{HOST}/kb/export", "", "2025-01-02"),
        Page("https://other.example/kb/x", "X", "", "https://other.example/kb/x"),
    ]
    bad, good, other = with_texts(iter(known), web.get)
    assert bad == known[0]
    assert isinstance(good, Page)
    assert (good.text, good.changed) == ("Open Tools.", "2025-01-02")
    assert isinstance(other, SkippedPage)
    assert web.asked == [f"{HOST}/kb/export"]


class Server(BaseHTTPRequestHandler):
    """A small web server: pages, a redirect elsewhere, one too large, one too slow, one packed."""

    def do_GET(self) -> None:
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", "http://127.0.0.1:1/x")
            self.end_headers()
            return
        self.send_response(200 if self.path != "/gone" else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        if self.path == "/packed":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        for _ in range(10 if self.path == "/slow" else 0):
            self.wfile.write(b" ")
            time.sleep(0.1)
        self.wfile.write(b"x" * 5_000 if self.path == "/large" else HTML.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    made.daemon_threads = True
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/large", "larger than 1,000 bytes"),
        ("/slow", "took longer than 0.3 s"),
        ("/gone", "status 404"),
        ("/packed", "packed its reply"),
    ],
)
def test_a_real_server_chooses_neither_size_nor_time(server: str, path: str, message: str) -> None:
    with pytest.raises(ServerError, match=message):
        get(server + path, seconds=0.3, most=1_000)


def test_a_real_server_is_read_and_its_redirect_told(server: str) -> None:
    assert get(f"{server}/a", seconds=5, most=1_000) == Fetched(HTML.encode(), "text/html")
    assert get(f"{server}/away", seconds=5, most=1_000).location == "http://127.0.0.1:1/x"


def test_pages_of_a_list_are_fetched_only_if_asked_for(server: str, tmp_path: Path) -> None:
    path = tmp_path / "urls.txt"
    path.write_text(f"{server}/kb/export\n{server}/away\n")
    assert [each.text for each in pages(str(path)) if isinstance(each, Page)] == ["", ""]
    good, away = pages(str(path), fetch=True)
    assert isinstance(good, Page)
    assert good.text == "Open Tools."
    assert isinstance(away, SkippedPage)
    assert away.reason == "it leads to another host, which nobody named"
