"""A heading holds nothing of one customer alone, and still asks what the question asks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from deflect.kb.agreement import Encode
from deflect.kb.title import SAME, publishable_label
from deflect.kb.vocabulary import Vocabulary

from .build import cluster, ticket

KNOWN = Vocabulary.of([], 2, ["why is the month page of my calendar blank since it was updated", "Why The Hello"])


def chosen(label: str, *questions: str, encode: Encode | None = None, keywords: tuple[str, ...] = ()) -> str:
    members = [KNOWN.masked_ticket(ticket(n, None, question=text)) for n, text in enumerate(questions)]
    return publishable_label(cluster(members, label, keywords=keywords), members, KNOWN, encode)


def nearness(values: dict[str, float]) -> Encode:
    """An encoder by which texts have these cosine similarities to any other text, and 0 if they are not named."""

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        near = [values.get(text, 0.0) for text in texts]
        near[0] = 1.0
        return np.array([(value, np.sqrt(1 - value**2)) for value in near], dtype=np.float32)

    return encode


def test_a_label_that_may_be_published_stays() -> None:
    assert chosen("Why is the calendar blank", "the month page is blank") == "Why is the calendar blank"


def test_a_sentence_that_asks_the_same_takes_its_place() -> None:
    encode = nearness({"the month page is blank": SAME + 0.01, "why is it blank?": SAME + 0.05})
    assert chosen("Why is Gardenia's page blank", "the month page is blank", "why is it blank?", encode=encode) == (
        "Why is it blank?"
    )


def test_a_sentence_as_near_to_what_all_ask_is_rather_taken_than_a_label_with_a_gap() -> None:
    """Also where it is not the label's own: further members are read, and their sentences held against the label's."""

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        rows = {"why is the page blank": (0.75, 0.66), "the month page": (0.3, 0.95)}
        found = [next((row for start, row in rows.items() if start in text), (1.0, 0.0)) for text in texts]
        return np.array(found, dtype=np.float32)

    label = "Why is the calendar of Gardenia Rosenhof blank?"
    theirs = ["the calendar of Gardenia is blank", "Gardenia is blank since then"]
    assert chosen(label, *theirs, "why is the page blank", encode=encode) == "Why is the page blank"
    assert chosen(label, *theirs, "the month page is blank", encode=encode) == "Why is the calendar of … blank?"


@pytest.mark.parametrize("encode", [None, nearness({"the month page is blank": SAME - 0.01})])
def test_a_word_of_one_customer_leaves_a_gap_where_nobody_else_asks_the_same(encode: Encode | None) -> None:
    found = chosen("Why is the calendar of Gardenia Rosenhof blank?", "the month page is blank", encode=encode)
    assert found == "Why is the calendar of … blank?"


def test_keywords_stand_where_too_little_of_the_label_is_left() -> None:
    assert chosen("Gardenia is offline", keywords=("calendar", "Gardenia", "blank")) == "Calendar, blank"


def test_a_label_of_which_nothing_may_be_published_is_left_to_the_last_wall() -> None:
    assert chosen("Gardenia offline") == "Gardenia offline"


def test_a_masked_sentence_is_no_heading() -> None:
    encode = nearness({"the calendar of [customer word] is blank": 0.99})
    assert chosen("Gardenia blank since then", "the calendar of Gardenia is blank", encode=encode) == (
        "Gardenia blank since then"
    )
