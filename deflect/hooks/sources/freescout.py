"""FreeScout with its API & Webhooks module: convo.created; the answer becomes a note."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from deflect.hooks import proving, reading
from deflect.hooks.client import Client
from deflect.hooks.source import Arrival, Call, Field, Source, Values
from deflect.types import Ticket

SIGNATURE = "x-freescout-signature"
EVENT = "x-freescout-event"
CREATED = "convo.created"
UNANSWERED = frozenset({"active", "pending"})


class Connected(Source):
    """A FreeScout."""

    name: ClassVar[str] = "freescout"
    title: ClassVar[str] = "FreeScout"
    probe: ClassVar[str] = "/api/mailboxes"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("address", "Of your FreeScout, such as https://desk.example.com"),
        Field("secret", "Secret key of the webhook, shown on the page of webhooks."),
        proving.OLD_SECRET,
        Field("api_key", "API key: Manage > Settings > API & Webhooks."),
        Field("user", "Number of the user whose name stands on the notes."),
    )

    def __init__(self, values: Values) -> None:
        self._values = values
        self._secrets = proving.secrets_in(values)

    def verify(self, call: Call) -> str | None:
        """Compare the base64 signature with the HMAC-SHA1 of the body; FreeScout states no time."""
        return proving.wrong_signature(call, SIGNATURE, proving.base64s(self._secrets, call.body, "sha1"))

    def parse(self, call: Call) -> Arrival | None:
        """Find the conversation's number; other events are nothing to answer."""
        if call.headers.get(EVENT, CREATED) != CREATED:
            return None
        number = reading.number_of(reading.object_of(call).get("id"))
        return Arrival(f"created:{number}", reading.named(self.name, number, call))

    def address(self) -> str:
        """The FreeScout's."""
        return self._values["address"].rstrip("/")

    def credentials(self) -> Mapping[str, str]:
        """The API key."""
        return {"X-FreeScout-API-Key": self._values["api_key"]}

    def fetch(self, client: Client, ticket: Ticket) -> Ticket | None:
        """Read subject and first message; None if it is closed, spam, or an agent began it."""
        found = _conversation(client, ticket)
        threads = [each for each in _threads(found) if each.get("type") == "customer"]
        if found.get("status") not in UNANSWERED or not threads:
            return None
        first = min(threads, key=lambda each: str(each.get("createdAt")))
        return reading.asked(ticket, found.get("subject"), first.get("body"), "html")

    def has_note(self, client: Client, ticket: Ticket, marker: str) -> bool:
        """Look through the conversation's threads, of which notes are some."""
        return any(reading.holds(each.get("body"), marker) for each in _threads(_conversation(client, ticket)))

    def write_back(self, client: Client, ticket: Ticket, note: str) -> None:
        """Add a note."""
        given = {"type": "note", "text": reading.as_html(note), "user": int(self._values["user"])}
        client.send("POST", f"/api/conversations/{ticket.id}/threads", given)

    def instructions(self, address: str) -> str:
        """The webhook and the key."""
        return f"""In FreeScout, with the module API & Webhooks: Manage > Settings > API & Webhooks

1. Webhooks > New Webhook
     URL     {address}
     Events  Conversation Created
2. Copy the API key and the webhooks' secret key from the same page."""


def _conversation(client: Client, ticket: Ticket) -> Mapping[str, Any]:
    return reading.thing(client.get(f"/api/conversations/{ticket.id}?embed=threads"), what="conversation")


def _threads(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return reading.rows(found, "_embedded", "threads", what="threads")
