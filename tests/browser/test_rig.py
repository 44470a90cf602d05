"""The rig itself: what it lets pass and what it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import Serve, until, watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

GOOD = '<!DOCTYPE html><html lang="en"><head><title>T</title></head><body><main><h1>T</h1></main></body></html>\n'
SCRIPT = "<script>window.ran = true; throw new Error('planted')</script>"


@pytest.fixture
def served(tmp_path: Path, site_server: Serve) -> Callable[..., str]:
    def write(html: str, policy: str | None = None) -> str:
        (tmp_path / "index.html").write_text(html, encoding="utf-8")
        return site_server(tmp_path, policy)

    return write


def test_the_server_gives_files_its_policy_and_the_sites_own_404(
    tmp_path: Path, page: Page, site_server: Serve
) -> None:
    (tmp_path / "index.html").write_text(GOOD, encoding="utf-8")
    (tmp_path / "404.html").write_text("<h1>Lost</h1>", encoding="utf-8")
    address = site_server(tmp_path)
    found = page.goto(f"{address}/")
    assert found is not None
    assert (found.status, found.headers["content-security-policy"][:18]) == (200, "default-src 'self'")
    lost = page.goto(f"{address}/nowhere.html")
    assert lost is not None
    assert (lost.status, page.inner_text("h1")) == (404, "Lost")


@pytest.mark.may_break("refused by the policy")
def test_a_script_that_the_policy_refuses_does_not_run(page: Page, served: Callable[..., str]) -> None:
    page.goto(served(GOOD.replace("<h1>", SCRIPT + "<h1>"), "default-src 'self'"))
    assert page.evaluate("window.ran") is None


@pytest.mark.may_break("planted")
def test_without_a_policy_it_runs(page: Page, served: Callable[..., str]) -> None:
    page.goto(served(GOOD.replace("<h1>", SCRIPT + "<h1>")))
    assert page.evaluate("window.ran") is True


@pytest.mark.parametrize(
    ("html", "said"),
    [
        (SCRIPT, "uncaught on the page"),
        ('<img src="http://far.invalid/a.png" alt="">', "request abroad"),
        ('<meta http-equiv="Content-Security-Policy" content="default-src \'self\'"><script>1</script>', "refused by"),
    ],
)
def test_what_goes_wrong_on_a_page_is_seen(browser: Browser, served: Callable[..., str], html: str, said: str) -> None:
    wrong: list[str] = []
    context = browser.new_context()
    watch(context, wrong)
    page = context.new_page()
    page.goto(served(html))
    until(page, lambda: wrong)
    context.close()
    assert [said in each for each in wrong] == [True]


def test_axe_names_what_is_broken_and_where(
    page: Page, served: Callable[..., str], axe: Callable[..., list[str]]
) -> None:
    address = served(GOOD.replace("<h1>", '<img src="a.png" id="pic"><h1>'))
    page.goto(address)
    (broken,) = axe(page)
    assert broken.startswith("image-alt: ")
    assert "#pic" in broken


def test_axe_finds_nothing_on_a_good_page_under_the_policy(
    tmp_path: Path, page: Page, site_server: Serve, axe: Callable[..., list[str]]
) -> None:
    (tmp_path / "index.html").write_text(GOOD, encoding="utf-8")
    page.goto(site_server(tmp_path))
    assert axe(page) == []


def test_the_html_checker_names_file_and_line(tmp_path: Path, vnu: Callable[[Iterable[Path]], list[str]]) -> None:
    good, bad = tmp_path / "good.html", tmp_path / "bad.html"
    good.write_text(GOOD, encoding="utf-8")
    bad.write_text(GOOD.replace("<h1>", '\n<b id="x"><i id="x"></b>'), encoding="utf-8")
    found = vnu([good, bad])
    assert any(each.startswith(f"{bad}:2: error: Duplicate ID") for each in found), found
    assert not any(str(good) in each for each in found)
