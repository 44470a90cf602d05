"""int8 products against the same products in float64."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from deflect.models.quality import agreement
from deflect.models.quantise import Product, Quantiser, Range, smoothing
from deflect.models.vectors import unit_rows

Array = NDArray[np.float32]


def run(product: Product, rows: Array) -> NDArray[np.float64]:
    """What the graph computes, in exact integers."""
    smooth = rows * (1 if product.smoothing is None else product.smoothing)
    whole = np.clip(np.round(smooth / product.input_scale) + product.input_zero, 0, 255) - int(product.input_zero)
    total = whole @ product.matrix.astype(np.int64)
    return np.asarray(total * float(product.input_scale) * product.matrix_scale, np.float64)


def example(seed: int = 0, outlier: float = 1.0) -> tuple[Array, Array]:
    random = np.random.default_rng(seed)
    rows = random.normal(size=(200, 48)).astype(np.float32)
    rows[0, 5] = 30 * outlier
    return rows, random.normal(size=(48, 24)).astype(np.float32)


def relative_error(product: Product, rows: Array, matrix: Array) -> float:
    truth = rows.astype(float) @ matrix
    return float(np.linalg.norm(run(product, rows) - truth) / np.linalg.norm(truth))


def quantised(rows: Array, matrix: Array) -> Product:
    product = Quantiser({"state": Range.of(rows)}).product(0, "widen", "state", matrix)
    assert product is not None
    return product


def test_a_product_is_within_two_percent_of_the_exact_one() -> None:
    rows, matrix = example(outlier=0.1)
    assert relative_error(quantised(rows, matrix), rows, matrix) < 0.02


def test_smoothing_keeps_one_outlier_from_costing_the_rest_their_precision() -> None:
    rows, matrix = example(outlier=3)
    # What the outlier itself loses is small beside it; what counts is the rows without one.
    ordinary = rows[1:]
    with_it = relative_error(quantised(rows, matrix), ordinary, matrix)
    scale = (rows.max() - rows.min()) / 255
    flat = Product(
        None,
        np.array(scale, np.float32),
        np.array(round(-rows.min() / scale), np.uint8),
        np.round(matrix / (np.abs(matrix).max(axis=0) / 127)).astype(np.int8),
        (np.abs(matrix).max(axis=0) / 127).astype(np.float32),
    )
    assert with_it < 0.5 * relative_error(flat, ordinary, matrix)


def test_smoothing_touches_outliers_only() -> None:
    rows, _ = example()
    factor = smoothing(Range.of(rows))
    assert factor[5] > 5
    assert (np.delete(factor, 5) < 1.2).all()
    assert (factor >= 1).all()


def test_zero_is_exact_so_that_many_zeros_do_not_drift() -> None:
    rows = np.abs(example()[0]) + 1
    matrix = example()[1]
    assert (run(quantised(rows, matrix), np.zeros_like(rows)) == 0).all()


def test_values_beyond_the_measured_range_are_clipped_not_wrapped() -> None:
    rows, matrix = example()
    product = quantised(rows, matrix)
    assert np.array_equal(run(product, rows * 1e9), run(product, rows * 1e12))


@given(st.integers(0, 6), st.integers(0, 6))
def test_the_last_product_of_the_first_layers_stays_float(layer: int, kept: int) -> None:
    rows, matrix = example()
    quantiser = Quantiser({"state": Range.of(rows)}, float_layers=kept)
    assert (quantiser.product(layer, "narrow", "state", matrix) is None) == (layer < kept)
    assert quantiser.product(layer, "attend", "state", matrix) is not None


def test_joined_ranges_hold_both() -> None:
    first, second = example(1)[0], example(2)[0]
    joined, whole = Range.of(first).joined(Range.of(second)), Range.of(np.vstack([first, second]))
    assert np.array_equal(joined.low, whole.low)
    assert np.array_equal(joined.high, whole.high)


def test_a_column_of_zeros_is_zeros() -> None:
    rows, matrix = example()
    matrix[:, 3] = 0
    assert (run(quantised(rows, matrix), rows)[:, 3] == 0).all()


def test_agreement_is_what_counting_by_hand_gives() -> None:
    angles = np.array([0, 0.1, 0.25, 2.0])
    first = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    second = first[[0, 1, 3, 2]]
    # Nearest other of each row: 1 0 1 2 in the first, and with the last two swapped 1 0 3 1.
    assert agreement(first, second, k=1) == 0.5
    assert agreement(first, first, k=1) == 1.0
    assert agreement(first, second, k=10) == 1.0


@pytest.mark.parametrize("count", [0, 1])
def test_agreement_of_texts_without_neighbours_is_complete(count: int) -> None:
    rows = np.ones((count, 1), np.float32)
    assert agreement(rows, rows) == 1.0


def test_agreement_does_not_see_a_rotation_and_sees_noise() -> None:
    random = np.random.default_rng(3)
    rows = unit_rows(random.normal(size=(300, 8)))
    turned = rows @ np.linalg.qr(random.normal(size=(8, 8)))[0].astype(np.float32)
    assert agreement(rows, unit_rows(turned)) > 0.999
    assert agreement(rows, unit_rows(rows + random.normal(size=rows.shape, scale=0.3))) < 0.7
