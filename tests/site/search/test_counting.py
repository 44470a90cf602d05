"""Words counted with the help of an earlier count are the words counted from nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.site.search import Page, index
from deflect.site.search.counting import MOST, Counts, count
from deflect.site.search.languages import rules
from deflect.site.search.parts import files

TEXTS = st.sampled_from(
    ["", "How to pay", "pay the bill of the bills", "E-Mail 日本語", "Schlüssel and keys", "\ud800 half"]
)
PAGES = st.builds(
    lambda title, body, tickets: Page("p", title, "", {"title": title, "body": body}, body, tickets),
    TEXTS,
    TEXTS,
    st.dictionaries(st.sampled_from(["pai", "monei"]), st.floats(0, 1), max_size=2),
)


def made(pages: list[Page], counts: Counts | None) -> dict[str, bytes]:
    return files(index(pages, "en", counts=counts), "search/en.js")


@given(st.lists(PAGES, max_size=6), st.lists(PAGES, max_size=6))
def test_what_was_counted_before_changes_nothing(before: list[Page], pages: list[Page]) -> None:
    known = rules("en")
    last = count(before, known)
    taken = count([*pages, *before[::2]], known, last)
    assert made([*pages, *before[::2]], taken) == made([*pages, *before[::2]], None)


def test_counts_are_those_of_each_place() -> None:
    page = Page("p", "", "", {"title": "The pay", "body": "pay pay key"}, "", {"kei": 0.25, "monei": 1.0})
    found = count([page], rules("en"))
    rows = {
        (found.terms[term], place, times)
        for term, place, times in zip(found.term.tolist(), found.place.tolist(), found.times.tolist(), strict=True)
    }
    places = {"title": 0, "body": 4, "stop": 5, "tickets": 6}
    assert rows == {
        ("pai", places["title"], 1),
        ("pai", places["body"], 2),
        ("kei", places["body"], 1),
        ("the", places["stop"], 1),
        ("kei", places["tickets"], 250),
        ("monei", places["tickets"], 1000),
    }


def test_a_word_said_without_end_is_counted_to_the_most() -> None:
    found = count([Page("p", "", "", {"body": "pay " * (MOST + 9)}, "")], rules("en"))
    assert found.times.tolist() == [MOST]


def test_a_word_that_no_article_has_any_more_is_gone() -> None:
    known = rules("")
    last = count([Page("p", "", "", {"body": "old new"}, "")], known)
    found = count([Page("p", "", "", {"body": "new"}, "")], known, last)
    assert found.used == ["new"]
    assert index([Page("p", "", "", {}, "")], counts=found).terms == ("new",)


def test_many_words_are_ordered_by_both_halves_of_their_number() -> None:
    """More words than 16 bits can number, so that the sort takes two passes."""
    words = [f"q{number}" for number in range(70_000)]
    pages = [Page("p", "", "", {"body": " ".join(words[start::2])}, "") for start in (0, 1, 0)]
    found = index(pages)
    having = dict(zip(found.terms, found.postings, strict=True))
    assert all(having[word][::2] == ((0, 2) if number % 2 == 0 else (1,)) for number, word in enumerate(words))


@pytest.mark.parametrize("at", [-1, 0, slice(0, 2)])
def test_postings_are_a_sequence(at: int | slice) -> None:
    postings = index([Page("p", "", "", {"body": "one two"}, "")]).postings
    assert postings[at] == list(postings)[at]
    with pytest.raises(IndexError):
        postings[2]
    assert len(replace(postings, starts=np.array([0]))) == 0
