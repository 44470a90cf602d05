from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.connectors.spool import spooled


@given(st.lists(st.tuples(st.integers(0, 4) | st.sampled_from(["a", "b"]), st.text(max_size=5)), max_size=20))
def test_groups_come_in_the_order_of_their_first_row_and_rows_in_theirs(rows: list[tuple[int | str, str]]) -> None:
    expected: dict[int | str, list[dict[str, Any]]] = {}
    with spooled() as spool:
        for place, (key, text) in enumerate(rows):
            assert spool.add(key, {"text": text}) == place + 1
            expected.setdefault(key, []).append({"text": text})
        assert list(spool.groups()) == list(expected.values())


def test_rows_can_be_given_other_keys() -> None:
    with spooled() as spool:
        numbers = [spool.add(key, {"n": key}) for key in (1, 2, 3)]
        spool.regroup([(9, numbers[0]), (9, numbers[2])])
        assert list(spool.groups()) == [[{"n": 1}, {"n": 3}], [{"n": 2}]]


def test_half_of_a_surrogate_pair_survives() -> None:
    with spooled() as spool:
        spool.add(1, {"text": "\ud83d"})
        assert list(spool.groups()) == [[{"text": "\ud83d"}]]


def test_a_spool_is_gone_when_it_is_left_even_by_an_error() -> None:
    with suppress(ValueError), spooled() as spool:
        spool.add(1, {})
        raise ValueError
    with pytest.raises(sqlite3.ProgrammingError):
        spool.add(1, {})
