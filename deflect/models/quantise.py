"""int8 products: fixed ranges measured on reference texts, outliers smoothed or shared out.

Measured on MiniLM, agreement@10 with float32 on short banking questions, each step added to those before:
    0.928  ranges of each batch, symmetric weights a column         (what onnxruntime's own dynamic int8 does)
    0.962  outlying channels scaled down, their weights up          (`smoothing`)
    0.962  fixed ranges                                             (a text's vector no longer depends on its batch)
    0.973  outliers of the last product shared out, biases put right, the best of some smoothings (`spread`)
The outliers are the first token's: one of its channels is 28 where the median channel peaks at 1.7, and a range wide
enough for it leaves four bits for the rest. Scaling it down costs its weights, being scaled up, the precision of the
whole column; sharing it out among copies of the channel does not, and the last product of each layer needs that most.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float32]

# A channel is an outlier if it peaks beyond this many times the median channel; which of them is best differs.
OUTLIERS = (1.2, 1.5, 2, 2.5, 3, 4, 5)
# Copies for every so many channels: 32 lose accuracy, 128 gain none. Both are whole steps of the widest instructions,
# so that no value is computed in another way for being last.
COPIES, COPIES_FOR = 64, 1536
STEPS = 255
WEIGHT_STEPS = 127


@dataclass(frozen=True, slots=True)
class Range:
    """What was seen going into a product, a value for each channel.

    Attributes:
        low: Least.
        high: Greatest.
        total: Sum over the rows.
        squares: Sum of squares over the rows.
        rows: How many were seen.
    """

    low: Weights
    high: Weights
    total: Weights
    squares: Weights
    rows: int

    @classmethod
    def of(cls, values: Weights) -> Range:
        """Measure (rows, channels)."""
        return cls(values.min(axis=0), values.max(axis=0), values.sum(axis=0), (values**2).sum(axis=0), len(values))

    @property
    def peak(self) -> Weights:
        """The greatest absolute value."""
        return np.maximum(np.abs(self.low), np.abs(self.high))

    def joined(self, other: Range) -> Range:
        """The range of both."""
        return Range(
            np.minimum(self.low, other.low),
            np.maximum(self.high, other.high),
            self.total + other.total,
            self.squares + other.squares,
            self.rows + other.rows,
        )

    def spread(self, channels: NDArray[np.intp]) -> Range:
        """The range of copies: for each, the channel it is of."""
        low, high, total, squares = (each[channels] for each in (self.low, self.high, self.total, self.squares))
        return Range(low, high, total, squares, self.rows)


@dataclass(frozen=True, slots=True)
class Product:
    """A product in int8: `smoothing` times the input, quantised, by `matrix`, and `bias` added."""

    smoothing: Weights
    input_scale: NDArray[np.float32]
    input_zero: NDArray[np.uint8]
    matrix: NDArray[np.int8]
    matrix_scale: Weights
    bias: Weights


@dataclass(frozen=True, slots=True)
class Quantiser:
    """Decides which products become int8, and how.

    Args:
        ranges: What goes into each product, by tensor name, from `Range.of` over reference texts.
        float_layers: In this many layers, from the first, the last product stays float: more raises agreement with
            the float32 vectors and lowers speed.
    """

    ranges: Mapping[str, Range]
    float_layers: int = 0

    def spread(self, layer: int, state: str) -> NDArray[np.intp] | None:
        """Which channels go into the last product of a layer, outliers several times over.

        Args:
            layer: From 0.
            state: The tensor that goes into it.

        Returns:
            For each channel that goes in, the one it copies, ascending; None if the product stays float.
        """
        return None if layer < self.float_layers else spread(self.ranges[state].peak)

    def product(self, layer: int, name: str, state: str, matrix: Weights, bias: Weights) -> Product | None:
        """Quantise a product; None leaves it float.

        Args:
            layer: From 0.
            name: Which product of the layer; `narrow`, the last, takes its input as `spread` says.
            state: The tensor that goes into it.
            matrix: (channels in, channels out), each channel once.
            bias: (channels out).
        """
        seen = self.ranges[state]
        if name != "narrow":
            return quantised(seen, matrix, bias, smoothing(seen, matrix))
        channels = self.spread(layer, state)
        if channels is None:
            return None
        shares = np.bincount(channels)[channels].astype(np.float32)
        # A copy's weights are the channel's own: each brings its share of the channel.
        return quantised(seen.spread(channels), matrix[channels] / shares[:, None], bias, shares)


def quantised(seen: Range, matrix: Weights, bias: Weights, factor: Weights) -> Product:
    """Quantise a product whose input channels are divided by some factor, and its rows multiplied.

    What rounding the matrix changes for the mean input is put right in the bias.
    """
    scale, zero = _affine(seen.low / factor, seen.high / factor)
    smooth = matrix * factor[:, None]
    whole, matrix_scale = _columns(smooth)
    lost = (seen.total / seen.rows / factor) @ (smooth - whole * matrix_scale)
    return Product((1 / factor).astype(np.float32), scale, zero, whole, matrix_scale, (bias + lost).astype(np.float32))


def spread(peak: Weights) -> NDArray[np.intp]:
    """Share outliers out among copies of a channel, so that all shares have a narrow range.

    Source: Zhao et al., "Improving Neural Network Quantization without Retraining using Outlier Channel Splitting".

    Args:
        peak: The greatest absolute value of each channel.

    Returns:
        For each share its channel, ascending; `COPIES` more for every `COPIES_FOR` channels begun.
    """
    counts = np.ones(len(peak), np.intp)
    largest = [(-float(value), channel) for channel, value in enumerate(peak)]
    heapq.heapify(largest)
    for _ in range(COPIES * -(-len(peak) // COPIES_FOR)):
        _, channel = largest[0]
        counts[channel] += 1
        heapq.heapreplace(largest, (-float(peak[channel]) / int(counts[channel]), channel))
    return np.repeat(np.arange(len(peak)), counts)


def smoothing(seen: Range, matrix: Weights) -> Weights:
    """How much larger each channel's peak is than an ordinary one: 1 for all but outliers.

    Dividing them makes the input's steps finer and the matrix's coarser; what is ordinary is chosen so that the error
    expected of both together is least.
    """
    peak = seen.peak
    ordinary = max(float(np.median(peak)), 1e-6)
    factors = [np.maximum(1, peak / (times * ordinary)).astype(np.float32) for times in OUTLIERS]
    return min(factors, key=lambda factor: _error(seen, matrix, factor))


def _error(seen: Range, matrix: Weights, factor: Weights) -> float:
    """Expected square of the error, but for a constant factor: rounding is even over a step, and independent."""
    scale, _ = _affine(seen.low / factor, seen.high / factor)
    smooth = matrix * factor[:, None]
    of_input = float(scale) ** 2 * float((smooth**2).sum())
    of_matrix = float((seen.squares / seen.rows / factor**2).sum()) * float((_matrix_scale(smooth) ** 2).sum())
    return of_input + of_matrix


def _affine(low: Weights, high: Weights) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    # Zero must be a step of its own, or sums of many zeros drift.
    bottom, top = min(float(low.min()), 0.0), max(float(high.max()), 0.0)
    scale = max(top - bottom, 1e-6) / STEPS
    return np.array(scale, np.float32), np.array(round(-bottom / scale), np.uint8)


def _columns(matrix: Weights) -> tuple[NDArray[np.int8], Weights]:
    scale = _matrix_scale(matrix)
    return np.round(matrix / scale).astype(np.int8), scale


def _matrix_scale(matrix: Weights) -> Weights:
    scale: Weights = (np.maximum(np.abs(matrix).max(axis=0), 1e-12) / WEIGHT_STEPS).astype(np.float32)
    return scale
