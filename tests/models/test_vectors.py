"""Unit vectors are made in one place and refused everywhere else if they are not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from deflect.errors import ModelError
from deflect.models.vectors import check_unit_rows, unit_rows

FINITE = st.floats(-1e6, 1e6, width=32)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_has_no_direction(bad: float) -> None:
    with pytest.raises(ModelError, match="NaN or infinity"):
        unit_rows(np.array([[1, 0], [bad, 1]], np.float32))
    with pytest.raises(ModelError, match="NaN or infinity"):
        check_unit_rows(np.array([[1, 0], [bad, 1]], np.float32))


def test_zeros_have_no_direction() -> None:
    with pytest.raises(ModelError, match="all zeros"):
        unit_rows(np.zeros((1, 4), np.float32))


@pytest.mark.parametrize("length", [0.0, 0.99, 1.01, 2.0])
def test_rows_of_another_length_are_refused(length: float) -> None:
    with pytest.raises(ModelError, match="does not have length 1"):
        check_unit_rows(np.array([[0, 1], [0, length]], np.float32))


def test_other_dimensions_are_refused_and_named() -> None:
    with pytest.raises(ModelError, match="2 dimensions where 3 are expected"):
        check_unit_rows(np.eye(2, dtype=np.float32), 3)
    with pytest.raises(ModelError, match="array of 1 dimensions"):
        check_unit_rows(np.ones(1, np.float32))


def test_known_rows_come_out_exactly() -> None:
    found = unit_rows(np.array([[3, 4], [0, -2]], np.float32))
    assert found.tolist() == [[np.float32(0.6), np.float32(0.8)], [0, -1]]
    assert found.dtype == np.float32


def test_no_rows_stay_no_rows() -> None:
    assert unit_rows(np.empty((0, 5), np.float32)).shape == (0, 5)
    assert check_unit_rows(np.empty((0, 5), np.float32)).shape == (0, 5)


@given(hnp.arrays(np.float32, st.tuples(st.integers(1, 6), st.integers(1, 9)), elements=FINITE))
def test_unit_rows_pass_their_own_check_and_keep_their_direction(rows: np.ndarray) -> None:
    rows[np.abs(rows).max(axis=1) < 1e-3] = 1
    found = check_unit_rows(unit_rows(rows))
    along = (found.astype(float) * rows).sum(axis=1)
    assert np.allclose(along, np.linalg.norm(rows.astype(float), axis=1), rtol=1e-5)


def test_a_view_of_doubles_comes_out_as_contiguous_floats() -> None:
    found = check_unit_rows(np.eye(4)[:, ::-1])
    assert found.dtype == np.float32
    assert found.flags.c_contiguous
