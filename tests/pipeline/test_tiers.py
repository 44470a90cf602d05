"""A sample is drawn once, labelled by a person, and compared with the rules."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from deflect.errors import InputError, UsageError, WorkspaceError
from deflect.pipeline.tiers import agreement, write_sample
from deflect.workspace import Workspace

pytestmark = pytest.mark.usefixtures("hash_encoder")


def label(path: Path, tier: str) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows({**row, "tier": tier} for row in rows)


def test_without_a_run_there_is_nothing_to_draw_from(desk: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="nothing was run yet"):
        write_sample(desk, 5, 0)


def test_a_sample_that_may_hold_labels_is_never_overwritten(ready: Workspace) -> None:
    written = Path(write_sample(ready, 5, 0).file)
    before = written.read_bytes()
    with pytest.raises(UsageError, match="exists already"):
        write_sample(ready, 9, 1)
    assert written.read_bytes() == before


def test_a_labelled_sample_is_compared_with_the_rules(ready: Workspace) -> None:
    sampled = write_sample(ready, 12, 0)
    label(Path(sampled.file), "1")
    found = agreement(ready)
    assert found.share.whole == sampled.tickets == 12
    assert (found.naive, found.share.part + sum(found.confused.values())) == (1.0, 12)


def test_a_sample_without_labels_or_without_a_file_says_what_to_do(ready: Workspace) -> None:
    with pytest.raises(InputError, match="deflect tiers sample"):
        agreement(ready)
    write_sample(ready, 5, 0)
    with pytest.raises(InputError, match="no ticket has a tier"):
        agreement(ready)
    (ready.root / "latin.csv").write_bytes(b"ticket,tier\r\n\xe9,1\r\n")
    with pytest.raises(InputError, match="not UTF-8"):
        agreement(ready, ready.root / "latin.csv")


def test_what_developers_of_the_settings_answer_is_theirs(ready: Workspace) -> None:
    """Agents are known by pseudonyms; the settings name them as the ticket system does."""
    from deflect.cleaning.pseudonym import agent_by_id
    from deflect.pipeline.tiers import rules_for
    from deflect.store import Store

    with Store.open(ready.database) as store:
        tickets = list(store.cleaned())
        source, number = tickets[0].id.split(":", 1)
        raw = next(ticket for ticket, _ in store.to_clean("other") if ticket.ref == tickets[0].id)
    name = next((each.agent_id for each in raw.messages if each.agent_id), None)
    if name is None:
        pytest.skip("the desk names no agents")
    assert agent_by_id(ready.key(), source, f" {name.upper()} ") in tickets[0].agents
    settings = ready.root / "deflect.toml"
    settings.write_text(f'{settings.read_text()}\n[tiers]\ndevelopers = ["{name}"]\n')
    assert number
    assert rules_for(Workspace.open(ready.root), tickets, ()).of(tickets[0]).tier == 3
