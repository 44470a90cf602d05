"""escalated-django, which signs its webhooks."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.desks.django_project import Project, serving_project
from tests.desks.running import Said

SETTINGS = """
INSTALLED_APPS = [
    "django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.messages",
    "django.contrib.sessions", "django.contrib.staticfiles", "inertia", "escalated",
]
INERTIA_LAYOUT = "base.html"
ESCALATED = {"ALLOW_PRIVATE_WEBHOOK_URLS": True, "UI_ENABLED": False, "API_ENABLED": True, "API_RATE_LIMIT": 100000}
MIDDLEWARE += ["escalated.api_middleware.AuthenticateApiToken"]
"""
URLS = """
from django.urls import include, path
urlpatterns = [path("support/api/v1/", include("escalated.api_urls"))]
"""
FILLING = """
from pathlib import Path
from django.contrib.auth.models import User
from escalated.models import ApiToken, Webhook
agent = User.objects.create_superuser("agent", "agent@example.org", "password")
customer = User.objects.create_user("customer", "customer@example.org", "password")
for user in (agent, customer):
    Path(user.username).write_text(ApiToken.create_token(user, "tests", ["*"])["plain_text_token"])
if %(url)r:
    Webhook.objects.create(url=%(url)r, secret=%(secret)r, events=["ticket.created", "reply.created"], active=True)
"""


@dataclass(frozen=True, slots=True)
class Escalated:
    """A running escalated-django; `token` is the agent's."""

    address: str
    token: str
    customer_token: str

    def open_ticket(self, subject: str, text: str) -> str:
        """Open a ticket as its customer would, and give its reference."""
        opened = self._call("POST", "/tickets/create/", self.customer_token, {"subject": subject, "description": text})
        return str(opened["data"]["reference"])

    def said(self, ticket: str) -> Said:
        """What was written in a ticket: its description and replies, and the internal notes."""
        found = self._call("GET", f"/tickets/{ticket}/", self.token)["data"]
        replies = sorted(found["replies"], key=lambda each: int(each["id"]))
        return Said(
            (found["description"], *(each["body"] for each in replies if not each["is_internal_note"])),
            tuple(each["body"] for each in replies if each["is_internal_note"]),
        )

    def _call(self, method: str, path: str, token: str, given: dict[str, Any] | None = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"}
        address = f"{self.address}/support/api/v1{path}"
        answer = httpx.request(method, address, headers=headers, json=given, timeout=60)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


@contextlib.contextmanager
def escalated(folder: Path, url: str = "", secret: str = "") -> Iterator[Escalated]:
    """Run a new, empty escalated-django.

    Args:
        folder: Where its database and log go; must exist.
        url: Called for each new ticket and reply; empty for none.
        secret: Signs the calls.
    """
    project = Project(SETTINGS, URLS, FILLING % {"url": url, "secret": secret})
    with serving_project(folder, project) as address:
        yield Escalated(address, (folder / "agent").read_text(), (folder / "customer").read_text())
