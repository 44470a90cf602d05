"""escalated-django: its own webhook, which names the ticket; the answer becomes an internal note."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import ClassVar
from urllib.parse import quote

from deflect.hooks import proving, reading, signing
from deflect.hooks.client import Client
from deflect.hooks.source import Arrival, Call, CallError, Field, Source, Values
from deflect.types import Ticket

SIGNATURE = "x-escalated-signature"
CREATED = "ticket.created"
API = "/support/api/v1"
UNANSWERED = frozenset({"open", "in_progress", "reopened"})
MOST_REFERENCE = 64
A_PAGE = 100
MOST_PAGES = 20


class Connected(Source):
    """A site with escalated-django."""

    name: ClassVar[str] = "escalated"
    title: ClassVar[str] = "escalated-django"
    probe: ClassVar[str] = "/support/api/v1/tickets/?per_page=1"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("address", "Of the site, such as https://desk.example.com"),
        Field("secret", "The webhook's secret.", made_up=True),
        proving.OLD_SECRET,
        Field("token", "API token of the agent whose name stands on the notes."),
    )

    def __init__(self, values: Values) -> None:
        self._values = values
        self._secrets = proving.secrets_in(values)

    def verify(self, call: Call) -> str | None:
        """Compare the hexadecimal signature with the HMAC-SHA256 of the body, which states the time."""
        wrong = proving.wrong_signature(call, SIGNATURE, proving.hexadecimal(self._secrets, call.body))
        if wrong:
            return wrong
        stated = reading.part(reading.object_of(call), "timestamp")
        if not isinstance(stated, str) or not signing.is_recent(signing.moment_from(stated), call.at):
            return "the time of the call is missing or too far from ours"
        return None

    def parse(self, call: Call) -> Arrival | None:
        """Find the ticket's reference; other events than a new ticket are nothing to answer."""
        found = reading.object_of(call)
        if found.get("event") != CREATED:
            return None
        reference = reading.part(found, "payload", "reference")
        if not isinstance(reference, str) or not 0 < len(reference) <= MOST_REFERENCE:
            raise CallError("the body holds no reference of a ticket")
        return Arrival(f"created:{reference}", reading.named(self.name, reference, call))

    def address(self) -> str:
        """The site's."""
        return self._values["address"].rstrip("/")

    def credentials(self) -> Mapping[str, str]:
        """The agent's token."""
        return {"Authorization": f"Bearer {self._values['token']}"}

    def fetch(self, client: Client, ticket: Ticket) -> Ticket | None:
        """Read subject and description; None if an agent answered already or it is closed."""
        found = reading.thing(client.get(_path(ticket)), "data", what="ticket")
        if found.get("status") not in UNANSWERED:
            return None
        return reading.asked(ticket, found.get("subject"), found.get("description"))

    def recent(self, client: Client, since: datetime) -> Iterator[Ticket]:  # noqa: ARG002 - newest first is enough
        """Newest first; escalated-django calls three times at once and never again."""
        for page in range(1, MOST_PAGES + 1):
            found = client.get(f"{API}/tickets/?sort_by=created_at&sort_dir=desc&per_page={A_PAGE}&page={page}")
            listed = reading.rows(found, "data", what="tickets")
            yield from (reading.opened(self.name, each.get("reference"), each.get("created_at")) for each in listed)
            if len(listed) < A_PAGE:
                return

    def has_note(self, client: Client, ticket: Ticket, marker: str) -> bool:
        """Look through the ticket's replies and notes."""
        replies = reading.rows(client.get(_path(ticket)), "data", "replies", what="replies")
        return any(reading.holds(each.get("body"), marker) for each in replies)

    def write_back(self, client: Client, ticket: Ticket, note: str) -> None:
        """Add an internal note."""
        client.send("POST", f"{_path(ticket)}reply/", {"body": note, "is_internal_note": True})

    def instructions(self, address: str) -> str:
        """The webhook and the token."""
        return f"""In the admin pages of escalated-django:

1. Webhooks > New webhook
     URL      {address}
     Events   {CREATED}
     Secret   the one that deflect made up
2. API tokens > New token, for the agent whose name is to stand on the notes"""


def _path(ticket: Ticket) -> str:
    return f"{API}/tickets/{quote(ticket.id, safe='')}/"
