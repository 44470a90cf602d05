"""Search finds what a customer means, and ranks as BM25F says."""

from __future__ import annotations

import math
import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.site import search
from deflect.site.search import Page, index, rank, tokenise


def page(title: str, body: str = "", **fields: str) -> Page:
    return Page(f"{title}.html", title, "General", {"title": title, "body": body, **fields}, body)


def titles(pages: list[Page], query: str) -> list[str]:
    return [pages[number].title for number, _ in rank(index(pages), query)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Schlüssel", "Schluessel"),
        ("Schlüssel", "SCHLUSSEL"),
        ("Straße", "strasse"),
        ("STRASSE", "straße"),
        ("Ärger Öl", "aerger oel"),
        ("café", "cafe"),
        ("naïve façade", "naive facade"),
        ("œuvre", "oeuvre"),
        ("ŵyneb tŷ", "wyneb ty"),
        ("Ως", "ΩΣ"),
        ("ﬁle", "file"),
        ("Ｆｕｌｌ", "full"),
        ("تَرْخِيص", "ترخيص"),
        ("ترخـــيص", "ترخيص"),
        ("إعدادات", "اعدادات"),
        ("أحمد", "احمد"),
        ("آخر", "اخر"),
        ("صفحة", "صفحه"),
        ("مستشفى", "مستشفي"),
        ("الترخيص", "ترخيص"),
        ("والترخيص", "ترخيص"),
        ("بالبريد", "بريد"),
        ("٤٠٤", "404"),
        ("۴۰۴", "404"),
        ("کتابی", "كتابي"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_spellings_of_one_word_are_one(one: str, other: str) -> None:
    assert tokenise(one) == tokenise(other)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        ("  \n!?", []),
        ("Hello, World!", ["hello", "world"]),
        ("PHP 8.2_x", ["php", "8", "2", "x"]),
        ("e-mail", ["e", "mail", "email"]),
        ("can't can’t", ["can", "t", "cant", "can", "t", "cant"]),
        ("-- a -b-", ["a", "b"]),
        ("الآن", ["الان"]),
        ("ال", ["ال"]),
        ("wp-config.php", ["wp", "config", "wpconfig", "php"]),
    ],
)
def test_words_are_cut_like_this(text: str, tokens: list[str]) -> None:
    assert tokenise(text) == tokens


@given(st.text(max_size=60))
def test_words_are_never_empty_and_stay_words(text: str) -> None:
    once = tokenise(text)
    assert all(token and " " not in token and token == token.strip() for token in once)
    assert all(tokenise(token) for token in once)


def test_the_title_counts_more_than_the_body() -> None:
    pages = [page("Other things", "stripe stripe"), page("Stripe"), page("Unrelated", "nothing")]
    assert titles(pages, "stripe") == ["Stripe", "Other things"]


def test_what_people_asked_and_headings_are_found() -> None:
    pages = [page("A", asked="refund"), page("B", headings="invoice"), page("C", category="payment"), page("D")]
    for query, expected in [("refund", ["A"]), ("invoice", ["B"]), ("payment", ["C"])]:
        assert titles(pages, query) == expected


@pytest.mark.parametrize("query", ["licen", "licence", "licences", "LICENCE!", "licence key please"])
def test_beginnings_and_endings_of_words_are_found(query: str) -> None:
    assert titles([page("Licence"), page("Calendar")], query) == ["Licence"]


def test_email_is_found_however_it_is_written() -> None:
    pages = [page("No e-mail arrives"), page("Calendar")]
    for query in ("email", "e-mail", "mail", "E-Mails", "emails"):
        assert titles(pages, query) == ["No e-mail arrives"]


def test_whole_words_come_before_beginnings() -> None:
    assert titles([page("Formation"), page("Form"), page("Other")], "form") == ["Form", "Formation"]


def test_rare_words_count_more() -> None:
    pages = [page("Reset the form"), page("Reset the webhook"), page("Reset the key"), page("Reset all")]
    assert titles(pages, "reset webhook")[0] == "Reset the webhook"


def test_nothing_is_found_for_nothing() -> None:
    pages = [page("A"), page("B")]
    assert rank(index(pages), "") == []
    assert rank(index(pages), "?!") == []
    assert rank(index(pages), "zzz") == []
    assert rank(index([]), "a") == []


def test_results_far_below_the_best_are_left_out() -> None:
    pages = [page("webhook signature"), *(page(f"topic {n}", "signature " + "word " * 300) for n in range(9))]
    assert titles(pages, "webhook signature") == ["webhook signature"]


def test_equal_scores_keep_the_order_of_the_index() -> None:
    pages = [page("Same"), page("Same"), page("Other")]
    assert [number for number, _ in rank(index(pages), "same")] == [0, 1]


def test_the_limit_is_kept() -> None:
    pages = [page("Same") for _ in range(30)]
    assert len(rank(index(pages), "same", limit=7)) == 7


def oracle(pages: list[Page], term: str) -> dict[int, float]:
    """BM25F straight from its definition, for one word that is matched whole."""
    words = [{name: tokenise(p.fields.get(name, "")) for name in search.FIELDS} for p in pages]
    mean = {name: max(1.0, sum(len(w[name]) for w in words) / len(pages)) for name in search.FIELDS}
    having = [n for n, w in enumerate(words) if any(term in w[name] for name in search.FIELDS)]
    idf = math.log(1 + (len(pages) - len(having) + 0.5) / (len(having) + 0.5))
    scores = {}
    for n in having:
        weight = 0.0
        for name, boost in search.FIELDS.items():
            length = 1 - search.LENGTH + search.LENGTH * len(words[n][name]) / mean[name]
            weight += boost * Counter(words[n][name])[term] / length
        scores[n] = idf * weight * (search.SATURATION + 1) / (weight + search.SATURATION)
    return scores


def test_stored_scores_are_those_of_the_definition() -> None:
    chance = random.Random(7)
    vocabulary = [f"w{chr(97 + n)}q" for n in range(20)]
    pages = [
        page(" ".join(chance.choices(vocabulary, k=4)), " ".join(chance.choices(vocabulary, k=30)), asked="waq")
        for _ in range(25)
    ]
    found = index(pages)
    for term, postings in zip(found.terms, found.postings, strict=True):
        expected = oracle(pages, term)
        stored = dict(zip(postings[::2], postings[1::2], strict=True))
        assert stored.keys() == expected.keys()
        for number, score in stored.items():
            assert score == pytest.approx(1000 * expected[number], abs=0.51)


def test_words_stand_in_the_order_that_javascript_compares_in() -> None:
    found = index([page("z \uffaa \U00010400 a")])
    units = [[int.from_bytes(t.encode("utf-16-be")[i : i + 2]) for i in range(0, 2 * len(t), 2)] for t in found.terms]
    assert units == sorted(units)


def test_snippet_text_ends_at_a_word() -> None:
    found = index([page("A", "word " * 1000)])
    assert len(found.pages[0][3]) <= search.SNIPPET_SOURCE
    assert found.pages[0][3].endswith("word")


def test_half_a_character_does_not_stop_the_index() -> None:
    assert index([page("A \ud800 b")]).to_script()
