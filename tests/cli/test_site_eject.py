"""`deflect site eject` puts templates and style sheet where they can be changed, and never over what was changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deflect.cli import deflect
from deflect.workspace import Workspace


def call(*arguments: str) -> Result:
    return CliRunner().invoke(deflect, ["site", *arguments])


@pytest.fixture
def shop(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "shop")


def test_templates_and_style_are_copied_once(shop: Workspace) -> None:
    first = call("eject", "-w", str(shop.root))
    assert first.exit_code == 0
    assert first.output.endswith("Change them, then run: deflect build\n")
    assert {path.name for path in shop.theme.rglob("*.*")} >= {"base.html", "article.html", "style.css"}
    (shop.theme / "templates" / "lost.html").unlink()
    (shop.theme / "templates" / "home.html").write_text("mine")
    again = call("-w", str(shop.root), "eject", "--json")
    assert json.loads(again.output) == {"copied": [str(shop.theme / "templates" / "lost.html")]}
    assert (shop.theme / "templates" / "home.html").read_text() == "mine"


def test_without_a_workspace_nothing_is_copied(tmp_path: Path) -> None:
    assert call("eject", "-w", str(tmp_path)).exit_code != 0
    assert list(tmp_path.iterdir()) == []


def test_a_mistyped_command_is_told_what_was_meant() -> None:
    assert "Did you mean eject?" in call("ejcet").output
