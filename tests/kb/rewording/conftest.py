"""Tickets whose agents agree, the draft of them, and who lets a model word it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from deflect.kb import draft
from deflect.kb.rewording import Worder
from deflect.kb.rewording.chat import Chat
from deflect.types import Article, CleanTicket
from tests.chat_server import ChatServer
from tests.kb.build import cluster, ticket

ANSWER = """Hi,

1. Please now open Settings > Calendar.
2. Then press the Reconnect button there.
3. Do not close the window before the sync is done.

Thanks for your patience!"""

SAID = (
    "Please now open Settings > Calendar.",
    "Then press the Reconnect button there.",
    "Do not close the window before the sync is done.",
)


def no_leaks(_text: str) -> list[object]:
    return []


def drafted(*answers: str | None, **more: Any) -> tuple[Article, dict[str, CleanTicket]]:
    """The extractive draft of tickets with these answers, and the tickets."""
    tickets = [ticket(number, answer, f"a{number % 3}") for number, answer in enumerate(answers)]
    known = {each.id: each for each in tickets}
    return draft(cluster(tickets, **more), known, language="en", limit=8), known


@pytest.fixture
def agreed() -> tuple[Article, dict[str, CleanTicket]]:
    article, tickets = drafted(*[ANSWER] * 4)
    assert tuple(each.text for each in article.evidence) == SAID
    return article, tickets


MakeWorder = Callable[..., Worder]


@pytest.fixture
def worder_of() -> MakeWorder:
    def make(server: ChatServer, leaks: Any = no_leaks, seconds: float = 5.0, key: str = "") -> Worder:
        return Worder(Chat(server.endpoint, "local-7b", seconds, key), leaks)

    return make
