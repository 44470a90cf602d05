"""Exports as they come: odd delimiters, quotes, marks, dates and headings, and strict imports of each format."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deflect.config import Settings
from deflect.connectors import BadRow, ImportFormat, import_file
from deflect.connectors.csvlayout import find_layout
from deflect.connectors.dates import read_date
from deflect.connectors.headings import author_from, rating_from, status_from
from deflect.errors import InputError, UsageError
from deflect.store import Store
from deflect.types import Ticket
from tests.connectors.test_csv import one, read
from tests.store.samples import record, write_jsonl

ROWS = "Id,Date,Message\n1,2023-01-01,x\n"


def bodies(rows: list[Ticket | BadRow]) -> list[str]:
    return [row.messages[0].body for row in rows if isinstance(row, Ticket)]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_commas_in_the_text_do_not_outvote_the_delimiter(tmp_path: Path, delimiter: str) -> None:
    rows = [["Id", "Date", "Message"], ["1", "2023-01-01", "a, b, c, d, e"], ["2", "2023-01-01", "f,g"]]
    content = "\n".join(delimiter.join(cells) for cells in rows)
    assert bodies(read(tmp_path, content)) == ["a, b, c, d, e", "f,g"]


def test_quotes_hold_delimiters_line_ends_and_doubled_quotes(tmp_path: Path) -> None:
    content = '"Id";"Date";"Message"\r\n"1";"2023-01-01";"say ""hi"";\r\nthen, go"\r\n2;2023-01-01;5" disk\r\n'
    assert bodies(read(tmp_path, content)) == ['say "hi";\r\nthen, go', '5" disk']


def test_headings_over_two_lines_do_not_move_the_line_numbers(tmp_path: Path) -> None:
    found = read(tmp_path, '"Id","Date","Message","Further\nnotes"\n1,2023-01-01,x,\n2,never,y,\n')
    assert found[1:] == [BadRow(4, "created_at is not a date")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-8"])
@pytest.mark.parametrize("packed", [False, True])
def test_a_mark_or_none_the_letters_are_the_same(tmp_path: Path, encoding: str, packed: bool) -> None:
    content = "Nummer;Datum;Nachricht\n1;2023-01-01;Größe – „schön“ é\n".encode(encoding)
    assert bodies(read(tmp_path, gzip.compress(content) if packed else content)) == ["Größe – „schön“ é"]


def test_a_byte_that_no_character_has_is_one_bad_row(tmp_path: Path) -> None:
    content = "Id,Date,Message\n1,2023-01-01,é\n2,2023-01-01,ü\n".encode("cp1252") + b"3,2023-01-01,\x81\n"
    found = read(tmp_path, content)
    assert (bodies(found), found[-1]) == (["é", "ü"], BadRow(4, "broken encoding"))


@pytest.mark.parametrize("hint", ["sep=,\n", "SEP=,\r\n", "\ufeffsep=,\n", "\n\nsep=,\n"])
def test_a_hint_names_the_delimiter(tmp_path: Path, hint: str) -> None:
    assert bodies(read(tmp_path, hint + ROWS)) == ["x"]


@pytest.mark.parametrize("hint", ["sep=\n", "sep=\r\n", 'sep="\n', "sep=;\n"])
def test_a_hint_that_names_nothing_useful_is_an_error_that_shows_the_headings(tmp_path: Path, hint: str) -> None:
    with pytest.raises(InputError, match="no column for id and created_at and body"):
        read(tmp_path, hint + ROWS)


def test_the_layout_says_where_the_rows_begin(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text('\nsep=;\n"Id";"Date";"Mess\nage";"Message"\n1;13/02/2023;x;y\n')
    layout = find_layout(path, None)
    assert layout is not None
    assert (layout.delimiter, layout.lines_before, layout.width) == (";", 4, 4)
    assert (layout.days_first, layout.columns["body"]) == (True, 3)


GERMAN = "Ticketnummer;Erstellt am;Betreff;Beschreibung;Antwort;Zustand;E-Mail-Adresse;Schlagwörter;Bewertung\n"
FRENCH = "N° de ticket;Créé le;Sujet;Demande;Réponse;État;Adresse e-mail;Étiquettes;Évaluation\n"


@pytest.mark.parametrize(
    ("headings", "row"),
    [
        (GERMAN, "7;3. März 2023 um 14:05 Uhr;Hilfe;geht nicht;so;gelöst;Pat@example.org;a, b;zufrieden\n"),
        (FRENCH, "7;3 mars 2023 à 14h05;Hilfe;geht nicht;so;Résolu;Pat@example.org;a|b;Satisfait\n"),
    ],
)
def test_a_german_and_a_french_export_are_read_alike(tmp_path: Path, headings: str, row: str) -> None:
    found = one(read(tmp_path, headings + row))
    assert (found.id, found.subject, found.status, found.tags) == ("7", "Hilfe", "solved", ("a", "b"))
    assert (found.rating, found.requester.email) == ("good", "Pat@example.org")
    assert found.created_at == datetime(2023, 3, 3, 14, 5, tzinfo=UTC)
    assert [(message.author, message.body) for message in found.messages] == [
        ("customer", "geht nicht"),
        ("agent", "so"),
    ]


@pytest.mark.parametrize(
    "written",
    [
        "2023/03/03 2:05 pm", "3.3.2023 14:05:00", "03.03.2023, 14:05 Uhr", "Fri, 3 Mar 2023 14:05:00 +0000",
        "March 3rd, 2023 at 2:05 PM", "3-Mar-2023 14:05", "2023-03-03T15:05:00+01:00", "1677852300",
        "Freitag, 3. März 2023 14:05", "3 MARS 2023 14h05", "3/3/2023 15:05 +01:00", "2023-03-03 14:05:00.000 UTC",
    ],
)  # fmt: skip
def test_one_moment_in_many_hands(written: str) -> None:
    assert read_date(written, "date", days_first=True) == datetime(2023, 3, 3, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    ["31/02/2023", "3 Foo 2023", "3/3.2023", "3/3/23", "12:05", "3 Mar 2023 25:00", "1" * 81, "3/3/2023 +99:99"],
)
def test_almost_a_date_is_refused_without_its_text(written: str) -> None:
    with pytest.raises(ValueError, match=r"^date is not a date$"):
        read_date(written, "date", days_first=True)


def test_values_nobody_knows_are_open_unsaid_or_no_author() -> None:
    assert (status_from("Warten auf 3rd level"), status_from("")) == ("open", "open")
    assert (status_from("GELÖST"), status_from("Clôturé"), status_from("on-hold")) == ("solved", "closed", "pending")
    assert (rating_from("7"), rating_from(" Good! "), rating_from("not_good")) == (None, "good", "bad")
    assert (author_from("Kundin"), author_from("end-user"), author_from("nobody")) == ("customer", "customer", None)


MESSAGES = "Ticket ID,Created at,Author,Email,Agent,Public,Message\n"


def test_authors_are_told_by_word_address_or_name_and_notes_are_private(tmp_path: Path) -> None:
    content = MESSAGES + (
        "1,2023-01-01 10:00,kim@vendor.example,pat@example.org,,nein,note\n"
        "1,2023-01-01 09:00,pat@example.org,pat@example.org,,yes,ask\n"
        "1,2023-01-01 12:00,Kim,pat@example.org,Kim,true,answer\n"
        "1,2023-01-01 13:00,else@example.org,pat@example.org,,,more\n"
        "1,2023-01-01 14:00,chatbot,pat@example.org,,,beep\n"
    )
    found = one(read(tmp_path, content))
    assert [(message.author, message.public, message.agent_id) for message in found.messages] == [
        ("customer", True, None),
        ("agent", False, "kim@vendor.example"),
        ("agent", True, "Kim"),
        ("customer", True, None),
        ("bot", True, None),
    ]
    assert found.created_at == datetime(2023, 1, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ({"colour": "Id"}, "unknown field colour"),
        ({"body": "Nope"}, "no column is called Nope"),
        ({"dates": "both"}, "dates=both is no order"),
    ],
)
def test_a_mapping_that_cannot_be_followed_changes_nothing(tmp_path: Path, mapping: dict[str, str], said: str) -> None:
    path = tmp_path / "t.csv"
    path.write_text(ROWS)
    with Store.open(tmp_path / "t.sqlite") as store:
        with pytest.raises(InputError, match=said):
            import_file(store, "csv", path, settings=Settings(), mapping=mapping)
        with pytest.raises(UsageError, match="jsonl has no columns"):
            import_file(store, "jsonl", path, settings=Settings(), mapping=mapping)
        assert store.count() == 0


MAIL = b"From - Wed Mar  1 09:00:00 2023\nFrom: pat@example.org\nDate: Wed, 1 Mar 2023 09:00:00 +0000\n\nhi\n\n"
FAULTY: list[tuple[ImportFormat, bytes, str]] = [
    ("csv", b"Id,Date,Message\n1,2023-01-01,x\n\n2,never,y\n", "line 4: created_at is not a date"),
    ("csv", b'Id,Date,Message\n1,2023-01-01,"a\nb"\n,2023-01-01,y\n', "line 4: no id"),
    ("mbox", MAIL + MAIL.replace(b"Date:", b"X:"), "line 7: no date"),
    ("mbox", MAIL.replace(b"pat@example.org", b"nobody"), "line 1: no sender"),
]


@pytest.mark.parametrize(("kind", "content", "said"), FAULTY)
def test_strict_names_the_line_of_the_first_bad_row_in_every_format(
    tmp_path: Path, kind: ImportFormat, content: bytes, said: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with Store.open(tmp_path / "t.sqlite") as store:
        with pytest.raises(InputError, match=rf"^{said} .*leave out --strict"):
            import_file(store, kind, path, settings=Settings(), strict=True)
        assert store.count() == 0
        assert import_file(store, kind, path, settings=Settings()).skipped_count == 1


def test_strict_counts_blank_lines_of_records(tmp_path: Path) -> None:
    path = write_jsonl(tmp_path / "t.jsonl", [record(1), b"", b"  ", record(2, status="odd")])
    with Store.open(tmp_path / "t.sqlite") as store, pytest.raises(InputError, match=r"^line 4: unknown status"):
        import_file(store, "jsonl", path, settings=Settings(), strict=True)


@pytest.mark.parametrize(("kind", "content"), [("csv", ROWS.encode()), ("mbox", MAIL), ("jsonl", b"{}\n")])
@pytest.mark.parametrize("cut", [3, 12, -1, -9])
def test_a_gzip_file_cut_short_is_an_error_in_every_format(
    tmp_path: Path, kind: ImportFormat, content: bytes, cut: int
) -> None:
    path = tmp_path / "file.gz"
    path.write_bytes(gzip.compress(content)[:cut])
    with Store.open(tmp_path / "t.sqlite") as store:
        with pytest.raises(InputError, match="gzip file is damaged or cut short"):
            import_file(store, kind, path, settings=Settings())
        assert store.count() == 0
