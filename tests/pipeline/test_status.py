"""The next step is the first thing that is due."""

from __future__ import annotations

from pathlib import Path

import pytest

from deflect.errors import ConfigError
from deflect.pipeline import run
from deflect.pipeline.status import status
from deflect.workspace import Workspace

pytestmark = pytest.mark.usefixtures("hash_encoder")


def test_first_tickets_then_a_run_then_the_drafts_then_questions(
    desk: Workspace, tmp_path_factory: pytest.TempPathFactory
) -> None:
    empty = Workspace.create(tmp_path_factory.mktemp("empty") / "desk")
    assert status(empty).next_step == "deflect import jsonl TICKETS.jsonl"
    assert status(desk).next_step == "deflect run"
    run(desk)
    assert status(desk).next_step == "deflect review"
    for path in desk.kb.glob("*.md"):
        path.write_text(path.read_text().replace("state: work-in-progress", "state: validated"))
    run(desk)
    assert status(desk).next_step == 'deflect suggest "a question"'


def test_a_setting_that_is_wrong_is_said_before_anything_is_imported(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "desk", '[vendor]\nlanguage = "English"\n')
    with pytest.raises(ConfigError, match=r'vendor.language: .*did you mean "en"'):
        status(workspace)
