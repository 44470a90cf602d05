"""How often the right article comes first: later tickets asked of earlier ones, through the whole of retrieval."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from deflect.suggest import entries, fitting
from deflect.suggest.calibration import Calibration
from deflect.suggest.replay import Encode, History, Replayed, asked_of, replay
from deflect.suggest.retrieval import Ranking
from deflect.suggest.tuning.gate import PLACES, Hits

LEARNED_SHARE = 0.5
"""Share of the tickets, the oldest, that an encoder learns from. Confidence is fitted on newer ones only, which such an
encoder has not seen: on those that it has, it would look surer than it is."""
CHOSEN_SHARE = 0.25
"""Share of the tickets, the next, by which the best of several encoders is chosen."""
LEAST_CHOSEN = 60
LEAST_HELD = 150
"""Fewest tickets with a linked article to judge on: of 150, a difference of 5 points can just be told from noise."""


@dataclasses.dataclass(frozen=True, slots=True)
class Split:
    """The tickets cut at two moments.

    Attributes:
        learned: Position of the first ticket that no encoder learns from.
        held: Position of the first ticket that is only looked at to compare the chosen encoder with the one in use.
    """

    learned: int
    held: int


def split(past: History) -> Split:
    """Cut the past in three: to learn from, to choose by, to judge by.

    Args:
        past: Tickets in order of time.
    """
    count = len(past.tickets)
    return Split(int(count * LEARNED_SHARE), int(count * (LEARNED_SHARE + CHOSEN_SHARE)))


def lacking(past: History, found: Split) -> str:
    """Say what is missing to choose or to judge by, and what helps; nothing if there is enough."""
    linked = [bool(entries.linked_slugs(each)) for each in past.tickets]
    for name, there, least in (
        ("the third quarter of the tickets", sum(linked[found.learned : found.held]), LEAST_CHOSEN),
        ("the newest quarter of the tickets", sum(linked[found.held :]), LEAST_HELD),
    ):
        if there < least:
            return (
                f"too few tickets with a linked article to tell whether tuning helps: {name} has {there}, {least} are "
                f"needed, {least - there} more. Have agents link articles in their answers, and tune when there are so "
                "many"
            )
    return ""


def with_vectors(past: History, vectors: NDArray[np.float32], encode: Encode) -> History:
    """The same past as another encoder sees it.

    Args:
        past: n tickets.
        vectors: (n, d) unit rows of their questions.
        encode: Texts to unit rows of the same encoder.
    """
    return dataclasses.replace(past, vectors=vectors, encode=encode)


def chosen_by(past: History, cut: Split) -> float:
    """The figure by which encoders are chosen: how high the right article stands, on the middle part.

    Returns:
        0 to 1: the mean of the shares of tickets with the right article first, and among the first three.
    """
    found = replay(past.until(cut.held), cut.learned)
    hits = _hits(found, lambda ranking: -ranking.fused)
    return float((hits[:, 0].mean() + hits.any(axis=1).mean()) / 2) if len(hits) else 0.0


def held_out(past: History, cut: Split) -> Hits:
    """Ask the newest part of all before it, with confidence fitted on the middle part.

    Returns:
        (n, 3) for each ticket with a linked article, oldest first: whether the first, second and third one is right.
    """
    known = fitted(past, cut)
    return _hits(replay(past, cut.held), lambda ranking: -known.confidence(ranking.features))


def fitted(past: History, cut: Split) -> Calibration:
    """Fit confidence on the middle part, which no encoder has learned from."""
    return fitting.fit(asked_of(replay(past.until(cut.held), cut.learned)))


def _hits(found: Replayed, order: Callable[[Ranking], NDArray[np.floating]]) -> Hits:
    hits = np.zeros((len(found.tickets), PLACES), dtype=bool)
    for at, ranking in enumerate(found.rankings):
        best = np.argsort(order(ranking), kind="stable")[:PLACES]
        hits[at, : len(best)] = found.right(at)[best]
    return hits
