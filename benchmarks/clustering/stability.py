"""Whether questions stay themselves when a tenth of the tickets is missing."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from benchmarks.clustering.measures import alone
from benchmarks.clustering.sets import Vectors, labelled_sets, vectors_of
from benchmarks.clustering.tables import heading, row
from benchmarks.clustering.tickets import demo_tickets, thunderbird_threads
from deflect import QuestionClusterer
from deflect.clusters.following import identity
from deflect.clusters.following.steady import steady
from deflect.types import Cluster, Trend

Labels = NDArray[np.int64]

RESAMPLES, PART, LARGEST, MOST = 10, 0.9, 50, 0.95
HEADINGS = (
    "tickets", "count", "questions", "clusters", "ARI between runs: mean", "least",
    f"{LARGEST} largest clusters: surviving tickets that keep their id, mean", "least",
    f"clusters in which {MOST:.0%} keep it",
)  # fmt: skip


def run() -> None:
    """Print the table for the demo's English tickets and for real sets."""
    print(
        f"{RESAMPLES} runs, each on {PART:.0%} of the tickets; ARI is between runs, on the tickets that both have. Ids"
    )
    print(f"are those of an earlier run on another {PART:.0%}. `anew`: a run finds its questions knowing no other;")
    print("`continued`: it follows the earlier run, as in use.\n")
    print(heading(HEADINGS))
    for name, vectors in _sets():
        before = found_in(vectors, part_of(len(vectors), RESAMPLES))
        anew, continued = resampled(vectors, before)
        for way, runs in (("anew", anew), ("continued", continued)):
            print(row([name, f"{len(vectors):,}", way, *_cells(before, runs)]), flush=True)


def part_of(count: int, seed: int) -> Labels:
    """Choose the places of a part of the tickets, in order."""
    return np.sort(np.random.default_rng(seed).permutation(count)[: int(PART * count)])


def found_in(vectors: Vectors, part: Labels) -> Labels:
    """Find questions in a part; return (n,) labels, -1 recurs with nothing, -2 is not in the part."""
    labels = np.full(len(vectors), -2)
    labels[part] = QuestionClusterer().fit_predict(vectors[part])
    return labels


def resampled(vectors: Vectors, before: Labels) -> tuple[Labels, Labels]:
    """Find questions in parts.

    Args:
        vectors: (n, d) unit rows.
        before: (n,) labels of an earlier run, as of `found_in`.

    Returns:
        Twice (runs, n) labels, as of `found_in`. The first are found anew, the second continue the earlier run.
    """
    parts = [part_of(len(vectors), seed) for seed in range(RESAMPLES)]
    anew = np.array([found_in(vectors, part) for part in parts])
    continued = anew.copy()
    for labels, part in zip(continued, parts, strict=True):
        labels[part] = steady(labels[part], np.maximum(before[part], -1), vectors[part])
    return anew, continued


def agreement(runs: Labels) -> list[float]:
    """Adjusted Rand index of every two runs on the rows that both have; a row in no cluster is one of its own."""
    from sklearn.metrics import adjusted_rand_score

    found = []
    for first, second in combinations(runs, 2):
        both = (first > -2) & (second > -2)
        found.append(float(adjusted_rand_score(alone(first[both]), alone(second[both]))))
    return found


def keeping(before: Labels, after: Labels) -> list[float]:
    """Share of the surviving tickets of each of the largest clusters that keep their cluster's id.

    Args:
        before: (n,) labels of an earlier run, 0 for the largest cluster.
        after: (n,) labels of a later run, -2 for tickets that are gone.
    """
    previous = [_cluster(f"q-{number}", np.flatnonzero(before == number)) for number in range(before.max() + 1)]
    groups = [_refs(np.flatnonzero(after == number)) for number in range(after.max() + 1)]
    matched = identity.match(groups, previous)
    ids = np.array([int(each.continues.id.removeprefix("q-")) if each.continues else -1 for each in matched] + [-1])
    now = ids[np.maximum(after, -1)]
    shares = [now[(before == number) & (after > -2)] == number for number in range(min(LARGEST, len(previous)))]
    return [float(share.mean()) for share in shares if len(share)]


def _cluster(name: str, members: Labels) -> Cluster:
    return Cluster(name, tuple(_refs(members)), (), name, "en", 1.0, 1, Trend((), ()))


def _refs(members: Labels) -> list[str]:
    return [f"bench:{place}" for place in members]


def _sets() -> list[tuple[str, Vectors]]:
    demo = [ticket.question for ticket in demo_tickets() if ticket.language == "en"]
    found = [("demo, English", vectors_of(demo, "int8"))]
    found += [(each.name, vectors_of(each.texts)) for each in labelled_sets()[:1]]
    threads = thunderbird_threads()
    if threads:
        own = [ticket.question for ticket in threads.tickets]
        found.append(("Thunderbird threads with links", vectors_of(own, "int8")))
    return [(name, np.load(path)) for name, path in found]


def _cells(before: Labels, runs: Labels) -> list[str]:
    alike = agreement(runs)
    kept = np.array([share for after in runs for share in keeping(before, after)])
    figures = [float(np.mean(alike)), min(alike), float(kept.mean()), float(kept.min()), float((kept >= MOST).mean())]
    return [str(before.max() + 1), *(f"{figure:.3f}" for figure in figures)]
