"""The summary at the end of a run, as text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from deflect.cli.output import rows_text, typed
from deflect.types import Suggestion
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.kb import PublishResult
    from deflect.pipeline import Asked, RunSummary


def summary_text(summary: RunSummary, workspace: Workspace) -> str:
    """Lay a run's summary out for people.

    Args:
        summary: Of a whole run.
        workspace: For the commands to type next.
    """
    rows = [
        ("tickets read", f"{summary.tickets:,} ({_left_out(summary)})"),
        ("recurring questions", _questions(summary)),
        ("tickets they cover", f"{summary.covered:,} of {summary.learned:,} ({summary.share:.0%})"),
        ("articles", drafted_text(summary.drafted)),
        ("help centre", f"{summary.pages:,} pages, {summary.home}{_published(summary, workspace)}"),
        ("time", _times(summary)),
    ]
    if summary.set_apart:
        rows.insert(1, ("set apart", f"{summary.set_apart:,} tickets in {_bursts(summary.bursts)} of spam"))
    if summary.wording:
        rows.insert(-2, ("language model", wording_text(summary.wording)))
    lines = ["", rows_text(rows)]
    if summary.unread:
        lines += ["", _unread_line(summary.unread)]
    lines += [line for asked in summary.asked for line in _asked_lines(asked)]
    return "\n".join([*lines, "", *_next_steps(workspace, summary)])


def drafted_text(drafted: PublishResult) -> str:
    """Say in one line what became of the drafts."""
    names = {
        "created": "drafted",
        "updated": "updated",
        "merged": "merged with your edits",
        "unchanged": "unchanged",
        "conflicts": "in conflict with your edits",
        "proposed": "with a new answer to read beside your validated one",
        "deleted_by_people": "left deleted",
        "withdrawn": "archived because their question was rejected or merged or is documented or too few ask it",
        "unwanted": "you edited though their question is rejected or merged or documented or too few ask it",
        "stale": "whose question no longer recurs",
        "withheld": "withheld for privacy",
        "too_few": "not drafted because too few customers ask",
        "unreadable": "left alone because their file cannot be read",
    }
    parts = [f"{len(getattr(drafted, field)):,} {name}" for field, name in names.items() if getattr(drafted, field)]
    return ", ".join(parts) or "none"


def wording_text(wording: Mapping[str, int]) -> str:
    """Say in one line what became of the drafts that a language model was asked to word."""
    asked, worded = sum(wording.values()), wording.get("worded", 0)
    reasons = "; ".join(f"{count:,} because {reason}" for reason, count in wording.items() if reason != "worded")
    others = f"; the others stand as agents wrote them: {reasons}" if reasons else ""
    return f"worded {worded:,} of {asked:,} drafts{others}"


def _questions(summary: RunSummary) -> str:
    rejected = f", and {summary.rejected:,} rejected" if summary.rejected else ""
    finding = "" if "cluster" in summary.skipped else f" ({summary.finding})"
    return f"{summary.questions:,}{rejected}{finding}"


def _published(summary: RunSummary, workspace: Workspace) -> str:
    """What a person has to do before the help centre shows everything, on a line of its own."""
    waiting = "1 article" if summary.waiting == 1 else f"{summary.waiting:,} articles"
    if summary.preview and not summary.waiting:
        said = "without articles yet"
    elif summary.preview:
        said = f"a preview of drafts, marked and noindex, as long as none is validated; {waiting} to review"
    elif summary.waiting:
        said = f"without {waiting} not fit for publication; see why: {typed('deflect build', workspace.root)}"
    else:
        return ""
    return f"\n{said}"


def _bursts(count: int) -> str:
    return "one burst" if count == 1 else f"{count:,} bursts"


def _left_out(summary: RunSummary) -> str:
    if not summary.left_out:
        return "all of them learned from"
    parts = ", ".join(f"{count:,} {reason}" for reason, count in sorted(summary.left_out.items()))
    return f"{summary.learned:,} learned from; left out: {parts}"


def _unread_line(unread: dict[str, int]) -> str:
    parts = ", ".join(f"{language} ({count:,} tickets)" for language, count in unread.items())
    return f"The model does not read {parts}: no questions were looked for there. See [encoder] model in deflect.toml."


def _times(summary: RunSummary) -> str:
    parts = ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in summary.seconds.items())
    skipped = f"; unchanged and skipped: {', '.join(summary.skipped)}" if summary.skipped else ""
    return f"{parts}{skipped}"


def _asked_lines(asked: Asked) -> list[str]:
    result = asked.result
    if isinstance(result, Suggestion):
        draft = "" if result.state == "validated" else ", a draft nobody reviewed"
        said = f"answered with “{result.title}” (confidence {result.confidence:.2f}{draft})"
    else:
        said = f"abstained: {result.reason.replace('-', ' ')} (confidence {result.confidence:.2f})"
    return ["", rows_text([("asked", f"{asked.question}\n{said}")])]


ASK = 'deflect suggest "…"'


def _next_steps(workspace: Workspace, summary: RunSummary) -> list[str]:
    root = workspace.root
    publish = [
        f"  publish what you accept:  {typed('deflect build', root)}",
        f"  show all drafts again:    {typed('deflect build --drafts', root)}",
    ]
    return [
        "Next:",
        f"  open {workspace.site / 'index.html'}",
        f"  edit the articles in {workspace.kb}, then: {typed('deflect run', root)}",
        f"  see what waits for you:   {typed('deflect review', root)}",
        *(publish if summary.preview and summary.waiting else ()),
        f"  ask something:            {typed(ASK, root)}",
    ]
