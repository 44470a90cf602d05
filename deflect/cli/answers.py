"""`deflect suggest` and `serve`: answers."""

from __future__ import annotations

import os
import socket
import sys

import click

from deflect.cli.output import json_option, show, workspace_option
from deflect.errors import UsageError
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
