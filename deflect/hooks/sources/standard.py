"""Anything that signs as Standard Webhooks does (standardwebhooks.com); the suggestion is the answer to the call."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from typing import ClassVar

from deflect.hooks import signing
from deflect.hooks.client import Client
from deflect.hooks.source import Arrival, Call, CallError, Field, Source, Values
from deflect.store import RecordError, ticket_from_record
from deflect.types import Ticket

PREFIX = "whsec_"
MOST_SIGNATURES = 16
MOST_ID = 256


class Connected(Source):
    """Any system that can send a ticket record and show what comes back."""

    name: ClassVar[str] = "standard"
    title: ClassVar[str] = "Standard Webhooks"
    inline: ClassVar[bool] = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field("secret", "Shared secret, whsec_ and base64, which the caller signs with.", made_up=True),
        Field("old_secret", "The one before, still good while callers change to the new one.", needed=False),
    )

    def __init__(self, values: Values) -> None:
        given = (values[key] for key in ("secret", "old_secret") if values.get(key))
        self._secrets = [secret_bytes(each) for each in given]

    def verify(self, call: Call) -> str | None:
        """Compare every `v1` signature with the HMAC-SHA256 of `id.timestamp.body` under every secret."""
        name, stated = call.headers.get("webhook-id", ""), call.headers.get("webhook-timestamp", "")
        if not name or len(name) > MOST_ID or not name.isascii() or not name.isprintable() or not stated.isdigit():
            return "the headers webhook-id and webhook-timestamp are needed"
        if not signing.is_recent(signing.moment_from(stated), call.at):
            return "the time of the call is too far from ours"
        signed = f"{name}.{stated}.".encode() + call.body
        expected = (base64.b64encode(signing.digest(secret, signed)) for secret in self._secrets)
        given = _signatures(call.headers.get("webhook-signature", ""))
        return None if signing.fits(expected, list(given)) else "the signature does not fit"

    def parse(self, call: Call) -> Arrival | None:
        """Read a ticket record, as `deflect import jsonl` does, or the `data` of an event that holds one."""
        try:
            found = json.loads(call.body)
        except (ValueError, RecursionError):
            raise CallError("the body is not JSON") from None
        record = found.get("data") if isinstance(found, dict) and "messages" not in found else found
        if not isinstance(record, dict):
            raise CallError("the body is not a ticket record")
        try:
            ticket = ticket_from_record({"created_at": call.at.isoformat(), **record}, self.name)
        except RecordError as error:
            raise CallError(f"the body is not a ticket record: {error}") from None
        return Arrival(call.headers["webhook-id"], ticket)

    def has_note(self, client: Client, ticket: Ticket, marker: str) -> bool:  # noqa: ARG002 - nothing is asked
        """Nothing is written into the caller's tickets."""
        return True

    def write_back(self, client: Client, ticket: Ticket, note: str) -> None:
        """Nothing is written: the caller has the answer already."""

    def instructions(self, address: str) -> str:
        """What the caller sends, and where the secret is."""
        return f"""Send each new ticket as a POST with JSON to

    {address}

    {{"id": "4711", "subject": "…", "messages": [{{"author": "customer", "body": "…"}}]}}

signed as standardwebhooks.com says, with a library from there: headers webhook-id (a new one each time),
webhook-timestamp (seconds) and webhook-signature. The answer holds the suggestion and a note to show to agents:

    {{"accepted": true, "replayed": false, "result": {{…}}, "note": "…"}}"""


class Glued(Connected):
    """A ticket system in which code of ours sends each new ticket, and whose server takes the note."""

    inline: ClassVar[bool] = False

    def __init__(self, values: Values) -> None:
        super().__init__(values)
        self._values = values

    def address(self) -> str:
        """The ticket system's, with its path."""
        return self._values["address"].rstrip("/")


def secret_bytes(secret: str) -> bytes:
    """The key that a secret stands for: base64 behind `whsec_`; another text is taken as it is."""
    if not secret.startswith(PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        return secret.encode()


def _signatures(header: str) -> Iterator[bytes]:
    # Compared as text: base64 that is read leniently lets several texts stand for the same bytes.
    for each in header.split(" ")[:MOST_SIGNATURES]:
        version, _, text = each.partition(",")
        if version == "v1":
            yield text.encode("utf-8", "replace")
