"""A vendor's servers for tests of the widget: the page with the contact form, the help centre and the service."""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

from deflect.config import Settings, SiteSettings, WidgetSettings
from deflect.site.widget import script

if TYPE_CHECKING:
    from playwright.sync_api import Page

# An engine that keeps the contract of search/engine.js and ranks in the simplest way: by words that are the same.
ENGINE = """
window.deflectSearch = {
  load: (root, language) => new Promise((resolve, reject) => {
    const made = document.createElement("script");
    made.src = `${root}search/${language}.js`;
    made.onload = () => resolve(window.testIndex);
    made.onerror = reject;
    document.head.append(made);
  }),
  warm: () => Promise.resolve(),
  find: async (index, query, { limit }) => {
    const words = new Set(query.toLowerCase().split(/[^\\p{L}]+/u).filter((word) => word.length > 3));
    const scored = index.map((hit) => ({ ...hit, score: [...words].filter((w) => hit.words.includes(w)).length }));
    const hits = scored.filter((hit) => hit.score).sort((a, b) => b.score - a.score).slice(0, limit);
    return { hits, sure: hits.length > 0 && hits[0].score > 1 };
  },
};
"""

QUESTION = "I cannot reset the licence key of my shop"
ARTICLES = {
    "reset-key": ("How do I reset my licence key?", "cannot reset licence shop", "Open <strong>Settings</strong>."),
    "refund": ("How do I get a refund?", "licence refund money", "Ask us."),
    "email": ("No mail arrives", "reset mail arrives", "Look at the log."),
    "renew": ("How do I renew?", "licence renew shop", "Pay again."),
}
ARTICLE = """<!DOCTYPE html><html lang="en"><head><title>{title}</title></head><body><h1>{title}</h1>
<div class="answer">{answer}</div><div class="side">Not part of the answer</div></body></html>"""
PAGE = """<!DOCTYPE html><html lang="{language}" dir="{dir}"><head><title>Contact</title>
<meta name="viewport" content="width=device-width, initial-scale=1">{head}</head><body><main><h1>Contact</h1>
<form id="contact" method="post" action="/send">
<p><label for="message">Message</label></p><p><textarea id="message" name="message" rows="6" cols="40"></textarea></p>
<p><button id="send">Send</button></p>{inside}</form></main>{script}</body></html>"""

TITLES = "deflect-suggest .open"
PAUSE = 350  # milliseconds without a key after which the widget searches
IN_TIME = 300  # milliseconds that a service has
# Keep what each search promises, so that a test can wait for its end where nothing of it is to be seen.
KEEP = """() => {
  const kind = customElements.get("deflect-suggest"), ask = kind?.prototype.ask;
  if (!kind || kind.searches) return;
  kind.searches = [];
  kind.prototype.ask = function () {
    const search = ask.call(this);
    kind.searches.push(search);
    return search;
  };
}"""

Answer = Callable[[dict[str, Any]], tuple[int, bytes]]


@dataclass
class Desk:
    """One server on this machine.

    Attributes:
        shared: Whether other origins may read its files.
        answer: What the service replies to a question: status and body.
        open: Cleared, it keeps every question waiting until it is set.
        sent: Forms that were sent, fields by name.
        asked: Bodies that came to /suggest.
        events: Bodies that came to /events.
        read: Paths that were asked for.
    """

    folder: Path
    policy: str | None = None
    shared: bool = False
    answer: Answer = lambda _: (404, b"")
    open: threading.Event = field(default_factory=threading.Event)
    address: str = ""
    sent: list[dict[str, list[str]]] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    read: list[str] = field(default_factory=list)

    def write(self, path: str, text: str | bytes) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode() if isinstance(text, str) else text)

    def types(self) -> list[str]:
        """The kinds of event that came, in order."""
        return [each["type"] for each in self.events]


class _Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, desk: Desk, **options: Any) -> None:
        self.desk = desk
        super().__init__(*args, directory=str(desk.folder), **options)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        if self.desk.policy is not None:
            self.send_header("Content-Security-Policy", self.desk.policy)
        if self.desk.shared:
            self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def do_GET(self) -> None:
        self.desk.read.append(self.path)
        super().do_GET()

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/send":
            self.desk.sent.append(parse_qs(body.decode(), keep_blank_values=True))
            self._reply(200, b"<!DOCTYPE html><title>Sent</title><h1>Sent</h1>", "text/html")
        elif self.path == "/events":
            self.desk.events.append(json.loads(body))
            self._reply(204, b"", "text/plain")
        else:
            self.desk.asked.append(json.loads(body))
            self.desk.open.wait()
            self._reply(*self.desk.answer(self.desk.asked[-1]), "application/json")

    def _reply(self, status: int, body: bytes, kind: str) -> None:
        with contextlib.suppress(ConnectionError):  # a browser that waited long enough hung up
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Say nothing: what fails, fails on the page."""


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Let a browser hang up in the middle of an answer: it does when a page is closed."""


@contextlib.contextmanager
def running(folder: Path, **options: Any) -> Iterator[Desk]:
    """A desk that answers until the block ends."""
    folder.mkdir(parents=True, exist_ok=True)
    desk = Desk(folder, **options)
    desk.open.set()
    server = _Server(("127.0.0.1", 0), functools.partial(_Handler, desk=desk))
    desk.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield desk
    finally:
        desk.open.set()
        server.shutdown()
        thread.join()
        server.server_close()


def help_centre(desk: Desk, below: str = "", languages: tuple[str, ...] = ("en",), **widget: Any) -> str:
    """Write a small help centre, in which nobody is in the control group unless told so, and return its address."""
    address = f"{desk.address}/{below}"
    chosen = Settings(site=SiteSettings(), widget=WidgetSettings(**{"control": 0.0, **widget}))
    desk.write(f"{below}widget.js", script(chosen, languages))
    desk.write(f"{below}search/engine.js", ENGINE)
    index = [_hit(slug, *row) for slug, row in ARTICLES.items()]
    for language in languages:
        desk.write(f"{below}search/{language}.js", f"window.testIndex = {json.dumps(index)};")
    for slug, (title, _, answer) in ARTICLES.items():
        desk.write(f"{below}articles/{slug}.html", ARTICLE.format(title=title, answer=answer))
    return address


def _hit(slug: str, title: str, words: str, answer: str) -> dict[str, Any]:
    return {
        "path": f"articles/{slug}.html",
        "title": title,
        "category": "",
        "snippet": f"Start: {answer}",
        "words": words,
    }


def contact_page(desk: Desk, root: str, attributes: str = 'data-form="#contact"', **parts: str) -> str:
    """Write a page with a contact form and the widget, and return its address."""
    tag = f'<script src="{root}widget.js" {attributes} defer></script>'
    given = {"language": "en", "dir": "ltr", "head": "", "inside": "", "script": tag, **parts}
    desk.write("contact.html", PAGE.format(**given))
    return f"{desk.address}/contact.html"


def suggestion(*slugs: str, url: str | None = None) -> Answer:
    """A service that suggests these articles."""
    rows = [{"article": s, "title": f"Title of {s}", "confidence": 0.9, "url": url} for s in slugs]
    found = {"result": "suggestion", "answer": "Do **this**.", **rows[0], "alternatives": rows[1:]}
    return lambda _: (200, json.dumps(found).encode())


def write(page: Page, text: str = QUESTION, field: str = "#message") -> None:
    """Put a text into the field, as if it were typed at once, and let the pause go by after which it is searched."""
    page.evaluate(KEEP)
    page.fill(field, text)
    page.clock.run_for(PAUSE)


def titles(page: Page) -> list[str]:
    """The titles that are suggested, once there are any."""
    page.wait_for_selector(TITLES)
    return page.locator(TITLES).all_inner_texts()


def settled(page: Page) -> None:
    """Wait until everything that was searched is found, or is known not to be."""
    page.evaluate("Promise.allSettled(window.customElements.get('deflect-suggest')?.searches || [])")


def send(page: Page) -> None:
    """Send the form as people do."""
    page.click("#send")
    page.wait_for_selector("h1 >> text=Sent")
