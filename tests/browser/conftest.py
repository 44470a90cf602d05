"""A real browser, and what judges its pages: axe-core for people, the Nu checker for HTML.

What they need is installed by `.ci/run`: Chromium, Java, and the npm packages of package.json beside this file. npm
packages are looked for in `node_modules` beside it and in the folders of NODE_PATH. Where something cannot be had,
the tests that need it are skipped and say why; with CI=true they fail.
"""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Protocol
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

POLICY = "default-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
"""Stricter than any web server of a vendor's must be: `default-src 'self'` with no exception."""

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LOCAL = ("127.0.0.1", "localhost", "::1", None)  # None: file, data and blob addresses have no host
SLOWED = int(os.environ.get("BROWSER_SLOWED", "1"))
"""How many times slower than this machine its processor is to appear to the pages."""

PATIENCE = 60_000
"""Milliseconds after which what does not come counts as missing: long, as only a test that fails waits for it."""

REFUSED = "Content Security Policy"  # in Chromium's message for whatever the policy kept from being done
HERE = Path(__file__).parent


class NewPage(Protocol):
    """Opens a page in a context of its own; takes the options of Playwright's `Browser.new_context`."""

    def __call__(self, **options: Any) -> Page: ...


class Serve(Protocol):
    """Serves a folder on this machine under a policy, None for none, and returns its address without a last slash."""

    def __call__(self, folder: Path, policy: str | None = POLICY) -> str: ...


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers",
        "may_break(*texts): page errors, refusals by the policy and requests abroad are no failure if they hold one "
        "of these texts; all are forgiven if none is given",
    )


def need(found: object, what: str) -> None:
    """Skip the test that needs what cannot be had here; in CI it can, so fail there."""
    if not found:
        _give_up(f"{what} cannot be had here; .ci/run installs it")


def _give_up(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def npm_file(path: str) -> Path | None:
    """A file of an installed npm package, named from `node_modules` on; None if it is not there."""
    folders = [HERE / "node_modules", *map(Path, filter(None, os.environ.get("NODE_PATH", "").split(os.pathsep)))]
    return next((folder / path for folder in folders if (folder / path).is_file()), None)


# One for the folder and not for the session: while Playwright lives, no other test can start an event loop.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium, headless."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _give_up("Playwright is not installed; it is in the dependency group dev")
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    need(path, "Chromium")
    with sync_playwright() as playwright:
        # Containers give no namespaces for Chromium's sandbox, and little shared memory; the pages are our own.
        options = ["--no-sandbox", "--disable-dev-shm-usage"]
        launched = playwright.chromium.launch(executable_path=path, args=options)
        yield launched
        launched.close()


@pytest.fixture
def new_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[NewPage]:
    """Open pages that are watched: an uncaught error, a refusal by the policy or a request abroad fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def opened(**options: Any) -> Page:
        context = browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        watch(context, wrong)
        return slowed(context.new_page())

    yield opened
    for context in contexts:
        context.close()
    marker = request.node.get_closest_marker("may_break")
    left = [each for each in wrong if marker is None or (marker.args and not any(a in each for a in marker.args))]
    if left:
        pytest.fail("\n".join(left), pytrace=False)


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A watched page of 1280 by 800 pixels."""
    return new_page(viewport={"width": 1280, "height": 800})


def slowed(page: Page) -> Page:
    """A page on a processor that is `SLOWED` times slower."""
    if SLOWED > 1:
        page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    return page


def until(page: Page, told: Callable[[], object]) -> None:
    """Wait until something is so on this side of the browser, such as that a server was asked.

    Also for what a page says of itself under a policy, which refuses what Playwright's `wait_for_function` does.
    """
    end = time.monotonic() + PATIENCE / 1000
    while not told():
        assert time.monotonic() < end, "it never came"
        page.wait_for_timeout(10)


def watch(context: BrowserContext, wrong: list[str]) -> None:
    """Note in `wrong` what no page of ours may do."""

    def console(message: ConsoleMessage) -> None:
        if REFUSED in message.text:
            wrong.append(f"refused by the policy: {message.text}")

    def asked(request: Request) -> None:
        if urlsplit(request.url).hostname not in LOCAL:
            wrong.append(f"request abroad: {request.url}")

    context.on("weberror", lambda error: wrong.append(f"uncaught on the page: {error.error}"))
    context.on("console", console)
    context.on("request", asked)


@pytest.fixture(scope="package")
def axe() -> Callable[..., list[str]]:
    """Run axe-core with all its rules, best practices included, on a page as it stands.

    `axe(page)` and `axe(page, "#widget")` return each broken rule with the elements that break it.
    """
    path = npm_file("axe-core/axe.min.js")
    need(path, "axe-core")
    assert path is not None
    source = path.read_text(encoding="utf-8")

    def check(page: Page, within: str = "html") -> list[str]:
        # Evaluated by the debugger and not added as a script, which the page's policy would refuse.
        if not page.evaluate("Boolean(window.axe)"):
            page.evaluate(source)
        found = page.evaluate("(within) => axe.run(within, { resultTypes: ['violations'] })", within)
        return [_broken_rule(each) for each in found["violations"]]

    return check


def _broken_rule(violation: dict[str, Any]) -> str:
    places = [f"{' '.join(map(str, node['target']))}: {node['failureSummary']}" for node in violation["nodes"]]
    return f"{violation['id']}: {violation['help']}\n  " + "\n  ".join(" ".join(place.split()) for place in places)


@pytest.fixture(scope="package")
def vnu() -> Callable[[Iterable[Path]], list[str]]:
    """Check HTML files with the Nu checker, as validator.w3.org does: errors and warnings, each with file and line.

    It takes seconds to start, so give it all files at once.
    """
    jar, java = npm_file("vnu-jar/build/dist/vnu.jar"), shutil.which("java")
    need(jar, "vnu-jar")
    need(java, "Java")

    def check(files: Iterable[Path]) -> list[str]:
        paths = [str(path) for path in files]
        assert paths, "there is nothing to check"
        command = [str(java), "-Xss2m", "-jar", str(jar), "--format", "json", *paths]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300, check=False)
        found = json.loads(done.stderr)["messages"]
        return [_error_of(each) for each in found if each.get("subType", each["type"]) != "info"]

    return check


def _error_of(message: dict[str, Any]) -> str:
    place = f"{message.get('url', '').removeprefix('file:')}:{message.get('lastLine', 0)}"
    return f"{place}: {message.get('subType', message['type'])}: {message['message']}"


class _Handler(http.server.SimpleHTTPRequestHandler):
    """A web server as a vendor has one: its own 404 page, and one policy for all."""

    def __init__(self, *args: Any, policy: str | None, **options: Any) -> None:
        self.policy = policy
        super().__init__(*args, **options)

    def end_headers(self) -> None:
        if self.policy is not None:
            self.send_header("Content-Security-Policy", self.policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        page = Path(self.directory) / "404.html"
        if code != http.HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: Any) -> None:
        """Say nothing: what fails, fails on the page."""


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Let a browser hang up in the middle of an answer: it does when a page is closed."""


@pytest.fixture(scope="package")
def site_server() -> Iterator[Serve]:
    """Serve folders on this machine, by default under `POLICY`."""
    with contextlib.ExitStack() as stack:

        def serve(folder: Path, policy: str | None = POLICY) -> str:
            handler = functools.partial(_Handler, directory=str(folder), policy=policy)
            server = stack.enter_context(_Server(("127.0.0.1", 0), handler))
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_address[1]}"

        yield serve
