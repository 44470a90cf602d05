"""What benchmarks/suggest counts of ways to find articles, and takes ours apart into, where one can count by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from benchmarks.suggest import ablation, outcomes, retrieval
from benchmarks.suggest.intents import Question, ticket
from benchmarks.suggest.outcomes import Outcome, estimates
from benchmarks.suggest.risk import Kept, Window
from deflect.suggest import profiles, replay, words
from deflect.suggest.calibration import Calibration
from deflect.suggest.fitting import Asked
from deflect.suggest.replay import History
from deflect.suggest.risk import Step

WORDS = {"refund": "money back invoice", "login": "password account locked", "export": "csv file download"}


@pytest.fixture(scope="module")
def past() -> History:
    """240 tickets of three articles that lie apart, a fifth of them without a link."""
    random = np.random.default_rng(0)
    slugs = list(WORDS)
    asked = [
        Question(" ".join(random.permutation(WORDS[slug].split())), slug if at % 5 else None)
        for at, slug in enumerate(slugs * 80)
    ]
    rows = np.eye(8, dtype=np.float32)[[at % 3 for at in range(240)]] + random.normal(scale=0.2, size=(240, 8))
    vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    tickets = [ticket(at, question) for at, question in enumerate(asked)]
    return replay.history(tickets, vectors, [], [], lambda texts: np.ones((len(texts), 8), np.float32) / np.sqrt(8))


def test_measures_are_counted_over_all_tickets_and_over_the_surest() -> None:
    hits = np.zeros((10, 3), dtype=bool)
    hits[:4, 0] = hits[4:7, 2] = True
    sure = np.array([0.9, 0.1, 0.1, 0.1, 0.8, 0.1, 0.1, 0.1, 0.1, 0.1])
    first, three, surest = estimates(Outcome(hits, sure))
    assert (first.value, three.value, surest.value) == (40.0, 70.0, 50.0)
    assert 0 < first.low < 40 < first.high < 100
    found = outcomes.rows("retrieval", "ours", Outcome(hits, sure), retrieval.BARS)
    assert [each.verdict for each in found] == ["missed", "met", "missed"]
    assert [each.shown for each in found] == ["40.0%", "70.0%", "50.0%"]
    assert found[0].basis == f"{first.low:.1f}–{first.high:.1f}; n = 10"
    together = outcomes.one_row("ablation", "dense only", Outcome(hits, sure))
    assert together.measure == "dense only: right at 1 / right at 3 / precision at 20% coverage"
    assert (together.shown, together.verdict) == ("40.0 / 70.0 / 50.0%", "")
    assert together.basis == f"{first.interval} / {three.interval} / {surest.interval}; n = 10"


def test_the_nearest_ticket_that_votes_for_an_article_speaks_for_it() -> None:
    votes = np.array([[0, -1], [1, 0], [-1, -1], [1, -1]], dtype=np.int32)
    near = np.array([[0.2, 0.5, 0.9, 0.3], [-0.4, -0.5, 0.9, 0.6]])
    assert ablation.nearest(near, votes).tolist() == [[0.5, 0.5], [0.0, 0.6]]


def test_vectors_and_words_alone_rank_by_the_one_nearest_linked_ticket(past: History) -> None:
    split = 180
    found = replay.replay(past, split)
    near, shared = (way(past, split, found) for way in (ablation.by_vectors, ablation.by_words))
    place = {each.id: at for at, each in enumerate(past.tickets)}
    one, other = place[found.tickets[0].id], 7
    assert near.shape == shared.shape == (len(found.tickets), split)
    assert near[0, other] == pytest.approx(float(past.vectors[one] @ past.vectors[other]))
    assert shared[0].tolist() == words.build(past.hashes[:split]).score_hashes(past.hashes[one]).tolist()


def test_each_way_is_named_and_all_find_articles_that_lie_apart(past: History) -> None:
    split = 180
    found = replay.replay(past, split)
    plain = ablation.nothing_learned(past, split, retrieval.stretches(split))
    ours = ablation.reranked(retrieval.replayed(past, split), found)
    ways = ablation.ways(past, split, found, plain, ours)
    assert list(ways)[:2] == ["dense only", "BM25 only"]
    assert list(ways)[-1] == "+ re-ranker (ours)"
    assert len(found.tickets) == 48  # four of five of the last sixty
    for outcome in ways.values():
        assert estimates(outcome)[0].value == 100.0


def test_ours_stands_beside_the_plain_ways_and_what_is_left_of_it_without_a_part(past: History) -> None:
    found, plain = replay.replay(past, 180), ablation.nothing_learned(past, 180, retrieval.stretches(180))
    ways = retrieval.ways(past, 180, found, plain)
    assert list(ways) == [
        *("most frequent", "TF-IDF neighbours", "vector neighbours"),
        *retrieval.WITHOUT,
        "nothing learned",
    ]
    right = {name: estimates(outcome)[0].value for name, outcome in ways.items()}
    assert right.pop("most frequent") == pytest.approx(100 / 3)
    assert set(right.values()) == {100.0}


def test_nothing_is_learned_while_it_is_left_out_and_learning_is_back_afterwards(past: History) -> None:
    learn = profiles.learn
    plain = ablation.nothing_learned(past, 180, [(90, 120)])
    assert all((ranking.features[:, 5:] == 0).all() for ranking in plain.asked.rankings)
    assert [len(each.tickets) for each in plain.fitted] == [24]
    assert profiles.learn is learn


def asked(strength: float, *, right: bool) -> Asked:
    return Asked(np.array([[1.0, strength]]), np.array([right]), np.array([True]))


def test_a_risk_is_held_in_a_window_whose_answers_are_wrong_no_more_often() -> None:
    known = Calibration(0.0, (0.0, 1.0), 0.5, asked=400, steps=(Step(0.9, 200, 0, 200, 0),), measured=200)
    silent = dataclasses.replace(known, steps=(), measured=0)
    windows = [
        Window(known, [asked(4.0, right=True)] * 3 + [asked(-4.0, right=False)]),
        Window(known, [asked(4.0, right=True), asked(4.0, right=False)]),
        Window(silent, [asked(4.0, right=False)]),
    ]
    kept = Kept.of(windows, 0.1)
    assert (kept.windows, kept.spoken, kept.held) == (3, 2, 1)
    assert (kept.asked, kept.given, kept.wrong) == (7, 5, 1)
    row = kept.row("by links")
    assert (row.part, row.shown, row.verdict) == ("risk", "20.0%", "missed")
    assert row.basis.startswith("71.4% answered, held in 1 of 2 windows; ")
