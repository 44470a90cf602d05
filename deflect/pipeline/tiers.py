"""The tiers of a workspace's tickets, and how well the rules agree with its owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from deflect.cleaning import pseudonym
from deflect.errors import InputError, UsageError, WorkspaceError
from deflect.models import current_generation
from deflect.pipeline.run import clusters_of
from deflect.store import Store
from deflect.types import CleanTicket, Cluster
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.report.tiers import Agreement, Rules

SAMPLE = "tiers-sample.csv"


@dataclass(frozen=True, slots=True)
class Sampled:
    """Where the sample lies, and how many tickets are in it."""

    file: str
    tickets: int
    next_step: str


def rules_for(workspace: Workspace, tickets: Sequence[CleanTicket], clusters: Sequence[Cluster]) -> Rules:
    """The rules that a workspace's settings ask for."""
    from deflect.report.tiers import Rules, repeated_answers

    sources = {ticket.id.partition(":")[0] for ticket in tickets}
    names = workspace.settings.tiers.developers
    key = workspace.key()
    developers = {pseudonym.agent_by_id(key, source, name) for source in sources for name in names}
    known = {ref for cluster in clusters for ref in cluster.member_ids}
    return Rules(workspace.settings.tiers, known | repeated_answers(tickets), developers)


def write_sample(workspace: Workspace, size: int, seed: int, file: Path | None = None) -> Sampled:
    """Write a sample of tickets to label.

    Args:
        workspace: Only read.
        size: How many tickets.
        seed: Another one draws another sample.
        file: Where to; `tiers-sample.csv` in the workspace if it is not said.

    Raises:
        UsageError: The file exists: it may hold labels.
        WorkspaceError: Nothing was run yet.
    """
    from deflect.report.tiers import draw, sample_sheet

    path = file or workspace.root / SAMPLE
    tickets, _ = _known(workspace)
    drawn = draw(tickets, size, seed)
    try:
        with path.open("x", encoding="utf-8-sig", newline="") as out:
            out.write(sample_sheet(drawn))
    except FileExistsError:
        step = "Compare it: deflect tiers agreement; or name another with --file"
        raise UsageError("the sample exists already", str(path), step) from None
    step = f"Write 1, 2 or 3 into the column tier, then: deflect tiers agreement --file {path.name}"
    return Sampled(str(path), len(drawn), step)


def agreement(workspace: Workspace, file: Path | None = None) -> Agreement:
    """Compare the rules with a labelled sample.

    Raises:
        InputError: The file cannot be read as one, or holds no label of a ticket that is there.
        WorkspaceError: Nothing was run yet.
    """
    from deflect.report.tiers import agree, read_labels

    path = file or workspace.root / SAMPLE
    labels = read_labels(_text(path), str(path))
    tickets, clusters = _known(workspace)
    rules = rules_for(workspace, tickets, clusters)
    found = {ticket.id: rules.of(ticket).tier for ticket in tickets if ticket.id in labels}
    pairs = [(labels[ref], tier) for ref, tier in found.items() if tier is not None]
    if not pairs:
        raise InputError("no ticket has a tier", str(path), "Write 1, 2 or 3 into the column tier")
    return agree([one for one, _ in pairs], [other for _, other in pairs])


def _known(workspace: Workspace) -> tuple[list[CleanTicket], tuple[Cluster, ...]]:
    generation = current_generation(workspace.models)
    if generation is None:
        raise WorkspaceError("nothing was run yet", str(workspace.root), "Run it first: deflect run")
    with Store.open(workspace.database) as store:
        return list(store.cleaned()), tuple(clusters_of(generation))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError("there is no such file", str(path), "Draw a sample: deflect tiers sample") from None
    except UnicodeDecodeError as error:
        raise InputError("the file is not UTF-8", str(path), "Save it as CSV in UTF-8") from error
