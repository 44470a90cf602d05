"""The widget as it is seen, heard and operated: five languages, keyboard, hostile pages, a strict policy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from deflect.site.widget_words import LANGUAGES, WORDS
from tests.browser.widget.desk import (
    PAGE,
    PAUSE,
    QUESTION,
    TITLES,
    Desk,
    contact_page,
    help_centre,
    running,
    settled,
    write,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

FITS = "<style>textarea { width: 100%; box-sizing: border-box }</style>"
DARK = "<style>body { background: #1d1f23; color: #ddd }</style>"


def shown(page: Page, text: str = QUESTION) -> None:
    write(page, text)
    page.wait_for_selector(TITLES)


def opened(page: Page) -> None:
    shown(page)
    page.click(TITLES)
    page.wait_for_selector("deflect-suggest .text strong")


def inside(page: Page, script: str) -> Any:
    """Evaluate something with the widget's shadow root as `root`."""
    return page.evaluate(
        f"() => {{ const root = document.querySelector('deflect-suggest').shadowRoot; return {script} }}"
    )


# ---- languages -------------------------------------------------------------------------------------------------------


SEEN = [
    ("en", 320, FITS),
    ("de", 1280, DARK),
    ("fr", 320, FITS + DARK),
    ("ar", 320, FITS),
    ("ar", 1280, DARK),
    ("cy", 1280, ""),
]


@pytest.mark.parametrize(("language", "width", "head"), SEEN, ids=lambda each: str(each)[:4])
def test_axe_finds_nothing(
    page: Page, desk: Desk, axe: Callable[..., list[str]], language: str, width: int, head: str
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    direction = "rtl" if language == "ar" else "ltr"
    root = help_centre(desk, languages=LANGUAGES)
    page.goto(contact_page(desk, root, language=language, dir=direction, head=head))
    opened(page)
    assert inside(page, "root.querySelector('.box').classList.contains('dark')") == (DARK in head)
    page.clock.resume()  # axe waits by timers
    assert axe(page) == []
    text = inside(page, "root.querySelector('.panel').innerText")
    words = WORDS[language]
    assert [words[key] in text for key in ("heading", "solved", "whole", "or_send", "consent")] == [True] * 5
    box = inside(page, "[root.querySelector('.box').lang, getComputedStyle(root.querySelector('.panel')).direction]")
    assert box == [language, direction]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click("deflect-suggest .solved")
    assert axe(page) == []


STANDS_IN = [
    ("de-AT", "", "de"),
    ("it", "", "en"),
    ("en", ' lang="fr"', "fr"),
    ("en", ' language="cy"', "cy"),
    ("", "", "en"),
]


def test_the_language_is_that_of_the_element_or_of_what_it_stands_in(page: Page, desk: Desk) -> None:
    root = help_centre(desk)
    for page_language, element, expected in STANDS_IN:
        html = f"<deflect-suggest{element}></deflect-suggest>"
        page.goto(contact_page(desk, root, "", language=page_language, inside=html))
        page.wait_for_selector("deflect-suggest section", state="attached")
        assert page.get_attribute("deflect-suggest section", "aria-label") == WORDS[expected]["heading"]


def test_the_edition_that_is_searched_is_the_nearest_to_the_language(page: Page, desk: Desk) -> None:
    root = help_centre(desk, languages=("en", "pt-br"))
    for language, edition in (("pt", "pt-br"), ("PT-BR", "pt-br"), ("ar", "en")):
        desk.read.clear()
        page.goto(contact_page(desk, root, language=language))
        shown(page)
        assert {
            path.split("/")[2][:-3] for path in desk.read if path.startswith("/search/") and "engine" not in path
        } == {edition}


def test_no_word_is_missing_or_left_untranslated() -> None:
    for language in LANGUAGES:
        assert WORDS[language].keys() == WORDS["en"].keys()
        assert all(text.strip() for text in WORDS[language].values())
        assert ("{n}" in WORDS[language]["found"]) is True
    for key in WORDS["en"]:
        assert len({WORDS[language][key] for language in LANGUAGES}) == len(LANGUAGES), key


# ---- keyboard and screen reader --------------------------------------------------------------------------------------


def test_all_of_it_works_with_the_keyboard_in_the_order_of_the_page(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk)))
    page.focus("#message")
    page.keyboard.type(QUESTION)
    page.clock.run_for(PAUSE)
    page.wait_for_selector(TITLES)
    assert page.evaluate("document.activeElement.id") == "message"  # what appears takes no focus
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "send"
    seen = []
    for _ in range(5):
        page.keyboard.press("Tab")
        seen.append(inside(page, "root.activeElement?.className || root.activeElement?.type"))
    assert seen == ["hide", "open", "open", "open", "checkbox"]
    for _ in range(3):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("deflect-suggest .text strong")
    after = []
    for _ in range(3):
        page.keyboard.press("Tab")
        after.append(inside(page, "root.activeElement.className || root.activeElement.tagName"))
    assert after == ["text", "solved", "A"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    assert inside(page, "root.activeElement.className") == "thanks"


def test_escape_closes_the_article_then_the_suggestions_and_nothing_around_them(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk)))
    page.evaluate("document.addEventListener('keydown', (event) => { window.heard = event.key })")
    opened(page)
    page.focus("deflect-suggest .solved")
    page.keyboard.press("Escape")
    assert inside(page, "[root.activeElement.className, root.activeElement.getAttribute('aria-expanded')]") == [
        "open",
        "false",
    ]
    page.keyboard.press("Escape")
    assert page.locator(TITLES).count() == 0
    assert page.evaluate("[document.activeElement.id, window.heard]") == ["message", None]
    write(page, f"{QUESTION} and no mail arrives")
    settled(page)
    assert page.locator(TITLES).count() == 0  # who hid them is left alone


def test_a_screen_reader_hears_of_new_suggestions_once(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk)))
    live = "root.querySelector('[role=status]')"
    page.wait_for_function("document.querySelector('deflect-suggest')?.shadowRoot")
    assert inside(page, f"{live}.textContent") == ""  # there before it speaks
    page.evaluate(
        """() => {
             window.said = [];
             const live = document.querySelector("deflect-suggest").shadowRoot.querySelector("[role=status]");
             const watch = new MutationObserver(() => said.push(live.textContent));
             watch.observe(live, { childList: true, characterData: true, subtree: true }) }"""
    )
    shown(page)
    write(page, f"{QUESTION} again")
    settled(page)
    assert page.evaluate("window.said") == ["Articles that may help, after the form: 3"]


def test_an_article_says_whether_it_is_open(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk)))
    shown(page)
    state = "[...root.querySelectorAll('.open')].map((each) => each.getAttribute('aria-expanded'))"
    assert inside(page, state) == ["false"] * 3
    page.locator(TITLES).nth(1).click()
    assert inside(page, state) == ["false", "true", "false"]
    controlled = "root.getElementById(root.querySelectorAll('.open')[1].getAttribute('aria-controls')).hidden"
    assert inside(page, controlled) is False


# ---- the page around it ----------------------------------------------------------------------------------------------

HOSTILE = """<style>
deflect-suggest, p, ul, li, span, section, div, label, a, strong, input {
  all: unset !important; display: none !important; visibility: hidden !important; opacity: 0 !important;
  position: fixed !important; z-index: -1 !important; color: red !important; font: 60px serif !important;
  transform: scale(0) !important; direction: rtl !important;
}
form p, form textarea, form button { all: revert !important }
.panel, .open, .box, [hidden] { display: none !important }
* { --raised: red; --text: red; letter-spacing: 9px; text-transform: uppercase }
</style>"""


def look(page: Page) -> Any:
    """What the widget's parts look like, in numbers."""
    return inside(
        page,
        """[...root.querySelectorAll('.panel, .title, .open span, .hide, .note, .text strong, .solved')].map((each) => {
             const s = getComputedStyle(each), b = each.getBoundingClientRect();
             return [each.className, s.display, s.visibility, s.color, s.fontSize, s.letterSpacing, s.textTransform,
                     s.direction, b.height > 0 && b.width > 0].join() })""",
    )


def test_the_pages_styles_do_not_reach_it(page: Page, desk: Desk) -> None:
    root = help_centre(desk)
    found = []
    for head in ("", HOSTILE):
        page.goto(contact_page(desk, root, head=head))
        opened(page)
        found.append(look(page))
        middle = inside(
            page, "(({ x, y, width }) => [x + width / 2, y + 12])(root.querySelector('.panel').getBoundingClientRect())"
        )
        assert page.evaluate("([x, y]) => document.elementFromPoint(x, y).tagName", middle) == "DEFLECT-SUGGEST"
    assert found[0] == found[1]


def test_nothing_of_it_reaches_the_page(page: Page, desk: Desk) -> None:
    root = help_centre(desk)
    page.goto(contact_page(desk, root, script=""))
    known = page.evaluate("[Object.keys(window).sort(), document.styleSheets.length]")
    page.goto(contact_page(desk, root))
    opened(page)
    now = page.evaluate("[Object.keys(window).sort(), document.styleSheets.length]")
    assert set(now[0]) - set(known[0]) == {"deflectSearch", "testIndex"}
    assert now[1] == known[1]
    assert page.locator("form > *").evaluate_all("all => all.map((each) => each.tagName)") == [
        "P",
        "P",
        "P",
        "DEFLECT-SUGGEST",
    ]
    assert page.evaluate("adoptedStyleSheetsOf = document.adoptedStyleSheets.length") == 0


def test_it_keeps_to_the_strictest_policy(page: Page, desk: Desk) -> None:
    """The rig fails the test if the policy refuses anything."""
    desk.policy = "default-src 'self'"
    page.goto(contact_page(desk, help_centre(desk)))
    opened(page)
    assert inside(page, "getComputedStyle(root.querySelector('.panel')).borderRadius") == "12px"
    page.click("deflect-suggest .solved")


def test_from_another_origin_it_needs_what_is_documented_and_no_more(page: Page, desk: Desk, tmp_path: Path) -> None:
    with running(tmp_path / "help", shared=True) as elsewhere:
        there = elsewhere.address
        desk.policy = f"default-src 'self'; script-src {there}; connect-src {there}; img-src {there}"
        page.goto(contact_page(desk, help_centre(elsewhere)))
        opened(page)


def test_on_a_page_in_another_encoding_its_words_are_right(page: Page, desk: Desk) -> None:
    root = help_centre(desk, languages=("en",))
    tag = f'<script src="{root}widget.js" data-form="#contact" defer></script>'
    html = PAGE.format(language="ar", dir="rtl", head='<meta charset="windows-1252">', inside="", script=tag)
    desk.write("contact.html", html)
    page.goto(f"{desk.address}/contact.html")
    shown(page)
    assert page.inner_text("deflect-suggest .title") == WORDS["ar"]["heading"]


PAGES = {
    "body { background: #fff }": False,
    "html { background: #111 }": True,
    "form { background: rgb(20 20 30) } body { background: #fff }": True,
    "main { background: rgb(0 0 0 / 10%) } body { background: #fff }": False,
    "html { color-scheme: dark }": True,
    "": False,
}


def test_it_is_dark_where_the_page_is(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk), head="<style></style>"))
    shown(page)
    for css, dark in PAGES.items():
        page.evaluate(
            "(css) => { document.querySelector('style').textContent = css; dispatchEvent(new Event('resize')) }", css
        )
        assert inside(page, "root.querySelector('.box').classList.contains('dark')") is dark, css


def test_it_stands_beside_the_form_where_nothing_else_does(page: Page, desk: Desk) -> None:
    places = []
    aside = "<style>aside { position: absolute; left: 620px; top: 150px; width: 300px; height: 300px }</style>"
    root = help_centre(desk)
    form = "<style>form { width: 560px }</style>"
    for head, script in ((form, None), (form + aside, "<aside>Opening hours</aside>")):
        tag = f'<script src="{root}widget.js" data-form="#contact" defer></script>'
        page.goto(contact_page(desk, root, head=head, script=(script or "") + tag))
        shown(page)
        panel, shape = (page.locator(each).bounding_box() for each in ("deflect-suggest .panel", "form"))
        assert panel is not None
        assert shape is not None
        places.append("beside" if panel["x"] >= shape["x"] + shape["width"] else "below")
    assert places == ["beside", "below"]


def test_a_pill_in_the_field_says_so_while_the_suggestions_are_out_of_sight(page: Page, desk: Desk) -> None:
    page.set_viewport_size({"width": 320, "height": 300})
    page.goto(contact_page(desk, help_centre(desk), head="<style>textarea { width: 250px; height: 200px }</style>"))
    shown(page)
    pill = page.locator("deflect-suggest .pill")
    pill.wait_for()
    assert pill.inner_text() == "3 ↓"
    at, field = pill.bounding_box(), page.locator("#message").bounding_box()
    assert at is not None
    assert field is not None
    assert field["x"] < at["x"]
    assert at["x"] + at["width"] < field["x"] + field["width"]
    assert at["y"] + at["height"] <= field["y"] + field["height"]
    pill.click()
    pill.wait_for(state="hidden")
    assert page.locator("deflect-suggest .title").is_visible()
