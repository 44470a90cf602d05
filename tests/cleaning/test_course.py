"""How a ticket went is told without any text of it."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from deflect.cleaning.course import Course, follow
from deflect.types import Author, Message, Ticket

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)
KEY = b"key"


def talk(*said: tuple[Author, str], tags: tuple[str, ...] = (), solved: bool = True, solution: int = -1) -> Course:
    messages = tuple(
        Message(author, body, AT + timedelta(hours=at), agent_id=body[:2], is_solution=at == solution)
        for at, (author, body) in enumerate(said)
    )
    return follow(Ticket("1", "desk", AT, messages, tags=tags), solved, KEY)


def test_a_ticket_without_answer_has_no_times_and_nobody_who_wrote() -> None:
    found = talk(("customer", "Why?"))
    assert (found.replies, found.first_response_seconds, found.resolution_seconds) == (0, None, None)
    assert (found.agents, found.exchanges, found.reopened) == ((), 0, False)


def test_resolution_is_the_last_public_message_by_an_agent_and_thanks_do_not_count() -> None:
    found = talk(("customer", "Why?"), ("agent", "a: Wait"), ("agent", "a: So"), ("customer", "Thanks"))
    assert (found.first_response_seconds, found.resolution_seconds, found.exchanges) == (3600, 7200, 0)
    assert talk(("customer", "Why?"), ("agent", "So"), solved=False).resolution_seconds is None


def test_an_exchange_is_a_customer_who_wrote_back_and_was_answered() -> None:
    found = talk(
        ("customer", "Why?"), ("customer", "Hello?"), ("agent", "a: Which?"), ("bot", "Noted"), ("customer", "This"),
        ("agent", "b: So"), ("agent", "b: And"), ("customer", "Thanks"),
    )  # fmt: skip
    assert (found.replies, found.exchanges, len(found.agents)) == (3, 1, 2)


def test_agents_are_pseudonyms_that_say_nothing() -> None:
    (agent,) = talk(("customer", "Why?"), ("agent", "dana")).agents
    assert agent.startswith("a-")
    assert "da" not in agent[2:]


@pytest.mark.parametrize("tag", ["reopened", " Reopened", "re-opened"])
def test_a_tag_tells_that_a_ticket_came_back(tag: str) -> None:
    assert talk(("customer", "Why?"), ("agent", "So"), tags=(tag,)).reopened


def test_a_ticket_came_back_if_it_went_on_after_its_solution() -> None:
    again: tuple[tuple[Author, str], ...] = (("customer", "Why?"), ("agent", "So"), ("customer", "No"), ("agent", "Oh"))
    assert talk(*again, solution=1).reopened
    assert not talk(*again, solution=3).reopened
    assert not talk(*again).reopened


@pytest.mark.parametrize(
    "note",
    [
        "Escalated to development, see the tracker.",
        "I have passed this on to our developers.",
        "Our engineers are looking; forwarded with all details to engineering",
        "Ich habe das an unsere Entwickler weitergeleitet.",
        "J'ai transmis votre message à nos développeurs.",
        "Rwy wedi pasio hyn at ein datblygwyr.",
        "أحلت المشكلة إلى فريق التطوير",
    ],
)
def test_a_note_or_an_answer_tells_that_developers_were_asked(note: str) -> None:
    hidden = Message("agent", note, AT, public=False)
    found = follow(Ticket("1", "desk", AT, (Message("customer", "Why?", AT), hidden)), True, KEY)
    assert (found.handed_over, found.notes, found.replies) == (True, 1, 0)
    assert talk(("customer", "Why?"), ("agent", note)).handed_over


@pytest.mark.parametrize(
    "said", ["The developer tab is on the right.", "Ask again if it fails.", "Passed your thanks on to the team lead."]
)
def test_ordinary_answers_hand_nothing_over(said: str) -> None:
    assert not talk(("customer", "Why?"), ("agent", said)).handed_over


def test_a_customer_who_speaks_of_developers_hands_nothing_over() -> None:
    assert not talk(("customer", "I passed it to my developer")).handed_over


@pytest.mark.parametrize(
    "pasted",
    [
        "PHP Fatal error: Uncaught Error: Call to undefined function",
        "```\nadd_filter( 'x', 'y' );\n```",
        "Traceback (most recent call last):",
        "[2026-05-04 09:00:00] shop.ERROR something",
        "see booking.php:123",
        "    at Object.run (",
    ],
)
def test_code_logs_and_traces_are_seen(pasted: str) -> None:
    assert talk(("customer", f"Look:\n{pasted}")).technical


@pytest.mark.parametrize("said", ["It stopped on Monday at 12:30.", "Error 500 on my page", "at the office (ours)"])
def test_ordinary_complaints_are_not_technical(said: str) -> None:
    assert not talk(("customer", said)).technical


@pytest.mark.parametrize("unit", [" ", "a", "at a.", "<code ", "passed ", "\n", "dev ", "a.php:", "2026-05-04 "])
def test_crafted_text_takes_no_longer_than_ordinary_text(unit: str) -> None:
    body = (unit * 20_000)[:20_000]
    start = time.process_time()
    talk(("customer", body), ("agent", body))
    assert time.process_time() - start < 1.0
