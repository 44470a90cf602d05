"""A sentence is boilerplate if those who write it ask and are answered no more alike than anybody."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from deflect.cleaning.boilerplate import pieces
from deflect.clusters.repeated import CUSTOMERS, FEW, find_boilerplate
from deflect.types import CleanTicket

TOPICS = 15
HURRY = "We open on Friday, so please be quick."
NEVER = "I never got the licence key."


def words(topic: int, chance: random.Random, count: int, script: str = "abcdefghijklmnoprstuvwz") -> str:
    """Made-up words, most of them of a topic."""
    own = random.Random(topic)
    known = ["".join(own.choices(script, k=6)) for _ in range(12)]
    return " ".join(chance.sample(known, count)) + " " + "".join(chance.choices(script, k=6))


def ask(
    number: int, topic: int, *said: str, language: str = "en", script: str = "abcdefghijklmnoprstuvwz"
) -> CleanTicket:
    chance = random.Random(number)
    question = " ".join((f"{words(topic, chance, 5, script)}.", *said))
    answer = words(topic + 1_000, chance, 8, script)
    created = datetime(2026, 1, 1 + number % 28, tzinfo=UTC)
    return CleanTicket(f"t:{number}", "", question, answer, "a", f"c{number}", language, created, solved=True)


def desk(count: int = 150) -> list[CleanTicket]:
    return [ask(number, number % TOPICS) for number in range(count)]


def saying(tickets: Sequence[CleanTicket], sentence: str, places: Sequence[int]) -> list[CleanTicket]:
    chosen = set(places)
    return [
        replace(ticket, question=f"{ticket.question} {sentence}") if place in chosen else ticket
        for place, ticket in enumerate(tickets)
    ]


def is_boilerplate(sentence: str, tickets: Sequence[CleanTicket]) -> bool:
    ((_, key, _),) = pieces(sentence)
    return key in find_boilerplate(tickets).keys


def of_topics(*topics: int, count: int = 10) -> list[int]:
    return [place for place in range(150) if place % TOPICS in topics][: count * len(topics)]


def test_what_people_add_to_any_question_is_boilerplate() -> None:
    found = find_boilerplate(saying(desk(), HURRY, range(0, 150, 7)))
    ((_, key, _),) = pieces(HURRY)
    assert found.keys == {key}


@pytest.mark.parametrize("topics", [(3,), (3, 4)])
def test_what_people_add_to_one_or_two_questions_tells_what_they_ask(topics: tuple[int, ...]) -> None:
    assert not is_boilerplate(NEVER, saying(desk(), NEVER, of_topics(*topics)))


def test_without_answers_the_rest_of_the_tickets_tells_as_well() -> None:
    tickets = [replace(each, answer=None) for each in saying(desk(), HURRY, range(0, 150, 7))]
    tickets = saying(tickets, NEVER, of_topics(3))
    assert is_boilerplate(HURRY, tickets)
    assert not is_boilerplate(NEVER, tickets)


def test_tickets_that_are_copies_of_each_other_are_not_emptied() -> None:
    """All that they say is repeated, so that nothing else is left to compare: then they are alike as they are."""
    copies = [replace(ask(500 + n, 3), question=f"{NEVER} It was paid. It was sent.", answer=None) for n in range(8)]
    assert not find_boilerplate([*desk(), *copies]).keys


def test_what_is_most_of_its_tickets_is_what_they_ask() -> None:
    short = [replace(ask(500 + n, n % TOPICS), question=f"{NEVER} Number {chr(97 + n)}.") for n in range(14)]
    assert not is_boilerplate(NEVER, [*desk(), *short])


@pytest.mark.parametrize(("customers", "expected"), [(CUSTOMERS, True), (CUSTOMERS - 1, False)])
def test_customers_are_counted_and_not_tickets(customers: int, expected: bool) -> None:
    tickets = saying(desk(), HURRY, range(0, 150, 7))
    tickets = [replace(each, customer=f"c{place % customers}") if HURRY in each.question else each
               for place, each in enumerate(tickets)]  # fmt: skip
    assert is_boilerplate(HURRY, tickets) is expected


def test_of_few_tickets_in_a_language_nothing_is_learnt() -> None:
    assert is_boilerplate(HURRY, saying(desk(FEW), HURRY, range(0, FEW, 7)))
    assert not is_boilerplate(HURRY, saying(desk(FEW - 1), HURRY, range(0, FEW - 1, 7)))
    assert not find_boilerplate([]).keys


def test_languages_are_not_compared_with_each_other() -> None:
    """Two tickets in one language are more alike than any two, because they share its words."""
    german = [replace(each, id=f"de{each.id}", language="de", customer=f"de{each.customer}",
                      question=f"{each.question} und der die das nicht ist ein", answer=f"{each.answer} und der die")
              for each in saying(desk(), HURRY, range(0, 150, 7))]  # fmt: skip
    assert is_boilerplate(HURRY, [*desk(), *german])


def test_scripts_without_spaces_are_read() -> None:
    script = "".join(map(chr, range(0x4E00, 0x4F40)))
    tickets = [ask(n, n % TOPICS, language="zh", script=script) for n in range(150)]
    tickets = [replace(each, question=each.question.replace(" ", ""), answer=(each.answer or "").replace(" ", ""))
               for each in tickets]  # fmt: skip
    tickets = saying(saying(tickets, "请尽快回复我们谢谢。", range(0, 150, 7)), "我没有收到许可证密钥。", of_topics(3))
    assert is_boilerplate("请尽快回复我们谢谢。", tickets)
    assert not is_boilerplate("我没有收到许可证密钥。", tickets)


def test_the_order_of_tickets_changes_nothing() -> None:
    tickets = saying(saying(desk(), HURRY, range(0, 150, 7)), NEVER, of_topics(3))
    shuffled = list(tickets)
    random.Random(1).shuffle(shuffled)
    assert find_boilerplate(shuffled) == find_boilerplate(tickets)


def test_of_tickets_without_words_nothing_is_learnt() -> None:
    empty = [replace(each, question="... !!! 123. 456.", answer=None) for each in desk()]
    assert not find_boilerplate(empty).keys
