"""Zendesk: a trigger's webhook, or the event ticket.created; the answer becomes an internal note.

The call names the ticket and nothing else, and the rest is asked for. Placeholders with a customer's words would not
be safe in a JSON template: a quotation mark in a subject ends the text there.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar
from urllib.parse import urlsplit

from deflect.hooks import signing
from deflect.hooks.client import Client, WriteError
from deflect.hooks.source import Arrival, Call, CallError, Field, Reach, Source, Values
from deflect.store import RecordError, ticket_from_record
from deflect.types import Ticket

SIGNATURE = "x-zendesk-webhook-signature"
TIMESTAMP = "x-zendesk-webhook-signature-timestamp"
CREATED = "zen:event-type:ticket.created"
TEMPLATE = '{"ticket_id": "{{ticket.id}}"}'
MOST_PAGES = 20
UNANSWERED = frozenset({"new", "open"})


class Connected(Source):
    """A Zendesk account."""

    name: ClassVar[str] = "zendesk"
    title: ClassVar[str] = "Zendesk"
    probe: ClassVar[str] = "/api/v2/users/me.json"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("address", "Of your account, such as https://acme.zendesk.com"),
        Field("secret", "Signing secret of the webhook, shown on its page in the Admin Center."),
        Field("old_secret", "The one before, still good for calls that were signed with it.", needed=False),
        Field("user", "E-mail address of the agent whose name stands on the notes."),
        Field("token", "API token: Admin Center > Apps and integrations > APIs > API tokens."),
    )

    def __init__(self, values: Values) -> None:
        self._values = values
        self._secrets = [values[key].encode() for key in ("secret", "old_secret") if values.get(key)]

    def verify(self, call: Call) -> str | None:
        """Compare the base64 signature with the HMAC-SHA256 of timestamp and body under both secrets."""
        stated = call.headers.get(TIMESTAMP, "")
        if not stated.isascii() or not signing.is_recent(signing.moment_from(stated), call.at):
            return "the time of the call is missing or too far from ours"
        expected = (base64.b64encode(signing.digest(secret, stated.encode() + call.body)) for secret in self._secrets)
        given = call.headers.get(SIGNATURE, "").encode("utf-8", "replace")
        return None if signing.fits(expected, [given]) else "the signature does not fit"

    def parse(self, call: Call) -> Arrival | None:
        """Find the ticket's id, in our template or in the event."""
        try:
            found = json.loads(call.body)
        except (ValueError, RecursionError):
            raise CallError("the body is not JSON") from None
        if not isinstance(found, dict):
            raise CallError("the body is not an object")
        if "type" in found and found["type"] != CREATED:
            return None
        number = _id(found)
        ticket = ticket_from_record({"id": number, "created_at": call.at.isoformat(), "messages": []}, self.name)
        return Arrival(f"created:{number}", ticket)

    def address(self) -> str:
        """The account's."""
        return self._values["address"].rstrip("/")

    def credentials(self) -> Mapping[str, str]:
        """Basic authentication as Zendesk wants it for tokens."""
        pair = f"{self._values['user']}/token:{self._values['token']}".encode()
        return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}

    def fetch(self, client: Client, ticket: Ticket) -> Ticket | None:
        """Read subject and first comment; None if an agent is at it already or it is closed."""
        found = _object(client, client.get(f"/api/v2/tickets/{ticket.id}.json"), "ticket")
        if found.get("status") not in UNANSWERED:
            return None
        message = {"author": "customer", "body": found.get("description") or ""}
        record = {"id": ticket.id, "created_at": found.get("created_at"), "subject": found.get("subject")}
        try:
            return ticket_from_record({**record, "messages": [message]}, self.name)
        except RecordError as error:
            raise WriteError(f"a ticket is not as documented: {error}", client.address, lasting=True) from None

    def has_note(self, client: Client, ticket: Ticket, marker: str) -> bool:
        """Look through the ticket's comments, newest first."""
        return any(
            marker in str(each.get("plain_body") or each.get("body") or "") for each in _comments(client, ticket)
        )

    def write_back(self, client: Client, ticket: Ticket, note: str) -> None:
        """Add a comment that customers do not see."""
        comment = {"body": note, "public": False}
        client.send("PUT", f"/api/v2/tickets/{ticket.id}.json", {"ticket": {"comment": comment}})

    def reach(self, client: Client) -> Reach:
        """Ask who the token acts for: an agent whose role allows private comments only cannot reply."""
        user = _object(client, client.get(self.probe), "user")
        if not user.get("id"):
            raise WriteError("the token acts for nobody", client.address, "Check user and token", lasting=True)
        return "notes-only" if user.get("only_private_comments") else "may-reply"

    def instructions(self, address: str) -> str:
        """The webhook, and the trigger that calls it."""
        return f"""In Zendesk, Admin Center:

1. Apps and integrations > Webhooks > Create webhook > Trigger or automation
     Endpoint URL    {address}
     Request method  POST
     Request format  JSON
   Its page then shows the signing secret.
2. Objects and rules > Business rules > Triggers > Create trigger
     Conditions      Ticket > Ticket is Created
     Actions         Notify active webhook, and this as JSON body:

    {TEMPLATE}

3. Apps and integrations > APIs > API tokens > Add API token"""


def _id(found: Mapping[str, Any]) -> str:
    detail = found.get("detail") if "type" in found else found
    key = "id" if "type" in found else "ticket_id"
    number = str(detail.get(key, "")) if isinstance(detail, dict) else ""
    if not (number.isascii() and number.isdigit() and len(number) <= 20):
        raise CallError(f"the body holds no {key} that is a number")
    return number


def _object(client: Client, found: Any, key: str) -> Mapping[str, Any]:
    inner = found.get(key) if isinstance(found, dict) else None
    if not isinstance(inner, dict):
        raise WriteError(f"the ticket system gave no {key}", client.address)
    return inner


def _comments(client: Client, ticket: Ticket) -> Iterator[Mapping[str, Any]]:
    path = f"/api/v2/tickets/{ticket.id}/comments.json?sort=-created_at&page[size]=100"
    for _ in range(MOST_PAGES):
        found = client.get(path)
        comments = found.get("comments") if isinstance(found, dict) else None
        if not isinstance(comments, list):
            raise WriteError("the ticket system gave no comments", client.address)
        yield from (each for each in comments if isinstance(each, dict))
        following = _next(found)
        if not following:
            return
        path = following
    raise WriteError("the ticket has more comments than are looked through", client.address, lasting=True)


def _next(found: Mapping[str, Any]) -> str:
    """The path of the next page: whatever host the server names there, the configured one is asked."""
    meta, links = found.get("meta"), found.get("links")
    if not isinstance(meta, dict) or not meta.get("has_more") or not isinstance(links, dict):
        return ""
    parts = urlsplit(str(links.get("next") or ""))
    return f"{parts.path}?{parts.query}" if parts.path.startswith("/api/") else ""
