"""Which article did the agent link? Asked of later tickets, from what earlier ones knew.

Right is an article that an agent linked in the ticket; all later tickets with a link are asked, also those whose
article was never linked before. The ways beside ours are the plain ones: the most frequent article, and votes of the
nearest earlier tickets with a link, by TF-IDF or by vectors. Ours is deflect's own ranking, its confidence fitted on
four stretches of the earlier tickets, each asked of what was before it; the later tickets are seen once, to be asked.

Usage: python -m benchmarks.suggest retrieval WORKSPACE [--from DAY] [--until DAY] [--language en]
WORKSPACE holds imported tickets in which agents linked articles, and had a `deflect run`; it is only read from, except
for vectors of texts that were not encoded before.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from benchmarks.clustering.tables import heading, machine, row
from deflect.pipeline.memory import open_memory
from deflect.store import Store
from deflect.suggest import calibration, entries, profiles, replay
from deflect.suggest.profiles import Profiles
from deflect.suggest.replay import History, Replayed
from deflect.suggest.retrieval import FEATURES
from deflect.workspace import Workspace

NEIGHBOURS = 80
COVERAGE = 0.2
DRAWS = 2_000
STRETCHES = 4
STRETCH_SHARE = 0.75
CANDIDATES = 5
WITHOUT: dict[str, tuple[str, ...]] = {
    "ours": (),
    "without the regression's feature": ("learned",),
    "without centres": ("centre",),
    "without words": ("words", "agreement"),
    "without near tickets": ("similarity", "votes", "margin", "agreement"),
}

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one way gave for n tickets.

    Attributes:
        hits: (n, 3) whether the first, second and third article is right.
        sure: (n,) how sure the way is of its first.
    """

    hits: NDArray[np.bool_]
    sure: Floats


def main(arguments: Sequence[str] | None = None) -> None:
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("workspace")
    ask.add_argument("--from", dest="start", default="2024-07-01", help="day of the first ticket asked")
    ask.add_argument("--until", default="2025-01-01", help="day after the last")
    ask.add_argument("--language", default="en")
    wanted = ask.parse_args(arguments)
    print(machine(), flush=True)
    run(wanted.workspace, _day(wanted.start), _day(wanted.until), wanted.language)


def _day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def run(path: str, start: datetime, until: datetime, language: str) -> None:
    """Print the table.

    Args:
        path: A workspace.
        start: Tickets from here on are asked.
        until: Tickets from here on are not looked at.
        language: Of the tickets.
    """
    past = _history(path, until, language)
    split = sum(ticket.created_at < start for ticket in past.tickets)
    found = replay.replay(past, split)
    print(f"\n{split:,} earlier tickets, {len(found.tickets)} later ones with a link; 95% intervals.\n")
    print(heading(("way", "right at 1", "right at 3", f"precision at {COVERAGE:.0%} coverage")))
    for name, outcome in ways(past, split, found).items():
        print(row((name, *cells(outcome))), flush=True)


def _history(path: str, until: datetime, language: str) -> History:
    workspace = Workspace.open(path)
    with Store.open(workspace.database) as store:
        tickets = [each for each in store.cleaned() if each.language == language and each.created_at < until]
    memory = open_memory(workspace, tickets)
    return replay.history(tickets, memory.encode([each.question for each in tickets]), [], [], memory.encode)


def ways(past: History, split: int, found: Replayed) -> dict[str, Outcome]:
    plain = {
        "most frequent": _by_scores(past, split, found, lambda frequent, _: np.tile(frequent, (len(found.tickets), 1))),
        "TF-IDF neighbours": _by_scores(past, split, found, lambda _, votes: _voted(_tfidf(past, split, found), votes)),
        "vector neighbours": _by_scores(past, split, found, lambda _, votes: _voted(_dense(past, split, found), votes)),
    }
    fitted = _stretches(past, split)
    parts = {name: _ours(fitted, found, without) for name, without in WITHOUT.items()}
    with mock.patch.object(profiles, "learn", _nothing_learned):
        return plain | parts | {"nothing learned": _ours(_stretches(past, split), replay.replay(past, split), ())}


def _stretches(past: History, split: int) -> list[Replayed]:
    ends = (np.linspace(1 - STRETCH_SHARE, 1, STRETCHES + 1) * split).astype(int).tolist()
    return [replay.replay(past.until(end), begin) for begin, end in itertools.pairwise(ends)]


def _nothing_learned(_: NDArray[np.int32], vectors: Floats, targets: int) -> Profiles:
    """Neither centres nor a regression: the near entries alone."""
    none = np.zeros((targets, vectors.shape[1]), dtype=np.float32)
    return Profiles(none, none[:0], np.zeros(0, dtype=np.float32))


def _ours(fitted: Sequence[Replayed], asked: Replayed, without: Sequence[str]) -> Outcome:
    kept = np.array([name not in without for name in FEATURES])
    rows = [ranking.features[:CANDIDATES] * kept for each in fitted for ranking in each.rankings]
    right = [each.right(at)[:CANDIDATES] for each in fitted for at in range(len(each.tickets))]
    known = calibration.fit(rows, right)
    hits, sure = np.zeros((len(asked.tickets), 3), dtype=bool), np.zeros(len(asked.tickets))
    for at, ranking in enumerate(asked.rankings):
        confidence = known.confidence(ranking.features * kept)
        best = np.argsort(-confidence, kind="stable")[:3]
        hits[at, : len(best)] = asked.right(at)[best]
        sure[at] = confidence.max(initial=0.0)
    return Outcome(hits, sure)


def _by_scores(
    past: History, split: int, found: Replayed, score: Callable[[Floats, NDArray[np.int32]], Floats]
) -> Outcome:
    votes = entries.vote_table(entries.ticket_votes(past.tickets[:split], found.targets, [], []))
    frequent = np.bincount(votes[votes >= 0], minlength=len(found.targets)).astype(np.float64)
    scores = score(frequent, votes)
    order = np.argsort(-scores, axis=1, kind="stable")[:, :3]
    slugs = [target.article for target in found.targets]
    hits = [[slugs[at] in truth for at in best] for best, truth in zip(order, found.truth, strict=True)]
    return Outcome(np.array(hits, dtype=bool), scores.max(axis=1))


def _voted(similarities: Floats, votes: NDArray[np.int32]) -> Floats:
    """Votes of the nearest tickets with a link, weighed by the square of how far they stand out."""
    linked = np.flatnonzero((votes >= 0).any(axis=1))
    scores = np.zeros((len(similarities), int(votes.max()) + 1))
    for at, every in enumerate(similarities):
        near = linked[np.argsort(-every[linked], kind="stable")[:NEIGHBOURS]]
        weight = (every[near] - every[near].min()) ** 2
        weight /= max(float(weight.sum()), 1e-12)
        given = np.array(votes[near])
        rows, columns = np.nonzero(given >= 0)
        np.add.at(scores[at], given[rows, columns], weight[rows])
    return scores


def _dense(past: History, split: int, found: Replayed) -> Floats:
    place = {ticket.id: at for at, ticket in enumerate(past.tickets)}
    similarities: Floats = past.vectors[[place[each.id] for each in found.tickets]] @ past.vectors[:split].T
    return similarities


def _tfidf(past: History, split: int, found: Replayed) -> Floats:
    from sklearn.feature_extraction.text import TfidfVectorizer

    model = TfidfVectorizer(sublinear_tf=True, min_df=2, stop_words="english")
    earlier = model.fit_transform([ticket.question for ticket in past.tickets[:split]])
    similarities: Floats = (model.transform([ticket.question for ticket in found.tickets]) @ earlier.T).toarray()
    return similarities


def cells(outcome: Outcome) -> list[str]:
    first, three = outcome.hits[:, 0], np.asarray(outcome.hits.any(axis=1))
    measures: list[Callable[[NDArray[np.int64]], float]] = [
        lambda at: float(first[at].mean()),
        lambda at: float(three[at].mean()),
        lambda at: _surest(first.take(at), outcome.sure[at]),
    ]
    return [with_interval(measure, len(first)) for measure in measures]


def _surest(right: NDArray[np.bool_], sure: Floats) -> float:
    order = np.argsort(-sure, kind="stable")[: max(int(len(sure) * COVERAGE), 1)]
    return float(right[order].mean())


def with_interval(measure: Callable[[NDArray[np.int64]], float], count: int) -> str:
    """A measure and the interval that 95 in 100 bootstrap draws of the tickets give, in per cent."""
    random = np.random.default_rng(0)
    drawn = [measure(random.integers(count, size=count)) for _ in range(DRAWS)]
    low, high = np.quantile(drawn, [0.025, 0.975])
    return f"{100 * measure(np.arange(count)):.1f} ({100 * low:.1f}–{100 * high:.1f})"
