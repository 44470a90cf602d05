"""The quality of replies, as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from deflect.cli.figures_text import share_text
from deflect.cli.output import rows_text

if TYPE_CHECKING:
    from deflect.pipeline.quality import DrawnWeek
    from deflect.report import Load
    from deflect.report.desk.estimate import Estimate
    from deflect.report.quality import Quality
    from deflect.report.quality.agreement import Agreement
    from deflect.report.quality.figures import Criterion, Reviewer

BEGIN = "No reply was reviewed yet. Begin: deflect quality draw --reviewer NAME"
SHOWN = 13
"""Weeks that are listed, the newest; all are in the JSON."""


def drawn_text(found: DrawnWeek, size: int) -> str:
    """Say what was drawn, for whom, and what to do; and why it is fewer than asked."""
    fewer = min(size, found.replies) - found.drawn
    own = f"{fewer:,} fewer than asked: those left are the reviewers' own; next week, name one more --reviewer"
    by = (
        f"by {', '.join(found.by)} in {found.strata:,} strata"
        if found.by
        else "from all alike: more agents than replies"
    )
    files = ", ".join(f"{name} {count:,}" for name, count in found.files.items())
    rows = [
        ("week", f"{found.week}, {found.replies:,} replies"),
        ("drawn", f"{found.drawn:,}, {by}"),
        *([("", own)] if fewer > 0 else []),
        ("shared", f"{found.shared:,} go to two reviewers"),
        ("files", f"{files}, in {found.folder}"),
        ("written", f"{found.written:,}" if found.written else "nothing: this week was drawn before"),
        ("next", found.next_step),
    ]
    return rows_text(rows)


def quality_text(found: Quality) -> str:
    """Lay out the figures."""
    return "\n".join(
        [*_head(found), *_criteria(found.criteria), *_reviewers(found.reviewers), *_weeks(found), *_how(found)]
    )


def quality_lines(load: Load) -> list[str]:
    """The quality of replies in the report: its head, or how to begin."""
    if load.quality is None or not load.quality.reviewed:
        return ["", "quality of replies", BEGIN]
    return ["", "quality of replies", *_head(load.quality), *_criteria(load.quality.criteria)]


def _head(found: Quality) -> list[str]:
    span = found.last if found.first == found.last else f"{found.first} to {found.last}"
    rows = [("reviewed", f"{found.reviewed:,} of {found.drawn:,} replies drawn, {span}{_left(found)}")]
    if found.mean:
        rows += [("mean mark", _estimate(found.mean)), ("no mark below 3", share_text(found.good))]
    return [rows_text([*rows, ("verdict", _verdict(found))])]


def _left(found: Quality) -> str:
    said = [
        f"{count:,} {what}"
        for count, what in (
            (found.waiting, "files wait for marks"),
            (found.gone, "gone"),
            (len(found.problems), "unreadable"),
        )
        if count
    ]
    return f"\n{', '.join(said)}" if said else ""


def _verdict(found: Quality) -> str:
    if found.missing:
        return f"none yet: {found.missing:,} more replies are to be reviewed"
    weakest = f"weakest is “{found.weakest}”" if found.weakest else "no criterion is surely weaker than the others"
    return f"{weakest}; {_moves(found)}"


def _moves(found: Quality) -> str:
    if found.drift is None:
        return "drift takes 6 weeks with reviews"
    said = {"rises": "marks rise", "falls": "marks fall", "not known": "no drift is sure"}[found.movement]
    return f"{said}: {_change(found.drift)} in 13 weeks"


def _criteria(criteria: Iterable[Criterion]) -> list[str]:
    rows = [_criterion(each) for each in criteria if each.reviewed]
    return ["", " criterion            mean mark  3 or 4  reviewed  agreement of reviewers", *rows] if rows else []


def _criterion(each: Criterion) -> str:
    figures = f"{_estimate(each.mean):>19}  {each.met.value:>6.0%}  {each.reviewed:8,}"
    return f"{each.name:>10}  {figures}  {_agreed(each.agreement)}"


def _agreed(found: Agreement) -> str:
    if not found.shared:
        return "no reply was marked by two"
    value = _estimate(found.value) if found.value else "all marks are the same"
    verdict = "too few shared to say" if found.verdict == "too few" else found.verdict
    return f"{verdict}: {found.method} {value}, {found.shared:,} shared, {found.same.value:.0%} the same"


def _reviewers(reviewers: Iterable[Reviewer]) -> list[str]:
    rows = [f"{each.name:>10}  {each.reviewed:8,}  {each.shared:6,}  {_beside(each)}" for each in reviewers]
    return ["", "  reviewer  reviewed  shared  mark beside the others'", *rows] if len(rows) > 1 else []


def _beside(each: Reviewer) -> str:
    if each.against is None:
        return "–"
    moves = f"; moves {_change(each.drift)} in 13 weeks" if each.drift else ""
    return f"{_change(each.against)}: {each.leaning}{moves}"


def _weeks(found: Quality) -> list[str]:
    rows = [
        f"{each.week:>10}  {each.reviewed:8,}  {each.drawn:5,}  {_estimate(each.mean)}" for each in found.weeks[-SHOWN:]
    ]
    return ["", "      week  reviewed  drawn  mean mark", *rows] if found.reviewed else []


def _how(found: Quality) -> list[str]:
    return ["", *(f"{each.name}: {each.meaning}" for each in found.criteria), "", f"{found.measured}."]


def _estimate(found: Estimate | None) -> str:
    return f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f})" if found else "–"


def _change(found: Estimate) -> str:
    return f"{found.value:+.2f} ({found.low:+.2f} to {found.high:+.2f})"
