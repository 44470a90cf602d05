"""`deflect lint` exits 1 with findings and 0 without; rules are switched off in deflect.toml."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deflect.cli import deflect
from deflect.errors import ConfigError
from deflect.workspace import Workspace


@pytest.fixture
def shop(tmp_path: Path) -> Workspace:
    workspace = Workspace.create(tmp_path / "shop")
    (workspace.kb / "vat.md").write_text(
        "---\ntitle: Where is my VAT number?\n---\nOpen Account and enter the number.\n"
    )
    return workspace


def lint(shop: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(deflect, ["lint", "-w", str(shop.root), *arguments])


def test_a_finding_is_shown_with_place_rule_reason_and_remedy(shop: Workspace) -> None:
    result = lint(shop)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "kb/vat.md:2: also-asked: no other ways of asking are given",
        "    why: the article is found by one phrasing alone",
        "    do:  Add also_asked with two or three ways in which customers asked it",
        "",
        "1 articles checked: 1 also-asked",
    ]


def test_a_rule_switched_off_is_named_with_its_reason(shop: Workspace) -> None:
    (shop.root / "deflect.toml").write_text('[lint]\noff = { "also-asked" = "We have no tickets yet" }\n')
    result = lint(shop)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "Switched off: also-asked (We have no tickets yet)"
    assert json.loads(lint(shop, "--json").stdout) == {
        "files": 1,
        "findings": [],
        "off": {"also-asked": "We have no tickets yet"},
    }


def test_a_file_can_be_named_and_a_wrong_rule_is_refused(shop: Workspace, tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text("---\ntitle: Billing\nalso_asked: Billing?\n---\nOpen Account and enter the number.\n")
    (finding,) = json.loads(lint(shop, str(other), "--json").stdout)["findings"]
    assert (finding["file"], finding["line"], finding["rule"]) == (str(other), 2, "title-form")
    assert lint(shop, "none.md").exit_code == 2
    (shop.root / "deflect.toml").write_text('[lint]\noff = { "also-aske" = "x" }\n')
    assert isinstance(lint(shop).exception, ConfigError)
