"""`deflect report`: what the desk carries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from deflect.cli.answered_text import gap_lines
from deflect.cli.costs_text import options_lines
from deflect.cli.customers_text import bad_rows, retention_lines, self_service_lines
from deflect.cli.figures_text import documented_lines, kcs_lines, share_text
from deflect.cli.options_text import answer_lines, desk_lines, effect_lines, first_lines, fix_lines
from deflect.cli.output import json_option, page_option, progress, show, warn, workspace_option
from deflect.cli.quality_text import quality_lines
from deflect.errors import UsageError
from deflect.languages import named
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.report import Load

SETTINGS = ("currency", "languages")
"""Of [costs], what is no amount."""


@click.command("report")
@workspace_option
@json_option
@click.option(
    "--cost",
    "costs",
    multiple=True,
    metavar="NAME=AMOUNT",
    help="An amount of [costs], such as owner_hour=45 or reply_price=2,4 where you are not sure; may be given often.",
)
@click.option(
    "--csv",
    "sheets",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write tables for a spreadsheet into this folder: demand.csv, the ledger of recurring questions, options.csv, "
    "what each way costs, articles.csv, what to write first, self-service.csv, and renewals.csv with --customers.",
)
@click.option(
    "--customers",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="CSV file with the headings customer, renewal_date and renewed: says who renews by the support they had.  "
    "[default: that of [report]]",
)
@click.option(
    "--events",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Log of the contact form's events, one JSON object a line: says what suggestions prevented.",
)
@page_option("report.html")
@click.option(
    "--language",
    type=click.Choice(("en", "de", "fr", "ar", "cy")),
    default="en",
    show_default=True,
    help="Language of the page.",
)
def report_command(
    folder: str,
    as_data: bool,
    costs: tuple[str, ...],
    sheets: Path | None,
    customers: Path | None,
    events: Path | None,
    page: Path | None,
    language: str,
) -> None:
    """Show what documentation would take off the desk, what handling the rest costs, and the load in full.

    Prices are yours to give, in [costs] or by --cost; an option without its prices says what it needs. Shares carry
    their 95% interval. The figures of articles are those of KCS, each with how it is counted.
    """
    from deflect.pipeline import load_report
    from deflect.pipeline.figures import measured_effect, write_nothing, write_report
    from deflect.pipeline.sheets import check_place, write_sheets

    workspace = Workspace.open(folder)
    if sheets:
        check_place(workspace, sheets)
    effect = measured_effect(events) if events else None
    write_nothing(workspace, language, page)
    with progress() as report:
        load = load_report(workspace, dict(map(amount_from, costs)), effect, customers, report)
    warn(bad_rows(load))
    file = write_report(workspace, load, language, page)
    warn(load.quality.problems if load.quality else ())
    for sheet in write_sheets(sheets, load) if sheets else ():
        click.echo(f"written: {sheet}", err=True)
    parts = (
        answer_lines,
        options_lines,
        first_lines,
        fix_lines,
        gap_lines,
        effect_lines,
        self_service_lines,
        retention_lines,
        quality_lines,
        _load_lines,
        desk_lines,
        documented_lines,
        kcs_lines,
    )
    lines = (line for part in parts for line in part(load))
    show(load, as_data, lambda: "\n".join((*lines, "", f"Report with charts: {file}")))


def amount_from(text: str) -> tuple[str, float | tuple[float, ...]]:
    """Read `name=amount`: one number, or two or three with commas between them.

    Raises:
        UsageError: It is none.
    """
    name, _, value = text.partition("=")
    if name.strip() in SETTINGS:
        step = f"Write {name.strip()} under [costs] in deflect.toml"
        raise UsageError("this is no amount, but a setting", f"--cost {name.strip()}", step)
    try:
        given = tuple(float(each) for each in value.split(","))
    except ValueError:
        step = "Write it as owner_hour=45, or as owner_hour=40,60 where you are not sure"
        raise UsageError("a cost is no amount", f"--cost {name.strip()[:40]}", step) from None
    return name.strip(), given[0] if len(given) == 1 else given


def _load_lines(load: Load) -> list[str]:
    rows = [
        ("tickets", f"{load.tickets:,} from {load.months[0]} to {load.months[-1]}, by {load.customers:,} customers"),
        ("a month", f"{load.tickets / len(load.months):,.0f} on average, {load.by_month[-1]:,} in the last"),
        ("recurring", share_text(load.recurring)),
        ("one-touch", share_text(load.one_touch)),
        ("first response", _hours(load)),
        ("languages", ", ".join(f"{named(code)} {count:,}" for code, count in load.languages.items())),
    ]
    lines = [f"{name:>16}  {value}" for name, value in rows]
    lines += ["", "tickets  customers  question"]
    return ["", *lines, *(f"{each.tickets:7}  {each.customers:9}  {each.question}" for each in load.questions)]


def _hours(load: Load) -> str:
    if load.first_response_p50 is None:
        return "no replies"
    return f"half within {load.first_response_p50:.1f} h, nine in ten within {load.first_response_p90:.1f} h"
