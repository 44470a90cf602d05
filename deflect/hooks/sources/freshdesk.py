"""Freshdesk: an automation rule's webhook, which signs nothing; the answer becomes a private note."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from deflect.hooks import proving, reading
from deflect.hooks.client import Client, WriteError
from deflect.hooks.source import Arrival, Call, Field, Source, Values
from deflect.types import Ticket

TEMPLATE = '{"ticket_id": "{{ticket.id_numeric}}"}'
UNANSWERED = frozenset({2, 3})
"""Open and pending."""
A_PAGE = 30
MOST_PAGES = 20


class Connected(Source):
    """A Freshdesk account."""

    name: ClassVar[str] = "freshdesk"
    title: ClassVar[str] = "Freshdesk"
    probe: ClassVar[str] = "/api/v2/agents/me"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("address", "Of your account, such as https://acme.freshdesk.com"),
        proving.ADDRESS_TOKEN,
        Field("api_key", "API key of the agent whose name stands on the notes: Profile settings > View API key."),
    )

    def __init__(self, values: Values) -> None:
        self._values = values

    def verify(self, call: Call) -> str | None:
        """Compare the token in the address; the call is otherwise believed in nothing but the ticket's number."""
        return proving.wrong_token(call, self._values)

    def parse(self, call: Call) -> Arrival | None:
        """Find the ticket's number in our template."""
        number = reading.number_of(reading.object_of(call).get("ticket_id"))
        return Arrival(f"created:{number}", reading.named(self.name, number, call))

    def address(self) -> str:
        """The account's."""
        return self._values["address"].rstrip("/")

    def credentials(self) -> Mapping[str, str]:
        """Basic authentication as Freshdesk wants it for API keys."""
        return proving.basic(self._values["api_key"], "X")

    def fetch(self, client: Client, ticket: Ticket) -> Ticket | None:
        """Read subject and description; None if it is resolved, closed or spam."""
        found = reading.thing(client.get(f"/api/v2/tickets/{ticket.id}"), what="ticket")
        if found.get("status") not in UNANSWERED or found.get("spam"):
            return None
        return reading.asked(ticket, found.get("subject"), found.get("description"), "html")

    def has_note(self, client: Client, ticket: Ticket, marker: str) -> bool:
        """Look through the ticket's conversations, of which notes are some."""
        return any(reading.holds(each.get("body"), marker) for each in _conversations(client, ticket))

    def write_back(self, client: Client, ticket: Ticket, note: str) -> None:
        """Add a private note."""
        given = {"body": reading.as_html(note), "private": True}
        client.send("POST", f"/api/v2/tickets/{ticket.id}/notes", given)

    def instructions(self, address: str) -> str:
        """The rule that calls."""
        return f"""In Freshdesk: Admin > Workflows > Automations > Ticket creation > New rule

     Actions       Trigger webhook
     Request type  POST
     URL           {address}
     Encoding      JSON, Advanced, and this as content:

    {TEMPLATE}

Keep the address secret: its last part proves who calls."""


def _conversations(client: Client, ticket: Ticket) -> Iterator[Mapping[str, Any]]:
    for page in range(1, MOST_PAGES + 1):
        found = client.get(f"/api/v2/tickets/{ticket.id}/conversations?page={page}&per_page={A_PAGE}")
        rows = reading.rows(found, what="conversations")
        yield from rows
        if len(rows) < A_PAGE:
            return
    raise WriteError("the ticket has more conversations than are looked through", lasting=True)
