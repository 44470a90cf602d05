"""roundup: our reactor sends each new issue, signed; the answer becomes a note of a class that only staff may see.

In roundup's own trackers every message of an issue goes to the one who opened it, so a message would not be private.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from importlib.resources import files
from typing import ClassVar
from urllib.parse import urlsplit

from deflect.hooks import proving, reading
from deflect.hooks.client import Client
from deflect.hooks.source import Field, Reach
from deflect.hooks.sources import standard
from deflect.types import Ticket

NOTES = "/rest/data/deflect_note"
ISSUES = "/rest/data/issue"
A_PAGE = 1000


class Connected(standard.Glued):
    """A roundup tracker."""

    name: ClassVar[str] = "roundup"
    title: ClassVar[str] = "roundup"
    probe: ClassVar[str] = "/rest/data/deflect_note?@page_size=1"
    fields: ClassVar[tuple[Field, ...]] = (
        Field("address", "Of the tracker, such as https://issues.example.com/desk"),
        *standard.Connected.fields,
        Field("user", "User of the tracker who writes the notes; needs the role Deflect and no other."),
        Field("password", "Password of that user."),
    )

    def credentials(self) -> Mapping[str, str]:
        """Basic authentication, and what roundup wants to see of a caller that is no web page."""
        parts = urlsplit(self.address())
        return {
            **proving.basic(self._values["user"], self._values["password"]),
            "X-Requested-With": "rest",
            "Origin": f"{parts.scheme}://{parts.netloc}",
        }

    def fetch(self, client: Client, ticket: Ticket) -> Ticket | None:
        """What the reactor told; else, for an issue that it did not tell of, title and first message."""
        if ticket.messages:
            return ticket
        found = reading.thing(client.get(f"{ISSUES}/{reading.number_in(ticket)}"), "data", "attributes", what="issue")
        messages = sorted((str(each.get("id")) for each in reading.rows(found, "messages", what="messages")), key=int)
        if not messages:
            return None
        text = reading.part(client.get(f"/rest/data/msg/{messages[0]}/content"), "data", "data")
        return reading.asked(ticket, found.get("title"), text)

    def recent(self, client: Client, since: datetime) -> Iterator[Ticket]:
        """Newest first; the reactor calls once."""
        moment = since.astimezone(UTC).strftime("%Y-%m-%d.%H:%M:%S")
        asked = f"creation={moment};&@fields=creation&@sort=-id&@page_size={A_PAGE}"
        for each in reading.rows(client.get(f"{ISSUES}?{asked}"), "data", "collection", what="issues"):
            when = datetime.strptime(str(each.get("creation")), "%Y-%m-%d.%H:%M:%S").replace(tzinfo=UTC)
            yield reading.opened(self.name, each.get("id"), when.isoformat())

    def has_note(self, client: Client, ticket: Ticket, marker: str) -> bool:
        """Look at the issue's notes."""
        found = client.get(f"{NOTES}?issue={reading.number_in(ticket)}&@fields=text&@page_size=100")
        notes = reading.rows(found, "data", "collection", what="notes")
        return any(reading.holds(each.get("text"), marker) for each in notes)

    def write_back(self, client: Client, ticket: Ticket, note: str) -> None:
        """Add a note to the issue: nobody is mailed, and customers may not see its class."""
        client.send("POST", NOTES, {"issue": reading.number_in(ticket), "text": note})

    def reach(self, client: Client) -> Reach:
        """Ask for a note; what else the user's roles allow, roundup does not tell."""
        super().reach(client)
        return "unknown"

    def instructions(self, address: str) -> str:
        """What to copy into the tracker's home."""
        pasted = files("deflect.hooks") / "pasted"
        return f"""In the home of your tracker:

1. Copy {pasted / "roundup_reactor.py"} into detectors/.
   It tells deflect of each new issue and never waits longer than two seconds. In detectors/config.ini:

    [main]
    deflect_url = {address}
    deflect_secret = the secret that deflect made up

2. Append {pasted / "roundup_schema.py"} to schema.py.
   It makes a class for notes, the role Agent that may see them, and the role Deflect that may write them.

3. To show the notes with an issue, put {pasted / "roundup_item.html"} into
   html/issue.item.html, above the list of messages.

4. Give your agents the roles User and Agent, and make a user for deflect with the role Deflect and no other."""
