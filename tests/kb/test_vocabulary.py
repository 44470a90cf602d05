"""Nothing that one customer alone brings may be said in a draft; what several bring may."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.kb.vocabulary import HIDDEN, Vocabulary
from deflect.types import CleanTicket

from .build import ticket


def strange(vocabulary: Vocabulary, text: str) -> list[str]:
    return [text[start:end] for start, end in vocabulary.strange(text)]


def asked(*questions: str, least: int = 3) -> Vocabulary:
    """What a desk says where each question is that of another customer, and nobody answered."""
    return Vocabulary.of([ticket(n, None, question=text) for n, text in enumerate(questions)], least)


def answered(*answers: tuple[str, str, str], least: int = 3) -> Vocabulary:
    """What a desk says where each answer is (customer, agent, text)."""
    tickets = [
        ticket(n, text, agent, question="?", customer=customer) for n, (customer, agent, text) in enumerate(answers)
    ]
    return Vocabulary.of(tickets, least)


def test_a_word_needs_as_many_customers_as_the_setting_says() -> None:
    said = ["the calendar is blank", "my calendar broke", "calendar"]
    assert strange(asked(*said), "calendar blank") == ["blank"]
    assert strange(asked(*said[:2]), "calendar") == ["calendar"]
    assert strange(asked(*said[:2], least=2), "calendar") == []


def test_one_customer_with_many_tickets_is_one_customer() -> None:
    tickets = [ticket(n, None, question="gardenia", customer="c1") for n in range(9)]
    assert strange(Vocabulary.of(tickets, 3), "gardenia") == ["gardenia"]


def test_two_agents_are_enough_unless_they_serve_one_customer() -> None:
    assert strange(answered(("c1", "a1", "reindex"), ("c2", "a2", "reindex")), "reindex") == []
    assert strange(answered(("c1", "a1", "reindex"), ("c1", "a2", "reindex")), "reindex") == ["reindex"]
    assert strange(answered(("c1", "a1", "reindex"), ("c2", "a1", "reindex")), "reindex") == ["reindex"]


def test_one_agent_who_tells_three_customers_is_enough() -> None:
    assert strange(answered(*((f"c{n}", "a1", "reindex") for n in range(3))), "reindex") == []


def test_an_agent_whose_name_is_not_known_does_not_count_as_one() -> None:
    tickets = [ticket(n, "reindex", agent=None, question="?") for n in range(2)]
    assert strange(Vocabulary.of(tickets, 3), "reindex") == ["reindex"]


def test_what_an_agent_repeats_of_a_customer_counts_once() -> None:
    tickets = [ticket(n, "gardenia", question="gardenia") for n in range(2)]
    assert strange(Vocabulary.of(tickets, 3), "gardenia") == ["gardenia"]


@pytest.mark.parametrize(
    "particular",
    [
        "https://gardenia.example/shop",
        "anna@gardenia.example",
        "/home/gardenia/public_html",
        "gardenia_live",
        "gardenia.example",
        "48211",
        "10.4.7.12",
        "555-0142",
        "Gardenia",
    ],
)
def test_what_one_customer_alone_brings_is_found_whatever_it_is(particular: str) -> None:
    everybody = [f"please open the page at home, it is {n}" for n in range(4)]
    vocabulary = asked(*everybody, f"please open {particular} at the page")
    assert strange(vocabulary, f"please open {particular} at home") == [particular]
    assert vocabulary.masked(f"please open {particular} at home") == f"please open {HIDDEN} at home"


def test_parts_of_a_link_do_not_stand_for_it() -> None:
    vocabulary = asked(*["https example shop gardenia orders"] * 3)
    assert strange(vocabulary, "https://gardenia.example/orders") == ["https://gardenia.example/orders"]


def test_words_joined_by_a_hyphen_or_a_slash_pass_if_each_does() -> None:
    vocabulary = asked(*["it is read only and on or off, a 64 bit one"] * 3)
    assert strange(vocabulary, "read-only on/off 64-bit") == []
    assert strange(vocabulary, "read-out") == ["read-out"]


def test_a_form_of_a_word_passes_in_lower_case_only() -> None:
    vocabulary = asked(*["please connect and walk"] * 3)
    assert strange(vocabulary, "connected") == []
    assert strange(vocabulary, "Walker") == ["Walker"], "a name that looks like a form of a word"


def test_a_name_of_two_words_must_be_used_as_such() -> None:
    people = [
        "Anna Lind wrote",
        "Anna Berg wrote",
        "Anna Kern wrote",
        "Eva Moser wrote",
        "Ida Moser wrote",
        "Ola Moser wrote",
    ]
    vocabulary = asked(*people)
    assert strange(vocabulary, "wrote Anna, Moser") == []
    assert strange(vocabulary, "wrote Anna Moser") == ["Anna Moser"]
    assert strange(asked(*people, *["Anna Moser wrote"] * 3), "wrote Anna Moser") == []


def test_a_number_in_groups_must_be_used_as_such() -> None:
    vocabulary = asked(*["wait 10 or 555 or 142"] * 3)
    assert strange(vocabulary, "wait 10, 555") == []
    assert strange(vocabulary, "wait 555 142") == ["555 142"]
    assert strange(vocabulary, "wait 10 555 142") == ["10 555 142"]


def test_what_people_write_in_lower_case_is_no_name() -> None:
    vocabulary = asked(*["open the settings of Bookings"] * 3)
    assert strange(vocabulary, "Open Bookings") == []
    assert strange(vocabulary, "Bookings Settings") == []


def test_the_vendors_own_words_pass_and_make_no_name() -> None:
    vocabulary = Vocabulary.of([], 3, ["Fernleaf Bookings", "Gutenberg", "6.4", "https://docs.shop.example/x?y=1"])
    assert strange(vocabulary, "Fernleaf Gutenberg 6.4 https://docs.shop.example/x?y=1") == []
    assert strange(vocabulary, "Fernleaf Annabel") == ["Annabel"]


@pytest.mark.parametrize(
    ("link", "passes"),
    [
        ("https://docs.shop.example/deposits", True),
        ("http://docs.shop.example/booking-slots/not.shown/", True),
        ("https://docs.shop.example", True),
        ("https://docs.shop.example/orders/4711", False),
        ("https://docs.shop.example/reset?token=abc", False),
        ("https://docs.shop.example/page#anna", False),
        ("https://anna@docs.shop.example/deposits", False),
        ("https://docs.shop.example.gardenia.example/deposits", False),
        ("https://shop.example/deposits", False),
    ],
)
def test_pages_of_a_host_that_the_vendor_names_pass(link: str, passes: bool) -> None:
    vocabulary = Vocabulary.of([], 3, ["docs.shop.example"])
    assert (strange(vocabulary, link) == []) is passes


def test_a_masked_ticket_keeps_what_tells_nothing() -> None:
    tickets = [ticket(n, "press Save", question="open page", subject="page", tags=("page",)) for n in range(3)]
    vocabulary = Vocabulary.of(tickets, 3)
    one = ticket(9, "press Gardenia", question="open gardenia", subject="Gardenia", tags=("gardenia", "page"))
    masked = vocabulary.masked_ticket(one)
    assert (masked.answer, masked.question) == (f"press {HIDDEN}", f"open {HIDDEN}")
    assert (masked.subject, masked.tags) == (HIDDEN, ("page",))
    assert vocabulary.masked_ticket(ticket(8, None, question="open page")).answer is None


def test_nothing_said_is_nothing_strange() -> None:
    assert Vocabulary.of([], 3).strange("") == ()
    assert strange(Vocabulary.of([], 3), "a word") == ["a", "word"]


WORDS = ["ax", "by", "cog", "dim", "elk"]
texts = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
desks = st.lists(
    st.builds(
        lambda n, question, answer, agent, customer: ticket(
            n, answer or None, agent, question=question, customer=customer
        ),
        st.integers(0, 99), texts, texts, st.sampled_from(["a1", "a2", None]), st.sampled_from("pqrs"),
    ),
    max_size=12,
)  # fmt: skip


def by_definition(word: str, tickets: Sequence[CleanTicket], least: int) -> bool:
    """The rule as it is told, by looking at everything for each word."""
    holds = re.compile(rf"\b{word}\b").search
    customers = {each.customer for each in tickets if holds(each.question) or holds(each.answer or "")}
    told = [each for each in tickets if holds(each.answer or "") and each.agent]
    by_two = any(one.agent != other.agent and one.customer != other.customer for one in told for other in told)
    return len(customers) >= least or by_two


@given(desks, st.integers(2, 4))
def test_counting_as_one_goes_agrees_with_the_rule_as_it_is_told(tickets: list[CleanTicket], least: int) -> None:
    vocabulary = Vocabulary.of(tickets, least)
    assert {word for word in WORDS if not vocabulary.strange(word)} == {
        word for word in WORDS if by_definition(word, tickets, least)
    }


@given(desks, desks, st.integers(2, 4))
def test_more_tickets_hide_nothing_that_passed(some: list[CleanTicket], more: list[CleanTicket], least: int) -> None:
    few, many = Vocabulary.of(some, least), Vocabulary.of([*some, *more], least)
    assert few.used <= many.used
    assert few.used == Vocabulary.of(reversed(some), least).used


@given(st.text(max_size=60), st.lists(st.text(max_size=30), max_size=4))
def test_a_masked_text_holds_nothing_strange(text: str, known: list[str]) -> None:
    vocabulary = Vocabulary.of([], 2, known)
    masked = vocabulary.masked(text)
    for _ in range(3):  # what is taken out can leave half of a link behind
        masked = vocabulary.masked(masked)
    assert not vocabulary.strange(masked)
