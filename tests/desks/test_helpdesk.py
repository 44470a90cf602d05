"""django-helpdesk takes tickets by its API, by a form and by mail: each gets its note, also while nobody listens."""

from __future__ import annotations

from email.message import EmailMessage

from deflect.hooks.sources.django_helpdesk import settings_for
from tests.desks import django_project
from tests.desks.conftest import NewFolder, need
from tests.desks.deflect_service import QUESTION, deflect_service
from tests.desks.helpdesk import helpdesk
from tests.desks.test_hooks import TOKEN, settled, wait_for_each, written


def mail(number: int) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "customer@example.org", "help@example.org", f"Licence by mail {number}"
    made["Message-ID"] = f"<{number}@example.org>"
    made.set_content(QUESTION)
    return made


def test_helpdesk_gets_its_notes_by_api_form_and_mail_keeps_its_titles_and_mails_none(new_folder: NewFolder) -> None:
    need(django_project.missing("helpdesk"))
    with deflect_service(new_folder()) as service:
        # As it is pasted: a call that fails would make a second ticket of a mail, and of a form an error page.
        pasted = settings_for(f"{service.address}/hooks/django_helpdesk/{TOKEN}")
        with helpdesk(new_folder(), pasted=pasted) as desk:
            values = {"address": desk.address, "hook_token": TOKEN, "user": "agent", "password": "password"}
            service.connect("django_helpdesk", values)
            desk.open_ticket("Licence by API", QUESTION)
            desk.submit_form("Licence by form", QUESTION)
            desk.receive(mail(1))
            service.kill()
            desk.receive(mail(2))  # nobody hears of this and the next
            desk.submit_form("Licence by form again", QUESTION)
            service.start()
            wait_for_each(desk.tickets(), lambda ticket: bool(desk.said(ticket).private))
            said = settled(service, desk, desk.tickets())
            titles = [desk.title(ticket) for ticket in desk.tickets()]
            assert list((desk.folder / "incoming").iterdir()) == []
            sent = desk.sent()
    again = ["Licence by form again"]
    assert titles == ["Licence by API", "Licence by form", "Licence by mail 1", "Licence by mail 2", *again]
    assert written(said, [QUESTION] * 5) == (5, 0, 0)
    assert not any("deflect-note-" in each for each in sent)
