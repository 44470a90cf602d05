"""django-helpdesk: its own webhook setting, which signs nothing; the answer becomes a private follow-up."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import ClassVar
from urllib.parse import urlsplit

from deflect.hooks import proving, reading
from deflect.hooks.client import Client
from deflect.hooks.source import Arrival, Call, Field, Source, Values
from deflect.types import Ticket

UNANSWERED = frozenset({1, 2})
"""Open and reopened."""
OPEN = "/api/tickets/?status=1,2"
A_PAGE = 100
MOST_PAGES = 20


class Connected(Source):
    """A site with django-helpdesk."""

    name: ClassVar[str] = "django_helpdesk"
    title: ClassVar[str] = "django-helpdesk"
    probe: ClassVar[str] = "/api/tickets/?page_size=1"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("address", "Where django-helpdesk begins, such as https://desk.example.com/helpdesk"),
        proving.ADDRESS_TOKEN,
        Field("user", "User name of the staff member whose name stands on the notes."),
        Field("password", "Password of that user."),
    )

    def __init__(self, values: Values) -> None:
        self._values = values

    def verify(self, call: Call) -> str | None:
        """Compare the token in the address; the call is otherwise believed in nothing but the ticket's number."""
        return proving.wrong_token(call, self._values)

    def parse(self, call: Call) -> Arrival | None:
        """Find the ticket's number."""
        number = reading.number_of(reading.part(reading.object_of(call), "ticket", "id"))
        return Arrival(f"created:{number}", reading.named(self.name, number, call))

    def address(self) -> str:
        """Where django-helpdesk begins."""
        return self._values["address"].rstrip("/")

    def credentials(self) -> Mapping[str, str]:
        """Basic authentication of the staff member."""
        return proving.basic(self._values["user"], self._values["password"])

    def fetch(self, client: Client, ticket: Ticket) -> Ticket | None:
        """Read title and description; None if it is resolved, closed or a duplicate."""
        found = reading.thing(client.get(_path(ticket)), what="ticket")
        if found.get("status") not in UNANSWERED:
            return None
        return reading.asked(ticket, found.get("title"), found.get("description"))

    def recent(self, client: Client, since: datetime) -> Iterator[Ticket]:  # noqa: ARG002 - newest first is enough
        """Newest first, from the last page on; django-helpdesk calls once."""
        count = reading.part(client.get(f"{OPEN}&page_size=1"), "count")
        last = max(-(-count // A_PAGE), 1) if isinstance(count, int) else 1
        for page in range(last, max(last - MOST_PAGES, 0), -1):
            found = client.get(f"{OPEN}&page_size={A_PAGE}&page={page}")
            for each in reversed(reading.rows(found, "results", what="tickets")):
                followups = reading.rows(each, "followup_set", what="follow-ups")
                if followups:  # a ticket has no other date
                    yield reading.opened(self.name, each.get("id"), followups[0].get("date"))

    def has_note(self, client: Client, ticket: Ticket, marker: str) -> bool:
        """Look through the ticket's follow-ups."""
        followups = reading.rows(client.get(_path(ticket)), "followup_set", what="follow-ups")
        return any(reading.holds(each.get("comment"), marker) for each in followups)

    def write_back(self, client: Client, ticket: Ticket, note: str) -> None:
        """Add a follow-up that is not public, without a title: one with a title renames the ticket."""
        given = {"ticket": int(ticket.id), "comment": note, "public": False, "user": None, "title": None}
        client.send("POST", "/api/followups/", given)

    def instructions(self, address: str) -> str:
        """The settings and the user."""
        return f"""In the settings of your Django project:

{textwrap.indent(settings_for(address), "    ")}
If REST_FRAMEWORK names DEFAULT_AUTHENTICATION_CLASSES, rest_framework.authentication.BasicAuthentication must be
among them. The user must be a staff member who may see the queues. Keep the address secret: its last part proves
who calls."""


def settings_for(address: str) -> str:
    """What to add to the settings of the Django project.

    A call that fails ends what django-helpdesk is doing: who sent a form gets an error page, and a mail becomes a new
    ticket each time that the mailbox is looked into. So it is told to call nobody if nobody listens.

    Args:
        address: Where django-helpdesk is to call.
    """
    parts = urlsplit(address)
    host, _, port = parts.netloc.partition(":")
    place = f'("{host}", {port or (443 if parts.scheme == "https" else 80)})'
    return f"""import socket

def call_deflect():
    try:
        socket.create_connection({place}, timeout=1).close()
    except OSError:
        return []  # deflect finds the ticket a minute later
    return ["{address}"]

HELPDESK_ACTIVATE_API_ENDPOINT = True
HELPDESK_GET_NEW_TICKET_WEBHOOK_URLS = call_deflect
HELPDESK_WEBHOOK_TIMEOUT = 2
"""


def _path(ticket: Ticket) -> str:
    return f"/api/tickets/{int(ticket.id)}/"
