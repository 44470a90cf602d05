"""A draft is made anew where a ticket of it or the way of drafting changed, and only there."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.config import DraftingSettings, Settings, VendorSettings
from deflect.kb import Overruled, Vocabulary, draft
from deflect.models import VectorCache
from deflect.pipeline import drafting
from deflect.pipeline.drafting import Drafter, from_plain, to_plain
from deflect.pipeline.memory import Memory
from deflect.testing import HashEncoder
from deflect.types import Article, CleanTicket, Cluster, Disagreement, Sentence, Stance, Trend

EVERYTHING = Vocabulary.of(
    [], 2, ["Page not found", "The booking page shows error 404", "Open Settings and save the permalinks once",
            "Clear the cache", "Why first second"]
)  # fmt: skip
words = st.text(max_size=12)
stances = st.builds(Stance, st.integers(0, 9), st.integers(0, 9), words, words)
articles = st.builds(
    Article,
    id=words,
    slug=words,
    title=words,
    question=words,
    answer=words,
    language=st.sampled_from(["en", "de", "ar"]),
    also_asked=st.tuples(words, words),
    evidence=st.lists(st.builds(Sentence, words, st.tuples(words)), max_size=3).map(tuple),
    tickets=st.integers(0, 9),
    shape=st.sampled_from([None, "how-to", "bug"]),
    products=st.tuples(words),
    versions=st.tuples(words),
    translations=st.tuples(words),
    disagreements=st.lists(
        st.builds(Disagreement, st.just("ways"), st.lists(stances, max_size=3).map(tuple), st.just(1), st.just(2)),
        max_size=2,
    ).map(tuple),
)


def ticket(number: int, answer: str = "Open Settings and save the permalinks once.") -> CleanTicket:
    when = datetime(2026, 1, 1 + number, tzinfo=UTC)
    return CleanTicket(
        f"desk:{number}", "Page not found", "The booking page shows error 404.", answer, "agent-1", f"c-{number}",
        "en", when, solved=True,
    )  # fmt: skip


def question(name: str, members: Sequence[CleanTicket]) -> Cluster:
    refs = tuple(each.id for each in members)
    return Cluster(name, refs, refs[:1], f"Why {name}?", "en", 0.9, len(refs), Trend((), ()))


@pytest.fixture
def memory(tmp_path: Any) -> Memory:
    return Memory(HashEncoder(), VectorCache(tmp_path, HashEncoder().fingerprint))


@pytest.fixture
def drafted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the questions that are really drafted, in order."""
    asked: list[str] = []

    def spy(cluster: Cluster, *rest: Any, **settings: Any) -> Article:
        asked.append(cluster.id)
        return draft(cluster, *rest, **settings)

    monkeypatch.setattr(drafting, "draft", spy)
    return asked


def silent(_done: int, _total: int) -> None:
    pass


def later(drafts: dict[str, Article], settings: Settings, memory: Memory) -> Drafter:
    """The drafter of the next run, which reads what this one wrote."""
    return Drafter(settings, memory, json.loads(json.dumps(to_plain(drafts))))


@given(articles)
def test_a_draft_comes_back_from_json_as_it_was(article: Article) -> None:
    assert from_plain(json.loads(json.dumps(to_plain({"x": article})))["x"]) == article


def test_only_the_question_with_a_new_ticket_is_drafted_again(memory: Memory, drafted: list[str]) -> None:
    tickets = [ticket(number) for number in range(8)]
    first, second = question("first", tickets[:4]), question("second", tickets[4:7])
    drafts = Drafter(Settings(), memory, {}).drafts([first, second], tickets, EVERYTHING, silent)
    assert drafted == ["first", "second"]
    grown = question("second", tickets[4:])
    again = later(drafts, Settings(), memory).drafts([first, grown], tickets, EVERYTHING, silent)
    assert drafted == ["first", "second", "second"]
    assert next(iter(again.values())) == next(iter(drafts.values()))


@pytest.mark.parametrize(
    "settings",
    [Settings(drafting=DraftingSettings(sentences=1)), Settings(vendor=VendorSettings(language="de"))],
    ids=["length", "language"],
)
def test_other_settings_draft_everything_again(settings: Settings, memory: Memory, drafted: list[str]) -> None:
    tickets = [ticket(number) for number in range(4)]
    drafts = Drafter(Settings(), memory, {}).drafts([question("first", tickets)], tickets, EVERYTHING, silent)
    again = later(drafts, settings, memory).drafts([question("first", tickets)], tickets, EVERYTHING, silent)
    assert drafts.keys().isdisjoint(again)
    assert drafted == ["first", "first"]


@pytest.mark.parametrize("change", [{"answer": "Clear the cache."}, {"question": "Error 404."}, {"rating": "bad"}])
def test_a_changed_ticket_is_drafted_from_again(change: dict[str, Any], memory: Memory, drafted: list[str]) -> None:
    tickets = [ticket(number) for number in range(4)]
    drafts = Drafter(Settings(), memory, {}).drafts([question("first", tickets)], tickets, EVERYTHING, silent)
    tickets[2] = dataclasses.replace(tickets[2], **change)
    later(drafts, Settings(), memory).drafts([question("first", tickets)], tickets, EVERYTHING, silent)
    assert drafted == ["first", "first"]


def test_progress_counts_each_question_also_those_taken_over(memory: Memory) -> None:
    tickets = [ticket(number) for number in range(4)]
    questions = [question("first", tickets[:2]), question("second", tickets[2:])]
    drafts = Drafter(Settings(), memory, {}).drafts(questions, tickets, EVERYTHING, silent)
    seen: list[tuple[int, int]] = []
    later(drafts, Settings(), memory).drafts(
        questions, tickets, EVERYTHING, lambda done, total: seen.append((done, total))
    )
    assert seen == [(1, 2), (2, 2)]


def test_a_shape_that_people_gave_drafts_that_question_again_and_stays_told_apart(
    memory: Memory, drafted: list[str]
) -> None:
    tickets = [ticket(number) for number in range(8)]
    both = [question("first", tickets[:4]), question("second", tickets[4:])]
    drafts = Drafter(Settings(), memory, {}).drafts(both, tickets, EVERYTHING, silent)
    said = {"second": Overruled("billing", "troubleshooting")}
    again = later(drafts, Settings(), memory).drafts(both, tickets, EVERYTHING, silent, said)
    assert drafted == ["first", "second", "second"]
    first, second = again.values()
    assert first == next(iter(drafts.values()))
    assert second.shape == "troubleshooting"
    assert second.answer.startswith("## What to do")
    once_more = later(again, Settings(), memory).drafts(both, tickets, EVERYTHING, silent, said)
    assert drafted == ["first", "second", "second"]
    assert once_more == again


def test_translations_are_tied_among_the_drafts_of_a_run_also_those_taken_over(memory: Memory) -> None:
    english = [dataclasses.replace(ticket(number), articles=("mail",)) for number in range(3)]
    german = [dataclasses.replace(ticket(number), articles=("mail",), language="de") for number in range(3, 6)]
    first = question("first", english)
    second = dataclasses.replace(question("second", german), language="de")
    alone = Drafter(Settings(), memory, {}).drafts([first], english, EVERYTHING, silent)
    assert [each.translations for each in alone.values()] == [()]
    both = later(alone, Settings(), memory).drafts([first, second], [*english, *german], EVERYTHING, silent)
    assert [each.translations for each in both.values()] == [("second",), ("first",)]
    again = later(both, Settings(), memory).drafts([first], english, EVERYTHING, silent)
    assert [each.translations for each in again.values()] == [()]
