"""`deflect tune` says what came of it, how it was measured and what is next."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deflect.cli import deflect
from deflect.cli.tune import Undone, tuning_text, undone_text
from deflect.pipeline.tuner import Tuning, Way, nothing_tried
from deflect.suggest.tuning.gate import Comparison
from deflect.workspace import Workspace

WAYS = (Way("the encoder in use", 0, 0, 0.5), Way("linear map, from conversations", 900, 28, 0.55))
GAIN = Comparison(400, (0.44, 0.68), (0.49, 0.7), 40, 20, 0.0067, (0.0125, 0.0875), False)


def tuning(*, adopted: bool, reason: str, comparison: Comparison | None = GAIN) -> Tuning:
    pairs = {"answer": 900, "article": 1200}
    return Tuning(adopted, reason, pairs, 2000, "2024-01-31", WAYS, comparison, ("upper layers, from x",), 90.0)


def call(*arguments: str) -> Result:
    return CliRunner().invoke(deflect, ["tune", *arguments])


def test_the_text_tells_the_outcome_first_and_every_figure() -> None:
    assert tuning_text(tuning(adopted=True, reason="better")).splitlines() == [
        "Adopted: better. Encode with it: deflect run. Go back: deflect tune --undo",
        "",
        "               pairs  900 question and answer",
        "                      1,200 same article",
        "        learned from  2,000 tickets, up to 2024-01-31",
        "               tried  0.500  the encoder in use",
        "                      0.550  linear map, from conversations",
        "         no time for  upper layers, from x",
        "           judged on  400 newer tickets with a linked article",
        "          right at 1  44.0% before, 49.0% after",
        "       right among 3  68.0% before, 70.0% after",
        "           gain at 1  +5.0 points (+1.2 to +8.8)",
        "           differ on  60 tickets: 40 gained, 20 lost",
        "              chance  0.007 for as great a gain between equals; at most 0.025 counts",
        "                took  1.5 minutes",
    ]


def test_what_is_not_adopted_or_only_tried_is_said_to_change_nothing() -> None:
    assert tuning_text(tuning(adopted=False, reason="noise", comparison=None)).startswith(
        "Not adopted, everything is as before: noise."
    )
    dry = tuning_text(tuning(adopted=True, reason="better"), dry_run=True)
    assert dry.startswith("It would be adopted: better. Nothing was changed.")


def test_too_little_to_learn_from_is_said_in_a_sentence_and_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deflect.pipeline.tuning.tune", lambda *_, **__: nothing_tried("too few. Import more", 0.2))
    Workspace.create(tmp_path / "desk")
    told = call("-w", str(tmp_path / "desk"))
    assert told.exit_code == 0
    assert told.stdout == "Nothing was tried, everything is as before: too few. Import more.\n"
    as_data = json.loads(call("-w", str(tmp_path / "desk"), "--json").stdout)
    assert (as_data["adopted"], as_data["ways"], as_data["reason"]) == (False, [], "too few. Import more")


def test_json_holds_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def tune(workspace: Workspace, minutes: float, _: object, *, dry_run: bool) -> Tuning:
        asked.append((workspace.root, minutes, dry_run))
        return tuning(adopted=True, reason="better")

    monkeypatch.setattr("deflect.pipeline.tuning.tune", tune)
    Workspace.create(tmp_path / "desk")
    told = json.loads(call("-w", str(tmp_path / "desk"), "--json", "--minutes", "5", "--dry-run").stdout)
    assert asked == [(tmp_path / "desk", 5.0, True)]
    assert told["adopted"] is True
    assert told["comparison"]["gained"] == 40
    assert told["ways"][1] == {"name": "linear map, from conversations", "pairs": 900, "score": 0.55, "steps": 28}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--undo"], "no tuned encoder is in use"),
        (["--undo", "--dry-run"], "exclude each other"),
    ],
)
def test_bad_use_is_said(tmp_path: Path, arguments: list[str], message: str) -> None:
    Workspace.create(tmp_path / "desk")
    assert message in str(call("-w", str(tmp_path / "desk"), *arguments).exception)


def test_no_time_at_all_is_bad_use(tmp_path: Path) -> None:
    assert call("-w", str(tmp_path), "--minutes", "0").exit_code == 2


def test_undo_says_what_is_in_use_now() -> None:
    assert undone_text(Undone(tuned=False)) == (
        "In use again: the encoder that deflect.toml names. Encode with it: deflect run"
    )
    assert "tuned before" in undone_text(Undone(tuned=True))
