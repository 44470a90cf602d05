"""The map is the same each time, keeps questions apart, and puts what is alike near each other."""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import spearmanr

from deflect.clusters.mapping import layout as own
from deflect.clusters.mapping.layout import Arrangement, arrange, layout
from deflect.clusters.mapping.packing import pack

Groups = list[NDArray[np.int64]]


def unit(rows: NDArray[np.float64]) -> NDArray[np.float32]:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def desk(
    sizes: Sequence[int], outside: int = 0, *, dimension: int = 16, seed: int = 0
) -> tuple[NDArray[np.float32], Groups]:
    """Vectors of questions of these sizes, and of tickets that ask none, in mixed order."""
    random = np.random.default_rng(seed)
    centres = random.normal(size=(len(sizes), dimension))
    rows = [centre + 0.4 * random.normal(size=(size, dimension)) for centre, size in zip(centres, sizes, strict=True)]
    everything = np.concatenate([np.empty((0, dimension)), *rows, random.normal(size=(outside, dimension))])
    order = random.permutation(len(everything))
    places = np.argsort(order)
    return unit(everything[order]), list(np.split(places, np.cumsum(sizes))[: len(sizes)])


def distances(points: NDArray[np.float32]) -> NDArray[np.float64]:
    exact = points.astype(np.float64)
    return np.asarray(np.linalg.norm(exact[:, None] - exact[None], axis=2))


def assert_in_the_square(points: NDArray[np.float32], count: int) -> None:
    assert points.shape == (count, 2)
    assert points.dtype == np.float32
    assert np.isfinite(points).all()
    assert ((points >= 0) & (points <= 1)).all()


def assert_apart(found: Arrangement, groups: Groups) -> None:
    """No disc touches another, each holds its members, and nobody else."""
    away = distances(found.centres) - found.radii[:, None] - found.radii[None]
    np.fill_diagonal(away, 1.0)
    assert away.min(initial=1.0) > 0
    for number, group in enumerate(groups):
        inside = np.linalg.norm(found.points - found.centres[number], axis=1) <= found.radii[number] + 1e-5
        assert set(np.flatnonzero(inside)) == set(group.tolist())


@pytest.mark.parametrize("count", [0, 1, 2, 3, 50])
def test_without_any_question_every_ticket_has_a_place(count: int) -> None:
    vectors, _ = desk([], count)
    points = layout(vectors, [])
    assert_in_the_square(points, count)
    assert len(np.unique(points, axis=0)) == count


@pytest.mark.parametrize("sizes", [[1], [2], [40], [1, 1], [3, 2], [5, 5, 5], [9, 4, 3, 2], [2] * 5, [2] * 6, [2] * 7])
@pytest.mark.parametrize("outside", [0, 1, 30])
def test_few_questions_are_kept_apart_too(sizes: list[int], outside: int) -> None:
    vectors, groups = desk(sizes, outside)
    found = arrange(vectors, groups)
    assert_in_the_square(found.points, sum(sizes) + outside)
    assert_apart(found, groups)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=1, max_size=30), st.integers(0, 120), st.integers(0, 1000))
def test_discs_never_overlap_and_hold_their_members_alone(sizes: list[int], outside: int, seed: int) -> None:
    vectors, groups = desk(sizes, outside, seed=seed)
    found = arrange(vectors, groups)
    assert_in_the_square(found.points, len(vectors))
    assert_apart(found, groups)


def test_one_huge_question_among_small_ones_is_kept_apart() -> None:
    vectors, groups = desk([2000, *[3] * 40], 200)
    assert_apart(arrange(vectors, groups), groups)


def test_a_question_that_most_others_are_like_gets_room_for_all_of_them() -> None:
    vectors, groups = desk([5, 5, 5, 5, 5, 5, 5])
    crowd = unit(np.repeat(vectors[groups[0]].mean(axis=0, keepdims=True).astype(np.float64), 500, axis=0))
    assert_apart(arrange(np.concatenate([vectors, crowd]), groups), groups)


def test_the_same_input_gives_the_same_map() -> None:
    vectors, groups = desk([40, 30, 20, 10, 10, 5, 5, 5, 3, 2], 60)
    np.testing.assert_array_equal(layout(vectors, groups), layout(vectors.copy(), [group.copy() for group in groups]))


def test_the_order_of_a_questions_members_does_not_matter() -> None:
    vectors, groups = desk([20, 12, 8, 8, 6, 6, 5])
    once, again = arrange(vectors, groups), arrange(vectors, [group[::-1].copy() for group in groups])
    np.testing.assert_allclose(once.radii, again.radii, rtol=0.05)
    assert_apart(again, groups)


def test_area_follows_the_number_of_tickets() -> None:
    vectors, groups = desk([400, 100, 25, 25, 25, 25, 25])
    radii = arrange(vectors, groups).radii
    assert radii[0] / radii[1] == pytest.approx(2, abs=0.15)
    assert radii[1] / radii[2] == pytest.approx(2, abs=0.3)


def test_tickets_keep_the_distance_that_points_are_drawn_by() -> None:
    vectors, groups = desk([200, 100, 50, 20, 10, 10, 5], 100)
    found = arrange(vectors, groups)
    for group in groups:
        away = distances(found.points[group])
        np.fill_diagonal(away, 1.0)
        assert away.min() > 0.4 * found.spacing


def families(count: int, each: int, seed: int) -> tuple[NDArray[np.float32], Groups, NDArray[np.int64]]:
    """Questions in families: questions of one are more alike than others."""
    random = np.random.default_rng(seed)
    family = np.repeat(np.arange(count), each)
    centres = random.normal(size=(count, 32))[family] + 0.6 * random.normal(size=(count * each, 32))
    rows = np.repeat(centres, 8, axis=0) + 0.3 * random.normal(size=(count * each * 8, 32))
    return unit(rows), list(np.arange(len(rows)).reshape(-1, 8)), family


@pytest.mark.parametrize("seed", range(3))
def test_questions_that_are_alike_lie_nearer(seed: int) -> None:
    vectors, groups, family = families(6, 6, seed)
    found = arrange(vectors, groups)
    centroids = unit(np.array([vectors[group].mean(axis=0) for group in groups], dtype=np.float64))
    pairs = np.triu_indices(len(groups), 1)
    away = distances(found.centres)
    assert spearmanr((centroids @ centroids.T)[pairs], -away[pairs]).statistic > 0.25
    np.fill_diagonal(away, 9.0)
    same = family[away.argmin(axis=1)] == family
    assert same.mean() > 0.45, "by chance it would be one in seven; at the border of a family others are as near"


def test_the_nearest_to_the_centre_are_the_most_alike() -> None:
    vectors, groups = desk([300, 50, 50, 20, 20, 20, 20])
    found = arrange(vectors, groups)
    for number, group in enumerate(groups):
        likeness = vectors[group] @ vectors[group].mean(axis=0)
        away = np.linalg.norm(found.points[group] - found.centres[number], axis=1)
        assert spearmanr(likeness, -away).statistic > 0.6


def test_a_ticket_of_no_question_lies_around_the_one_most_like_it() -> None:
    vectors, groups = desk([10] * 12, 80)
    found = arrange(vectors, groups)
    outside = np.setdiff1d(np.arange(len(vectors)), np.concatenate(groups))
    centroids = unit(np.array([vectors[group].mean(axis=0) for group in groups], dtype=np.float64))
    most_alike = (vectors[outside] @ centroids.T).argmax(axis=1)
    away = np.linalg.norm(found.points[outside][:, None] - found.centres[None], axis=2)
    rank = (away < away[np.arange(len(outside)), most_alike][:, None]).sum(axis=1)
    assert (rank == 0).mean() > 0.5, "by chance it would be one in twelve"
    assert (rank <= 2).mean() > 0.95


def test_members_lean_to_the_questions_they_are_most_like() -> None:
    vectors, groups, _ = families(5, 5, 1)
    found = arrange(vectors, groups)
    centroids = np.array([vectors[group].mean(axis=0) for group in groups])
    ahead = []
    for number, group in enumerate(groups):
        others = np.delete(np.arange(len(groups)), number)
        liked = others[((vectors[group] - centroids[number]) @ centroids[others].T).argmax(axis=1)]
        step, way = found.points[group] - found.centres[number], found.centres[liked] - found.centres[number]
        ahead.append((step * way).sum(axis=1) > 0)
    assert np.concatenate(ahead).mean() > 0.55


def test_equal_vectors_are_told_apart() -> None:
    vectors = np.tile(unit(np.ones((1, 8))), (60, 1))
    groups = list(np.arange(48).reshape(8, 6))
    found = arrange(vectors, groups)
    assert_in_the_square(found.points, 60)
    assert_apart(found, groups)
    assert len(np.unique(found.points, axis=0)) == 60


@pytest.mark.parametrize("dimension", [1, 2, 3])
@pytest.mark.parametrize("sizes", [[], [4], [3, 3], [3, 3, 3], [2] * 8])
def test_vectors_of_few_dimensions_do(sizes: list[int], dimension: int) -> None:
    vectors, groups = desk(sizes, 5, dimension=dimension)
    found = arrange(vectors, groups)
    assert_in_the_square(found.points, len(vectors))
    assert_apart(found, groups)


def test_small_questions_beyond_the_learned_go_beside_those_most_like_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "LEARNED", 12)
    vectors, groups, family = families(6, 6, 0)
    # The first two of each family are larger, so that they are the twelve that are learned.
    groups = [group if number % 6 < 2 else group[:4] for number, group in enumerate(groups)]
    found = arrange(vectors, groups)
    away = distances(found.centres)
    np.fill_diagonal(away, 9.0)
    assert (family[away.argmin(axis=1)] == family).mean() > 0.45
    assert_apart(found, groups)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-9, 9), st.floats(-9, 9), st.floats(0.1, 20)), min_size=1, max_size=40, unique=True)
)
def test_packed_discs_never_overlap(discs: list[tuple[float, float, float]]) -> None:
    # Places of their own, as the caller promises; the steps are far below the discs' sizes.
    places = np.array([(x + 1e-3 * at, y - 2e-3 * at**2) for at, (x, y, _) in enumerate(discs)])
    radii = np.array([radius for *_, radius in discs])
    centres = pack(places, radii)
    away = np.linalg.norm(centres[:, None] - centres[None], axis=2) - radii[:, None] - radii[None]
    np.fill_diagonal(away, 1.0)
    assert away.min(initial=1.0) > -1e-6


def test_packing_leaves_little_empty() -> None:
    random = np.random.default_rng(0)
    radii = random.pareto(2, size=120) + 1
    centres = pack(random.normal(size=(120, 2)), radii)
    box = np.prod((centres + radii[:, None]).max(axis=0) - (centres - radii[:, None]).min(axis=0))
    assert np.pi * (radii**2).sum() / box > 0.4


def test_twenty_thousand_tickets_take_seconds() -> None:
    vectors, groups = desk([200] * 60, 8000, dimension=64)
    start = time.process_time()
    arrange(vectors, groups)
    assert time.process_time() - start < 20
