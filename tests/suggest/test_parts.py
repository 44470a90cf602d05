"""Several questions in one ticket are told apart; one question stays one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.suggest import parts


@pytest.mark.parametrize(
    "text",
    [
        "", "How do I log in?", "Please help. It does not work!", "Why? Why? Why?", "It fails, why? Thanks in advance",
        "1. only one item", "- one\n- two", "Version 2.0 fails? yes", "???? ????",
    ],
)  # fmt: skip
def test_one_question_is_not_cut(text: str) -> None:
    assert parts.split(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "I moved my site. How do I renew the key? And where is my invoice kept? Thanks",
            ("I moved my site. How do I renew the key?", "And where is my invoice kept? Thanks"),
        ),
        (
            "Two things:\n1. The key is rejected\n2) No mail goes out\nsince Monday",
            ("Two things:\n1. The key is rejected", "Two things:\n2) No mail goes out\nsince Monday"),
        ),
        ("- The key is rejected\n- No mail goes out", ("- The key is rejected", "- No mail goes out")),
        ("كيف أجدد المفتاح الآن؟ أين أجد الفاتورة؟", ("كيف أجدد المفتاح الآن؟", "أين أجد الفاتورة؟")),
        ("如何续订许可证？发票在哪里下载？", ("如何续订许可证？", "发票在哪里下载？")),
    ],
)
def test_questions_and_items_are_told_apart(text: str, expected: tuple[str, ...]) -> None:
    assert parts.split(text) == expected


def test_of_many_questions_the_last_holds_the_rest() -> None:
    text = " ".join(f"Where do I find number{at}?" for at in range(20))
    found = parts.split(text)
    assert len(found) == parts.MOST_PARTS
    assert "number19" in found[-1]


@given(st.text(st.sampled_from("ab ?؟\n-1.c"), max_size=120))
def test_no_word_is_lost_or_made_up(text: str) -> None:
    found = parts.split(text)
    assert len(found) != 1
    assert len(found) <= parts.MOST_PARTS
    for part in found:
        assert "".join(part.split()) != ""
        assert set(part) <= set(text) | {"\n", " "}
