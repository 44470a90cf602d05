"""The widget with a service: who is asked, and what happens where no answer comes in time."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import until
from tests.browser.widget.desk import (
    IN_TIME,
    QUESTION,
    TITLES,
    Desk,
    contact_page,
    help_centre,
    send,
    settled,
    suggestion,
    titles,
    write,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

FROM_SITE = ["How do I reset my licence key?", "How do I renew?", "How do I get a refund?"]


@pytest.fixture
def closed() -> str:
    """An address at which nobody answers."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}"


# ---- asking --------------------------------------------------------------------------------------------------------


def test_the_service_is_asked_and_the_site_is_not(page: Page, desk: Desk, service: Desk) -> None:
    address = contact_page(desk, help_centre(desk, service=f"{service.address}/"))
    page.goto(f"{address}?email=person@example.com#secret")
    write(page)
    assert titles(page) == ["Title of reset-key", "Title of email", "Title of renew"]
    assert service.asked == [{"text": QUESTION, "language": "en", "page": address}]
    assert not any("search/" in path for path in desk.read)


def test_an_attribute_names_another_service(page: Page, desk: Desk, service: Desk, closed: str) -> None:
    root = help_centre(desk, service=closed)
    page.goto(contact_page(desk, root, f'data-form="#contact" data-service="{service.address}"'))
    write(page)
    assert titles(page)[0] == "Title of reset-key"


def test_an_article_of_the_service_opens_in_place_from_the_site(page: Page, desk: Desk, service: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk, service=service.address)))
    write(page)
    titles(page)
    page.click(TITLES)
    page.wait_for_selector("deflect-suggest .text strong")


def test_one_that_lies_elsewhere_shows_the_passage_and_leads_there(page: Page, desk: Desk, service: Desk) -> None:
    service.answer = suggestion("old-docs", url=f"{service.address}/old-docs")
    page.goto(contact_page(desk, help_centre(desk, service=service.address)))
    write(page)
    titles(page)
    page.click(TITLES)
    page.wait_for_selector("deflect-suggest .plain")
    assert page.locator("deflect-suggest .text").inner_text() == "Do **this**."
    assert page.get_attribute("deflect-suggest .actions a", "href") == f"{service.address}/old-docs"


def test_an_address_that_is_a_script_leads_to_the_site(page: Page, desk: Desk, service: Desk) -> None:
    service.answer = suggestion("reset-key", url="javascript:window.ran=1")
    root = help_centre(desk, service=service.address)
    page.goto(contact_page(desk, root))
    write(page)
    titles(page)
    page.click(TITLES)
    assert page.get_attribute("deflect-suggest .actions a", "href") == f"{root}articles/reset-key.html"


def test_an_abstention_shows_nothing(page: Page, desk: Desk, service: Desk) -> None:
    service.answer = lambda _: (200, b'{"result": "abstention", "reason": "not-sure", "nearest": [{"article": "a"}]}')
    page.goto(contact_page(desk, help_centre(desk, service=service.address)))
    write(page)
    settled(page)
    assert (page.locator(TITLES).count(), len(service.asked)) == (0, 1)


def test_a_late_answer_to_an_earlier_text_is_not_shown(page: Page, desk: Desk, service: Desk) -> None:
    """The first text is not answered by the service, and by the site only after the second is answered."""
    held: list[Route] = []
    service.answer = lambda asked: suggestion("email")(asked) if "mail" in asked["text"] else (500, b"")
    page.route("**/search/en.js*", lambda route: held.append(route))
    page.goto(contact_page(desk, help_centre(desk, service=service.address)))
    write(page)
    until(page, lambda: held)
    write(page, "No mail arrives when somebody books")
    page.wait_for_selector(f"{TITLES} >> text=Title of email")
    held[0].continue_()
    settled(page)
    assert titles(page) == ["Title of email"]


def test_an_answer_that_comes_after_they_were_hidden_is_not_shown(page: Page, desk: Desk, service: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk, service=service.address)))
    write(page)
    titles(page)
    service.open.clear()
    write(page, f"{QUESTION} again")
    until(page, lambda: len(service.asked) == 2)
    page.click("deflect-suggest .hide")
    service.open.set()
    settled(page)
    assert (page.locator(TITLES).count(), len(service.asked)) == (0, 2)


WRONG: dict[str, tuple[int, bytes]] = {
    "an error": (500, b"{}"),
    "no JSON": (200, b'{"result": "sugg'),
    "a list": (200, b"[]"),
    "null": (200, b"null"),
    "neither of both": (200, b'{"ok": true}'),
    "no title": (200, b'{"result": "suggestion", "article": "a"}'),
    "an article that is a number": (200, b'{"result": "suggestion", "article": 1, "title": "T"}'),
    "alternatives that are none": (200, b'{"result": "suggestion", "article": "a", "title": "T", "alternatives": 3}'),
}


def test_the_site_answers_where_the_service_does_not(page: Page, desk: Desk, service: Desk) -> None:
    address = contact_page(desk, help_centre(desk, service=service.address))
    for wrong, answer in WRONG.items():
        service.answer = lambda _, answer=answer: answer  # type: ignore[misc]
        page.goto(address)
        write(page)
        assert titles(page) == FROM_SITE, wrong
        send(page)
        assert desk.sent.pop() == {"message": [QUESTION]}, wrong
    assert len(service.asked) == len(WRONG)


def test_the_site_answers_where_nobody_listens(page: Page, desk: Desk, closed: str) -> None:
    page.goto(contact_page(desk, help_centre(desk, service=closed)))
    write(page)
    assert titles(page) == FROM_SITE
    send(page)
    assert desk.sent == [{"message": [QUESTION]}]


def test_the_service_has_300_ms(page: Page, desk: Desk, service: Desk) -> None:
    """One that never answers is given up after them, not before; by the page's own clock."""
    service.open.clear()
    page.goto(contact_page(desk, help_centre(desk, service=service.address)))
    write(page)
    until(page, lambda: service.asked)
    page.clock.run_for(IN_TIME - 1)
    assert page.evaluate("typeof window.deflectSearch") == "undefined"
    page.clock.run_for(1)
    assert titles(page) == FROM_SITE
    send(page)
    assert desk.sent == [{"message": [QUESTION]}]
