"""What kind of article a recurring question wants: told by what its customers ask and its agents answer."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from deflect.kb import wording
from deflect.types import CleanTicket, Shape

MOST = 0.5
"""Least share of the answers, or of the questions, that must say so before an article gets another shape than how-to.
Higher: fewer articles get a shape that does not fit (precision), more stay how-to (recall)."""

FAILING = 0.34
"""Least share of the questions that must tell of a failure, where fewer ask how something is done; the same trade. Many
who see something fail tell it without any word of failing, so it is less than half."""

WISHES = 0.3
"""Least share of the questions that ask for something new: many who wish for it describe what they lack instead."""

MOST_READ = 300
"""Tickets nearest to the question that are read for it: so many tell a share to a few hundredths."""

FEWEST = 2
"""Fewest answers that a shape is told by."""


def shape_of(tickets: Sequence[CleanTicket]) -> Shape:
    """Choose an article's shape.

    What agents say of it comes first: that the product is another's, wished for, faulty or limited. Then what
    customers ask: about money and their account, about something that fails, or how something is done.

    Args:
        tickets: Those of one recurring question, nearest to it first.
    """
    tickets = tickets[:MOST_READ]
    questions = [ticket.question for ticket in tickets]
    answers = [ticket.answer for ticket in tickets if ticket.answer]
    told = _told(answers) if len(answers) >= FEWEST else None
    if told:
        return told
    if _share(wording.WISH, texts=questions) >= WISHES:
        return "feature-request"
    if _share(wording.ACCOUNT, texts=questions) >= MOST:
        return "billing"
    failing = _share(wording.FAILURE, wording.WHY, texts=questions)
    return "troubleshooting" if failing >= FAILING and failing > _share(wording.HOW, texts=questions) else "how-to"


def _told(answers: Sequence[str]) -> Shape | None:
    signs: tuple[tuple[Shape, re.Pattern[str]], ...] = (
        ("not-our-product", wording.ELSEWHERE),
        ("feature-request", wording.PLAN),
        ("bug", wording.BUG),
        ("known-limitation", wording.LIMIT),
    )
    return next((shape for shape, words in signs if _share(words, texts=answers) >= MOST), None)


def _share(*signs: re.Pattern[str], texts: Iterable[str]) -> float:
    said = [any(words.search(text) for words in signs) for text in texts]
    return sum(said) / len(said) if said else 0.0
