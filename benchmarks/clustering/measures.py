"""Groups against the truth, in figures. A row in no group (-1) is a group of its own, unless a measure says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Measures:
    """How well groups agree with the truth; all but the counts from 0 to 1, ARI from -0.5.

    Attributes:
        precision: BCubed: of the rows grouped with a row, the share that is of its class, itself included.
        recall: BCubed: of the rows of a row's class, the share that is grouped with it, itself included.
        f1: Harmonic mean of the two.
        accuracy: Share of rows whose group is the one matched to their class, each group to at most one class, so that
            the share is largest. A row in no group is wrong.
        ari: Adjusted Rand index.
        nmi: Normalised mutual information, arithmetic mean.
        assigned: Share of rows in a group.
        purity: Share of the assigned rows that are of their group's commonest class; 0 if none is assigned.
        found: Number of groups.
        true: Number of classes.
    """

    precision: float
    recall: float
    f1: float
    accuracy: float
    ari: float
    nmi: float
    assigned: float
    purity: float
    found: int
    true: int


def measure(truth: NDArray[Any], labels: NDArray[Any]) -> Measures:
    """Compare groups with the truth.

    Args:
        truth: (n,) class of each row, of any type; n is at least 1.
        labels: (n,) group of each row, -1 for none.
    """
    from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

    classes = numbered(truth)
    apart = alone(np.asarray(labels))
    precision, recall = bcubed(classes, apart)
    inside = np.asarray(labels) >= 0
    table = counts(classes[inside], numbered(np.asarray(labels)[inside])) if inside.any() else np.zeros((1, 0))
    return Measures(
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / (precision + recall),
        accuracy=_matched(table) / len(classes),
        ari=float(adjusted_rand_score(classes, apart)),
        nmi=float(normalized_mutual_info_score(classes, apart)),
        assigned=float(inside.mean()),
        purity=float(table.max(axis=0).sum() / max(1, inside.sum())),
        found=table.shape[1],
        true=int(classes.max()) + 1,
    )


def numbered(values: NDArray[Any]) -> Ints:
    """Name the values 0, 1, … in their sorted order."""
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def alone(labels: NDArray[Any]) -> Ints:
    """Make every row of group -1 a group of its own; groups are numbered anew."""
    own = labels.astype(np.int64)
    stray = own < 0
    own[stray] = own.max(initial=0) + 1 + np.arange(stray.sum())
    return numbered(own)


def counts(classes: Ints, groups: Ints) -> NDArray[np.float64]:
    """Rows by class (first axis) and group (second)."""
    table = np.zeros((classes.max() + 1, groups.max() + 1))
    np.add.at(table, (classes, groups), 1)
    return table


def bcubed(classes: Ints, groups: Ints) -> tuple[float, float]:
    """BCubed precision and recall (Bagga and Baldwin, "Algorithms for Scoring Coreference Chains", 1998)."""
    table = counts(classes, groups)
    precision = float((table**2 / table.sum(axis=0)).sum() / len(classes))
    recall = float((table**2 / table.sum(axis=1, keepdims=True)).sum() / len(classes))
    return precision, recall


def _matched(table: NDArray[np.float64]) -> float:
    from scipy.optimize import linear_sum_assignment

    rows, columns = linear_sum_assignment(-table)
    return float(table[rows, columns].sum())
