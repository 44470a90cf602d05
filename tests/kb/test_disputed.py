"""What agents disagree about is told in one line, and stays the same while only the counts change."""

from __future__ import annotations

from dataclasses import replace

from deflect.kb.disputed import disputed
from deflect.types import Article, Disagreement, Stance
from tests.kb.build import article

CHANGED = Disagreement(
    "changed",
    (Stance(9, 3, "2025-01-01", "2025-06-01"), Stance(4, 2, "2025-07-01", "2025-09-01")),
    newer=2,
    supported=1,
    since="2025-07-01",
)


def held(*found: Disagreement) -> Article:
    return replace(article("q1"), disagreements=found)


def test_no_disagreement_says_nothing() -> None:
    assert disputed(held()) == ("", "")


def test_the_newer_and_the_better_supported_answer_are_named() -> None:
    assert disputed(held(CHANGED))[0] == (
        "changed since 2025-07-01: answer 1 (9 tickets to 2025-06-01, better supported), "
        "answer 2 (4 tickets to 2025-09-01, newer)"
    )


def test_a_release_and_each_further_disagreement_are_named() -> None:
    other = replace(CHANGED, kind="contradiction", since="", release="4.0", newer=1)
    assert disputed(held(CHANGED, other))[0].endswith(
        "; contradiction (release 4.0): answer 1 (9 tickets to 2025-06-01, newer and better supported), "
        "answer 2 (4 tickets to 2025-09-01)"
    )


def test_different_ways_to_the_same_end_are_nothing_to_settle() -> None:
    assert disputed(held(replace(CHANGED, kind="ways"))) == ("", "")
    assert disputed(held(replace(CHANGED, kind="ways"), CHANGED)) == disputed(held(CHANGED))


def test_more_tickets_are_the_same_disagreement_and_another_newer_answer_is_not() -> None:
    more = replace(CHANGED, stances=(replace(CHANGED.stances[0], tickets=10), CHANGED.stances[1]))
    one, same, other = (disputed(held(each))[1] for each in (CHANGED, more, replace(CHANGED, newer=1)))
    assert one == same != other
