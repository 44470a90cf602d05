"""django-helpdesk, with the webhook setting it brings."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx

from tests.desks.django_project import Project, manage, serving_project
from tests.desks.running import Said

AGENT = ("agent", "password")

SETTINGS = """
INSTALLED_APPS = [
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.humanize",
    "django.contrib.messages", "django.contrib.sessions", "django.contrib.sites", "django.contrib.staticfiles",
    "rest_framework", "helpdesk",
]
SITE_ID = 1
HELPDESK_ACTIVATE_API_ENDPOINT = True
HELPDESK_TEAMS_MODE_ENABLED = False
HELPDESK_TEAMS_MODEL = "auth.Group"
HELPDESK_TEAMS_MIGRATION_DEPENDENCIES = []
HELPDESK_KBITEM_TEAM_GETTER = lambda _: None
REST_FRAMEWORK = {"DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.BasicAuthentication"]}
HELPDESK_WEBHOOK_TIMEOUT = 3
HELPDESK_GET_NEW_TICKET_WEBHOOK_URLS = lambda: %(new)r
HELPDESK_GET_FOLLOWUP_WEBHOOK_URLS = lambda: %(followup)r
"""
URLS = """
from django.contrib import admin
from django.urls import include, path
urlpatterns = [path("admin/", admin.site.urls), path("", include("helpdesk.urls"))]
"""
FILLING = """
from django.contrib.auth.models import User
from helpdesk.models import Queue
User.objects.create_superuser("agent", "agent@example.org", "password")
Queue.objects.create(
    title="Help", slug="help", allow_public_submission=True, email_address="help@example.org",
    allow_email_submission=True, email_box_type="local", email_box_local_dir="incoming", email_box_interval=0,
)
"""


@dataclass(frozen=True, slots=True)
class Helpdesk:
    """A running django-helpdesk."""

    address: str
    folder: Path

    def open_ticket(self, subject: str, text: str, requester: str = "customer@example.org") -> str:
        """Open a ticket through the API, and give its id."""
        asked = {"queue": 1, "title": subject, "description": text, "submitter_email": requester, "priority": 3}
        return str(self._call("POST", "/tickets/", json=asked)["id"])

    def submit_form(self, subject: str, text: str, requester: str = "customer@example.org") -> None:
        """Open a ticket through the public form, as a customer does."""
        asked = {"queue": "1", "title": subject, "body": text, "submitter_email": requester, "priority": "3"}
        with httpx.Client(base_url=self.address, timeout=60) as client:
            page = client.get("/tickets/submit/")
            page.raise_for_status()
            answer = client.post("/tickets/submit/", data=asked)
        if answer.status_code != httpx.codes.FOUND:
            raise AssertionError(f"the form was not taken: {answer.status_code}")

    def receive(self, mail: EmailMessage) -> None:
        """Let a mail come into the queue's mailbox, and let django-helpdesk look into it as its timer does."""
        (self.folder / "incoming" / "mail").write_bytes(mail.as_bytes())
        manage(self.folder, "get_email")

    def sent(self) -> tuple[str, ...]:
        """All mails that django-helpdesk sent to anybody."""
        return tuple(each.read_text("utf-8", "replace") for each in (self.folder / "mails").glob("*"))

    def tickets(self) -> tuple[str, ...]:
        """The ids of all tickets, oldest first."""
        return tuple(sorted((str(each["id"]) for each in self._call("GET", "/tickets/")["results"]), key=int))

    def said(self, ticket: str) -> Said:
        """What was written in a ticket: the public follow-ups, of which the first is what was asked, and others."""
        followups = self._followups(ticket)
        return Said(
            tuple(each["comment"] for each in followups if each["public"]),
            tuple(each["comment"] for each in followups if not each["public"]),
        )

    def title(self, ticket: str) -> str:
        """The ticket's title, which a follow-up with a title of its own would change."""
        return str(self._call("GET", f"/tickets/{ticket}/")["title"])

    def _followups(self, ticket: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._call("GET", f"/tickets/{ticket}/")["followup_set"]
        return sorted(found, key=lambda each: int(each["id"]))

    def _call(self, method: str, path: str, **given: Any) -> dict[str, Any]:
        answer = httpx.request(method, f"{self.address}/api{path}", auth=AGENT, timeout=60, **given)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


@contextlib.contextmanager
def helpdesk(
    folder: Path, new: tuple[str, ...] = (), followup: tuple[str, ...] = (), pasted: str = ""
) -> Iterator[Helpdesk]:
    """Run a new, empty django-helpdesk.

    Args:
        folder: Where its database and log go; must exist.
        new: Addresses that are called for each new ticket.
        followup: Addresses that are called for each follow-up.
        pasted: Settings to put behind those of the tests.
    """
    (folder / "incoming").mkdir()
    settings = SETTINGS % {"new": list(new), "followup": list(followup)}
    project = Project(settings + pasted, URLS, FILLING)
    with serving_project(folder, project) as address:
        yield Helpdesk(address, folder)
