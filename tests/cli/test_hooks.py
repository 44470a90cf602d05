"""`deflect hooks`: what to paste where, what became of the calls, and a second chance for the dead ones."""

from __future__ import annotations

import base64
import json
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deflect.cli import deflect
from deflect.errors import ConfigError, UsageError
from deflect.hooks import Sources, names
from deflect.store.inbox import Delivery, Inbox
from deflect.types import Ticket
from deflect.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "desk")


def call(workspace: Workspace, *words: str) -> Result:
    return CliRunner().invoke(deflect, ["hooks", *words, "-w", str(workspace.root)], catch_exceptions=True)


def data(result: Result) -> dict[str, object]:
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


@pytest.fixture
def dead(workspace: Workspace) -> list[int]:
    """Two calls that Zendesk refused."""
    now = datetime.now(UTC)
    with Inbox.open(workspace.database) as inbox:
        for number in ("7", "8"):
            inbox.accept(Delivery("zendesk", number, Ticket(number, "zendesk", now, ()), now)).result()
            job = inbox.claim(now, timedelta(minutes=1), number)
            assert job is not None
            inbox.bury(job, "the ticket system answered with status 403")
        return [each.id for each in inbox.open_calls("dead")]


def test_add_prints_where_to_call_and_makes_a_file_for_its_owner_only(workspace: Workspace) -> None:
    result = call(workspace, "add", "zendesk", "--address", "https://answers.example/")
    assert "https://answers.example/hooks/zendesk\n" in result.stdout
    assert '{"ticket_id": "{{ticket.id}}"}' in result.stdout
    path = workspace.state / "hooks" / "zendesk.toml"
    assert str(path) in result.stdout
    assert "token" in path.read_text()
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_add_makes_up_a_secret_that_is_shown_nowhere_but_in_the_file(workspace: Workspace) -> None:
    added = data(call(workspace, "add", "standard", "--json"))
    secret = Sources(workspace).values("standard")["secret"]
    assert secret.startswith("whsec_")
    assert len(base64.b64decode(secret.removeprefix("whsec_"), validate=True)) >= 24  # as Standard Webhooks wants it
    assert len(secret) <= 40  # as Help Scout does
    assert secret not in json.dumps(added)
    assert (added["new"], added["missing"]) == (True, [])
    again = data(call(workspace, "add", "standard", "--json"))
    assert (again["new"], Sources(workspace).values("standard")["secret"]) == (False, secret)


def test_a_source_is_connected_once_all_it_needs_is_there(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing: dict[str, object] = {"connected": [], "begun": {}, "waiting": [], "dead": [], "done": {}}
    assert data(call(workspace, "list", "--json")) == nothing
    added = data(call(workspace, "add", "zendesk", "--json"))
    assert added["missing"] == ["address", "secret", "user", "token"]
    for at, name in enumerate(("ADDRESS", "SECRET", "USER", "TOKEN")):
        listed = data(call(workspace, "list", "--json"))
        assert (listed["connected"], listed["begun"]) == ([], {"zendesk": ["address", "secret", "user", "token"][at:]})
        assert f"Begun:     zendesk, lacks {', '.join(listed['begun']['zendesk'])}\n" in call(workspace).stdout  # type: ignore[index]
        monkeypatch.setenv(f"DEFLECT_ZENDESK_{name}", "https://desk.example")
    listed = data(call(workspace, "--json"))
    assert (listed["connected"], listed["begun"]) == (["zendesk"], {})


def test_where_it_is_reached_is_asked_for_until_it_is_given(workspace: Workspace) -> None:
    assert "give that with --address" in call(workspace, "add", "standard").stdout
    given = call(workspace, "add", "standard", "--address", "https://desk.example").stdout
    assert "--address" not in given
    assert "https://desk.example/hooks/standard" in given


@pytest.mark.parametrize(
    "address",
    ["answers.acme.example", "//a.example", "ftp://a.example", "https://", "https://a.example/?x=1", "https://[a", "",
     "https://u:p@a.example", "https://a.example /x", "https://a.example:99999", "https://a.example#x"],
)  # fmt: skip
def test_an_address_that_nothing_can_call_is_refused_before_anything_is_made(
    workspace: Workspace, address: str
) -> None:
    result = call(workspace, "add", "standard", "--address", address)
    assert isinstance(result.exception, UsageError)
    assert not Sources(workspace).path("standard").exists()


@pytest.mark.parametrize("address", ["https://a.example/deflect/", "http://127.0.0.1:8765", "https://[::1]:8"])
def test_a_path_a_port_and_this_machine_may_be_called(workspace: Workspace, address: str) -> None:
    added = data(call(workspace, "add", "standard", "--address", address, "--json"))
    assert added["address"] == f"{address.rstrip('/')}/hooks/standard"


def test_the_help_names_every_system(workspace: Workspace) -> None:
    told = CliRunner().invoke(deflect, ["hooks", "add", "--help"]).stdout
    assert set(names()) <= set(told.replace(",", " ").replace(".", " ").split())


def test_a_system_that_is_not_known_is_refused_with_those_that_are(workspace: Workspace) -> None:
    error = call(workspace, "add", "../zendesk").exception
    assert isinstance(error, UsageError)
    assert f"Known are: {', '.join(names())}" in str(error)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('secret = "planted', "not valid TOML"),
        ('tokn = "planted"', "must not have"),
        ("token = 47110815", "token is not"),
    ],
)
def test_a_file_that_is_wrong_is_an_error_that_does_not_repeat_it(workspace: Workspace, text: str, said: str) -> None:
    sources = Sources(workspace)
    sources.add("zendesk", {})
    sources.path("zendesk").write_text(text)
    with pytest.raises(ConfigError, match=said) as caught:
        sources.get("zendesk")
    assert "planted" not in str(caught.value)
    assert "4711" not in str(caught.value)


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_a_file_that_others_can_read_is_refused(workspace: Workspace) -> None:
    sources = Sources(workspace)
    sources.add("zendesk", {})
    sources.path("zendesk").chmod(0o644)
    with pytest.raises(ConfigError, match="chmod 600"):
        sources.connected()


def test_the_dead_are_listed_with_their_reason(workspace: Workspace, dead: list[int]) -> None:
    result = call(workspace, "list")
    assert f"{dead[0]}  zendesk ticket 7: the ticket system answered with status 403" in result.stdout
    listed = data(call(workspace, "--json"))["dead"]
    assert isinstance(listed, list)
    assert [each["id"] for each in listed] == dead


def test_what_waits_after_trouble_and_what_was_done_is_told_with_the_reason(workspace: Workspace) -> None:
    now, due = datetime.now(UTC), datetime(2099, 3, 1, 12, 4, 5, tzinfo=UTC)
    with Inbox.open(workspace.database) as inbox:
        inbox.begun("mailbox", now)
        for number in range(5):
            inbox.accept(Delivery("zammad", f"d{number}", Ticket(f"{number}", "zammad", now, ()), now)).result()
            job = inbox.claim(now, timedelta(minutes=1), f"h{number}")
            assert job is not None
            if number < 3:
                inbox.finish(job, "noted" if number else "not-sure")
            else:
                inbox.postpone(job, due + timedelta(minutes=number - 3), "status 503")
        inbox.accept(Delivery("zammad", "new", Ticket("9", "zammad", now, ()), now)).result()
    assert call(workspace, "list").stdout.splitlines()[1:] == [
        "Done:      zammad: 2 noted, 1 not-sure",
        "Waiting:   3",
        "  zammad: 2, because status 503; tried again at 12:04:05 UTC",
        "Dead:      0",
    ]
    assert data(call(workspace, "list", "--json"))["done"] == {"zammad": {"noted": 2, "not-sure": 1}}


def test_a_file_that_could_not_be_written_whole_is_not_left(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("deflect.hooks.registry.os.fdopen", full)
        with pytest.raises(OSError, match="space"):
            Sources(workspace).add("zammad", {})
    assert Sources(workspace).add("zammad", {})


def test_some_or_all_are_retried_or_dropped(workspace: Workspace, dead: list[int]) -> None:
    assert data(call(workspace, "retry", str(dead[0]), "--json")) == {"retried": 1}
    assert data(call(workspace, "drop", "--all", "--json")) == {"dropped": 1}
    listed = data(call(workspace, "--json"))
    assert listed["dead"] == []
    assert [each["id"] for each in listed["waiting"]] == dead[:1]  # type: ignore[attr-defined]


@pytest.mark.parametrize("words", [["retry"], ["drop"], ["retry", "99"], ["drop", "--all", "1"]])
def test_without_saying_which_nothing_is_done(workspace: Workspace, dead: list[int], words: list[str]) -> None:
    assert isinstance(call(workspace, *words).exception, UsageError)
    with Inbox.open(workspace.database) as inbox:
        assert [each.id for each in inbox.open_calls("dead")] == dead
