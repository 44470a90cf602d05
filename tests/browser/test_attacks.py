"""Whatever an article says, no page runs it: each payload stands in every text that an article has."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import NewPage, Serve
from tests.browser.shop import PAYLOADS, attacked

RAN = "ran"
# A page that nothing got into has no script of its own text, no event handlers and no address that is a script.
PLANTED = """[...document.querySelectorAll('*')].filter((each) =>
  (each.tagName === 'SCRIPT' && !each.src && !/json/.test(each.type)) || each.tagName === 'IFRAME' ||
  [...each.attributes].some((a) => /^on/i.test(a.name) || /^\\s*(javascript|data:text)/i.test(a.value))
).map((each) => each.outerHTML.slice(0, 200))"""


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return attacked(tmp_path_factory.mktemp("attacked"))


def test_there_are_enough_payloads_and_each_works_where_nothing_is_escaped(new_page: NewPage) -> None:
    """Half of them run in a page that takes them as they are, so that the tests below can fail."""
    assert len(PAYLOADS) >= 15
    page, ran = new_page(), 0
    for payload in PAYLOADS:
        page.set_content(f"<title>t</title><body>{payload}</body>", wait_until="load")
        ran += page.title() == RAN
    assert ran >= 8


@pytest.mark.parametrize("kind", ["articles/*.html", "categories/*.html", "*.html"])
def test_no_payload_runs_on_any_page_even_without_the_policy(
    new_page: NewPage, folder: Path, site_server: Serve, kind: str
) -> None:
    address, page = site_server(folder, None), new_page(bypass_csp=True)
    page.on("dialog", lambda dialog: pytest.fail(f"a dialog: {dialog.message}"))
    for path in sorted(folder.glob(kind)):
        page.goto(f"{address}/{path.relative_to(folder).as_posix()}", wait_until="load")
        assert page.evaluate(PLANTED) == [], path.name
        assert page.title() != RAN, path.name


def test_no_payload_runs_in_what_search_shows(new_page: NewPage, folder: Path, site_server: Serve) -> None:
    page = new_page(bypass_csp=True)
    page.goto(f"{site_server(folder, None)}/index.html")
    for query in ("document title ran", *PAYLOADS):
        page.evaluate("document.querySelector('.hits').replaceChildren()")
        page.locator("input[type=search]").fill(query)
        page.locator(".hits > *").first.wait_for(state="attached")
        assert page.evaluate(PLANTED) == [], query
        assert page.title() != RAN, query
    page.goto(f"{site_server(folder, None)}/search.html?q=%3Cimg%20src%3Dx%20onerror%3D%22document.title%3D'ran'%22%3E")
    page.locator(".found > *").first.wait_for(state="attached")
    assert page.evaluate(PLANTED) == []
    assert page.title() != RAN
