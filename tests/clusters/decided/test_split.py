"""A question that holds several is parted where its tickets part."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from deflect.clusters.decided.split import parts_of


def bundles(*sizes: int, spread: float = 0.05, seed: int = 0) -> NDArray[np.float32]:
    """Unit rows around one axis for each size."""
    chance = np.random.default_rng(seed)
    rows = np.concatenate([np.eye(8)[axis] + spread * chance.normal(size=(size, 8)) for axis, size in enumerate(sizes)])
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def sets(parts: list[NDArray[np.int64]]) -> list[set[int]]:
    return [set(part.tolist()) for part in parts]


@pytest.mark.parametrize("into", [None, 3])
def test_parts_are_the_bundles_the_largest_first(into: int | None) -> None:
    found = sets(parts_of(bundles(5, 9, 7), into))
    assert found == [set(range(5, 14)), set(range(14, 21)), set(range(5))]


def test_two_bundles_are_two_parts_without_being_told() -> None:
    assert sets(parts_of(bundles(6, 6))) == [set(range(6)), set(range(6, 12))]


def test_within_a_part_the_nearest_to_its_centre_come_first() -> None:
    vectors = bundles(9, 6, spread=0.3)
    for part in parts_of(vectors, 2):
        similarity = vectors[part] @ vectors[part].mean(axis=0)
        assert (np.diff(similarity) <= 1e-6).all()


@pytest.mark.parametrize("count", [2, 3])
@pytest.mark.parametrize("into", [None, 2])
def test_the_fewest_tickets_that_can_be_parted(count: int, into: int | None) -> None:
    vectors = np.eye(4, dtype=np.float32)[:count]
    assert sum(len(part) for part in parts_of(vectors, into)) == count
    assert len(parts_of(vectors, into)) == 2


@pytest.mark.parametrize("into", [None, 2, 5])
def test_tickets_that_are_all_alike_are_one_part(into: int | None) -> None:
    vectors = np.repeat(np.eye(4, dtype=np.float32)[:1], 6, axis=0)
    assert sets(parts_of(vectors, into)) == [set(range(6))]


def test_no_more_parts_than_different_tickets() -> None:
    vectors = np.repeat(np.eye(4, dtype=np.float32)[:2], 6, axis=0)
    assert len(parts_of(vectors, 5)) == 2
    assert len(parts_of(vectors)) == 2


def test_the_same_tickets_are_parted_in_the_same_way() -> None:
    vectors = bundles(20, 15, 10, spread=0.4)
    assert sets(parts_of(vectors)) == sets(parts_of(vectors))
