"""What words mean is learned from what the encoder makes of texts, and nothing is shown that no article says."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from deflect.site.search import Meaning, Page, Searching, Source, build, index, learn, rank
from deflect.site.search.meaning import _ridge
from deflect.site.search.table import DIMENSIONS, HALF, Table
from deflect.testing import HashEncoder

ALIKE = {"refund": "money", "invoice": "bill", "password": "login"}


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    """An encoder to which the pairs of `ALIKE` are one word."""
    plain = [" ".join(ALIKE.get(word, word) for word in text.lower().split()) for text in texts]
    return HashEncoder().encode(plain)


SOURCES = [
    Source("pay", ("refund of a purchase", "the purchase comes back")),
    Source("bill", ("invoice by post", "post brings paper")),
    Source("log", ("password forgotten", "choose another phrase")),
]


def pages() -> list[Page]:
    found = []
    for each in SOURCES:
        title, body = each.passages
        found.append(Page(f"{each.slug}.html", title, "", {"title": title, "body": body}, "", slug=each.slug))
    return found


def table(meaning: Meaning) -> Table:
    return Table(meaning.words, tuple(meaning.pages.get(page.slug, ()) for page in pages()))


@pytest.mark.parametrize(("query", "best"), [("money", 0), ("bill", 1), ("login", 2)])
def test_a_word_that_no_article_has_finds_by_what_it_means(query: str, best: int) -> None:
    meaning = learn(SOURCES, "en", encode, ["money", "bill", "login", "the"])
    assert rank(index(pages(), "en"), query).hits == ()
    found = rank(index(pages(), "en", (), table(meaning)), query)
    assert found.hits[0][0] == best


def test_vectors_are_small_whole_numbers_and_survive_a_file() -> None:
    meaning = learn(SOURCES, "en", encode, ["money"])
    for scale, values in meaning.words.values():
        assert 1 <= scale <= 63
        assert len(values) == DIMENSIONS
        assert all(-HALF <= value <= HALF for value in values)
    assert meaning.pages.keys() == {"pay", "bill", "log"}
    assert Meaning.of(json.loads(json.dumps(meaning.plain()))) == meaning


def test_the_same_texts_teach_the_same() -> None:
    assert learn(SOURCES, "en", encode) == learn(SOURCES, "en", encode)


def test_of_tickets_only_words_of_enough_customers_are_learned() -> None:
    ticket = "Miller wants cash for the purchase"
    sources = [Source("pay", ("refund of a purchase",), (ticket,), frozenset({"cash"})), *SOURCES[1:]]
    words = learn(sources, "en", encode).words
    assert "cash" in words
    assert {"miller", "wants"}.isdisjoint(words)


def test_nothing_is_learned_from_nothing() -> None:
    assert learn([], "en", encode) == Meaning({}, {})
    assert learn([Source("a", ("?!",))], "en", encode).words == {}


def test_the_regression_is_that_of_the_definition() -> None:
    chance = np.random.default_rng(4)
    bags, whole, alone = chance.random((12, 7)), chance.normal(size=(12, 5)), chance.normal(size=(7, 5))
    right = alone + np.linalg.solve(bags.T @ bags + 0.05 * np.eye(7), bags.T @ (whole - bags @ alone))
    assert np.allclose(_ridge(bags, whole, alone), right, atol=1e-6)


def test_a_site_shows_only_words_of_its_own_articles_and_general_ones() -> None:
    meaning = learn([*SOURCES, Source("internal", ("kestrel launch codes",))], "en", encode, ["money"])
    assert "kestrel" in meaning.words
    made = build(pages(), "en", "search/en.js", Searching(meaning={"en": meaning}))
    text = b"".join(made.values()).decode()
    assert "monei" in text or "mon" in text
    assert not any(word in text for word in ("kestrel", "launch", "codes"))


def test_another_language_has_no_table() -> None:
    meaning = learn(SOURCES, "en", encode)
    assert b"likes" not in build(pages(), "de", "search/de.js", Searching(meaning={"en": meaning}))["search/de.js"]
