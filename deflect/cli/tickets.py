"""`deflect import` and `erase`: tickets into the store and out of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from deflect.cli.output import json_option, progress, show, typed, workspace_option
from deflect.errors import InputError, UsageError
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.connectors import ImportFormat, ImportSummary
    from deflect.kb.documentation import DocsSummary
    from deflect.pipeline.erase import Erasure, Found

DOCS = "docs"
FORMATS = ("jsonl", "csv", "mbox", "maildir", DOCS)
SHOWN_BAD_ROWS = 10


@click.command("import")
@click.argument("format_name", metavar="FORMAT", type=click.Choice(FORMATS))
@click.argument("path")
@workspace_option
@json_option
@click.option("--map", "mapping", multiple=True, metavar="FIELD=HEADING", help="For csv: which column holds a field.")
@click.option("--source", metavar="NAME", help="Name of the ticket system, where the file does not say.")
@click.option("--base-url", default="", metavar="URL", help="For docs: the address that the folder is published at.")
@click.option("--fetch", is_flag=True, help="For docs: read the pages that a sitemap or list names over the network.")
@click.option("--strict", is_flag=True, help="Stop at the first bad row or page and change nothing.")
@click.option("--allow", "allowed", multiple=True, metavar="E-MAIL|ID", help="Let a customer who was erased in again.")
def import_command(
    format_name: str,
    path: str,
    folder: str,
    as_data: bool,
    mapping: tuple[str, ...],
    source: str | None,
    base_url: str,
    fetch: bool,
    strict: bool,
    allowed: tuple[str, ...],
) -> None:
    """Bring past tickets, or documentation, in from PATH (`-` reads JSON lines from standard input).

    \b
    FORMAT is one of
      jsonl    one ticket record a line, also .gz
      csv      a helpdesk's export; usual headings are recognised, else use --map id="Ticket ID"
      mbox     a mailbox file; replies are joined to threads, [vendor] addresses are your agents
      maildir  a folder of mails, likewise
      docs     documentation you have: a folder of Markdown or HTML, a WordPress export (.xml), a sitemap (.xml) or a
               text file with one address a line, or the web address of a page, sitemap or list; a question
               it answers is linked to it, not drafted. Only the host that you give is asked, and only then

    A bad row or page is skipped and reported, the rest goes in. Importing the same file twice changes nothing. Tickets
    of customers who were erased are left out and counted.
    """  # noqa: D301 - click reads the backslash
    from deflect.connectors import import_file
    from deflect.store import Store

    workspace = Workspace.open(folder)
    if format_name == DOCS:
        _refuse("--map and --source are for tickets", given=bool(mapping or source))
        _import_docs(workspace, path, base_url, as_data=as_data, fetch=fetch, strict=strict)
        return
    _refuse("--base-url and --fetch are for docs", given=bool(base_url or fetch))
    with progress() as report, workspace.lock("import"), Store.open(workspace.database) as store:
        for customer in allowed:
            store.allow(customer)
        summary = import_file(
            store,
            cast("ImportFormat", format_name),
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


def _import_docs(workspace: Workspace, path: str, base_url: str, *, as_data: bool, fetch: bool, strict: bool) -> None:
    from deflect.pipeline.documentation import import_documentation

    summary = import_documentation(workspace, path, base_url, fetch=fetch, strict=strict)
    show(summary, as_data, lambda: _docs_text(summary, workspace))
    if summary.read and summary.skipped_count == summary.read:
        raise InputError("no page of it can be read", path, "Check what it holds: deflect import --help")


def _refuse(what: str, *, given: bool) -> None:
    if given:
        raise UsageError(what, "", "Leave them out")


def _skipped_lines(skipped: list[tuple[str, str]], count: int) -> list[str]:
    lines = [f"  {where}: {reason}" for where, reason in skipped[:SHOWN_BAD_ROWS]]
    more = [f"  … and {count - SHOWN_BAD_ROWS:,} more; --json lists the first 100"] if count > SHOWN_BAD_ROWS else []
    return lines + more


def _docs_text(summary: DocsSummary, workspace: Workspace) -> str:
    lines = [
        f"{summary.read:,} pages read: {summary.added:,} added, {summary.updated:,} updated, {summary.unchanged:,} "
        f"unchanged, {summary.left_out:,} left out, {summary.skipped_count:,} skipped, {summary.removed:,} forgotten."
    ]
    lines += _skipped_lines([(page.place, page.reason) for page in summary.skipped], summary.skipped_count)
    if summary.by_address:
        known = f"{summary.by_address:,} are known by their address alone: they can be linked, not quoted"
        lines.append(f"{known}. --fetch reads them.")
    if summary.hidden_hosts:
        hosts = ", ".join(summary.hidden_hosts)
        lines.append(
            f"Links to {hosts} are taken out of answers as a stranger's: add it to [privacy] keep in deflect.toml."
        )
    return "\n".join([*lines, f"Next: {typed('deflect run', workspace.root)}"])


@click.command("erase")
@click.argument("customer", metavar="E-MAIL|ID", required=False)
@workspace_option
@json_option
@click.option("--requester", metavar="E-MAIL|ID", help="The customer, instead of the argument.")
@click.option("--yes", is_flag=True, help="Do not ask back.")
def erase_command(customer: str | None, folder: str, as_data: bool, requester: str | None, yes: bool) -> None:
    """Remove one customer from tickets, articles, answers and help centre, and keep them out of later imports.

    It says first what there is, then asks. Articles with fewer than 3 other customers behind them are withdrawn and
    listed. Stopped in the middle, give the same command again. To let them in again: deflect import --allow E-MAIL.
    The exit code is 1 if no ticket is by them; with --yes they are kept out of later imports all the same.
    """
    from deflect.pipeline import erase
    from deflect.pipeline.erase import Erasure, look

    named = [name for name in (customer, requester) if name and name.strip()]
    if len(named) != 1:
        raise UsageError("erase takes one customer", "", "For example: deflect erase --requester person@example.org")
    workspace = Workspace.open(folder)
    there = None if yes else look(workspace, named[0])
    if there and there.tickets:
        click.confirm(_asked_back(there), abort=True, err=True)
    found = Erasure(0) if there and not there.tickets else erase(workspace, named[0])
    show(found, as_data, lambda: _erased_text(found, workspace))
    if not found.erased:
        sys.exit(1)


def _asked_back(there: Found) -> str:
    tickets = "1 ticket" if there.tickets == 1 else f"{there.tickets:,} tickets"
    articles = "1 article" if len(there.articles) == 1 else f"{len(there.articles):,} articles"
    said = f"{tickets} of this customer, and what {articles} took from them."
    return f"{said} Delete it all? This cannot be undone"


def _erased_text(found: Erasure, workspace: Workspace) -> str:
    if found.erased:
        lines = [f"{found.erased:,} tickets deleted, with everything learned from them."]
    else:
        lines = ["No ticket here is by this customer. Give the e-mail address or the id that the ticket system has."]
    listed = (
        ("changed", found.changed),
        ("withdrawn, too few customers are left", found.withdrawn),
        ("look through, you edited what only they said", found.edited),
        ("tickets of others that name their address", found.mentioned),
        ("files that hold their address", found.files),
    )
    lines += [f"  {what}: {', '.join(names)}" for what, names in listed if names]
    if found.untuned:
        lines.append("  the tuned encoder is removed, for it may have learned from them: tune anew with deflect tune")
    next_step = f"Bring articles and answers up to date: {typed('deflect run', workspace.root)}"
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
    lines += _skipped_lines([(row.where, row.reason) for row in summary.skipped], summary.skipped_count)
    if summary.erased:
        lines.append(f"{summary.erased:,} left out: their customers were erased. --allow E-MAIL lets one in again")
    next_step = [f"Next: {typed('deflect run', workspace.root)}"] if summary.read > summary.skipped_count else []
    return "\n".join([*lines, *summary.notes, *next_step])
