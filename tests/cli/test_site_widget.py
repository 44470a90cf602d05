"""`deflect site widget` prints lines that can be pasted as they are."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from deflect.cli import deflect
from deflect.workspace import Workspace


def call(workspace: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(deflect, ["site", *arguments, "-w", str(workspace.root)])


def made(tmp_path: Path) -> Workspace:
    return Workspace.create(tmp_path / "shop", '[site]\nbase_url = "https://help.acme.example"\n')


TAG = '<script src="https://help.acme.example/widget.js" data-form="#ask" defer></script>'


def test_the_lines_stand_alone(tmp_path: Path) -> None:
    lines = [line.strip() for line in call(made(tmp_path), "widget", "--form", "#ask").stdout.splitlines()]
    assert TAG in lines
    assert TAG.replace("#ask", ".wpforms-form") in lines
    assert "<deflect-suggest></deflect-suggest>" in lines


def test_machines_get_the_same(tmp_path: Path) -> None:
    found = json.loads(call(made(tmp_path), "widget", "--form", "#ask", "--json").stdout)
    assert found["script"] == TAG
    assert list(found["wordpress"]) == ["Contact Form 7", "WPForms", "Gravity Forms", "Fluent Forms"]


def test_a_help_centre_without_an_address_is_named(tmp_path: Path) -> None:
    result = call(Workspace.create(tmp_path / "shop"), "widget")
    assert "Set [site] base_url" in str(result.exception)


def test_a_command_that_is_none_is_told_the_nearest(tmp_path: Path) -> None:
    assert "Did you mean widget?" in call(made(tmp_path), "widgt").output
