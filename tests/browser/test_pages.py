"""Every kind of page in five languages, in a real browser: for people, for checkers, without scripts, and attacked."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from deflect.types import Article
from tests.browser.help_centre import LANGUAGES, TEXTS, publish
from tests.browser.kinds import kinds

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("help")
    publish(root)
    return root / "site"


@pytest.fixture(scope="package")
def address(folder: Path, site_server: Callable[[Path], str]) -> str:
    return site_server(folder)


def test_the_pages_are_valid_html(folder: Path, vnu: Callable[..., list[str]]) -> None:
    # The checker reads files, which have no origin for 'self' to mean, and takes data for a script: the policy is
    # judged by the browser, in every other test here.
    found = [each for each in vnu(sorted(folder.rglob("*.html"))) if "Content Security Policy" not in each]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_breaks_a_rule_of_accessibility_or_its_width(
    address: str, new_page: Any, axe: Callable[..., list[str]], language: str
) -> None:
    page = new_page(reduced_motion="reduce")
    for kind, path in kinds(language).items():
        page.goto(f"{address}/{path}")
        if kind == "article":
            page.check("[name=helpful][value=no]")  # so that the reasons are looked at as well
        check_everywhere(page, axe, f"{kind} {language}")


def check_everywhere(page: Page, axe: Callable[..., list[str]], name: str) -> None:
    for width, theme in itertools.product((320, 1280), ("light", "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        assert axe(page) == [], f"{name} {theme} {width}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} scrolls sideways"


def finding(page: Page, address: str, root: str, words: str, shown: str) -> None:
    """The search page after a question."""
    page.goto(f"{address}/{root}search.html?q={words}")
    page.locator(f".found {shown}").first.wait_for()


@pytest.mark.parametrize(("language", "words"), [("en", "licence key"), ("ar", "مفتاح الترخيص")])
def test_what_search_shows_breaks_no_rule_of_accessibility(
    address: str, new_page: Any, axe: Callable[..., list[str]], language: str, words: str
) -> None:
    page, root = new_page(reduced_motion="reduce"), "" if language == "en" else f"{language}/"
    finding(page, address, root, words, ".hit")
    check_everywhere(page, axe, f"results {language}")
    finding(page, address, root, "xyzzyq", ".nothing")
    assert page.locator(".stuck").is_hidden(), "the way to a person is there once"
    check_everywhere(page, axe, f"no results {language}")
    page.goto(f"{address}/{root}index.html")
    page.fill("#df-query", words)
    page.locator("#df-hits .hit").first.wait_for()
    page.keyboard.press("ArrowDown")
    check_everywhere(page, axe, f"list of hits {language}")
    page.click(".languages summary")
    check_everywhere(page, axe, f"menu of languages {language}")


def test_a_preview_breaks_no_rule_of_accessibility(
    tmp_path: Path, page: Page, axe: Callable[..., list[str]], site_server: Callable[[Path], str]
) -> None:
    draft = Article("draft", "draft", "A draft", "A draft", "MISSING: what to do.", shape="bug")
    publish(tmp_path, preview=True, more=[draft], feedback_url="/feedback")
    page.goto(f"{site_server(tmp_path / 'site')}/articles/draft.html")
    check_everywhere(page, axe, "draft")


def test_structured_data_is_read_and_the_policy_has_no_complaint(address: str, page: Page) -> None:
    page.goto(f"{address}/articles/key-de.html")
    found = json.loads(page.locator("script[type='application/ld+json']").inner_text())
    kind, trail = found["@graph"]
    assert (kind["@type"], kind["headline"]) == ("Article", TEXTS["de"]["key"][0])
    assert (kind["inLanguage"], kind["dateModified"]) == ("de", "2026-03-05")
    assert [step["name"] for step in trail["itemListElement"]] == ["Startseite", "Lizenzen", TEXTS["de"]["key"][0]]


def test_a_page_is_whole_without_scripts(address: str, new_page: Any) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{address}/articles/key-en.html")
    assert page.locator(".copy").filter(visible=True).count() == 0
    assert page.locator(".theme").is_hidden()
    page.check("[name=helpful][value=yes]")
    assert page.locator(".helpful .button").is_visible()
    assert page.locator(".reasons").is_hidden()
    page.check("[name=helpful][value=no]")
    assert page.locator(".reasons [name=reason]").count() == 5
    assert page.locator("#df-comment").is_visible()
    page.click(".languages summary")
    page.click(".languages a[lang=ar]")
    page.locator("html[dir=rtl]").wait_for()
    page.click(".beside a")
    page.locator("h1", has_text=TEXTS["ar"]["refund"][0]).wait_for()


def test_links_and_code_can_be_copied(address: str, new_page: Any) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{address}/articles/key-en.html#check-that-it-worked")
    page.click(".copy-link")
    page.locator(".copy-link", has_text="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}/articles/key-en.html"
    page.click(".copy-code")
    page.locator(".copy-code", has_text="Copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert page.locator(".code.line").count() == 1, "one line takes no more room than a line"
    assert copied.startswith("define( 'BOOKINGS_DEBUG', true );")
    assert copied.endswith("bookings.log\n")


def test_paper_has_the_article_and_nothing_around_it(address: str, page: Page) -> None:
    page.goto(f"{address}/articles/key-en.html")
    page.emulate_media(media="print", color_scheme="dark")
    for selector in (".top", ".bottom", ".helpful", ".beside", ".stuck", ".side", ".copy-link", ".copy-code"):
        assert page.locator(selector).first.is_hidden(), selector
    assert page.locator(".answer").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


@pytest.fixture
def asked(tmp_path: Path, site_server: Callable[[Path], str]) -> str:
    publish(tmp_path, feedback_url="/feedback")
    return site_server(tmp_path / "site")


def test_feedback_is_sent_without_leaving_the_page(asked: str, page: Page) -> None:
    sent: list[str] = []

    def take(route: Any) -> None:
        sent.append(route.request.post_data)
        route.fulfill(status=204)

    page.route("**/feedback", take)
    page.goto(f"{asked}/articles/key-fr.html")
    page.check("[name=helpful][value=no]")
    page.check("[name=reason][value=works]")
    page.fill("#df-comment", "Où ?")
    with page.expect_response("**/feedback"):
        page.click(".helpful .button")
    page.locator(".helpful [role=status]", has_text="Merci").wait_for()
    assert sent == ["article=key-fr&language=fr&helpful=no&reason=works&comment=O%C3%B9+%3F"]
    assert page.locator(".verdict").is_hidden()


def test_feedback_that_is_not_taken_is_said_and_can_be_sent_again(asked: str, page: Page) -> None:
    page.route("**/feedback", lambda route: route.fulfill(status=500))
    page.goto(f"{asked}/articles/key-en.html")
    page.check("[name=helpful][value=yes]")
    page.click(".helpful .button")
    page.locator(".helpful [role=status]", has_text="could not be sent").wait_for()
    assert page.locator(".verdict").is_visible()


PAYLOADS = (
    "<script>hacked(1)</script>",
    "<img src=x onerror=hacked(2)>",
    "<svg onload=hacked(3)>",
    '"><script>hacked(4)</script>',
    "' onmouseover='hacked(5)",
    "</title><script>hacked(6)</script>",
    "</script><script>hacked(7)</script>",
    "<!--<script>hacked(8)//-->",
    "javascript:hacked(9)",
    "[x](javascript:hacked(10))",
    "[x](java&#x73;cript:hacked(11))",
    "![x](data:text/html,<script>hacked(12)</script>)",
    "<iframe srcdoc='<script>hacked(13)</script>'></iframe>",
    "<a href='vbscript:hacked(14)'>x</a>",
    "<math><mtext></p><img src=x onerror=hacked(15)></mtext></math>",
    "{{ constructor.constructor('hacked(16)')() }}",
    "<style>@import 'javascript:hacked(17)'</style>",
    "<template><script>hacked(18)</script></template>",
    "<body onload=hacked(19)>",
    "\u2028</script ><script>hacked(20)</script>",
    "<details open ontoggle=hacked(21)>",
    "`<img src=x onerror=hacked(22)>`",
)


TOUCHED = """document.querySelectorAll("main *").forEach((each) => {
  for (const type of ["mouseover", "focus", "toggle", "animationstart"]) each.dispatchEvent(new Event(type));
})"""


def attacks() -> Iterator[Article]:
    for number, payload in enumerate(PAYLOADS):
        slug = f"attack-{number}"
        yield Article(
            slug,
            slug,
            f"Title {payload}",
            f"Question {payload}",
            f"{payload}\n\n## {payload}\n\nx {payload}\n\n```{payload}\n{payload}\n```\n\n"
            f"| {payload} |\n|---|\n| {payload} |\n\n"
            f"## Status\n\n{payload}\n",
            "validated",
            category=f"Category {payload}",
            also_asked=(payload,),
            shape="bug",
            versions=(payload,),
        )


def publish_attacks(root: Path, articles: list[Article]) -> None:
    # A broken link would keep an article from being published at all; a preview shows it nevertheless.
    publish(root, more=articles, preview=True, title=f"Help {PAYLOADS[0]}{PAYLOADS[3]}{PAYLOADS[5]}")


def test_no_script_from_an_article_is_executed_on_any_page(
    tmp_path: Path, new_page: Any, site_server: Callable[..., str]
) -> None:
    """Also where no policy of the server's helps: the pages' own is taken out, so that the templates stand alone."""
    publish_attacks(tmp_path, list(attacks()))
    site = tmp_path / "site"
    for path in site.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "Content-Security-Policy" in text
        path.write_text(text.replace('http-equiv="Content-Security-Policy"', 'name="no-policy"'), encoding="utf-8")
    page = new_page()
    page.add_init_script("window.ran = []; window.hacked = (n) => window.ran.push(n);")
    page.on("dialog", lambda dialog: dialog.dismiss())
    address = site_server(site, None)
    pages = [path.relative_to(site).as_posix() for path in sorted(site.rglob("*.html"))]
    shown = [path for path in pages if "attack" in path or "/" not in path or path.startswith("categories/")]
    assert len(shown) >= 2 * len(PAYLOADS)
    for name in shown:
        page.goto(f"{address}/{name}", wait_until="load")
        page.evaluate(TOUCHED)
        assert page.evaluate("window.ran") == [], name
        strange = page.locator("main :is(script, iframe, style, [onload], [onerror], [onmouseover])").count()
        assert strange == 0, name


@pytest.mark.may_break
def test_the_trap_for_scripts_works(tmp_path: Path, page: Page, site_server: Callable[..., str]) -> None:
    """Most payloads do run on a page that does not guard itself, so that the test above means something."""
    (tmp_path / "open.html").write_text(f"<!doctype html><title>Open</title>{''.join(PAYLOADS[:3])}", encoding="utf-8")
    page.add_init_script("window.ran = []; window.hacked = (n) => window.ran.push(n);")
    page.goto(f"{site_server(tmp_path, None)}/open.html", wait_until="load")
    assert sorted(page.evaluate("window.ran")) == [1, 2, 3]


def test_a_search_for_an_attack_shows_it_as_text(tmp_path: Path, page: Page, site_server: Callable[..., str]) -> None:
    publish_attacks(tmp_path, list(attacks()))
    page.add_init_script("window.ran = []; window.hacked = (n) => window.ran.push(n);")
    page.goto(f"{site_server(tmp_path / 'site')}/search.html?q=title+hacked")
    page.locator(".found .hit").first.wait_for()
    assert page.evaluate("window.ran") == []
