"""`deflect import` and `erase`: tickets into the store and out of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deflect.cli.output import json_option, progress, quoted, show, workspace_option
from deflect.errors import InputError, UsageError
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.connectors import ImportFormat, ImportSummary
    from deflect.pipeline.erase import Erasure

FORMATS = ("jsonl", "csv", "mbox", "maildir")
SHOWN_BAD_ROWS = 10


@click.command("import")
@click.argument("format_name", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("path")
@workspace_option
@json_option
@click.option("--map", "mapping", multiple=True, metavar="FIELD=HEADING", help="For csv: which column holds a field.")
@click.option("--source", metavar="NAME", help="Name of the ticket system, where the file does not say.")
@click.option("--strict", is_flag=True, help="Stop at the first bad row and change nothing.")
@click.option("--allow", "allowed", multiple=True, metavar="E-MAIL|ID", help="Let a customer who was erased in again.")
def import_command(
    format_name: ImportFormat,
    path: str,
    folder: str,
    as_data: bool,
    mapping: tuple[str, ...],
    source: str | None,
    strict: bool,
    allowed: tuple[str, ...],
) -> None:
    """Bring past tickets in from PATH (`-` reads JSON lines from standard input).

    \b
    FORMAT is one of
      jsonl    one ticket record a line, also .gz
      csv      a helpdesk's export; usual headings are recognised, else use --map id="Ticket ID"
      mbox     a mailbox file; replies are joined to threads, [vendor] addresses are your agents
      maildir  a folder of mails, likewise

    A bad row is skipped and reported, the rest goes in. Importing the same file twice changes nothing. Tickets of
    customers who were erased are left out and counted.
    """  # noqa: D301 - click reads the backslash
    from deflect.connectors import import_file
    from deflect.store import Store

    workspace = Workspace.open(folder)
    with progress() as report, workspace.lock("import"), Store.open(workspace.database) as store:
        for customer in allowed:
            store.allow(customer)
        summary = import_file(
            store,
            format_name,
            Path(path),
            settings=workspace.settings,
            mapping=_mapping(mapping),
            strict=strict,
            source=source,
            progress=lambda rows, done, total: report("import", rows, rows * total // done if total and done else 0),
        )
    show(summary, as_data, lambda: _import_text(summary, workspace))
    if summary.read and summary.skipped_count == summary.read:
        raise InputError("no row of it is a ticket", path, "Check the format: deflect import --help")


@click.command("erase")
@click.argument("customer", metavar="E-MAIL|ID", required=False)
@workspace_option
@json_option
@click.option("--requester", metavar="E-MAIL|ID", help="The customer, instead of the argument.")
@click.option("--yes", is_flag=True, help="Do not ask back.")
def erase_command(customer: str | None, folder: str, as_data: bool, requester: str | None, yes: bool) -> None:
    """Remove one customer from tickets, articles, answers and help centre, and keep them out of later imports.

    Articles with fewer than 3 other customers behind them are withdrawn and listed. Stopped in the middle, give the
    same command again. To let them in again: deflect import --allow E-MAIL.
    """
    from deflect.pipeline import erase

    named = [name for name in (customer, requester) if name and name.strip()]
    if len(named) != 1:
        raise UsageError("erase takes one customer", "", "For example: deflect erase --requester person@example.org")
    workspace = Workspace.open(folder)
    if not yes:
        click.confirm("Delete everything about this customer? This cannot be undone", abort=True, err=True)
    found = erase(workspace, named[0])
    show(found, as_data, lambda: _erased_text(found, workspace))


def _erased_text(found: Erasure, workspace: Workspace) -> str:
    if found.erased:
        lines = [f"{found.erased:,} tickets deleted, with everything learned from them."]
    else:
        lines = ["No ticket here is by this customer. Give the e-mail address or the id that the ticket system has"]
    listed = (
        ("changed", found.changed),
        ("withdrawn, too few customers are left", found.withdrawn),
        ("look through, you edited what only they said", found.edited),
        ("tickets of others that name their address", found.mentioned),
        ("files that hold their address", found.files),
    )
    lines += [f"  {what}: {', '.join(names)}" for what, names in listed if names]
    next_step = f"Bring articles and answers up to date: deflect run -w {quoted(workspace.root)}"
    return "\n".join([*lines, next_step] if found.erased else lines)


def _mapping(pairs: tuple[str, ...]) -> dict[str, str] | None:
    found: dict[str, str] = {}
    for pair in pairs:
        field, equals, heading = pair.partition("=")
        if not (field and equals and heading):
            raise UsageError("--map takes FIELD=HEADING", f"--map {pair}", 'For example: --map id="Ticket ID"')
        found[field.strip()] = heading.strip()
    return found or None


def _import_text(summary: ImportSummary, workspace: Workspace) -> str:
    rate = summary.read / summary.seconds if summary.seconds else 0
    lines = [
        f"{summary.read:,} tickets read in {summary.seconds:.1f} s ({rate:,.0f} a second): {summary.added:,} added, "
        f"{summary.updated:,} updated, {summary.unchanged:,} unchanged, {summary.skipped_count:,} skipped."
    ]
    lines += [f"  {row.where}: {row.reason}" for row in summary.skipped[:SHOWN_BAD_ROWS]]
    if summary.skipped_count > SHOWN_BAD_ROWS:
        lines.append(f"  … and {summary.skipped_count - SHOWN_BAD_ROWS:,} more; --json lists the first 100")
    if summary.erased:
        lines.append(f"{summary.erased:,} left out: their customers were erased. --allow E-MAIL lets one in again")
    next_step = [f"Next: deflect run -w {quoted(workspace.root)}"] if summary.read > summary.skipped_count else []
    return "\n".join([*lines, *summary.notes, *next_step])
