"""Request Tracker 5: our scrip sends each new ticket, signed; the answer becomes a comment, which only staff sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from importlib.resources import files
from typing import Any, ClassVar
from urllib.parse import quote

from deflect.hooks import reading
from deflect.hooks.client import Client, WriteError
from deflect.hooks.source import Field, Reach
from deflect.hooks.sources import standard
from deflect.types import Ticket

API = "/REST/2.0"
UNANSWERED = frozenset({"new", "open"})
MOST_PAGES = 20
SCRIP = "request_tracker_scrip.pl"


class Connected(standard.Glued):
    """A Request Tracker."""

    name: ClassVar[str] = "request_tracker"
    title: ClassVar[str] = "Request Tracker 5"
    probe: ClassVar[str] = "/REST/2.0/tickets?query=id%20%3E%200&orderby=id&order=DESC&per_page=1"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("address", "Of Request Tracker, with its path, such as https://rt.example.com/rt"),
        *standard.Connected.fields,
        Field("token", "Auth token of the user whose name stands on the comments: Settings > Auth Tokens."),
    )

    def credentials(self) -> Mapping[str, str]:
        """The user's token."""
        return {"Authorization": f"token {self._values['token']}"}

    def fetch(self, client: Client, ticket: Ticket) -> Ticket | None:
        """What the scrip told, else what Request Tracker tells; None if it is resolved, rejected or deleted by now."""
        found = reading.thing(client.get(_path(ticket)), what="ticket")
        if found.get("Status") not in UNANSWERED:
            return None
        if ticket.messages:
            return ticket
        first = min(_attachments(client, ticket), key=lambda each: int(each.get("id") or 0), default={})
        return reading.asked(ticket, found.get("Subject"), first.get("Content"))

    def recent(self, client: Client, since: datetime) -> Iterator[Ticket]:
        """Newest first; the scrip calls once. Only Created is compared, for Request Tracker reads dates its own way."""
        day = quote((since - timedelta(days=2)).strftime("Created > '%Y-%m-%d'"))
        for page in range(1, MOST_PAGES + 1):
            asked = f"query={day}&fields=Created&orderby=id&order=DESC&per_page=100&page={page}"
            found = client.get(f"{API}/tickets?{asked}")
            for each in reading.rows(found, "items", what="tickets"):
                yield reading.opened(self.name, each.get("id"), each.get("Created"))
            if page >= int(reading.part(found, "pages") or 1):
                return

    def has_note(self, client: Client, ticket: Ticket, marker: str) -> bool:
        """Look through all that is attached to the ticket, newest first: comments are among it."""
        return any(reading.holds(each.get("Content"), marker) for each in _attachments(client, ticket))

    def write_back(self, client: Client, ticket: Ticket, note: str) -> None:
        """Add a comment: correspondence is what customers get."""
        client.send("POST", f"{_path(ticket)}/comment", {"Content": note, "ContentType": "text/plain"})

    def reach(self, client: Client) -> Reach:
        """Ask what may be done with the newest ticket: Request Tracker names it."""
        newest = reading.rows(client.get(self.probe), "items", what="tickets")
        if not newest:
            return "unknown"
        found = reading.thing(client.get(f"{API}/ticket/{int(newest[0].get('id') or 0)}"), what="ticket")
        allowed = {each.get("ref") for each in reading.rows(found, "_hyperlinks", what="list of what is allowed")}
        return "may-reply" if "correspond" in allowed else "notes-only"

    def instructions(self, address: str) -> str:
        """The settings, and the scrip to load."""
        scrip = files("deflect.hooks") / "pasted" / SCRIP
        return f"""1. In RT_SiteConfig.pm:

    Set($DeflectURL, '{address}');
    Set($DeflectSecret, 'the secret that deflect made up');

2. Load the scrip, which tells deflect of each new ticket and never waits longer than two seconds:

    rt-setup-database --action insert --skip-create --datafile {scrip}

3. Make a user deflect who may ShowTicket and CommentOnTicket, and not ReplyToTicket. As that user: Settings >
   Auth Tokens > Create. Then nothing that deflect writes can reach a customer."""


def _attachments(client: Client, ticket: Ticket) -> Iterator[Mapping[str, Any]]:
    for page in range(1, MOST_PAGES + 1):
        asked = f"fields=Content,ContentType&per_page=100&orderby=id&order=DESC&page={page}"
        found = client.get(f"{_path(ticket)}/attachments?{asked}")
        yield from reading.rows(found, "items", what="attachments")
        if page >= int(found.get("pages") or 1):
            return
    raise WriteError("the ticket has more attachments than are looked through", client.address, lasting=True)


def _path(ticket: Ticket) -> str:
    return f"{API}/ticket/{reading.number_in(ticket)}"
