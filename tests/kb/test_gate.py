"""The last wall looks at all that tickets say, and knows deflect's own words from theirs."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from deflect.kb.frame import LEAKED, NO_AGREEMENT, NOTHING_GENERAL
from deflect.kb.gate import GENERAL, without_leaks
from deflect.types import Article, Sentence

from .build import article

ONE = article("q1")


def nothing(_text: str) -> list[object]:
    return []


def rare(text: str) -> list[str]:
    """Nobody but one customer says "gardenia"; nobody at all says what deflect writes itself."""
    return re.findall(r"(?i)gardenia|missing|another way|general", text)


def test_a_draft_without_rare_words_is_left_as_it_is() -> None:
    assert without_leaks(ONE, nothing, rare) is ONE


def test_a_sentence_phrasing_and_category_with_a_rare_word_go() -> None:
    draft = replace(
        article("q1", "Open the settings.", "Ask Gardenia.", "Wait."),
        also_asked=("Gardenia?", "How?"),
        category="Gardenia",
    )
    found = without_leaks(draft, nothing, rare)
    assert found is not None
    assert (found.answer, found.also_asked, found.category) == ("Open the settings.\nWait.", ("How?",), GENERAL)
    assert [each.text for each in found.evidence] == ["Open the settings.", "Wait."]


@pytest.mark.parametrize("draft", [replace(ONE, title="At Gardenia"), replace(ONE, question="At Gardenia")])
def test_a_rare_word_in_title_or_question_withholds_the_draft(draft: Article) -> None:
    assert without_leaks(draft, nothing, rare) is None


def test_what_deflect_writes_itself_is_not_held_against_a_draft() -> None:
    missing = replace(ONE, answer=NOTHING_GENERAL, evidence=(Sentence(NOTHING_GENERAL, ("shop:1",)),))
    assert without_leaks(missing, nothing, rare) is missing
    ways = replace(ONE, answer=f"Open the settings.\n\n## Another way\n\nPress Reset.\n\n{NO_AGREEMENT}")
    ways = replace(ways, evidence=tuple(Sentence(text, ("shop:1",)) for text in ("Open the settings.", "Press Reset.")))
    assert without_leaks(ways, nothing, rare) is ways
    assert without_leaks(replace(ONE, category=GENERAL), nothing, rare) is not None


def test_where_every_sentence_holds_a_rare_word_the_answer_is_missing() -> None:
    found = without_leaks(article("q1", "Ask Gardenia.", "Gardenia knows."), nothing, rare)
    assert found is not None
    assert (found.answer, found.evidence) == (LEAKED, ())
