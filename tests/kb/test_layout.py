"""Each shape has its own sections; what agents said keeps its order under them."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.kb import frame
from deflect.kb.agreement import Point
from deflect.kb.layout import sections
from deflect.kb.sentences import Kind, Piece
from deflect.types import Shape


def point(text: str, kind: Kind = "sentence") -> Point:
    return Point(Piece(text, kind), ("shop:1",), {"shop:1": 0.0}, 1.0)


def outline(shape: Shape, *said: str | Point) -> list[tuple[str | None, list[str]]]:
    way = [each if isinstance(each, Point) else point(each) for each in said]
    return [(each.heading, [p.piece.text for p in each.points] or [each.missing]) for each in sections(shape, [way])]


CAUSE = "The page is blank because a cache holds it."
STEP = "Clear the cache of the host."
AFTER = "The page is back at once."
MEANWHILE = "Until then, use the classic calendar."


def test_troubleshooting_divides_cause_fix_and_workaround() -> None:
    assert outline("troubleshooting", CAUSE, STEP, AFTER, MEANWHILE) == [
        ("cause", [CAUSE]),
        ("fix", [STEP, AFTER]),
        ("workaround", [MEANWHILE]),
    ]


def test_what_comes_before_the_steps_is_a_cause_only_if_it_says_so() -> None:
    assert outline("troubleshooting", "Many sites use a cache.", STEP) == [("fix", ["Many sites use a cache.", STEP])]


def test_what_leads_through_a_menu_is_no_cause_whatever_it_begins_with() -> None:
    said = "First, those who wait: choose Bulk actions > Check, because the page is blank."
    assert outline("troubleshooting", said, STEP) == [("fix", [said, STEP])]


def test_a_list_of_steps_is_not_torn_apart_by_a_workaround_between_them() -> None:
    steps = [point("Open the tools.", "step"), point(MEANWHILE, "step"), point("Press Rebuild.", "step")]
    assert outline("troubleshooting", *steps) == [("fix", ["Open the tools.", MEANWHILE, "Press Rebuild."])]


def test_a_time_adverb_further_on_makes_no_workaround() -> None:
    said = "Nothing is lost meanwhile, all entries stay."
    assert outline("troubleshooting", STEP, said) == [("fix", [STEP, said])]


def test_only_a_workaround_is_said_to_be_one() -> None:
    assert outline("troubleshooting", "As a workaround, use the classic calendar.") == [
        ("workaround", ["As a workaround, use the classic calendar."])
    ]


def test_a_bug_says_its_status_or_asks_for_it() -> None:
    known = "This is a known bug in 4.0."
    assert outline("bug", known, STEP) == [("status", [known]), ("fix", [STEP])]
    assert outline("bug", CAUSE, STEP) == [("cause", [CAUSE]), ("fix", [STEP]), ("status", [frame.NO_STATUS])]
    assert outline("bug", STEP, "It is fixed in 4.0.1.") == [("fix", [STEP, "It is fixed in 4.0.1."])]


def test_a_limitation_says_what_to_do_instead() -> None:
    limit = "Two calendars on one page are not supported."
    assert outline("known-limitation", limit, STEP) == [("limit", [limit]), ("instead", [STEP])]


def test_a_wish_says_whether_it_is_planned_or_asks() -> None:
    plan = "A dark calendar is planned for spring."
    assert outline("feature-request", plan, STEP) == [("plan", [plan]), ("instead", [STEP])]
    assert outline("feature-request", STEP) == [("instead", [STEP]), ("plan", [frame.NO_PLAN])]


def test_billing_says_what_applies_and_what_to_do() -> None:
    rule = "Payments are refunded within two weeks."
    assert outline("billing", rule, STEP) == [("terms", [rule]), ("what to do", [STEP])]


def test_another_s_product_is_pointed_to_or_asked_for() -> None:
    theirs = "The slider is not our plugin."
    contact = "Please contact its author."
    assert outline("not-our-product", theirs, contact, STEP) == [
        ("whose it is", [theirs, contact]),
        ("what to do", [STEP]),
    ]
    assert outline("not-our-product", STEP) == [("whose it is", [frame.NO_MAKER]), ("what to do", [STEP])]


def test_a_how_to_divides_only_what_agents_numbered() -> None:
    steps = [point("Open the tools.", "step"), point("Press Rebuild.", "step")]
    assert outline("how-to", "Rebuilding takes a minute.", *steps) == [
        (None, ["Rebuilding takes a minute."]),
        ("steps", ["Open the tools.", "Press Rebuild."]),
    ]
    assert outline("how-to", "Rebuilding takes a minute.", STEP) == [(None, ["Rebuilding takes a minute.", STEP])]


def test_other_ways_come_after_the_first_and_say_if_they_are_workarounds() -> None:
    ways = [[point(STEP)], [point(MEANWHILE)], [point(AFTER)]]
    found = sections("troubleshooting", ways, {2: "MISSING: still?"})
    assert [(each.heading, each.missing) for each in found] == [
        ("fix", ""), ("workaround", ""), ("another way", "MISSING: still?")
    ]  # fmt: skip


def test_nothing_to_lay_out_has_no_sections() -> None:
    assert sections("bug", []) == []


SAID = st.sampled_from([CAUSE, STEP, AFTER, MEANWHILE, "This is a known bug.", "It is not planned.", "Open the tools."])
KINDS = st.sampled_from(["sentence", "step", "item", "code"])
WAYS = st.lists(st.lists(st.builds(point, SAID, KINDS), min_size=1, max_size=5), max_size=3)


@given(st.sampled_from(get_args(Shape)), WAYS)
def test_no_shape_loses_doubles_or_moves_a_point(shape: Shape, ways: list[list[Point]]) -> None:
    found = [each for section in sections(shape, ways) for each in section.points]
    assert [id(each) for each in found] == [id(each) for way in ways for each in way]


@pytest.mark.parametrize("language", ["en", "de", "fr", "ar", "cy"])
def test_every_heading_is_known_in_every_language(language: str) -> None:
    found = {frame.heading(name, language) for name in get_args(frame.Heading)}
    assert found <= frame.headings()
    assert len(found) == len(get_args(frame.Heading))


def test_a_language_without_headings_takes_the_english_ones() -> None:
    assert frame.heading("cause", "ja") == "Cause"
