"""The widget in a contact form: it suggests, and whatever happens to it, the form is sent as if it were not there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.widget.desk import QUESTION, TITLES, Desk, contact_page, help_centre, running, titles, write

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Desk]:
    """A help centre of another origin than the contact form's."""
    with running(tmp_path / "help") as made:
        yield made


def settled(page: Page) -> None:
    """Longer than the pause after which anything is searched, and than a search takes."""
    page.wait_for_timeout(600)


def test_at_most_three_articles_are_shown_from_25_characters_on(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk)))
    write(page, QUESTION[:24])
    settled(page)
    assert page.locator(TITLES).count() == 0
    write(page)
    assert titles(page) == ["How do I reset my licence key?", "How do I renew?", "How do I get a refund?"]


def test_fast_typing_is_searched_once(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk)))
    page.evaluate("document.addEventListener('deflect:impression', () => { window.n = (window.n || 0) + 1 })")
    page.locator("#message").press_sequentially(QUESTION, delay=8)
    titles(page)
    settled(page)
    assert page.evaluate("window.n") == 1


def test_nothing_is_shown_where_no_article_answers_for_sure(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk)))
    write(page, "Do you also rent out bicycles for the weekend, refund included?")
    settled(page)
    assert page.locator(TITLES).count() == 0
    assert page.locator("deflect-suggest section").is_hidden()


def test_nothing_is_loaded_until_the_form_is_touched(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk)))
    settled(page)
    assert [path for path in desk.read if path != "/favicon.ico"] == ["/contact.html", "/widget.js"]


def test_deleting_the_text_takes_the_suggestions_away_and_typing_brings_them_back(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk)))
    write(page)
    titles(page)
    write(page, "")
    page.wait_for_selector(TITLES, state="detached")
    write(page)
    assert len(titles(page)) == 3


@pytest.mark.parametrize(
    ("attributes", "inside"),
    [
        ('data-form="#contact"', ""),
        ("", "<deflect-suggest></deflect-suggest>"),
        ("", '<deflect-suggest form="form[method=post]" field="[name=message]"></deflect-suggest>'),
    ],
    ids=["a selector", "an element in the form", "selectors on the element"],
)
def test_it_finds_its_form(page: Page, desk: Desk, attributes: str, inside: str) -> None:
    page.goto(contact_page(desk, help_centre(desk), attributes, inside=inside))
    write(page)
    assert len(titles(page)) == 3


def test_a_script_tag_in_the_form_is_enough(page: Page, desk: Desk) -> None:
    root = help_centre(desk)
    page.goto(contact_page(desk, root, inside=f'<script src="{root}widget.js"></script>', script=""))
    write(page)
    assert len(titles(page)) == 3


def test_a_form_that_comes_later_is_found(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk), 'data-form="#late"'))
    settled(page)
    page.evaluate("document.querySelector('form').id = 'late'; document.body.append(document.createElement('p'))")
    write(page)
    assert len(titles(page)) == 3


def test_a_text_area_that_people_do_not_see_is_not_the_field(page: Page, desk: Desk) -> None:
    trap = (
        '<script>document.forms[0].insertAdjacentHTML("afterbegin", "<textarea name=trap hidden></textarea>")</script>'
    )
    page.goto(contact_page(desk, help_centre(desk), inside=trap))
    write(page)
    assert len(titles(page)) == 3


def test_without_a_form_it_says_so_and_does_nothing(page: Page, desk: Desk) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(contact_page(desk, help_centre(desk), inside='<deflect-suggest form="#none"></deflect-suggest>'))
    settled(page)
    assert [text for text in said if "Failed to load" not in text] == [
        'deflect: name a form that has a text area: <deflect-suggest form="#contact">'
    ]


def test_two_script_tags_are_one_widget(page: Page, desk: Desk) -> None:
    root = help_centre(desk)
    page.goto(contact_page(desk, root, inside=f'<script src="{root}widget.js" data-form="#contact" defer></script>'))
    write(page)
    assert len(titles(page)) == 3


# ---- in place -----------------------------------------------------------------------------------------------------


def test_an_article_opens_in_place_one_at_a_time(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk)))
    write(page)
    titles(page)
    page.click(TITLES)
    page.wait_for_selector("deflect-suggest .text strong")
    assert page.locator("deflect-suggest .text").inner_text() == "Open Settings."
    page.locator(TITLES).nth(1).click()
    page.wait_for_selector("deflect-suggest .text >> text=Pay again")
    assert page.locator("deflect-suggest .article:visible").count() == 1
    page.locator(TITLES).nth(1).click()
    assert page.locator("deflect-suggest .article:visible").count() == 0
    assert page.url.endswith("/contact.html")


def test_typing_on_does_not_close_the_article_that_is_open(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk)))
    write(page)
    titles(page)
    page.click(TITLES)
    page.wait_for_selector("deflect-suggest .text strong")
    write(page, f"{QUESTION} and no mail arrives")
    settled(page)
    assert page.locator("deflect-suggest .text strong").is_visible()
    page.click(TITLES)
    write(page, f"{QUESTION} and still no mail arrives")
    page.wait_for_selector(f"{TITLES} >> text=mail")


def test_another_origin_that_shares_its_pages_is_read(page: Page, desk: Desk, elsewhere: Desk) -> None:
    elsewhere.shared = True
    page.goto(contact_page(desk, help_centre(elsewhere)))
    write(page)
    titles(page)
    page.click(TITLES)
    page.wait_for_selector("deflect-suggest .text strong")


def test_one_that_does_not_is_quoted_and_linked(page: Page, desk: Desk, elsewhere: Desk) -> None:
    page.goto(contact_page(desk, help_centre(elsewhere)))
    write(page)
    titles(page)
    page.click(TITLES)
    page.wait_for_selector("deflect-suggest .plain")
    assert page.locator("deflect-suggest .text").inner_text() == "Start: Open <strong>Settings</strong>."
    link = page.locator("deflect-suggest .actions a")
    assert link.get_attribute("href") == f"{elsewhere.address}/articles/reset-key.html"
    assert (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener noreferrer")


HOSTILE = """<script>window.ran = 1</script><img src=x onerror="window.ran = 2">
<p onclick="window.ran = 3" style="position: fixed" id="message" class="panel">kept</p>
<a href="javascript:window.ran = 4">one</a><a href="/there?a=1">two</a><a href="data:text/html,x">three</a>
<iframe src="data:text/html,x"></iframe><svg onload="window.ran = 5"><script>window.ran = 6</script></svg>
<style>* { display: none }</style><form action="/steal"><input name="x"></form><math><mtext></mtext></math>
<details open ontoggle="window.ran = 7">inner</details><base href="http://far.invalid/">
<template><img src=x onerror="window.ran = 8"></template><h2>Head</h2><p hidden>unseen</p>
<img src="http://far.invalid/p.png" alt="far picture"><custom-element>plain</custom-element>"""


def test_an_article_is_copied_piece_by_piece_and_nothing_in_it_runs(page: Page, desk: Desk) -> None:
    root = help_centre(desk)
    desk.write("articles/reset-key.html", f'<div class="answer">{HOSTILE}</div>')
    page.goto(contact_page(desk, root))
    write(page)
    titles(page)
    page.click(TITLES)
    page.wait_for_selector("deflect-suggest .text >> text=kept")
    settled(page)
    assert page.evaluate("window.ran") is None
    found = page.evaluate(
        """() => [...document.querySelector("deflect-suggest").shadowRoot.querySelectorAll(".text *")].map((each) =>
           [each.tagName, ...[...each.attributes].map((a) => `${a.name}=${a.value}`)].join(" "))"""
    )
    there = f"A href={desk.address}/there?a=1 target=_blank rel=noopener noreferrer"
    assert [each for each in found if not each.startswith("IMG")] == ["P", there, "P class=heading"]
    assert all(each.startswith(f"IMG src={desk.address}/") for each in found if each.startswith("IMG"))
    text = page.locator("deflect-suggest .text").inner_text()
    assert all(word in text for word in ("one", "three", "inner", "Head", "far picture", "plain"))
    assert "unseen" not in text


# ---- Send ----------------------------------------------------------------------------------------------------------


# Where Send is on the page, whatever is scrolled to; and where it was when all was parsed and the widget had not run.
WHERE = """<script>
function where() {
  const { x, y, width, height } = document.querySelector("#send").getBoundingClientRect();
  return [x + scrollX, y + scrollY, width, height].join();
}
document.addEventListener("readystatechange", () => { window.before ||= where(); });
</script>"""


def is_uncovered(page: Page) -> bool:
    page.locator("#send").scroll_into_view_if_needed()
    return bool(
        page.evaluate(
            """() => { const send = document.querySelector("#send"), b = send.getBoundingClientRect();
           return [0.05, 0.5, 0.95].every((x) => [0.1, 0.5, 0.9].every((y) =>
             document.elementFromPoint(b.x + x * b.width, b.y + y * b.height) === send)) }"""
        )
    )


LAYOUTS = {
    "plain": "",
    "wide": "form {width: 1150px}",
    "flex column": "form {display:flex; flex-direction:column; gap:20px; height:600px; justify-content:space-between}",
    "flex row": "form {display:flex; flex-direction:row; gap:10px}",
    "grid": "form {display:grid; grid-template-columns:1fr 1fr; gap:30px; height:400px}",
    "centred": "body {display:grid; place-items:center; min-height:100vh; margin:0} form{width:1000px}",
    "bottom": "main {position:fixed; bottom:0; left:0; right:0} form{width:1240px}",
    "cut off": "form {overflow:hidden; width:500px}",
}


@pytest.mark.parametrize("width", [320, 1280])
def test_send_is_never_moved_or_covered(page: Page, desk: Desk, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(contact_page(desk, help_centre(desk), head=f"<style></style>{WHERE}"))
    page.wait_for_selector("deflect-suggest", state="attached")
    assert page.evaluate("window.before") == page.evaluate("where()")  # the widget itself takes no room
    for layout, css in LAYOUTS.items():
        page.evaluate("(css) => { document.querySelector('style').textContent = css; document.forms[0].reset() }", css)
        before = page.evaluate("where()")
        write(page, f"{QUESTION}: {layout}")
        titles(page)
        assert page.evaluate("where()") == before, layout
        page.locator(TITLES).first.evaluate("each => each.click()")
        page.wait_for_selector("deflect-suggest .text strong", state="attached")
        assert page.evaluate("where()") == before, layout
        assert is_uncovered(page), layout


def test_an_element_above_send_is_moved_below_it(page: Page, desk: Desk) -> None:
    element = "document.querySelector('form').insertAdjacentHTML('afterbegin', '<deflect-suggest></deflect-suggest>')"
    page.goto(contact_page(desk, help_centre(desk), "", head=WHERE, inside=f"<script>{element}</script>"))
    write(page)
    titles(page)
    assert page.evaluate("[window.before === where(), document.forms[0].lastElementChild.tagName]") == [
        True,
        "DEFLECT-SUGGEST",
    ]


def sent(page: Page, desk: Desk) -> dict[str, list[str]]:
    page.click("#send")
    page.wait_for_selector("h1 >> text=Sent")
    return desk.sent[-1]


def test_the_form_is_sent_as_it_is(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk)))
    write(page)
    titles(page)
    assert sent(page, desk) == {"message": [QUESTION]}


def test_solved_sends_nothing_and_the_form_can_still_be_sent(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk)))
    write(page)
    titles(page)
    page.click(TITLES)
    page.click("deflect-suggest .solved")
    thanks = "Glad to hear it. Nothing was sent, and your text is still in the form."
    assert page.locator("deflect-suggest .thanks").inner_text() == thanks
    assert page.evaluate("document.querySelector('deflect-suggest').shadowRoot.activeElement.className") == "thanks"
    assert desk.sent == []
    assert sent(page, desk) == {"message": [QUESTION]}


BROKEN = {
    "no widget": "**/widget.js",
    "no engine": "**/engine.js*",
    "no index": "**/search/en.js*",
    "no articles": "**/articles/*",
}


def test_it_is_sent_whatever_does_not_load(page: Page, desk: Desk) -> None:
    address = contact_page(desk, help_centre(desk))
    for broken, pattern in BROKEN.items():
        page.route(pattern, lambda route: route.abort())
        assert sent_after_trying(page, desk, address) == {"message": [QUESTION]}, broken
        page.unroute(pattern)


FAULTS = {
    "an engine that is no script": ("search/engine.js", "<html>not found</html>"),
    "an engine that throws": ("search/engine.js", "throw new Error('planted')"),
    "an engine of another kind": ("search/engine.js", "window.deflectSearch = { load: () => 1, find: () => 2 }"),
    "an index that is no script": ("search/en.js", "]]"),
    "a page that is no article": ("articles/reset-key.html", "<p>moved</p>"),
}


@pytest.mark.may_break("planted", "Unexpected token")
def test_it_is_sent_whatever_is_broken(page: Page, desk: Desk) -> None:
    for fault, (path, content) in FAULTS.items():
        address = contact_page(desk, help_centre(desk))
        desk.write(path, content)
        assert sent_after_trying(page, desk, address) == {"message": [QUESTION]}, fault


def sent_after_trying(page: Page, desk: Desk, address: str) -> dict[str, list[str]]:
    """Type, open an article if one is suggested, and send."""
    page.goto(address)
    write(page)
    settled(page)
    if page.locator(TITLES).count():
        page.click(TITLES)
        page.wait_for_selector("deflect-suggest .plain")
    return sent(page, desk)


@pytest.mark.may_break("Refused to", "Content Security Policy")
def test_it_is_sent_where_a_policy_refuses_the_widget(page: Page, desk: Desk, elsewhere: Desk) -> None:
    desk.policy = "default-src 'self'"
    page.goto(contact_page(desk, help_centre(elsewhere)))
    write(page)
    settled(page)
    assert sent(page, desk) == {"message": [QUESTION]}


def test_it_is_sent_at_once_while_a_search_is_under_way(page: Page, desk: Desk) -> None:
    root = help_centre(desk)
    desk.write("search/engine.js", "window.deflectSearch = { load: () => new Promise(() => {}) }")
    page.goto(contact_page(desk, root))
    write(page)
    page.wait_for_timeout(400)
    assert sent(page, desk) == {"message": [QUESTION]}


def test_handlers_of_send_and_of_the_form_run_once_and_in_their_order(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk)))
    page.evaluate(
        """() => { window.seen = []; const form = document.forms[0], send = document.querySelector("#send");
           send.addEventListener("click", () => seen.push("click"));
           form.onsubmit = (event) => { seen.push(`submit ${event.defaultPrevented}`); event.preventDefault(); };
           form.addEventListener("submit", (event) => seen.push("second")); }"""
    )
    write(page)
    titles(page)
    page.click("#send")
    assert page.evaluate("window.seen") == ["click", "submit false", "second"]
    assert page.evaluate("document.forms[0].onsubmit.toString().includes('seen')")


def test_a_form_that_the_page_empties_has_no_suggestions(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk)))
    write(page)
    titles(page)
    page.evaluate("document.forms[0].reset()")
    page.wait_for_selector(TITLES, state="detached")
