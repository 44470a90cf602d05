"""`deflect suggest`, `serve` and `backtest`: answers, and how good they are."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

import click

from deflect.cli.output import json_option, show, workspace_option
from deflect.errors import UsageError
from deflect.types import Abstention, Candidate, Suggestion
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.interval import Share
    from deflect.suggest import BacktestResult
    from deflect.suggest.backtest import Figures


NOT_REVIEWED = "Draft, not reviewed: check it before you send it."
REASONS = {
    "too-short": ". Ask it in a sentence",
    "not-reviewed": ". A draft would answer: accept it in deflect review, then deflect run",
}


@click.command("suggest")
@click.argument("text")
@workspace_option
@json_option
@click.option("--subject", default="", help="The ticket's subject line.")
@click.option("--language", help="The asker's language, such as de; found from the text if not given.")
@click.option("--validated", is_flag=True, help="Only articles that somebody validated, as customers may see.")
def suggest_command(text: str, folder: str, as_data: bool, subject: str, language: str | None, validated: bool) -> None:
    """Answer TEXT (`-` reads it from standard input), or abstain and say why.

    A draft that nobody reviewed is marked as one. Abstaining is a result: the exit code is 0.
    """
    from deflect.suggest import Suggester

    question = sys.stdin.buffer.read().decode(errors="replace") if text == "-" else text
    result = Suggester.load(folder).suggest(question, subject=subject, language=language, drafts=not validated)
    show(result, as_data, lambda: _result_text(result))


@click.command("backtest")
@workspace_option
@json_option
@click.option(
    "--holdout",
    default=0.25,
    show_default=True,
    type=click.FloatRange(0.05, 0.9),
    help="Share of the tickets, the newest, to ask as if they came in now.",
)
def backtest_command(folder: str, as_data: bool, holdout: float) -> None:
    """Ask your own later tickets and count how often the suggestion is right."""
    from deflect.pipeline import run_backtest

    if math.isnan(holdout):
        raise UsageError("--holdout is not a number", "", "Give a share, such as --holdout 0.25")
    result = run_backtest(Workspace.open(folder), holdout)
    show(result, as_data, lambda: _backtest_text(result))


def _result_text(result: Suggestion | Abstention) -> str:
    if isinstance(result, Suggestion):
        head = f"{click.style(result.title, bold=True)}  (confidence {result.confidence:.2f}, {result.article})"
        tickets = f"From tickets: {', '.join(result.evidence[:5])}" if result.evidence else ""
        below = "\n".join(part for part in (tickets, _others(result.alternatives)) if part)
        mark = "" if result.state == "validated" else click.style(NOT_REVIEWED, fg="yellow")
        return "\n\n".join(part for part in (f"{head}\n{mark}".rstrip(), _answer_text(result), below) if part)
    said = REASONS.get(result.reason, "")
    head = f"No suggestion: {result.reason.replace('-', ' ')} (confidence {result.confidence:.2f}){said}"
    return "\n".join(part for part in (head, _others(result.nearest)) if part)


def _answer_text(result: Suggestion) -> str:
    if result.origin != "linked":
        return result.answer
    if result.url:
        return f"Only its address is known here: {result.url}"
    return f"Only the name that agents link it by is known here: {result.article}"


def _others(candidates: tuple[Candidate, ...]) -> str:
    lines = [f"  {each.confidence:.2f}  {each.title} ({each.article}{_draft(each)})" for each in candidates]
    return "\n".join(["Nearest:", *lines]) if lines else ""


def _draft(candidate: Candidate) -> str:
    return "" if candidate.state == "validated" else ", draft"


def _backtest_text(result: BacktestResult) -> str:
    lines = [f"Learned from {result.learned:,} earlier tickets; threshold {result.threshold:.2f}."]
    if result.links:
        lines += ["", "Judged by the articles that agents linked:", *_figure_lines(result.links)]
    lines += ["", "Judged by links and recurring questions:", *_figure_lines(result.all), "", result.caveat]
    return "\n".join(lines)


def _figure_lines(figures: Figures) -> list[str]:
    rows = [
        ("asked", f"{figures.asked:,}, {figures.answerable:,} of them answerable"),
        ("right at 1", f"{_share(figures.hit_1)}; always the most frequent article: {figures.naive_1.value:.0%}"),
        ("right among 3", f"{_share(figures.hit_3)}; always the three most frequent: {figures.naive_3.value:.0%}"),
        ("answered", _share(figures.coverage)),
        ("right when answered", f"{_share(figures.precision)}; naive: {figures.naive_precision.value:.0%}"),
    ]
    return [f"{name:>22}  {value}" for name, value in rows]


def _share(share: Share) -> str:
    return f"{share.value:.0%} ({share.low:.0%} to {share.high:.0%})"
