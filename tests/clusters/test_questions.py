"""Recurring questions carry the figures their tickets give, and stay themselves from run to run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.clusters import find_questions, unread_languages
from deflect.clusters.decided.decisions import Decision
from deflect.clusters.following import saved
from deflect.clusters.following.drift import Drift
from deflect.clusters.following.known import Known
from deflect.clusters.grouping import OTHER_BASIS
from deflect.clusters.questions import Questions, from_plain, to_plain
from deflect.config import ClusterSettings
from deflect.types import CleanTicket, Cluster

DIMENSION = 256
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
    return run(tickets, Known(tuple(previous), basis="before")).clusters


def run(tickets: Sequence[CleanTicket], known: Known | None = None, **more: Any) -> Questions:
    vectors = encode([ticket.question for ticket in tickets])
    noise = np.random.default_rng(0).normal(scale=0.03, size=vectors.shape)
    vectors = np.asarray(vectors + noise, dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return find_questions(tickets, vectors, encode, SETTINGS, known=known, **more)


STRAYS = [(f"stray{number}", 1, "en") for number in range(20)]
MORE_STRAYS = [ask(500 + number, f"stray{number}") for number in range(20)]


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
    assert find([*tickets, *MORE_STRAYS])[0].customers == 3


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
    assert find_questions([], np.empty((0, DIMENSION), dtype=np.float32), encode, SETTINGS).clusters == ()


def test_clusters_survive_json() -> None:
    found = find(desk(("Export", 5, "en"), *STRAYS))
    assert saved.from_plain(json.loads(json.dumps(saved.to_plain(found)))) == found


def test_in_a_language_that_the_encoder_does_not_read_no_question_is_claimed() -> None:
    read = desk(("Export", 12, "en"), *[(f"stray{number}", 1, "en") for number in range(30)])
    unread = [ask(100 + number, f"word{number % 4}", language="ar") for number in range(40)]
    tickets = [*read, *unread]
    vectors = encode([ticket.question for ticket in tickets])
    vectors[len(read) :] = vectors[len(read) :] + 3 * direction("arabic")
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert unread_languages(tickets, vectors) == {"ar": 40}
    assert {cluster.language for cluster in find_questions(tickets, vectors, encode, SETTINGS).clusters} == {"en"}


def test_a_handful_of_tickets_is_too_few_to_call_a_language_unread() -> None:
    tickets = [ask(number, "Export", language="ar") for number in range(10)]
    assert unread_languages(tickets, encode([ticket.question for ticket in tickets])) == {}


def test_a_few_new_tickets_are_given_to_known_questions_without_finding_these_anew() -> None:
    first = run(desk(("Export", 15, "en"), ("Calendar", 25, "en"), *STRAYS), basis="b")
    assert (first.drift.refit, first.known.since) == (True, ())
    grown = [*desk(("Export", 15, "en"), ("Calendar", 25, "en"), *STRAYS), ask(100, "Export"), ask(101, "Nothing")]
    second = run(grown, first.known, basis="b")
    assert not second.drift.refit
    assert second.known.since == ("desk:100", "desk:101")
    assert second.known.alone[-1] == "desk:101"
    assert {cluster.id: set(cluster.member_ids) for cluster in second.clusters} == {
        cluster.id: {*cluster.member_ids, *(["desk:100"] if cluster.label.startswith("Export") else [])}
        for cluster in first.clusters
    }


def test_a_new_question_among_new_tickets_has_the_questions_found_anew() -> None:
    tickets = desk(("Export", 15, "en"), ("Calendar", 25, "en"), *STRAYS)
    first = run(tickets, basis="b")
    second = run([*tickets, *(ask(number, "Refund") for number in range(100, 106))], first.known, basis="b")
    assert second.drift.refit
    assert {len(cluster.member_ids) for cluster in second.clusters} == {25, 15, 6}
    assert {cluster.id for cluster in first.clusters} < {cluster.id for cluster in second.clusters}


def test_other_settings_have_the_questions_found_anew_and_ids_stay() -> None:
    tickets = desk(("Export", 15, "en"), ("Calendar", 25, "en"), *STRAYS)
    first = run(tickets, basis="b")
    second = run(tickets, first.known, basis="other")
    assert second.drift == Drift(True, OTHER_BASIS)
    assert second.clusters == first.clusters


def test_what_was_found_survives_json() -> None:
    found = run(desk(("Export", 5, "en"), *STRAYS), basis="b")
    assert from_plain(json.loads(json.dumps(to_plain(found)))) == found


def test_decisions_hold_and_a_rejected_question_says_so() -> None:
    tickets = desk(("Export", 15, "en"), ("Calendar", 25, "en"), *STRAYS)
    first = run(tickets, basis="b")
    calendar, export = first.clusters
    decisions = [
        Decision(decision="rename", question=export.id, label="How do I export?", tickets=export.member_ids),
        Decision(decision="reject", question=calendar.id, tickets=calendar.member_ids),
    ]
    grown = [*tickets, *(ask(number, "Calendar") for number in range(100, 110))]
    for known in (first.known, None):
        second = {cluster.id: cluster for cluster in run(grown, known, basis="b", decisions=decisions).clusters}
        assert second[export.id].label == "How do I export?"
        assert second[export.id].standing == "open"
        assert second[calendar.id].standing == "rejected"
        assert len(second[calendar.id].member_ids) == 35


def test_a_merge_says_from_what() -> None:
    tickets = desk(("Export", 15, "en"), ("Calendar", 25, "en"), *STRAYS)
    first = run(tickets, basis="b")
    calendar, export = first.clusters
    merge = Decision(decision="merge", question=calendar.id, others=(export.id,))
    second = run(tickets, first.known, basis="b", decisions=[merge])
    assert [(cluster.id, len(cluster.member_ids)) for cluster in second.clusters] == [(calendar.id, 40)]
    assert second.clusters[0].came_from == (export.id,)


def test_languages_that_the_encoder_reads_alike_share_a_question_told_in_the_workspaces_language() -> None:
    tickets = desk(("Export", 8, "de"), ("Export", 6, "en"), *STRAYS)
    found = run(tickets, aligned={"en", "de"}, language="en").clusters
    assert [(cluster.language, len(cluster.member_ids)) for cluster in found] == [("en", 14)]
    assert run(tickets, aligned={"en", "de"}, language="fr").clusters[0].language == "de"


def test_a_question_says_when_it_was_asked_and_in_which_words() -> None:
    tickets = [ask(number, "Export", month=1 + number % 3) for number in range(9)]
    cluster = find([*tickets, *MORE_STRAYS])[0]
    assert (cluster.first_seen, cluster.last_seen) == ("2026-01-01", "2026-03-09")
    assert sum(cluster.trend.tickets) == 9
    assert cluster.minutes is None
