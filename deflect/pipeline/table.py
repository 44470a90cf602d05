"""An article on the table: read with what lies beside it, written with what was decided about it."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from deflect.errors import UsageError
from deflect.kb import Library, review_log
from deflect.kb.front_matter import ArticleFile, parse, read_text
from deflect.kb.review_log import Review, Verdict
from deflect.models import current_generation
from deflect.pipeline import undoing
from deflect.pipeline.questions import questions
from deflect.pipeline.review import find
from deflect.types import State
from deflect.workspace import Workspace

LIST = "See what waits: deflect review --list"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What became of an article.

    Attributes:
        state: The article's now.
        file: From the workspace's folder.
        into: The article it was merged into.
        question: The recurring question that was decided about besides, in `questions.yaml`.
        undid: What was taken back.
        changed: Whether any file changed.
        next_step: The command that follows.
    """

    verdict: Verdict
    article: str
    state: State
    file: str
    reason: str = ""
    owner: str = ""
    review_by: date | None = None
    into: str = ""
    question: str = ""
    undid: Verdict | None = None
    changed: bool = True
    next_step: str = "deflect build"


@dataclass(frozen=True)
class Table:
    """An article on the table."""

    workspace: Workspace
    library: Library
    slug: str
    path: Path
    file: ArticleFile

    @property
    def text(self) -> str:
        """The file as it is now."""
        return read_text(self.path)

    @property
    def proposal(self) -> str | None:
        """The draft beside it; None if none waits."""
        return self.library.proposal(self.path)

    @property
    def name(self) -> str:
        """Its file from the workspace's folder."""
        return str(self.path.relative_to(self.workspace.root))


def lay(workspace: Workspace, article: str) -> Table:
    """Find an article by its slug.

    Raises:
        UsageError: There is none; names the nearest.
        ArticleError: Its file cannot be read.
    """
    library = Library(workspace.kb, workspace.base)
    shelf = library.placed()
    if article not in shelf:
        for lost in library.unreadable():
            if article in lost.names:
                raise lost.problem
        near = difflib.get_close_matches(article, shelf, n=1)
        raise UsageError("there is no such article", article, f"Did you mean {near[0]}? {LIST}" if near else LIST)
    return Table(workspace, library, article, *shelf[article])


def question_of(table: Table) -> str:
    """Id of the recurring question that a drafted article answers, if it is one still."""
    article = table.file.article
    if article.origin != "drafted" or current_generation(table.workspace.models) is None:
        return ""
    known = {each.id for each in questions(table.workspace)}
    return article.cluster_id if article.cluster_id in known else ""


def keep(table: Table, text: str, review: Review) -> None:
    """Write an article, settle the draft beside it and note who decided it."""
    with undoing.remembered(table.workspace, review.number, table.library.traces(table.path)):
        table.library.write(table.path, text)
        table.library.settle(table.path)
    review_log.add(log_path(table.workspace), review)


def settles(workspace: Workspace, article: str) -> tuple[str, ...]:
    """What a decision about an article settles now."""
    waiting = find(workspace, article)
    return waiting.settles if waiting else ()


def review_of(workspace: Workspace, verdict: Verdict, article: str, by: str, **values: object) -> Review:
    """A decision of today, numbered; not written yet."""
    number = 1 + max((each.number for each in review_log.load(log_path(workspace))), default=0)
    given = {"verdict": verdict, "article": article, "number": number, "on": today(), "by": by, **values}
    return Review.model_validate(given)


def reviewed(review: Review, table: Table, **values: object) -> Reviewed:
    """Tell what became of an article whose decision was carried out."""
    now = parse(table.text, table.path)
    known: dict[str, object] = {
        "reason": review.reason,
        "owner": now.upkeep.owner,
        "review_by": now.upkeep.review_by,
        "into": review.into,
        "next_step": publishing(table.workspace),
    }
    return Reviewed(review.verdict, review.article, now.article.state, table.name, **{**known, **values})  # type: ignore[arg-type]


def publishing(workspace: Workspace) -> str:
    """The command that shows customers what was decided: answers follow too, where some were learned from tickets."""
    return "deflect run" if current_generation(workspace.models) else "deflect build"


def log_path(workspace: Workspace) -> Path:
    """Where decisions about articles are written."""
    return workspace.root / review_log.FILE_NAME


def today() -> date:
    """The day (UTC)."""
    return datetime.now(UTC).date()


def answers(workspace: Workspace, article: str) -> tuple[str, str | None]:
    """The answer of an article, and that of the new draft beside it; None if none waits.

    Raises:
        UsageError: There is no such article.
    """
    table = lay(workspace, article)
    proposal = table.proposal
    return table.file.article.answer, parse(proposal, table.path).article.answer if proposal else None
