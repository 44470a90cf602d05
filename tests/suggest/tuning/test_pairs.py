"""Pairs hold nothing that was not known at the moment they are made for, and everything that was."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from deflect.models.tuning.training import Pair
from deflect.suggest.replay import History, Known
from deflect.suggest.tuning.pairs import COMPANIONS, LINKS, TALK, Thread, collect, known_before
from deflect.types import CleanTicket
from tests.suggest.corpus import START, ticket


def asked(number: int, answer: str | None = None, *articles: str) -> CleanTicket:
    return dataclasses.replace(ticket(number, f"question {number}", articles=articles), answer=answer)


def past_of(tickets: list[CleanTicket], settled: dict[str, float] | None = None) -> History:
    ends = {ref: START + timedelta(hours=hours) for ref, hours in (settled or {}).items()}
    vectors = np.zeros((len(tickets), 4), dtype=np.float32)
    nothing = [np.zeros(0, dtype=np.uint64)] * len(tickets)
    return History(tickets, vectors, nothing, [], [], lambda texts: np.zeros((len(texts), 4), np.float32), Known(ends))


def thread(one: int, other: int, hour: float, question: str | None = None) -> Thread:
    return Thread(f"test:{one}", question, f"test:{other}", START + timedelta(hours=hour), question is not None)


def numbers(pairs: dict[str, list[Pair]]) -> set[int]:
    """Which tickets are in pairs, told by the last word of each text."""
    texts = [text for every in pairs.values() for each in every for text in (each.first, each.second)]
    return {int(word) for text in texts if (word := text.split()[-1]).isdecimal()}


def test_every_kind_gives_exactly_its_pairs() -> None:
    tickets = [asked(0, "answer 0", "a"), asked(1, None, "a"), asked(2, "answer 2"), asked(3, "later")]
    found = collect(past_of(tickets), 3, [thread(2, 0, 2.5), thread(1, 2, 2.5, "merged question")])
    assert found == {
        "answer": [Pair("question 0", "answer 0", "a"), Pair("question 2", "answer 2", "test:2")],
        "thread": [Pair("question 2", "question 0", "a")],
        "duplicate": [Pair("merged question", "question 2", "test:2")],
        "article": [Pair("question 0", "question 1", "a")],
        "title": [Pair("question 0", "A", "a"), Pair("question 1", "A", "a")],
    }
    assert set(found) == {*TALK, *LINKS}


def test_a_conversation_that_goes_on_gives_nothing() -> None:
    tickets = [asked(0, "answer 0", "a"), asked(1, "answer 1", "a"), asked(2, "answer 2")]
    past = past_of(tickets, {"test:0": 2.0, "test:1": 1.9})
    assert [each.id for each in known_before(past, 2)] == ["test:1"]
    assert collect(past, 2) == {"answer": [Pair("question 1", "answer 1", "a")]}


def test_a_link_that_was_set_later_ties_nothing() -> None:
    tickets = [asked(0), asked(1), asked(2)]
    assert collect(past_of(tickets), 2, [thread(1, 0, 2.0)]) == {}
    assert collect(past_of(tickets), 2, [thread(1, 0, 1.9)]) == {"thread": [Pair("question 1", "question 0", "test:0")]}


def test_an_article_that_one_customer_was_sent_is_theirs_alone() -> None:
    tickets = [dataclasses.replace(asked(number, None, "private"), customer="one") for number in range(3)]
    assert collect(past_of([*tickets, asked(3)]), 3) == {}


def test_a_pair_of_equal_texts_and_a_pair_twice_teach_nothing() -> None:
    tickets = [
        asked(0, " Question 0 "),
        asked(1, "answer"),
        dataclasses.replace(asked(2, "answer"), question="question 1"),
    ]
    tickets = [dataclasses.replace(each, articles=("a",)) for each in tickets]
    assert collect(past_of([*tickets, asked(3)]), 3)["answer"] == [Pair("question 1", "answer", "a")]


def test_a_ticket_is_paired_with_the_next_few_of_its_article() -> None:
    tickets = [asked(number, None, "a") for number in range(10)]
    found = collect(past_of([*tickets, asked(10)]), 10)["article"]
    assert [each.second for each in found if each.first == "question 2"] == ["question 3", "question 4", "question 5"]
    assert len(found) == sum(min(COMPANIONS, 9 - number) for number in range(10))


@given(
    st.lists(st.tuples(st.sampled_from(["", "a", "b"]), st.booleans(), st.floats(0, 30)), min_size=2, max_size=20),
    st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19), st.floats(0, 30), st.booleans()), max_size=15),
    st.data(),
)
def test_no_pair_touches_what_came_later(
    rows: list[tuple[str, bool, float]], ties: list[tuple[int, int, float, bool]], data: st.DataObject
) -> None:
    """An independent check: texts carry their ticket's number, and each has to be settled before the moment."""
    tickets = [
        asked(number, f"answer {number}" if answered else None, *([slug] if slug else []))
        for number, (slug, answered, _) in enumerate(rows)
    ]
    ends = {f"test:{number}": number + more for number, (_, _, more) in enumerate(rows)}
    end = data.draw(st.integers(1, len(rows) - 1))
    merged = [thread(one, other, hour, f"merged {one}" if gone else None) for one, other, hour, gone in ties]
    found = collect(past_of(tickets, ends), end, merged)
    talk = {kind: every for kind, every in found.items() if kind != "duplicate"}
    assert all(ends[f"test:{number}"] < end for number in numbers(talk))
    late = {one for one, _, hour, gone in ties if gone and hour >= end}
    early = {one for one, _, hour, gone in ties if gone and hour < end}
    said = {int(each.first.split()[-1]) for each in found.get("duplicate", []) if each.first.startswith("merged")}
    assert said <= early
    assert not said & (late - early)
    assert all(ends[f"test:{int(each.second.split()[-1])}"] < end for each in found.get("duplicate", []))
