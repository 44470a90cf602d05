"""The search box works in a real browser: served and from a disk, under the pages' own strict policy."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from deflect.site import build
from deflect.site.facts import Facts
from deflect.site.search import Searching, Source, learn
from deflect.testing import HashEncoder
from tests.site.conftest import article, settings

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
playwright = pytest.importorskip("playwright.sync_api", reason="no Playwright: the search is not tried in a browser")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no {CHROMIUM}: the search is not tried in a browser")

ARTICLES = [
    article("refund", title="Refund of a purchase", answer="It comes back within a week."),
    article("key", title="Reset the licence key", answer="Open the account and free the key."),
    article("mail", title="No e-mail arrives", answer="Look into the <b>spam</b> folder."),
]


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of requests."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("centre") / "site"
    meaning = learn([Source(each.slug, (each.title, each.answer)) for each in ARTICLES], "en", HashEncoder().encode)
    searching = Searching(synonyms=(("refund", "money back"),), meaning={"en": meaning})
    build(ARTICLES, settings({"contact_url": "https://example.com/contact"}), out, facts=Facts(searching=searching))
    return out


@pytest.fixture(params=["served", "disk"])
def address(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    if request.param == "disk":
        yield site.as_uri()
        return
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as play:
        running = play.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield running
        running.close()


def test_what_is_typed_is_found_and_what_is_not_is_said(browser: Any, address: str) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{address}/index.html")
    hits, live = page.locator("#df-hits"), page.locator("form.search [role=status]")
    for typed, title in [
        ("lisence", "Reset the licence key"),
        ("money back", "Refund of a purchase"),
        ("e-ma", "No e-mail arrives"),
    ]:
        page.fill("#df-query", typed)
        hits.locator(".hit-title", has_text=title).first.wait_for()
    page.fill("#df-query", "the bicycle shop near the account closes early on sundays")
    hits.locator(".nothing", has_text="No article answers this for certain").wait_for()
    live.filter(has_text="No article answers this for certain").wait_for(state="attached")
    hits.locator(".nothing ~ .hit").first.wait_for()  # the nearest come after the way to a person
    page.fill("#df-query", "xylophone")
    hits.locator(".nothing", has_text="Nothing found").wait_for()
    assert complaints == []
    page.close()


def test_the_engine_serves_another_page_too(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(f"{address}/articles/refund.html")
    page.add_script_tag(url=f"{address}/search/engine.js")
    found = page.evaluate(
        """async (root) => {
          const index = await deflectSearch.load(root + "/", "en");
          await deflectSearch.warm(index);
          const text = "Hello, since yesterday the key of our licence is refused, please reset it. Thanks";
          const found = await deflectSearch.find(index, text, { limit: 3, typing: false });
          const asked = { limit: 3, typing: false, wanted: () => false };
          const unwanted = (await deflectSearch.find(index, text, asked)).hits;
          return { ...found, unwanted, marks: deflectSearch.marks(index, "licence", found.hits[0].title) };
        }""",
        address,
    )
    assert found["hits"][0]["path"] == "articles/key.html"
    assert found["hits"][0]["title"] == "Reset the licence key"
    assert found["marks"] == [[10, 17]]
    assert found["unwanted"] == [], "nothing is loaded for whom nobody waits"
    with pytest.raises(Exception, match="cannot load"):
        page.evaluate("async (root) => deflectSearch.load(root + '/', 'xx')", address)
    page.close()
