"""The next step is the first thing that is due."""

from __future__ import annotations

import pytest

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
