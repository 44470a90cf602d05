"""What waits for a person, and what was decided, as text."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from deflect.cli.output import typed
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.pipeline.review import Waiting
    from deflect.pipeline.table import Reviewed

HINT = "Decide: deflect review accept, edit or reject ARTICLE; merge ARTICLE INTO; undo"
ABOUT = 90


def waiting_text(waiting: tuple[Waiting, ...], limit: int) -> str:
    """Lay out what waits as a table, at most `limit` rows."""
    if not waiting:
        return "Nothing waits for you."
    counts = Counter(each.reason for each in waiting)
    lines = [", ".join(f"{count:,} {reason}" for reason, count in counts.items())]
    lines += ["", "a month  tickets  why               article"]
    lines += [_row(each) for each in waiting[:limit]]
    if len(waiting) > limit:
        lines.append(f"… and {len(waiting) - limit:,} more; list them with --limit {len(waiting)}")
    return "\n".join([*lines, "", HINT])


def _row(each: Waiting) -> str:
    about = f" ({cut(each.about)})" if each.about else ""
    return f"{each.a_month:7.1f}  {each.tickets:7}  {each.reason:<16}  {each.article}{about}"


def card_text(each: Waiting) -> str:
    """Say in a few lines why an article waits."""
    figures = (
        each.reason,
        f"{each.a_month:,.1f} tickets a month, {each.tickets:,} in all",
        f"the answer comes from {each.evidence:,} tickets",
        each.file,
    )
    lines = [each.title, " · ".join(figures)]
    lines += [each.about] if each.about else []
    lines += [f"also: {', '.join(each.also)}"] if each.also else []
    return "\n".join(lines)


def reviewed_text(done: Reviewed, workspace: Workspace) -> str:
    """Say what was decided, how to take it back, and what to type next."""
    lines = [said(done)]
    if done.changed and done.verdict != "undo":
        lines.append(f"Take it back: {typed(f'deflect review undo {done.article}', workspace.root)}")
    return "\n".join([*lines, f"Next: {typed(done.next_step, workspace.root)}"])


def said(done: Reviewed) -> str:
    """Say in one line what was decided."""
    if not done.changed:
        return "Nothing was changed."
    if done.verdict == "accept":
        return (
            f"Accepted {done.article}. {done.owner or 'Nobody'} answers for it; to be read again by {done.review_by}."
        )
    if done.verdict == "edit":
        return f"Edited {done.file}. Its state is {done.state}."
    if done.verdict == "merge":
        questions = " Their questions are merged too." if done.question else ""
        return f"Merged {done.article} into {done.into}: its address leads there.{questions}"
    if done.verdict == "undo":
        return f"Took back: {done.undid} {done.article}. Its state is {done.state} again."
    if done.state != "archived":
        return f"Rejected the new draft of {done.article}; the article stays as it is."
    question = f" Nothing is drafted for {done.question} again." if done.question else ""
    return f"Rejected {done.article}: archived.{question}"


def cut(text: str, width: int = ABOUT) -> str:
    """Shorten a text to a width in characters."""
    return text if len(text) <= width else text[: width - 1] + "…"
