"""What is set apart as spam, and what must never be."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deflect.clusters.bursts import Burst, find_bursts, names_number
from deflect.models.vectors import Vectors, unit_rows
from deflect.types import CleanTicket

START = datetime(2024, 3, 4, 9, tzinfo=UTC)
SPAM = "Zorbo loan helpline service desk care team line ☎ [phone] dial us every hour for money back {} madam sir"
TOPICS = ("printer", "invoice", "login", "export", "calendar", "refund", "scanner", "backup")
WORDS = (
    "since after update again cannot please why does when try open screen error help need today always never window "
    "button shows nothing happens slow new old page file account before restart twice still same wrong missing"
).split()

Desk = tuple[list[CleanTicket], Vectors]
_numbers = itertools.count()


def ticket(question: str, at: datetime, **other: object) -> CleanTicket:
    number = next(_numbers)
    made = CleanTicket(
        id=f"desk:{number}",
        subject="",
        question=question,
        answer=None,
        agent=None,
        customer=f"c-{number}",
        language="en",
        created_at=at,
        solved=False,
    )
    return replace(made, **other)  # type: ignore[arg-type]


def own_words(rng: random.Random, topic: str) -> str:
    return f"{topic} " + " ".join(rng.choices(WORDS, k=rng.randint(8, 30)))


def towards(direction: int, count: int, seed: int) -> Vectors:
    """Vectors about one thing: an axis, and noise."""
    noise = np.random.default_rng(seed).normal(scale=0.15, size=(count, 16))
    noise[:, direction] += 1
    return unit_rows(noise)


def usual(count: int = 400, days: int = 200) -> Desk:
    """A desk's tickets about axes 0 to 7: all of them share axis 8, what the desk is about."""
    rng = random.Random(1)
    tickets = [
        ticket(own_words(rng, TOPICS[n % 8]), START + timedelta(days=days * rng.random()), answer="Done.", solved=True)
        for n in range(count)
    ]
    about = np.zeros((count, 16), np.float32)
    about[np.arange(count), np.arange(count) % 8] = 1
    about[:, 8] = 1
    return tickets, unit_rows(about + np.random.default_rng(2).normal(scale=0.15, size=about.shape))


def spam(
    count: int = 12, text: str = SPAM, apart: timedelta = timedelta(hours=1), **other: object
) -> list[CleanTicket]:
    start = START + timedelta(days=100)
    return [ticket(text.format(f"x{n}" * (n % 3)), start + n * apart, **other) for n in range(count)]


def joined(desk: Desk, tickets: Sequence[CleanTicket], vectors: Vectors) -> Desk:
    return desk[0] + list(tickets), np.concatenate([desk[1], vectors])


def with_spam(tickets: Sequence[CleanTicket]) -> Desk:
    return joined(usual(), tickets, towards(12, len(tickets), 3))


def set_apart(desk: Desk) -> set[str]:
    return {member for burst in find_bursts(*desk) for member in burst.member_ids}


@pytest.mark.parametrize("count", [0, 1, 4])
def test_of_few_tickets_none_is_set_apart(count: int) -> None:
    assert find_bursts(spam(count), towards(12, count, 0)) == ()


def test_a_desk_of_its_own_questions_has_no_burst() -> None:
    assert find_bursts(*usual()) == ()


def test_copies_of_one_text_with_a_number_are_set_apart_whole() -> None:
    copies = spam()
    (burst,) = find_bursts(*with_spam(copies))
    assert burst.member_ids == tuple(one.id for one in copies)
    assert (burst.start, burst.end) == ("2024-06-12", "2024-06-12")
    assert (burst.tickets, burst.customers) == (12, 12)
    assert burst.reason


def test_a_burst_says_nothing_of_what_it_says() -> None:
    """Its text may be nasty, and its numbers are somebody's."""
    (burst,) = find_bursts(*with_spam(spam()))
    assert {field.name for field in fields(Burst)} == {"member_ids", "start", "end", "customers", "reason"}
    assert "zorbo" not in repr(burst).lower()


def test_disguised_numbers_and_words_in_other_scripts_are_seen_through() -> None:
    copies = spam(text=SPAM.replace("[phone]", "(❾❶❷)=❸❹❺//❻❼❽❾").replace("helpline", "𝙝𝙚𝙡𝙥𝙡𝙞𝙣𝙚"))
    assert set_apart(with_spam(copies)) == {one.id for one in copies}


def test_copies_that_hide_the_number_too_well_go_with_the_others() -> None:
    copies = [*spam(), *spam(4, SPAM.replace("[phone]", "five five five"))]
    assert set_apart(with_spam(copies)) == {one.id for one in copies}


def test_what_else_the_accounts_of_several_copies_wrote_goes_with_them() -> None:
    copies = spam(customer="c-one")
    more = ticket("Entirely other words about something else", copies[0].created_at, customer="c-one")
    assert more.id in set_apart(with_spam([*copies, more]))


def test_what_somebody_else_wrote_meanwhile_stays() -> None:
    copies = spam()
    other = ticket("Since the update the printer shows an error, my number is [phone]", copies[3].created_at)
    assert set_apart(with_spam([*copies, other])) == {one.id for one in copies}


def test_two_texts_at_a_time_are_two_bursts_earliest_first() -> None:
    second = [
        replace(one, created_at=one.created_at - timedelta(days=50)) for one in spam(text="Kappa " * 3 + SPAM[6:])
    ]
    third = spam(
        6, "buy certified documents from quick papers office now message [phone] {} deliver anywhere fast safe"
    )
    found = find_bursts(*with_spam([*third, *second]))
    assert [burst.tickets for burst in found] == [12, 6]
    assert found[0].start < found[1].start


# What must never be set apart.


@pytest.mark.parametrize("numbers", [False, True])
@pytest.mark.parametrize("axis", [0, 12])
def test_an_outage_in_peoples_own_words_is_no_burst(numbers: bool, axis: int) -> None:
    """400 customers in one day, none answered, none seen before; with or without a number to call them back."""
    rng = random.Random(4)
    start = START + timedelta(days=100)
    end = " please call me on [phone]" if numbers else ""
    tickets = [
        ticket(own_words(rng, "login") + end, start + timedelta(minutes=3 * n), customer=f"new-{n}") for n in range(400)
    ]
    assert set_apart(joined(usual(), tickets, towards(axis, 400, 5))) == set()


def test_an_outage_reported_in_the_words_of_an_error_message_is_no_burst() -> None:
    text = (
        "Secure connection failed. The server at the address could not be verified, reference {} code 0x80190001 again"
    )
    assert set_apart(with_spam(spam(200, text))) == set()


def test_a_form_with_a_number_about_what_the_desk_is_for_is_no_burst() -> None:
    form = "Contact form. Topic login. Phone [phone]. Message: the login page shows an error since the last update {}"
    about = towards(8, 60, 6)
    assert set_apart(joined(usual(), spam(60, form, timedelta(minutes=9)), about)) == set()


def test_a_short_request_to_be_called_is_no_burst() -> None:
    assert set_apart(with_spam(spam(4, "Please call [phone]"))) == set()


def test_voice_mail_that_comes_all_year_is_no_burst() -> None:
    mails = [
        replace(one, created_at=START + timedelta(days=2 * n))
        for n, one in enumerate(
            spam(100, "New voice mail from [phone], length {}, press play in the attached file to listen")
        )
    ]
    assert set_apart(with_spam(mails)) == set()


UNHARMED: dict[str, Callable[[int, CleanTicket], CleanTicket]] = {
    "answered": lambda n, one: replace(one, answer="We called back.") if n % 3 == 0 else one,
    "solved": lambda n, one: replace(one, solved=n % 3 == 0),
    "no number": lambda _, one: replace(one, question=one.question.replace("[phone]", "")),
    "months apart": lambda n, one: replace(one, created_at=START + timedelta(days=15 * n)),
    "four": lambda n, one: one if n < 4 else replace(one, question=f"other words {n} entirely", customer=f"o{n}"),
}


@pytest.mark.parametrize("why", UNHARMED)
def test_each_criterion_alone_saves_a_ticket(why: str) -> None:
    changed = [UNHARMED[why](n, one) for n, one in enumerate(spam())]
    assert set_apart(with_spam(changed)) == set()


def test_customers_who_wrote_before_are_no_spammers() -> None:
    copies = spam()
    before = [ticket(f"Question {n} of long ago", START, customer=one.customer) for n, one in enumerate(copies[:4])]
    assert set_apart(with_spam([*copies, *before])) == set()


def test_copies_about_what_the_desk_is_for_are_no_burst() -> None:
    """The same copies, but among the nearest to the desk's centre."""
    assert set_apart(joined(usual(), spam(), towards(8, 12, 7))) == set()


def test_a_desk_of_nothing_but_copies_has_nothing_to_compare_with() -> None:
    assert find_bursts(spam(30), towards(12, 30, 0)) == ()


def test_the_order_of_the_tickets_does_not_matter() -> None:
    tickets, vectors = with_spam(spam())
    order = np.random.default_rng(8).permutation(len(tickets))
    assert find_bursts([tickets[place] for place in order], vectors[order]) == find_bursts(tickets, vectors)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call [phone] now", True),
        ("[phone 2]", True),
        ("ring 9674OOI223 today", True),
        ("ring ❼⓿❶❹❸❺❶❾❺❽", True),
        ("08461-047_825", True),
        ("+1 (866) / 409 - 1972", True),
        ("Firefox 134.0 on Windows 11", False),
        ("error 0x80190001", False),
        ("bug 1234567", False),
        ("on 2024-05-01 and 2024-06-01", False),
        ("build 20230424110519123", False),
        ("the old oil lid Ill oil Olio", False),
        ("", False),
    ],
)
def test_what_counts_as_a_number_to_call(text: str, expected: bool) -> None:
    assert names_number(text) is expected


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=300))
def test_any_text_can_be_asked_for_a_number(text: str) -> None:
    assert isinstance(names_number(text), bool)
    assert names_number(f"{text} [phone]")


def test_a_long_run_of_digits_is_read_in_linear_time() -> None:
    assert not names_number("1-" * 200_000)


def _demo() -> Iterator[CleanTicket]:
    import gzip
    import json
    from importlib.resources import files

    from deflect.cleaning import Cleaner
    from deflect.config import PrivacySettings, VendorSettings
    from deflect.store import ticket_from_record

    cleaner = Cleaner(VendorSettings(), PrivacySettings(), b"key")
    content = gzip.decompress(files("deflect.demo").joinpath("tickets.jsonl.gz").read_bytes())
    for line in content.splitlines():
        cleaned = cleaner.clean(ticket_from_record(json.loads(line), "demo"))
        if isinstance(cleaned, CleanTicket):
            yield cleaned


def test_of_the_demo_nothing_is_set_apart_even_had_nobody_answered() -> None:
    """Its spam is marked as such and left out before; with vectors that make everything unlike everything."""
    tickets = list(_demo())
    vectors = unit_rows(np.random.default_rng(0).normal(size=(len(tickets), 16)))
    assert find_bursts(tickets, vectors) == ()
    assert find_bursts([replace(one, answer=None, solved=False) for one in tickets], vectors) == ()
