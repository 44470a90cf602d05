"""What a command prints with --json is the plain form of what Python gives."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deflect.cli import COMMANDS, deflect
from deflect.models import current_generation
from deflect.pipeline import RunSummary, build_site, clusters_of, load_report, run, run_backtest
from deflect.pipeline.doctor import examine
from deflect.pipeline.review import review
from deflect.pipeline.status import status
from deflect.plain import as_json, plain
from deflect.suggest import Suggester
from deflect.workspace import Workspace

pytestmark = pytest.mark.usefixtures("hash_encoder", "without_charts")


def call(workspace: Workspace, *arguments: str) -> Result:
    result = CliRunner().invoke(deflect, [*arguments, "-w", str(workspace.root), "--json"])
    assert result.exception is None, result.exception
    return result


def data(workspace: Workspace, *arguments: str) -> Any:
    return json.loads(call(workspace, *arguments).stdout)


def same(value: object) -> Any:
    return json.loads(as_json(value))


READERS: dict[str, Callable[[Workspace], object]] = {
    "status": status,
    "review": review,
    "report": load_report,
    "doctor": examine,
    "backtest": run_backtest,
}


@pytest.mark.parametrize("name", READERS)
def test_what_reads(ready: Workspace, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(ready.root)  # other programs write meanwhile
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    result = call(ready, name)
    assert result.stdout == as_json(READERS[name](ready)) + "\n"
    assert result.stderr == "" or name in ("backtest", "report"), "what takes long shows how far it is"


def timeless(summary: Any) -> dict[str, Any]:
    return {**summary, "seconds": sorted(summary["seconds"])}


def test_a_run_and_a_run_after_it(desk: Workspace) -> None:
    first = data(desk, "run")
    assert set(first) == set(RunSummary.__dataclass_fields__)
    assert list(first["seconds"]) == ["clean", "encode", "cluster", "draft", "index", "site"]
    assert timeless(data(desk, "run")) == timeless(same(run(desk)))


def test_a_question_after_a_run_is_answered_as_by_suggest(ready: Workspace) -> None:
    question = "Where is the invoice with our VAT number?"
    (asked,) = data(ready, "run", "--ask", question)["asked"]
    assert asked == {"question": question, "result": same(Suggester.load(ready.root).suggest(question))}


def test_suggest_with_subject_and_language(ready: Workspace) -> None:
    text, subject = "It is missing.", "The VAT number on my invoice"
    expected = Suggester.load(ready.root).suggest(text, subject=subject, language="de")
    assert data(ready, "suggest", text, "--subject", subject, "--language", "de") == plain(expected) | same(expected)


def test_questions_up_to_the_limit(ready: Workspace) -> None:
    generation = current_generation(ready.models)
    assert generation is not None
    assert data(ready, "cluster") == same(clusters_of(generation))
    assert data(ready, "cluster", "--limit", "1") == same(clusters_of(generation)[:1])


def test_drafts_and_the_site(ready: Workspace) -> None:
    assert data(ready, "draft") == same(run(ready, "articles").drafted)
    build_site(ready, preview=True)
    assert data(ready, "build", "--drafts") == same(build_site(ready, preview=True))
    build_site(ready)
    refusing = CliRunner().invoke(deflect, ["build", "-w", str(ready.root), "--json"])
    assert (refusing.exit_code, json.loads(refusing.stdout)) == (0, same(build_site(ready))), "drafts may wait"


def test_commands_are_listed_in_the_order_of_the_work() -> None:
    listed = CliRunner().invoke(deflect, ["--help"]).stdout.split("Commands:\n")[1].splitlines()
    assert [line.split()[0] for line in listed if line.startswith("  ") and line[2] != " "][: len(COMMANDS)] == list(
        COMMANDS
    )


@pytest.mark.parametrize("folder", ["kb", ".deflect", "site"])
def test_a_folder_in_the_workspace_names_it(ready: Workspace, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    monkeypatch.chdir(ready.root / folder)
    here = CliRunner().invoke(deflect, ["status", "--json"])
    assert json.loads(here.stdout) == same(status(ready))


def test_the_environment_names_the_workspace(ready: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEFLECT_WORKSPACE", str(ready.root))
    assert json.loads(CliRunner().invoke(deflect, ["status", "--json"]).stdout) == same(status(ready))
