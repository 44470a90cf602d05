"""Where agents answered one question differently: which answer is the newer, and which is better supported."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from deflect.kb import frame
from deflect.kb.agreement import Point
from deflect.kb.compose import harmless
from deflect.kb.values import addresses, compatible, is_negated, menu_paths, numbers, without_values
from deflect.kb.versions import versions_in
from deflect.types import CleanTicket, Disagreement, DisagreementKind, Stance

SAME_STATEMENT = 0.75
"""Least Dice overlap of the words of two sentences, apart from numbers, menu paths, addresses and negations, at which
they make the same statement and must not differ in these. Higher: fewer false alarms (precision), and contradictions in
freer wording go unseen (recall)."""

LEAST_WORDS = 4
"""Fewest different words of such a statement: shorter ones are alike whatever they speak of; the same trade."""

FEWEST = 2
"""Tickets that must make each of two statements before they contradict each other; one alone is a slip."""

BY_CHANCE = 0.01
"""Highest probability with which tickets that fall apart in time, all of one answer before all of another, would do so
by chance. Lower: fewer answers that two agents happened to give one after the other (precision), and changes with few
tickets on one side go unseen (recall)."""

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A statement of the article, the other that agents made, and what tells the two apart."""

    said: Point
    other: Point
    record: Disagreement


def contradictions(
    ways: Sequence[Sequence[Point]], everything: Sequence[Point], tickets: Mapping[str, CleanTicket]
) -> list[Contradiction]:
    """Find statements of the article that tickets make in another way.

    No ticket may make both: who says both sets two things apart.

    Args:
        ways: What the article says.
        everything: All that is said.
        tickets: By ref.
    """
    inside = [point for way in ways for point in way if len(point.tickets) >= FEWEST]
    others = [point for point in everything if len(point.tickets) >= FEWEST]
    pairs = [(one, other) for one in inside for other in others if _contradict(one, other)]
    distinct = {frozenset((id(one), id(other))): (one, other) for one, other in reversed(pairs)}
    found = [_contradiction(one, other, tickets) for one, other in distinct.values()]
    return sorted(found, key=lambda each: -len(each.other.tickets))


def between_ways(ways: Sequence[Sequence[Point]], tickets: Mapping[str, CleanTicket]) -> Disagreement | None:
    """Tell what speaks for each of several ways to answer; None if there is but one.

    Each ticket stands for the way that most of its points belong to.
    """
    taking = list(_taking(ways))
    if len(taking) < 2 or not all(taking):
        return None
    return _record("ways", taking, tickets)


def contradicted(found: Contradiction) -> str:
    """Ask which of two statements holds, and say what speaks for each."""
    here, there = found.record.stances
    text = harmless(" ".join(found.other.piece.text.split()))
    return frame.contradicted(text, _stance_text(here), _stance_text(there), _verdict(found.record, 2))


def superseded(record: Disagreement, place: int) -> str:
    """Ask whether an answer that another has replaced still holds.

    Args:
        record: Between the ways of an article, the newest first.
        place: Of the older way, from 0.
    """
    release = f" (with {record.release})" if record.release else ""
    since = f"{record.since}{release}"
    return frame.superseded(_stance_text(record.stances[place]), since, _verdict(record, place + 1))


def _verdict(record: Disagreement, other: int) -> str:
    """Say which answer is the newer and which the better supported.

    Args:
        record: Two answers or more; the first is what the article says.
        other: Place of the one that it is compared with, from 1.
    """
    newer, supported = ("the other" if place == other else "the first" for place in (record.newer, record.supported))
    if newer == supported:
        return f"{newer.capitalize()} is the newer and the better supported."
    return f"{newer.capitalize()} is the newer, {supported} the better supported."


def _stance_text(stance: Stance) -> str:
    days = stance.first if stance.first == stance.last else f"{stance.first} to {stance.last}"
    return f"{_count(stance.tickets, 'ticket')} by {_count(stance.agents, 'agent')}, {days}"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _taking(ways: Sequence[Sequence[Point]]) -> Iterator[tuple[str, ...]]:
    votes: dict[str, list[int]] = {}
    for number, way in enumerate(ways):
        for ref in {ref for point in way for ref in point.tickets}:
            votes.setdefault(ref, [0] * len(ways))[number] = sum(ref in point.places for point in way)
    for number in range(len(ways)):
        yield tuple(sorted(ref for ref, counts in votes.items() if counts.index(max(counts)) == number))


def _contradict(one: Point, other: Point) -> bool:
    if one is other or "code" in (one.piece.kind, other.piece.kind) or not set(one.tickets).isdisjoint(other.tickets):
        return False
    return _differ(one.piece.text, other.piece.text) and _same_statement(one.piece.text, other.piece.text)


def _differ(one: str, other: str) -> bool:
    if is_negated(one) != is_negated(other):
        return True
    if not all(compatible(find(one), find(other)) for find in (numbers, addresses)):
        return True
    # Two menu paths contradict each other only if they lead to the same thing; else they are two steps.
    return not compatible(menu_paths(one), menu_paths(other)) and not _ends(one).isdisjoint(_ends(other))


def _ends(text: str) -> set[str]:
    return {path.rpartition(">")[2] for path in menu_paths(text)}


def _same_statement(one: str, other: str) -> bool:
    first, second = (frozenset(_WORD.findall(without_values(text).casefold())) for text in (one, other))
    if min(len(first), len(second)) < LEAST_WORDS:
        return False
    return 2 * len(first & second) >= SAME_STATEMENT * (len(first) + len(second))


def _contradiction(said: Point, other: Point, tickets: Mapping[str, CleanTicket]) -> Contradiction:
    return Contradiction(said, other, _record("contradiction", [said.tickets, other.tickets], tickets))


def _record(kind: DisagreementKind, sides: Sequence[Sequence[str]], tickets: Mapping[str, CleanTicket]) -> Disagreement:
    members = [[tickets[ref] for ref in side] for side in sides]
    stances = tuple(_stance(side) for side in members)
    newer = max(range(len(sides)), key=lambda number: (stances[number].last, stances[number].first))
    supported = max(range(len(sides)), key=lambda number: (stances[number].agents, stances[number].tickets))
    since, release = _changed(members, newer) if len(members) > 1 else ("", "")
    return Disagreement("changed" if since else kind, stances, newer + 1, supported + 1, since, release)


def _stance(tickets: Sequence[CleanTicket]) -> Stance:
    days = sorted(ticket.created_at.date().isoformat() for ticket in tickets)
    return Stance(len(tickets), len({ticket.agent for ticket in tickets}), days[0], days[-1])


def _changed(sides: Sequence[Sequence[CleanTicket]], newer: int) -> tuple[str, str]:
    """The day and release since when the newest answer has replaced all others; empty if it has not."""
    new = sides[newer]
    old = [ticket for number, side in enumerate(sides) if number != newer for ticket in side]
    begins = min(ticket.created_at for ticket in new)
    if max(ticket.created_at for ticket in old) >= begins:
        return "", ""
    if 1 / math.comb(len(old) + len(new), len(new)) > BY_CHANCE:
        return "", ""
    return begins.date().isoformat(), _release(old, new)


def _release(old: Sequence[CleanTicket], new: Sequence[CleanTicket]) -> str:
    """The version that most of the newer tickets name and none of the older ones."""
    before = {version for ticket in old for version in _versions(ticket)}
    named = [version for ticket in new for version in _versions(ticket) - before]
    often = sorted(set(named), key=lambda version: (-named.count(version), version))
    return " ".join(often[0]).strip() if often and named.count(often[0]) >= FEWEST else ""


def _versions(ticket: CleanTicket) -> set[tuple[str, str]]:
    return versions_in(f"{ticket.question}\n\n{ticket.answer or ''}")
