"""Search finds what a customer means, and ranks as BM25F says."""

from __future__ import annotations

import math
import random
from collections import Counter

import pytest

from deflect.site.search import Page, index, indexing, postings, rank
from deflect.site.search.folding import tokenise
from deflect.site.search.languages import rules
from deflect.site.search.page import FIELDS
from deflect.site.search.ranking import understand


def page(title: str, body: str = "", tickets: dict[str, float] | None = None, **fields: str) -> Page:
    return Page(f"{title}.html", title, "General", {"title": title, "body": body, **fields}, body, tickets or {})


def titles(pages: list[Page], query: str, *, typing: bool = False, language: str = "en") -> list[str]:
    return [pages[number].title for number, _ in rank(index(pages, language), query, typing=typing).hits]


def test_the_title_counts_more_than_the_body() -> None:
    pages = [page("Other things", "stripe stripe"), page("Stripe"), page("Unrelated", "nothing")]
    assert titles(pages, "stripe") == ["Stripe", "Other things"]


def test_what_people_asked_and_headings_are_found() -> None:
    pages = [page("A", asked="refund"), page("B", headings="invoice"), page("C", category="payment"), page("D")]
    for query, expected in [("refund", ["A"]), ("invoice", ["B"]), ("payment", ["C"])]:
        assert titles(pages, query) == expected


@pytest.mark.parametrize("query", ["licence", "licences", "LICENCE!", "licence key please", "lisence", "liecnces"])
def test_forms_and_slips_are_found(query: str) -> None:
    assert titles([page("Licence"), page("Calendar")], query) == ["Licence"]


@pytest.mark.parametrize("query", ["li", "lic", "licen", "my licen"])
def test_beginnings_are_found_while_one_types(query: str) -> None:
    pages = [page("Licence"), page("Calendar")]
    assert titles(pages, query, typing=True) == ["Licence"]
    assert titles(pages, "li") == []


def test_a_word_is_only_begun_where_the_query_ends() -> None:
    pages = [page("Licence"), page("Calendar")]
    assert titles(pages, "li ", typing=True) == []
    assert titles(pages, "li calendar", typing=True) == ["Calendar"]


def test_email_is_found_however_it_is_written() -> None:
    pages = [page("No e-mail arrives"), page("Calendar")]
    for query in ("email", "e-mail", "mail", "E-Mails", "emails", "emial"):
        assert titles(pages, query) == ["No e-mail arrives"]


def test_a_word_that_no_article_has_stands_for_longer_ones_that_begin_with_it() -> None:
    pages = [page("Lizenzschlüssel"), page("Kalender")]
    assert titles(pages, "die Lizenz", language="de") == ["Lizenzschlüssel"]
    assert titles([*pages, page("Lizenz")], "die Lizenz", language="de") == ["Lizenz"]
    assert titles(pages, "die Kale", language="de") == []  # too short to tell


def test_whole_words_come_before_beginnings() -> None:
    assert titles([page("Formation"), page("Form"), page("Other")], "form", typing=True) == ["Form", "Formation"]


def test_a_word_that_articles_have_is_never_taken_for_a_slip() -> None:
    pages = [page("Posts"), page("Ports")]
    assert titles(pages, "ports") == ["Ports"]
    assert titles(pages, "prots") == ["Ports"]


def test_codes_and_numbers_have_no_near_ones() -> None:
    assert titles([page("Error 0x80041"), page("Other")], "0x80042") == []


def test_words_of_past_tickets_are_found_and_the_more_said_ones_more() -> None:
    pages = [page("Refunds", tickets={"monei": 0.2}), page("Payments", tickets={"monei": 0.9}), page("Other")]
    assert titles(pages, "money") == ["Payments", "Refunds"]


def test_synonyms_stand_for_one_another_and_phrases_too() -> None:
    pages = [page("Refund of a purchase"), page("Two factor codes"), page("Other")]
    found = index(pages, "en", [("refund", "money back"), ("2fa", "two factor"), ("alone",)])
    for query, right in [("I want my money back", 0), ("lost my 2fa", 1), ("refund", 0)]:
        assert rank(found, query).hits[0][0] == right
    assert not rank(found, "back").hits


def test_a_pasted_ticket_finds_by_its_rare_words() -> None:
    pages = [page("Webhook signature fails"), *(page(f"Page {n}", "site form mail user " * 9) for n in range(30))]
    text = (
        "hello there, our site has a form and the user gets a mail. " * 12
        + "Since today the webhook signature fails. Thanks"
    )
    assert titles(pages, text)[0] == "Webhook signature fails"
    assert len(understand(index(pages, "en"), " ".join(f"w{n}q" for n in range(99)))) == 40


def test_it_says_whether_the_best_is_an_answer() -> None:
    found = index([page("Reset the licence key"), page("Refund a booking"), page("Other")], "en")
    assert rank(found, "how do I reset my licence key?").sure
    assert rank(found, "lice", typing=True).sure
    unsure = rank(found, "the bicycle repair shop near the key harbour closes early")
    assert unsure.hits
    assert not unsure.sure
    assert not rank(found, "qqqq").sure


def test_a_query_that_says_nothing_finds_nothing_and_is_no_failure() -> None:
    found = index([page("A"), page("B")], "en")
    for query in ("", "?!", "  "):
        assert rank(found, query).hits == ()
        assert rank(found, query).sure


def test_rare_words_count_more() -> None:
    pages = [page("Reset the form"), page("Reset the webhook"), page("Reset the key"), page("Reset all")]
    assert titles(pages, "reset webhook")[0] == "Reset the webhook"


def test_nothing_is_found_for_a_strange_word() -> None:
    assert rank(index([page("A"), page("B")]), "zzzz").hits == ()
    assert rank(index([]), "a").hits == ()


def test_titles_of_stop_words_are_found_by_them_until_more_is_typed() -> None:
    pages = [page("What is this?"), page("Where is the key?"), page("Calendar")]
    assert titles(pages, "what i", typing=True)[0] == "What is this?"
    assert titles(pages, "where is the", typing=True)[0] == "Where is the key?"
    assert titles(pages, "what is the key ", typing=True) == ["Where is the key?"]


def test_results_far_below_the_best_are_left_out() -> None:
    pages = [page("webhook signature"), *(page(f"topic {n}", "signature " + "word " * 300) for n in range(9))]
    assert titles(pages, "webhook signature") == ["webhook signature"]


def test_equal_scores_keep_the_order_of_the_index() -> None:
    pages = [page("Same"), page("Same"), page("Other")]
    assert [number for number, _ in rank(index(pages), "same").hits] == [0, 1]


def test_the_limit_is_kept() -> None:
    pages = [page("Same") for _ in range(30)]
    assert len(rank(index(pages), "same", limit=7).hits) == 7


def oracle(pages: list[Page], term: str) -> dict[int, float]:
    """BM25F straight from its definition, without rarity, for one word."""
    known = rules("")
    words = [{name: tokenise(p.fields.get(name, ""), known) for name in FIELDS} for p in pages]
    mean = {name: max(1.0, sum(len(w[name]) for w in words) / len(pages)) for name in FIELDS}
    scores = {}
    for n, found in enumerate(words):
        weight = postings.TICKETS * pages[n].tickets.get(term, 0.0)
        for name, boost in FIELDS.items():
            length = 1 - postings.LENGTH + postings.LENGTH * len(found[name]) / mean[name]
            weight += boost * Counter(found[name])[term] / length
        if weight:
            scores[n] = weight / (weight + postings.SATURATION)
    return scores


def test_stored_weights_are_those_of_the_definition() -> None:
    chance = random.Random(7)
    vocabulary = [f"w{chr(97 + n)}q" for n in range(20)]
    pages = [
        page(
            " ".join(chance.choices(vocabulary, k=4)),
            " ".join(chance.choices(vocabulary, k=30)),
            {chance.choice(vocabulary): chance.random()},
            asked="waq",
        )
        for _ in range(25)
    ]
    found = index(pages)
    for term, rarity, posted in zip(found.terms, found.rarity, found.postings, strict=True):
        expected = oracle(pages, term)
        stored = dict(zip(posted[::2], posted[1::2], strict=True))
        idf = math.log(1 + (25 - len(expected) + 0.5) / (len(expected) + 0.5))
        assert rarity == max(1, round(6 * idf))
        assert stored.keys() == expected.keys()
        for number, weight in stored.items():
            assert weight == pytest.approx(63 * expected[number], abs=0.51)


def test_words_stand_in_the_order_that_javascript_compares_in() -> None:
    found = index([page("z \uffaa \U00010400 a")])
    units = [[int.from_bytes(t.encode("utf-16-be")[i : i + 2]) for i in range(0, 2 * len(t), 2)] for t in found.terms]
    assert units == sorted(units)


def test_snippet_text_ends_at_a_word() -> None:
    found = index([page("A", "word " * 1000)])
    assert len(found.pages[0][3]) <= indexing.SNIPPET
    assert found.pages[0][3].endswith("word")
