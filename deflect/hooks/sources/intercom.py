"""Intercom: the webhook conversation.user.created; the answer becomes an admin's note."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from deflect.hooks import proving, reading
from deflect.hooks.client import Client
from deflect.hooks.source import Arrival, Call, Field, Source, Values
from deflect.types import Ticket

SIGNATURE = "x-hub-signature"
CREATED = "conversation.user.created"
ADDRESS = "https://api.intercom.io"
VERSION = "2.11"


class Connected(Source):
    """An Intercom workspace."""

    name: ClassVar[str] = "intercom"
    title: ClassVar[str] = "Intercom"
    probe: ClassVar[str] = "/me"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("secret", "Client secret of your app: Developer Hub > Your app > Basic information."),
        proving.OLD_SECRET,
        Field("token", "Access token of the app: Developer Hub > Your app > Authentication."),
        Field("admin", "Number of the teammate whose name stands on the notes."),
        Field("address", f"For the European or Australian region, else {ADDRESS}", needed=False),
    )

    def __init__(self, values: Values) -> None:
        self._values = values
        self._secrets = proving.secrets_in(values)

    def verify(self, call: Call) -> str | None:
        """Compare `sha1=` and the HMAC-SHA1 of the body; Intercom states no time."""
        expected = proving.hexadecimal(self._secrets, call.body, "sha1", "sha1=")
        return proving.wrong_signature(call, SIGNATURE, expected)

    def parse(self, call: Call) -> Arrival | None:
        """Find the conversation's number; other topics are nothing to answer."""
        found = reading.object_of(call)
        if found.get("topic") != CREATED:
            return None
        number = reading.number_of(reading.part(found, "data", "item", "id"))
        return Arrival(f"created:{number}", reading.named(self.name, number, call))

    def address(self) -> str:
        """The region's."""
        return self._values.get("address", ADDRESS).rstrip("/")

    def credentials(self) -> Mapping[str, str]:
        """The app's token, and the version of the interface that this file was written for."""
        return {"Authorization": f"Bearer {self._values['token']}", "Intercom-Version": VERSION}

    def fetch(self, client: Client, ticket: Ticket) -> Ticket | None:
        """Read what the customer wrote first; None if it is closed."""
        found = _conversation(client, ticket)
        if found.get("state") not in ("open", "snoozed"):
            return None
        return reading.asked(
            ticket, reading.part(found, "source", "subject") or "", reading.part(found, "source", "body"), "html"
        )

    def has_note(self, client: Client, ticket: Ticket, marker: str) -> bool:
        """Look through the conversation's parts, of which notes are some."""
        found = _conversation(client, ticket)
        parts = reading.rows(found, "conversation_parts", "conversation_parts", what="parts")
        return any(reading.holds(each.get("body"), marker) for each in parts)

    def write_back(self, client: Client, ticket: Ticket, note: str) -> None:
        """Add a note, which only teammates see."""
        given = {"message_type": "note", "type": "admin", "admin_id": self._values["admin"]}
        client.send("POST", f"/conversations/{ticket.id}/reply", {**given, "body": reading.as_html(note)})

    def instructions(self, address: str) -> str:
        """The webhook of the app."""
        return f"""In Intercom: Settings > Integrations > Developer Hub > New app, then on the app's pages:

1. Webhooks
     Endpoint URL  {address}
     Topics        {CREATED}
2. Authentication: permissions to read conversations and to write them; copy the access token.
3. Basic information: copy the client secret."""


def _conversation(client: Client, ticket: Ticket) -> Mapping[str, Any]:
    return reading.thing(client.get(f"/conversations/{ticket.id}"), what="conversation")
