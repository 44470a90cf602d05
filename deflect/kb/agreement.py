"""What several tickets say alike: the pieces of their answers, near-duplicates together, each with its support."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from deflect.kb.publishable import (
    asks,
    follows_a_question,
    has_placeholder,
    is_personal,
    is_publishable,
    without_sign_off,
)
from deflect.kb.sentences import Piece, split
from deflect.kb.values import addresses, compatible, is_negated, menu_paths, numbers
from deflect.types import CleanTicket

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

SAME_BY_VECTOR = 0.82
"""Least cosine similarity at which two sentences say the same. Higher: fewer different sentences are taken for one
(precision), more agreement goes unseen (recall). Sentences of one kind of reply are near each other even where they
differ, so that the words that carry the difference are compared besides."""

SAME_BY_WORDS = 0.66
"""Least Dice overlap of words at which two sentences say the same, where no vectors are given; the same trade."""

_WORD = re.compile(r"\w+(?:['’.-]\w+)*")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Answer:
    """A ticket's answer in pieces that can be published.

    Attributes:
        weight: How far it is trusted: 1.5 where the customer rated it good, 1 where the ticket was solved, else 0.6.
        near: How well it fits the article's question, 0 to 1, the best being 1; see `apt`.
        told: Share of its pieces that tell rather than ask, 0 to 1: a reply that mostly asks settles nothing yet.
    """

    ticket: str
    agent: str | None
    weight: float
    pieces: tuple[Piece, ...]
    near: float = 1.0
    told: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Point:
    """Something that one ticket or several say, in the wording that most of them use; equal only to itself.

    Attributes:
        tickets: Refs of the tickets that say it, the most trusted first.
        places: Where each of them says it, 0 (its first piece) to 1 (its last).
        leading: Those of the tickets that introduce it, or the list it stands in, by the piece's `lead`.
        wordings: How each of the tickets says it.
        agents: Number of agents who say it.
        score: Number of agents + log2(1 + weight of tickets) + mean similarity (0 to 1) to all else that is said.
    """

    piece: Piece
    tickets: tuple[str, ...]
    places: Mapping[str, float]
    score: float
    leading: tuple[str, ...] = ()
    wordings: Mapping[str, Piece] = field(default_factory=dict)
    agents: int = 1

    @property
    def place(self) -> float:
        """Mean relative position, 0 to 1."""
        return sum(self.places.values()) / len(self.places)

    def in_the_words_of(self, ticket: str) -> Point:
        """The same as one of the tickets says it; that ticket is named first."""
        piece = self.wordings[ticket]
        alike = (ref for ref, each in self.wordings.items() if piece.lead and each.lead == piece.lead and ref != ticket)
        tickets = (ticket, *(ref for ref in self.tickets if ref != ticket))
        return replace(self, piece=piece, tickets=tickets, leading=(ticket, *alike) if piece.lead else ())

    def without_a_head(self) -> Point:
        """The same without what introduces the list it stands in: that is another answer's list."""
        return self if self.piece.kind == "code" else replace(self, piece=replace(self.piece, lead=None), leading=())


@dataclass(frozen=True, slots=True)
class _Said:
    answer: Answer
    piece: Piece
    place: float


def weight_of(ticket: CleanTicket) -> float:
    """How far a ticket's answer is trusted, 0.2 to 1.5."""
    if ticket.rating == "bad":
        return 0.2
    return 1.5 if ticket.rating == "good" else 1.0 if ticket.solved else 0.6


def answer_of(ticket: CleanTicket) -> Answer:
    """Cut a ticket's answer into the pieces that every customer may read."""
    said = without_sign_off(split(ticket.answer or ""))
    pieces = tuple(_with_fit_lead(piece, ticket.language) for piece in _publishable(said, ticket.language))
    asked = sum(piece.kind != "code" and asks(piece.text) for piece in said)
    return Answer(ticket.id, ticket.agent, weight_of(ticket), pieces, told=1.0 - asked / max(1, len(said)))


def points(answers: Sequence[Answer], encode: Encode | None = None) -> list[Point]:
    """Put together what the answers say alike.

    Args:
        answers: The most trusted first.
        encode: n texts to unit vectors (n, dimension); without it, words are compared.

    Returns:
        Everything that is said, once each, in order of first appearance.
    """
    said: dict[str, list[_Said]] = {}
    for answer in answers:
        last = max(1, len(answer.pieces) - 1)
        for number, piece in enumerate(answer.pieces):
            said.setdefault(_key(piece), []).append(_Said(answer, piece, number / last))
    wordings = list(said.values())
    alike = _similarities([wording[0].piece for wording in wordings], encode)
    groups = _group(wordings, alike, SAME_BY_VECTOR if encode else SAME_BY_WORDS)
    central = _centrality(alike, [len(wording) for wording in wordings])
    return [_point([wordings[i] for i in group], central[group[0]]) for group in groups]


def _publishable(said: Sequence[Piece], language: str) -> Iterator[Piece]:
    asked = False
    for piece in said:
        # What answers a question that nobody reads is left out with it.
        if is_publishable(piece, language) and not (asked and follows_a_question(piece.text)):
            yield piece
            asked = False
        else:
            asked = piece.kind != "code" and (asked or asks(piece.text))


def _with_fit_lead(piece: Piece, language: str) -> Piece:
    lead = piece.lead.text if piece.lead else ""
    unfit = has_placeholder(lead) or is_personal(lead, language)
    return replace(piece, lead=None) if unfit else piece


def _key(piece: Piece) -> str:
    text = _SPACE.sub(" ", piece.text).strip()
    return f"code {text}" if piece.kind == "code" else text.casefold().rstrip(".!")


def _similarities(pieces: Sequence[Piece], encode: Encode | None) -> NDArray[np.float32]:
    if not pieces:
        return np.zeros((0, 0), dtype=np.float32)
    if encode is not None:
        vectors = np.asarray(encode([piece.text for piece in pieces]), dtype=np.float32)
        return np.asarray(np.clip(vectors @ vectors.T, 0.0, 1.0), dtype=np.float32)
    words = [set(_WORD.findall(piece.text.casefold())) for piece in pieces]
    column = {word: number for number, word in enumerate(sorted(set().union(*words)))}
    table = np.zeros((len(pieces), max(1, len(column))), dtype=np.float32)
    for row, found in enumerate(words):
        table[row, [column[word] for word in found]] = 1.0
    sizes = table.sum(axis=1)
    return np.asarray(2.0 * (table @ table.T) / np.maximum(sizes[:, None] + sizes[None, :], 1.0), dtype=np.float32)


def _group(wordings: Sequence[Sequence[_Said]], alike: NDArray[np.float32], threshold: float) -> list[list[int]]:
    """Each wording joins the group whose first is nearest, or begins one; an answer's own two steps stay two."""
    pieces = [wording[0].piece for wording in wordings]
    saying = [{said.answer.ticket for said in wording} for wording in wordings]
    groups: list[list[int]] = []
    for number, piece in enumerate(pieces):
        near = [
            g
            for g in groups
            if alike[number, g[0]] >= threshold
            and agree(piece, pieces[g[0]])
            and all(saying[number].isdisjoint(saying[other]) for other in g)
        ]
        if near:
            max(near, key=lambda g: float(alike[number, g[0]])).append(number)
        else:
            groups.append([number])
    return groups


def agree(one: Piece, other: Piece) -> bool:
    """Whether what carries the meaning is the same: menu paths, numbers, addresses, negation. Code never agrees."""
    if "code" in (one.kind, other.kind) or is_negated(one.text) != is_negated(other.text):
        return False
    return all(compatible(find(one.text), find(other.text)) for find in (menu_paths, numbers, addresses))


def _centrality(alike: NDArray[np.float32], counts: Sequence[int]) -> list[float]:
    if not counts:
        return []
    weights = np.asarray(counts, dtype=np.float32)
    return [float(value) for value in alike @ weights / weights.sum()]


def _point(wordings: Sequence[Sequence[_Said]], centrality: float) -> Point:
    everything = [said for wording in wordings for said in wording]
    best = max(wordings, key=lambda wording: (_trust(wording), wording[0].piece.kind == "step"))
    places: dict[str, float] = {}
    worded: dict[str, Piece] = {}
    for said in sorted(everything, key=lambda said: -said.answer.weight):
        places.setdefault(said.answer.ticket, said.place)
        worded.setdefault(said.answer.ticket, said.piece)
    agents = {said.answer.agent for said in everything}
    kinds = Counter(said.piece.kind for said in everything)
    kind = "step" if best[0].piece.kind == "sentence" and kinds["step"] > kinds["sentence"] else best[0].piece.kind
    leads = Counter(said.piece.lead for said in best)
    piece = replace(best[0].piece, kind=kind, lead=max(leads, key=lambda lead: (leads[lead], lead is not None)))
    leading = {said.answer.ticket for said in everything if piece.lead and said.piece.lead == piece.lead}
    score = len(agents) + math.log2(1.0 + _trust(everything)) + centrality
    introduced = tuple(ref for ref in places if ref in leading)
    return Point(piece, tuple(places), places, score, introduced, worded, len(agents))


def _trust(said: Sequence[_Said]) -> float:
    return sum({each.answer.ticket: each.answer.weight for each in said}.values())
