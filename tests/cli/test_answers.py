"""`deflect suggest`: what it is asked with is checked before anything is loaded."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from deflect.cli import deflect
from deflect.workspace import Workspace


def ask(desk: Workspace, language: str) -> Result:
    return CliRunner().invoke(deflect, ["suggest", "How do I log in?", "--language", language, "-w", str(desk.root)])


@pytest.mark.parametrize(
    ("given", "said"),
    [("german", "did you mean de?"), ("Englsh", "did you mean en?"), ("xx", "such as de"), ("12", "such as de")],
)
def test_a_language_that_is_none_is_refused_and_the_code_named(desk: Workspace, given: str, said: str) -> None:
    found = ask(desk, given)
    assert found.exit_code == 2
    assert f"'{given}' is no language's code" in found.stderr
    assert said in found.stderr


@pytest.mark.parametrize("given", ["de", "DE", "de-AT", "pt_BR", "zh-Hant", "und", "ast"])
def test_codes_with_regions_scripts_and_three_letters_pass(desk: Workspace, given: str) -> None:
    assert "no language's code" not in ask(desk, given).stderr
