"""A question keeps its id while its tickets grow, and a new one gets an id that depends on nothing else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deflect.clusters.identity import match, new_id
from deflect.types import Cluster, Trend


def cluster(name: str, *refs: str) -> Cluster:
    return Cluster(name, refs, refs[:1], name, "en", 1.0, len(refs), Trend((), ()))


def names(found: list[Cluster | None]) -> list[str | None]:
    return [each.id if each else None for each in found]


def test_a_grown_question_continues() -> None:
    assert names(match([["a", "b", "c", "d", "new"]], [cluster("old", "a", "b", "c")])) == ["old"]


def test_a_question_that_shares_too_few_tickets_is_new() -> None:
    assert names(match([["a", "x", "y", "z"]], [cluster("old", "a", "b", "c")])) == [None]


def test_of_two_halves_the_larger_keeps_the_id() -> None:
    groups = [["a", "b"], ["c", "d", "e"]]
    assert names(match(groups, [cluster("old", "a", "b", "c", "d", "e")])) == [None, "old"]


def test_of_two_merged_questions_the_one_that_gave_more_tickets_gives_the_id() -> None:
    earlier = [cluster("small", "a", "b"), cluster("large", "c", "d", "e")]
    assert names(match([["a", "b", "c", "d", "e"]], earlier)) == ["large"]


def test_without_an_earlier_run_every_question_is_new() -> None:
    assert names(match([["a"], ["b"]], [])) == [None, None]


refs = st.lists(st.text("abcdefgh", min_size=1, max_size=3), min_size=1, max_size=12, unique=True)


@given(refs, st.randoms(use_true_random=False))
def test_an_id_depends_on_the_tickets_and_not_on_their_order(group: list[str], random: object) -> None:
    shuffled = list(group)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert new_id(group, set()) == new_id(shuffled, set())


@given(refs)
def test_an_id_in_use_is_never_given_again(group: list[str]) -> None:
    taken: set[str] = set()
    given_ids = [new_id(group, taken) for _ in range(5)]
    assert len(set(given_ids)) == 5
    assert taken == set(given_ids)


@given(st.lists(refs, max_size=6), st.lists(refs, max_size=6))
def test_no_earlier_question_is_continued_twice(groups: list[list[str]], earlier: list[list[str]]) -> None:
    found = match(groups, [cluster(f"q{number}", *group) for number, group in enumerate(earlier)])
    kept = [each.id for each in found if each]
    assert len(found) == len(groups)
    assert len(kept) == len(set(kept))
