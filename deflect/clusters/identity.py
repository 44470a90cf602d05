"""Which of today's groups is which of yesterday's clusters: ids stay with the tickets they stood for."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence

from deflect.types import Cluster

LEAST_SHARED = 0.5


def match(groups: Sequence[Sequence[str]], previous: Sequence[Cluster]) -> list[Cluster | None]:
    """Pair each group with the earlier cluster it continues, largest overlap first, each used once.

    Args:
        groups: Ticket refs of each group of this run.
        previous: Clusters of the run before.

    Returns:
        For each group the cluster it continues, or None if it is a new question. A group continues a cluster if they
        share at least half of the tickets of the smaller of the two.
    """
    home = {ref: number for number, cluster in enumerate(previous) for ref in cluster.member_ids}
    overlaps = []
    for number, group in enumerate(groups):
        for earlier, shared in Counter(home[ref] for ref in group if ref in home).items():
            smaller = min(len(group), len(previous[earlier].member_ids))
            if shared >= LEAST_SHARED * smaller:
                overlaps.append((-shared, number, earlier))
    found: list[Cluster | None] = [None] * len(groups)
    taken: set[int] = set()
    for _, number, earlier in sorted(overlaps):
        if found[number] is None and earlier not in taken:
            found[number] = previous[earlier]
            taken.add(earlier)
    return found


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
