"""The table at the end of benchmarks/suggest: each figure against its bar, and no row that reads as another."""

from __future__ import annotations

import math
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.suggest.summary import HEADINGS, Part, Row, at_least, at_most, share_row, table
from deflect.interval import wilson


def row(figure: float | None, *, part: Part = "risk", least: float | None = None, most: float | None = None) -> Row:
    bar = at_least(least, "") if least is not None else at_most(most, "") if most is not None else None
    return Row(part, "measure", figure, "shown", "basis", bar)


@pytest.mark.parametrize(
    ("figure", "least", "most", "verdict"),
    [
        (0.8, 0.8, None, "met"),
        (0.7999, 0.8, None, "missed"),
        (0.03, None, 0.03, "met"),
        (0.0301, None, 0.03, "missed"),
        (math.nan, 0.0, None, "missed"),
        (math.nan, None, 1.0, "missed"),
        (0.5, None, None, ""),
        (None, 0.8, None, ""),
        (None, None, 0.05, ""),
    ],
)
def test_a_figure_meets_its_bar_or_misses_it(
    figure: float | None, least: float | None, most: float | None, verdict: str
) -> None:
    assert row(figure, least=least, most=most).verdict == verdict


def test_a_bar_says_which_way_it_lies() -> None:
    assert str(at_least(0.8, "80%")) == "at least 80%"
    assert str(at_most(40, "40 ms")) == "at most 40 ms"


def test_the_table_is_markdown_with_every_cell_in_its_column() -> None:
    found = Row("latency", "one suggestion, p50", 12.9, "12.9 ms", "n = 400", at_most(15, "15 ms"))
    assert table([found]).splitlines() == [
        "| part | measure | figure | interval or number | bar | cleared |",
        "|---|---|---|---|---|---|",
        "| latency | one suggestion, p50 | 12.9 ms | n = 400 | at most 15 ms | met |",
    ]
    assert len(found.cells) == len(HEADINGS)


@given(st.lists(st.tuples(st.sampled_from(get_args(Part)), st.integers(0, 9)), max_size=12))
def test_rows_go_part_by_part_each_part_s_as_they_were_measured(measured: list[tuple[Part, int]]) -> None:
    lines = table([Row(part, str(number), None, "", "") for part, number in measured]).splitlines()[2:]
    expected = [(part, str(number)) for part in get_args(Part) for own, number in measured if own == part]
    assert [tuple(cell.strip() for cell in line.split("|")[1:3]) for line in lines] == expected


def test_a_share_shows_its_interval_and_counts() -> None:
    found = share_row("risk", "wrong", wilson(27, 194), at_most(0.15, "15%"), beside="34.8% answered")
    assert (found.figure, found.shown) == (27 / 194, "13.9%")
    assert found.basis == "34.8% answered; 9.7%–19.5%; 27 of 194"
    assert found.verdict == "met"


def test_silence_is_neither_met_nor_missed() -> None:
    found = share_row("risk", "wrong", wilson(0, 0), at_most(0.05, "5%"), beside="0.0% answered")
    assert (found.figure, found.shown, found.basis) == (None, "silent", "nothing was answered")
    assert found.verdict == ""
