"""The widget in a contact form: what it finds, when, and how an article opens in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.widget.desk import (
    PAUSE,
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
    for end in range(25, len(QUESTION)):
        page.fill("#message", QUESTION[:end])
        page.clock.run_for(PAUSE - 1)
    assert page.evaluate("window.n") is None
    write(page)
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
    page.goto(contact_page(desk, help_centre(desk)), wait_until="networkidle")
    page.clock.run_for(10 * PAUSE)
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
    assert page.locator("deflect-suggest").count() == 0
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
    address = contact_page(desk, help_centre(desk), inside='<deflect-suggest form="#none"></deflect-suggest>')
    with page.expect_console_message(lambda message: message.text.startswith("deflect:")) as said:
        page.goto(address)
    assert said.value.text == 'deflect: name a form that has a text area: <deflect-suggest form="#contact">'
    assert page.evaluate("document.querySelector('deflect-suggest').shadowRoot") is None


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
