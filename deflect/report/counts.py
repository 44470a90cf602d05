"""Counts over time: a regression whose intervals allow for tickets that come in clumps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deflect.report.desk.estimate import Estimate

STEPS = 50


@dataclass(frozen=True, slots=True)
class Fit:
    """A quasi-Poisson regression of counts.

    Attributes:
        coefficients: One a column, on the scale of the logarithm.
        errors: Their standard errors, widened by the dispersion.
        dispersion: Variance over mean of what is left unexplained, at least 1.
        freedom: Rows less columns.
    """

    coefficients: NDArray[np.float64]
    errors: NDArray[np.float64]
    dispersion: float
    freedom: int

    def ratio(self, column: int, times: float = 1.0) -> Estimate:
        """By what the count is multiplied when a column grows by `times`, with its 95% interval by Student's t."""
        from scipy.special import stdtrit

        middle, wide = self.coefficients[column] * times, abs(times) * self.errors[column]
        reach = float(stdtrit(self.freedom, 0.975)) * wide
        low, value, high = (float(np.exp(min(each, 700.0))) for each in (middle - reach, middle, middle + reach))
        return Estimate(value, low, high)


def regress(counts: NDArray[np.float64], columns: NDArray[np.float64], exposure: NDArray[np.float64]) -> Fit | None:
    """Fit counts by iteratively reweighted least squares (McCullagh and Nelder, "Generalized Linear Models", 1989).

    Args:
        counts: (n,) at least 0.
        columns: (n, k) what explains them; a column of ones if there is to be a level.
        exposure: (n,) above 0: how long or how large each row is; a row twice as large has twice the count.

    Returns:
        None if there are no more rows than columns, nothing was counted, or the columns explain it in many ways.
    """
    freedom = len(counts) - columns.shape[1]
    if freedom < 1 or counts.sum() == 0 or np.linalg.matrix_rank(columns) < columns.shape[1]:
        return None
    offset, found = np.log(exposure), np.zeros(columns.shape[1])
    fitted = (counts + counts.mean()) / 2
    for _ in range(STEPS):
        response = np.log(fitted) - offset + (counts - fitted) / fitted
        weighted = columns * fitted[:, None]
        before, found = found, np.linalg.lstsq(weighted.T @ columns, weighted.T @ response, rcond=None)[0]
        fitted = np.exp(np.clip(columns @ found + offset, -30, 30))
        if np.allclose(found, before, atol=1e-10):
            break
    dispersion = max(1.0, float((((counts - fitted) ** 2) / fitted).sum()) / freedom)
    spread = np.linalg.pinv((columns * fitted[:, None]).T @ columns) * dispersion
    return Fit(found, np.sqrt(np.maximum(np.diag(spread), 0)), dispersion, freedom)
