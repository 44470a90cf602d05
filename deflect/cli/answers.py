"""`deflect suggest` and `serve`: answers."""

from __future__ import annotations

import sys

import click

from deflect.cli.output import json_option, show, workspace_option
from deflect.types import Abstention, Candidate, Suggestion

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
