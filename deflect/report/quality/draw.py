"""A week's sample of replies to review: stratified, the same at every draw, and shared out among reviewers."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

BY = ("agent", "language", "tier")
"""What replies are stratified by, in this order: as far as every stratum can have one."""

ID_BYTES = 5


@dataclass(frozen=True, slots=True)
class Listed:
    """A reply of the week.

    Attributes:
        id: As `deflect.cleaning.replies` gives it.
        ticket: Ref of its ticket.
        agent: Pseudonym; empty if nobody knows.
        at: When it was begun, ISO 8601 with its zone.
        language: ISO 639-1.
        tier: Of its ticket.
    """

    id: str
    ticket: str
    agent: str
    at: str
    language: str
    tier: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A reply in the sample.

    Attributes:
        name: By which reviewers know it: it says nothing of the ticket.
        reply: Its id.
        at: When it was begun, ISO 8601 with its zone.
        stratum: The one of `Sample.strata` that it stands for.
        reviewers: To whom it goes, one or two.
    """

    name: str
    reply: str
    ticket: str
    agent: str
    at: str
    stratum: str
    reviewers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn of a week.

    Attributes:
        week: ISO week, `2026-W47`.
        by: What it is stratified by.
        strata: Replies of the week in each stratum.
        replies: Those drawn, in an order that tells nothing.
    """

    week: str
    by: tuple[str, ...]
    strata: Mapping[str, int]
    replies: tuple[Drawn, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is wanted of a draw.

    Attributes:
        size: Replies at most.
        shared: How many of them two reviewers get.
        reviewers: At least one, each once.
        own: Pseudonyms of each reviewer as an agent: nobody gets a reply of their own.
    """

    size: int
    shared: int
    reviewers: tuple[str, ...]
    own: Mapping[str, Collection[str]]


def draw(listed: Sequence[Listed], week: str, plan: Plan, key: bytes) -> Sample:
    """Draw a sample.

    Each stratum has one reply at least, the others in proportion to its size; in a stratum each reply is as likely as
    any other. Replies that all reviewers wrote themselves are not drawn; their stratum still counts them.

    Args:
        listed: The replies of the week, in any order.
        week: ISO week: another one draws others.
        plan: What is wanted.
        key: The secret of the workspace: nobody without it can foresee who is drawn.
    """
    by = _as_fine_as_can_be(listed, plan.size)
    strata: defaultdict[str, list[Listed]] = defaultdict(list)
    for each in listed:
        strata["|".join(getattr(each, name) for name in by)].append(each)
    sizes = {name: len(members) for name, members in sorted(strata.items())}
    found = []
    for name, many in allocate(sizes, plan.size).items():
        free = [each for each in strata[name] if _readers(each, plan)]
        ordered = sorted(free, key=lambda each: _hash(key, f"{week}\0{each.id}"))
        found += [(name, each) for each in ordered[:many]]
    found.sort(key=lambda pair: _hash(key, f"{week}\0order\0{pair[1].id}"))
    readers = _share_out([each for _, each in found], plan)
    drawn = (
        Drawn(_hash(key, f"{week}\0{each.id}")[: 2 * ID_BYTES], each.id, each.ticket, each.agent, each.at, name, given)
        for (name, each), given in zip(found, readers, strict=True)
    )
    return Sample(week, by, sizes, tuple(drawn))


def allocate(sizes: Mapping[str, int], size: int) -> dict[str, int]:
    """Share out a sample among strata: one each, then in turn to the one that is most short of its proportion.

    Args:
        sizes: Of each stratum, at least 1; no more strata than `size`.
        size: Of the sample; all are taken if there are no more.
    """
    whole = sum(sizes.values())
    given = dict.fromkeys(sizes, 1)
    for _ in range(min(size, whole) - len(given)):
        short = [name for name in sizes if given[name] < sizes[name]]
        given[max(short, key=lambda name: sizes[name] * size / whole - given[name])] += 1
    return given


def order_for(reviewer: str, sample: Sample) -> tuple[Drawn, ...]:
    """A reviewer's replies, in an order of their own: it does not tell which ones another gets too."""
    own = [each for each in sample.replies if reviewer in each.reviewers]
    return tuple(sorted(own, key=lambda each: _hash(b"", f"{reviewer}\0{each.name}")))


def _as_fine_as_can_be(listed: Sequence[Listed], size: int) -> tuple[str, ...]:
    for many in range(len(BY), 0, -1):
        by = BY[:many]
        if len({tuple(getattr(each, name) for name in by) for each in listed}) <= size:
            return by
    return ()


def _readers(each: Listed, plan: Plan) -> list[str]:
    return [name for name in plan.reviewers if each.agent not in plan.own.get(name, ())]


def _share_out(listed: Sequence[Listed], plan: Plan) -> list[tuple[str, ...]]:
    """Give each reply to whoever has fewest, and the first ones to two."""
    load = Counter(dict.fromkeys(plan.reviewers, 0))
    left = plan.shared
    found = []
    for each in listed:
        can = sorted(_readers(each, plan), key=lambda name: (load[name], plan.reviewers.index(name)))
        given = can[: 2 if left > 0 else 1]
        left -= len(given) == 2
        load.update(given)
        found.append(tuple(given))
    return found


def _hash(key: bytes, text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=key, digest_size=16).hexdigest()
