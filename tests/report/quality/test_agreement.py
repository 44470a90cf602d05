"""Agreement, against scikit-learn and a published example."""

from __future__ import annotations

from itertools import chain, combinations, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from deflect.report.quality.agreement import agree, alpha

MARK = st.integers(1, 4)
FEW = settings(max_examples=25)  # each draws 2,000 samples for its interval


def units(*rows: str) -> list[dict[str, int]]:
    """A row of marks for each reviewer; a dot where there is none."""
    return [
        {f"r{row}": int(mark) for row, mark in enumerate(marks) if mark != "."} for marks in zip(*rows, strict=True)
    ]


@given(st.lists(st.tuples(MARK, MARK), min_size=2, max_size=30).filter(lambda pairs: len(set(chain(*pairs))) > 1))
@FEW
def test_of_two_it_is_the_quadratic_kappa_of_scikit_learn(pairs: list[tuple[int, int]]) -> None:
    found = agree([{"ana": one, "ben": other} for one, other in pairs])
    first, second = zip(*pairs, strict=True)
    assert found.method == "weighted kappa"
    assert found.value is not None
    assert found.value.value == pytest.approx(
        cohen_kappa_score(first, second, labels=[1, 2, 3, 4], weights="quadratic"), abs=1e-12
    )
    assert found.value.low <= found.value.value <= found.value.high


def test_alpha_is_that_of_krippendorffs_own_example() -> None:
    """His table of coincidences of 4 observers and 12 units, and its alpha for intervals, 0.849 (2011)."""
    third = 1 / 3
    table = np.array(
        [
            [7, 4 * third, third, third, 0],
            [4 * third, 10, 4 * third, third, 0],
            [third, 4 * third, 8, third, 0],
            [third, third, third, 4, 0],
            [0, 0, 0, 0, 3],
        ]
    )
    assert alpha(table) == pytest.approx(0.849, abs=5e-4)


ROWS = st.lists(st.lists(MARK, min_size=3, max_size=3), min_size=2, max_size=12)


@given(ROWS.filter(lambda rows: len(set(chain(*rows))) > 1))
@FEW
def test_of_more_it_is_what_pairs_differ_in_replies_over_what_they_differ_in_all(rows: list[list[int]]) -> None:
    """Alpha from its definition, pair by pair, without a table."""
    found = agree([dict(zip("abc", row, strict=True)) for row in rows])
    within = np.mean([(one - other) ** 2 for row in rows for one, other in permutations(row, 2)])
    everywhere = np.mean([(one - other) ** 2 for one, other in combinations(chain(*rows), 2)])
    assert found.method == "Krippendorff's alpha"
    assert found.value is not None
    assert found.value.value == pytest.approx(1 - within / everywhere)


def test_replies_of_one_reviewer_tell_nothing() -> None:
    found = agree(units("1234", "...."))
    assert (found.shared, found.value, found.verdict) == (0, None, "too few")


def test_marks_that_are_all_the_same_cannot_tell_agreement_from_chance() -> None:
    found = agree(units("4" * 12, "4" * 12))
    assert (found.value, found.verdict, found.same.part) == (None, "cannot tell", 12)


def test_a_verdict_needs_ten_shared_replies_and_the_whole_interval() -> None:
    assert agree(units("123412341", "123412341")).verdict == "too few"
    assert agree(units("1234123412", "1234123412")).verdict == "agree"
    assert agree(units("1234" * 5, "4321" * 5)).verdict == "do not agree"
    assert agree(units("1234123412", "1233123422")).verdict in ("agree", "cannot tell")


def test_neighbours_disagree_less_than_ends() -> None:
    near, far = agree(units("12341234", "12341233")), agree(units("12341234", "12341231"))
    assert near.value is not None
    assert far.value is not None
    assert near.value.value > far.value.value
    assert near.same == far.same


def test_the_same_replies_give_the_same_interval() -> None:
    told = units("1234123444", "1134123443", "2.34.23444")
    assert agree(told) == agree(told)
