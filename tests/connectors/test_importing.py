from __future__ import annotations

import dataclasses
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.config import Settings
from deflect.connectors import FORMATS, BadRow, ImportFormat, ImportSummary, import_file
from deflect.errors import InputError, UsageError
from deflect.store import Store
from tests.store.samples import record, write_jsonl

SETTINGS = Settings.model_validate({"vendor": {"addresses": ["@vendor.example"]}})


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "tickets.sqlite") as opened:
        yield opened


def counts(summary: ImportSummary) -> tuple[int, int, int, int, int]:
    return summary.read, summary.added, summary.updated, summary.unchanged, summary.skipped_count


def test_the_rest_goes_in_and_the_summary_counts_both(store: Store, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "t.jsonl", [record(1), b"nonsense", record(2), record(3, created_at="never")])
    summary = import_file(store, "jsonl", path, settings=SETTINGS)
    assert counts(summary) == (4, 2, 0, 0, 2)
    assert summary.skipped == (BadRow(2, "not JSON"), BadRow(4, "created_at is not a date"))
    assert summary.seconds > 0
    assert summary.notes == ()
    assert store.count() == 2


def test_importing_twice_changes_nothing_and_an_updated_ticket_is_updated(store: Store, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "t.jsonl", [record(number) for number in range(5)])
    import_file(store, "jsonl", path, settings=SETTINGS)
    revision, before = store.revision(), list(store.tickets())
    assert counts(import_file(store, "jsonl", path, settings=SETTINGS)) == (5, 0, 0, 5, 0)
    assert (store.revision(), list(store.tickets())) == (revision, before)
    write_jsonl(path, [record(3, subject="new"), record(4), record(5)])
    assert counts(import_file(store, "jsonl", path, settings=SETTINGS)) == (3, 1, 1, 1, 0)
    found = store.get("jsonl:3")
    assert found is not None
    assert found.subject == "new"


def test_a_merged_ticket_follows_its_target(store: Store, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "t.jsonl", [record(1, merged_into=2), record(2)])
    import_file(store, "jsonl", path, settings=SETTINGS)
    found = store.get("jsonl:1")
    assert found is not None
    assert found.id == "2"


def test_strict_stops_at_the_first_bad_row_and_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "first.jsonl", [record(0)])
    import_file(store, "jsonl", path, settings=SETTINGS)
    revision, before = store.revision(), list(store.tickets())
    rows = [record(number, subject="new") for number in range(2_500)]
    path = write_jsonl(tmp_path / "second.jsonl", [*rows, b"nonsense", b"{}"])
    with pytest.raises(InputError, match=r"line 2501: not JSON .*second.jsonl.*--strict") as caught:
        import_file(store, "jsonl", path, settings=SETTINGS, strict=True)
    assert caught.value.exit_code == 2
    assert (store.revision(), list(store.tickets())) == (revision, before)


def test_strict_takes_a_file_without_bad_rows(store: Store, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "t.jsonl", [record(number) for number in range(5)])
    assert counts(import_file(store, "jsonl", path, settings=SETTINGS, strict=True)) == (5, 5, 0, 0, 0)


def test_only_the_first_hundred_bad_rows_are_kept_and_all_are_counted(store: Store, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "t.jsonl", [b"nonsense"] * 250)
    summary = import_file(store, "jsonl", path, settings=SETTINGS)
    assert (len(summary.skipped), summary.skipped_count, summary.read) == (100, 250, 250)
    assert summary.skipped[-1].line == 100


def test_a_source_can_be_given(store: Store, tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "t.jsonl", [record(1), record(2, source="own")])
    import_file(store, "jsonl", path, settings=SETTINGS, source="desk")
    assert [ticket.ref for ticket in store.tickets()] == ["desk:1", "own:2"]


CSV = "Id,Created,Text of it\n1,2023-01-01,x\n,2023-01-01,y\n"
MBOX = "From - Wed Mar  1 09:00:00 2023\nFrom: a@b.example\nDate: Wed, 1 Mar 2023 09:00:00 +0000\n\nHi\n"


def test_csv_and_mail_go_in_the_same_way_and_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(CSV)
    (tmp_path / "t.mbox").write_text(MBOX)
    (tmp_path / "dir" / "cur").mkdir(parents=True)
    (tmp_path / "dir" / "cur" / "1").write_text(MBOX.partition("\n")[2])
    for added in (1, 0):
        summary = import_file(store, "csv", tmp_path / "t.csv", settings=SETTINGS, mapping={"body": "Text of it"})
        assert counts(summary) == (2, added, 0, 1 - added, 1)
        assert summary.skipped == (BadRow(3, "no id"),)
        assert counts(import_file(store, "mbox", tmp_path / "t.mbox", settings=SETTINGS)) == (1, added, 0, 1 - added, 0)
        assert counts(import_file(store, "maildir", tmp_path / "dir", settings=SETTINGS)) == (1, 0, 0, 1, 0)


def test_mail_without_the_vendors_addresses_is_imported_and_said_to_be_all_customers(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / "t.mbox").write_text(MBOX)
    summary = import_file(store, "mbox", tmp_path / "t.mbox", settings=Settings())
    assert summary.added == 1
    assert "vendor.addresses" in summary.notes[0]


def test_an_unknown_format_is_an_error_that_lists_the_known(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="Known: jsonl, csv, mbox, maildir"):
        import_file(store, "xlsx", tmp_path, settings=SETTINGS)  # type: ignore[arg-type]
    assert FORMATS == ("jsonl", "csv", "mbox", "maildir")


@pytest.mark.parametrize("kind", FORMATS)
def test_a_missing_file_is_an_error_for_every_format(store: Store, tmp_path: Path, kind: str) -> None:
    with pytest.raises(InputError, match="no such"):
        import_file(store, kind, tmp_path / "missing", settings=SETTINGS)  # type: ignore[arg-type]


def test_what_went_in_before_a_file_was_found_damaged_stays(store: Store, tmp_path: Path) -> None:
    rows = b"".join(json.dumps(record(number, subject=str(number * 7919))).encode() + b"\n" for number in range(5_000))
    path = tmp_path / "t.jsonl.gz"
    path.write_bytes(gzip.compress(rows)[:-2_000])
    with pytest.raises(InputError, match="damaged or cut short"):
        import_file(store, "jsonl", path, settings=SETTINGS)
    assert store.count() > 0
    assert store.count() % 1_000 == 0
    path.write_bytes(gzip.compress(rows))
    summary = import_file(store, "jsonl", path, settings=SETTINGS)
    assert (summary.read, summary.updated, store.count()) == (5_000, 0, 5_000)


def test_a_damaged_file_changes_nothing_where_strict(store: Store, tmp_path: Path) -> None:
    rows = b"".join(json.dumps(record(number)).encode() + b"\n" for number in range(3_000))
    path = tmp_path / "t.jsonl.gz"
    path.write_bytes(gzip.compress(rows)[:-500])
    with pytest.raises(InputError, match="damaged or cut short"):
        import_file(store, "jsonl", path, settings=SETTINGS, strict=True)
    assert (store.count(), store.revision()) == (0, 0)


LINES = st.lists(
    st.tuples(st.integers(0, 5), st.text(max_size=3)).map(
        lambda row: json.dumps(record(row[0], subject=row[1])).encode()
    )
    | st.binary(max_size=20)
    | st.sampled_from([b"", b"{}", b"null", b"\xef\xbb\xbf", MBOX.encode(), CSV.encode()]),
    max_size=10,
)


@hypothesis.settings(max_examples=40, deadline=None)
@given(LINES, st.sampled_from(FORMATS[:3]))
def test_whatever_the_file_the_counts_add_up_and_importing_again_changes_nothing(
    tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], kind: ImportFormat
) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "file").write_bytes(b"\n".join(lines))
    with Store.open(folder / "t.sqlite") as store:
        try:
            first = import_file(store, kind, folder / "file", settings=SETTINGS)
        except InputError:
            return
        assert first.read == first.added + first.updated + first.unchanged + first.skipped_count
        assert store.count() == first.added
        revision = store.revision()
        again = import_file(store, kind, folder / "file", settings=SETTINGS)
        assert counts(again) == (first.read, 0, 0, first.read - first.skipped_count, first.skipped_count)
        assert again.skipped == first.skipped
        assert store.revision() == revision


def test_the_summary_is_frozen() -> None:
    summary = ImportSummary(0, 0, 0, 0, (), 0, 0.0)
    with pytest.raises(dataclasses.FrozenInstanceError):
        summary.read = 1  # type: ignore[misc]


MEASURED = """
import pathlib, resource, sys
from deflect.config import Settings
from deflect.connectors import import_file
from deflect.store import Store
with Store.open(pathlib.Path(sys.argv[1])) as store:
    small = import_file(store, sys.argv[2], pathlib.Path(sys.argv[3]), settings=Settings())
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    large = import_file(store, sys.argv[2], pathlib.Path(sys.argv[4]), settings=Settings())
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(small.added, large.added, (after - before) // 1024)
"""


def csv_of(path: Path, rows: int, body: str) -> None:
    with path.open("w") as file:
        file.write("Id,Date,Message\n")
        file.writelines(f"{rows}-{number},2023-01-01,{body}\n" for number in range(rows))


def jsonl_of(path: Path, rows: int, body: str) -> None:
    messages = [{"author": "customer", "body": body}]
    write_jsonl(path, (record(id=f"{rows}-{number}", messages=messages) for number in range(rows)))


def mbox_of(path: Path, rows: int, body: str) -> None:
    with path.open("w") as file:
        for number in range(rows):
            file.write(MBOX.replace("\n\n", f"\nMessage-ID: <{rows}.{number}>\n\n") + body + "\n\n")


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is measured in kilobytes on Linux")
@pytest.mark.parametrize(("kind", "write"), [("jsonl", jsonl_of), ("csv", csv_of), ("mbox", mbox_of)])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, kind: str, write: object) -> None:
    assert callable(write)
    body = "word " * 10_000
    write(tmp_path / "small", 250, body)
    write(tmp_path / "large", 800, body)
    command = [sys.executable, "-c", MEASURED, "t.sqlite", kind, "small", "large"]
    found = subprocess.run(command, cwd=tmp_path, env=path_env(), check=True, capture_output=True, text=True)
    small, large, grown = map(int, found.stdout.split())
    assert (small, large) == (250, 800)
    assert (tmp_path / "large").stat().st_size > 40_000_000
    assert grown < 10  # MB


def path_env() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
