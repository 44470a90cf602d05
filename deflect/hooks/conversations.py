"""What Help Scout and FreeScout share, whose calls and conversations have the same form."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from deflect.hooks import proving, reading
from deflect.hooks.client import Client
from deflect.hooks.source import Arrival, Call, Source, Values
from deflect.types import Ticket

CREATED = "convo.created"
UNANSWERED = frozenset({"active", "pending"})


class Conversations(Source):
    """A system that calls for each new conversation, and is asked for what was written in it.

    Attributes:
        header: Begins the names of the two headers of a call.
    """

    header: ClassVar[str]

    def __init__(self, values: Values) -> None:
        self._values = values
        self._secrets = proving.secrets_in(values)

    def verify(self, call: Call) -> str | None:
        """Compare the base64 signature with the HMAC-SHA1 of the body; no time is stated."""
        expected = proving.base64s(self._secrets, call.body, "sha1")
        return proving.wrong_signature(call, f"{self.header}-signature", expected)

    def parse(self, call: Call) -> Arrival | None:
        """Find the conversation's number; other events are nothing to answer."""
        if call.headers.get(f"{self.header}-event", CREATED) != CREATED:
            return None
        number = reading.number_of(reading.object_of(call).get("id"))
        return Arrival(f"created:{number}", reading.named(self.name, number, call))

    def fetch(self, client: Client, ticket: Ticket) -> Ticket | None:
        """Read subject and first message; None if it is closed, spam, or an agent began it."""
        found = self.conversation(client, ticket)
        threads = [each for each in _threads(found) if each.get("type") == "customer"]
        if found.get("status") not in UNANSWERED or not threads:
            return None
        first = min(threads, key=lambda each: str(each.get("createdAt")))
        return reading.asked(ticket, found.get("subject"), first.get("body"), "html")

    def has_note(self, client: Client, ticket: Ticket, marker: str) -> bool:
        """Look through the conversation's threads, of which notes are some."""
        return any(reading.holds(each.get("body"), marker) for each in _threads(self.conversation(client, ticket)))

    @abstractmethod
    def conversation(self, client: Client, ticket: Ticket) -> Mapping[str, Any]:
        """Ask for a conversation with all its threads.

        Raises:
            WriteError: The server did not answer as it must.
        """


def _threads(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return reading.rows(found, "_embedded", "threads", what="threads")
