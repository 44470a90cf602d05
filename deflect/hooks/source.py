"""What a ticket system must know how to do: prove who calls, say what the call is about, take a private note."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal, Protocol

from deflect.errors import DeflectError
from deflect.hooks.client import Client
from deflect.hooks.client import WriteError as WriteError
from deflect.types import Abstention, Suggestion, Ticket

Reach = Literal["notes-only", "may-reply", "unknown"]
"""Whether credentials could also be used to write to customers, which deflect does not."""
Values = Mapping[str, str]
"""What the owner gave for a source: by the name of the field."""


class CallError(DeflectError):
    """A call whose body is not what the source sends; its text holds nothing of it."""


@dataclass(frozen=True, slots=True)
class Field:
    """Something that the owner must give for a source, or may.

    Attributes:
        name: In the source's file; in capitals behind `DEFLECT_` and the source's name, the environment variable.
        meaning: One line, shown beside it.
        needed: Whether the source does nothing without it.
        made_up: Whether deflect makes it up when the source is added, as a shared secret that it is free to choose.
    """

    name: str
    meaning: str
    needed: bool = True
    made_up: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP call as it came.

    Attributes:
        headers: By name in lower case.
        body: The very bytes, for they are what is signed.
        at: When it came, aware.
        token: What stands behind the source's name in the address, for systems that sign nothing; else empty.
        query: What stands behind the address's question mark, as it came; empty if nothing does.
    """

    headers: Mapping[str, str]
    body: bytes
    at: datetime
    token: str = ""
    query: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """What a call is about.

    Attributes:
        delivery: The source's name for what happened, the same whenever it is told again. It must be part of what is
            signed; where nothing that is signed names the call, the ticket's id and what happened to it do.
        ticket: As far as the call tells; `Source.fetch` asks for the rest.
    """

    delivery: str
    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Shown:
    """The answer to a call, in the form that a ticket system shows to its agents.

    Attributes:
        body: JSON or HTML.
        media_type: Which of them.
        headers: What else the browser must know.
    """

    body: str
    media_type: str
    headers: Mapping[str, str]


class Source(Protocol):
    """A ticket system. One file in `deflect/hooks/sources/`; its class is called `Connected` there.

    Attributes:
        name: Of the file, of the address `/hooks/NAME`, and of the file with what the owner gave.
        title: As its maker writes it.
        fields: What the owner gives.
        probe: A path that whoever has working credentials may read, and that changes nothing; empty if none is asked.
        inline: Whether the suggestion is the answer to the call; else the call is acknowledged, and a note follows.
        framed: Whether agents' browsers call as well, with GET, and show the answer in a frame.
        public: Whether customers can see what `write_back` writes. Then nothing is written unless the owner gave
            `public = "yes"`.
        polled: Whether the system calls nobody and is only asked, by `recent`, from when it was connected on.
        replies: Whether `write_back` makes a draft of a reply, which an agent may send as it is: what customers may
            not read must not stand in it.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    fields: ClassVar[tuple[Field, ...]]
    probe: ClassVar[str] = ""
    inline: ClassVar[bool] = False
    framed: ClassVar[bool] = False
    public: ClassVar[bool] = False
    polled: ClassVar[bool] = False
    replies: ClassVar[bool] = False

    def __init__(self, values: Values) -> None:
        """Take what the owner gave: every needed field is there and not empty."""
        ...

    def verify(self, call: Call) -> str | None:
        """Find out whether a call is from the ticket system, in time that does not depend on what is wrong.

        Returns:
            None if it is; else why not, without anything of the call or of a secret.
        """
        ...

    def parse(self, call: Call) -> Arrival | None:
        """Say what a verified call is about.

        Returns:
            None if there is nothing to answer, such as a note of ours or the reply of an agent.

        Raises:
            CallError: It is not what this source sends.
        """
        ...

    def address(self) -> str:
        """The one server that is asked, such as `https://acme.example`; empty if none is."""
        return ""

    def credentials(self) -> Mapping[str, str]:
        """Headers that prove to the server who asks."""
        return {}

    def fetch(self, client: Client, ticket: Ticket) -> Ticket | None:  # noqa: ARG002 - others ask
        """Complete a ticket of which the call told only a part; None if there is nothing to answer any more.

        Raises:
            WriteError: The server did not answer as it must.
        """
        return ticket

    def show(self, call: Call, found: Suggestion | Abstention | None) -> Shown | None:  # noqa: ARG002 - others show
        """Answer an inline call in the system's own form; None for deflect's JSON.

        Args:
            call: What is answered.
            found: None if there was nothing to answer, or no answer in time.
        """
        return None

    def recent(self, client: Client, since: datetime) -> Iterator[Ticket]:  # noqa: ARG002 - others ask
        """Name the tickets that were opened since a moment, newest first: for calls that never came.

        A system that calls once and never again if nobody listened must be asked. Of one that calls again by itself
        nothing is named.

        Args:
            client: Asks the source's server.
            since: Aware. Older ones may be named as well; from the first of them on, no more need be.

        Raises:
            WriteError: The server did not answer as it must.
        """
        return iter(())

    def has_note(self, client: Client, ticket: Ticket, marker: str) -> bool:
        """Look for a note of ours in a ticket, whoever wrote it and however often the call came.

        Args:
            client: Asks the source's server.
            ticket: As `fetch` gave it.
            marker: A word that stands in the note and nowhere else.

        Raises:
            WriteError: The server did not answer as it must.
        """
        ...

    def write_back(self, client: Client, ticket: Ticket, note: str) -> None:
        """Add a private note to a ticket, changing nothing else of it.

        Args:
            client: Asks the source's server.
            ticket: As `fetch` gave it.
            note: Plain text, with the marker.

        Raises:
            WriteError: The server did not take it.
        """
        ...

    def reach(self, client: Client) -> Reach:
        """Prove by a harmless call that the credentials work, and find out how far they reach.

        Raises:
            WriteError: They do not work, or the server did not answer as it must.
        """
        client.get(self.probe)
        return "may-reply"

    def instructions(self, address: str) -> str:
        """What to paste where, for somebody who has the ticket system open beside it.

        Args:
            address: Where this source is to call.
        """
        ...
