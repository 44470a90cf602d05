"""Symptoms, surroundings and versions are told only where enough different customers tell them alike."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from deflect.kb.symptoms import MOST_SYMPTOMS, environment, symptoms, versions_affected

from .build import asking, ticket

TITLE = "Why is the calendar blank?"
BLANK = "The calendar stays empty for visitors."


def told(*questions: str, title: str = TITLE) -> list[tuple[str, tuple[str, ...]]]:
    return [(each.text, each.evidence) for each in symptoms(asking(*questions), title)]


def test_what_three_customers_say_alike_is_a_symptom_whatever_its_case() -> None:
    assert told(BLANK, BLANK.lower(), f"Hello! {BLANK}") == [(BLANK, ("shop:0", "shop:1", "shop:2"))]


def test_what_two_customers_say_or_one_three_times_is_none() -> None:
    assert told(BLANK, BLANK) == []
    same = [ticket(number, None, question=BLANK, customer="c1") for number in range(3)]
    assert symptoms(same, TITLE) == ()


def test_questions_courtesies_redacted_values_and_what_does_not_fail_are_none() -> None:
    for said in (
        "Why is the calendar empty here?",
        "Sorry that the calendar is empty again.",
        "The calendar of [site] stays empty now.",
        "The calendar of order 4821973 stays empty.",
        "The calendar has a blue frame here.",
        f"The calendar stays empty {'and empty ' * 20}here.",
        "Calendar is empty.",
    ):
        assert told(said, said, said) == [], said


def test_what_the_title_says_is_not_said_again() -> None:
    assert told(BLANK, BLANK, BLANK, title="The calendar stays empty for visitors") == []


def test_what_is_beside_the_question_is_none() -> None:
    aside = "English is not my first language."
    assert told(aside, aside, aside) == []
    assert [each.text for each in symptoms(asking(aside, aside, aside), TITLE, ("language",))] == [aside]


def test_vectors_tell_what_is_beside_the_question() -> None:
    def near(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([[1.0, 0.0] if "language" not in text else [0.0, 1.0] for text in texts], dtype=np.float32)

    said = f"{BLANK} English is not my first language."
    assert [each.text for each in symptoms(asking(said, said, said), TITLE, (), near)] == [BLANK]


def test_the_most_frequent_come_first_and_at_most_three() -> None:
    said = [f"The {word} calendar is empty today." for word in ("red", "blue", "green", "white")]
    questions = [" ".join(said)] * 3 + [said[2]]
    found = told(*questions)
    assert len(found) == MOST_SYMPTOMS
    assert found[0] == (said[2], ("shop:0", "shop:1", "shop:2", "shop:3"))


def test_surroundings_are_told_from_the_versions_affected() -> None:
    tickets = asking(*["Bookings 4.0 on WordPress 6.9 is blank."] * 3)
    assert [each.text for each in environment(tickets)] == ["WordPress 6.9"]
    assert [each.text for each in versions_affected(tickets)] == ["Bookings 4.0"]
    assert environment(tickets[:2]) == versions_affected(tickets[:2]) == ()


def test_a_version_that_few_of_many_customers_name_says_nothing_of_the_question() -> None:
    for many, told in ((147, ["WordPress 6.9"]), (148, [])):
        tickets = asking(*["On WordPress 6.9 it is blank."] * 3, *["It is blank."] * many)
        assert [each.text for each in environment(tickets)] == told
