"""A sample keeps every stratum, stands for all, is the same at every draw, and gives nobody a reply of their own."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.report.quality import Listed, Plan, draw, order_for
from deflect.report.quality.draw import allocate

KEY = b"k" * 32
WEEK = "2026-W10"
LISTED = st.lists(
    st.builds(
        lambda number, agent, language, tier: Listed(number, f"desk:{number}", agent, number, language, tier),
        st.uuids().map(str),
        st.sampled_from(["a-lea", "a-tomos", "a-dana", ""]),
        st.sampled_from(["en", "de", "ar"]),
        st.sampled_from(["tier 1", "tier 2"]),
    ),
    min_size=1,
    max_size=60,
    unique_by=lambda each: each.id,
)
OWN = {"lea": {"a-lea"}, "tomos": {"a-tomos"}, "dana": set()}


def plan(size: int = 20, shared: int = 5, reviewers: tuple[str, ...] = ("lea", "tomos", "dana")) -> Plan:
    return Plan(size, shared, reviewers, OWN)


@given(LISTED, st.integers(1, 40), st.integers(0, 10))
def test_every_stratum_has_one_no_reply_comes_twice_and_nobody_gets_their_own(
    listed: list[Listed], size: int, shared: int
) -> None:
    found = draw(listed, WEEK, plan(size, shared), KEY)
    drawn = [each.reply for each in found.replies]
    assert len(drawn) == len(set(drawn)) == len({each.name for each in found.replies}) == min(size, len(listed))
    assert {each.stratum for each in found.replies} == set(found.strata)
    assert sum(found.strata.values()) == len(listed)
    assert all(each.agent not in OWN[name] for each in found.replies for name in each.reviewers)
    assert sum(len(each.reviewers) == 2 for each in found.replies) == min(shared, len(drawn))
    assert all(len(set(each.reviewers)) == len(each.reviewers) >= 1 for each in found.replies)


@given(LISTED, st.integers(1, 40), st.randoms())
def test_the_same_replies_in_any_order_give_the_same_sample(
    listed: list[Listed], size: int, chance: random.Random
) -> None:
    found = draw(listed, WEEK, plan(size), KEY)
    chance.shuffle(listed)
    assert draw(listed, WEEK, plan(size), KEY) == found


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(1, 50), min_size=1, max_size=12), st.data())
def test_a_sample_is_shared_out_in_proportion(sizes: dict[str, int], data: st.DataObject) -> None:
    whole = sum(sizes.values())
    size = data.draw(st.integers(len(sizes), whole + 5))
    found = allocate(sizes, size)
    assert sum(found.values()) == min(size, whole)
    assert all(1 <= found[name] <= sizes[name] for name in sizes)
    large = [name for name in sizes if found[name] > 1]
    assert all(found[name] <= sizes[name] * size / whole + 1 for name in large)


def test_a_larger_stratum_gets_more() -> None:
    """Of 20, the proportions are 14, 4, 1.8 and 0.2; the smallest gets its one all the same."""
    assert allocate({"a": 70, "b": 20, "c": 9, "d": 1}, 20) == {"a": 14, "b": 4, "c": 1, "d": 1}


def test_with_more_strata_than_replies_they_are_made_coarser() -> None:
    listed = [
        Listed(f"{agent}{language}{tier}{number}", "t", agent, "", language, tier)
        for agent in "abcd"
        for language in ("en", "de")
        for tier in ("1", "2")
        for number in range(3)
    ]
    by = {size: draw(listed, WEEK, plan(size), KEY).by for size in (16, 15, 8, 7, 4, 3)}
    assert by == {
        16: ("agent", "language", "tier"), 15: ("agent", "language"), 8: ("agent", "language"),
        7: ("agent",), 4: ("agent",), 3: (),
    }  # fmt: skip


def test_another_week_or_key_draws_others() -> None:
    listed = [Listed(str(number), "t", "a", "", "en", "1") for number in range(200)]

    def drawn(week: str, key: bytes) -> set[str]:
        return {each.reply for each in draw(listed, week, plan(), key).replies}

    assert drawn(WEEK, KEY) != drawn("2026-W11", KEY)
    assert drawn(WEEK, KEY) != drawn(WEEK, b"other")


def test_each_reply_of_a_stratum_is_as_likely_as_any_other() -> None:
    """Over 400 weeks each of 10 replies comes about 80 times when 2 are drawn: within 4 standard deviations."""
    listed = [Listed(str(number), "t", "a", "", "en", "1") for number in range(10)]
    weeks = (draw(listed, f"week {number}", plan(2), KEY) for number in range(400))
    counts = Counter(each.reply for week in weeks for each in week.replies)
    assert all(abs(counts[str(number)] - 80) < 4 * 8 for number in range(10))


def test_a_reply_that_only_its_author_could_review_is_left_out_and_still_counted() -> None:
    listed = [Listed(str(number), "t", "a-lea" if number < 4 else "a-dana", "", "en", "1") for number in range(8)]
    found = draw(listed, WEEK, plan(reviewers=("lea",)), KEY)
    assert {each.agent for each in found.replies} == {"a-dana"}
    assert found.strata == {"a-dana|en|1": 4, "a-lea|en|1": 4}


def test_the_work_is_even_and_an_order_does_not_tell_what_is_shared() -> None:
    listed = [Listed(str(number), "t", "a", "", "en", "1") for number in range(300)]
    found = draw(listed, WEEK, plan(60, 15), KEY)
    own = {name: order_for(name, found) for name in ("lea", "tomos", "dana")}
    assert {name: len(each) for name, each in own.items()} == {"lea": 25, "tomos": 25, "dana": 25}
    pairs = Counter(frozenset(each.reviewers) for each in found.replies if len(each.reviewers) == 2)
    assert len(pairs) == 3
    places = [place for order in own.values() for place, each in enumerate(order) if len(each.reviewers) == 2]
    assert 8 < sum(places) / len(places) < 16


@pytest.mark.parametrize("shared", [0, 5])
def test_with_one_reviewer_nothing_is_shared(shared: int) -> None:
    listed = [Listed(str(number), "t", "a", "", "en", "1") for number in range(30)]
    found = draw(listed, WEEK, plan(20, shared, ("dana",)), KEY)
    assert {each.reviewers for each in found.replies} == {("dana",)}
