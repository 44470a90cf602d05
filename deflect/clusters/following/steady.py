"""Keeping the questions of the run before unless the tickets clearly speak for others.

Evolutionary clustering (Chakrabarti, Kumar and Tomkins, 2006): what a run gains in quality is weighed against what it
changes. Finding the questions anew from slightly different tickets moves boundaries that nothing speaks for, and who
looks at the questions every day should see a change only where there is one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from deflect.clusters.following.centres import TINY, Floats, Ints, centres, common, members, relative, unit

BULK = 0.5
"""Share of a group's tickets that ties it to another group. Higher: fewer merges and splits are seen as one event."""

CLEARLY = 2.326
"""Standard errors by which tickets must lie better in new questions: the one-sided 1% level, were tickets independent
and the new questions not found in the same tickets. Higher: ids last longer, and a change is followed later."""

LEAST_NEW = 0.1
"""Share of an event's tickets that are new or had no question before, below which nothing speaks for a change: erased
tickets do not. Higher: ids last longer, and a change is followed later."""

CLEARLY_NEARER = 0.1
"""Cosine similarity by which a ticket must be nearer to another question's centre to move there. Higher: fewer move."""

NEAREST_OTHERS = 10


def steady(
    labels: Ints, earlier: Ints, vectors: Floats, *, min_size: int = 5, new: NDArray[np.bool_] | None = None
) -> Ints:
    """Take over what this run found, except where it merges, splits or swaps earlier questions without clear gain.

    What is new joins freely: questions of mostly new tickets, and tickets that had no question. Where this run divides
    the tickets of earlier questions differently, the silhouettes (Rousseeuw, 1987) of these tickets are compared in
    pairs, and the earlier questions stay unless the mean gain is more than `CLEARLY` of its standard errors.

    Args:
        labels: (n,) group of each ticket found in this run, 0 to k - 1; -1 for none.
        earlier: (n,) question of each ticket in the run before, 0 to m - 1; -1 for none and for new tickets.
        vectors: (n, d), no row zero.
        min_size: Fewest tickets of a new question; an earlier one is given up when less than half as many are left.
        new: (n,) tickets that came since the questions of the run before were found, also if they were given to one;
            those without an earlier question if not told. Tickets without an earlier question count as new anyway.

    Returns:
        (n,) labels, 0 for the largest; -1 for none. Their numbers say nothing of `earlier`: which of them continues
        which earlier question is for `deflect.clusters.following.identity.match` to tell.

    Raises:
        ModelError: A row of the vectors is all zeros.
    """
    count = int(earlier.max(initial=-1)) + 1
    if not count:
        return labels.copy()
    rows = relative(vectors, common(vectors))
    speaks = earlier < 0 if new is None else (earlier < 0) | new
    before, today = earlier.copy(), np.where(labels >= 0, labels + count, -1)
    asked, found = members(earlier), members(labels)
    asked_centres, found_centres = centres(rows, asked), centres(rows, found)
    for questions, groups in _events(labels, earlier):
        tickets = np.concatenate([found[group] for group in groups])
        both = tickets[np.isin(earlier[tickets], questions)]
        weighed = len(questions) + len(groups) > 2 and speaks[tickets].mean() >= LEAST_NEW
        others = _nearest_others(rows[both], found_centres, groups) if weighed else np.empty(0)
        if weighed and _lie_better(rows[both], labels[both], earlier[both], others):
            before[np.concatenate([asked[question] for question in questions])] = -1
        else:
            today[tickets] = questions[np.argmax(rows[tickets] @ asked_centres[questions].T, axis=1)]
    return _by_size(_placed(before, today, rows), count, min_size)


def silhouettes(rows: Floats, labels: Ints, others: Floats) -> Floats:
    """How much nearer each row is to its own group's centre than to the nearest other one, -1 to 1.

    Args:
        rows: (n, d) unit rows.
        labels: (n,) group of each, any numbers.
        others: (n,) similarity of each row to the nearest centre of all groups that are not in `labels`.

    Returns:
        (n,) silhouettes by distance from centres, a row itself left out of its own centre; 0 for a row that is alone.
    """
    names, groups, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    sums = np.zeros((len(names), rows.shape[1]))
    np.add.at(sums, groups, rows)
    own = np.einsum("ij,ij->i", unit(sums[groups] - rows), rows)
    similarity = rows @ unit(sums).T
    similarity[np.arange(len(rows)), groups] = -1.0
    away_own, away_other = 1.0 - own, 1.0 - np.maximum(similarity.max(axis=1), others)
    scale = np.maximum(np.maximum(away_own, away_other), TINY)
    found: Floats = np.where(sizes[groups] > 1, (away_other - away_own) / scale, 0.0)
    return found


def _events(labels: Ints, earlier: Ints) -> list[tuple[Ints, Ints]]:
    """Earlier questions and groups of this run that hang together: the bulk of one lies in another."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    questions, groups, shared = _shared(labels, earlier)
    old, new = np.bincount(earlier[earlier >= 0]), np.bincount(labels[labels >= 0])
    tied = (shared > BULK * old[questions]) | (shared > BULK * new[groups])
    total, ends = len(old) + len(new), (questions[tied], len(old) + groups[tied])
    links = coo_array((np.ones(len(ends[0])), ends), shape=(total, total))
    parts = members(connected_components(links, directed=False)[1].astype(np.int64))
    split = [(part[part < len(old)], part[part >= len(old)] - len(old)) for part in parts]
    return [(questions, groups) for questions, groups in split if len(questions) and len(groups)]


def _shared(labels: Ints, earlier: Ints) -> tuple[Ints, Ints, Ints]:
    """Earlier questions and groups of this run that have tickets in common, and how many."""
    both = (labels >= 0) & (earlier >= 0)
    width = int(labels.max(initial=0)) + 1
    pairs, shared = np.unique(earlier[both] * width + labels[both], return_counts=True)
    return pairs // width, pairs % width, shared


def _lie_better(rows: Floats, labels: Ints, earlier: Ints, others: Floats) -> bool:
    gain = silhouettes(rows, labels, others) - silhouettes(rows, earlier, others)
    return bool(gain.mean() > CLEARLY * gain.std() / np.sqrt(len(gain)))


def _nearest_others(rows: Floats, means: Floats, groups: Ints) -> Floats:
    """Similarity of each row to the nearest centre outside the groups; only the few that are near all rows are read."""
    closeness = means @ rows.sum(axis=0)
    closeness[groups] = -np.inf
    near = np.argsort(-closeness, kind="stable")[:NEAREST_OTHERS]
    near = near[np.isfinite(closeness[near])]
    if not len(near):
        return np.full(len(rows), -1.0)
    nearest: Floats = (rows @ means[near].T).max(axis=1)
    return nearest


def _placed(before: Ints, today: Ints, rows: Floats) -> Ints:
    """Give each ticket to its question of before, or to today's if it has none or is clearly nearer to that."""
    placed = np.where(before >= 0, before, today)
    groups = members(placed)
    # A group of this run in which every ticket has a question of before is none of today's questions.
    sizes = np.array([len(own) for own in groups] + [0] * (int(today.max(initial=-1)) + 1 - len(groups)))
    torn = np.flatnonzero((before >= 0) & (before != today) & (sizes[today] > 0) & (today >= 0))
    means = centres(rows, groups)
    nearer = np.einsum("ij,ij->i", rows[torn], means[today[torn]] - means[before[torn]])
    moving = torn[nearer > CLEARLY_NEARER]
    placed[moving] = today[moving]
    return placed


def _by_size(placed: Ints, count: int, min_size: int) -> Ints:
    """Number the questions by size; the first `count` are earlier ones and need fewer tickets to stay."""
    least = (min_size + 1) // 2
    groups = [own for number, own in enumerate(members(placed)) if len(own) >= (least if number < count else min_size)]
    numbered = np.full(len(placed), -1)
    for number, own in enumerate(sorted(groups, key=lambda own: (-len(own), int(own[0])))):
        numbered[own] = number
    return numbered
