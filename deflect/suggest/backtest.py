"""How good suggestions would have been: the workspace's own later tickets, asked of what the earlier ones knew.

Right is what an agent linked in the ticket, or the article of the ticket's own recurring question. The second is
kind to deflect: recurring questions are found on all tickets at once, so that a later ticket helped to shape the one it
belongs to. Where agents linked articles, `links` judges by those alone, without recurring questions and drafted
articles, and is the figure to trust. Confidence is fitted within the earlier tickets; the later ones are never seen
before they are asked.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.config import Settings, SuggestSettings
from deflect.errors import WorkspaceError
from deflect.interval import Share, wilson
from deflect.suggest import decide, replay, risk
from deflect.suggest.replay import Encode, History, Replayed
from deflect.suggest.risk import NEVER, Rule
from deflect.suggest.sensitive import Topics
from deflect.types import Article, CleanTicket, Cluster

STEPS = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)

CAVEAT = (
    "Recurring questions were found on all tickets, the later ones included: figures judged by them flatter. "
    "Those judged by what agents linked do not."
)


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the risk-coverage curve: answering the surest tickets only.

    Attributes:
        coverage: Share of the tickets answered.
        precision: Share of those answered rightly; risk is 1 - precision.
        threshold: `suggest.threshold` that gives this coverage.
    """

    coverage: float
    precision: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured on one way to tell right from wrong.

    Attributes:
        asked: Tickets asked.
        answerable: Those that some article answers: `hit_1` and `hit_3` are shares of these.
        hit_1: The surest candidate is right, whether shown or not.
        hit_3: One of the three surest is right.
        naive_1: The same as `hit_1` if the most frequent article were always named.
        naive_3: The same as `hit_3` for the three most frequent.
        coverage: Tickets answered at the threshold, of those asked.
        precision: Answers that are right, of those given; a ticket that no article answers makes any answer wrong.
        naive_precision: Right answers if the most frequent article were shown for every ticket.
        curve: Risk and coverage, surest first.
    """

    asked: int
    answerable: int
    hit_1: Share
    hit_3: Share
    naive_1: Share
    naive_3: Share
    coverage: Share
    precision: Share
    naive_precision: Share
    curve: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class BacktestResult:
    """How later tickets fared.

    Attributes:
        learned: Earlier tickets, learned from.
        threshold: The least confidence to answer with that the earlier tickets gave, or the owner set; None if they
            are too few to answer at all.
        fitted: Tickets that confidence was fitted on; 0 if the stated defaults were used.
        all: Judged by links and recurring questions; flatters, see `caveat`.
        links: Judged by what agents linked alone; None if nothing was linked in the later tickets.
        rule: How that threshold came about.
        caveat: What to bear in mind, one line.
    """

    learned: int
    threshold: float | None
    fitted: int
    all: Figures
    links: Figures | None
    rule: Rule
    caveat: str = CAVEAT


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came of one ticket: hits among the surest candidates, and whether what would be shown is right."""

    answerable: bool
    hits: tuple[bool, ...]
    confidence: float
    right: bool
    shown: bool


def backtest(
    tickets: Sequence[CleanTicket],
    question_vectors: NDArray[Any],
    clusters: Sequence[Cluster],
    articles: Sequence[Article],
    encode: Encode,
    settings: Settings,
    holdout: float = 0.25,
) -> BacktestResult:
    """Learn from the earlier tickets, ask the later ones.

    Args:
        tickets: n tickets in any order.
        question_vectors: (n, d) unit rows, one a ticket.
        clusters: Recurring questions.
        articles: All articles. The text of drafted ones is not used: they stand by the votes of earlier tickets.
        encode: Texts to unit rows.
        settings: For the threshold: higher raises precision and lowers coverage.
        holdout: Share of the tickets to ask, the newest; between 0 and 1.

    Raises:
        WorkspaceError: There are too few tickets to divide.
    """
    past = replay.history(tickets, question_vectors, articles, clusters, encode)
    split = len(past.tickets) - round(len(past.tickets) * holdout)
    if not 0 < split < len(past.tickets):
        raise WorkspaceError("there are too few tickets for a backtest", "", "Import more: deflect import")
    figures, rule, fitted = _judge(past, split, settings.suggest)
    links = _judge(past.with_links_only(), split, settings.suggest)[0] if clusters else figures
    return BacktestResult(split, rule.threshold, fitted, figures, links if links.asked else None, rule)


def curve(confidences: Sequence[float], right: Sequence[bool]) -> tuple[Point, ...]:
    """Trace precision as ever less sure tickets are answered too.

    Args:
        confidences: Of each ticket asked.
        right: Whether each ticket's answer is right.

    Returns:
        A point for each of `STEPS`; tickets of equal confidence are answered together, as a threshold would.
    """
    order = np.argsort(-np.asarray(confidences, dtype=np.float64), kind="stable")
    sure, hits = np.asarray(confidences, dtype=np.float64)[order], np.cumsum(np.asarray(right, dtype=bool)[order])
    points: dict[float, Point] = {}
    for step in STEPS if len(order) else ():
        threshold = float(sure[max(math.ceil(step * len(order)), 1) - 1])
        count = int((sure >= threshold).sum())
        points.setdefault(threshold, Point(count / len(order), float(hits[count - 1]) / count, threshold))
    return tuple(points.values())


def _judge(past: History, split: int, settings: SuggestSettings) -> tuple[Figures, Rule, int]:
    fitted = replay.calibrate(past.until(split), Topics.of(settings.sensitive).touched)
    rule = risk.in_force(fitted.steps, fitted.measured, settings.threshold, settings.max_wrong)
    threshold = NEVER if rule.threshold is None else rule.threshold
    replayed = replay.replay(past, split)
    answers = []
    for at, ticket in enumerate(replayed.tickets):
        scored = decide.score(replayed.rankings[at], fitted, replayed.targets)
        language = decide.main_language(ticket.language)
        chosen = decide.choose(scored, threshold, fitted.floor, language)
        right = [replayed.targets[each.target].article in replayed.truth[at] for each in scored]
        shown = not isinstance(chosen, str)
        best = 0 if isinstance(chosen, str) else chosen
        answers.append(
            _Answer(
                answerable=bool(replayed.truth[at]),
                hits=tuple(right[:3]),
                confidence=scored[0].confidence if scored else 0.0,
                right=bool(right) and right[best],
                shown=shown,
            )
        )
    return _figures(answers, replayed), rule, fitted.asked


def _figures(answers: Sequence[_Answer], replayed: Replayed) -> Figures:
    asked = [answer for answer in answers if answer.answerable]
    given = [answer for answer in answers if answer.shown]
    frequent = [replayed.targets[at].article for at in replayed.frequent[:3]]
    truths = [truth for truth in replayed.truth if truth]
    naive = sum(not truth.isdisjoint(frequent[:1]) for truth in truths)
    return Figures(
        asked=len(answers),
        answerable=len(asked),
        hit_1=wilson(sum(any(answer.hits[:1]) for answer in asked), len(asked)),
        hit_3=wilson(sum(any(answer.hits) for answer in asked), len(asked)),
        naive_1=wilson(naive, len(asked)),
        naive_3=wilson(sum(not truth.isdisjoint(frequent) for truth in truths), len(asked)),
        coverage=wilson(len(given), len(answers)),
        precision=wilson(sum(answer.right for answer in given), len(given)),
        naive_precision=wilson(naive, len(answers)),
        curve=curve([answer.confidence for answer in answers], [any(answer.hits[:1]) for answer in answers]),
    )
