"""int8 products against the same products in float64."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from deflect.models import quantise
from deflect.models.quality import agreement
from deflect.models.quantise import OUTLIERS, Product, Quantiser, Range, smoothing, spread
from deflect.models.vectors import unit_rows

Array = NDArray[np.float32]


def run(product: Product, rows: Array) -> NDArray[np.float64]:
    """What the graph computes, in exact integers."""
    smooth = rows * product.smoothing
    whole = np.clip(np.round(smooth / product.input_scale) + product.input_zero, 0, 255) - int(product.input_zero)
    total = whole @ product.matrix.astype(np.int64)
    return np.asarray(total * float(product.input_scale) * product.matrix_scale + product.bias, np.float64)


def example(seed: int = 0, outlier: float = 1.0) -> tuple[Array, Array]:
    random = np.random.default_rng(seed)
    rows = random.normal(size=(200, 48)).astype(np.float32)
    rows[0, 5] = 30 * outlier
    return rows, random.normal(size=(48, 24)).astype(np.float32)


def relative_error(product: Product, rows: Array, matrix: Array, channels: NDArray[np.intp] | None = None) -> float:
    truth = rows.astype(float) @ matrix
    found = run(product, rows if channels is None else rows[:, channels])
    return float(np.linalg.norm(found - truth) / np.linalg.norm(truth))


def quantised(rows: Array, matrix: Array) -> Product:
    product = Quantiser({"state": Range.of(rows)}).product(0, "widen", "state", matrix, zeros(matrix))
    assert product is not None
    return product


def spread_out(rows: Array, matrix: Array) -> tuple[Product, NDArray[np.intp]]:
    """The last product of a layer, and the channel that each of its inputs is."""
    quantiser = Quantiser({"state": Range.of(rows)})
    product, channels = quantiser.product(0, "narrow", "state", matrix, zeros(matrix)), quantiser.spread(0, "state")
    assert product is not None
    assert channels is not None
    return product, channels


def flat(rows: Array, matrix: Array) -> Product:
    """One range for all channels, as onnxruntime's own would be."""
    scale = (rows.max() - rows.min()) / 255
    columns = np.abs(matrix).max(axis=0) / 127
    return Product(
        np.ones(len(matrix), np.float32),
        np.array(scale, np.float32),
        np.array(round(-rows.min() / scale), np.uint8),
        np.round(matrix / columns).astype(np.int8),
        columns.astype(np.float32),
        zeros(matrix),
    )


def zeros(matrix: Array) -> Array:
    return np.zeros(matrix.shape[1], np.float32)


def test_a_product_is_within_two_percent_of_the_exact_one() -> None:
    rows, matrix = example(outlier=0.1)
    assert relative_error(quantised(rows, matrix), rows, matrix) < 0.02


def test_smoothing_keeps_one_outlier_from_costing_the_rest_their_precision() -> None:
    rows, matrix = example(outlier=3)
    # What the outlier itself loses is small beside it; what counts is the rows without one.
    ordinary = rows[1:]
    with_it = relative_error(quantised(rows, matrix), ordinary, matrix)
    assert with_it < 0.5 * relative_error(flat(rows, matrix), ordinary, matrix)


def test_sharing_outliers_out_costs_less_precision_than_smoothing_them() -> None:
    random = np.random.default_rng(1)
    rows = np.abs(random.normal(size=(300, 1536))).astype(np.float32)
    rows[0, :20] *= 12
    matrix = random.normal(size=(1536, 24)).astype(np.float32)
    product, channels = spread_out(rows, matrix)
    shared = relative_error(product, rows[1:], matrix, channels)
    assert shared < 0.95 * relative_error(quantised(rows, matrix), rows[1:], matrix)
    # And the outliers themselves come out whole, being the sums of their shares.
    assert relative_error(product, rows[:1], matrix, channels) < 0.02


def test_every_channel_has_a_share_and_the_largest_share_is_as_small_as_the_number_of_copies_allows() -> None:
    peak = np.random.default_rng(5).gamma(1, size=300).astype(np.float32)
    channels = spread(peak)
    counts = np.bincount(channels, minlength=300)
    assert len(channels) == 300 + 64
    assert (np.diff(channels) >= 0).all()
    assert counts.min() == 1
    # Any smaller largest share would take more copies than there are.
    bound = (peak / counts).max() * 0.9999
    assert np.ceil(peak / bound).clip(1).sum() > len(channels)


@pytest.mark.parametrize(("width", "copies"), [(1, 64), (1536, 64), (1537, 128), (3072, 128)])
def test_copies_grow_with_the_width(width: int, copies: int) -> None:
    assert len(spread(np.ones(width, np.float32))) == width + copies


def test_channels_that_were_never_seen_do_no_harm() -> None:
    rows, matrix = example()
    rows[:, :40] = 0
    product, channels = spread_out(rows, matrix)
    assert np.isfinite(run(quantised(rows, matrix), rows)).all()
    assert relative_error(product, rows, matrix, channels) < 0.02


def test_the_mean_of_what_was_seen_comes_out_exact() -> None:
    """Rounding the matrix moves every sum by the same for the same input: for the mean one the bias takes it back."""
    rows, matrix = example()
    rows += 3
    bias = np.arange(24, dtype=np.float32)
    product = Quantiser({"state": Range.of(rows)}).product(0, "attend", "state", matrix, bias)
    assert product is not None
    rounded = product.matrix * product.matrix_scale.astype(float)
    mean = rows.mean(axis=0).astype(float)
    assert np.allclose((mean * product.smoothing) @ rounded + product.bias, mean @ matrix + bias, atol=1e-3)


def test_smoothing_touches_outliers_only() -> None:
    rows, matrix = example()
    factor = smoothing(Range.of(rows), matrix)
    assert factor[5] > 3
    assert (np.delete(factor, 5) < 1.5).all()
    assert (factor >= 1).all()


def test_smoothing_is_the_one_with_the_least_error_on_what_was_seen() -> None:
    """By computing the products of each strength, instead of by expected squares."""
    rows, matrix = example()
    seen = Range.of(rows)
    errors = []
    for times in OUTLIERS:
        factor = np.maximum(1, seen.peak / (times * np.median(seen.peak))).astype(np.float32)
        errors.append(relative_error(quantise.quantised(seen, matrix, zeros(matrix), factor), rows, matrix))
    assert relative_error(quantised(rows, matrix), rows, matrix) < 1.05 * min(errors)


def test_zero_is_exact_so_that_many_zeros_do_not_drift() -> None:
    rows = np.abs(example()[0]) + 1
    matrix = example()[1]
    product = quantised(rows, matrix)
    assert (run(product, np.zeros_like(rows)) == product.bias).all()


def test_values_beyond_the_measured_range_are_clipped_not_wrapped() -> None:
    rows, matrix = example()
    product = quantised(rows, matrix)
    assert np.array_equal(run(product, rows * 1e9), run(product, rows * 1e12))


@given(st.integers(0, 6), st.integers(0, 6))
def test_the_last_product_of_the_first_layers_stays_float(layer: int, kept: int) -> None:
    rows, matrix = example()
    quantiser = Quantiser({"state": Range.of(rows)}, float_layers=kept)
    assert (quantiser.product(layer, "narrow", "state", matrix, zeros(matrix)) is None) == (layer < kept)
    assert (quantiser.spread(layer, "state") is None) == (layer < kept)
    assert quantiser.product(layer, "attend", "state", matrix, zeros(matrix)) is not None


def test_joined_ranges_hold_both() -> None:
    first, second = example(1)[0], example(2)[0]
    joined, whole = Range.of(first).joined(Range.of(second)), Range.of(np.vstack([first, second]))
    assert np.array_equal(joined.low, whole.low)
    assert np.array_equal(joined.high, whole.high)
    assert np.allclose(joined.total, whole.total, rtol=1e-5, atol=1e-4)
    assert np.allclose(joined.squares, whole.squares, rtol=1e-5)
    assert joined.rows == whole.rows == 400


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
