"""Other ways to ask are real, short, different, and hold nobody's data."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from deflect.kb.asked import FEWEST, LONGEST, MOST, also_asked
from deflect.types import CleanTicket

from .build import cluster, ticket


def asked(questions: Sequence[str], exemplars: int = 6, **more: str) -> tuple[str, ...]:
    tickets = [ticket(number, None, question=text, **more) for number, text in enumerate(questions)]
    return of(tickets, exemplars)


def of(tickets: Sequence[CleanTicket], exemplars: int = 6) -> tuple[str, ...]:
    found = cluster(tickets, exemplar_ids=tuple(each.id for each in tickets[:exemplars]))
    return also_asked(found, {each.id: each for each in tickets})


def test_the_question_of_a_ticket_is_taken_before_its_other_sentences() -> None:
    assert asked(["Hello! I run a shop. How do I get the dates back?"]) == ("How do I get the dates back?",)


def test_the_first_sentence_is_taken_where_there_is_no_question() -> None:
    assert asked(["Hi there, thanks. The month is empty. It was fine."]) == ("The month is empty.",)


def test_the_subject_is_taken_where_no_sentence_will_do() -> None:
    assert asked(["Log in at [site] as [login]."], subject="Month view shows nothing") == ("Month view shows nothing",)


def test_versions_are_no_phrasing() -> None:
    assert asked(["WordPress 7.0, Shop Plugin 4.2, PHP 8.1"]) == ()


def test_a_phrasing_that_holds_another_is_nothing_new() -> None:
    assert asked(
        ["The month is empty.", "The month is empty. ", "Today the month is empty and nothing else helps us."]
    ) == ("The month is empty.",)


def test_a_sentence_far_from_the_label_is_left_out() -> None:
    def far(texts: Sequence[str]) -> NDArray[np.float32]:
        return np.array([[0.0, 1.0] if "boss" in text else [1.0, 0.0] for text in texts], dtype=np.float32)

    tickets = [ticket(1, None, question="My boss waits for this.")]
    found = cluster(tickets, exemplar_ids=(tickets[0].id,))
    assert also_asked(found, {tickets[0].id: tickets[0]}, far) == ()


def test_what_people_write_whatever_they_ask_is_no_phrasing() -> None:
    tickets = [ticket(1, None, question="I am no technician. All dates are gone.", subject="(no subject)")]
    found = cluster(tickets, exemplar_ids=(tickets[0].id,))
    known = {tickets[0].id: tickets[0]}
    assert also_asked(found, known) == ("I am no technician.",)
    assert also_asked(found, known, None, {"i am no technician."}) == ("All dates are gone.",)


def test_a_subject_that_says_nothing_is_no_phrasing() -> None:
    for subject in ("(kein Betreff)", "(no subject)", "Question"):
        assert asked(["Log in at [site] as [login]."], subject=subject) == ()


def test_placeholders_greetings_fragments_and_walls_of_text_are_left_out() -> None:
    texts = ["See [site] please?", "Hello dear support", "Help", "This is it:", "word " * 60, "ok?"]
    assert asked(texts) == ()


def test_what_is_nearly_the_label_or_another_one_is_left_out() -> None:
    texts = ["Why is the calendar blank today?", "All dates are gone.", "All the dates are gone!", "Month view broke."]
    assert asked(texts) == ("All dates are gone.", "Month view broke.")


def test_further_members_are_asked_only_where_the_exemplars_give_too_few() -> None:
    distinct = [
        "Dates vanish here.",
        "Month view broke.",
        "Nothing loads.",
        "White page again.",
        "Grid missing.",
    ]
    assert asked(distinct, exemplars=1) == tuple(distinct[:FEWEST])
    assert asked(distinct, exemplars=5) == tuple(distinct)


def test_the_cluster_s_language_comes_first() -> None:
    tickets = [
        ticket(1, None, question="Der Kalender ist leer.", language="de"),
        ticket(2, None, question="All dates are gone."),
    ]
    assert of(tickets) == ("All dates are gone.", "Der Kalender ist leer.")


def test_with_vectors_the_sentence_nearest_to_the_label_is_taken() -> None:
    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [[1.0, 0.0] if "calendar" in text or "month" in text else [0.0, 1.0] for text in texts]
        return np.asarray(rows, dtype=np.float32)

    tickets = [ticket(1, None, question="We are eleven people here. The month is empty. Is that so?")]
    known = {each.id: each for each in tickets}
    assert also_asked(cluster(tickets), known, encode) == ("The month is empty.",)


@given(st.lists(st.text(alphabet="abc de?.[]name\n", min_size=1, max_size=60).filter(str.strip), max_size=12))
def test_there_are_never_too_many_too_long_or_redacted_ones(questions: list[str]) -> None:
    found = asked(questions)
    assert len(found) <= MOST
    assert len(set(found)) == len(found)
    assert all(len(text) <= LONGEST and "[name]" not in text for text in found)
