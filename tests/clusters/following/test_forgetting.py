"""Recurring questions without a customer's tickets: exact counts, and nothing in the words of somebody who is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from deflect.clusters.bursts import Burst
from deflect.clusters.following.drift import Drift
from deflect.clusters.following.forgetting import touched, without
from deflect.clusters.following.known import Known
from deflect.clusters.questions import Questions
from deflect.types import CleanTicket, Cluster, Trend

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def ticket(name: str, customer: str, question: str, day: int, minutes: float | None = None) -> CleanTicket:
    at = MONDAY + timedelta(days=day)
    return CleanTicket(name, "", question, "Yes.", "a1", customer, "en", at, True, minutes=minutes)


TICKETS = {
    each.id: each
    for each in (
        ticket("s:1", "gone", "Why is zorblax grey? The map is grey.", 0, 5.0),
        ticket("s:2", "b", "Why is the map grey today?", 1, 7.0),
        ticket("s:3", "c", "The map is grey, why?", 7),
        ticket("s:4", "d", "Why is the map grey today?", 8),
        ticket("s:5", "gone", "Why is zorblax grey?", 14),
    )
}
CLUSTER = Cluster(
    "q-1", tuple(TICKETS), ("s:1", "s:3"), "Why is zorblax grey", "en", 0.9, 4,
    Trend(("2026-03-02", "2026-03-09", "2026-03-16"), (2, 2, 1)), ("map", "zorblax"), "2026-03-02", "2026-03-16", 12.0,
)  # fmt: skip
OTHER = replace(CLUSTER, id="q-2", member_ids=("s:8",), exemplar_ids=("s:8",))
LONE = replace(CLUSTER, id="q-3", member_ids=("s:9",), exemplar_ids=("s:9",))
GONE = frozenset({"s:1", "s:5", "s:9", "s:a", "s:b"})
FOUND = Questions(
    (CLUSTER, OTHER, LONE),
    (Burst(("s:a",), "2026-03-02", "2026-03-02", 1), Burst(("s:b", "s:c"), "2026-03-02", "2026-03-03", 2)),
    Drift(False, ""),
    {},
    Known((CLUSTER, OTHER, LONE), ("s:a", "s:x"), ("s:5", "s:x"), "basis"),
)


def is_theirs(text: str) -> bool:
    return "zorblax" in text


def left(chosen: tuple[str, ...] = ()) -> Questions:
    return without(FOUND, GONE, TICKETS, is_theirs, chosen)


def test_the_questions_that_the_tickets_ask_are_touched() -> None:
    assert touched(FOUND.clusters, GONE) == (CLUSTER, LONE)


def test_a_question_is_counted_without_them() -> None:
    assert left().clusters[0] == replace(
        CLUSTER,
        member_ids=("s:2", "s:3", "s:4"),
        exemplar_ids=("s:3",),
        label="Why is the map grey today?",
        customers=3,
        trend=Trend(("2026-03-02", "2026-03-09", "2026-03-16"), (1, 2, 0)),
        keywords=("map",),
        first_seen="2026-03-03",
        last_seen="2026-03-10",
        minutes=7.0,
    )


def test_other_questions_stay_as_they_are_and_one_that_nobody_else_asks_goes() -> None:
    assert left().clusters[1:] == (OTHER,)
    assert left().known.clusters == left().clusters


def test_no_ref_of_theirs_is_left_anywhere() -> None:
    assert not any(f"'{ref}'" in repr(left()) for ref in GONE)
    assert left().bursts == (replace(FOUND.bursts[1], member_ids=("s:c",)),)
    assert (left().known.alone, left().known.since, left().known.basis) == (("s:x",), ("s:x",), "basis")


def test_a_label_that_a_person_chose_stays() -> None:
    assert left((CLUSTER.label,)).clusters[0].label == CLUSTER.label


def test_exemplars_are_the_nearest_member_where_all_of_them_are_gone() -> None:
    found = replace(FOUND, clusters=(replace(CLUSTER, exemplar_ids=("s:1",)),))
    assert without(found, GONE, TICKETS, is_theirs).clusters[0].exemplar_ids == ("s:2",)
