"""Zammad: a trigger's webhook; the answer becomes an internal article."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from deflect.hooks import proving, reading
from deflect.hooks.client import Client
from deflect.hooks.source import Arrival, Call, Field, Source, Values
from deflect.types import Format, Ticket

SIGNATURE = "x-hub-signature"
UNANSWERED = frozenset({"new", "open", "pending reminder"})


class Connected(Source):
    """A Zammad."""

    name: ClassVar[str] = "zammad"
    title: ClassVar[str] = "Zammad"
    probe: ClassVar[str] = "/api/v1/users/me"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("address", "Of your Zammad, such as https://desk.example.com"),
        Field("secret", "HMAC SHA1 Signature Token of the webhook, which you choose.", made_up=True),
        proving.OLD_SECRET,
        Field("token", "Access token of the agent whose name stands on the notes: Profile > Token Access."),
    )

    def __init__(self, values: Values) -> None:
        self._values = values
        self._secrets = proving.secrets_in(values)

    def verify(self, call: Call) -> str | None:
        """Compare `sha1=` and the HMAC-SHA1 of the body; Zammad states no time."""
        expected = proving.hexadecimal(self._secrets, call.body, "sha1", "sha1=")
        return proving.wrong_signature(call, SIGNATURE, expected)

    def parse(self, call: Call) -> Arrival | None:
        """Find the ticket's number."""
        number = reading.number_of(reading.part(reading.object_of(call), "ticket", "id"))
        return Arrival(f"created:{number}", reading.named(self.name, number, call))

    def address(self) -> str:
        """The Zammad's."""
        return self._values["address"].rstrip("/")

    def credentials(self) -> Mapping[str, str]:
        """The agent's token."""
        return {"Authorization": f"Token token={self._values['token']}"}

    def fetch(self, client: Client, ticket: Ticket) -> Ticket | None:
        """Read title and first article; None if it is closed or an agent began it."""
        found = reading.thing(client.get(f"/api/v1/tickets/{ticket.id}?expand=true"), what="ticket")
        first = next((each for each in _articles(client, ticket) if each.get("sender") == "Customer"), None)
        if found.get("state") not in UNANSWERED or first is None:
            return None
        kind: Format = "html" if "html" in str(first.get("content_type")) else "text"
        return reading.asked(ticket, found.get("title"), first.get("body"), kind)

    def has_note(self, client: Client, ticket: Ticket, marker: str) -> bool:
        """Look through the ticket's articles."""
        return any(reading.holds(each.get("body"), marker) for each in _articles(client, ticket))

    def write_back(self, client: Client, ticket: Ticket, note: str) -> None:
        """Add an article that customers do not see and nobody is mailed."""
        given = {"ticket_id": int(ticket.id), "type": "note", "internal": True, "content_type": "text/plain"}
        client.send("POST", "/api/v1/ticket_articles", {**given, "body": note})

    def instructions(self, address: str) -> str:
        """The webhook, and the trigger that calls it."""
        return f"""In Zammad's admin pages:

1. Manage > Webhook > New Webhook
     Endpoint                    {address}
     HMAC SHA1 Signature Token   the one that deflect made up
2. Manage > Trigger > New Trigger
     Conditions                  Action is created, and Sender is Customer
     Execute                     Webhook, the one from above
3. As the agent: Profile > Token Access > Create, with the permission ticket.agent"""


def _articles(client: Client, ticket: Ticket) -> list[Mapping[str, Any]]:
    found = reading.rows(client.get(f"/api/v1/ticket_articles/by_ticket/{ticket.id}?expand=true"), what="articles")
    return sorted(found, key=lambda each: str(each.get("created_at")))
