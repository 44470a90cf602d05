"""The demo, run as a user runs it, against what its tickets are known to ask."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.clustering.tables import heading, row
from benchmarks.clustering.tickets import demo_truth, recurs
from deflect.models import current_generation
from deflect.pipeline import clusters_of
from deflect.pipeline import run as run_pipeline
from deflect.store import Store
from deflect.types import Cluster
from deflect.workspace import Workspace

MOST_FREQUENT, LARGEST, PURE = 20, 25, 0.9
HEADINGS = (
    "tickets", "count", f"of the {MOST_FREQUENT} most frequent questions, one of the {LARGEST} largest clusters",
    "clusters", "recurring tickets unassigned", "purity", "one-offs grouped",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of tickets whose questions are known.

    Attributes:
        tickets: How many there are.
        frequent: How many of the most frequent questions have one of the largest clusters, of which they are
            nearly all.
        clusters: How many were found.
        unassigned: Share of the tickets that recur which are in no cluster.
        purity: Share of the tickets in clusters that ask what most of their cluster asks.
        grouped: Share of the tickets that recur with nothing which are in a cluster.
    """

    tickets: int
    frequent: int
    clusters: int
    unassigned: float
    purity: float
    grouped: float


def run() -> None:
    """Print the table: all languages together, and those that the model reads well one by one."""
    truth = demo_truth()
    with tempfile.TemporaryDirectory() as folder:
        languages, clusters = _found(Path(folder) / "shop")
    print(heading(HEADINGS))
    for wanted in ("all", "en", "de", "fr"):
        own = {ref for ref, language in languages.items() if wanted in {language, "all"}}
        asked = {ref: truth[ref] for ref in own}
        groups = [c.member_ids for c in clusters if wanted in {c.language, "all"}]
        print(row([wanted, *_cells(judge(asked, groups))]))


def judge(asked: dict[str, str], groups: Sequence[Collection[str]]) -> Judged:
    """Judge groups of tickets.

    Args:
        asked: What each ticket asks, by ref; see `demo_truth`.
        groups: Refs of the tickets of each cluster; refs that are not asked about are passed over.
    """
    inside = [[asked[ref] for ref in group if ref in asked] for group in groups]
    inside = sorted((group for group in inside if group), key=len, reverse=True)
    often = [name for name, _ in Counter(filter(recurs, asked.values())).most_common(MOST_FREQUENT)]
    tops = [Counter(group).most_common(1)[0] for group in inside]
    pure = {name for group, (name, count) in zip(inside[:LARGEST], tops, strict=False) if count >= PURE * len(group)}
    covered = Counter(recurs(name) for group in inside for name in group)
    of_all = Counter(map(recurs, asked.values()))
    return Judged(
        tickets=len(asked),
        frequent=len(pure.intersection(often)),
        clusters=len(inside),
        unassigned=1 - covered[True] / max(1, of_all[True]),
        purity=sum(count for _, count in tops) / max(1, covered.total()),
        grouped=covered[False] / max(1, of_all[False]),
    )


def _found(folder: Path) -> tuple[dict[str, str], tuple[Cluster, ...]]:
    command = [sys.executable, "-m", "deflect", "init", str(folder), "--demo"]
    subprocess.run(command, capture_output=True, check=True)
    workspace = Workspace.open(folder)
    run_pipeline(workspace, goal="questions")
    generation = current_generation(workspace.models)
    assert generation is not None
    with Store.open(workspace.database) as store:
        languages = {ticket.id: ticket.language for ticket in store.cleaned()}
    return languages, clusters_of(generation)


def _cells(judged: Judged) -> list[str]:
    shares = [f"{share:.3f}" for share in (judged.unassigned, judged.purity, judged.grouped)]
    return [f"{judged.tickets:,}", str(judged.frequent), str(judged.clusters), *shares]
