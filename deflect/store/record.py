"""The ticket record: one JSON object a ticket, the form that tickets travel in and are stored in."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import cast, get_args

from deflect.types import Author, Format, Message, Rating, Requester, Status, Ticket

MAX_BODY_BYTES = 10_000_000
MAX_FIELD_CHARACTERS = 10_000
MAX_NAME_CHARACTERS = 300
MAX_MINUTES = 10_000_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_AUTHORS = frozenset(get_args(Author))
_FORMATS = frozenset(get_args(Format))
_STATUSES = frozenset(get_args(Status))
_RATINGS = frozenset(get_args(Rating))


class RecordError(ValueError):
    """A record that is no ticket; its text is the reason in a few words, without any text of the ticket."""


def ticket_from_record(record: Mapping[str, object], default_source: str) -> Ticket:
    """Check a ticket record and turn it into a ticket.

    Args:
        record: The parsed JSON object; only `id`, `created_at` and `messages` are required, unknown keys are ignored.
        default_source: The source of a record that names none.

    Returns:
        The ticket; times are in UTC.

    Raises:
        RecordError: A required key is missing, or a value does not fit.
    """
    created_at = date_from(record.get("created_at"), "created_at")
    status = record.get("status") or "open"
    if not isinstance(status, str) or status not in _STATUSES:
        raise RecordError("unknown status")
    return Ticket(
        id=_name(record.get("id"), "id"),
        source=_source(record.get("source") or default_source),
        created_at=created_at,
        messages=_messages(record.get("messages"), created_at),
        subject=text_from(record.get("subject"), "subject", MAX_FIELD_CHARACTERS) or "",
        status=cast(Status, status),
        language=text_from(record.get("language"), "language", MAX_NAME_CHARACTERS),
        requester=_requester(record.get("requester")),
        tags=_texts(record.get("tags"), "tags"),
        articles=_texts(record.get("articles"), "articles"),
        rating=_rating(record.get("rating")),
        url=text_from(record.get("url"), "url", MAX_FIELD_CHARACTERS),
        merged_into=None if record.get("merged_into") is None else _name(record["merged_into"], "merged_into"),
        minutes=minutes_from(record.get("minutes")),
        channel=text_from(record.get("channel"), "channel", MAX_NAME_CHARACTERS) or None,
    )


def record_from_ticket(ticket: Ticket) -> dict[str, object]:
    """Turn a ticket into its record, every key present and in a fixed order; `minutes` and `channel` only if known.

    Returns:
        An object for JSON; `ticket_from_record` gives back an equal ticket.
    """
    # Without these the record is as it was before there were any, so that tickets stored then count as unchanged.
    later: dict[str, object] = {"minutes": ticket.minutes, "channel": ticket.channel}
    return {
        "id": ticket.id,
        "source": ticket.source,
        "subject": ticket.subject,
        "created_at": iso(ticket.created_at),
        "status": ticket.status,
        "language": ticket.language,
        "requester": {"id": ticket.requester.id, "name": ticket.requester.name, "email": ticket.requester.email},
        "tags": list(ticket.tags),
        "rating": ticket.rating,
        "url": ticket.url,
        "articles": list(ticket.articles),
        "merged_into": ticket.merged_into,
        "messages": [_message_record(message) for message in ticket.messages],
    } | {key: value for key, value in later.items() if value is not None}


def date_from(value: object, key: str) -> datetime:
    """Read a date.

    Args:
        value: ISO 8601 text, with a zone or without one (then UTC), or seconds since 1970.
        key: What the date is called in the record, for the error.

    Returns:
        The moment, aware, in UTC.

    Raises:
        RecordError: There is none, or it is not a date between the years 1 and 9999.
    """
    if value is None or value == "":
        raise RecordError(f"no {key}")
    try:
        if isinstance(value, str):
            return _from_iso(value.strip())
        if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
            return _EPOCH + timedelta(seconds=value)
    except (ValueError, OverflowError):
        pass
    raise RecordError(f"{key} is not a date")


def iso(moment: datetime) -> str:
    """Write a moment as ISO 8601 in UTC, ending in Z."""
    return moment.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def text_from(value: object, key: str, most: int) -> str | None:
    """Check a text.

    Args:
        value: A text, a whole number (as ids often are), or None.
        key: What it is called in the record, for the error.
        most: The most characters it may have.

    Raises:
        RecordError: It is something else, too long, holds a NUL byte, or half of a surrogate pair.
    """
    if value is None:
        return None
    if isinstance(value, int) and not isinstance(value, bool):
        return _digits(value, key, most)
    if not isinstance(value, str):
        raise RecordError(f"{key} is not text")
    if len(value) > most:
        raise RecordError(f"{key} over {most:,} characters")
    utf8_size(value)
    return value


def body_from(value: object) -> str:
    """Check the body of a message; a missing one is empty.

    Raises:
        RecordError: It is not text, over 10 MB, holds a NUL byte, or half of a surrogate pair.
    """
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RecordError("body is not text")
    if len(value) > MAX_BODY_BYTES or utf8_size(value) > MAX_BODY_BYTES:
        raise RecordError(f"body over {MAX_BODY_BYTES // 1_000_000} MB")
    return value


def minutes_from(value: object) -> float | None:
    """Check the minutes that agents spent.

    Args:
        value: A number, or None.

    Returns:
        0 to `MAX_MINUTES`; None for None.

    Raises:
        RecordError: It is not a number, below 0, or over `MAX_MINUTES`.
    """
    if value is None:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or value != value:
        raise RecordError("minutes is not a number")
    if value < 0:
        raise RecordError("minutes below 0")
    if value > MAX_MINUTES:
        raise RecordError(f"minutes over {MAX_MINUTES:,}")
    return float(value)


def utf8_size(text: str) -> int:
    """Count the bytes of a text.

    Raises:
        RecordError: The text cannot be stored: a NUL byte, or bytes that were no characters.
    """
    if "\0" in text:
        raise RecordError("NUL byte")
    if text.isascii():
        return len(text)
    try:
        return len(text.encode())
    except UnicodeEncodeError as error:
        raise RecordError("broken encoding") from error


def _from_iso(text: str) -> datetime:
    if len(text) >= 9 and text.isascii() and text.isdigit():  # 8 digits are a date, as in 20230131
        return _EPOCH + timedelta(seconds=int(text[:15]))
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _digits(value: int, key: str, most: int) -> str:
    if value.bit_length() > 256:
        raise RecordError(f"{key} over {most:,} characters")
    return str(value)


def _name(value: object, key: str) -> str:
    name = (text_from(value, key, MAX_NAME_CHARACTERS) or "").strip()
    if not name:
        raise RecordError(f"no {key}")
    if not name.isprintable():
        raise RecordError(f"{key} holds control characters")
    return name


def _source(value: object) -> str:
    source = _name(value, "source")
    if ":" in source:  # `source:id` must name one ticket only
        raise RecordError("source holds a colon")
    return source


def _texts(value: object, key: str) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise RecordError(f"{key} is not a list")
    texts = (text_from(item, key, MAX_FIELD_CHARACTERS) for item in cast(Iterable[object], value))
    return tuple(text for text in texts if text)


def _rating(value: object) -> Rating | None:
    if value is None or value == "null":
        return None
    if not isinstance(value, str) or value not in _RATINGS:
        raise RecordError("unknown rating")
    return cast(Rating, value)


def _requester(value: object) -> Requester:
    if value is None:
        return Requester()
    if not isinstance(value, Mapping):
        raise RecordError("requester is not an object")
    read = {key: text_from(value.get(key), f"requester {key}", MAX_FIELD_CHARACTERS) for key in ("id", "name", "email")}
    return Requester(**read)


def _messages(value: object, created_at: datetime) -> tuple[Message, ...]:
    if value is None:
        raise RecordError("no messages")
    if not isinstance(value, list | tuple):
        raise RecordError("messages is not a list")
    return tuple(_message(item, created_at) for item in cast(Iterable[object], value))


def _message(value: object, ticket_created_at: datetime) -> Message:
    if not isinstance(value, Mapping):
        raise RecordError("a message is not an object")
    author, layout = value.get("author"), value.get("format") or "text"
    if not isinstance(author, str) or author not in _AUTHORS:
        raise RecordError("unknown author" if author else "no author")
    if not isinstance(layout, str) or layout not in _FORMATS:
        raise RecordError("unknown format")
    sent = value.get("created_at")
    return Message(
        author=cast(Author, author),
        body=body_from(value.get("body")),
        created_at=ticket_created_at if sent is None else date_from(sent, "created_at of a message"),
        public=_flag(value.get("public"), "public", missing=True),
        format=cast(Format, layout),
        agent_id=text_from(value.get("agent_id"), "agent_id", MAX_FIELD_CHARACTERS),
        is_solution=_flag(value.get("is_solution"), "is_solution", missing=False),
    )


def _flag(value: object, key: str, *, missing: bool) -> bool:
    if value is None:
        return missing
    if not isinstance(value, bool):
        raise RecordError(f"{key} is not true or false")
    return value


def _message_record(message: Message) -> dict[str, object]:
    return {
        "author": message.author,
        "agent_id": message.agent_id,
        "public": message.public,
        "created_at": iso(message.created_at),
        "format": message.format,
        "body": message.body,
        "is_solution": message.is_solution,
    }
