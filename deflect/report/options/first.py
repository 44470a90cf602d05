"""What to write first: the articles that take most off the desk, with what they cost and when they have paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """A recurring question that could be documented: its id and label, and its tickets a month."""

    id: str
    label: str
    tickets: float


@dataclass(frozen=True, slots=True)
class FirstArticle:
    """An article to write.

    Attributes:
        question: Id of its recurring question.
        removed: Tickets a month that it takes away.
        share: Of all tickets, by it and those before it together.
        hours: To write it; None if `hours_an_article` is not given.
        saved: Hours a month that it saves; None without minutes a ticket.
        pays_back: Months until it saved what it took; None if that is not known or never.
    """

    question: str
    label: str
    removed: float
    share: float
    hours: float | None
    saved: float | None
    pays_back: float | None


def write_first(
    questions: Sequence[Question], *, tickets: float, answered: float, minutes: float | None, hours: float | None
) -> tuple[FirstArticle, ...]:
    """Order articles by the tickets that they remove.

    Args:
        questions: Those that no article answers yet.
        tickets: All tickets a month.
        answered: Share of all tickets that documentation answers, 0 to 1; questions share in it by their size, for a
            backtest is too small to judge each.
        minutes: A ticket of tier 1.
        hours: To write one article.
    """
    asked = sum(question.tickets for question in questions)
    rate = min(answered * tickets / asked, 1.0) if asked else 0.0
    made: list[FirstArticle] = []
    total = 0.0
    for question in sorted(questions, key=lambda each: (-each.tickets, each.id)):
        removed = question.tickets * rate
        total += removed
        saved = None if minutes is None else removed * minutes / 60
        pays = hours / saved if hours is not None and saved else None
        share = total / tickets if tickets else 0.0
        made.append(FirstArticle(question.id, question.label, removed, share, hours, saved, pays))
    return tuple(made)
