"""Discourse: the event topic_created. A reply is public, so none is written unless the owner allowed it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from deflect.hooks import proving, reading
from deflect.hooks.client import Client
from deflect.hooks.source import Arrival, Call, Field, Source, Values
from deflect.types import Ticket

SIGNATURE = "x-discourse-event-signature"
EVENT = "x-discourse-event"
CREATED = "topic_created"


class Connected(Source):
    """A Discourse forum."""

    name: ClassVar[str] = "discourse"
    title: ClassVar[str] = "Discourse"
    probe: ClassVar[str] = "/session/current.json"
    public: ClassVar[bool] = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field("address", "Of your forum, such as https://forum.example.com"),
        Field("secret", "Secret of the webhook, which you choose.", made_up=True),
        proving.OLD_SECRET,
        Field("api_key", "API key for one user, granular: topics, read and write."),
        Field("user", "Name of that user, which stands on the replies."),
    )

    def __init__(self, values: Values) -> None:
        self._values = values
        self._secrets = proving.secrets_in(values)

    def verify(self, call: Call) -> str | None:
        """Compare `sha256=` and the HMAC-SHA256 of the body; Discourse states no time."""
        expected = proving.hexadecimal(self._secrets, call.body, before="sha256=")
        return proving.wrong_signature(call, SIGNATURE, expected)

    def parse(self, call: Call) -> Arrival | None:
        """Find the topic's number; other events, and private messages, are nothing to answer."""
        found = reading.object_of(call)
        if call.headers.get(EVENT) != CREATED or reading.part(found, "topic", "archetype") not in (None, "regular"):
            return None
        number = reading.number_of(reading.part(found, "topic", "id"))
        return Arrival(f"created:{number}", reading.named(self.name, number, call))

    def address(self) -> str:
        """The forum's."""
        return self._values["address"].rstrip("/")

    def credentials(self) -> Mapping[str, str]:
        """The key and its user."""
        return {"Api-Key": self._values["api_key"], "Api-Username": self._values["user"]}

    def fetch(self, client: Client, ticket: Ticket) -> Ticket | None:
        """Read title and first post; None if it is closed or somebody replied already."""
        found = _topic(client, ticket)
        posts = _posts(found)
        if found.get("closed") or found.get("archived") or len(posts) != 1:
            return None
        return reading.asked(ticket, found.get("title"), posts[0].get("cooked"), "html")

    def has_note(self, client: Client, ticket: Ticket, marker: str) -> bool:
        """Look through the first page of the topic's posts: no note is written into a topic that has a reply."""
        return any(reading.holds(each.get("cooked"), marker) for each in _posts(_topic(client, ticket)))

    def write_back(self, client: Client, ticket: Ticket, note: str) -> None:
        """Add a reply, which everybody sees."""
        client.send("POST", "/posts.json", {"topic_id": int(ticket.id), "raw": note})

    def instructions(self, address: str) -> str:
        """The webhook and the key."""
        return f"""In the admin pages of your forum:

1. API > Webhooks > New Webhook
     Payload URL   {address}
     Content type  application/json
     Secret        the one that deflect made up
     Events        Topic is created
2. API > New API key, for one user, granular, with topics: read and write

A reply is public. deflect writes none before you set public = "yes", and then from validated articles only."""


def _topic(client: Client, ticket: Ticket) -> Mapping[str, Any]:
    return reading.thing(client.get(f"/t/{ticket.id}.json"), what="topic")


def _posts(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return reading.rows(found, "post_stream", "posts", what="posts")
