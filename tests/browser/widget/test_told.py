"""What the widget tells to whom: the control group, the log of events, and consent."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from deflect.report.impressions import Event, group_of, read_event
from tests.browser.conftest import until
from tests.browser.widget.desk import (
    QUESTION,
    TITLES,
    Desk,
    contact_page,
    help_centre,
    send,
    settled,
    titles,
    write,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page


def storage(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate("({ ...localStorage })")
    assert page.evaluate("[document.cookie, sessionStorage.length]") == ["", 0]
    return found


def events(page: Page, desk: Desk, *types: str) -> list[Event]:
    """What came to /events, once it has, each checked against the form that is documented.

    The page does not wait for an event to arrive, and of two that it sends the second may arrive first.
    """
    until(page, lambda: len(desk.events) >= len(types))
    found = [read_event(json.dumps(each)) for each in desk.events]
    assert sorted(each.type for each in found) == sorted(types)
    return sorted(found, key=lambda each: types.index(each.type))


# ---- the control group ----------------------------------------------------------------------------------------------


def test_the_control_group_sees_nothing_and_is_logged(page: Page, desk: Desk, service: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk, service=service.address), 'data-form="#contact" data-control="1"'))
    write(page)
    settled(page)
    assert page.locator(TITLES).count() == 0
    assert (
        page.locator("deflect-suggest").evaluate("each => each.shadowRoot.querySelector('.panel').childElementCount")
        == 0
    )
    assert (
        page.locator("deflect-suggest").evaluate("each => each.shadowRoot.querySelector('[role=status]').textContent")
        == ""
    )
    send(page)
    found = events(page, service, "assigned", "impression", "sent")
    assert {each.group for each in found} == {"control"}
    assert found[1].articles == ("reset-key", "email", "renew")  # what would have been shown
    assert desk.sent == [{"message": [QUESTION]}]


def test_who_is_in_it_is_kept_and_agrees_with_the_log(page: Page, desk: Desk, service: Desk) -> None:
    address = contact_page(desk, help_centre(desk, service=service.address, control=0.5))
    for _ in range(2):
        page.goto(address)
        assert page.locator("deflect-suggest").count() == 1
        write(page)
        settled(page)
    first, second = events(page, service, "assigned", "impression", "assigned", "impression")[:2]
    assert (first.visitor, first.group) == (second.visitor, second.group)
    assert first.impression != second.impression
    assert first.group == group_of(first.visitor, 0.5)
    assert storage(page) == {"deflect-visitor": first.visitor}


def test_the_group_follows_from_the_number(page: Page, desk: Desk, service: Desk) -> None:
    address = contact_page(desk, help_centre(desk, service=service.address, control=0.1))
    for visitor, group in (("0ccccccc00000000", "control"), ("2000000000000000", "shown")):
        assert group_of(visitor, 0.1) == group
        page.goto(address)
        page.evaluate("(visitor) => localStorage.setItem('deflect-visitor', visitor)", visitor)
        write(page)
        found = events(page, service, "assigned", "impression")
        assert {(each.visitor, each.group) for each in found} == {(visitor, group)}
        service.events.clear()


def test_where_storage_is_shut_the_number_holds_for_the_page(page: Page, desk: Desk, service: Desk) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('shut') } })")
    page.goto(contact_page(desk, help_centre(desk, service=service.address, control=0.001)))
    write(page)
    titles(page)
    assert len({each.visitor for each in events(page, service, "assigned", "impression")}) == 1


def test_nothing_is_kept_before_the_first_25_characters(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk, control=0.5)))
    write(page, QUESTION[:20])
    settled(page)
    assert storage(page) == {}


def test_who_asks_not_to_be_followed_is_neither_numbered_nor_logged(page: Page, desk: Desk, service: Desk) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })")
    page.goto(contact_page(desk, help_centre(desk, service=service.address), 'data-form="#contact" data-control="1"'))
    write(page)
    assert len(titles(page)) == 3
    send(page)
    assert service.events == []
    page.goto(f"{desk.address}/contact.html")
    assert storage(page) == {}


# ---- the log --------------------------------------------------------------------------------------------------------


def test_the_service_is_told_what_happened_and_nothing_that_was_typed(page: Page, desk: Desk, service: Desk) -> None:
    address = contact_page(desk, help_centre(desk, service=service.address))
    page.goto(f"{address}?key=ABC#D")
    write(page)
    titles(page)
    for step in (page.locator(TITLES).nth(1), page.locator("deflect-suggest .solved"), page.locator("#send")):
        page.clock.run_for(1000)
        step.click()
    found = events(page, service, "assigned", "impression", "opened", "solved", "sent")
    assert len({(each.impression, each.visitor, each.page, each.group) for each in found}) == 1
    assert (found[0].page, found[1].source, found[2].article, found[3].article) == (
        address,
        "service",
        "email",
        "email",
    )
    assert "licence" not in json.dumps(service.events)
    seconds = [(each.at - found[0].at).total_seconds() for each in found]
    assert seconds == [0, 0, 1, 2, 3]


def test_where_the_site_answers_for_the_service_the_log_says_so(page: Page, desk: Desk, service: Desk) -> None:
    service.answer = lambda _: (500, b"")
    page.goto(contact_page(desk, help_centre(desk, service=service.address)))
    write(page)
    titles(page)
    assert [each.source for each in events(page, service, "assigned", "impression")] == [None, "site"]


LISTEN = """window.seen = [];
for (const type of ["assigned", "impression", "opened", "solved", "sent"])
  document.addEventListener(`deflect:${type}`, ({ detail }) => seen.push(detail));"""


def test_without_a_service_the_page_alone_is_told(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk, control=0.001), head=f"<script>{LISTEN}</script>"))
    page.evaluate("document.forms[0].addEventListener('submit', (event) => event.preventDefault())")
    write(page)
    titles(page)
    page.click(TITLES)
    page.click("deflect-suggest .solved")
    page.click("#send")
    found: list[dict[str, Any]] = page.evaluate("window.seen")
    assert [each["type"] for each in found] == ["assigned", "impression", "opened", "solved", "sent"]
    assert [read_event(json.dumps(each)).version for each in found] == [1] * 5
    assert (desk.events, desk.asked) == ([], [])


# ---- consent --------------------------------------------------------------------------------------------------------

CONSENT = "deflect-suggest [type=checkbox]"


def carried(page: Page) -> list[str]:
    found: list[str] = page.locator("form input[type=hidden]").evaluate_all("all => all.map((each) => each.value)")
    return found


def test_without_consent_nothing_goes_along(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk)))
    write(page)
    titles(page)
    page.click(TITLES)
    assert not page.is_checked(CONSENT)
    assert carried(page) == []
    send(page)
    assert desk.sent == [{"message": [QUESTION]}]
    page.goto(f"{desk.address}/contact.html")
    assert storage(page) == {}  # nobody is in a control group, so that not even the number is kept


def test_with_consent_the_ticket_carries_what_was_searched_shown_and_read(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk)))
    write(page)
    titles(page)
    page.locator(TITLES).nth(2).click()
    page.check(CONSENT)
    send(page)
    (form,) = desk.sent
    told = json.loads(form.pop("deflect")[0])
    assert form == {"message": [QUESTION]}
    assert (len(told.pop("impression")), len(told.pop("visitor"))) == (16, 16)
    assert told == {
        "searched": [QUESTION],
        "suggested": ["reset-key", "renew", "refund"],
        "read": ["refund"],
        "solved": False,
    }


def test_consent_is_taken_back_by_a_click_and_by_hiding_what_asked_for_it(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk), 'data-form="#contact" data-name="context"'))
    write(page)
    titles(page)
    page.check(CONSENT)
    assert page.locator("form input[name=context]").count() == 1
    page.uncheck(CONSENT)
    assert carried(page) == []
    page.check(CONSENT)
    write(page, f"{QUESTION} and now also no mail arrives")
    page.wait_for_selector(f"{TITLES} >> text=mail")
    assert page.is_checked(CONSENT)
    assert len(json.loads(carried(page)[0])["searched"]) == 2
    page.click("deflect-suggest .hide")
    assert carried(page) == []


def test_it_is_kept_when_an_article_solved_it(page: Page, desk: Desk) -> None:
    page.goto(contact_page(desk, help_centre(desk)))
    write(page)
    titles(page)
    page.check(CONSENT)
    page.click(TITLES)
    page.click("deflect-suggest .solved")
    assert page.is_checked(CONSENT)
    assert json.loads(carried(page)[0])["solved"] is True


def test_a_form_that_makes_a_mail_is_not_asked_for_it(page: Page, desk: Desk) -> None:
    address = contact_page(desk, help_centre(desk))
    desk.write("contact.html", (desk.folder / "contact.html").read_text().replace("/send", "mailto:help@example.com"))
    page.goto(address)
    write(page)
    titles(page)
    assert page.locator(CONSENT).count() == 0
