"""The pack for a partner: whole, the same each time, without anybody's data, and never over what is not its own."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest

from deflect.errors import UsageError, WorkspaceError
from deflect.pipeline import run
from deflect.pipeline.handover import hand_over
from deflect.pipeline.handover_folder import MANIFEST, write_pack
from deflect.report.handover.pack import CONTENTS, INDEX
from deflect.store import Store
from deflect.testing import small_desk
from deflect.types import Ticket
from deflect.workspace import Workspace, atomic_write

PLANTED = {
    "mail": "quinn.zyxwv@zyxwv-choir.org",
    "telephone": "+44 20 7946 0958",
    "card": "4111 1111 1111 1111",
    "key": "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
    "password": "Xq7vTrombone!",
    "word": "gardenia",
}
SAID = (
    "Write to {mail} or call {telephone}. The card is {card}. The key is {key}. The password is {password}. "
    "Use the {word} view."
).format(**PLANTED)
GREETED, SIGNED = "Hi Quintessa,\n\n", "\n\nBest regards,\nZebedee Zyxwv"


def mannered(ticket: Ticket, place: int) -> Ticket:
    """Every agent greets and signs; every fifth ticket tells, in each message, what is nobody's business."""
    more = f" {SAID}" if place % 5 == 0 else ""
    told = [
        dataclasses.replace(
            each, body=f"{GREETED}{each.body}{more}{SIGNED}" if each.author == "agent" else each.body + more
        )
        for each in ticket.messages
    ]
    return dataclasses.replace(ticket, messages=tuple(told), rating="good" if place % 5 == 0 else None)


@pytest.fixture
def ready(desk: Workspace, hash_encoder: None) -> Workspace:
    """All planted tickets are one customer's, so that its words are no one else's."""
    theirs = small_desk()[0].requester
    tickets = [mannered(ticket, place) for place, ticket in enumerate(small_desk())]
    tickets = [
        dataclasses.replace(ticket, requester=theirs) if place % 5 == 0 else ticket
        for place, ticket in enumerate(tickets)
    ]
    with Store.open(desk.database) as store:
        store.put(tickets)
    run(desk, "articles")
    return desk


def texts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_without_a_run_there_is_nothing_to_hand_over(desk: Workspace, tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="nothing was run yet"):
        hand_over(desk, tmp_path / "pack")
    assert not (tmp_path / "pack").exists()


def test_the_pack_is_whole_the_same_twice_and_leaks_nothing(ready: Workspace, tmp_path: Path) -> None:
    found = hand_over(ready, tmp_path / "pack")
    pack = texts(tmp_path / "pack")
    assert set(pack) == {INDEX, *CONTENTS, MANIFEST}
    assert found.files == (INDEX, *CONTENTS)
    assert found.questions == found.answered > 0

    everything = "\n".join(pack.values())
    for value in (*PLANTED.values(), "Quintessa", "Zebedee", "Zyxwv", "customer0", "example.org"):
        assert value.casefold() not in everything.casefold(), value
    assert not re.search(r"\[(?:email|phone|name|secret|customer)", everything)

    assert "Open Bookings &gt; Export. Choose CSV and press Download." in pack["playbook.md"]
    with Store.open(ready.database) as store:
        english = sum(ticket.language == "en" for ticket in store.cleaned())
    assert english >= 32  # all but the strays
    assert f"“Hi” {english} times" in pack["tone.md"]
    assert f"“Best regards” {english} times" in pack["tone.md"]
    bodies = [json.loads(line)["text"] for line in pack["macros/help-scout.jsonl"].splitlines()]
    assert len(bodies) == found.answered
    assert all(each.startswith("Hi,<br /><br />") and each.endswith("<br /><br />Best regards") for each in bodies)
    assert sum(int(row.split(",")[3]) for row in pack["volumes.csv"].splitlines()[1:]) == 44

    assert hand_over(ready, tmp_path / "again").files == found.files
    assert texts(tmp_path / "again") == pack
    hand_over(ready, tmp_path / "pack")
    assert texts(tmp_path / "pack") == pack


def test_every_page_that_the_index_names_is_there() -> None:
    assert set(CONTENTS).isdisjoint({INDEX, MANIFEST})


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"form": "other", "files": {}}', '{"form": "deflect handover 1"}']
)
def test_a_folder_that_is_no_pack_is_left_alone(tmp_path: Path, content: str) -> None:
    (tmp_path / MANIFEST).write_text(content)
    with pytest.raises(UsageError, match="no handover pack"):
        write_pack(tmp_path, {INDEX: "new"})
    assert texts(tmp_path) == {MANIFEST: content}


def test_somebodys_own_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="no handover pack"):
        write_pack(tmp_path, {INDEX: "new"})
    assert texts(tmp_path) == {"mine.txt": "mine"}


def test_an_edited_file_stops_the_pack_before_anything_is_written(tmp_path: Path) -> None:
    write_pack(tmp_path, {INDEX: "one", "tone.md": "one"})
    (tmp_path / "tone.md").write_text("edited")
    before = texts(tmp_path)
    with pytest.raises(UsageError, match="edited this file"):
        write_pack(tmp_path, {INDEX: "two", "tone.md": "two"})
    assert texts(tmp_path) == before


def test_a_file_under_a_new_name_of_the_pack_is_left_alone(tmp_path: Path) -> None:
    write_pack(tmp_path, {INDEX: "one"})
    (tmp_path / "tone.md").write_text("mine")
    with pytest.raises(UsageError, match="edited this file"):
        write_pack(tmp_path, {INDEX: "one", "tone.md": "two"})


def test_a_pack_killed_half_way_is_finished_by_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_pack(tmp_path, {INDEX: "one", "tone.md": "one"})

    def killed(path: Path, content: bytes) -> None:
        if path.name == "tone.md":
            raise KeyboardInterrupt
        atomic_write(path, content)

    with monkeypatch.context() as patched:
        patched.setattr("deflect.pipeline.handover_folder.atomic_write", killed)
        with pytest.raises(KeyboardInterrupt):
            write_pack(tmp_path, {INDEX: "two", "tone.md": "two"})
    write_pack(tmp_path, {INDEX: "three", "tone.md": "three"})
    assert {name: text for name, text in texts(tmp_path).items() if name != MANIFEST} == {
        INDEX: "three",
        "tone.md": "three",
    }
