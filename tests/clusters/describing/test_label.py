"""A label is a sentence that a customer wrote, short enough to read in a list."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.clusters.describing import label
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


def test_a_sentence_that_a_mail_program_broke_is_read_whole() -> None:
    text = "The calendar on our booking page has been empty\nsince the update to version four."
    assert label.candidates([ticket(text)]) == [
        "The calendar on our booking page has been empty since the update to version four."
    ]


@pytest.mark.parametrize(
    "text",
    [
        "First line of a list that is long enough for it:\n- an item",
        "Two short lines\nThat stand alone",
        "One.\n\nTwo.",
    ],
)
def test_lines_that_were_not_broken_stay_apart(text: str) -> None:
    assert label.unwrapped(text) == text


@pytest.mark.parametrize(
    ("subject", "question", "expected"),
    [
        ("Double booking again: the plugin", "Double booking again: the plugin took two at once.", []),
        ("It fails. Since", "Since the last update, the export fails every night at the same time.", []),
        ("Payment received but pending. This", "This happens to us.", ["Payment received but pending."]),
        ("The export fails every night", "Please help.", ["The export fails every night"]),
        (
            "The export fails every night",
            "The export fails every night. Why?",
            ["The export fails every night", "The export fails every night."],
        ),
    ],
)
def test_a_subject_cut_in_the_middle_of_a_sentence_is_no_label(
    subject: str, question: str, expected: list[str]
) -> None:
    found = label.candidates([ticket(question, subject)])
    assert [text for text in found if text.rstrip(".") in subject] == expected


def test_what_others_say_more_often_is_no_label() -> None:
    own = [ticket("My boss waits for an answer. The export fails every night.")]
    others = [ticket("my boss waits for an answer. Nobody can log in now.")] * 2
    everywhere = label.spoken([*own, *others])
    assert everywhere["my boss waits for an answer."] == 3
    assert label.candidates(own, everywhere) == ["The export fails every night."]


def test_what_the_members_themselves_say_often_may_be_a_label() -> None:
    own = [ticket("The export fails every night.")] * 3
    assert label.candidates(own, label.spoken(own)) == ["The export fails every night."]


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("WordPress 7.0, Fernleaf Bookings 4.0.2, PHP 8.1", True),
        ("WordPress 6.9.1 / PHP 8.3 / Apache", True),
        ("Blank since WordPress 7.0", False),
        ("Wo ist Seite 3", False),
        ("لا يعمل منذ التحديث 3.2", False),
    ],
)
def test_a_list_of_versions_is_told_from_a_sentence(text: str, listed: bool) -> None:
    assert label.lists_versions(text) is listed


@given(st.text(max_size=200), st.text(max_size=400))
def test_no_subject_or_question_breaks_it(subject: str, question: str) -> None:
    member = ticket(question, subject)
    for candidate in label.candidates([member], label.spoken([member])):
        assert len(candidate) <= label.MOST_CHARACTERS
