"""What people say of suggestions: signed where it comes from outside, and of bounded weight wherever it comes from.

Feedback never changes an answer at once. It is kept in the order in which it came, and at the next run the ticket it is
about is an example that confidence is fitted on, with what was said in place of what was linked. A person has one voice
about a ticket and article, the latest. A network outside has one voice in all, its first, however many votes come from
it. And all feedback together is at most a tenth of the examples. So a flood of votes from one place is one example.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from deflect.errors import InputError
from deflect.suggest.replay import FITTED_TICKETS
from deflect.suggest.risk import ASKED_SHARE
from deflect.types import Feedback, Verdict

MOST_SHARE = 0.1
"""Largest part of the examples that confidence is fitted on: higher follows people sooner, and those who lie too."""
IPV4_PREFIX, IPV6_PREFIX = 24, 48
RIGHT: Mapping[Verdict, bool] = {
    "accepted": True,
    "edited": True,
    "rejected": False,
    "reopened": False,
    "contacted-again": False,
}
"""Whether the article was right, by verdict; `withdrawn` says nothing."""


def sign(key: bytes, ticket: str, article: str) -> str:
    """Sign what may be voted on from outside, to go out with a suggestion and come back with the vote.

    Args:
        key: The secret of the workspace.
        ticket: The ticket's ref.
        article: Slug of the article that was suggested for it.

    Returns:
        64 hexadecimal digits: HMAC-SHA256 (RFC 2104) of both, kept apart from whatever else the key is used for.
    """
    return _keyed(key, "feedback", ticket, article)


def from_outside(
    key: bytes, ticket: str, article: str, verdict: Verdict, signature: str, who: str, address: str, now: datetime
) -> Feedback:
    """Check a vote that came over the network, and take the person and the network out of it.

    Args:
        key: The secret of the workspace.
        ticket: The ticket's ref, as the vote names it.
        article: The slug, as the vote names it.
        verdict: One of `RIGHT`, or `withdrawn`.
        signature: What `sign` gave when the suggestion went out; compared in constant time.
        who: Whatever tells the person from others, such as the visitor's id; only a keyed pseudonym of it is kept.
        address: IP address that it came from; only a keyed pseudonym of its network is kept.
        now: When it came.

    Returns:
        What `Store.feedback.add` keeps.

    Raises:
        InputError: The suggestion it is about was never made here, the verdict is unknown, or the address is none.
    """
    if not hmac.compare_digest(sign(key, ticket, article).encode(), signature.encode("utf-8", "replace")):
        raise InputError("feedback on a suggestion that was not made here", "", "Send it with the signature it had")
    return Feedback(ticket, article, known(verdict), person(key, who), now, network(key, address))


def known(verdict: str) -> Verdict:
    """Check the name of a verdict.

    Raises:
        InputError: There is no such verdict.
    """
    names: tuple[Verdict, ...] = (*RIGHT, "withdrawn")
    for name in names:
        if name == verdict:
            return name
    raise InputError("unknown verdict", "", f"Known here: {', '.join(names)}")


def person(key: bytes, who: str) -> str:
    """Name whoever said something: `p-` and 16 hexadecimal digits, the same for the same person in any case."""
    return f"p-{_keyed(key, 'person', who.strip().casefold())[:16]}"


def network(key: bytes, address: str) -> str:
    """Name the network of an address: `n-` and 16 hexadecimal digits, the same within an IPv4 /24 or an IPv6 /48.

    Raises:
        InputError: It is not an IP address.
    """
    try:
        found = ipaddress.ip_address(address)
    except ValueError as error:
        raise InputError("feedback from what is no IP address", "", "Check the proxy in front of deflect") from error
    found = getattr(found, "ipv4_mapped", None) or found
    prefix = IPV4_PREFIX if found.version == 4 else IPV6_PREFIX
    whole = ipaddress.ip_network(f"{found.compressed.partition('%')[0]}/{prefix}", strict=False)
    return f"n-{_keyed(key, 'network', str(whole))[:16]}"


def heard(said: Iterable[Feedback], tickets: int) -> dict[str, dict[str, bool]]:
    """Tell what feedback counts as, once its weight is bounded.

    Args:
        said: All of it, in the order in which it came.
        tickets: How many past tickets confidence is fitted within.

    Returns:
        For a ticket's ref, whether an article is right: what more people said; nothing where voices are even.
        At most `MOST_SHARE` of the tickets confidence is fitted on, those spoken of last.
    """
    voices: dict[tuple[str, str], dict[str, Verdict]] = defaultdict(dict)
    for each in _one_for_a_network(said):
        about = (each.ticket, each.article)
        votes = voices.pop(about, {})
        voices[about] = votes | {each.person: each.verdict}  # spoken of last comes last
    counted: dict[str, dict[str, bool]] = {}
    most = max(1, int(MOST_SHARE * min(FITTED_TICKETS, ASKED_SHARE * tickets)))
    for (ticket, article), votes in reversed(voices.items()):
        balance = sum(1 if RIGHT[verdict] else -1 for verdict in votes.values() if verdict in RIGHT)
        if balance and (ticket in counted or len(counted) < most):
            counted.setdefault(ticket, {})[article] = balance > 0
    return counted


def _one_for_a_network(said: Iterable[Feedback]) -> Iterable[Feedback]:
    """Leave out of what came from outside all but what each network's first voice said of its first ticket."""
    first: dict[str, tuple[str, str, str]] = {}
    for each in said:
        voice = (each.person, each.ticket, each.article)
        if not each.network or first.setdefault(each.network, voice) == voice:
            yield each


def _keyed(key: bytes, purpose: str, *parts: str) -> str:
    # As a JSON list, so that no two lists of parts make the same message.
    message = json.dumps(["deflect", purpose, *parts]).encode()
    return hmac.new(key, message, hashlib.sha256).hexdigest()
