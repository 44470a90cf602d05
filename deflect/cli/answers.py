"""`deflect suggest`, `serve` and `backtest`: answers, and how good they are."""

from __future__ import annotations

import math
import os
import socket
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from deflect.cli.output import json_option, show, workspace_option
from deflect.errors import UsageError
from deflect.languages import NAMES
from deflect.plain import as_json
from deflect.types import Abstention, Candidate, Suggestion
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.interval import Share
    from deflect.suggest import BacktestResult
    from deflect.suggest.backtest import Figures
    from deflect.suggest.risk import Rule


NOT_REVIEWED = "Draft, not reviewed: check it before you send it."
REASONS = {
    "too-short": ". Ask it in a sentence",
    "not-reviewed": ". A draft would answer: accept it in deflect review, then deflect run",
    "sensitive": ". A person answers this; see [suggest] sensitive in deflect.toml",
    "too-often-wrong": ". At no confidence did your history keep to max_wrong; see deflect backtest",
    "wrong-language": ". No ticket or article is in this language",
    "no-public-article": ". It was asked before, and no article answers it",
    "stale-article": ". Agents have not answered with the nearest article for long; see [suggest] stale_months",
}
UNASKED = frozenset(("empty-question", "too-short", "no-articles"))
"""Reasons for which nothing was compared."""


@click.command("suggest")
@click.argument("text")
@workspace_option
@json_option
@click.option("--subject", default="", help="The ticket's subject line.")
@click.option("--language", help="The asker's language, such as de; found from the text if not given.")
@click.option("--validated", is_flag=True, help="Only articles that somebody validated, as customers may see.")
def suggest_command(text: str, folder: str, as_data: bool, subject: str, language: str | None, validated: bool) -> None:
    """Answer TEXT (`-` reads it from standard input), or abstain and say why.

    A draft that nobody reviewed is marked as one. Abstaining is a result: the exit code is 0. Several questions that
    different articles answer are answered one by one, with --json on a line each.
    """
    from deflect.suggest import Suggester

    question = sys.stdin.buffer.read().decode(errors="replace") if text == "-" else text
    asker = Suggester.load(folder)
    results = asker.suggest_all(question, subject=subject, language=language, drafts=not validated)
    if as_data:
        click.echo("\n".join(map(as_json, results)))
    else:
        click.echo(answers_text(results))


@click.command("serve")
@workspace_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
def serve_command(folder: str, host: str, port: int) -> None:
    """Answer questions over HTTP: POST /suggest with {"text": "…"}, until stopped with Ctrl-C.

    Customers may see the answers: only validated articles are suggested, and past tickets are not named. For agents,
    add "drafts": true and "evidence": true.
    """
    import uvicorn

    from deflect.suggest import Suggester
    from deflect.web import make_app

    app = make_app(Suggester.load(folder))
    listening = _listen(host, port)
    click.echo(f"deflect answers at http://{host}:{port}/suggest", err=True)
    uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything is said: a busy one is an error of ours, not the web server's log."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family, backlog=2048)
    except OSError as error:
        # The socket's own words repeat the address; a name that is not found has a number of its own kind.
        reason = error.strerror if isinstance(error, socket.gaierror) else os.strerror(error.errno or 0)
        raise UsageError(
            f"cannot listen: {reason}", f"{host}:{port}", "Choose another with --host and --port"
        ) from error


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


def answers_text(results: Sequence[Suggestion | Abstention]) -> str:
    """Lay out what came of a ticket, each of its questions below the other."""
    if len(results) == 1:
        return _result_text(results[0])
    heads = (f"Question {number} of {len(results)}" for number in range(1, len(results) + 1))
    return "\n\n".join(f"{head}\n{_result_text(result)}" for head, result in zip(heads, results, strict=True))


def _result_text(result: Suggestion | Abstention) -> str:
    if isinstance(result, Suggestion):
        head = f"{click.style(result.title, bold=True)}  (confidence {_confidence(result)}, {result.article})"
        tickets = f"From tickets: {', '.join(result.evidence[:5])}" if result.evidence else ""
        below = "\n".join(part for part in (tickets, _others(result.alternatives)) if part)
        mark = "" if result.state == "validated" else click.style(NOT_REVIEWED, fg="yellow")
        above = "\n".join(part for part in (head, _language_text(result), mark) if part)
        return "\n\n".join(part for part in (above, _answer_text(result), below) if part)
    return "\n".join(part for part in (_silence_text(result), _others(result.nearest)) if part)


def _silence_text(result: Abstention) -> str:
    named = f": {result.topic}" if result.topic else ""
    said = f"No suggestion: {result.reason.replace('-', ' ')}{named} (confidence {_confidence(result)})"
    if result.readings:
        which = " or ".join(f"“{each.title}”" for each in result.readings)
        return f"{said}. Ask which is meant: {which}"
    if result.missing:
        return f"{said}. {_missing_text(result.missing)}"
    return said + REASONS.get(result.reason, "")


def _confidence(result: Suggestion | Abstention) -> str:
    """How sure, and how sure one has to be, and who says so; without a threshold there is nothing to reach."""
    if result.threshold is None or (isinstance(result, Abstention) and result.reason in UNASKED):
        return f"{result.confidence:.2f}"
    found = "found in your history" if result.threshold_from == "history" else "set in deflect.toml"
    return f"{result.confidence:.2f}, answers from {result.threshold:.2f} on, {found}"


def _language_text(result: Suggestion) -> str:
    if not result.asked_in or result.asked_in == result.language:
        return ""
    name = NAMES.get(result.language, result.language)
    return f"In {name}: no article is sure enough in {NAMES.get(result.asked_in, result.asked_in)}."


def _missing_text(missing: int) -> str:
    return f"About {missing:,} more past tickets with a known answer are needed to keep to max_wrong"


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
    lines = [f"Learned from {result.learned:,} earlier tickets; {_threshold_text(result.rule)}."]
    if result.links:
        lines += ["", "Judged by the articles that agents linked:", *_figure_lines(result.links)]
    lines += ["", "Judged by links and recurring questions:", *_figure_lines(result.all), "", result.caveat]
    return "\n".join(lines)


def _threshold_text(rule: Rule) -> str:
    if rule.threshold is None:
        more = f": {_missing_text(rule.history)}" if rule.missing else ""
        return f"nothing is answered, {(rule.reason or '').replace('-', ' ')}{more}"
    found = f"found in your history for max_wrong {rule.max_wrong:g}" if rule.by == "history" else "set in deflect.toml"
    return f"threshold {rule.threshold:.2f}, {found}"


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
