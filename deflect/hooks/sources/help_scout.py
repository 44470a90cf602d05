"""Help Scout: the webhook convo.created; the answer becomes a note.

Help Scout opens a conversation again when a note comes without a status, so each note names the status there is.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from deflect.hooks import proving, reading
from deflect.hooks.client import Client
from deflect.hooks.conversations import Conversations
from deflect.hooks.source import Field, Reach, Values
from deflect.types import Ticket

ADDRESS = "https://api.helpscout.net"
EARLY = 60.0
"""Seconds before its end in which a token is not used any more."""


class Connected(Conversations):
    """A Help Scout account."""

    name: ClassVar[str] = "help_scout"
    title: ClassVar[str] = "Help Scout"
    header: ClassVar[str] = "x-helpscout"
    probe: ClassVar[str] = "/v2/users/me"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("secret", "Secret key of the webhook, which you choose when you add it.", made_up=True),
        proving.OLD_SECRET,
        Field("app_id", "App ID: Your profile > My apps > Create app."),
        Field("app_secret", "App secret, from the same page."),
        Field("address", f"Only for tests; else {ADDRESS}", needed=False),
    )

    def __init__(self, values: Values) -> None:
        super().__init__(values)
        self._token = ""
        self._until = 0.0

    def address(self) -> str:
        """Help Scout's."""
        return self._values.get("address", ADDRESS).rstrip("/")

    def write_back(self, client: Client, ticket: Ticket, note: str) -> None:
        """Add a note, and leave the status as it is."""
        status = self.conversation(client, ticket).get("status")
        path = f"/v2/conversations/{ticket.id}/notes"
        self._signed_in(client).send("POST", path, {"text": reading.as_html(note), "status": status})

    def reach(self, client: Client) -> Reach:
        """Ask who the app acts for."""
        return super().reach(self._signed_in(client))

    def instructions(self, address: str) -> str:
        """The webhook and the app."""
        return f"""In Help Scout:

1. Manage > Apps > Webhooks > Install
     Secret key    the one that deflect made up
     Callback URL  {address}
     Events        Conversation Created
2. Your profile > My apps > Create app, with any redirection URL; it shows App ID and App secret."""

    def conversation(self, client: Client, ticket: Ticket) -> Mapping[str, Any]:
        """Ask for a conversation with all its threads."""
        path = f"/v2/conversations/{ticket.id}?embed=threads"
        return reading.thing(self._signed_in(client).get(path), what="conversation")

    def _signed_in(self, client: Client) -> Client:
        """A client with a token; tokens last two days, and one is asked for when the last one ends."""
        if time.monotonic() >= self._until:
            given = {"client_id": self._values["app_id"], "client_secret": self._values["app_secret"]}
            found = client.send("POST", "/v2/oauth2/token", {"grant_type": "client_credentials", **given})
            grant = reading.thing(found, what="token")
            self._token = str(grant.get("access_token", ""))
            lasts = grant.get("expires_in")
            self._until = time.monotonic() + (float(lasts) if isinstance(lasts, int) else 0.0) - EARLY
        return replace(client, headers={"Authorization": f"Bearer {self._token}"})
