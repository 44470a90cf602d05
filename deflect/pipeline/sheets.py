"""The report's tables as files for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from deflect.errors import UsageError, WorkspaceError
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.report import Load


def check_place(workspace: Workspace, folder: Path) -> None:
    """Refuse, before anything is reckoned, a folder that one part of deflect alone writes to, or one in it.

    Raises:
        UsageError: It is the folder of the workspace's articles, help centre, looks, models, reviews or state.
    """
    own = (workspace.kb, workspace.site, workspace.theme, workspace.models, workspace.quality, workspace.state)
    place = folder.expanduser().resolve()
    found = next((each for each in own if place.is_relative_to(each.resolve())), None)
    if found is not None:
        what = f"tables have no place in the workspace's own {found.name}/"
        raise UsageError(what, str(folder), "Name another folder with --csv")


def write_sheets(folder: Path, load: Load) -> tuple[Path, ...]:
    """Write what was measured into a folder, which is made if it is missing.

    Returns:
        The files: `demand.csv`, `options.csv`, `articles.csv` where any could be written, `self-service.csv`, and
        `renewals.csv` where there is a list of customers.

    Raises:
        WorkspaceError: The folder's name is a file's.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise WorkspaceError("this is no folder", str(folder), "Name another with --csv") from None
    written = []
    for name, text in _sheets(load):
        (folder / name).write_text(text, encoding="utf-8-sig", newline="")
        written.append(folder / name)
    return tuple(written)


def _sheets(load: Load) -> Iterator[tuple[str, str]]:
    from deflect.report.demand import demand_sheet
    from deflect.report.options import articles_sheet, options_sheet
    from deflect.report.retention import retention_sheet
    from deflect.report.self_service import self_service_sheet

    if load.demand:
        yield "demand.csv", demand_sheet(load.demand)
    if load.options:
        yield "options.csv", options_sheet(load.options)
    if load.first:
        yield "articles.csv", articles_sheet(load.first)
    if load.self_service:
        yield "self-service.csv", self_service_sheet(load.self_service)
    if load.retention:
        yield "renewals.csv", retention_sheet(load.retention)
