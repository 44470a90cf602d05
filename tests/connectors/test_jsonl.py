from __future__ import annotations

import gzip
import io
import json
import sys
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.connectors import BadRow, jsonl
from deflect.connectors.rows import Row
from deflect.errors import InputError
from deflect.types import Ticket
from tests.store.samples import record, write_jsonl


def read(path: Path) -> list[Row]:
    return list(jsonl.read(path, source="desk"))


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "tickets.jsonl"
    path.write_bytes(content)
    return path


def line(**changes: object) -> bytes:
    return json.dumps(record(**changes)).encode()  # type: ignore[arg-type]


def body(text: str) -> bytes:
    return line(messages=[{"author": "customer", "body": text}])


BAD = [
    (b"{not json", "not JSON"),
    (b'{"id": "1"', "not JSON"),
    (b"[1, 2]", "not a JSON object"),
    (b"17", "not a JSON object"),
    (b"null", "not a JSON object"),
    (b'"text"', "not a JSON object"),
    (b"9" * 5_000, "not JSON"),
    (b"[" * 200_000, "nested too deeply"),
    (b'{"a":' * 200_000, "nested too deeply"),
    (b'{"id": "\xff\xfe"}', "broken encoding"),
    (line().decode().encode("utf-16-le"), "not JSON"),
    (b"\0\0\0", "not JSON"),
    (b'{"created_at": 0, "messages": []}', "no id"),
    (line(created_at="yesterday"), "created_at is not a date"),
    (line(messages=[{"author": "robot", "body": "x"}]), "unknown author"),
    (body("a\0b"), "NUL byte"),
    (body("half \ud83d"), "broken encoding"),
    (body("x" * 10_000_001), "body over 10 MB"),
    (body("x" * 40_000_000), "over 32 MB"),
]


def test_every_bad_row_is_named_with_its_line_and_the_rest_goes_in(tmp_path: Path) -> None:
    content = b"".join(line(number=number) + b"\n" + bad + b"\n" for number, (bad, _) in enumerate(BAD))
    rows = read(written(tmp_path, content))
    assert rows[1::2] == [BadRow(2 * number, reason) for number, (_, reason) in enumerate(BAD, 1)]
    assert [row.id for row in rows[::2] if isinstance(row, Ticket)] == [str(number) for number in range(len(BAD))]


def test_a_row_over_the_limit_at_the_end_of_the_file_is_named_too(tmp_path: Path) -> None:
    assert read(written(tmp_path, line() + b"\n" + b"x" * 33_000_000))[1:] == [BadRow(2, "over 32 MB")]


@pytest.mark.parametrize("limit", [1, 5, 6, 7])
def test_a_line_over_the_limit_is_never_held(limit: int) -> None:
    content = b"abcdef\nab\n\nabcdefghijkl"
    stream: io.BufferedReader = io.BufferedReader(io.BytesIO(content))
    expected = [(n, text if len(text) <= limit else None) for n, text in enumerate(content.split(b"\n"), 1)]
    assert list(jsonl.lines(stream, limit)) == expected


def test_blank_lines_crlf_a_mark_at_the_beginning_and_no_end_of_line_are_fine(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf" + line(number=1) + b"\r\n\r\n  \n" + line(number=2) + b"\n\n{\n" + line(number=3)
    rows = read(written(tmp_path, content))
    assert [row.id if isinstance(row, Ticket) else row for row in rows] == ["1", "2", BadRow(6, "not JSON"), "3"]


def test_an_empty_file_holds_nothing(tmp_path: Path) -> None:
    assert read(written(tmp_path, b"")) == []


def test_of_a_key_that_comes_twice_the_last_counts(tmp_path: Path) -> None:
    content = b'{"id": "1", "id": "2", "created_at": 0, "messages": []}'
    [found] = read(written(tmp_path, content))
    assert isinstance(found, Ticket)
    assert found.ref == "desk:2"


def test_characters_that_other_programs_take_for_line_ends_stay_in_the_text(tmp_path: Path) -> None:
    text = "a\u2028b\x85c\x0bd"
    content = json.dumps(record(messages=[{"author": "customer", "body": text}]), ensure_ascii=False).encode()
    [found] = read(written(tmp_path, content))
    assert isinstance(found, Ticket)
    assert found.messages[0].body == text


@pytest.mark.parametrize("name", ["tickets.jsonl.gz", "tickets.jsonl"])
def test_gzip_is_recognised_by_content_and_read_directly(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(line(number=1) + b"\n") + gzip.compress(line(number=2) + b"\n"))
    assert [row.id for row in read(path) if isinstance(row, Ticket)] == ["1", "2"]


@pytest.mark.parametrize("cut", [3, 12, 60, -9, -1])
def test_a_gzip_file_cut_short_is_an_error(tmp_path: Path, cut: int) -> None:
    whole = gzip.compress(b"\n".join(line(number=number) for number in range(50)))
    with pytest.raises(InputError, match="damaged or cut short"):
        read(written(tmp_path, whole[:cut]))


def test_a_gzip_file_damaged_inside_is_an_error(tmp_path: Path) -> None:
    content = bytearray(gzip.compress(b"\n".join(line(number=number) for number in range(50))))
    content[40:60] = b"\xff" * 20
    with pytest.raises(InputError, match="damaged or cut short"):
        read(written(tmp_path, bytes(content)))


def test_a_missing_file_and_a_folder_are_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        read(tmp_path / "missing.jsonl")
    with pytest.raises(InputError, match="this is a folder"):
        read(tmp_path)


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_dash_reads_stdin(monkeypatch: pytest.MonkeyPatch, pack: type[bytes]) -> None:
    content = pack(line(number=1) + b"\n" + line(number=2))
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))
    seen: list[tuple[int, int, int | None]] = []
    rows = list(jsonl.read(Path("-"), source="desk", progress=lambda *now: seen.append(now)))
    assert len(rows) == 2
    assert seen == [(2, len(content), None)]


@pytest.mark.parametrize("packed", [False, True])
def test_progress_counts_rows_and_bytes_as_they_lie_on_disk(tmp_path: Path, packed: bool) -> None:
    path = write_jsonl(tmp_path / "t.jsonl", [record(number) for number in range(1_001)])
    if packed:
        path.write_bytes(gzip.compress(path.read_bytes()))
    size = path.stat().st_size
    seen: list[tuple[int, int, int | None]] = []
    rows = list(jsonl.read(path, source="desk", progress=lambda *now: seen.append(now)))
    assert len(rows) == 1_001
    assert [rows for rows, _, _ in seen] == [200, 400, 600, 800, 1_000, 1_001]
    assert all(before[1] <= after[1] for before, after in pairwise(seen))
    assert seen[-1] == (1_001, size, size)


LINES = st.lists(
    st.binary(max_size=40) | st.sampled_from([line(), body("x"), b"", b"{}", b"[]", b'{"id": 1}', b"\xff", b"\r"]),
    max_size=12,
)


@given(LINES)
def test_no_bytes_make_anything_but_rows(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes]) -> None:
    content = b"\n".join(lines)
    path = tmp_path_factory.mktemp("fuzz") / "t.jsonl"
    path.write_bytes(content)
    if content.startswith(b"\x1f\x8b"):
        return
    bare = content.removeprefix(b"\xef\xbb\xbf")
    rows = read(path)
    assert len(rows) == sum(bool(text.strip()) for text in bare.split(b"\n"))
    assert all(row.line <= len(lines) + content.count(b"\n") for row in rows if isinstance(row, BadRow))
