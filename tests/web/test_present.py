"""A new generation is picked up while the service runs; one that cannot be loaded leaves the one before."""

from __future__ import annotations

import json
import logging
import time
from pathlib import Path
from typing import Any, cast

import pytest

from deflect.errors import ModelError, WorkspaceError
from deflect.types import Abstention
from deflect.web.log import JsonLines
from deflect.web.present import Present
from deflect.workspace import Workspace


class Numbered:
    """Says which generation it is of."""

    def __init__(self, number: str) -> None:
        self.number = number
        self.asked: list[str] = []

    def suggest(self, text: str, **_: object) -> Abstention:
        self.asked.append(text)
        if self.number == "14":
            raise ModelError("cannot encode")
        return Abstention("not-sure", float(self.number))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "desk")


def present(workspace: Workspace, seconds: float = 0.01) -> Present:
    def load(_: str) -> Any:
        number = (workspace.models / "CURRENT").read_text().strip()
        if number == "13":
            raise ModelError("damaged")
        return Numbered(number)

    return Present(workspace, seconds, load)


def publish(workspace: Workspace, number: int) -> None:
    """At once, as a run does: whoever reads meanwhile finds the one before or this one."""
    beside = workspace.models / "beside"
    beside.write_text(f"{number}\n")
    beside.replace(workspace.models / "CURRENT")


def test_with_nothing_prepared_it_is_not_ready_and_says_what_to_do(workspace: Workspace) -> None:
    found = Present(workspace)
    found.look()
    assert not found.is_ready
    with pytest.raises(WorkspaceError, match="deflect run"):
        found.suggest("vat")


def test_a_new_generation_answers_soon_and_a_broken_one_never(workspace: Workspace) -> None:
    publish(workspace, 1)
    found = present(workspace)
    found.start()
    try:
        assert found.suggest("vat").confidence == 1
        publish(workspace, 2)
        end = time.monotonic() + 20
        while found.suggest("vat").confidence != 2 and time.monotonic() < end:
            time.sleep(0.01)
        publish(workspace, 13)
        time.sleep(0.1)
        assert (found.is_ready, found.generation, found.suggest("vat").confidence) == (True, "2", 2)
    finally:
        found.stop()


def test_nobodys_question_is_the_first_for_that_takes_longer_than_there_is(workspace: Workspace) -> None:
    made = Numbered("1")
    found = Present(workspace, load=lambda _: cast(Any, made))
    publish(workspace, 1)
    found.look()
    assert len(made.asked) == 1
    found.suggest("vat")
    assert made.asked[1:] == ["vat"]


def test_what_loads_and_cannot_answer_leaves_the_one_before(workspace: Workspace) -> None:
    publish(workspace, 1)
    found = present(workspace)
    found.look()
    publish(workspace, 14)
    found.look()
    assert (found.generation, found.suggest("vat").confidence) == ("1", 1)


def test_a_pointer_that_is_empty_or_gone_leaves_the_one_before(workspace: Workspace) -> None:
    publish(workspace, 1)
    found = present(workspace)
    found.look()
    (workspace.models / "CURRENT").write_text("")
    found.look()
    (workspace.models / "CURRENT").unlink()
    found.look()
    assert (found.is_ready, found.generation, found.suggest("vat").confidence) == (True, "1", 1)
    publish(workspace, 2)
    found.look()
    assert (found.generation, found.suggest("vat").confidence) == ("2", 2)


def test_a_log_line_is_json_and_holds_only_what_it_may() -> None:
    record = logging.LogRecord("deflect.web", 20, "", 1, "request", ("planted",), None)
    record.__dict__ |= {"route": "/suggest", "status": 200, "text": "planted", "ms": 3}
    line = json.loads(JsonLines().format(record))
    assert set(line) == {"at", "level", "event", "route", "status", "ms"}
    asked = logging.LogRecord("deflect.models", 30, "", 1, "%s is slower: %s", ("planted", "planted"), None)
    assert json.loads(JsonLines().format(asked))["event"] == "… is slower: …"
    try:
        raise ValueError("planted words")
    except ValueError as error:
        other = logging.LogRecord("uvicorn.error", 40, "", 7, "broke on planted", (), (type(error), error, None))
    assert json.loads(JsonLines().format(other)) | {"at": ""} == {
        "at": "", "level": "error", "event": "uvicorn.error:7", "error": "ValueError",
    }  # fmt: skip
