"""The recurring questions of a workspace as they are now, one or all, with what people decided about them."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deflect.clusters.decided.deciding import DecidedQuestion, Outcome, apply
from deflect.clusters.decided.decisions import Decisions, Kind, undone
from deflect.clusters.decided.questions_file import FILE_NAME, load
from deflect.errors import UsageError, WorkspaceError
from deflect.models import Generation, current_generation
from deflect.pipeline.run import clusters_of
from deflect.store import Store
from deflect.types import CleanTicket, Cluster, Standing
from deflect.workspace import Workspace

LIST = "See them all: deflect cluster --all"


@dataclass(frozen=True, slots=True)
class Question:
    """A recurring question of the last run with the decisions taken since.

    Attributes:
        refs: Its tickets.
        label: What it is called.
        standing: What was decided about it.
    """

    id: str
    label: str
    refs: tuple[str, ...]
    standing: Standing = "open"


@dataclass(frozen=True, slots=True)
class Taken:
    """A decision that was taken, without its tickets.

    Attributes:
        question: Id of the question it is about.
        others: Ids of the questions merged into that, or of the parts it was split into.
        label: The new label; empty if the decision gave none.
        on: The day, `YYYY-MM-DD`; empty if the file does not say.
        counts: False once it was undone.
    """

    decision: Kind
    question: str
    others: tuple[str, ...]
    label: str
    reason: str
    on: str
    counts: bool


@dataclass(frozen=True, slots=True)
class Story:
    """Everything about one recurring question.

    Attributes:
        exemplars: How people ask it, redacted.
        share: Share of the learned tickets that ask it, 0 to 1.
        decisions: What people decided about it, oldest first.
        pending: Whether the next run will change it by decisions taken since the last.
    """

    cluster: Cluster
    exemplars: tuple[str, ...]
    share: float
    decisions: tuple[Taken, ...]
    pending: bool


def decisions_file(workspace: Workspace) -> Path:
    """The file that the decisions are kept in."""
    return workspace.root / FILE_NAME


def questions(workspace: Workspace) -> tuple[Question, ...]:
    """List the recurring questions as they are after all decisions, also those that no run has seen yet.

    Args:
        workspace: Only read.

    Raises:
        WorkspaceError: Nothing was run yet.
        InputError: `questions.yaml` cannot be read.
    """
    return current(clusters_of(generation_of(workspace)), load(decisions_file(workspace)))


def generation_of(workspace: Workspace) -> Generation:
    """The generation in use.

    Raises:
        WorkspaceError: Nothing was run yet.
    """
    generation = current_generation(workspace.models)
    if generation is None:
        raise WorkspaceError("nothing was run yet", str(workspace.root), "Run it first: deflect run")
    return generation


def find(workspace: Workspace, question: str) -> Question:
    """Find a question by its id.

    Raises:
        UsageError: There is none; names the nearest.
    """
    found = {each.id: each for each in questions(workspace)}
    if question not in found:
        raise unknown_question(question, found)
    return found[question]


def story(workspace: Workspace, question: str) -> Story:
    """Tell all about one recurring question.

    Args:
        workspace: Only read.
        question: Its id.

    Raises:
        UsageError: There is no such question, or no run has seen it yet.
    """
    generation = generation_of(workspace)
    clusters = {cluster.id: cluster for cluster in clusters_of(generation)}
    now = {each.id: each for each in questions(workspace)}
    if question not in clusters:
        if question in now:
            raise UsageError("no run has seen this question yet", question, "Run it first: deflect run")
        raise unknown_question(question, {*clusters, *now})
    cluster = clusters[question]
    tickets = tickets_of(workspace, cluster.exemplar_ids)
    asked = tuple(tickets[ref].question for ref in cluster.exemplar_ids if ref in tickets)
    share = len(cluster.member_ids) / max(1, generation.fields["learned"])
    return Story(cluster, asked, share, _taken(workspace, question), _is_pending(cluster, now.get(question)))


def missing(workspace: Workspace) -> tuple[str, ...]:
    """Ids that decisions name but that no ticket of the last run belongs to, such as misspelt ones.

    Args:
        workspace: Only read.
    """
    members = {cluster.id: cluster.member_ids for cluster in clusters_of(generation_of(workspace))}
    return _outcome(members, load(decisions_file(workspace))).missing


def draw_map(workspace: Workspace) -> str:
    """Draw the recurring questions of the last run as a page of HTML.

    Args:
        workspace: Only read, except for vectors that were not encoded yet.

    Raises:
        WorkspaceError: Nothing was run yet.
    """
    from deflect.pipeline.asked import as_asked
    from deflect.pipeline.memory import open_memory
    from deflect.report.question_map import question_map

    generation = generation_of(workspace)
    clusters = clusters_of(generation)
    with workspace.lock("cluster map"), Store.open(workspace.database) as store:
        tickets = as_asked(store.cleaned(), generation)
        vectors = open_memory(workspace, tickets).encode([ticket.question for ticket in tickets])
    return question_map(clusters, tickets, vectors)


def tickets_of(workspace: Workspace, refs: Iterable[str]) -> dict[str, CleanTicket]:
    """Read tickets of the last run by their refs; those that are gone are left out."""
    wanted = set(refs)
    with Store.open(workspace.database) as store:
        return {ticket.id: ticket for ticket in store.cleaned() if ticket.id in wanted}


def unknown_question(question: str, known: Iterable[str]) -> UsageError:
    """Say that there is no such question, and which one was probably meant."""
    names = list(known)
    near = [name for name in names if name.startswith(question)] or difflib.get_close_matches(question, names, n=1)
    hint = f"Did you mean {near[0]}? {LIST}" if near else LIST
    return UsageError("there is no such recurring question", question, hint)


def _is_pending(cluster: Cluster, now: Question | None) -> bool:
    if now is None:
        return True
    same = set(now.refs) == set(cluster.member_ids)
    return not same or (now.label, now.standing) != (cluster.label, cluster.standing)


def current(clusters: Sequence[Cluster], decisions: Decisions) -> tuple[Question, ...]:
    """The questions of a run after decisions were taken; see `questions`."""
    members = {cluster.id: cluster.member_ids for cluster in clusters}
    labels = {cluster.id: cluster.label for cluster in clusters}
    outcome = _outcome(members, decisions)
    home = {ref: name for name, refs in members.items() for ref in refs}
    rest = [Question(home[refs[0]], labels[home[refs[0]]], refs) for refs in outcome.rest]
    return (*(_decided(each, labels, decisions) for each in outcome.decided), *rest)


def _decided(found: DecidedQuestion, labels: dict[str, str], decisions: Decisions) -> Question:
    label = found.label or labels.get(found.id) or _called(found.id, decisions)
    return Question(found.id, label, found.refs, found.standing)


def _called(question: str, decisions: Decisions) -> str:
    """What a question that no run has seen yet was called when it was decided."""
    parts = [part for decision in decisions for part in decision.parts if part.question == question]
    return next((part.label or part.asks for part in reversed(parts)), "")


def _outcome(members: Mapping[str, Sequence[str]], decisions: Decisions) -> Outcome:
    """Apply decisions to a run's own questions: no ticket is new, so none has to be placed by nearness."""
    refs = [ref for own in members.values() for ref in own]
    groups = list(members.values())
    return apply(decisions, groups, refs, previous=members, min_size=1, nearest=lambda asked, _: [0] * len(asked))


def _taken(workspace: Workspace, question: str) -> tuple[Taken, ...]:
    decisions = load(decisions_file(workspace))
    without = set(undone(decisions).values())
    return tuple(
        Taken(
            each.decision,
            each.question,
            each.others or tuple(part.question for part in each.parts if part.question != each.question),
            each.label,
            each.reason,
            each.on.isoformat() if each.on else "",
            number not in without,
        )
        for number, each in enumerate(decisions)
        if question in each.about
    )
