"""Chatwoot: the webhook message_created; the answer becomes a private message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from deflect.hooks import proving, reading, signing
from deflect.hooks.client import Client
from deflect.hooks.source import Arrival, Call, Field, Source, Values
from deflect.types import Ticket

SIGNATURE = "x-chatwoot-signature"
TIMESTAMP = "x-chatwoot-timestamp"
CREATED = "message_created"
INCOMING = frozenset({0, "incoming"})
UNANSWERED = frozenset({"open", "pending"})


class Connected(Source):
    """A Chatwoot account."""

    name: ClassVar[str] = "chatwoot"
    title: ClassVar[str] = "Chatwoot"
    probe: ClassVar[str] = "/api/v1/profile"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("address", "Of your Chatwoot, such as https://app.chatwoot.com"),
        Field("account", "Number of your account: it stands in the address of every page of it."),
        Field("secret", "Secret of the webhook, shown when you add it."),
        proving.OLD_SECRET,
        Field("token", "Access token of the agent whose name stands on the messages: Profile settings."),
    )

    def __init__(self, values: Values) -> None:
        self._values = values
        self._secrets = proving.secrets_in(values)

    def verify(self, call: Call) -> str | None:
        """Compare `sha256=` and the HMAC-SHA256 of `timestamp.body`."""
        stated = call.headers.get(TIMESTAMP, "")
        if not signing.is_recent(signing.moment_from(stated), call.at):
            return "the time of the call is missing or too far from ours"
        expected = proving.hexadecimal(self._secrets, stated.encode() + b"." + call.body, before="sha256=")
        return proving.wrong_signature(call, SIGNATURE, expected)

    def parse(self, call: Call) -> Arrival | None:
        """Find the conversation's number; our own messages, agents' and private ones are nothing to answer."""
        found = reading.object_of(call)
        if found.get("event") != CREATED or found.get("private") or found.get("message_type") not in INCOMING:
            return None
        number = reading.number_of(reading.part(found, "conversation", "id"))
        return Arrival(f"created:{number}", reading.named(self.name, number, call))

    def address(self) -> str:
        """The Chatwoot's."""
        return self._values["address"].rstrip("/")

    def credentials(self) -> Mapping[str, str]:
        """The agent's token."""
        return {"api_access_token": self._values["token"]}

    def fetch(self, client: Client, ticket: Ticket) -> Ticket | None:
        """Read what the customer wrote first; None if it is resolved or an agent answered."""
        found = reading.thing(client.get(self._path(ticket)), what="conversation")
        messages = [each for each in self._messages(client, ticket) if not each.get("private")]
        incoming = [each for each in messages if each.get("message_type") in INCOMING]
        answered = any(each.get("message_type") in (1, "outgoing") for each in messages)
        if found.get("status") not in UNANSWERED or answered or not incoming:
            return None
        return reading.asked(ticket, "", incoming[0].get("content"))

    def has_note(self, client: Client, ticket: Ticket, marker: str) -> bool:
        """Look through the conversation's messages."""
        return any(reading.holds(each.get("content"), marker) for each in self._messages(client, ticket))

    def write_back(self, client: Client, ticket: Ticket, note: str) -> None:
        """Add a private message."""
        given = {"content": note, "private": True, "message_type": "outgoing"}
        client.send("POST", f"{self._path(ticket)}/messages", given)

    def instructions(self, address: str) -> str:
        """The webhook."""
        return f"""In Chatwoot: Settings > Integrations > Webhooks > Add new webhook

     Webhook URL  {address}
     Events       Message created

Copy the secret that it shows then."""

    def _path(self, ticket: Ticket) -> str:
        return f"/api/v1/accounts/{self._values['account']}/conversations/{ticket.id}"

    def _messages(self, client: Client, ticket: Ticket) -> list[Mapping[str, Any]]:
        found = reading.rows(client.get(f"{self._path(ticket)}/messages"), "payload", what="messages")
        return sorted(found, key=lambda each: int(each.get("id") or 0))
