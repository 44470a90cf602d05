"""Word search: exact BM25, and what counts as a word."""

from __future__ import annotations

import hashlib
import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.suggest import words
from deflect.suggest.words import Words

WORD = st.sampled_from(["mail", "server", "0x80070005", "login", "wp-login.php", "key", "naïve", "x"])
MAIL = int.from_bytes(hashlib.blake2b(b"mail", digest_size=8).digest(), "little")
TEXT = st.lists(WORD, max_size=12).map(" ".join)


def posted(texts: list[str]) -> Words:
    return words.build([words.hashed(words.tokens(text)) for text in texts])


def bm25(texts: list[str], query: str) -> list[float]:
    """The formula, written out entry by entry."""
    entries = [words.tokens(text) for text in texts]
    mean = sum(map(len, entries)) / len(entries)
    scores = []
    for entry in entries:
        score = 0.0
        for word in set(words.tokens(query)):
            frequency = Counter(entry)[word]
            holders = sum(word in other for other in entries)
            idf = math.log(1 + (len(entries) - holders + 0.5) / (holders + 0.5))
            if frequency:
                score += idf * frequency * 2.2 / (frequency + 1.2 * (0.25 + 0.75 * len(entry) / mean))
        scores.append(score)
    return scores


@given(st.lists(TEXT, min_size=1, max_size=8), TEXT)
def test_scores_are_bm25_to_six_places(texts: list[str], query: str) -> None:
    np.testing.assert_allclose(posted(texts).scores(query), bm25(texts, query), rtol=1e-5, atol=1e-6)


@given(st.lists(TEXT, max_size=8))
def test_hashing_many_texts_at_once_changes_nothing(texts: list[str]) -> None:
    for together, alone in zip(words.hashed_texts(texts), map(words.tokens, texts), strict=True):
        assert together.tolist() == words.hashed(alone).tolist()


@given(st.lists(st.text(max_size=60), max_size=6), st.text(max_size=60))
def test_any_text_can_be_entry_and_question(texts: list[str], query: str) -> None:
    scores = posted(texts).scores(query)
    assert scores.shape == (len(texts),)
    assert (scores >= 0).all()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("Cannot LOG in", ["cannot", "log", "in"]),
        ("Grüße, ça naïve", ["grusse", "ca", "naive"]),
        ("error 0x80070005!", ["error", "0x80070005"]),
        ("wp-login.php", ["wp-login.php", "wp", "login", "php"]),
        ("my mail [email] and [licence key] and [phone 2]", ["my", "mail", "and", "and"]),
        ("array[0] is kept", ["array", "0", "is", "kept"]),
        ("الفاتورة", ["الفاتورة"]),
        ("無法登入", ["無法", "法登", "登入"]),
        ("don't", ["don't", "don"]),
        ("\ud800 lone", ["lone"]),
    ],
)
def test_what_a_word_is(text: str, expected: list[str]) -> None:
    assert words.tokens(text) == expected


def test_case_and_accents_do_not_count() -> None:
    assert words.tokens("ÉCRAN Straße") == words.tokens("écran strasse") == ["ecran", "strasse"]


def test_a_huge_text_is_read_in_part_only() -> None:
    assert len(words.tokens("word " * 1_000_000)) == words.ENTRY_WORDS
    assert len(words.tokens("a-" * 500_000)) <= words.ENTRY_WORDS


def test_a_word_in_more_than_a_tenth_of_many_entries_is_dropped() -> None:
    texts = [f"the thing{number}" for number in range(200)] + ["rare", "rare"]
    built = posted(texts)
    assert not built.scores("the").any()
    assert np.flatnonzero(built.scores("the rare")).tolist() == [200, 201]


def test_a_common_word_of_few_entries_stays() -> None:
    assert posted(["the one", "the two"]).scores("the").all()


def test_of_a_long_question_the_rarest_words_count() -> None:
    common = [f"common{number}" for number in range(words.QUERY_WORDS)]
    built = posted([" ".join(common), " ".join(common), "rare"])
    scores = built.scores(" ".join([*common, "rare"]))
    alone = built.scores("rare")
    assert scores[2] == alone[2] > 0
    assert len(built._spans(words.hashed([*common, "rare"]))) == words.QUERY_WORDS


def test_no_entries_and_no_words() -> None:
    assert words.build([]).scores("mail").tolist() == []
    assert posted(["mail"]).scores("").tolist() == [0.0]
    assert posted(["", ""]).scores("mail").tolist() == [0.0, 0.0]


def test_a_hash_is_the_same_in_every_process() -> None:
    """Generations written on one machine are read on another."""
    assert words.hashed(["mail"]).tolist() == [MAIL]


def test_no_word_can_be_read_from_the_arrays() -> None:
    built = posted(["secretword here"])
    for array in (built.hashes, built.offsets, built.entries, built.weights):
        assert b"secretword" not in array.tobytes()
