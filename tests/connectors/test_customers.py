"""A list of customers is read in many spellings; what cannot be read is named by its line, and nobody is quoted."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.connectors import BadRow
from deflect.connectors.customers import CONTRADICTED, Renewal, read_renewals, renewed_from
from deflect.errors import DeflectError, InputError
from deflect.store.record import RecordError

HEAD = "customer,renewal_date,renewed\n"
SECRET = "jo.secret@vendor.example"


def read(tmp_path: Path, text: str | bytes) -> tuple[tuple[Renewal, ...], tuple[BadRow, ...]]:
    path = tmp_path / "customers.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_renewals(path)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f"{SECRET},2026-02-30,yes", "renewal date is not a date"),
        (f"{SECRET},soon,yes", "renewal date is not a date"),
        (f"{SECRET},,yes", "no renewal date"),
        (",2026-05-01,yes", "no customer"),
        (f"{SECRET},2026-05-01,{SECRET}", "renewed is neither yes nor no"),
        (f"{SECRET},2026-05-01,yes,{SECRET}", "more cells than headings"),
        (SECRET, "no renewal date"),
    ],
)
def test_a_bad_row_is_named_by_line_and_quoted_by_nobody(tmp_path: Path, row: str, reason: str) -> None:
    good, bad = read(tmp_path, f"{HEAD}a@x.example,2026-05-01,yes\n{row}\nb@x.example,2026-05-01,no\n")
    assert bad == (BadRow(3, reason),)
    assert [each.line for each in good] == [2, 4]


def test_a_missing_column_is_named_without_the_first_row_which_may_be_a_customer(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no column for customer and renewal and renewed") as refused:
        read(tmp_path, f"{SECRET},2026-05-01,yes\n")
    assert SECRET not in str(refused.value)
    assert "customer, renewal_date and renewed" in str(refused.value)
    with pytest.raises(InputError, match="no column for renewed in"):
        read(tmp_path, "customer,date\na@x.example,2026-05-01\n")


def test_a_file_that_is_not_there_or_damaged_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        read_renewals(tmp_path / "none.csv")
    with pytest.raises(InputError, match="this is a folder"):
        read_renewals(tmp_path)
    with pytest.raises(InputError, match="damaged or cut short"):
        read(tmp_path, gzip.compress((HEAD + "a@x.example,2026-05-01,yes\n" * 2000).encode())[:-40])


def test_dates_that_may_be_read_in_two_ways_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"day or the month comes first .*Write them as 2026-05-31"):
        read(tmp_path, HEAD + "a@x.example,05/06/2026,yes\n")


def test_an_open_quote_loses_no_row_after_it(tmp_path: Path) -> None:
    for day in ("2026-05-01", "05/31/2026", "31/05/2026"):
        good, bad = read(tmp_path, f'{HEAD}a@x.example,"{day},yes\nb@x.example,{day},no\n')
        assert [each.customer for each in good] == ["b@x.example"]
        assert [each.line for each in bad] == [2]


def test_rows_that_contradict_each_other_are_all_left_out(tmp_path: Path) -> None:
    good, bad = read(
        tmp_path,
        HEAD + "a@x.example,2026-05-01,yes\nA@X.example,2026-05-01,no\na@x.example,2026-05-01,\n"
        "a@x.example,2025-05-01,no\nb@x.example,2026-05-01,yes\nb@x.example,2026-05-01,yes\n",
    )
    assert bad == tuple(BadRow(line, CONTRADICTED) for line in (2, 3, 4))
    assert [each.line for each in good] == [5, 6, 7]


def test_an_empty_file_and_one_without_rows_are_no_customers(tmp_path: Path) -> None:
    assert read(tmp_path, "") == ((), ())
    assert read(tmp_path, HEAD) == ((), ())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        *((yes, True) for yes in ("yes", "YES", " y ", "true", "1", "x", "Renewed", "active", "ja", "verlängert")),
        *((yes, True) for yes in ("oui", "renouvelé", "نعم", "do")),
        *((no, False) for no in ("no", "N", "false", "0", "churned", "not renewed", "Cancelled", "nein", "gekündigt")),
        *((no, False) for no in ("non", "résilié", "لا", "naddo")),
        ("", None), ("  ", None),
    ],
)  # fmt: skip
def test_yes_and_no_in_five_languages(text: str, said: bool | None) -> None:
    assert renewed_from(text) is said


@pytest.mark.parametrize("text", ["maybe", "-", "2", "yes no", "?"])
def test_what_is_neither_is_refused(text: str) -> None:
    with pytest.raises(RecordError):
        renewed_from(text)


@pytest.mark.parametrize(
    "day", ["2026-06-05", "20260605", "2026-06-05T22:00:00Z", "5.6.2026", "June 5, 2026", "5 juin 2026", "05-06-2026"]
)
def test_a_day_in_many_spellings(tmp_path: Path, day: str) -> None:
    good, bad = read(tmp_path, f'{HEAD}a@x.example,"{day}",yes\nb@x.example,"13-06-2026",no\n')
    assert ([each.on for each in good], bad) == ([date(2026, 6, 5), date(2026, 6, 13)], ())


@pytest.mark.parametrize(
    "text",
    [
        "E-Mail;Ablaufdatum;Verlängert;Notiz\na@x.example;05.06.2026;ja;\n",
        "Client ID\tPlan\tDate de renouvellement\tRenouvelé\n a@x.example \tgold\t2026-06-05\toui\n",
        "\n\nExpires on|Status|Id|Email\n2026-06-05|active|7|a@x.example\n",
        "البريد الإلكتروني,تاريخ التجديد,تم التجديد\na@x.example,2026-06-05,نعم\n",
        "cwsmer,dyddiad adnewyddu,adnewyddwyd\na@x.example,2026-06-05,do\n",
    ],
)
def test_headings_and_delimiters_of_five_languages(tmp_path: Path, text: str) -> None:
    for raw in (text.encode(), text.encode("utf-8-sig"), text.encode("utf-16"), gzip.compress(text.encode())):
        (good,), bad = read(tmp_path, raw)
        assert (good.customer, good.on, good.renewed, bad) == ("a@x.example", date(2026, 6, 5), True, ())


cells = st.one_of(
    st.sampled_from(["a@x.example", "7", "2026-05-01", "13/05/2026", "yes", "no", "", " ", '"', "\n", "maybe"]),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8),
)
rows = st.lists(st.lists(cells, min_size=1, max_size=4), max_size=8)


@given(rows)
def test_every_row_is_read_or_named(table: Sequence[Sequence[str]]) -> None:
    """Whatever is written in a CSV file comes back as a renewal or a bad row, once."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerows([["customer", "renewal_date", "renewed"], *table])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "customers.csv"
        path.write_text(out.getvalue(), encoding="utf-8", newline="")
        good, bad = read_renewals(path)
    assert len(good) + len(bad) == sum(any(row) for row in table)
    lines = [*(each.line for each in good), *(each.line for each in bad)]
    assert len(set(lines)) == len(lines)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_one_way(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "customers.csv"
        for head in (b"", HEAD.encode()):
            path.write_bytes(head + raw)
            with contextlib.suppress(DeflectError):
                read_renewals(path)
