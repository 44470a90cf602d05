"""The stand-ins that tests build on keep their own promises."""

from __future__ import annotations

from datetime import UTC

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.testing import TOPICS, HashEncoder, small_desk

words = st.lists(st.text("abcdefgh", min_size=1, max_size=5), max_size=8)


@given(st.lists(words.map(" ".join), max_size=5))
def test_rows_are_unit_vectors_of_the_stated_shape_and_kind(texts: list[str]) -> None:
    rows = HashEncoder().encode(texts)
    assert rows.shape == (len(texts), HashEncoder.dimension)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-5)


@given(words.filter(bool), st.randoms(use_true_random=False))
def test_a_text_is_the_sum_of_its_words_in_any_order_and_case(found: list[str], chance: object) -> None:
    other = sorted(found)
    one, two = HashEncoder().encode([" ".join(found), ", ".join(other).upper() + "!"])
    assert one == pytest.approx(two, abs=1e-5)


def test_each_text_has_the_same_row_alone_and_among_others() -> None:
    texts = ["open the door", "", "close it"]
    together = HashEncoder().encode(texts)
    assert np.array_equal(together, np.vstack([HashEncoder().encode([text]) for text in texts]))


def test_texts_are_similar_as_far_as_they_share_words() -> None:
    base, near, far = HashEncoder().encode(["a b c d e f", "a b c d e x", "u v w y z q"])
    assert float(base @ near) > 0.7
    assert abs(float(base @ far)) < 0.5


def test_progress_is_told_once_everything_is_encoded() -> None:
    seen: list[tuple[int, int]] = []
    HashEncoder().encode(["a", "b"], progress=lambda done, total: seen.append((done, total)))
    assert seen == [(2, 2)]


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 5))
def test_a_desk_has_the_tickets_that_were_asked_for_and_the_same_ones_again(each: int, strays: int, seed: int) -> None:
    desk = small_desk(each, strays, seed)
    assert desk == small_desk(each, strays, seed)
    assert len({ticket.ref for ticket in desk}) == len(desk) == each * len(TOPICS) + strays
    for topic in TOPICS:
        assert sum(ticket.id.startswith(f"{topic}-") for ticket in desk) == each


def test_another_seed_is_another_desk_with_the_same_ids() -> None:
    one, two = small_desk(seed=1), small_desk(seed=2)
    assert one != two
    assert [ticket.ref for ticket in one] == [ticket.ref for ticket in two]


def test_every_ticket_is_answered_after_it_was_asked_with_a_time_zone_and_a_reserved_address() -> None:
    for ticket in small_desk():
        asked, answered = ticket.messages
        assert (asked.author, answered.author) == ("customer", "agent")
        assert ticket.created_at == asked.created_at < answered.created_at
        assert ticket.created_at.tzinfo is UTC
        assert (ticket.requester.email or "").endswith("@example.org")


def test_answers_belong_to_their_topic_and_strays_recur_with_nothing() -> None:
    desk = small_desk()
    for topic, (phrasings, answer) in TOPICS.items():
        own = [ticket for ticket in desk if ticket.id.startswith(topic)]
        assert {ticket.messages[1].body for ticket in own} == {answer}
        assert all(ticket.messages[0].body.startswith(phrasings) for ticket in own)
    strays = [ticket.messages[0].body.split(" This happens")[0] for ticket in desk if ticket.id.startswith("stray")]
    assert len(set(strays)) == len(strays)
