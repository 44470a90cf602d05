"""The figures of benchmarks/clustering are what their definitions say, worked out here pair by pair."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, permutations
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.clustering.measures import alone, measure

Rows = list[tuple[int, int]]

rows_of_class_and_group = st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 3)), min_size=1, max_size=12)


def by_definition(rows: Rows) -> tuple[float, float]:
    """BCubed precision and recall, row by row; a row in group -1 is grouped with itself alone."""
    precision, recall = [], []
    for place, (truth, group) in enumerate(rows):
        together = [other for at, other in enumerate(rows) if at == place or (other[1] == group >= 0)]
        alike = sum(other[0] == truth for other in together)
        precision.append(alike / len(together))
        recall.append(alike / sum(other[0] == truth for other in rows))
    return float(np.mean(precision)), float(np.mean(recall))


def best_matching(rows: Rows) -> float:
    """Accuracy, by trying every way to give each of four groups a class of its own."""
    hits = [sum(classes[group] == truth for truth, group in rows if group >= 0) for classes in permutations(range(4))]
    return max(hits) / len(rows)


def by_pairs(truth: list[int], groups: list[int]) -> float:
    """Adjusted Rand index from counted pairs (Hubert and Arabie, 1985)."""
    pairs = [(truth[a] == truth[b], groups[a] == groups[b]) for a, b in combinations(range(len(truth)), 2)]
    both = sum(one and other for one, other in pairs)
    first, second = sum(one for one, _ in pairs), sum(other for _, other in pairs)
    expected = first * second / max(1, len(pairs))
    most = (first + second) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)


def by_entropy(truth: list[int], groups: list[int]) -> float:
    """Mutual information over the mean of the two entropies."""

    def entropy(values: list[object]) -> float:
        return -sum(count / len(values) * log(count / len(values)) for count in Counter(values).values())

    one, other = entropy(list(truth)), entropy(list(groups))
    shared = one + other - entropy(list(zip(truth, groups, strict=True)))
    return 1.0 if one == other == 0 else 2 * shared / (one + other)


@given(rows_of_class_and_group)
def test_every_measure_is_what_its_definition_says(rows: Rows) -> None:
    truth, labels = np.array(rows).T
    found = measure(truth, labels)
    apart = alone(labels).tolist()
    assert (found.precision, found.recall) == pytest.approx(by_definition(rows))
    assert found.f1 == pytest.approx(2 / (1 / found.precision + 1 / found.recall))
    assert found.accuracy == pytest.approx(best_matching(rows))
    assert found.ari == pytest.approx(by_pairs(truth.tolist(), apart))
    assert found.nmi == pytest.approx(by_entropy(truth.tolist(), apart), abs=1e-9)


@given(rows_of_class_and_group)
def test_assigned_purity_and_counts_are_what_their_definitions_say(rows: Rows) -> None:
    truth, labels = np.array(rows).T
    found = measure(truth, labels)
    groups = {group: [c for c, other in rows if other == group] for _, group in rows if group >= 0}
    inside = sum(map(len, groups.values()))
    assert found.assigned == pytest.approx(inside / len(rows))
    assert (found.found, found.true) == (len(groups), len({c for c, _ in rows}))
    most = sum(Counter(own).most_common(1)[0][1] for own in groups.values())
    assert found.purity == pytest.approx(most / inside if inside else 0.0)


@given(rows_of_class_and_group, st.permutations(range(12)))
def test_the_order_of_rows_and_the_names_of_groups_do_not_matter(rows: Rows, order: list[int]) -> None:
    truth, labels = np.array(rows).T
    moved = [place for place in order if place < len(rows)]
    renamed = np.where(labels < 0, -1, 7 * (5 - labels))
    one, other = measure(truth, labels), measure(np.array([f"class {c}" for c in truth[moved]]), renamed[moved])
    for field in ("precision", "recall", "f1", "accuracy", "ari", "nmi", "assigned", "purity", "found", "true"):
        assert getattr(one, field) == pytest.approx(getattr(other, field)), field


def test_perfect_groups_score_one_throughout() -> None:
    found = measure(np.array([0, 0, 1, 1, 1]), np.array([1, 1, 0, 0, 0]))
    assert (found.f1, found.accuracy, found.ari, found.nmi, found.assigned, found.purity) == (1, 1, 1, 1, 1, 1)


def test_nothing_grouped_is_precise_and_never_accurate() -> None:
    found = measure(np.array([0, 0, 1, 1]), np.full(4, -1))
    assert (found.precision, found.recall, found.accuracy, found.assigned, found.purity) == (1.0, 0.5, 0.0, 0.0, 0.0)
    assert (found.found, found.true) == (0, 2)
