"""A person's word is put into an article's file, and every other line stays as it is written."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.errors import ArticleError
from deflect.kb.edits import MIDDLE, OURS, THEIRS, marked_line, with_body, with_both, with_keys
from deflect.kb.front_matter import parse

PATH = Path("kb/a.md")
TEXT = """\
---
# ours
title: A  # said so by sales
state: work-in-progress  # until friday

# who
team: dana
also_asked:
- One?
---
Open it. <!-- tickets: s:1 -->
"""


def test_keys_are_set_where_they_stand_or_at_the_end_and_nothing_else_changes() -> None:
    found = with_keys(TEXT, {"state": "validated", "owner": "kim", "reviewed": date(2026, 3, 1)}, PATH)
    expected = TEXT.replace("state: work-in-progress", "state: validated")
    assert found == expected.replace("- One?\n", "- One?\nowner: kim\nreviewed: 2026-03-01\n")


def test_an_empty_value_removes_its_key_but_no_comment() -> None:
    found = with_keys(TEXT, {"state": "", "also_asked": ()}, PATH)
    assert found == TEXT.replace("state: work-in-progress  # until", "# until").replace("also_asked:\n- One?\n", "")


def test_a_hash_in_quotes_is_no_comment() -> None:
    text = "---\ntitle: 'A #1'\n---\n"
    assert with_keys(text, {"title": "B"}, PATH) == "---\ntitle: B\n---\n"


def test_lists_are_written_as_yaml_takes_them() -> None:
    text = with_keys(TEXT, {"also_asked": ("No", "Error: 500", "#1?"), "redirects": ("old",)}, PATH)
    found = parse(text, PATH)
    assert (found.article.also_asked, found.upkeep.redirects) == (("No", "Error: 500", "#1?"), ("old",))


lines = st.lists(st.sampled_from(["# c", "", "team: x", "day: 2026-01-01", "list:", "- a", "  b: 1", "'q': 2"]))


@given(lines, st.sampled_from(["state", "owner", "redirects"]), st.text("ab: #'", max_size=6))
def test_setting_a_key_loses_no_other_line(front: list[str], key: str, value: str) -> None:
    text = "\n".join(["---", "title: A", *front, "---", "Body.", "state: none"])
    found = with_keys(text, {key: value}, PATH)
    lost = Counter(text.split("\n")) - Counter(found.split("\n"))
    assert not lost
    assert len(found.split("\n")) == len(text.split("\n")) + bool(value)


def test_another_answer_goes_below_the_own_front_matter() -> None:
    other = "---\ntitle: B\n---\n\nPress Reset.\n"
    assert with_body(TEXT, other, PATH) == TEXT.replace("Open it. <!-- tickets: s:1 -->\n", "\nPress Reset.\n")


def test_two_answers_stand_side_by_side_only_where_they_differ() -> None:
    text = "---\ntitle: A\n---\nOne.\nOurs.\nTwo.\n"
    both = with_both(text, "---\ntitle: B\n---\nOne.\nTheirs.\nMore.\nTwo.\n", PATH)
    assert both == f"---\ntitle: A\n---\nOne.\n{OURS}\nOurs.\n{MIDDLE}\nTheirs.\nMore.\n{THEIRS}\nTwo.\n"
    assert marked_line(both) == 5
    assert marked_line(text) is None
    assert with_both(text, text, PATH) == text


bodies = st.lists(st.sampled_from(["One.", "Two.", "", "- a", "```"]), max_size=6).map("\n".join)


@given(bodies, bodies)
def test_both_answers_can_be_taken_back_out_whole(ours: str, theirs: str) -> None:
    both = with_both(f"---\ntitle: A\n---\n{ours}", f"---\ntitle: B\n---\n{theirs}", PATH)
    sides: dict[str, list[str]] = {OURS: [], THEIRS: []}
    side = ""
    for line in both.split("\n")[3:]:
        if line in (OURS, MIDDLE, THEIRS):
            side = {OURS: OURS, MIDDLE: THEIRS, THEIRS: ""}[line]
            continue
        for name in sides:
            if side in ("", name):
                sides[name].append(line)
    assert sides == {OURS: ours.split("\n"), THEIRS: theirs.split("\n")}


@pytest.mark.parametrize("text", ["", "no front matter", "---\ntitle: A\n"])
def test_what_is_no_article_is_refused(text: str) -> None:
    with pytest.raises(ArticleError):
        with_keys(text, {"state": "validated"}, PATH)
