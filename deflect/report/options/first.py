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
        pays: Whether it is one of those to write: with them the twelve months cost least; None if that is not known.
    """

    question: str
    label: str
    removed: float
    share: float
    hours: float | None
    saved: float | None
    pays_back: float | None
    pays: bool | None = None


@dataclass(frozen=True, slots=True)
class Worth:
    """What articles are worth under one option.

    Attributes:
        hour: Worth of an hour of the owner's own.
        ticket: What a ticket less saves.
        writes: How many articles pay.
    """

    hour: float
    ticket: float
    writes: int


def in_order(questions: Sequence[Question]) -> list[Question]:
    """Put questions into the order in which to write: what is asked most before."""
    return sorted(questions, key=lambda each: (-each.tickets, each.id))


def write_first(
    questions: Sequence[Question],
    *,
    tickets: float,
    answered: float,
    minutes: float | None,
    hours: float | None,
    documented: float = 0.0,
    worth: Worth | None = None,
) -> tuple[FirstArticle, ...]:
    """Order articles by the tickets that they remove.

    Args:
        questions: Those that no article answers yet.
        tickets: All tickets a month.
        answered: Share of all tickets that documentation answers, 0 to 1; questions share in it by their size, for a
            backtest is too small to judge each.
        minutes: A ticket of tier 1.
        hours: To write one article.
        documented: Tickets a month of the questions that have an article; they share in `answered` too.
        worth: What articles are worth under the option that costs least; without it they pay back in hours alone.
    """
    asked = documented + sum(question.tickets for question in questions)
    rate = min(answered * tickets / asked, 1.0) if asked else 0.0
    made: list[FirstArticle] = []
    total = 0.0
    for place, question in enumerate(in_order(questions)):
        removed = question.tickets * rate
        total += removed
        saved = None if minutes is None else removed * minutes / 60
        pays = place < worth.writes if worth and hours is not None else None
        share = total / tickets if tickets else 0.0
        back = _pays_back(removed, saved, hours, worth)
        made.append(FirstArticle(question.id, question.label, removed, share, hours, saved, back, pays))
    return tuple(made)


def _pays_back(removed: float, saved: float | None, hours: float | None, worth: Worth | None) -> float | None:
    """Months: hours to write by their worth, over the tickets removed a month by what each would have cost."""
    if hours is None:
        return None
    if worth is None:
        return hours / saved if saved else None
    gain = removed * worth.ticket
    return hours * worth.hour / gain if gain > 0 else None
