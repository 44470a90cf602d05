"""Which tickets were answered otherwise than their question: told by answers alone, against the definition."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from deflect.suggest import replay
from deflect.suggest.otherwise import ALIKE_BY_CHANCE, FEWEST_ELSEWHERE, FEWEST_OTHERS, answered_otherwise, without
from deflect.types import CleanTicket, Cluster, Trend
from tests.suggest.corpus import ticket

SIDES = 8


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """Texts such as `3 0.2` become unit rows near the third axis, so much off it towards the last."""
    rows = np.zeros((len(texts), SIDES), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        axis, off = text.split()
        row[int(axis)], row[-1] = 1.0, float(off)
    unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return unit


def answered(number: int, answer: str | None) -> CleanTicket:
    return dataclasses.replace(ticket(number, f"question {number}"), answer=answer)


def question(name: str, members: Sequence[CleanTicket], language: str = "en") -> Cluster:
    return Cluster(name, tuple(each.id for each in members), (), name, language, 0.9, len(members), Trend((), ()))


def desk(*groups: Sequence[str | None]) -> tuple[list[CleanTicket], list[Cluster]]:
    """Recurring questions by the answers that their tickets got."""
    tickets: list[CleanTicket] = []
    clusters = []
    for name, answers in enumerate(groups):
        own = [answered(len(tickets) + at, answer) for at, answer in enumerate(answers)]
        tickets += own
        clusters.append(question(f"q{name}", own))
    return tickets, clusters


OTHERS = [[f"{axis} 0.1"] * 8 for axis in (2, 3, 4)]


def test_a_ticket_with_the_answer_of_another_question_is_named_and_no_other() -> None:
    tickets, clusters = desk(["0 0.1"] * 5 + ["1 0.1"], ["1 0.1"] * 7 + ["1 0.15"], *OTHERS)
    assert answered_otherwise(tickets, clusters, encode) == {tickets[5].id}


def test_nobody_is_named_where_it_cannot_be_told() -> None:
    """No answer, no recurring question, too few other answers to the question, or too few to other questions."""
    unanswered, clusters = desk(*[[None] * 8] * 5)
    assert answered_otherwise(unanswered, clusters, encode) == frozenset()
    assert answered_otherwise(unanswered, [], encode) == frozenset()
    few, several = desk(["0 0.1", "1 0.1"], ["1 0.1"] * 8, *OTHERS)
    assert answered_otherwise(few, several, encode) == frozenset()
    small, two = desk(["0 0.1"] * 5 + ["1 0.1"], ["1 0.1"] * 4)
    assert answered_otherwise(small, two, encode) == frozenset()


def test_answers_in_another_language_are_no_measure() -> None:
    tickets, clusters = desk(["0 0.1"] * 5 + ["1 0.1"], ["1 0.1"] * 8, *OTHERS)
    foreign = [clusters[0], *(dataclasses.replace(each, language="de") for each in clusters[1:])]
    assert answered_otherwise(tickets, foreign, encode) == frozenset()


GROUPS = st.lists(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 20)), min_size=1, max_size=8), min_size=3, max_size=6
)


@given(GROUPS)
def test_whoever_is_named_is_farther_from_the_own_question_than_nearly_all_from_others(
    groups: list[list[tuple[int, int]]],
) -> None:
    """The definition, ticket by ticket."""
    tickets, clusters = desk(*[[f"{axis} {off / 10}" for axis, off in group] for group in groups])
    rows = encode([each.answer or "" for each in tickets]).astype(np.float64)
    members = [[int(ref.rpartition(":")[2]) for ref in cluster.member_ids] for cluster in clusters]
    chance = [
        rows[at] @ rows[other].sum(axis=0) / np.linalg.norm(rows[other].sum(axis=0))
        for own in members
        for at in own
        for other in members
        if other is not own
    ]
    bound = np.quantile(chance, 1 - ALIKE_BY_CHANCE) if len(chance) >= FEWEST_ELSEWHERE else -1.0
    surely, perhaps = set(), set()
    for own in members:
        for at in own:
            others = rows[[each for each in own if each != at]].sum(axis=0)
            near = rows[at] @ others / max(np.linalg.norm(others), 1e-12)
            if len(own) - 1 >= FEWEST_OTHERS:
                surely |= {tickets[at].id} if near < bound - 1e-6 else set()
                perhaps |= {tickets[at].id} if near < bound + 1e-6 else set()
    assert surely <= answered_otherwise(tickets, clusters, encode) <= perhaps


def test_the_past_holds_a_question_to_the_tickets_that_were_answered_alike() -> None:
    tickets, clusters = desk(["0 0.1"] * 5 + ["1 0.1"], ["1 0.1"] * 8, *OTHERS)
    past = replay.history(tickets, encode(["0 0"] * len(tickets)), [], clusters, encode)
    assert past.clusters[0].member_ids == tuple(each.id for each in tickets[:5])
    assert list(past.clusters[1:]) == clusters[1:]
    assert [each.id for each in without(clusters, frozenset())] == [each.id for each in clusters]
