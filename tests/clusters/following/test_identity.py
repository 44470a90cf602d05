"""A question keeps its id while its tickets come and go, and the record tells what merged into it or it split from."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from deflect.clusters.following.identity import LEAST_PART, Match, match, new_id
from deflect.types import Cluster, Trend


def cluster(name: str, *refs: str, came_from: tuple[str, ...] = ()) -> Cluster:
    return Cluster(name, refs, refs[:1], name, "en", 1.0, len(refs), Trend((), ()), came_from=came_from)


def names(found: list[Match]) -> list[str | None]:
    return [each.continues.id if each.continues else None for each in found]


def test_a_grown_question_continues() -> None:
    assert names(match([["a", "b", "c", "d", "new"]], [cluster("old", "a", "b", "c")])) == ["old"]


def test_a_question_that_shares_too_few_tickets_is_new() -> None:
    assert names(match([["a", "x", "y", "z"]], [cluster("old", "a", "b", "c")])) == [None]


def test_of_two_halves_the_larger_keeps_the_id_and_the_other_says_where_it_came_from() -> None:
    found = match([["a", "b"], ["c", "d", "e"]], [cluster("old", "a", "b", "c", "d", "e")])
    assert names(found) == [None, "old"]
    assert [each.came_from for each in found] == [("old",), ()]


def test_of_two_merged_questions_the_one_that_gave_more_gives_the_id_and_the_other_is_named() -> None:
    earlier = [cluster("small", "a", "b"), cluster("large", "c", "d", "e")]
    found = match([["a", "b", "c", "d", "e"]], earlier)
    assert names(found) == ["large"]
    assert found[0].came_from == ("small",)


def test_what_gave_more_tickets_is_named_first() -> None:
    earlier = [cluster("one", "a"), cluster("three", "b", "c", "d"), cluster("two", "e", "f")]
    assert match([["a", "b", "c", "d", "e", "f"]], earlier)[0].came_from == ("two", "one")


def test_a_few_tickets_that_moved_are_no_merge_and_no_split() -> None:
    earlier = [cluster("left", *"abcde"), cluster("right", *"vwxyz")]
    found = match([list("abcd"), list("evwxyz")], earlier)
    assert names(found) == ["left", "right"]
    assert [each.came_from for each in found] == [(), ()]


def test_a_question_of_mostly_new_tickets_did_not_split_from_the_one_it_took_a_few_from() -> None:
    found = match([list("abcdefgh"), ["i", "n1", "n2", "n3"]], [cluster("old", *"abcdefghi")])
    assert names(found) == ["old", None]
    assert found[1].came_from == ()


def test_the_lineage_of_earlier_runs_stays_in_the_record() -> None:
    earlier = [cluster("large", "c", "d", "e", came_from=("older",)), cluster("small", "a", "b")]
    assert match([["a", "b", "c", "d", "e"]], earlier)[0].lineage == ("older", "small")
    assert match([["c", "d", "e"]], earlier[:1])[0].lineage == ("older",)


def test_the_same_parent_is_recorded_once() -> None:
    earlier = [cluster("large", "c", "d", "e", came_from=("small",)), cluster("small", "a", "b")]
    assert match([["a", "b", "c", "d", "e"]], earlier)[0].lineage == ("small",)


def test_a_new_question_has_only_the_lineage_of_this_run() -> None:
    found = match([["a", "b"], ["c", "d", "e"]], [cluster("old", *"abcde", came_from=("older",))])
    assert found[0].lineage == ("old",)


def test_without_an_earlier_run_every_question_is_new() -> None:
    assert match([["a"], ["b"]], []) == [Match(), Match()]


def test_without_groups_there_is_nothing_to_match() -> None:
    assert match([], [cluster("old", "a")]) == []


def test_equal_overlaps_go_by_id_and_not_by_order() -> None:
    earlier = [cluster("b", "1", "2"), cluster("a", "3", "4")]
    assert names(match([["1", "2", "3", "4"]], earlier)) == ["a"]
    assert names(match([["1", "2", "3", "4"]], earlier[::-1])) == ["a"]


refs = st.lists(st.text("abcdefgh", min_size=1, max_size=3), min_size=1, max_size=12, unique=True)


@st.composite
def partitions(draw: st.DrawFn) -> tuple[list[list[str]], list[Cluster]]:
    """Two ways of dividing some of the same tickets."""
    places = st.integers(-1, 4)
    drawn = draw(st.lists(st.tuples(places, places), max_size=40))
    groups = [[f"t{n}" for n, (new, _) in enumerate(drawn) if new == number] for number in range(5)]
    before = [[f"t{n}" for n, (_, old) in enumerate(drawn) if old == number] for number in range(5)]
    return [group for group in groups if group], [cluster(f"q{n}", *own) for n, own in enumerate(before) if own]


@given(refs, st.randoms(use_true_random=False))
def test_an_id_depends_on_the_tickets_and_not_on_their_order(group: list[str], random: Random) -> None:
    shuffled = list(group)
    random.shuffle(shuffled)
    assert new_id(group, set()) == new_id(shuffled, set())


@given(refs)
def test_an_id_in_use_is_never_given_again(group: list[str]) -> None:
    taken: set[str] = set()
    given_ids = [new_id(group, taken) for _ in range(5)]
    assert len(set(given_ids)) == 5
    assert taken == set(given_ids)


@given(partitions())
def test_no_earlier_question_is_continued_twice(runs: tuple[list[list[str]], list[Cluster]]) -> None:
    groups, earlier = runs
    found = match(groups, earlier)
    kept = [name for name in names(found) if name]
    assert len(found) == len(groups)
    assert len(kept) == len(set(kept))


@given(partitions(), st.randoms(use_true_random=False))
def test_the_order_of_groups_and_questions_does_not_matter(
    runs: tuple[list[list[str]], list[Cluster]], random: Random
) -> None:
    groups, earlier = runs
    found = {min(group): each for group, each in zip(groups, match(groups, earlier), strict=True)}
    shuffled, other = [random.sample(group, len(group)) for group in groups], list(earlier)
    random.shuffle(shuffled)
    random.shuffle(other)
    assert {min(group): each for group, each in zip(shuffled, match(shuffled, other), strict=True)} == found


@given(partitions())
def test_a_lineage_names_only_other_questions_of_the_run_before_that_gave_a_substantial_part(
    runs: tuple[list[list[str]], list[Cluster]],
) -> None:
    groups, earlier = runs
    known = {each.id: set(each.member_ids) for each in earlier}
    for group, each in zip(groups, match(groups, earlier), strict=True):
        assert len(each.came_from) == len(set(each.came_from))
        assert each.continues is None or each.continues.id not in each.came_from
        for name in each.came_from:
            shared = len(known[name] & set(group))
            assert shared >= LEAST_PART * min(len(known[name]), len(group))


@given(partitions())
def test_the_same_groups_again_keep_every_id_and_came_from_nothing(
    runs: tuple[list[list[str]], list[Cluster]],
) -> None:
    _, earlier = runs
    found = match([list(each.member_ids) for each in earlier], earlier)
    assert found == [Match(each) for each in earlier]
