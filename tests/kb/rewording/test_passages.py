"""What is sent of tickets: the sentences that the draft is made of, as agents put them, and nothing else."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from deflect.kb.rewording.chat import INSTRUCTIONS
from deflect.kb.rewording.passages import MOST_CHARACTERS, MOST_WORDINGS, Passage, passages
from deflect.types import Article, CleanTicket
from tests.chat_server import answering, serving
from tests.kb.rewording.conftest import ANSWER, SAID, MakeWorder, drafted, no_leaks

pytestmark = pytest.mark.usefixtures("this_machine_only")
Agreed = tuple[Article, dict[str, CleanTicket]]


def test_the_whole_request_is_this_and_no_more(agreed: Agreed, worder_of: MakeWorder) -> None:
    article, tickets = agreed
    with serving(answering("{}")) as server:
        worder_of(server, key="k3y").word(article, tickets)
    (call,) = server.calls
    data = {
        "title": "Why is the calendar blank?",
        "language": "en",
        "sentences": [{"number": n, "written": [text]} for n, text in enumerate(SAID, start=1)],
    }
    assert call.json == {
        "model": "local-7b",
        "messages": [
            {"role": "system", "content": INSTRUCTIONS},
            {"role": "user", "content": json.dumps(data, ensure_ascii=False)},
        ],
        "temperature": 0,
        "stream": False,
    }
    assert call.handler.path == "/v1/chat/completions"


def test_questions_names_ids_and_what_speaks_to_one_customer_stay_here(worder_of: MakeWorder) -> None:
    personal = f"Hi [name],\n\nI have looked at your order [order number].\n\n{ANSWER}\n\nBest regards\nKim Sample"
    article, tickets = drafted(personal, personal, personal)
    tickets = {ref: replace(each, subject="MARKED subject", tags=("MARKED",)) for ref, each in tickets.items()}
    with serving(answering("{}")) as server:
        worder_of(server).word(article, tickets)
    sent = json.dumps(server.calls[0].data)
    for kept in ("MARKED", "[name]", "order", "Kim", "shop:", "c1", "a1", "get my calendar back"):
        assert kept not in sent, kept


def test_other_wordings_of_the_same_claim_are_sent_and_those_of_another_are_not() -> None:
    base = "Open Settings > Calendar and press the blue Reconnect button."
    article, tickets = drafted(base, base, base)
    others = (
        "Open Settings > Calendar and press the big Reconnect button.",
        "Do not open Settings > Calendar and press the blue Reconnect button.",
        "Open Settings > Mail and press the blue Reconnect button.",
        "Something about the weather in another town altogether.",
        "Open Settings > Calendar, press the blue Reconnect button now.",
    )
    for ref, other in zip(tickets, ("\n\n".join(others), base, base), strict=True):
        tickets[ref] = replace(tickets[ref], answer=other)
    assert passages(article, tickets, no_leaks) == (Passage(0, (base, others[4], others[0])),)


def test_at_most_so_many_wordings_of_a_sentence_are_sent() -> None:
    base = "Open the old settings page and press the {} Reconnect button there."
    answers = [base.format(word) for word in ("blue", "blue", "big", "green", "red", "round")]
    article, tickets = drafted(*answers[:2])
    named = {f"shop:{number}": tickets["shop:0"] for number in range(6)}
    named = {ref: replace(each, id=ref, answer=text) for (ref, each), text in zip(named.items(), answers, strict=True)}
    article = replace(article, evidence=(replace(article.evidence[0], evidence=tuple(named)),))
    (passage,) = passages(article, named, no_leaks)
    assert len(passage.written) == MOST_WORDINGS
    assert passage.written[0] == answers[0]


def test_a_sentence_that_no_named_ticket_says_is_not_sent(agreed: Agreed) -> None:
    article, tickets = agreed
    nowhere = {ref: replace(each, answer="Quite another thing was said here.") for ref, each in tickets.items()}
    assert passages(article, nowhere, no_leaks) == ()
    assert passages(article, {}, no_leaks) == ()


def test_no_more_characters_are_sent_than_a_small_model_takes() -> None:
    steps = [f"{n}. Open the page of number {n} and read {'every line of it ' * 16}slowly." for n in range(1, 41)]
    tickets = [drafted("\n".join(steps[start : start + 8]))[1]["shop:0"] for start in range(0, 40, 8)]
    known = {f"shop:{n}": replace(each, id=f"shop:{n}") for n, each in enumerate(tickets)}
    article = drafted(*["\n".join(steps)] * 2)[0]
    evidence = tuple(replace(article.evidence[0], text=step.split(". ", 1)[1], evidence=tuple(known)) for step in steps)
    found = passages(replace(article, evidence=evidence), known, no_leaks)
    sent = sum(len(text) for passage in found for text in passage.written)
    assert MOST_CHARACTERS * 0.9 < sent <= MOST_CHARACTERS
    assert [passage.place for passage in found] == list(range(len(found)))
