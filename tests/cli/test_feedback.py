"""`deflect feedback`: what is said is kept, listed, taken back, and counts at the next run."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deflect.cli import deflect
from deflect.pipeline import run
from deflect.pipeline.status import status
from deflect.store import Store
from deflect.testing import small_desk
from deflect.workspace import Workspace

pytestmark = pytest.mark.usefixtures("hash_encoder")
TICKET = small_desk()[0].ref


def call(desk: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(deflect, ["feedback", *arguments, "-w", str(desk.root)])


def listed(desk: Workspace) -> Any:
    return json.loads(call(desk, "list", "--json").stdout)


def test_it_is_kept_listed_and_taken_back(desk: Workspace) -> None:
    assert call(desk, "list").stdout == "Nothing was said yet.\n"
    assert "counts at the next run" in call(desk, "add", TICKET, "vat", "rejected", "--by", "Ada").stdout
    assert call(desk, "undo", TICKET, "vat", "--by", "ADA").exit_code == 0
    found = listed(desk)
    assert [(each["ticket"], each["article"], each["verdict"]) for each in found] == [
        (TICKET, "vat", "rejected"),
        (TICKET, "vat", "withdrawn"),
    ]
    assert len({each["person"] for each in found}) == 1
    assert "ada" not in json.dumps(found).casefold()
    assert [line.split()[1] for line in call(desk, "list").stdout.splitlines()] == ["withdrawn", "rejected"]


def test_an_unknown_verdict_is_refused(desk: Workspace) -> None:
    assert call(desk, "add", TICKET, "vat", "great").exit_code == 2
    assert listed(desk) == []


def test_a_long_list_is_cut_and_says_so(desk: Workspace) -> None:
    for number in range(22):
        call(desk, "add", f"t:{number}", "vat", "edited", "--by", "ada")
    assert call(desk, "list").stdout.endswith("… and 2 more; --json lists all\n")
    assert len(listed(desk)) == 22


def test_it_counts_at_the_next_run_and_not_before(desk: Workspace) -> None:
    first = run(desk)
    assert call(desk, "add", TICKET, "vat", "rejected").exit_code == 0
    assert status(desk).stale == ("answers",)
    with Store.open(desk.database) as store:
        assert store.feedback.revision() == "1:1"
    again = run(desk)
    assert again.generation == first.generation + 1
    assert run(desk).generation == again.generation
    assert status(desk).stale == ()
