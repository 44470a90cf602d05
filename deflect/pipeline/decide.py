"""Decisions about recurring questions: taken here, written to `questions.yaml`, kept by every later run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from deflect.clusters.decided.decisions import Decision, Kind, Part, undone
from deflect.clusters.decided.questions_file import add, load
from deflect.errors import UsageError
from deflect.pipeline.clean import cleaner_for
from deflect.pipeline.questions import (
    LIST,
    Question,
    current,
    decisions_file,
    find,
    generation_of,
    questions,
    tickets_of,
)
from deflect.pipeline.run import clusters_of
from deflect.types import CleanTicket
from deflect.workspace import Workspace

RUN = "deflect run"
EXAMPLES = 3
Vector = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vector]


@dataclass(frozen=True, slots=True)
class Asked:
    """A part of a question that is split.

    Attributes:
        id: What it will be known by.
        tickets: How many ask it.
        asks: What tells it from the other parts, then how the tickets nearest to its centre begin.
    """

    id: str
    tickets: int
    asks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """A decision that was taken, or would be.

    Attributes:
        question: Id of the question it is about, as it goes from now on.
        label: What it is called from now on.
        tickets: How many tickets it has now.
        others: Ids of the questions merged into it.
        parts: What it is split into, the largest first.
        undid: What a restore undid.
        file: Where the decision is written; None if it was not.
        next_step: The command that brings articles and answers up to date.
    """

    decision: Kind
    question: str
    label: str
    tickets: int
    reason: str
    others: tuple[str, ...] = ()
    parts: tuple[Asked, ...] = ()
    undid: Kind | None = None
    file: str | None = None
    next_step: str = RUN


def merge(workspace: Workspace, ids: Sequence[str], reason: str, label: str = "") -> Done:
    """Make several questions one, under the id and label of the first.

    Args:
        workspace: Locked while this runs.
        ids: Two or more different ones.
        reason: Why, for those who read it later.
        label: What to call it; empty: as the first was called.

    Raises:
        UsageError: An id is unknown, or there are not two.
    """
    with workspace.lock("cluster merge"):
        found = [find(workspace, each) for each in dict.fromkeys(ids)]
        if len(found) < 2:
            raise UsageError("a merge needs two different questions", " ".join(ids), LIST)
        first, others = found[0], tuple(each.id for each in found[1:])
        _refuse_personal(workspace, label)
        parts = tuple(Part(question=each.id, asks=each.label, tickets=each.refs) for each in found)
        decision = _decision("merge", first, reason, others=others, parts=parts, tickets=(), label=label)
        done = _done(decision, first, label=decision.label or first.label, others=others)
        return _take(workspace, decision, replace(done, tickets=sum(len(each.refs) for each in found)))


def rename(workspace: Workspace, question: str, label: str, reason: str) -> Done:
    """Call a question something else from now on.

    Args:
        workspace: Locked while this runs.
        question: Its id.
        label: A question that a customer would type.
        reason: Why.

    Raises:
        UsageError: The id is unknown, or the label is empty or holds personal data.
    """
    if not label.split():
        raise UsageError("the new label is empty", question, 'For example: deflect cluster rename ID "How do I …?"')
    with workspace.lock("cluster rename"):
        found = find(workspace, question)
        _refuse_personal(workspace, label)
        decision = _decision("rename", found, reason, label=label)
        return _take(workspace, decision, _done(decision, found, label=decision.label))


def reject(workspace: Workspace, question: str, reason: str) -> Done:
    """Never draft an article for a question; its tickets are still counted.

    Args:
        workspace: Locked while this runs.
        question: Its id.
        reason: Why.

    Raises:
        UsageError: The id is unknown.
    """
    return _stand(workspace, "reject", question, reason)


def pin(workspace: Workspace, question: str, reason: str) -> Done:
    """Keep a question with its tickets, whatever later runs find, also if few are left.

    Args:
        workspace: Locked while this runs.
        question: Its id.
        reason: Why.

    Raises:
        UsageError: The id is unknown.
    """
    return _stand(workspace, "pin", question, reason)


def restore(workspace: Workspace, question: str, reason: str) -> Done:
    """Undo the latest decision about a question; the file keeps both.

    Args:
        workspace: Locked while this runs.
        question: Its id, also one that was merged into another.
        reason: Why.

    Raises:
        UsageError: The id is unknown, or nothing was decided about it.
    """
    with workspace.lock("cluster restore"):
        before = load(decisions_file(workspace))
        decision = Decision(decision="restore", question=question, reason=reason, on=_today())
        latest = undone((*before, decision)).get(len(before))
        if latest is None:
            find(workspace, question)
            raise UsageError("nothing was decided about this question", question, LIST)
        after = current(clusters_of(generation_of(workspace)), (*before, decision))
        back = next((each for each in after if each.id == question), Question(question, "", ()))
        return _take(workspace, decision, replace(_done(decision, back), undid=before[latest].decision))


def split(workspace: Workspace, question: str, reason: str, into: int | None = None, *, dry_run: bool = False) -> Done:
    """Part a question in several; the largest part keeps its id, article and address.

    Args:
        workspace: Locked while this runs.
        question: Its id.
        reason: Why.
        into: How many parts; None lets the tickets tell.
        dry_run: Say what the parts would ask, and write nothing.

    Raises:
        UsageError: The id is unknown, or its tickets are too few or too alike for so many parts.
    """
    with workspace.lock("cluster split"):
        found = find(workspace, question)
        parts = _parts(workspace, found, into)
        written = tuple(Part(question=each.id, asks=each.asks[0], tickets=refs) for each, refs in parts)
        decision = _decision("split", found, reason, parts=written, tickets=())
        done = replace(_done(decision, found), tickets=parts[0][0].tickets, parts=tuple(each for each, _ in parts))
        return done if dry_run else _take(workspace, decision, done)


def _stand(workspace: Workspace, kind: Kind, question: str, reason: str) -> Done:
    with workspace.lock(f"cluster {kind}"):
        found = find(workspace, question)
        decision = _decision(kind, found, reason)
        return _take(workspace, decision, _done(decision, found))


def _parts(workspace: Workspace, found: Question, into: int | None) -> list[tuple[Asked, tuple[str, ...]]]:
    """Parts of a question with what they ask, and their refs."""
    from deflect.clusters.decided.split import parts_of
    from deflect.clusters.following.identity import new_id
    from deflect.models import current_generation
    from deflect.pipeline.asked import as_asked
    from deflect.pipeline.memory import open_memory

    known = tickets_of(workspace, found.refs)
    members = as_asked((known[ref] for ref in found.refs if ref in known), current_generation(workspace.models))
    memory = open_memory(workspace, members)
    vectors = memory.encode([ticket.question for ticket in members])
    parts = parts_of(vectors, into) if len(members) >= max(2, into or 2) else []
    if len(parts) < max(2, into or 2):
        raise UsageError(f"its {len(members)} tickets do not differ so much", found.id, "Ask for fewer parts: --into 2")
    taken = _taken(workspace)
    named = []
    for number, part in enumerate(parts):
        own = [members[place] for place in part]
        refs = tuple(ticket.id for ticket in own)
        name = new_id(refs, taken) if number else found.id
        asks = _asks(own, vectors[part].mean(axis=0) - vectors.mean(axis=0), vectors.mean(axis=0), memory.encode)
        named.append((Asked(name, len(refs), asks), refs))
    return named


def _taken(workspace: Workspace) -> set[str]:
    decided = {name for each in load(decisions_file(workspace)) for name in each.about}
    return decided | {each.id for each in questions(workspace)}


def _asks(members: Sequence[CleanTicket], direction: Vector, usual: Vector, encode: Encode) -> tuple[str, ...]:
    """The sentence that tells a part best from the others, then how its middle tickets begin."""
    from deflect.clusters.describing.label import candidates, choose, shortened, subject_line

    sentences = candidates(members)
    subjects = frozenset(subject_line(ticket) for ticket in members)
    best = [choose(sentences, encode(sentences) - usual, direction, subjects)] if sentences else []
    return tuple(dict.fromkeys([*best, *(shortened(ticket.question) for ticket in members)]))[:EXAMPLES]


def _decision(kind: Kind, found: Question, reason: str, **values: object) -> Decision:
    given = {"tickets": found.refs, **values}
    return Decision.model_validate(
        {"decision": kind, "question": found.id, "asks": found.label, "reason": reason, "on": _today(), **given}
    )


def _done(decision: Decision, found: Question, *, label: str = "", others: tuple[str, ...] = ()) -> Done:
    return Done(decision.decision, found.id, label or found.label, len(found.refs), decision.reason, others)


def _take(workspace: Workspace, decision: Decision, done: Done) -> Done:
    if not decision.reason:
        raise UsageError("a decision needs a reason", done.question, 'Add --reason "…", for those who read it later')
    path = decisions_file(workspace)
    add(path, decision)
    return replace(done, file=str(path))


def _refuse_personal(workspace: Workspace, label: str) -> None:
    """Refuse what could not be a title: an article whose title identifies somebody is withheld."""
    leaks: Callable[[str], object] = cleaner_for(workspace).leaks
    if label and leaks(label):
        raise UsageError("the label holds personal data or a secret", "", "Leave names, addresses and keys out of it")


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
