"""A person's word about an article: accepted, edited, rejected, merged into another, and taken back."""

from __future__ import annotations

from datetime import date, timedelta

from deflect.clusters.decided import questions_file
from deflect.clusters.decided.decisions import undone
from deflect.errors import ArticleError, UsageError
from deflect.kb import review_log
from deflect.kb.edits import with_body, with_keys
from deflect.kb.frame import MISSING
from deflect.kb.front_matter import ArticleFile, parse
from deflect.kb.review_log import Review
from deflect.pipeline import decide, undoing
from deflect.pipeline.questions import decisions_file
from deflect.pipeline.table import (
    LIST,
    Reviewed,
    Table,
    keep,
    lay,
    log_path,
    question_of,
    review_of,
    reviewed,
    settles,
    today,
)
from deflect.workspace import Workspace

REVIEW_AFTER = timedelta(days=180)
"""After how long an accepted article is to be read again, if nobody says otherwise."""

BOTH_ANSWER = "Both articles answer one question"


def accept(workspace: Workspace, article: str, by: str, *, owner: str = "", review_by: date | None = None) -> Reviewed:
    """Stand behind an article, with the new draft beside it if there is one.

    Args:
        workspace: Locked while this runs.
        article: Its slug.
        by: Who says so.
        owner: Who answers for it; empty: who did before, else `by`.
        review_by: Day by which it is to be read again; half a year from now if not given.

    Raises:
        UsageError: There is no such article, or the day is past.
        ArticleError: Its answer still has a `MISSING:` line.
    """
    if review_by is not None and review_by <= today():
        step = f"Name a later day: --again {today() + REVIEW_AFTER}"
        raise UsageError("the day to read it again is past", review_by.isoformat(), step)
    with workspace.lock("review accept"):
        table, day = lay(workspace, article), today()
        proposal = table.proposal
        text = with_body(table.text, proposal, table.path) if proposal else table.text
        _refuse_missing(text, table)
        keys = {
            "state": "validated",
            "owner": owner or table.file.upkeep.owner or by,
            "reviewed": day,
            "review_by": review_by or day + REVIEW_AFTER,
        }
        settled = settles(workspace, article)
        review = review_of(workspace, "accept", article, by, settled=settled)
        keep(table, with_keys(text, keys, table.path), review)
        return reviewed(review, table)


def reject(workspace: Workspace, article: str, reason: str, by: str) -> Reviewed:
    """Turn down the new draft beside an article; where none waits, take the article out.

    An article that is taken out is archived. If it was drafted, its question is rejected besides, so that nothing is
    drafted for it again.

    Args:
        workspace: Locked while this runs.
        article: Its slug.
        reason: Why, for those who read it later.
        by: Who says so.

    Raises:
        UsageError: There is no such article, or no reason.
    """
    if not reason.strip():
        raise UsageError("a rejection needs a reason", article, 'Add --reason "…", for those who read it later')
    table = lay(workspace, article)
    question = "" if table.proposal else question_of(table)
    settled = settles(workspace, article)
    if question:
        decide.reject(workspace, question, reason)
    with workspace.lock("review reject"):
        review = review_of(workspace, "reject", article, by, reason=reason, settled=settled)
        if table.proposal:
            keep(table, table.text, review)
        else:
            _archive(table, review, question)
        return reviewed(review, table, question=question, next_step="deflect run")


def merge(workspace: Workspace, article: str, into: str, by: str, reason: str = "") -> Reviewed:
    """Join an article to another: its address leads there, and the other is found by its questions too.

    The article itself is archived with all its text. If both were drafted, their questions are merged as well, and the
    next run drafts the one that is left from the tickets of both.

    Args:
        workspace: Locked while this runs.
        article: Slug of the one that goes.
        into: Slug of the one that stays.
        by: Who says so.
        reason: Why.

    Raises:
        UsageError: There is no such article, the two are one, or they are in different languages.
    """
    table, other = lay(workspace, article), lay(workspace, into)
    _refuse_unlike(table, other)
    reason = reason.strip() or BOTH_ANSWER
    mine, theirs = question_of(table), question_of(other)
    question = mine if mine and theirs and mine != theirs else ""
    settled = settles(workspace, article)
    if question:
        decide.merge(workspace, [theirs, mine], reason)
    with workspace.lock("review merge"):
        review = review_of(workspace, "merge", article, by, reason=reason, into=into, settled=settled)
        paths = (*table.library.traces(table.path), *table.library.traces(other.path))
        with undoing.remembered(workspace, review.number, paths, question):
            # Killed between the two writes and called again, it ends the same.
            gone = with_keys(table.text, {"state": "archived", "redirects": ()}, table.path)
            joined = with_keys(other.text, _joined(table.file, other.file), other.path)
            table.library.write(table.path, gone)
            other.library.write(other.path, joined)
            table.library.settle(table.path)
        review_log.add(log_path(workspace), review)
        return reviewed(review, table, question=question, next_step="deflect run")


def undo(workspace: Workspace, article: str = "", by: str = "") -> Reviewed:
    """Take back the latest word about an article, or of all.

    Args:
        workspace: Locked while this runs.
        article: Its slug; empty: whichever was latest.
        by: Who takes it back.

    Raises:
        UsageError: Nothing was decided, or too long ago.
        ArticleError: The article was changed in the same place since.
    """
    with workspace.lock("review undo"):
        latest = _latest(workspace, article)
        change = undoing.recall(workspace, latest.number)
        if change is None:
            raise UsageError("what was there before is not known any more", latest.article, "Edit the article by hand")
        undoing.put_back(workspace, change)
        review = review_of(workspace, "undo", latest.article, by, undoes=latest.number)
        review_log.add(log_path(workspace), review)
        done = reviewed(review, lay(workspace, latest.article), question=change.question, undid=latest.verdict)
    if change.question and _stands(workspace, change.question, latest):
        decide.restore(workspace, change.question, f"Undid: {latest.reason}")
    return done


def _refuse_missing(text: str, table: Table) -> None:
    article = parse(text, table.path).article
    if MISSING not in article.answer:
        return
    line = next(number for number, each in enumerate(text.split("\n"), start=1) if MISSING in each)
    step = f"Answer what it asks: deflect review edit {table.slug}"
    raise ArticleError("the answer is not whole", f"{table.path}, line {line}", step)


def _refuse_unlike(table: Table, other: Table) -> None:
    one, two = table.file.article, other.file.article
    if one.slug == two.slug:
        raise UsageError("a merge needs two different articles", one.slug, LIST)
    if two.state == "archived":
        raise UsageError("an archived article can take up nothing", two.slug, "Merge into another, or undo that first")
    if one.language != two.language:
        step = f"Tie them together instead: name the one in the other's `translations`, in {table.name}"
        raise UsageError(f"one article is in {one.language}, the other in {two.language}", table.name, step)


def _joined(gone: ArticleFile, kept: ArticleFile) -> dict[str, object]:
    """What an article takes over from one that is merged into it."""
    own = (kept.article.title, kept.article.question)
    asked = (*kept.article.also_asked, gone.article.title, gone.article.question, *gone.article.also_asked)
    known = {text.casefold() for text in own}
    distinct = {text.casefold(): text for text in reversed(asked) if text.casefold() not in known}
    redirects = (*kept.upkeep.redirects, gone.article.slug, *gone.upkeep.redirects)
    return {
        "also_asked": tuple(dict.fromkeys(distinct[text.casefold()] for text in asked if text.casefold() in distinct)),
        "redirects": tuple(slug for slug in dict.fromkeys(redirects) if slug != kept.article.slug),
    }


def _archive(table: Table, review: Review, question: str) -> None:
    with undoing.remembered(table.workspace, review.number, table.library.traces(table.path), question):
        withdrawn, _ = table.library.withdraw({question}) if question else ((), ())
        if table.slug not in withdrawn:
            table.library.write(table.path, with_keys(table.text, {"state": "archived"}, table.path))
    review_log.add(log_path(table.workspace), review)


def _latest(workspace: Workspace, article: str) -> Review:
    live = review_log.counting(review_log.load(log_path(workspace)))
    found = [each for each in live if article in ("", each.article, each.into)]
    if not found:
        raise UsageError("nothing was decided that could be undone", article, LIST)
    return found[-1]


def _stands(workspace: Workspace, question: str, review: Review) -> bool:
    """Whether what was decided about the question with a review is still the last word about it."""
    decisions = questions_file.load(decisions_file(workspace))
    gone = set(undone(decisions).values())
    about = [each for number, each in enumerate(decisions) if question in each.about and number not in gone]
    return bool(about) and (about[-1].decision, about[-1].reason) == (review.verdict, review.reason)
