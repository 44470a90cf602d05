"""The answer to hand out for a recurring question: an agent's own, the best rated one that may be said to everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deflect.cleaning.boilerplate import pieces
from deflect.interval import Share, wilson
from deflect.kb.publishable import is_publishable, without_sign_off
from deflect.kb.sentences import Piece, split
from deflect.types import CleanTicket

READ = 100
"""Tickets nearest to a question whose answers are compared."""

SAME = 0.5
"""Share of an answer's letters in sentences of another from which on both count as one. Higher: ratings are spread over
more answers, each with fewer of them."""

Safe = Callable[[str], bool]
"""Whether a text holds no personal data, no secret and no word of one customer alone."""


@dataclass(frozen=True, slots=True)
class Canned:
    """An answer to hand out.

    Attributes:
        text: Markdown, in an agent's own words, without greeting and sign-off.
        language: ISO 639-1.
        rated: Of the rated tickets in which this answer was given, the share rated good.
        customers: Different customers who got it.
        left_out: Sentences of the reply that another customer may not read, or that speak to one alone.
    """

    text: str
    language: str
    rated: Share
    customers: int
    left_out: int


@dataclass(frozen=True, slots=True)
class _Reply:
    ticket: CleanTicket
    kept: tuple[Piece, ...]
    left_out: int
    letters: dict[int, int]


def canned_answer(tickets: Sequence[CleanTicket], language: str, safe: Safe) -> Canned | None:
    """Choose the answer to hand out.

    The best rated goes first, by the lower end of the interval of its share of good ratings, so that one good rating
    does not beat ten; then the one that most customers got; then the one that solved it alone; then the nearest.

    Args:
        tickets: Of one recurring question, nearest to it first.
        language: The answer's.
        safe: Sentences of which this does not hold are left out.

    Returns:
        None if no answer has anything that may be said to everybody.
    """
    own = [each for each in tickets if each.answer and each.language == language and _went_well(each)]
    replies = [reply for each in own[:READ] if (reply := _reply(each, safe)).kept]
    ranked = [(_worth(reply, replies), -place, reply) for place, reply in enumerate(replies)]
    if not ranked:
        return None
    (_, customers, _), _, best = max(ranked, key=lambda each: each[:2])
    return Canned(_written(best.kept), language, _rated(_alike(best, replies)), customers, best.left_out)


def _went_well(ticket: CleanTicket) -> bool:
    return ticket.solved and not ticket.reopened and ticket.rating != "bad"


def _reply(ticket: CleanTicket, safe: Safe) -> _Reply:
    answer = ticket.answer or ""
    said = without_sign_off(split(answer))
    kept = tuple(each for each in said if _may_be_said(each, ticket.language, safe))
    letters = {key: count for _, key, count in pieces(answer) if count}
    return _Reply(ticket, kept, len(said) - len(kept), letters)


def _may_be_said(piece: Piece, language: str, safe: Safe) -> bool:
    if piece.lead and not _leads(piece.lead, language, safe):
        return False
    return is_publishable(piece, language) and safe(piece.text)


def _leads(lead: Piece, language: str, safe: Safe) -> bool:
    """Whether what introduces a list or code may be said; its colon makes it no unfinished sentence."""
    return safe(lead.text) and is_publishable(Piece(lead.text.rstrip(": "), "item"), language)


def _worth(reply: _Reply, replies: Sequence[_Reply]) -> tuple[float, int, bool]:
    alike = _alike(reply, replies)
    rated = _rated(alike)
    return rated.low, len({each.ticket.customer for each in alike}), reply.ticket.replies == 1


def _alike(reply: _Reply, replies: Sequence[_Reply]) -> list[_Reply]:
    whole = sum(reply.letters.values())
    return [
        each
        for each in replies
        if each is reply
        or sum(count for key, count in reply.letters.items() if key in each.letters) >= SAME * whole > 0
    ]


def _rated(replies: Sequence[_Reply]) -> Share:
    ratings = [each.ticket.rating for each in replies if each.ticket.rating]
    return wilson(ratings.count("good"), len(ratings))


def _written(kept: Sequence[Piece]) -> str:
    """Put pieces together as Markdown: sentences run on, lists and code have lines of their own."""
    text, number = "", 0
    before: Piece | None = None
    for piece in kept:
        if piece.lead and (before is None or before.lead != piece.lead) and piece.lead != before:
            text, number, before = f"{text}\n\n{piece.lead.text}", 0, piece.lead
        number = number + 1 if piece.kind == "step" else 0
        text += _joint(piece, before) + _marked(piece, number)
        before = piece
    return text.strip()


def _joint(piece: Piece, before: Piece | None) -> str:
    if before is None or before.kind != piece.kind or before.lead != piece.lead:
        return "\n\n"
    return {"sentence": " ", "code": "\n\n"}.get(piece.kind, "\n")


def _marked(piece: Piece, number: int) -> str:
    marks = {"step": f"{number}. {piece.text}", "item": f"- {piece.text}", "code": f"```\n{piece.text}\n```"}
    return marks.get(piece.kind, piece.text)
