"""Bursts of spam: many copies of one text within days, with a number to call, that no desk would answer.

A burst has to meet every one of the criteria below, because an outage looks like spam in all but some of them: many
write within hours, from accounts never seen before, and nobody has answered yet. But customers use their own words;
and where a form gives all the same words, it asks about what the desk is for.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from deflect.clusters import wording
from deflect.types import CleanTicket

Ints = NDArray[np.int64]

# Fewest copies. Fewer than make a recurring question can do no harm.
LEAST_TICKETS = 5
# Days between a copy and the next, and days that all come within: what goes on for longer is the desk's business, as a
# voice mail or a form is. Longer: more bursts are found (recall), and more of the desk's own are set apart (precision).
DAYS_BETWEEN, DAYS_IN_ALL = 7.0, 30.0
# Share of the tickets that must name a number, be unanswered, and come from accounts that wrote at no other time.
# Higher raises precision and lowers recall.
MOST = 0.8
# A burst's tickets are as unlike all others as this share of tickets at most. Higher raises recall, lowers precision.
UNLIKE = 0.25
# A language with fewer tickets is compared with those of all.
ENOUGH = 100
DAY = 86_400.0

REASON = "copies of one text with a number to call"

_PHONE = re.compile(r"\[phone(?: \d+)?\]")
# Digits that redaction cannot read as a number, because they were disguised by other signs, letters or in circles.
_DISGUISED = re.compile(r"(?:[\dOoIl\u2460-\u2468\u24ea\u24ff\u2776-\u2792](?:[^\w\n]|_){0,4}){9,}")
FEWEST_DIGITS, MOST_DIGITS = 9, 14


@dataclass(frozen=True, slots=True)
class Burst:
    """Tickets that are spam for all that can be told, and are set apart, counted, and never drafted from.

    Attributes:
        member_ids: Refs of the tickets, in order of time. What they say is not for showing: it may be nasty.
        start: Day of the first (UTC), `YYYY-MM-DD`.
        end: Day of the last.
        customers: Number of different accounts that wrote them.
        reason: What they have in common, in a few words.
    """

    member_ids: tuple[str, ...]
    start: str
    end: str
    customers: int
    reason: str = REASON

    @property
    def tickets(self) -> int:
        """Number of tickets."""
        return len(self.member_ids)


def find_bursts(tickets: Sequence[CleanTicket], vectors: NDArray[np.float32]) -> tuple[Burst, ...]:
    """Find the bursts of spam; a real question must never be among them, some spam may be missed.

    Args:
        tickets: n tickets of all languages.
        vectors: (n, d) unit rows, one for each ticket's question.

    Returns:
        Bursts, the earliest first; no ticket is in two.
    """
    days = np.array([ticket.created_at.timestamp() / DAY for ticket in tickets])
    callers = np.array([place for place, ticket in enumerate(tickets) if names_number(ticket.question)], np.int64)
    families = [
        family
        for family in _families(tickets, days, callers)
        if _is_burst([tickets[place] for place in family], days[family])
    ]
    families = _unlike(tickets, vectors, _of_the_moment(tickets, days, families))
    grown = _with_other_copies(tickets, days, families)
    return tuple(sorted((_describe([tickets[place] for place in family]) for family in grown), key=lambda b: b.start))


def names_number(text: str) -> bool:
    """Whether a redacted text names a telephone number: its placeholder, or digits in disguise."""
    return bool(_PHONE.search(text)) or any(_is_number(found.group()) for found in _DISGUISED.finditer(text))


def _is_number(text: str) -> bool:
    digits = sum(unicodedata.digit(character, None) is not None for character in text)
    letters = sum(character in "OoIl" for character in text)
    return digits > letters and FEWEST_DIGITS <= digits + letters <= MOST_DIGITS


def _families(tickets: Sequence[CleanTicket], days: NDArray[np.float64], callers: Ints) -> list[Ints]:
    """Groups of callers with one wording, each soon after another."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    if len(callers) < LEAST_TICKETS:
        return []
    texts = [wording.word_pairs(tickets[place].question) for place in callers]
    pairs = wording.copies(texts, days[callers], DAYS_BETWEEN)
    graph = coo_array((np.ones(len(pairs[0])), pairs), shape=(len(callers), len(callers)))
    _, numbers = connected_components(graph, directed=False)
    order = np.argsort(numbers, kind="stable")
    parts = np.split(callers[order], np.flatnonzero(np.diff(numbers[order])) + 1)
    return [part for part in parts if len(part) >= LEAST_TICKETS]


def _is_burst(members: Sequence[CleanTicket], days: NDArray[np.float64]) -> bool:
    left_alone = sum(ticket.answer is None and not ticket.solved for ticket in members)
    return bool(np.ptp(days) <= DAYS_IN_ALL) and left_alone >= MOST * len(members)


def _of_the_moment(tickets: Sequence[CleanTicket], days: NDArray[np.float64], families: list[Ints]) -> list[Ints]:
    """Those whose accounts wrote nothing long before or after."""
    seen: dict[str, tuple[float, float]] = {}
    wanted = {tickets[place].customer for family in families for place in family}
    for ticket, day in zip(tickets, days, strict=True):
        if ticket.customer in wanted:
            first, last = seen.get(ticket.customer, (day, day))
            seen[ticket.customer] = min(first, day), max(last, day)

    def passing(family: Ints) -> bool:
        start, end = days[family].min() - DAYS_IN_ALL, days[family].max() + DAYS_IN_ALL
        accounts = [seen[tickets[place].customer] for place in family]
        return bool(sum(start <= first and last <= end for first, last in accounts) >= MOST * len(family))

    return [family for family in families if passing(family)]


def _unlike(tickets: Sequence[CleanTicket], vectors: NDArray[np.float32], families: list[Ints]) -> list[Ints]:
    """Those that are not about what the desk's other tickets are about."""
    if not families:
        return []
    rest = np.ones(len(tickets), bool)
    rest[np.concatenate(families)] = False
    languages = np.array([ticket.language for ticket in tickets])
    kept = []
    for family in families:
        language = Counter(languages[family].tolist()).most_common(1)[0][0]
        own = np.flatnonzero(rest & (languages == language))
        others = vectors[own if len(own) >= ENOUGH else rest]
        if len(others) > len(family) and _standing(vectors[family], others) <= UNLIKE:
            kept.append(family)
    return kept


def _standing(vectors: NDArray[np.float32], others: NDArray[np.float32]) -> float:
    """Share of the others that are less near to the centre of the others than these are."""
    centre = others.mean(axis=0)
    return float(np.mean(others @ centre < np.median(vectors @ centre)))


def _with_other_copies(tickets: Sequence[CleanTicket], days: NDArray[np.float64], families: list[Ints]) -> list[Ints]:
    """Add the copies that name no number or hide it too well, and what else the accounts of several copies wrote."""
    owner = np.full(len(tickets), -1)
    for number, family in enumerate(families):
        owner[family] = number
    near: Ints = np.flatnonzero(_during(days, [days[family] for family in families]))
    texts = [wording.word_pairs(tickets[place].question) for place in near.tolist()]
    left, right = near[np.array(wording.copies(texts, days[near], DAYS_BETWEEN))]
    joins = {int(b): int(owner[a]) for a, b in zip([*left, *right], [*right, *left], strict=True) if owner[a] >= 0}
    accounts = _spammers(tickets, families)
    for place in near.tolist():
        ticket = tickets[place]
        if owner[place] < 0 and ticket.answer is None and not ticket.solved:
            owner[place] = joins.get(place, accounts.get(ticket.customer, -1))
    return [np.flatnonzero(owner == number) for number in range(len(families))]


def _spammers(tickets: Sequence[CleanTicket], families: list[Ints]) -> dict[str, int]:
    """Accounts that wrote more than one copy, and the number of the family."""
    wrote = Counter((tickets[place].customer, number) for number, family in enumerate(families) for place in family)
    return {customer: number for (customer, number), copies in wrote.items() if copies > 1}


def _during(days: NDArray[np.float64], bursts: list[NDArray[np.float64]]) -> NDArray[np.bool_]:
    during = np.zeros(len(days), bool)
    for burst in bursts:
        during |= (days >= burst.min() - 1) & (days <= burst.max() + 1)
    return during


def _describe(members: Sequence[CleanTicket]) -> Burst:
    ordered = sorted(members, key=lambda ticket: (ticket.created_at, ticket.id))
    days: list[date] = [ticket.created_at.date() for ticket in ordered]
    return Burst(
        tuple(ticket.id for ticket in ordered),
        days[0].isoformat(),
        days[-1].isoformat(),
        len({ticket.customer for ticket in ordered}),
    )
