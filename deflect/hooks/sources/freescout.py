"""FreeScout with its API & Webhooks module: convo.created; the answer becomes a note."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from deflect.hooks import proving, reading
from deflect.hooks.client import Client
from deflect.hooks.conversations import Conversations
from deflect.hooks.source import Field
from deflect.types import Ticket


class Connected(Conversations):
    """A FreeScout."""

    name: ClassVar[str] = "freescout"
    title: ClassVar[str] = "FreeScout"
    header: ClassVar[str] = "x-freescout"
    probe: ClassVar[str] = "/api/mailboxes"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("address", "Of your FreeScout, such as https://desk.example.com"),
        Field("secret", "Secret key of the webhook, shown on the page of webhooks."),
        proving.OLD_SECRET,
        Field("api_key", "API key: Manage > Settings > API & Webhooks."),
        Field("user", "Number of the user whose name stands on the notes."),
    )

    def address(self) -> str:
        """The FreeScout's."""
        return self._values["address"].rstrip("/")

    def credentials(self) -> Mapping[str, str]:
        """The API key."""
        return {"X-FreeScout-API-Key": self._values["api_key"]}

    def write_back(self, client: Client, ticket: Ticket, note: str) -> None:
        """Add a note."""
        given = {"type": "note", "text": reading.as_html(note), "user": int(self._values["user"])}
        client.send("POST", f"/api/conversations/{ticket.id}/threads", given)

    def conversation(self, client: Client, ticket: Ticket) -> Mapping[str, Any]:
        """Ask for a conversation with all its threads."""
        return reading.thing(client.get(f"/api/conversations/{ticket.id}?embed=threads"), what="conversation")

    def instructions(self, address: str) -> str:
        """The webhook and the key."""
        return f"""In FreeScout, with the module API & Webhooks: Manage > Settings > API & Webhooks

1. Webhooks > New Webhook
     URL     {address}
     Events  Conversation Created
2. Copy the API key and the webhooks' secret key from the same page."""
