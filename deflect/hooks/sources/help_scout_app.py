"""Help Scout's sidebar: the suggestion stands beside the conversation that an agent opens.

An app of the app platform is a frame: the agent's browser asks with GET, and the query is signed. A legacy dynamic app
is asked by Help Scout's server with POST, and the body is signed. Neither states a time. Both name the conversation
only, so its text is asked for with the same App ID and App secret as notes are written with.

The forms are documented at developer.helpscout.com/apps/guides/signature-validation and, for legacy apps, at
developer.helpscout.com/apps/legacy-custom-apps/dynamic. Where they are silent: a query is taken to be signed in the
order in which it comes, as PHP's json_encode writes it, which is what their example does.
"""

from __future__ import annotations

import json
from typing import ClassVar
from urllib.parse import parse_qsl

from deflect.hooks import proving, reading, sidebar, signing
from deflect.hooks.client import Client
from deflect.hooks.source import Arrival, Call, Field, Shown
from deflect.hooks.sources import help_scout
from deflect.types import Abstention, Suggestion, Ticket

SIGNATURE = "X-HelpScout-Signature"
FRAMERS = ("https://*.helpscout.net", "https://*.helpscout.com")
MOST_PARAMETERS = 50


class Connected(help_scout.Connected):
    """An app in the sidebar of a Help Scout account."""

    name: ClassVar[str] = "help_scout_app"
    title: ClassVar[str] = "Help Scout, in the sidebar"
    inline: ClassVar[bool] = True
    framed: ClassVar[bool] = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field("secret", "Secret key of the sidebar's app, which you choose when you create it.", made_up=True),
        *help_scout.Connected.fields[1:],
    )

    def verify(self, call: Call) -> str | None:
        """Compare the base64 signature with the HMAC-SHA1 of the body, or of the query if there is no body."""
        if call.body:
            return super().verify(call)
        query = _query(call)
        given = query.pop(SIGNATURE, "").encode("utf-8", "replace")
        expected = [each.encode() for each in proving.base64s(self._secrets, _as_php_writes(query), "sha1")]
        return None if query and signing.fits(expected, [given]) else "the signature does not fit"

    def parse(self, call: Call) -> Arrival | None:
        """Find the conversation's number; one that is still a draft has none."""
        found = reading.part(reading.object_of(call), "ticket", "id") if call.body else _conversation_in(call)
        if not found:
            return None
        number = reading.number_of(found)
        return Arrival(f"shown:{number}", reading.named(self.name, number, call))

    def show(self, call: Call, found: Suggestion | Abstention | None) -> Shown:
        """A page for a frame, and JSON with HTML for a legacy app."""
        if call.body:
            return Shown(json.dumps({"html": sidebar.fragment(found)}), "application/json", {})
        return Shown(sidebar.page(found), "text/html", sidebar.frame_headers(*FRAMERS))

    def has_note(self, client: Client, ticket: Ticket, marker: str) -> bool:  # noqa: ARG002 - nothing is asked
        """Nothing is written into conversations."""
        return True

    def write_back(self, client: Client, ticket: Ticket, note: str) -> None:
        """Nothing is written: the agent sees the answer already."""

    def instructions(self, address: str) -> str:
        """The app in the sidebar, and the one that may read conversations."""
        return f"""In Help Scout:

1. Manage > Apps > Create > Create App
     App Name      Suggested answer
     Callback URL  {address}
     Secret Key    the one that deflect made up
     Mailboxes     those whose agents shall see suggestions
   (A legacy custom app with dynamic content takes the same Callback URL and Secret Key.)
2. Your profile > My apps > Create app, with any redirection URL; it shows App ID and App secret."""


def _query(call: Call) -> dict[str, str]:
    """What the query says; nothing if it names something twice, for then it is not clear what was signed."""
    try:
        pairs = parse_qsl(call.query, keep_blank_values=True, max_num_fields=MOST_PARAMETERS)
    except ValueError:
        return {}
    found = dict(pairs)
    return found if len(found) == len(pairs) else {}


def _conversation_in(call: Call) -> str | None:
    return _query(call).get("conversation-id")


def _as_php_writes(query: dict[str, str]) -> bytes:
    return json.dumps(query, separators=(",", ":")).replace("/", "\\/").encode()
