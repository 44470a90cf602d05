"""Signatures of calls: compared in constant time, against every secret that is live, within a window of time."""

from __future__ import annotations

import hmac
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

WINDOW = timedelta(minutes=5)
"""How far the time in a signed call may be from ours: longer lets an overheard call be sent again for longer, but such
a call is known by its id anyway; shorter refuses calls of servers whose clock is off."""


def digest(secret: bytes, signed: bytes, algorithm: str = "sha256") -> bytes:
    """The HMAC of something (RFC 2104).

    Args:
        secret: What both sides know.
        signed: What is signed.
        algorithm: As hashlib names it.
    """
    return hmac.digest(secret, signed, algorithm)


def fits(expected: Iterable[bytes], given: Iterable[bytes]) -> bool:
    """Whether any of the signatures given is any of those expected; all are compared, each in constant time."""
    wanted, found = list(expected), False
    for other in given:
        for one in wanted:
            found |= hmac.compare_digest(one, other)  # nothing is left out once one fits
    return found


def is_recent(said: datetime | None, now: datetime) -> bool:
    """Whether the time that a call states is within the window around ours."""
    return said is not None and abs(now - said) <= WINDOW


def moment_from(text: str) -> datetime | None:
    """Read the time that a call states: seconds since 1970, or ISO 8601; None if it is neither, aware else."""
    try:
        if text.isascii() and text.isdigit() and len(text) <= 11:
            return datetime.fromtimestamp(int(text), UTC)
        found = datetime.fromisoformat(text)
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
