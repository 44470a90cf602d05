"""Agents are named as the ticket system names them, and days are the desk's."""

from __future__ import annotations

import json
from datetime import date

import pytest
from click.testing import CliRunner

from deflect.cli import deflect
from deflect.errors import UsageError
from deflect.pipeline.clean import clean_new, cleaner_for
from deflect.pipeline.scorecard import scorecard
from deflect.store import Store
from deflect.testing import small_desk
from deflect.workspace import Workspace


@pytest.fixture
def cleaned(desk: Workspace) -> Workspace:
    with Store.open(desk.database) as store:
        clean_new(store, cleaner_for(desk), lambda _done, _total: None)
    return desk


def test_without_agents_and_day_it_says_what_to_give(cleaned: Workspace) -> None:
    with pytest.raises(UsageError, match="--agents or --since"):
        scorecard(cleaned, [], None)


def test_an_unknown_agent_and_an_empty_side_are_named(cleaned: Workspace) -> None:
    with pytest.raises(UsageError, match=r"answered no ticket \(nobody\)"):
        scorecard(cleaned, ["nobody"], None)
    with pytest.raises(UsageError, match="no answered ticket before"):
        scorecard(cleaned, [], date(2020, 1, 1))
    with pytest.raises(UsageError, match="no answered ticket after"):
        scorecard(cleaned, [], date(2030, 1, 1))


def test_the_partners_tickets_are_those_their_agents_answered(cleaned: Workspace) -> None:
    theirs = sum(ticket.messages[1].agent_id == "a" for ticket in small_desk())
    found = scorecard(cleaned, ["a"], None)
    assert (found.before, found.after) == (len(small_desk()) - theirs, theirs)


def test_the_command_shows_the_same_as_json(cleaned: Workspace) -> None:
    called = ["-w", str(cleaned.root), "--agents", "a, b"]
    shown = CliRunner().invoke(deflect, ["scorecard", *called], catch_exceptions=False).output
    data = json.loads(CliRunner().invoke(deflect, ["scorecard", *called, "--json"], catch_exceptions=False).output)
    assert f"{data['before']:,} answered tickets before, {data['after']:,} after." in shown
    assert [each["name"] for each in data["figures"]] == ["resolved", "one_touch", "reopened", "quality", "reviewed"]
