"""The owner's list meets the tickets by address or id, in any case; who was erased, and who is named, stays out."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from deflect.cli import deflect
from deflect.errors import InputError, UsageError
from deflect.pipeline import run
from deflect.pipeline.clean import clean_new, cleaner_for
from deflect.pipeline.customers import retention
from deflect.pipeline.sheets import check_place, write_sheets
from deflect.report.retention import Retention
from deflect.store import Store
from deflect.types import Message, Requester, Ticket
from deflect.workspace import Workspace

HEAD = "customer,renewal_date,renewed\n"
START = datetime(2026, 1, 1, tzinfo=UTC)


def ticket(name: str, day: int, requester: Requester, *, replied: float = 1.0) -> Ticket:
    made = START + timedelta(days=day)
    said = (
        Message("customer", f"Why does my calendar number {name} stay blank after the update?", made),
        Message("agent", "Open the settings and press Reset there.", made + timedelta(hours=replied), agent_id="a"),
    )
    return Ticket(name, "desk", made, said, "Blank calendar", "solved", requester=requester)


TICKETS = (
    ticket("first", 0, Requester(email="old@x.example")),
    ticket("quick", 50, Requester(id="7", email="Ann@X.example")),
    ticket("slow", 60, Requester(id="U-8"), replied=30.0),
    ticket("gone", 70, Requester(id="9", email="gone@x.example")),
    ticket("after", 91, Requester(email="later@x.example"), replied=99.0),
    ticket("last", 100, Requester(email="old@x.example")),
)


@pytest.fixture
def desk(tmp_path: Path) -> Workspace:
    workspace = Workspace.create(tmp_path / "desk", "[report]\nrenewal_days = 60\n")
    with Store.open(workspace.database) as store:
        store.put(TICKETS)
        clean_new(store, cleaner_for(workspace), lambda _done, _total: None)
    return workspace


def measured(workspace: Workspace, rows: Sequence[str], name: str = "list.csv") -> Retention:
    path = workspace.root / name
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    with Store.open(workspace.database) as store:
        found = retention(workspace, list(store.cleaned()), path)
    assert found
    return found


def groups(found: Retention) -> dict[str, tuple[int, int]]:
    return {each.experience: (each.renewed.part, each.renewed.whole) for each in found.groups if each.renewed.whole}


def test_without_a_list_nothing_is_measured(desk: Workspace) -> None:
    assert retention(desk, []) is None


def test_customers_are_found_by_address_in_any_case_or_by_id(desk: Workspace) -> None:
    rows = ["ANN@x.example,2026-04-01,yes", "u-8,2026-04-01,no", "quiet@x.example,2026-04-01,yes"]
    found = measured(desk, [*rows, "later@x.example,2026-04-01,no"])
    assert groups(found) == {"one_touch": (1, 1), "waited": (0, 1), "never": (1, 2)}
    assert (found.found.part, found.found.whole) == (3, 4), "who wrote later did write"


def test_one_who_is_listed_by_address_and_by_id_counts_once(desk: Workspace) -> None:
    found = measured(desk, ["ann@x.example,2026-04-01,yes", "7,2026-03-20,no"])
    assert (groups(found), found.earlier) == ({"one_touch": (1, 1)}, 1)


def test_a_note_and_a_robot_after_the_renewal_do_not_keep_a_ticket_going(desk: Workspace) -> None:
    late = START + timedelta(days=95)
    quick = TICKETS[1]
    for more, expected in (
        (Message("agent", "Seen.", late, public=False, agent_id="b"), "one_touch"),
        (Message("system", "Closed.", late), "one_touch"),
        (Message("customer", "Thank you.", late), "several"),
    ):
        with Store.open(desk.database) as store:
            store.put([dataclasses.replace(quick, messages=(*quick.messages, more))])
            clean_new(store, cleaner_for(desk), lambda _done, _total: None)
        assert groups(measured(desk, ["ann@x.example,2026-04-01,yes"])) == {expected: (1, 1)}


def test_who_was_erased_is_left_out_and_not_counted_as_never_written(desk: Workspace) -> None:
    with Store.open(desk.database) as store:
        store.erase("gone@x.example")
    rows = ["Gone@x.example,2026-04-01,no", "9,2026-04-01,no", "ann@x.example,2026-04-01,yes"]
    found = measured(desk, rows)
    assert (found.erased, found.rows, groups(found)) == (2, 3, {"one_touch": (1, 1)})


def test_the_settings_name_the_list_and_the_days(desk: Workspace) -> None:
    (desk.root / "deflect.toml").write_text('[report]\ncustomers = "ours.csv"\nrenewal_days = 30\nwaited_hours = 0.5\n')
    told = Workspace.open(desk.root)
    with pytest.raises(InputError, match=r"no such file .*ours\.csv"):
        retention(told, [])
    found = measured(told, ["ann@x.example,2026-03-01,yes", "ann@x.example,2026-04-01,yes"], "ours.csv")
    assert (found.days, groups(found), found.earlier) == (30, {"never": (1, 1)}, 1)
    found = measured(told, ["ann@x.example,2026-03-01,yes"], "ours.csv")
    assert groups(found) == {"waited": (1, 1)}


@pytest.mark.usefixtures("hash_encoder")
def test_the_report_shows_it_and_names_nobody(desk: Workspace) -> None:
    run(desk)
    listed = desk.root / "list.csv"
    rows = ["ann@x.example,2026-04-01,yes", "secret@x.example,soon,yes", "quiet@x.example,2026-04-01,secret"]
    listed.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    sheets = desk.root / "sheets"
    call = ["report", "-w", str(desk.root), "--customers", str(listed), "--csv", str(sheets)]
    told, data = (CliRunner().invoke(deflect, [*call, *more]) for more in ((), ("--json",)))
    assert (told.exception, data.exception) == (None, None)
    assert "one reply  100% (21% to 100%), 1 of 1; few" in told.stdout
    assert "This is no proof of cause" in told.stdout
    assert "1 of 3 rows count; 2 that cannot be read. 1 of 1 customers of the list ever wrote." in told.stdout
    assert "New versus Known: not measured: there is no article yet that customers can read." in told.stdout
    assert re.findall(r"warning: customers, (line \d): ([\w ]+); the row is left out", told.stderr) == [
        ("line 3", "renewal date is not a date"),
        ("line 4", "renewed is neither yes nor no"),
    ]
    assert json.loads(data.stdout)["retention"]["unread"][0]["line"] == 3
    named = ["articles.csv", "demand.csv", "options.csv", "renewals.csv", "self-service.csv"]
    assert [path.name for path in sorted(sheets.iterdir())] == named
    page = (desk.state / "reports" / "report.html").read_text(encoding="utf-8")
    written = [told.output, data.output, page, *(path.read_text("utf-8-sig") for path in sheets.iterdir())]
    assert all(name not in each for each in written for name in ("ann@", "secret", "quiet@", "x.example"))


def test_sheets_go_into_no_file(desk: Workspace, tmp_path: Path) -> None:
    from deflect.errors import WorkspaceError
    from deflect.report import measure_load

    with Store.open(desk.database) as store:
        load = measure_load(list(store.cleaned()), [])
    (tmp_path / "file").touch()
    with pytest.raises(WorkspaceError, match=r"no folder .*--csv"):
        write_sheets(tmp_path / "file", load)
    assert write_sheets(tmp_path / "new", dataclasses.replace(load, demand=None)) == ()


@pytest.mark.parametrize(
    "own", ["kb", "kb/tables", "site", "theme", "models", "quality", ".deflect", ".deflect/reports"]
)
def test_sheets_go_into_no_folder_that_deflect_writes_itself(desk: Workspace, own: str) -> None:
    """And it is said before anything is reckoned: nothing was run yet, and that is not the complaint."""
    refused = CliRunner().invoke(deflect, ["report", "-w", str(desk.root), "--csv", str(desk.root / own)])
    assert isinstance(refused.exception, UsageError)
    assert refused.exception.what == f"tables have no place in the workspace's own {own.split('/')[0]}/"
    assert "--csv" in refused.exception.next_step
    assert not list(desk.root.rglob("*.csv"))


def test_sheets_go_beside_those_folders(desk: Workspace) -> None:
    for free in (desk.root, desk.root / "sheets", desk.root / "kb-tables", desk.root / "kb" / ".." / "tables"):
        check_place(desk, free)
