"""Drafts without an erased customer, sentence by sentence, and nothing else of them changed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.kb import evidence
from deflect.kb.erasing import NOTHING_LEFT, Gone, draft_without, edited_without, with_key
from deflect.kb.front_matter import parse, render
from deflect.types import Article, Sentence

from .build import article

PATH = Path("t.md")
REFS = frozenset({"s:1", "s:2"})


def nobody(_: str) -> bool:
    return False


def gone(*words: str) -> Gone:
    return Gone(REFS, lambda text: any(word in text for word in words))


def draft(answer: str, *evidence_of: tuple[str, tuple[str, ...]], **more: Any) -> str:
    said = tuple(Sentence(text, refs) for text, refs in evidence_of)
    return render(article("q1", answer=answer, evidence=said, **more))


def last(text: str, who: Gone) -> Article:
    return parse(draft_without(text, who, PATH)[-1], PATH).article


@pytest.mark.parametrize(
    ("answer", "sentence", "expected"),
    [
        ("Open it.\nPress it.", "Press it.", "Open it."),
        ("1. Open it.\n2. Press it.\n3. Wait.", "Press it.", "1. Open it.\n2. Wait."),
        ("- Press it.\n- Open it.", "Press it.", "- Open it."),
        ("Open it. Press it.", "Press it.", "Open it."),
        ("Press it. Open it.", "Press it.", "Open it."),
        ("Open it.\n\n```\nx\n```\n\nDone.", "```\nx\n```", "Open it.\n\nDone."),
        ("Press it.", "Press it.", NOTHING_LEFT),
    ],
)
def test_a_sentence_that_only_they_support_goes_and_the_rest_stays(answer: str, sentence: str, expected: str) -> None:
    others = [each for each in ("Open it.", "Wait.", "Done.") if each in answer]
    rows = [(sentence, ("s:1",)), *((each, ("s:7",)) for each in others)]
    rows.sort(key=lambda row: answer.find(row[0]))
    found = last(draft(answer, *rows), gone())
    assert found.answer == expected
    assert [each.text for each in found.evidence] == others


def test_a_sentence_that_others_support_too_stays_without_their_ticket_unless_the_words_are_theirs() -> None:
    text = draft("Open it.\nPress it.", ("Open it.", ("s:1", "s:7")), ("Press it.", ("s:7", "s:2")))
    assert last(text, gone()).evidence == (Sentence("Open it.", ("s:7",)), Sentence("Press it.", ("s:7",)))
    assert last(text, gone("Press")).evidence == (Sentence("Open it.", ("s:7",)),)


def test_other_ways_to_ask_go_if_only_they_asked_so() -> None:
    text = draft("Open it.", ("Open it.", ("s:7",)), also_asked=("Why zorblax?", "Why?"))
    assert last(text, gone("zorblax")).also_asked == ("Why?",)


def test_a_draft_without_them_has_no_steps() -> None:
    assert draft_without(draft("Open it.", ("Open it.", ("s:7",))), gone("x"), PATH) == ()


def test_a_person_s_edit_keeps_its_own_sentence_and_no_other() -> None:
    base = draft("Open it.\nPress it.\nWait.", ("Open it.", ("s:1",)), ("Press it.", ("s:2",)), ("Wait.", ("s:7",)))
    steps = draft_without(base, gone(), PATH)
    edited = base.replace("Press it.", "Press the red one.").replace("title: Reset", "title: Mine, reset")
    text, kept = edited_without(edited, base, steps, gone(), PATH)
    assert kept
    assert "Press the red one." in text
    assert "Mine, reset" in text
    assert not any(sign in text for sign in ("Open it.", "s:1", "s:2"))
    assert edited_without(base, base, steps, gone(), PATH) == (steps[-1], False)


def test_a_title_in_their_words_is_replaced_with_the_address() -> None:
    steps = draft_without(draft("Open it.", ("Open it.", ("s:7",))), gone(), PATH, ("Another", "another"))
    found = parse(steps[-1], PATH).article
    assert (found.title, found.question, found.slug) == ("Another", "Another", "another")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("A. <!-- tickets: s:1 -->", "A."),
        ("A. <!-- tickets: s:1, s:7 --> B. <!-- tickets: s:2 -->", "A. <!-- tickets: s:7 --> B."),
        ("A. <!-- tickets: s:10 -->", "A. <!-- tickets: s:10 -->"),
        ("```\n<!-- tickets: s:1 -->\n```", "```\n<!-- tickets: s:1 -->\n```"),
        ("`<!-- tickets: s:1 -->`", "`<!-- tickets: s:1 -->`"),
    ],
)
def test_refs_go_from_comments_and_code_is_code(body: str, expected: str) -> None:
    assert evidence.without_refs(body, REFS) == expected


@given(st.text(alphabet="ab<!- tickes:1,7>`\n", max_size=60))
def test_text_without_their_refs_is_not_touched(body: str) -> None:
    assert evidence.without_refs(body, {"s:1"}) == body or "s:1" in body


def test_a_key_is_set_and_every_other_byte_stays() -> None:
    text = "---\r\ntitle:  T # x\nstate :  validated # mine\nowner: d\n---\nstate: body\n".replace("\r", "")
    expected = text.replace("state :  validated # mine", "state: archived")
    assert with_key(text, "state", "archived", PATH) == expected
    assert with_key("---\ntitle: T\n---\nx", "state", "archived", PATH) == "---\ntitle: T\nstate: archived\n---\nx"
