"""Merging loses nothing, invents nothing, and says so when it cannot decide."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.kb.article_merge import merge_articles, renumbered
from deflect.kb.merge import merge

LINES = st.lists(st.sampled_from("abcde"), max_size=10)

CASES = {
    "nobody changed anything": ("abc", "abc", "abc", "abc"),
    "people changed a line": ("abc", "aXc", "abc", "aXc"),
    "the draft changed a line": ("abc", "abc", "aYc", "aYc"),
    "both changed different lines": ("abcd", "Xbcd", "abcY", "XbcY"),
    "both changed neighbouring lines": ("abcd", "aXcd", "abYd", "aXYd"),
    "both made one change": ("abc", "aZc", "aZc", "aZc"),
    "people added, the draft took out": ("abcd", "aXbcd", "abc", "aXbc"),
    "people took out, the draft added": ("abcd", "acd", "abcdY", "acdY"),
    "people added before what the draft changed": ("abc", "aXbc", "aYc", "aXYc"),
    "people added behind what the draft changed": ("abc", "abXc", "aYc", "aYXc"),
    "both took out one line": ("abc", "ac", "ac", "ac"),
    "from nothing, alike": ("", "ab", "ab", "ab"),
}
CONFLICTS = {
    "both changed one line": ("abc", "aXc", "aYc"),
    "people changed what the draft took out": ("abc", "aXc", "ac"),
    "people took out what the draft changed": ("abc", "ac", "aYc"),
    "both added at one place": ("ab", "aXb", "aYb"),
    "people added within what the draft changed": ("abcd", "abXcd", "aYYd"),
    "from nothing, differently": ("", "ab", "ac"),
}


@pytest.mark.parametrize("name", CASES)
def test_changes_of_both_sides_come_together(name: str) -> None:
    base, ours, theirs, merged = CASES[name]
    assert merge(base, ours, theirs) == list(merged)


@pytest.mark.parametrize("name", CONFLICTS)
def test_changes_of_the_same_lines_are_a_conflict(name: str) -> None:
    base, ours, theirs = CONFLICTS[name]
    assert merge(base, ours, theirs) is None
    assert merge(base, theirs, ours) is None


@given(LINES, LINES)
def test_what_nobody_edited_becomes_the_draft(base: list[str], theirs: list[str]) -> None:
    assert merge(base, base, theirs) == theirs


@given(LINES, LINES)
def test_with_the_same_draft_the_edits_stay(base: list[str], ours: list[str]) -> None:
    assert merge(base, ours, base) == ours


@given(LINES, LINES)
def test_the_same_change_on_both_sides_is_made_once(base: list[str], both: list[str]) -> None:
    assert merge(base, both, both) == both


@given(LINES, LINES, LINES)
def test_it_depends_on_its_arguments_alone_and_on_neither_side_more(
    base: list[str], ours: list[str], theirs: list[str]
) -> None:
    merged = merge(base, ours, theirs)
    assert merged == merge(list(base), list(ours), list(theirs))
    assert (merged is None) == (merge(base, theirs, ours) is None)


@given(LINES, st.lists(st.tuples(st.integers(0, 10), st.sampled_from("XYZ")), max_size=4), LINES)
def test_no_line_that_only_one_side_added_is_lost(
    base: list[str], additions: list[tuple[int, str]], theirs: list[str]
) -> None:
    ours = list(base)
    for place, line in additions:
        ours.insert(place, line)
    for one, other in ((ours, theirs), (theirs, ours)):
        merged = merge(base, one, other)
        if merged is not None:
            assert Counter(line for line in merged if line in "XYZ") == Counter(line for _, line in additions)


@given(LINES, LINES, LINES)
def test_every_merged_line_comes_from_a_side(base: list[str], ours: list[str], theirs: list[str]) -> None:
    merged = merge(base, ours, theirs)
    if merged is not None:
        assert not Counter(merged) - (Counter(ours) + Counter(theirs))


@given(LINES, LINES, LINES)
def test_a_line_that_all_three_have_once_is_never_taken_out_or_doubled(
    base: list[str], ours: list[str], theirs: list[str]
) -> None:
    merged = merge(["M", *base], ["M", *ours], ["M", *theirs])
    if merged is not None:
        assert merged.count("M") == 1
        assert merged[0] == "M"


FRONT = "id: q1\ntitle: Reset it\nstate: work-in-progress\ntickets: 5\nalso_asked:\n- One?\n- Two?\n"
BODY = "Open it. <!-- tickets: shop:1 -->\nPress Reset. <!-- tickets: shop:2 -->\nWait. <!-- tickets: shop:3 -->\n"


def text(front: str = FRONT, body: str = BODY) -> str:
    return f"---\n{front}---\n\n{body}"


def merged(base: str, ours: str, theirs: str) -> str | None:
    return merge_articles(base, ours, theirs, Path("reset.md"))


def test_a_title_that_people_chose_stays_whatever_the_draft_says() -> None:
    ours = text(FRONT.replace("Reset it", "Start anew"))
    theirs = text(FRONT.replace("Reset it", "Reset that").replace("tickets: 5", "tickets: 9"))
    assert merged(text(), ours, theirs) == text(
        FRONT.replace("Reset it", "Start anew").replace("tickets: 5", "tickets: 9")
    )


def test_keys_and_remarks_of_people_stay_as_they_wrote_them() -> None:
    ours = text(FRONT.replace("tickets: 5", "owner:   'dana'  # asks weekly\ntickets: 5"))
    theirs = text(FRONT.replace("tickets: 5", "tickets: 9"))
    assert merged(text(), ours, theirs) == text(
        FRONT.replace("tickets: 5", "owner:   'dana'  # asks weekly\ntickets: 9")
    )


def test_a_key_that_people_took_out_stays_out_and_a_new_one_comes_in() -> None:
    ours = text(FRONT.replace("tickets: 5\n", ""))
    theirs = text(FRONT.replace("tickets: 5", "tickets: 9") + "related:\n- other\n")
    assert merged(text(), ours, theirs) == text(FRONT.replace("tickets: 5\n", "") + "related:\n- other\n")


def test_a_key_that_the_draft_no_longer_has_goes_unless_people_changed_it() -> None:
    theirs = text(FRONT.replace("also_asked:\n- One?\n- Two?\n", ""))
    assert merged(text(), text(), theirs) == theirs
    ours = text(FRONT.replace("Two?", "2?"))
    assert merged(text(), ours, theirs) == ours


def test_lists_are_merged_item_by_item_and_people_win() -> None:
    ours = text(FRONT.replace("- One?\n", ""))
    theirs = text(FRONT + "- Three?\n")
    assert merged(text(), ours, theirs) == text(FRONT.replace("- One?\n", "") + "- Three?\n")
    assert merged(text(), text(FRONT.replace("Two?", "2?")), text(FRONT.replace("Two?", "II?"))) == text(
        FRONT.replace("Two?", "2?")
    )


def test_new_evidence_never_fights_an_edit_of_the_sentence() -> None:
    ours = text(body=BODY.replace("Press Reset.", "Press the red Reset."))
    theirs = text(body=BODY.replace("shop:1", "shop:1, shop:8").replace("shop:2", "shop:2, shop:9"))
    assert merged(text(), ours, theirs) == text(
        body=BODY.replace("Press Reset.", "Press the red Reset.").replace("shop:1", "shop:1, shop:8")
    )


def test_a_sentence_that_people_took_out_stays_out_though_its_evidence_grew() -> None:
    ours = text(body=BODY.replace("Press Reset. <!-- tickets: shop:2 -->\n", ""))
    theirs = text(body=BODY.replace("shop:2", "shop:2, shop:9"))
    assert merged(text(), ours, theirs) == ours


def test_evidence_that_people_took_out_stays_out() -> None:
    ours = text(body=BODY.replace(" <!-- tickets: shop:2 -->", ""))
    theirs = text(body=BODY.replace("shop:2", "shop:2, shop:9").replace("shop:3", "shop:3, shop:4"))
    assert merged(text(), ours, theirs) == text(
        body=BODY.replace(" <!-- tickets: shop:2 -->", "").replace("shop:3", "shop:3, shop:4")
    )


def test_steps_are_counted_anew_and_their_numbers_are_no_conflict() -> None:
    base = text(body="1. Open it.\n2. Press Reset.\n3. Wait.\n")
    ours = text(body="1. Open it.\n2. Press the red Reset.\n3. Wait.\n")
    theirs = text(body="1. Log in.\n2. Open it.\n3. Press Reset.\n4. Wait.\n")
    assert merged(base, ours, theirs) == text(body="1. Log in.\n2. Open it.\n3. Press the red Reset.\n4. Wait.\n")


def test_the_same_sentence_changed_twice_is_a_conflict() -> None:
    ours = text(body=BODY.replace("Press Reset.", "Press the red Reset."))
    theirs = text(body=BODY.replace("Press Reset.", "Press the Reset button."))
    assert merged(text(), ours, theirs) is None


def test_without_a_last_draft_people_keep_all_they_have_or_it_is_a_conflict() -> None:
    ours = text(FRONT.replace("Reset it", "Start anew"))
    assert merged("", ours, text()) == ours
    assert merged("", text(body="Something else.\n"), text()) is None


def test_evidence_of_code_on_its_own_line_is_not_taken_for_an_empty_line() -> None:
    base = text(body="```\na\n```\n<!-- tickets: shop:1 -->\n\nThen wait.\n")
    ours = base.replace("Then wait.", "Then wait a minute.")
    theirs = base.replace("shop:1", "shop:1, shop:2")
    assert merged(base, ours, theirs) == ours.replace("shop:1", "shop:1, shop:2")


RENUMBERED = {
    "a gap closes": ("1. A\n3. B", "1. A\n2. B"),
    "code and indented lines go on": ("1. A\n   more\n\n```\nx\n```\n\n5. B", "1. A\n   more\n\n```\nx\n```\n\n2. B"),
    "a paragraph ends a list": ("1. A\n\nText\n\n1. B\n7. C", "1. A\n\nText\n\n1. B\n2. C"),
    "a list that begins elsewhere is somebody's": ("4. A\n7. B", "4. A\n7. B"),
    "code is code": ("```\n1. A\n7. B\n```", "```\n1. A\n7. B\n```"),
    "a decimal number is no step": ("1. A\n2.5 is more", "1. A\n2.5 is more"),
}


@pytest.mark.parametrize("name", RENUMBERED)
def test_steps_are_counted_from_one(name: str) -> None:
    before, after = RENUMBERED[name]
    assert renumbered(before) == after
    assert renumbered(after) == after


BODIES = st.lists(
    st.sampled_from(["A.", "B. <!-- tickets: s:1 -->", "1. C.", "2. D. <!-- tickets: s:2 -->", "", "```", "- E."]),
    max_size=8,
).map("\n".join)


@given(BODIES, BODIES)
def test_articles_that_nobody_edited_become_the_draft_up_to_numbers(base: str, theirs: str) -> None:
    found = merged(text(body=base), text(body=base), text(body=theirs))
    assert found is not None
    assert renumbered(found) == renumbered(text(body=theirs))


@given(BODIES, BODIES)
def test_articles_without_a_new_draft_stay_as_people_left_them_up_to_numbers(base: str, ours: str) -> None:
    found = merged(text(body=base), text(body=ours), text(body=base))
    assert found is not None
    assert renumbered(found) == renumbered(text(body=ours))
