"""A workspace says from which confidence on it answers, or what is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from deflect.pipeline.answering import answering, said
from deflect.suggest.risk import Rule
from deflect.workspace import Workspace


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule(0.5, "settings", 0.05), "from confidence 0.50 on, as deflect.toml says; no risk is kept to"),
        (
            Rule(0.912, "history", 0.05, 1_200, 31),
            "from confidence 0.91 on, at most 5% wrong (90% sure): 31 of 1,200 answers were wrong on past tickets",
        ),
        (
            Rule(None, "history", 0.025, 40, 1, "not-enough-history", 51),
            "nothing yet: to keep to 2.5% wrong, about 210 more past tickets with a known answer are needed "
            "(reckoned from 40 answers to past tickets, 1 wrong)",
        ),
        (
            Rule(None, "history", 0.05, reason="too-often-wrong"),
            "nothing: at no confidence were at most 5% of the answers wrong; see deflect backtest",
        ),
    ],
)
def test_a_rule_in_words(rule: Rule, words: str) -> None:
    assert said(rule) == words


def test_before_the_first_run_there_is_nothing_to_say(tmp_path: Path) -> None:
    assert answering(Workspace.create(tmp_path / "new")) == ""
