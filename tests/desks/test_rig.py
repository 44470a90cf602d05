"""The rig keeps its word: each system starts, takes a ticket as a customer opens it, and tells what stands in it."""

from __future__ import annotations

import httpx

from tests.desks import django_project, dovecot, request_tracker, roundup, wordpress
from tests.desks.conftest import NewFolder, need
from tests.desks.escalated import escalated
from tests.desks.helpdesk import helpdesk
from tests.desks.running import Said

TEXT = "My key does\nnot work – where is it, äh?"


def test_request_tracker_takes_a_ticket(new_folder: NewFolder) -> None:
    need(request_tracker.missing())
    with request_tracker.request_tracker(new_folder()) as desk:
        assert desk.said(desk.open_ticket("Key", TEXT)) == Said((TEXT,), ())


def test_helpdesk_takes_a_ticket_by_its_api_and_by_its_form(new_folder: NewFolder) -> None:
    need(django_project.missing("helpdesk"))
    with helpdesk(new_folder()) as desk:
        first = desk.open_ticket("Key", TEXT)
        desk.submit_form("Form", "by form")
        second = str(int(first) + 1)
        assert (desk.said(first).private, desk.said(second).private) == ((), ())
        assert TEXT in desk.said(first).public
        assert desk.said(second).public[0] == "by form"
        assert desk.title(second) == "Form"


def test_escalated_takes_a_ticket(new_folder: NewFolder) -> None:
    need(django_project.missing("escalated"))
    with escalated(new_folder()) as desk:
        assert desk.said(desk.open_ticket("Key", TEXT)) == Said((TEXT,), ())


def test_roundup_takes_a_ticket(new_folder: NewFolder) -> None:
    need(roundup.missing())
    with roundup.roundup(new_folder()) as desk:
        assert desk.said(desk.open_ticket("Key", TEXT)) == Said((TEXT,), ())


def test_wordpress_serves_its_front_page(new_folder: NewFolder) -> None:
    need(wordpress.missing())
    with wordpress.wordpress(new_folder()) as site:
        assert httpx.get(site.address, timeout=60).status_code == 200
        assert site.php("return get_option( 'blogname' );") == "Shop"


def test_dovecot_keeps_a_mail(new_folder: NewFolder) -> None:
    need(dovecot.missing())
    mail = b"Subject: Key\r\nFrom: customer@example.org\r\n\r\nWhere is it?\r\n"
    with dovecot.dovecot(new_folder()) as box:
        box.deliver(mail)
        assert (box.mails("INBOX"), box.mails("Drafts")) == ((mail,), ())
