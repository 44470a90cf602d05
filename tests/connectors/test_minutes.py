"""The time that agents noted comes in, in whichever unit and column an export has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.connectors import BadRow, csvfile, jsonl
from deflect.connectors.durations import MINUTES_IN, read_minutes
from deflect.connectors.rows import Row
from deflect.connectors.vendor import Vendor
from deflect.store.record import MAX_MINUTES, RecordError
from deflect.types import Ticket


def read(folder: Path, content: str, **mapping: str) -> list[Row]:
    file = folder / "tickets.csv"
    file.write_text(content, encoding="utf-8")
    return list(csvfile.read(file, source="csv", mapping=mapping or None, vendor=Vendor.of(["@vendor.example"])))


def minutes(rows: list[Row]) -> list[float | str | None]:
    return [row.minutes if isinstance(row, Ticket) else row.reason for row in rows]


@pytest.mark.parametrize(
    ("cell", "unit", "expected"),
    [
        ("12", "minutes", 12.0), (" 12.5 ", "minutes", 12.5), ("12,5", "minutes", 12.5), ("0", "minutes", 0.0),
        ("90", "seconds", 1.5), ("1.5", "hours", 90.0), ("1,25", "hours", 75.0), ("-3", "minutes", -3.0),
        ("1:30", "minutes", 90.0), ("00:45", "hours", 45.0), ("0:01:30", "seconds", 1.5), ("100:00", "minutes", 6000.0),
        ("1h 30m", "minutes", 90.0), ("2 hours", "minutes", 120.0), ("45 Min.", "minutes", 45.0),
        ("1 Std 5 Min", "minutes", 65.0), ("1 heure 10 minutes", "minutes", 70.0), ("30s", "minutes", 0.5),
        ("", "minutes", None), ("  ", "hours", None), ("-", "minutes", None), ("N/A", "seconds", None),
    ],
)  # fmt: skip
def test_what_helpdesks_write_is_read_as_minutes(cell: str, unit: str, expected: float | None) -> None:
    assert read_minutes(cell, unit) == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize("cell", ["soon", "1,234", "1:75", "1.2.3", "12 apples", "m", "1e5", "nan", "inf", "0x10", "²"])
def test_what_is_no_time_is_refused_without_being_repeated(cell: str) -> None:
    """`1,234` may be a thousand or one and a bit, and so is neither."""
    with pytest.raises(RecordError, match=r"^minutes is not a number$"):
        read_minutes(cell, "minutes")


@given(st.text(max_size=20), st.sampled_from(list(MINUTES_IN)))
def test_no_cell_makes_anything_but_minutes_or_a_record_error(cell: str, unit: str) -> None:
    try:
        found = read_minutes(cell, unit)
    except RecordError:
        return
    assert found is None or abs(found) < 1e12


@given(st.integers(0, 999), st.integers(0, 59), st.integers(0, 59))
def test_the_three_ways_of_writing_agree(hours: int, mins: int, secs: int) -> None:
    expected = pytest.approx(hours * 60 + mins + secs / 60)
    assert read_minutes(f"{hours}:{mins:02}:{secs:02}", "minutes") == expected
    assert read_minutes(f"{hours}h {mins}m {secs}s", "minutes") == expected
    assert read_minutes(str(hours * 3600 + mins * 60 + secs), "seconds") == expected


def test_the_heading_tells_the_unit_and_blank_cells_say_nothing(tmp_path: Path) -> None:
    rows = "1,2023-01-01,x,90\n2,2023-01-01,x,\n"
    assert minutes(read(tmp_path, f"Id,Date,Message,Minutes\n{rows}")) == [90.0, None]
    assert minutes(read(tmp_path, f"Id,Date,Message,Total time spent (sec)\n{rows}")) == [1.5, None]
    assert minutes(read(tmp_path, f"Id,Date,Message,Time spent (hours)\n{rows}")) == [5400.0, None]
    assert minutes(read(tmp_path, f"Id,Date,Message,Priority\n{rows}")) == [None, None]


def test_a_mapping_names_the_column_and_its_unit(tmp_path: Path) -> None:
    content = "Id,Date,Message,Time spent\n1,2023-01-01,x,90\n"
    assert minutes(read(tmp_path, content)) == [90.0]
    assert minutes(read(tmp_path, content, seconds="Time spent")) == [1.5]


def test_bad_cells_are_bad_rows_with_their_line(tmp_path: Path) -> None:
    rows = read(tmp_path, "Id,Date,Message,Minutes\n1,2023-01-01,x,lots\n2,2023-01-01,x,-4\n3,2023-01-01,x,999999999\n")
    assert rows == [
        BadRow(2, "minutes is not a number"),
        BadRow(3, "minutes below 0"),
        BadRow(4, "minutes over 10,000,000"),
    ]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("30", "30", "30"), 30.0),  # the ticket's time, on each of its rows
        (("", "5", "7.5"), 12.5),  # each row's own time
        (("0", "5", "5"), 10.0),
        (("30", "", ""), 30.0),
        (("", "", ""), None),
        (("9999999", "9999999", ""), float(MAX_MINUTES)),
    ],
)
def test_of_several_rows_a_time_repeated_counts_once_and_differing_ones_add_up(
    tmp_path: Path, cells: tuple[str, str, str], expected: float | None
) -> None:
    authors = ("customer", "agent", "agent")
    rows = [f"1,2023-01-0{day},{who},x,{cell}\n" for day, who, cell in zip((1, 2, 3), authors, cells, strict=True)]
    assert minutes(read(tmp_path, "Id,Date,Author,Message,Time spent\n" + "".join(rows))) == [expected]


def test_json_lines_carry_minutes_and_bad_ones_are_named(tmp_path: Path) -> None:
    file = tmp_path / "t.jsonl"
    line = '{"id": "1", "created_at": "2023-01-01", "messages": [], "minutes": %s}\n'
    file.write_text("".join(line % value for value in ("12.5", "null", "0", '"12"', "-1", "NaN")))
    assert minutes(list(jsonl.read(file, source="desk"))) == [
        12.5, None, 0.0, "minutes is not a number", "minutes below 0", "minutes is not a number",
    ]  # fmt: skip
