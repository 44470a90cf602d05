"""What agents disagree about is told in one line, and stays the same while only the counts change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from deflect.kb.disputed import disputed
from deflect.kb.front_matter import ArticleFile, parse


def held(**keys: Any) -> ArticleFile:
    return parse(f"---\ntitle: A\n{yaml.safe_dump(keys) if keys else ''}---\n", Path("a.md"))


def changed(tickets: int, newer: int = 2) -> dict[str, Any]:
    first = {"tickets": tickets, "agents": 3, "first": "2025-01-01", "last": "2025-06-01"}
    second = {"tickets": 4, "agents": 2, "first": "2025-07-01", "last": "2025-09-01"}
    return {"kind": "changed", "stances": [first, second], "newer": newer, "supported": 1, "since": "2025-07-01"}


def test_no_disagreement_says_nothing() -> None:
    assert disputed(held()) == ("", "")
    assert disputed(held(disagreements=[])) == ("", "")


def test_the_newer_and_the_better_supported_answer_are_named() -> None:
    assert disputed(held(disagreements=[changed(9)]))[0] == (
        "changed since 2025-07-01: answer 1 (9 tickets to 2025-06-01, better supported), "
        "answer 2 (4 tickets to 2025-09-01, newer)"
    )


def test_more_tickets_are_the_same_disagreement_and_another_newer_answer_is_not() -> None:
    one, more, other = (disputed(held(disagreements=[each]))[1] for each in (changed(9), changed(10), changed(9, 1)))
    assert one == more != other


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("Half say  yes", "Half say yes"),
        (["yes", "no"], "yes; no"),
        ({"kind": "ways"}, "ways"),
        ({"a": 1}, "agents disagree"),
        ({"stances": ["x"]}, "agents disagree"),
        (7, "7"),
    ],
)
def test_whatever_is_written_there_is_told(value: Any, said: str) -> None:
    assert disputed(held(disagreement=value))[0] == said
