"""Whatever happens to the widget, Send stays where it is and the form is sent as if the widget were not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.widget.desk import (
    QUESTION,
    TITLES,
    Desk,
    contact_page,
    help_centre,
    settled,
    titles,
    write,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page


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
    page.wait_for_function("window.deflectSearch")
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
