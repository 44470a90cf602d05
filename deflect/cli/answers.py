"""`deflect suggest` and `serve`: answers."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from deflect.cli.output import json_option, workspace_option
from deflect.languages import meant, named
from deflect.plain import as_json
from deflect.types import Abstention, Candidate, Suggestion

NOT_REVIEWED = "Draft, not reviewed: check it before you send it."
REASONS = {
    "empty-question": ". Ask it in a sentence",
    "too-short": ". Ask it in a sentence",
    "no-articles": ". There is nothing to suggest yet: deflect run, then deflect review",
    "nothing-similar": ". Nobody asked or wrote that before",
    "not-reviewed": ". A draft would answer: accept it in deflect review, then deflect run",
    "sensitive": ". A person answers this; see [suggest] sensitive in deflect.toml",
    "too-often-wrong": ". At no confidence did your history keep to max_wrong; see deflect backtest",
    "wrong-language": ". No ticket or article is in this language",
    "no-public-article": ". It was asked before, and no article answers it",
    "stale-article": ". Agents have not answered with the nearest article for long; see [suggest] stale_months",
}
UNASKED = frozenset(("empty-question", "too-short", "no-articles"))
"""Reasons for which nothing was compared."""


def _language(_context: click.Context, _option: click.Parameter, code: str | None) -> str | None:
    if code is None or named(code) != code:
        return code
    near = meant(code)
    raise click.BadParameter(f"{code!r} is no language's code{f'; did you mean {near}?' if near else ', such as de'}")


@click.command("suggest")
@click.argument("text")
@workspace_option
@json_option
@click.option("--subject", default="", help="The ticket's subject line.")
@click.option(
    "--language", callback=_language, help="The asker's language, such as de; found from the text if not given."
)
@click.option("--validated", is_flag=True, help="Only articles that somebody validated, as customers may see.")
def suggest_command(text: str, folder: str, as_data: bool, subject: str, language: str | None, validated: bool) -> None:
    """Answer TEXT (`-` reads it from standard input), or abstain and say why.

    A draft that nobody reviewed is marked as one. Abstaining is a result: the exit code is 0. Several questions that
    different articles answer are answered one by one, with --json on a line each.

    \b
    Example:
      deflect suggest "How do I export bookings?" --subject "CSV" --validated
      deflect suggest - --language de < ticket.txt
    """  # noqa: D301 - click reads the backslash
    from deflect.suggest import Suggester

    question = sys.stdin.buffer.read().decode(errors="replace") if text == "-" else text
    asker = Suggester.load(folder)
    results = asker.suggest_all(question, subject=subject, language=language, drafts=not validated)
    if as_data:
        click.echo("\n".join(map(as_json, results)))
    else:
        click.echo(answers_text(results))


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
    name = named(result.language)
    return f"In {name}: no article is sure enough in {named(result.asked_in)}."


def _missing_text(missing: int) -> str:
    return (
        f"About {missing:,} more past tickets with a known answer are needed to keep to max_wrong; see deflect status"
    )


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
