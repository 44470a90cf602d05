"""What people do in a help centre, in a real browser: with a mouse, a keyboard, a phone, and without JavaScript."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import NewPage, Serve, until
from tests.browser.shop import ARABIC, KEY, REFUND, built

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Route

PARAPHRASE = "I moved the plugin to a new domain and now it says the key is already activated somewhere"
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 740}, "is_mobile": True, "has_touch": True}
KEPT_THEME = "localStorage.setItem('deflect-theme', '{}')"
# What the page looks like at each frame from its first on, so that a flash of another theme is seen.
WATCH_FRAMES = """
window.frames_seen = [];
(function look() {
  if (document.body) window.frames_seen.push(getComputedStyle(document.body).backgroundColor);
  requestAnimationFrame(look);
})();
"""


@pytest.fixture(scope="package")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("shop"))


@pytest.fixture(scope="package")
def address(folder: Path, site_server: Serve) -> str:
    return site_server(folder)


def box(page: Page) -> Locator:
    return page.locator("input[type=search]")


def hits(page: Page) -> Locator:
    """The articles that are shown as found, best first."""
    return page.locator("form.search a[href*='articles/'], .found a[href*='articles/']")


def finds(page: Page, title: str) -> None:
    """Wait until an article is the first that is shown; what is near in meaning may come after what shares words."""
    hits(page).first.filter(has_text=title).wait_for()


def headed(page: Page, title: str) -> None:
    """Wait for the page of this heading."""
    page.locator("h1", has_text=title).wait_for()


def fits(page: Page) -> bool:
    """Whether nothing is wider than the screen."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_a_customer_finds_an_article_in_their_own_words(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    box(page).fill(PARAPHRASE)
    finds(page, KEY.title)
    hits(page).first.click()
    page.wait_for_url("**/articles/reset-key.html")
    assert page.inner_text("h1") == KEY.title
    assert page.get_by_text("wp deflect free --all").is_visible()


def test_the_search_page_answers_a_question_in_its_address(page: Page, address: str) -> None:
    page.goto(f"{address}/search.html?q=money+back")
    finds(page, REFUND.title)
    assert box(page).input_value() == "money back"


def test_who_goes_back_from_an_article_finds_what_was_searched(page: Page, address: str) -> None:
    page.goto(f"{address}/search.html?q=licence")
    finds(page, KEY.title)
    box(page).fill("money back & more")
    finds(page, REFUND.title)
    hits(page).first.click()
    headed(page, REFUND.title)
    page.go_back()
    finds(page, REFUND.title)
    assert page.url.endswith("/search.html?q=money%20back%20%26%20more")
    assert box(page).input_value() == "money back & more"


def test_a_customer_who_finds_nothing_is_led_to_a_person(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    box(page).fill("xylophonzq wqvvtr")
    way = page.locator("form.search").get_by_role("link", name="Contact")
    way.wait_for()
    assert (way.get_attribute("href") or "").startswith(("https://help.acme.example/contact", "contact"))
    assert hits(page).count() == 0


def test_the_keyboard_alone_is_enough(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.get_attribute("href") == "#df-main"
    assert skip.bounding_box() is not None
    page.keyboard.press("/")
    assert page.locator(":focus").get_attribute("type") == "search"
    page.keyboard.type("money back")
    hits(page).first.wait_for()
    page.keyboard.press("Escape")
    hits(page).first.wait_for(state="hidden")
    page.keyboard.type("?")
    finds(page, REFUND.title)
    page.keyboard.press("ArrowDown")
    chosen = box(page).get_attribute("aria-activedescendant")
    assert chosen
    assert page.locator(f"#{chosen}").get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/refund.html")


def test_what_is_found_late_does_not_open_a_list_that_somebody_left(page: Page, address: str) -> None:
    held: list[Route] = []
    page.route("**/search/en.js*", lambda route: held.append(route))
    page.goto(f"{address}/")
    box(page).fill("money back")
    until(page, lambda: held)
    page.get_by_role("link", name=KEY.title).first.focus()
    held[0].continue_()
    until(page, lambda: page.locator("form.search [role=status]").text_content())
    assert page.locator("#df-hits").is_hidden()
    box(page).focus()
    finds(page, REFUND.title)


def test_what_meaning_finds_late_takes_no_choice_away(page: Page, address: str) -> None:
    def late(route: Route) -> None:
        held = "window.deflectSearch.warm = () => new Promise((done) => { window.warmed = done });"
        route.fulfill(body=f"{route.fetch().text()}\n{held}", content_type="text/javascript")

    page.route("**/search/engine.js*", late)
    page.goto(f"{address}/")
    box(page).fill("money back")
    finds(page, REFUND.title)
    page.keyboard.press("ArrowDown")
    chosen = box(page).get_attribute("aria-activedescendant")
    page.evaluate("window.warmed()")
    page.evaluate("window.deflectSearch.find && new Promise(requestAnimationFrame)")
    assert chosen == box(page).get_attribute("aria-activedescendant") == "df-hit-0"


def test_everything_that_the_keyboard_reaches_shows_it(page: Page, address: str) -> None:
    page.goto(f"{address}/articles/reset-key.html")
    seen = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        focused = page.locator(":focus")
        seen.add(focused.evaluate("e => e.tagName"))
        # The ring of the search box is around the box that it lies in.
        rings = focused.evaluate(
            "e => [e, e.closest('.field') || e].map((each) => getComputedStyle(each).outlineStyle)"
        )
        assert set(rings) != {"none"}, focused.evaluate("e => e.outerHTML")
    assert {"A", "INPUT", "BUTTON"} <= seen


def test_all_but_search_works_without_javascript(new_page: NewPage, address: str) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{address}/")
    page.get_by_role("link", name=KEY.title).first.click()
    page.wait_for_url("**/articles/reset-key.html")
    page.get_by_role("link", name="refunds").click()
    headed(page, REFUND.title)
    page.get_by_role("link", name="Home").first.click()
    page.get_by_role("link", name="Payments").first.click()
    headed(page, "Payments")
    page.goto(f"{address}/")
    box(page).fill("money")
    box(page).press("Enter")
    page.wait_for_url("**/search.html?q=money")
    assert page.locator("noscript").count() == 1 or page.get_by_text("JavaScript").is_visible()
    page.get_by_role("link", name="All articles").first.click()
    page.get_by_role("link", name=REFUND.title).first.wait_for()
    assert not page.locator("button.theme").is_visible(), "a button that can do nothing is not shown"


def test_an_arabic_phone_reads_from_right_to_left(new_page: NewPage, address: str) -> None:
    page = new_page(**PHONE, locale="ar")
    page.goto(f"{address}/ar/index.html")
    assert page.get_attribute("html", "dir") == "rtl"
    assert fits(page)
    box(page).fill("المفتاح")
    finds(page, ARABIC.title)
    assert fits(page)
    hits(page).first.tap()
    page.wait_for_url("**/articles/miftah.html")
    assert fits(page)
    heading = page.locator("h1").bounding_box()
    assert heading is not None
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
    begins = page.evaluate(
        "(() => { const r = document.createRange(); r.selectNodeContents(document.querySelector('h1'));"
        " return innerWidth - r.getBoundingClientRect().right })()"
    )
    assert begins < 40, "text begins at the right edge"


@pytest.mark.parametrize("path", ["index.html", "search.html", "404.html", "articles/reset-key.html", "de/index.html"])
def test_nothing_is_wider_than_a_small_phone(new_page: NewPage, address: str, path: str) -> None:
    page = new_page(viewport={"width": 320, "height": 640})
    page.goto(f"{address}/{path}")
    assert fits(page)


@pytest.mark.parametrize(("system", "kept"), [("dark", None), ("light", "dark"), ("dark", "light"), ("light", None)])
def test_the_theme_is_there_from_the_first_frame(
    new_page: NewPage, address: str, system: str, kept: str | None
) -> None:
    page = new_page(color_scheme=system)
    page.goto(f"{address}/404.html")
    if kept:
        page.evaluate(KEPT_THEME.format(kept))
    page.add_init_script(WATCH_FRAMES)
    page.goto(f"{address}/articles/reset-key.html")
    until(page, lambda: page.evaluate("window.frames_seen.length > 3"))
    colours = set(page.evaluate("window.frames_seen"))
    assert len(colours) == 1, colours
    parts = [int(part) for part in colours.pop().removeprefix("rgb(").removesuffix(")").split(",")]
    assert (sum(parts) < 3 * 80) == ((kept or system) == "dark")


def test_the_theme_that_somebody_chose_is_kept(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.locator("button.theme").click()
    chosen = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert chosen != before
    page.goto(f"{address}/articles/refund.html")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == chosen


def test_a_site_opened_from_a_folder_finds_and_opens_articles(page: Page, folder: Path) -> None:
    page.goto((folder / "index.html").as_uri())
    box(page).fill("money back")
    finds(page, REFUND.title)
    hits(page).first.click()
    page.wait_for_url("file:///**/articles/refund.html")
    assert page.inner_text("h1") == REFUND.title


def test_search_says_so_when_its_index_cannot_be_had(new_page: NewPage, address: str) -> None:
    page = new_page()
    page.goto(f"{address}/")
    page.context.set_offline(True)
    box(page).fill("money back")
    status = page.locator("form.search [role=status]")
    status.filter(has_text="articles").wait_for()
    assert page.get_by_role("link", name=REFUND.title).first.is_visible(), "the page that is there stays of use"
