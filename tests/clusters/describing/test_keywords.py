"""Keywords are what a question's customers write and others do not, and never what a few of them write alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deflect.clusters.describing.keywords import FEWEST_CUSTOMERS, MOST, keywords
from deflect.clusters.describing.stopwords import folded, stop_words
from deflect.clusters.describing.terms import Terms, alike
from deflect.types import CleanTicket

AT = datetime(2026, 1, 5, tzinfo=UTC)


def ask(number: int, question: str, *, customer: str | None = None, language: str = "en") -> CleanTicket:
    return CleanTicket(f"desk:{number}", "", question, None, None, customer or f"c{number}", language, AT, solved=True)


def desk(*groups: Sequence[str], language: str = "en", first: int = 0) -> list[list[CleanTicket]]:
    """Groups of tickets, each of a customer of its own."""
    made: list[list[CleanTicket]] = []
    for group in groups:
        start = first + sum(map(len, made))
        made.append([ask(start + place, text, language=language) for place, text in enumerate(group)])
    return made


OTHERS = [
    "The page stays white after the update", "My invoice lacks the company name", "How can I move to another server",
    "The map shows the wrong town", "Prices have the wrong currency", "The menu hides behind the header",
    "Photos look blurred on phones", "The shop asks for a postcode twice", "Where do I find the manual",
    "Our newsletter goes out without pictures",
]  # fmt: skip
EXPORT = [f"I cannot export bookings to a {kind} CSV file" for kind in ("large", "small", "new", "plain", "single")]
LOGIN = [f"I can't log in to the {place} dashboard any more" for place in ("first", "shop", "main", "blog", "own")]


def found(*groups: list[CleanTicket], others: Sequence[str] = OTHERS) -> list[tuple[str, ...]]:
    rest = [ask(1_000 + number, text) for number, text in enumerate(others)]
    return keywords(groups, [*(ticket for group in groups for ticket in group), *rest])


def test_each_question_has_the_words_that_set_it_apart() -> None:
    exported, login = found(*desk(EXPORT, LOGIN))
    assert {"export bookings", "CSV file"} & set(exported)
    assert "log in" in login
    assert "dashboard" in " ".join(login)
    assert not set(exported) & set(login)


def test_what_everybody_writes_is_no_keyword() -> None:
    group = [f"The plugin, I fear, breaks the calendar {word}" for word in ("here", "again", "today", "badly")]
    [own] = found(*desk(group), others=[f"The plugin, {text}" for text in OTHERS])
    assert "plugin" not in " ".join(own)
    assert "calendar" in " ".join(own)


def test_a_word_counts_by_customers_not_by_tickets_or_repetition() -> None:
    """Thirty tickets of two customers make no keyword."""
    mine = [ask(number, "gizmo gizmo gizmo export fails", customer=f"c{number % 2}") for number in range(30)]
    theirs = [ask(100 + number, "export fails") for number in range(5)]
    [own] = found([*mine, *theirs])
    assert "gizmo" not in " ".join(own)
    assert "export" in " ".join(own)


def test_a_word_needs_three_customers() -> None:
    for count in (FEWEST_CUSTOMERS - 1, FEWEST_CUSTOMERS):
        texts = [f"export fails {'zebra' if number < count else 'now'}" for number in range(6)]
        assert ("zebra" in " ".join(found(*desk(texts), others=OTHERS * 4)[0])) == (count == FEWEST_CUSTOMERS)


def test_placeholders_addresses_numbers_and_stop_words_are_no_keywords() -> None:
    texts = ["The [licence key] of a@b.example at https://x.example/gizmo www.y.example 12345 3.1.7 is refused"] * 5
    [own] = found(*desk(texts))
    assert own == ("refused",)


def test_nothing_is_paired_across_punctuation_placeholders_or_stop_words() -> None:
    texts = ["Blank calendar. Export [name] refused, invoice for taxes"] * 5
    for phrase in found(*desk(texts))[0]:
        assert phrase in {"Blank calendar", "Export", "refused", "invoice", "taxes"}


def test_forms_of_one_word_are_one_keyword_in_the_form_most_people_write() -> None:
    texts = ["lost e-mails", "lost email", "lost emails", "lost emails", "lost Email's", "lost emails"]
    assert found(*desk(texts))[0].count("emails") + found(*desk(texts))[0].count("lost emails") == 1
    assert not [word for word in found(*desk(texts))[0] if word in ("email", "e-mails", "Email's")]


@pytest.mark.parametrize(
    ("language", "texts", "expected", "never"),
    [
        ("de", ["Wie kann ich die Rechnung als PDF laden?"] * 4, "Rechnung", {"wie", "kann", "ich", "die", "als"}),
        ("fr", ["Je n'arrive pas à l'export des réservations"] * 4, "export", {"je", "pas", "à", "des", "l'export"}),
        ("ar", ["لا أستطيع تسجيل الدخول إلى الحساب"] * 4, "الدخول", {"لا", "إلى", "أستطيع"}),
        ("cy", ["Mae'r calendr yn wag ar y dudalen"] * 4, "calendr", {"mae'r", "yn", "ar", "y"}),
        ("it", ["Non riesco a scaricare la fattura di ieri"] * 4, "fattura", {"non", "la", "di", "a"}),
    ],
)  # fmt: skip
def test_languages_have_their_own_stop_words(language: str, texts: list[str], expected: str, never: set[str]) -> None:
    """The desk's other tickets are English, so nothing but the list tells grammar from matter."""
    other = [
        ask(500 + number, f"{word} {word}", language=language) for number, word in enumerate("xyz zyx yxz".split())
    ]
    groups = desk(texts, language=language)
    [own] = keywords(groups, [*groups[0], *other, *(ask(1_000 + n, text) for n, text in enumerate(OTHERS))])
    words = {word for phrase in own for word in phrase.split()}
    assert expected in words
    assert not {word.casefold() for word in words} & never


def test_each_language_of_a_question_is_compared_with_itself() -> None:
    english, german = desk(EXPORT)[0], desk(["Der Export bricht ab"] * 4, language="de", first=50)[0]
    other = [ask(900 + number, "Der Kalender bricht ab", language="de") for number in range(20)]
    rest = [ask(1_000 + number, text) for number, text in enumerate(OTHERS)]
    [own] = keywords([[*english, *german]], [*english, *german, *other, *rest])
    assert "bricht" not in " ".join(own)
    assert "export" in " ".join(own).lower()


def test_a_particle_stands_only_with_its_verb() -> None:
    own = found(*desk(LOGIN))[0]
    assert "log in" in own
    assert not {"in", "log", "login"} & set(own)
    assert not [word for word in found(*desk([*EXPORT, "I export in Chrome"]))[0] if word.endswith(" in")]


@pytest.mark.parametrize(
    ("stem", "other", "same"),
    [
        ("export", "exporting", True), ("crashe", "crashing", True), ("rechnung", "rechnungen", True),
        ("cartella", "cartelle", True), ("email", "email", True), ("map", "maps", False),
        ("import", "important", False),
        ("export", "import", False), ("pass", "password", False), ("", "s", False),
    ],
)  # fmt: skip
def test_words_that_differ_by_an_ending_are_alike(stem: str, other: str, same: bool) -> None:
    assert alike(stem, other) == alike(other, stem) == same


def test_marks_over_letters_do_not_cut_words_and_do_not_count() -> None:
    known = Terms()
    terms = [set(known.of(text, "ar").tolist()) for text in ("فعّال", "فعال")]
    assert terms[0] == terms[1]
    assert len(terms[0]) == 1
    assert set(known.of("réservé", "fr").tolist()) == set(known.of("RE\u0301SERVE", "fr").tolist())


def test_stop_words_are_written_as_hurried_people_write_them() -> None:
    assert {"deja", "ou", "a"} <= stop_words("fr")
    assert {"fur", "uber"} <= stop_words("de")
    assert stop_words("sw") == stop_words("en")
    assert all(word == folded(word) for language in ("en", "de", "fr", "ar", "cy") for word in stop_words(language))


def test_no_groups_or_no_tickets_have_no_keywords() -> None:
    assert keywords([], []) == []
    assert keywords([[]], []) == [()]
    assert keywords([[], []], [ask(1, "export fails")]) == [(), ()]
    assert keywords(desk(["..."] * 5), desk(["..."] * 5)[0]) == [()]


def test_a_desk_with_a_single_question_has_nothing_to_tell_it_from() -> None:
    [group] = desk(EXPORT)
    assert keywords([group], group) == [()]


words = st.sampled_from(
    "export exports Export fails calendar login log in the of [name] 42 3.1 a@b.example e-mail emails , . \n\n é".split(
        " "
    )
)
texts = st.lists(words, min_size=1, max_size=8).map(" ".join)
tickets = st.lists(
    st.tuples(texts, st.integers(0, 5), st.sampled_from(["en", "de", "xx"]), st.integers(-1, 2)), max_size=30
)


@settings(max_examples=60)
@given(tickets)
def test_whatever_is_asked_keywords_are_few_different_shared_and_clean(
    drawn: list[tuple[str, int, str, int]],
) -> None:
    made = [
        (ask(number, text, customer=f"c{who}", language=language), group)
        for number, (text, who, language, group) in enumerate(drawn)
    ]
    groups = [[ticket for ticket, own in made if own == group] for group in range(3)]
    result = keywords(groups, [ticket for ticket, _ in made])
    assert result == keywords(groups, [ticket for ticket, _ in made])
    for group, own in zip(groups, result, strict=True):
        assert len(own) == len(set(own)) <= MOST
        for phrase in own:
            assert not re.search(r"\[|@|^[\d.]+$", phrase)
            head = phrase.split()[0].lower().replace("-", "").rstrip("s")
            users = {t.customer for t in group if head in t.question.lower().replace("-", "")}
            assert len(users) >= FEWEST_CUSTOMERS
