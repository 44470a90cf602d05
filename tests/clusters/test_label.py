"""A label is a sentence that a customer wrote, short enough to read in a list."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.clusters import label
from deflect.types import CleanTicket


def ticket(question: str, subject: str = "") -> CleanTicket:
    return CleanTicket(
        "t:1", subject, question, None, None, "c-1", "en", datetime(2026, 1, 1, tzinfo=UTC), solved=False
    )


def test_sentences_too_short_or_too_long_are_no_candidates() -> None:
    members = [ticket("Help me. How do I export my bookings to a file? " + "word " * 40, subject="Export")]
    assert label.candidates(members) == ["How do I export my bookings to a file?"]


def test_subjects_come_without_reply_prefixes_and_each_sentence_once() -> None:
    members = [ticket("The calendar stays blank.", "Re: AW: Calendar stays blank"), ticket("The calendar stays blank.")]
    assert label.candidates(members) == ["Calendar stays blank", "The calendar stays blank."]


def test_sentences_end_in_every_language() -> None:
    members = [ticket("أين أجد فاتورتي من فضلك؟ شكرا جزيلا لكم. Ble mae fy anfoneb i?\nWo finde ich sie?")]
    assert label.candidates(members) == [
        "أين أجد فاتورتي من فضلك؟",
        "شكرا جزيلا لكم.",
        "Ble mae fy anfoneb i?",
        "Wo finde ich sie?",
    ]


def test_the_sentence_nearest_to_the_centre_wins() -> None:
    vectors = np.array([[1, 0], [0.6, 0.8]], dtype=np.float32)
    centre = np.array([0.1, 0.9], dtype=np.float32)
    assert label.choose(["far away it is", "near it is"], vectors, centre, frozenset()) == "Near it is"


def test_a_question_wins_a_near_tie_and_a_placeholder_loses_one() -> None:
    vectors = np.array([[1, 0], [1, 0], [1, 0]], dtype=np.float32)
    centre = np.array([1, 0], dtype=np.float32)
    sentences = ["the export of bookings", "how do I export bookings?", "how do I export to [customer site]?"]
    assert label.choose(sentences, vectors, centre, frozenset()) == "How do I export bookings?"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("the page is blank.", "The page is blank"), ("why?", "Why?"), ("élan !", "Élan"), ("", "")],
)
def test_a_label_reads_as_a_heading(text: str, expected: str) -> None:
    assert label.tidy_label(text) == expected


@given(st.text(max_size=400))
def test_a_shortened_label_is_never_longer_than_a_line_and_starts_like_the_text(text: str) -> None:
    short = label.shortened(text)
    assert len(short) <= label.MOST_CHARACTERS + 8
    assert "\n" not in short
