"""`deflect init`, `status` and `doctor`: the workspace itself."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deflect.cli.output import json_option, progress, rows_text, show, typed, warn, workspace_option
from deflect.errors import WorkspaceError
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.connectors import ImportSummary
    from deflect.pipeline.doctor import Check
    from deflect.pipeline.status import Status


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--demo", is_flag=True, help="Fill it with a year of tickets of a fictional plugin vendor.")
@click.option("--nested", is_flag=True, help="Make it although DIR is inside another workspace.")
@json_option
def init_command(folder: Path, demo: bool, nested: bool, as_data: bool) -> None:
    """Make a workspace in DIR, which must be new or empty.

    deflect.toml in it explains every setting.
    """
    from deflect.config_template import settings_text
    from deflect.demo import SETTINGS

    if not nested:
        _refuse_nested(folder.expanduser().resolve())
    if demo:
        workspace, summary = _make_demo(folder, settings_text(SETTINGS))
    else:
        workspace, summary = Workspace.create(folder, settings_text()), None
    result = {"workspace": str(workspace.root), "tickets": summary.added if summary else 0}
    show(result, as_data, lambda: _welcome(folder, summary))


@click.command("status")
@workspace_option
@json_option
def status_command(folder: str, as_data: bool) -> None:
    """Show what is there, what is stale and what to do next."""
    from deflect.pipeline.status import status

    found = status(Workspace.open(folder))
    warn(found.unreadable)
    show(found, as_data, lambda: _status_text(found))


@click.command("doctor")
@workspace_option
@json_option
def doctor_command(folder: str, as_data: bool) -> None:
    """Check versions, disk, database, models and index; exit code 1 if something is wrong."""
    from deflect.pipeline.doctor import examine

    checks = examine(Workspace.open(folder))
    show(checks, as_data, lambda: "\n".join(_check_line(check) for check in checks))
    if not all(check.ok for check in checks):
        sys.exit(1)


def _refuse_nested(root: Path) -> None:
    Workspace.check_free(root)
    outer = Workspace.around(root.parent)
    if outer:
        step = "Name a folder beside it, or give --nested if you mean it"
        raise WorkspaceError("this would be a workspace inside another one", str(outer.root), step)


def _make_demo(folder: Path, settings: str) -> tuple[Workspace, ImportSummary]:
    """Make it beside its place and move it there whole, so that an interrupted one is not taken for a workspace."""
    root = folder.expanduser().resolve()
    Workspace.check_free(root)
    beside = root.with_name(f".{root.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    summary = _import_demo(Workspace.create(beside, settings))
    beside.replace(root)
    return Workspace.open(root), summary


def _import_demo(workspace: Workspace) -> ImportSummary:
    from deflect.connectors import import_file
    from deflect.demo import TICKETS
    from deflect.store import Store

    with progress() as report, workspace.lock("init"), Store.open(workspace.database) as store:
        return import_file(
            store, "jsonl", TICKETS, settings=workspace.settings, progress=lambda rows, *_: report("import", rows, 0)
        )


def _welcome(folder: Path, summary: ImportSummary | None) -> str:
    if summary:
        return f"Made {folder} with {summary.added:,} demo tickets.\nNext: {typed('deflect run', folder)}"
    return (
        f"Made {folder}. Its deflect.toml explains every setting.\n"
        f"Next: {typed('deflect import jsonl TICKETS.jsonl', folder)}"
    )


def _status_text(found: Status) -> str:
    rows = [
        ("workspace", found.workspace),
        ("tickets", f"{found.tickets:,}" + _parts(found.by_status)),
        ("left out", f"{sum(found.left_out.values()):,}" + _parts(found.left_out)),
        ("recurring questions", f"{found.questions:,}, asked by {found.covered:,} tickets"),
        ("articles", f"{sum(found.articles.values()):,}" + _parts(found.articles)),
        ("proposals to settle", f"{found.proposals:,}"),
        ("help centre", f"{found.home}" if found.home else "not built yet"),
        *([("answers", found.answering)] if found.answering else []),
        ("stale", ", ".join(found.stale) or "nothing"),
        ("next", typed(found.next_step, Path(found.workspace))),
    ]
    if found.documented:
        rows.insert(4, ("documented already", f"{found.documented:,} of them, {found.still_asked:,} still asked"))
    return rows_text(rows)


def _parts(counts: dict[str, int]) -> str:
    parts = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    return f" ({parts})" if parts else ""


def _check_line(check: Check) -> str:
    mark = click.style("ok  ", fg="green") if check.ok else click.style("BAD ", fg="red", bold=True)
    step = f". {check.next_step}" if check.next_step and not check.ok else ""
    return f"{mark} {check.name:<20} {check.detail}{step}"
