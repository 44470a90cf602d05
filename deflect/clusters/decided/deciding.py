"""What decisions make of the groups that a run finds.

A decided question keeps its id and every ticket that its decisions name, whatever the clusterer finds. It grows by new
tickets that are found together with its own; it never swallows another question, which only a merge does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from deflect.clusters.decided.decisions import Decisions, fold, undone
from deflect.types import Cluster, Standing


@dataclass(frozen=True, slots=True)
class DecidedQuestion:
    """A question that people decided about, as this run has it.

    Attributes:
        refs: Its tickets, in the order of the run's; never empty.
        label: What it is to be called; None if nobody said.
        came_from: Ids of the questions that were merged into it or that it was split from.
    """

    id: str
    refs: tuple[str, ...]
    label: str | None
    standing: Standing
    came_from: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the decisions make of the groups of a run.

    Attributes:
        decided: Questions with fixed ids.
        rest: The other groups, without the tickets of decided questions; their ids are still to be found.
        closed: Ids that no other group may take: those of decided questions, and of those that were merged away.
        missing: Ids of decided questions of which no ticket is left, or that were never there.
    """

    decided: tuple[DecidedQuestion, ...]
    rest: tuple[tuple[str, ...], ...]
    closed: frozenset[str]
    missing: tuple[str, ...]


Nearest = Callable[[Sequence[str], Sequence[Sequence[str]]], Sequence[int]]


def apply(
    decisions: Decisions,
    groups: Sequence[Sequence[str]],
    tickets: Sequence[str],
    *,
    previous: Mapping[str, Sequence[str]],
    min_size: int,
    nearest: Nearest,
) -> Outcome:
    """Make the groups that a run found keep to the decisions.

    A group with tickets of a decided question in it goes to that question with all its new tickets if most of its known
    tickets are such a question's; otherwise it loses those that are. Tickets of another question that was found
    together with a decided one stay a group of their own if they are enough.

    Args:
        decisions: In the order they were taken.
        groups: Refs of the tickets of each group, disjoint.
        tickets: Refs of all tickets of the run, those in no group too.
        previous: Refs by question of the run before; tells known tickets from new ones.
        min_size: Fewest tickets of a group that lost some; smaller ones are dissolved. Decided questions never are.
        nearest: For refs and the refs of several questions, the position of the nearest question for each ref.

    Returns:
        Decided questions and the remaining groups; the groups as they are if there are no decisions.
    """
    state = fold(decisions, previous)
    there = [ref for ref in tickets if ref in state.holder]
    home = {ref: state.current(name) for name, refs in previous.items() for ref in refs}
    held = _Held({ref: state.holder[ref] for ref in there}, home)
    rest: list[tuple[str, ...]] = []
    for group in groups:
        rest += held.divide(group, min_size, nearest)
    found = held.questions(tickets)
    decided = [
        DecidedQuestion(
            name, tuple(refs), state.label.get(name), state.standing.get(name, "open"), state.came_from.get(name, ())
        )
        for name, refs in found.items()
    ]
    closed = frozenset((*found, *state.merged_away))
    missing = tuple(name for name in state.decided if name not in found and name not in state.merged_away)
    return Outcome(tuple(decided), tuple(rest), closed, missing)


def by_mean_vector(refs: Sequence[str], vectors: NDArray[np.float32]) -> Nearest:
    """Judge nearness by cosine similarity to the mean of a question's tickets.

    Args:
        refs: n tickets.
        vectors: (n, d) unit rows, one for each.
    """
    place = {ref: number for number, ref in enumerate(refs)}

    def nearest(asked: Sequence[str], questions: Sequence[Sequence[str]]) -> list[int]:
        centres = np.stack([vectors[[place[ref] for ref in own]].mean(axis=0) for own in questions])
        centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9)
        similarity = vectors[[place[ref] for ref in asked]] @ centres.T
        return [int(number) for number in similarity.argmax(axis=1)]

    return nearest


def names_put_back(decisions: Decisions, previous: Sequence[Cluster]) -> tuple[Cluster, ...]:
    """Give earlier clusters back the labels that undone decisions had taken from them.

    Args:
        decisions: In the order they were taken.
        previous: Clusters of the run before, whose labels live on in this one's.
    """
    old: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for number in sorted(undone(decisions).values(), reverse=True):
        decision = decisions[number]
        old[decision.question].append((decision.label, decision.asks))
        for part in decision.parts:
            old[part.question].append((part.label, part.asks))
    return tuple(_put_back(cluster, old.get(cluster.id, ())) for cluster in previous)


def _put_back(cluster: Cluster, changes: Sequence[tuple[str, str]]) -> Cluster:
    label = cluster.label
    for given, before in changes:
        label = before if given == label and before else label
    return replace(cluster, label=label)


class _Held:
    """The tickets of decided questions while the groups of a run are gone through.

    Args:
        holder: The decided question of each ticket that a decision names and that is there.
        home: The question of each ticket in the run before.
    """

    def __init__(self, holder: Mapping[str, str], home: Mapping[str, str]) -> None:
        self.holder = holder
        self.decided = set(holder.values())
        self.home = {**home, **holder}
        self.has_run_before = bool(home)
        self.joined: dict[str, str] = {}
        self.own: defaultdict[str, list[str]] = defaultdict(list)
        for ref, name in holder.items():
            self.own[name].append(ref)

    def divide(self, group: Sequence[str], min_size: int, nearest: Nearest) -> list[tuple[str, ...]]:
        """Take out of a group what belongs to decided questions; return what remains of it, at most a few groups."""
        free = [ref for ref in group if ref not in self.holder]
        if len(free) == len(group):
            return [tuple(group)]
        if not self._is_decided(group):
            return [tuple(free)] if len(free) >= min_size else []
        apart = self._others(free, min_size)
        within = {ref for refs in apart for ref in refs}
        self._join(group, [ref for ref in free if ref not in within], nearest)
        return apart

    def questions(self, tickets: Sequence[str]) -> dict[str, list[str]]:
        """The tickets of each decided question, in the order of the run's."""
        found: dict[str, list[str]] = {name: [] for name in self.own}
        for ref in tickets:
            name = self.holder.get(ref) or self.joined.get(ref)
            if name:
                found[name].append(ref)
        return found

    def _is_decided(self, group: Sequence[str]) -> bool:
        homes = Counter(self.home.get(ref) for ref in group)
        decided = sum(count for name, count in homes.items() if name in self.decided)
        # Where no run before tells new tickets from known ones, each counts.
        others = len(group) - decided - (homes[None] if self.has_run_before else 0)
        return decided > others

    def _others(self, free: Sequence[str], min_size: int) -> list[tuple[str, ...]]:
        """Tickets of other questions, as groups of their own."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for ref in free:
            name = self.home.get(ref)
            if name is not None and name not in self.decided:
                found[name].append(ref)
        return [tuple(refs) for refs in found.values() if len(refs) >= min_size]

    def _join(self, group: Sequence[str], free: Sequence[str], nearest: Nearest) -> None:
        known = {ref: self.home[ref] for ref in free if self.home.get(ref) in self.decided}
        self.joined.update(known)
        new = [ref for ref in free if ref not in known]
        names = sorted({self.holder[ref] for ref in group if ref in self.holder})
        if len(names) == 1:
            self.joined.update(dict.fromkeys(new, names[0]))
        elif new:
            chosen = nearest(new, [self.own[name] for name in names])
            self.joined.update((ref, names[number]) for ref, number in zip(new, chosen, strict=True))
