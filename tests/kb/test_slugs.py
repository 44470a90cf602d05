"""Slugs are readable where the script allows, always ASCII, and never given twice."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.kb.slugs import LONGEST, RESERVED, slug_for

CASES = {
    "Why is the calendar blank?": "why-is-the-calendar-blank",
    "I can't log in": "i-cant-log-in",
    "Größe ändern für Straße": "grosse-andern-fur-strasse",
    "Où est ma réservation ?": "ou-est-ma-reservation",
    "Mae'r calendr yn wag": "maer-calendr-yn-wag",
    "Version 4.0.1": "version-4-0-1",
    "  spaces -- and __ marks!! ": "spaces-and-marks",
    "README": "readme-2",
    "index": "index-2",
    "CON": "con-2",
}


@pytest.mark.parametrize("title", CASES)
def test_a_title_becomes_a_readable_slug(title: str) -> None:
    assert slug_for(title, ()) == CASES[title]


@pytest.mark.parametrize("title", ["لماذا التقويم فارغ؟", "日历是空的", "؟؟؟", "", "خطأ في wp"])
def test_other_scripts_are_not_transliterated(title: str) -> None:
    slug = slug_for(title)
    assert re.fullmatch(r"q-[0-9a-f]{8}", slug)
    assert slug == slug_for(title)


def test_a_taken_slug_gets_the_next_free_number() -> None:
    assert slug_for("Reset", {"reset"}) == "reset-2"
    assert slug_for("Reset", {"reset", "reset-2", "reset-3"}) == "reset-4"


def test_a_long_title_is_cut_between_words() -> None:
    assert slug_for("word " * 40) == "-".join(["word"] * 12)
    assert slug_for("x" * 200) == "x" * LONGEST


@given(st.text(), st.sets(st.text("ab-2", max_size=4)))
def test_every_slug_is_safe_and_new(title: str, taken: set[str]) -> None:
    slug = slug_for(title, taken)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert slug not in taken
    assert slug not in RESERVED
    assert len(slug) <= LONGEST + 4


@given(st.lists(st.sampled_from(["Reset", "reset!", "Réset", "التقويم"]), max_size=8))
def test_slugs_given_one_after_another_are_all_different(titles: list[str]) -> None:
    taken: set[str] = set()
    for title in titles:
        taken.add(slug_for(title, taken))
    assert len(taken) == len(titles)
