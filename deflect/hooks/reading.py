"""What the sources share in reading calls and replies, so that a wrong one is told and never crashes."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping
from typing import Any

from deflect.hooks.client import WriteError
from deflect.hooks.source import Call, CallError
from deflect.store import RecordError, ticket_from_record
from deflect.types import Format, Ticket

Object = Mapping[str, Any]


def object_of(call: Call) -> Object:
    """Read the body of a call.

    Raises:
        CallError: It is not a JSON object.
    """
    try:
        found = json.loads(call.body)
    except (ValueError, RecursionError):
        raise CallError("the body is not JSON") from None
    if not isinstance(found, dict):
        raise CallError("the body is not an object")
    return found


def part(found: object, *keys: str) -> Any:
    """Follow keys into a JSON value; None where there is nothing of that name."""
    for key in keys:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def number_of(value: object) -> str:
    """The number of a ticket, as digits.

    Raises:
        CallError: It is none.
    """
    text = "" if isinstance(value, bool) else str(value)
    if not (text.isascii() and text.isdigit() and len(text) <= 20):
        raise CallError("the body holds no number of a ticket")
    return text


def number_in(ticket: Ticket) -> str:
    """The number of a ticket that is to be asked for, as digits.

    Raises:
        WriteError: Its id is none, and asking for it could ask for something else.
    """
    if not (ticket.id.isascii() and ticket.id.isdigit()):
        raise WriteError("the id of the ticket is not a number", lasting=True)
    return ticket.id


def rows(found: object, *keys: str, what: str) -> list[Object]:
    """The objects of a list in a reply.

    Args:
        found: The reply.
        keys: Where in it the list stands.
        what: It holds, for the error.

    Raises:
        WriteError: There is no list.
    """
    inner = part(found, *keys) if keys else found
    if not isinstance(inner, list):
        raise WriteError(f"the ticket system gave no {what}")
    return [each for each in inner if isinstance(each, dict)]


def thing(found: object, *keys: str, what: str) -> Object:
    """An object in a reply.

    Raises:
        WriteError: There is none.
    """
    inner = part(found, *keys) if keys else found
    if not isinstance(inner, dict):
        raise WriteError(f"the ticket system gave no {what}")
    return inner


def named(source: str, number: str, call: Call) -> Ticket:
    """A ticket of which only the name is known."""
    return ticket_from_record({"id": number, "created_at": call.at.isoformat(), "messages": []}, source)


def opened(source: str, number: object, created_at: object) -> Ticket:
    """A ticket that a list names, to be asked for later.

    Raises:
        WriteError: Its number or the moment at which it was opened is not as documented.
    """
    try:
        return ticket_from_record({"id": str(number), "created_at": created_at, "messages": []}, source)
    except RecordError as error:
        raise WriteError(f"a ticket is not as documented: {error}", lasting=True) from None


def asked(ticket: Ticket, subject: object, body: object, format: Format = "text") -> Ticket:  # noqa: A002 - its name
    """A ticket with what its customer asked.

    Args:
        ticket: As the call named it.
        subject: As the server gave it.
        body: What the customer wrote first.
        format: Of the body.

    Raises:
        WriteError: They are no text.
    """
    record = {
        "id": ticket.id,
        "created_at": ticket.created_at.isoformat(),
        "subject": subject,
        "messages": [{"author": "customer", "body": "" if body is None else body, "format": format}],
    }
    try:
        return ticket_from_record(record, ticket.source)
    except RecordError as error:
        raise WriteError(f"a ticket is not as documented: {error}", lasting=True) from None


def holds(texts: object, marker: str) -> bool:
    """Whether a text holds the word that marks our note."""
    return isinstance(texts, str) and marker in texts


def as_html(note: str) -> str:
    """A note for systems that take HTML: text, never markup."""
    return html.escape(note).replace("\n", "<br>")
