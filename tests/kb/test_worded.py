"""An article's file says that a model worded it, and which sentences; people and later runs read it back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.errors import ArticleError
from deflect.kb.evidence import comment, extract, reworded
from deflect.kb.front_matter import parse, render
from deflect.types import Article, Sentence

refs = st.lists(st.text(alphabet="ab:1,>-%; \n", min_size=1).filter(str.strip), min_size=1, max_size=3).map(
    lambda found: tuple(ref.strip() for ref in found)
)


@given(refs, st.booleans())
def test_the_mark_of_a_worded_sentence_survives_writing_and_reading(named: tuple[str, ...], worded: bool) -> None:
    assert extract(f"A. {comment(named, worded=worded)}")[1] == (Sentence("A.", named, worded),)


def test_words_are_put_in_the_place_of_the_right_sentences() -> None:
    """Also where one sentence is a part of another, or stands there twice."""
    answer = "1. Press Save. Press Save\n2. Press Save\n\n```\nPress Save\n```"
    evidence = [Sentence(text, ("s:1",)) for text in ("Press Save. Press Save", "Press Save", "```\nPress Save\n```")]
    new, said = reworded(answer, evidence, {1: "Save it"})
    assert new == "1. Press Save. Press Save\n2. Save it\n\n```\nPress Save\n```"
    assert said == (evidence[0], Sentence("Save it", ("s:1",), worded=True), evidence[2])
    assert reworded(answer, evidence, {}) == (answer, tuple(evidence))
    with pytest.raises(ArticleError, match="sentence 1 of the evidence"):
        reworded("Another answer.", evidence, {0: "x"})


def test_the_model_that_worded_an_article_is_in_its_front_matter() -> None:
    article = Article("a", "a", "A", "A", "One.", evidence=(Sentence("One.", ("s:1",), True),), worded_by="org/m:7b")
    text = render(article)
    assert "worded_by: org/m:7b\n" in text
    assert text.endswith("One. <!-- worded; tickets: s:1 -->\n")
    assert parse(text, Path("kb/a.md")).article == article
    assert "worded_by" not in render(replace(article, worded_by=""))
