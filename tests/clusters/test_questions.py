"""Recurring questions carry the figures their tickets give, and stay themselves from run to run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import pytest
from numpy.typing import NDArray

from deflect.clusters import find_questions, saved, unread_languages
from deflect.clusters.questions import monthly
from deflect.config import ClusterSettings
from deflect.types import CleanTicket, Cluster, Trend

DIMENSION = 32
SETTINGS = ClusterSettings(min_size=4)


def direction(name: str) -> NDArray[np.float32]:
    """A unit vector of its own for each word."""
    row = np.random.default_rng(sum(name.encode())).normal(size=DIMENSION)
    return np.asarray(row / np.linalg.norm(row), dtype=np.float32)


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """Text is placed by its first word."""
    return np.array([direction(text.split()[0].lower()) for text in texts], dtype=np.float32).reshape(-1, DIMENSION)


def ask(number: int, topic: str, *, language: str = "en", customer: str | None = None, month: int = 1) -> CleanTicket:
    question = f"{topic} does not work in way {number}?"
    created = datetime(2026, month, 1 + number % 28, tzinfo=UTC)
    return CleanTicket(
        f"desk:{number}", "", question, None, None, customer or f"c-{number}", language, created, solved=True
    )


def desk(*topics: tuple[str, int, str]) -> list[CleanTicket]:
    tickets: list[CleanTicket] = []
    for topic, count, language in topics:
        tickets += [ask(len(tickets) + step, topic, language=language) for step in range(count)]
    return tickets


def find(tickets: Sequence[CleanTicket], previous: Sequence[Cluster] = ()) -> tuple[Cluster, ...]:
    vectors = encode([ticket.question for ticket in tickets])
    noise = np.random.default_rng(0).normal(scale=0.03, size=vectors.shape)
    vectors = np.asarray(vectors + noise, dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return find_questions(tickets, vectors, encode, SETTINGS, previous)


STRAYS = [(f"stray{number}", 1, "en") for number in range(20)]


def test_each_planted_question_is_found_largest_first_with_its_tickets() -> None:
    tickets = desk(("Export", 5, "en"), ("Calendar", 9, "en"), *STRAYS)
    found = find(tickets)
    assert [len(cluster.member_ids) for cluster in found] == [9, 5]
    assert set(found[1].member_ids) == {f"desk:{number}" for number in range(5)}
    assert found[0].label.startswith("Calendar does not work")


def test_languages_are_kept_apart() -> None:
    found = find(desk(("Export", 6, "en"), ("Export", 5, "de"), *STRAYS))
    assert [(cluster.language, len(cluster.member_ids)) for cluster in found] == [("en", 6), ("de", 5)]


def test_a_customer_who_asks_often_counts_once() -> None:
    tickets = [ask(number, "Export", customer=f"c-{number % 3}") for number in range(8)]
    assert find([*tickets, *desk(*STRAYS)])[0].customers == 3


def test_exemplars_are_members_with_different_wording() -> None:
    tickets = [ask(0, "Export"), *(ask(number, "Export") for number in range(1, 8))]
    tickets.append(CleanTicket(**{**{f: getattr(tickets[0], f) for f in CleanTicket.__slots__}, "id": "desk:copy"}))
    cluster = find(tickets)[0]
    assert set(cluster.exemplar_ids) <= set(cluster.member_ids)
    assert len(cluster.exemplar_ids) == 5
    assert not {"desk:0", "desk:copy"} <= set(cluster.exemplar_ids)


def test_ids_and_labels_stay_when_tickets_are_added() -> None:
    before = find(desk(("Export", 5, "en"), ("Calendar", 9, "en"), *STRAYS))
    grown = [*desk(("Export", 5, "en"), ("Calendar", 9, "en"), *STRAYS)]
    grown += [ask(number, "Export") for number in range(100, 108)]
    after = find(grown, before)
    assert {(cluster.id, cluster.label) for cluster in before} == {(cluster.id, cluster.label) for cluster in after}
    assert after[0].id == before[1].id


def test_the_same_run_again_gives_the_same() -> None:
    tickets = desk(("Export", 5, "en"), ("Calendar", 9, "en"), *STRAYS)
    assert find(tickets) == find(tickets)
    assert find(tickets, find(tickets)) == find(tickets)


def test_tickets_that_share_nothing_give_no_question() -> None:
    assert find(desk(*STRAYS)) == ()


def test_no_tickets_give_no_question() -> None:
    assert find_questions([], np.empty((0, DIMENSION), dtype=np.float32), encode, SETTINGS) == ()


def test_clusters_survive_json() -> None:
    found = find(desk(("Export", 5, "en"), *STRAYS))
    assert saved.from_plain(json.loads(json.dumps(saved.to_plain(found)))) == found


@pytest.mark.parametrize(
    ("moments", "trend"),
    [
        ([(2026, 3)], Trend(("2026-03",), (1,))),
        ([(2025, 11), (2026, 2), (2025, 11)], Trend(("2025-11", "2025-12", "2026-01", "2026-02"), (2, 0, 0, 1))),
    ],
)
def test_the_trend_counts_every_month_between_first_and_last(moments: list[tuple[int, int]], trend: Trend) -> None:
    assert monthly([datetime(year, month, 9, tzinfo=UTC) for year, month in moments]) == trend


def test_in_a_language_that_the_encoder_does_not_read_no_question_is_claimed() -> None:
    read = desk(("Export", 12, "en"), *[(f"stray{number}", 1, "en") for number in range(30)])
    unread = [ask(100 + number, f"word{number % 4}", language="ar") for number in range(40)]
    tickets = [*read, *unread]
    vectors = encode([ticket.question for ticket in tickets])
    vectors[len(read) :] = vectors[len(read) :] + 3 * direction("arabic")
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert unread_languages(tickets, vectors) == {"ar": 40}
    assert {cluster.language for cluster in find_questions(tickets, vectors, encode, SETTINGS)} == {"en"}


def test_a_handful_of_tickets_is_too_few_to_call_a_language_unread() -> None:
    tickets = [ask(number, "Export", language="ar") for number in range(10)]
    assert unread_languages(tickets, encode([ticket.question for ticket in tickets])) == {}
