"""What all commands share: the workspace option, the JSON switch, and progress on stderr."""

from __future__ import annotations

import contextlib
import shlex
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click

from deflect.errors import UsageError
from deflect.plain import as_json

Command = TypeVar("Command", bound=Callable[..., Any])
NAMES = 22
"""Width of the column of names."""
PAGE = b"<!doctype html"
"""How each page with charts begins."""
Report = Callable[[str, int, int], None]


def workspace_option(command: Command) -> Command:
    """Add `-w DIR`, which defaults to the folder one stands in or the nearest workspace above it."""
    return click.option(
        "-w",
        "--workspace",
        "folder",
        default=".",
        envvar="DEFLECT_WORKSPACE",
        show_default="this folder",
        metavar="DIR",
        help="The workspace, or a folder in it.",
    )(command)


def json_option(command: Command) -> Command:
    """Add `--json`, which prints the result as one line of JSON and nothing else."""
    return click.option("--json", "as_data", is_flag=True, help="Print one line of JSON for machines.")(command)


def page_option(name: str) -> Callable[[Command], Command]:
    """Add `--html FILE` to a command that writes a page with charts.

    Args:
        name: Of the file, where none is given.
    """
    return click.option(
        "--html",
        "page",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        callback=_page_file,
        help=f"Where to write the report, one page with charts.  [default: .deflect/reports/{name}]",
    )


def _page_file(_context: click.Context, _parameter: click.Parameter, path: Path | None) -> Path | None:
    """Refuse, before anything is reckoned, to write a page over a file that is none, such as settings or tickets."""
    if path is None or not path.is_file() or not path.stat().st_size:
        return path
    with path.open("rb") as file:
        start = file.read(len(PAGE)).lower()
    if start != PAGE:
        raise UsageError("this file is no page, and is not overwritten", str(path), "Name another file with --html")
    return path


def show(result: Any, as_data: bool, text: Callable[[], str]) -> None:
    """Print a result on stdout.

    Args:
        result: What to print as JSON.
        as_data: Whether to.
        text: Makes the form for people; called only if needed.
    """
    click.echo(as_json(result) if as_data else text())


def rows_text(rows: Iterable[tuple[str, str]]) -> str:
    """Lay out names and values in two columns; in a terminal, long values are broken between words.

    Args:
        rows: A value may have several lines.
    """
    room = shutil.get_terminal_size().columns - NAMES if sys.stdout.isatty() else 0
    return "\n".join(
        f"{name if not number else '':>{NAMES - 2}}  {line}"
        for name, value in rows
        for number, line in enumerate(_broken(value, room))
    )


def _broken(value: str, room: int) -> list[str]:
    if room < NAMES:
        return value.split("\n")
    broken = (textwrap.wrap(line, room, break_long_words=False, break_on_hyphens=False) for line in value.split("\n"))
    return [part for parts in broken for part in parts or [""]]


def warn(lines: Iterable[str]) -> None:
    """Say on stderr what is wrong and did not stop the work."""
    for line in lines:
        click.echo(f"deflect: warning: {line}", err=True)


def quoted(folder: Path) -> str:
    """A folder as it is typed in a shell."""
    return shlex.quote(str(folder))


def typed(command: str, folder: Path) -> str:
    """A command of a workspace as it is typed from anywhere: every hint is built here."""
    return f"{command} -w {quoted(folder)}"


@contextlib.contextmanager
def progress() -> Iterator[Report]:
    """Show how far long work is: bars in a terminal, a line every tenth elsewhere, all on stderr."""
    if not sys.stderr.isatty():
        yield _Lines().report
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description:>10}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        tasks: dict[str, Any] = {}

        def report(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(stage, total=None, rate="")
            speed = bars.tasks[tasks[stage]].speed
            bars.update(tasks[stage], completed=done, total=total or None, rate=f"{speed:,.0f}/s" if speed else "")

        yield report


class _Lines:
    """Progress as plain lines, at most one each tenth of a stage."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def report(self, stage: str, done: int, total: int) -> None:
        tenth = 10 * done // total if total else 0
        if self._last.get(stage, -1) < tenth:
            self._last[stage] = tenth
            click.echo(f"{stage}: {done:,} of {total:,}" if total else f"{stage}: {done:,}", err=True)
