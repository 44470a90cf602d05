"""Which of today's groups is which of yesterday's clusters: ids stay with the tickets they stood for."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deflect.types import Cluster

LEAST_SHARED = 0.5
"""Share of the smaller one's tickets that a group and the cluster it continues have in common. Higher: fewer ids are
kept, and an id says more."""

LEAST_PART = 0.5
"""Share of an earlier cluster's tickets that are now in a group, or of a group's that were in that cluster, from which
the one came from the other. Higher: fewer merges and splits are told."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a group of this run was before.

    Attributes:
        continues: The earlier cluster whose id it keeps; None for a new question.
        came_from: Ids of the other clusters of the run before that were merged into it or that it was split from,
            the one that shares most tickets first.
    """

    continues: Cluster | None = None
    came_from: tuple[str, ...] = ()

    @property
    def lineage(self) -> tuple[str, ...]:
        """All that it came from, in this run and in earlier ones, for the record of the cluster."""
        known = self.continues.came_from if self.continues else ()
        return tuple(dict.fromkeys((*known, *self.came_from)))


@dataclass(frozen=True, slots=True)
class _Overlap:
    """Tickets that a group and an earlier cluster have in common; both by position."""

    group: int
    earlier: int
    shared: int


def match(groups: Sequence[Sequence[str]], previous: Sequence[Cluster]) -> list[Match]:
    """Pair groups with the earlier clusters they continue, largest overlap first, each once.

    On refits of labelled sets an optimal assignment keeps the ids of 0.1% more tickets, and can move an id away from
    the bulk of its tickets.

    Args:
        groups: Ticket refs of each group of this run; no ref in two groups.
        previous: Clusters of the run before; no ref in two clusters.

    Returns:
        For each group what it was, whatever the order of groups and clusters. A group continues only a cluster with
        which it shares at least half of the tickets of the smaller of the two.
    """
    overlaps = list(_overlaps(groups, previous))
    continues = _largest_first([each for each in overlaps if _is_firm(each, groups, previous)], groups, previous)
    parents: list[list[_Overlap]] = [[] for _ in groups]
    for each in overlaps:
        if continues.get(each.group) != each.earlier and _came_from(each, groups, previous):
            parents[each.group].append(each)
    return [_described(continues.get(place), parents[place], previous) for place in range(len(groups))]


def _overlaps(groups: Sequence[Sequence[str]], previous: Sequence[Cluster]) -> Iterator[_Overlap]:
    home = {ref: place for place, cluster in enumerate(previous) for ref in cluster.member_ids}
    for place, group in enumerate(groups):
        for earlier, shared in Counter(home[ref] for ref in group if ref in home).items():
            yield _Overlap(place, earlier, shared)


def _is_firm(each: _Overlap, groups: Sequence[Sequence[str]], previous: Sequence[Cluster]) -> bool:
    return each.shared >= LEAST_SHARED * min(len(groups[each.group]), len(previous[each.earlier].member_ids))


def _came_from(each: _Overlap, groups: Sequence[Sequence[str]], previous: Sequence[Cluster]) -> bool:
    merged = each.shared >= LEAST_PART * len(previous[each.earlier].member_ids)
    return merged or each.shared >= LEAST_PART * len(groups[each.group])


def _described(continues: int | None, parents: list[_Overlap], previous: Sequence[Cluster]) -> Match:
    found = sorted((-each.shared, previous[each.earlier].id) for each in parents)
    return Match(None if continues is None else previous[continues], tuple(name for _, name in found))


def _largest_first(
    firm: Sequence[_Overlap], groups: Sequence[Sequence[str]], previous: Sequence[Cluster]
) -> dict[int, int]:
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    # Ties are broken by what does not depend on the order of the arguments.
    for each in sorted(firm, key=lambda each: (-each.shared, previous[each.earlier].id, min(groups[each.group]))):
        if each.group not in pairs and each.earlier not in taken:
            pairs[each.group] = each.earlier
            taken.add(each.earlier)
    return pairs


def new_id(group: Sequence[str], taken: set[str]) -> str:
    """Name a new cluster after its tickets, so that a run repeated from the same state gives the same id.

    Args:
        group: Ticket refs, in any order; at least one.
        taken: Ids in use; the new one is added.
    """
    text = "\n".join(sorted(group))
    for attempt in range(len(taken) + 1):
        digest = hashlib.blake2b(f"{attempt}\n{text}".encode(), digest_size=5).hexdigest()
        if (name := f"q-{digest}") not in taken:
            break
    taken.add(name)
    return name
