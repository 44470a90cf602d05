"""What says nothing of a question is left out of it; what is asked never is."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deflect.cleaning.boilerplate import LEAST_LEFT, Boilerplate, pieces
from deflect.types import CleanTicket

HURRY = "We open on Friday, so please be quick."


def key(sentence: str) -> int:
    ((_, only, _),) = pieces(sentence)
    return only


def knowing(*sentences: str) -> Boilerplate:
    return Boilerplate(frozenset(map(key, sentences)))


@given(st.text())
@example("One. Two!\n\n\nthree?  four… 五。六。 \n")
def test_the_pieces_of_any_text_put_together_are_the_text(text: str) -> None:
    assert "".join(piece for piece, _, _ in pieces(text)) == text


@given(st.text(), st.data())
def test_of_any_text_something_is_left_and_it_is_part_of_the_text(text: str, data: st.DataObject) -> None:
    keys = sorted({key for _, key, _ in pieces(text)})
    left = Boilerplate(frozenset(data.draw(st.sets(st.sampled_from(keys))) if keys else ())).out_of(text)
    letters = iter(text)
    assert all(letter in letters for letter in left)
    assert left == text or sum(character.isalpha() for character in left) > 0


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"{HURRY} How do I export the bookings?", "How do I export the bookings?"),
        (f"How do I export the bookings? {HURRY}", "How do I export the bookings?"),
        (f"Question\n\nThe export is empty. {HURRY} Why is that?", "Question\n\nThe export is empty. Why is that?"),
        ("how do i export them? WE OPEN ON FRIDAY so please be quick", "how do i export them?"),
        (f"  {HURRY}\n    print_all_codes(1)\n", "print_all_codes(1)"),
        (f"Help! {HURRY}", f"Help! {HURRY}"),
        (HURRY, HURRY),
        ("", ""),
        ("We open on Friday, so please be quick about the empty export.",) * 2,
    ],
)
def test_a_known_sentence_is_left_out_wherever_it_stands_unless_nothing_else_is_said(text: str, left: str) -> None:
    assert knowing(HURRY).out_of(text) == left


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("I don't know.", "i dont know"),
        ("Ça m'échappe !", "ca m’echappe!"),
        ("WordPress 6.9.1", "WordPress 7.0.12"),
        ("It costs 10 or 100 Euros", "it costs 9 or 5 euros"),
    ],
)
def test_sentences_that_differ_in_how_they_are_typed_are_one(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_sentences_that_differ_in_a_word_are_two() -> None:
    assert key("It works on my phone.") != key("It works on her phone.")


def test_numbers_and_signs_are_no_letters() -> None:
    assert [(piece, letters) for piece, _, letters in pieces("1.\n2024!\nAt 10:30")] == [
        ("1.\n", 0),
        ("2024!\n", 0),
        ("At 10:30", 2),
    ]
    assert knowing(HURRY).out_of(f"12345 678 90123. {HURRY}") == f"12345 678 90123. {HURRY}"
    assert len("abcdefghijkl") == LEAST_LEFT
    assert knowing(HURRY).out_of(f"abcdefghijkl. {HURRY}") == "abcdefghijkl."
    assert knowing(HURRY).out_of(f"abcdefghijk. {HURRY}") == f"abcdefghijk. {HURRY}"


def test_of_a_ticket_only_question_and_a_subject_that_says_nothing_change() -> None:
    ticket = CleanTicket(
        "desk:1", "A question", f"A question\n\nThe export is empty. {HURRY}", HURRY, "a", "c", "en",
        datetime(2026, 1, 1, tzinfo=UTC), solved=True, tags=("export",),
    )  # fmt: skip
    left = knowing(HURRY, "a question").out_of_ticket(ticket)
    assert (left.subject, left.question, left.answer) == ("", "The export is empty.", HURRY)
    assert (left.id, left.customer, left.tags) == (ticket.id, ticket.customer, ticket.tags)
    assert knowing(HURRY).out_of_ticket(ticket).subject == "A question"
    assert Boilerplate().out_of_ticket(ticket) == ticket
