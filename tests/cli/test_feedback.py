"""`deflect feedback`: what is said is kept, listed, taken back, and counts at the next run."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deflect.cli import deflect
from deflect.errors import UsageError
from deflect.models.generation import current_generation
from deflect.pipeline import run
from deflect.pipeline.status import status
from deflect.store import Store
from deflect.suggest import artefacts
from deflect.testing import small_desk
from deflect.workspace import Workspace

pytestmark = pytest.mark.usefixtures("hash_encoder")
TICKET = small_desk()[0].ref


def call(desk: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(deflect, ["feedback", *arguments, "-w", str(desk.root)])


def refused(desk: Workspace, *arguments: str) -> str:
    error = call(desk, *arguments).exception
    assert isinstance(error, UsageError)
    return str(error)


def listed(desk: Workspace) -> Any:
    return json.loads(call(desk, "list", "--json").stdout)


def test_it_is_kept_listed_and_taken_back(desk: Workspace) -> None:
    assert call(desk, "list").stdout == "Nothing was said yet.\n"
    assert "counts from the next run" in call(desk, "add", TICKET, "vat", "rejected", "--by", "Ada").stdout
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


def _suggested(desk: Workspace) -> str:
    generation = current_generation(desk.models)
    assert generation is not None
    return min(artefacts.slugs_of(generation))


def _a_wrong_name_is_refused_and_the_nearest_told(desk: Workspace, slug: str) -> None:
    said = refused(desk, "add", TICKET, f"{slug}s", "rejected")
    assert f"no such article can be suggested; the nearest is {slug} ({slug}s)" in said
    assert "as deflect suggest does" in said
    assert listed(desk) == []


def test_it_counts_at_the_next_run_and_not_before(desk: Workspace) -> None:
    first = run(desk)
    _a_wrong_name_is_refused_and_the_nearest_told(desk, slug := _suggested(desk))
    assert call(desk, "add", TICKET, slug, "rejected").exit_code == 0
    assert status(desk).stale == ("answers",)
    with Store.open(desk.database) as store:
        assert store.feedback.revision() == "1:1"
    again = run(desk)
    assert again.generation == first.generation + 1
    assert run(desk).generation == again.generation
    assert status(desk).stale == ()


@pytest.mark.parametrize("name", ["4711", ":4711", "helpdesk:", ""])
def test_a_ticket_without_its_source_is_refused_and_the_form_shown(desk: Workspace, name: str) -> None:
    said = refused(desk, "add", name, "vat", "rejected")
    assert f"Write source:id, such as {TICKET.partition(':')[0]}:" in said
    assert listed(desk) == []


def test_a_ticket_that_is_not_imported_is_kept_and_told(desk: Workspace) -> None:
    said = call(desk, "add", "helpdesk:later", "vat", "rejected").stdout
    assert said == "Kept; it counts from the next run after helpdesk:later is imported; no such ticket is here yet\n"
    assert [each["ticket"] for each in listed(desk)] == ["helpdesk:later"]


def test_only_what_one_said_oneself_and_once_is_taken_back(desk: Workspace) -> None:
    call(desk, "add", TICKET, "vat", "rejected", "--by", "ada")
    other = refused(desk, "undo", TICKET, "vat", "--by", "ben")
    assert "ben said nothing that counts of vat for this ticket" in other
    assert "deflect feedback list" in other
    assert call(desk, "undo", TICKET, "vat", "--by", "ada").stdout.startswith("Taken back;")
    assert "nothing that counts" in refused(desk, "undo", TICKET, "vat", "--by", "ada")
    assert [each["verdict"] for each in listed(desk)] == ["rejected", "withdrawn"]
    call(desk, "add", TICKET, "vat", "accepted", "--by", "ada")
    assert call(desk, "undo", TICKET, "vat", "--by", "ada").exit_code == 0


def test_what_is_said_before_the_first_run_cannot_be_checked_and_is_kept(desk: Workspace) -> None:
    assert call(desk, "add", TICKET, "not-there", "rejected").exit_code == 0
    assert len(listed(desk)) == 1
