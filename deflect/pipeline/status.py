"""What is in a workspace, what is stale, and what to do next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from deflect.errors import ModelError
from deflect.kb import Library
from deflect.models import Generation, current_generation
from deflect.pipeline.answering import answering
from deflect.pipeline.clean import cleaner_for
from deflect.pipeline.documentation import documented_questions
from deflect.pipeline.finding import learning_key
from deflect.pipeline.run import inputs
from deflect.pipeline.site import is_stale
from deflect.pipeline.unreadable import unreadable
from deflect.store import Store
from deflect.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Status:
    """The state of a workspace.

    Attributes:
        by_status: Tickets by their status.
        left_out: Tickets nothing is learned from, by reason.
        covered: Tickets that ask a recurring question.
        articles: Articles by their state.
        proposals: Drafts that wait beside an article because they do not fit an edit.
        home: First page of the help centre; None if it was never built.
        stale: Parts that would change at the next run.
        documented: Recurring questions that existing documentation answers, so that nothing is drafted for them.
        still_asked: Those of them that were asked in the last 90 days.
        unreadable: Articles that count for nothing because their file cannot be read, by file and line.
        answering: From which confidence on questions are answered, or what is missing; empty if nothing was learned.
    """

    workspace: str
    tickets: int
    by_status: dict[str, int]
    left_out: dict[str, int]
    generation: int | None
    questions: int
    covered: int
    articles: dict[str, int]
    proposals: int
    home: str | None
    stale: tuple[str, ...]
    next_step: str
    documented: int = 0
    still_asked: int = 0
    unreadable: tuple[str, ...] = ()
    answering: str = ""


def status(workspace: Workspace) -> Status:
    """Look at a workspace without changing it.

    Args:
        workspace: May be in use by another process meanwhile.

    Raises:
        ConfigError: A setting is wrong: all that follows would stop at it.
    """
    _ = workspace.settings  # a wrong one is said here, and not by whichever command needs it first
    generation = current_generation(workspace.models)
    library = Library(workspace.kb, workspace.base)
    home = workspace.site / "index.html"
    known = documented_questions(workspace)
    with Store.open(workspace.database) as store:
        stale = _stale(workspace, store, generation)
        proposals = len(library.proposals())
        tickets = store.count()
        states = Counter(article.state for article in library.articles())
        waiting = proposals + states["work-in-progress"] + states["not-validated"]
        return Status(
            workspace=str(workspace.root),
            tickets=tickets,
            by_status={str(name): count for name, count in store.counts_by_status().items()},
            left_out={str(name): count for name, count in store.left_out().items()},
            generation=generation.number if generation else None,
            questions=generation.fields["questions"] if generation else 0,
            covered=generation.fields["covered"] if generation else 0,
            articles=dict(sorted(states.items())),
            documented=len(known),
            still_asked=sum(each.recent > 0 for each in known),
            proposals=proposals,
            home=str(home) if home.exists() else None,
            stale=stale,
            next_step=_next_step(tickets, stale, waiting),
            unreadable=unreadable(workspace),
            answering=_answering(workspace),
        )


def _stale(workspace: Workspace, store: Store, generation: Generation | None) -> tuple[str, ...]:
    if generation is None:
        return ("questions", "articles", "answers", "help centre") if store.count() else ()
    learning = learning_key(workspace, store, cleaner_for(workspace))
    parts = []
    if generation.fields["learning"] != learning:
        parts += ["questions", "articles"]
    if generation.fields["inputs"] != inputs(workspace, learning, said=store.feedback.revision()):
        parts.append("answers")
    if is_stale(workspace, generation):
        parts.append("help centre")
    return tuple(parts)


def _answering(workspace: Workspace) -> str:
    try:
        return answering(workspace)
    except ModelError as error:
        return f"nothing: {error.what}. {error.next_step}"


def _next_step(tickets: int, stale: tuple[str, ...], waiting: int) -> str:
    if not tickets:
        return "deflect import jsonl TICKETS.jsonl"
    if stale:
        return "deflect run"
    return "deflect review" if waiting else 'deflect suggest "a question"'
