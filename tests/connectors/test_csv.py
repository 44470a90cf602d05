from __future__ import annotations

import csv
import gzip
import io
import os
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.connectors import BadRow, csvfile, jsonl
from deflect.connectors.csvquote import OPEN_QUOTE
from deflect.connectors.rows import Row
from deflect.connectors.vendor import Vendor
from deflect.errors import InputError
from deflect.types import Message, Requester, Ticket

VENDOR = Vendor.of(["@vendor.example", "help@other.example"])


def read(path: Path, content: str | bytes, encoding: str = "utf-8", **options: Any) -> list[Row]:
    file = path / "tickets.csv" if path.is_dir() else path
    file.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return list(csvfile.read(file, source="csv", vendor=VENDOR, **options))


def one(rows: list[Row]) -> Ticket:
    [found] = rows
    assert isinstance(found, Ticket), found
    return found


def test_a_row_is_a_ticket_with_question_and_answer(tmp_path: Path) -> None:
    content = (
        "Ticket ID,Subject,Description,Answer,Created time,Status,Tags,Email,Full name,Agent,Survey results,URL\r\n"
        '7,"Log in, please","Line 1\nLine ""2""",<p>Do <b>this</b></p>,2023-01-02 10:00,Resolved,"a, b;c",'
        "Pat@example.org,Pat,Kim,Happy,https://desk.example/7\r\n"
    )
    at = datetime(2023, 1, 2, 10, tzinfo=UTC)
    assert one(read(tmp_path, content)) == Ticket(
        id="7",
        source="csv",
        created_at=at,
        subject="Log in, please",
        status="solved",
        tags=("a", "b", "c"),
        requester=Requester(None, "Pat", "Pat@example.org"),
        rating="good",
        url="https://desk.example/7",
        messages=(
            Message("customer", 'Line 1\nLine "2"', at),
            Message("agent", "<p>Do <b>this</b></p>", at, format="html", agent_id="Kim"),
        ),
    )


def test_a_file_with_subjects_only_gives_tickets_without_text(tmp_path: Path) -> None:
    found = one(read(tmp_path, "Id,Subject,Created at\n1,Help,2023-01-01\n"))
    assert (found.subject, found.messages[0].body) == ("Help", "")


MESSAGES = """Ticket ID;Date;Author;Message;Subject;Public;Requester email
1;2023-01-01 10:00;customer;It broke;Broken;true;pat@example.org
2;2023-01-01 11:00;pat@example.org;Me too;Also;true;pat@example.org
1;2023-01-01 12:00;kim@vendor.example;Fixed;Broken;true;pat@example.org
1;2023-01-01 11:30;agent;looks like a bug;Broken;false;pat@example.org
"""


def test_several_rows_of_a_ticket_are_its_messages_in_the_order_of_time(tmp_path: Path) -> None:
    rows = read(tmp_path, MESSAGES)
    first, second = rows
    assert isinstance(first, Ticket)
    assert isinstance(second, Ticket)
    assert (first.id, second.id) == ("1", "2")
    assert [(message.author, message.body, message.public, message.agent_id) for message in first.messages] == [
        ("customer", "It broke", True, None),
        ("agent", "looks like a bug", False, None),
        ("agent", "Fixed", True, "kim@vendor.example"),
    ]
    assert first.created_at == datetime(2023, 1, 1, 10, tzinfo=UTC)
    assert [message.author for message in second.messages] == ["customer"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_encodings_and_line_ends_are_told(tmp_path: Path, delimiter: str, encoding: str, end: str) -> None:
    rows = [["Ticket-Nr.", "Erstellt am", "Beschreibung"], ["1", "31.01.2023", "Größe, Maß; a|b\tc – “ja”"]]
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    found = one(read(tmp_path, out.getvalue(), encoding))
    assert found.messages[0].body == "Größe, Maß; a|b\tc – “ja”"
    assert found.created_at == datetime(2023, 1, 31, tzinfo=UTC)


def test_a_hint_of_excel_and_empty_lines_before_the_headings_are_passed_over(tmp_path: Path) -> None:
    found = read(tmp_path, "\n\nsep=;\nId;Date;Message\n1;2023-01-01;a,b\n;;\n\n2;x;y\n")
    assert isinstance(found[0], Ticket)
    assert found[0].messages[0].body == "a,b"
    assert found[1:] == [BadRow(8, "created_at is not a date")]


def test_bad_rows_are_named_with_their_first_line(tmp_path: Path) -> None:
    content = (
        b"Id,Date,Message\n"
        b"1,2023-01-01,\xc3\xa4\n"
        b",2023-01-01,without id\n"
        b'3,2023-01-01,"two\nlines"\n'
        b"4,never,x\n"
        b"5,2023-01-01,a\0b\n"
        b"6,2023-01-01,\xc3\xa4 and broken \xff\n"
        b"7,2023-01-01,x,too,many\n"
        b"8,2023-01-01,more,,\n"
        b"9\n"
    )
    rows = read(tmp_path, content)
    assert [row for row in rows if isinstance(row, BadRow)] == [
        BadRow(3, "no id"),
        BadRow(6, "created_at is not a date"),
        BadRow(7, "NUL byte"),
        BadRow(8, "broken encoding"),
        BadRow(9, "more cells than headings"),
        BadRow(11, "no created_at"),
    ]
    assert [row.id for row in rows if isinstance(row, Ticket)] == ["1", "3", "8"]


def test_a_second_row_of_a_ticket_without_an_author_column_is_named_and_never_replaces_the_first(
    tmp_path: Path,
) -> None:
    content = (
        "Id,Created at,Status,Description\n1,2023-01-01,open,ask\n1,2023-01-01,open,answer\n1,2023-01-01,closed,ask\n"
    )
    first, second, later = read(tmp_path, content)
    assert isinstance(first, Ticket)
    assert first.messages[0].body == "ask"
    assert isinstance(second, BadRow)
    assert (second.line, "--map author=" in second.reason) == (3, True)
    assert isinstance(later, Ticket)
    assert later.status == "closed"


def test_an_unknown_author_is_a_bad_row(tmp_path: Path) -> None:
    rows = read(tmp_path, MESSAGES.replace(";agent;", ";somebody;"))
    assert rows[0] == BadRow(5, "unknown author")
    assert len(rows) == 3


def test_a_cell_and_a_line_over_the_limit_are_bad_rows_and_reading_goes_on(tmp_path: Path) -> None:
    content = b"Id,Date,Message\n1,2023-01-01,%b\n2,2023-01-01,ok\n3,2023-01-01,%b\n4,2023-01-01,ok\n" % (
        b"x" * 10_500_000,
        b"x" * 40_000_000,
    )
    rows = read(tmp_path, content)
    assert [row for row in rows if isinstance(row, BadRow)] == [
        BadRow(2, "a cell over 10 MB: is a quote left open?"),
        BadRow(4, "over 32 MB"),
    ]
    assert [row.id for row in rows if isinstance(row, Ticket)] == ["2", "4"]


HEAD = "Id,Date,Message\n"


def seen(rows: list[Row]) -> list[str | tuple[int, str]]:
    return [row.id if isinstance(row, Ticket) else (row.line, row.reason) for row in rows]


def test_a_quote_that_is_never_closed_is_named_by_its_line_and_swallows_nothing(tmp_path: Path) -> None:
    later = "".join(f"{n},2023-01-02,text {n}\n" for n in range(4, 400))
    content = f'{HEAD}1,2023-01-01,a\n2,2023-01-01,"b\nc"\n3,2023-01-01,"Hello there\n{later}'
    rows = seen(read(tmp_path, content))
    assert rows == ["1", "2", (5, OPEN_QUOTE), *map(str, range(4, 400))]


def test_it_is_named_by_its_line_where_the_row_began_lines_before(tmp_path: Path) -> None:
    content = 'Id,Date,Subject,Message\n1,2023-01-01,"two\nlines","open\nmore\n2,2023-01-02,x,y\n'
    assert seen(read(tmp_path, content)) == [(3, OPEN_QUOTE), "2"]


@pytest.mark.parametrize("tail", ["cut off", "cut off\nin the middle\nof a text", "cut off\n\n"])
def test_a_file_that_is_cut_off_within_a_text_has_one_bad_row(tmp_path: Path, tail: str) -> None:
    assert seen(read(tmp_path, f'{HEAD}1,2023-01-01,a\n2,2023-01-01,"{tail}')) == ["1", (3, OPEN_QUOTE)]


def test_a_quote_that_ends_in_a_later_ticket_swallows_neither(tmp_path: Path) -> None:
    content = f'{HEAD}1,2023-01-01,"open\n2,2023-01-02,plain\n3,2023-01-03,"quoted"\n4,2023-01-04,"two\nlines"\n'
    assert seen(read(tmp_path, content)) == [(2, OPEN_QUOTE), "2", "3", "4"]


def test_a_later_ticket_with_a_text_of_several_lines_is_found_whole(tmp_path: Path) -> None:
    rows = read(tmp_path, f'{HEAD}1,2023-01-01,open" "\n2,2023-01-01,"open\n3,2023-01-03,"two\nlines"\n')
    assert seen(rows) == ["1", (3, OPEN_QUOTE), "3"]
    assert isinstance(rows[-1], Ticket)
    assert rows[-1].messages[0].body == "two\nlines"


def test_a_text_with_sloppy_quotes_over_several_lines_is_still_a_ticket(tmp_path: Path) -> None:
    rows = read(tmp_path, f'{HEAD}1,2023-01-01,"It was late.\nHe said "stop" and left"\n2,2023-01-02,x\n')
    assert seen(rows) == ["1", "2"]


def test_a_cell_over_the_limit_gives_the_tickets_in_it_back(tmp_path: Path) -> None:
    lines = "".join(f"{n},2023-01-02,{'x' * 1000}\n" for n in range(2, 12_000))
    rows = read(tmp_path, f'{HEAD}1,2023-01-01,"open\n{lines}')
    assert seen(rows) == [(2, OPEN_QUOTE), *map(str, range(2, 12_000))]


texts = st.text(st.sampled_from('ab ,;"\n'), max_size=12)


@given(st.lists(texts, min_size=1, max_size=8))
def test_what_is_written_well_is_read_as_it_was_written(written: list[str]) -> None:
    out = io.StringIO()
    rows = [[str(n), "2023-01-01", f"t{text}t"] for n, text in enumerate(written)]
    csv.writer(out).writerows([["Id", "Date", "Message"], *rows])
    with tempfile.TemporaryDirectory() as folder:
        found = read(Path(folder), out.getvalue())
    assert [row.messages[0].body for row in found if isinstance(row, Ticket)] == [row[2] for row in rows]


@given(st.lists(st.sampled_from(['"', "a", ",", "\n", "1,2023-01-01,x\n", '2,2023-01-01,"y']), max_size=25))
def test_however_quotes_are_scattered_reading_ends(parts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = read(Path(folder), HEAD + "".join(parts))
    assert len(found) <= 2 * len(parts) + 1


def test_a_pipe_or_a_device_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), Path("/dev/null")):
        for reader in (csvfile.read(path, source="", vendor=VENDOR), jsonl.read(path, source="")):
            with pytest.raises(InputError, match=r"a pipe or a device, not a file .*give - for stdin"):
                list(reader)


def test_gzip_and_progress(tmp_path: Path) -> None:
    content = gzip.compress(b"Id,Date,Message\n" + b"".join(b"%d,2023-01-01,x\n" % n for n in range(450)))
    seen: list[tuple[int, int, int | None]] = []
    rows = read(tmp_path / "t.csv.gz", content, progress=lambda *now: seen.append(now))
    assert len(rows) == 450
    assert [now[0] for now in seen] == [200, 400, 450]
    assert seen[-1][1:] == (len(content), len(content))


def test_an_empty_file_or_only_headings_give_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "") == []
    assert read(tmp_path, "\n\n") == []
    assert read(tmp_path, "Id,Date,Message\n") == []


def test_day_or_month_first_is_asked_for_where_the_file_does_not_tell(tmp_path: Path) -> None:
    content = "Id,Date,Message\n1,05/06/2023,x\n"
    with pytest.raises(InputError, match="--map dates=day-first or --map dates=month-first"):
        read(tmp_path, content)
    assert one(read(tmp_path, content, mapping={"dates": "day-first"})).created_at.month == 6
    assert one(read(tmp_path, content, mapping={"dates": "month-first"})).created_at.month == 5
    assert len(read(tmp_path, content + "2,06/25/2023,x\n")) == 2
    with pytest.raises(InputError, match="dates=us is no order"):
        read(tmp_path, content, mapping={"dates": "us"})


def test_a_mapping_names_columns_that_cannot_be_guessed(tmp_path: Path) -> None:
    content = "Ref,When,Words\n1,2023-01-01,x\n"
    with pytest.raises(InputError, match="among the headings 'Ref', 'When', 'Words'"):
        read(tmp_path, content)
    mapping = {"id": "Ref", "created_at": "When", "body": "Words"}
    assert one(read(tmp_path, content, mapping=mapping)).messages[0].body == "x"


def test_stdin_is_refused() -> None:
    with pytest.raises(InputError, match="cannot come from stdin"):
        list(csvfile.read(Path("-"), source="csv", vendor=VENDOR))


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=30).map(str.strip)


@given(st.lists(st.tuples(cells, cells), max_size=8), st.sampled_from(",;\t"))
def test_what_a_csv_writer_wrote_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[str, str]], delimiter: str
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["Id", "Date", "Subject", "Message"])
    writer.writerows([number, "2023-01-01", subject, body] for number, (subject, body) in enumerate(pairs))
    found = read(tmp_path_factory.mktemp("csv"), out.getvalue())
    assert [(row.subject, row.messages[0].body) for row in found if isinstance(row, Ticket)] == pairs


@given(st.binary(max_size=200))
def test_no_bytes_make_anything_but_rows_or_an_input_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    for start in (b"", b"Id,Date,Message\n", b"Id,Date,Author,Message\n1,2023-01-01,agent,"):
        try:
            rows = read(tmp_path_factory.mktemp("csv"), start + content)
        except InputError:
            continue
        assert all(isinstance(row, Ticket | BadRow) for row in rows)
