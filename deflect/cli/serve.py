"""`deflect serve`: answers over HTTP."""

from __future__ import annotations

import os
import socket

import click

from deflect.cli.output import warn, workspace_option
from deflect.errors import UsageError
from deflect.workspace import Workspace


@click.command("serve")
@workspace_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8765, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, 64),
    help="Processes behind the port, each with the index in memory.",
)
@click.option("--add-key", metavar="NAME", help="Make an API key of that name, print it once, and end.")
def serve_command(folder: str, host: str, port: int, workers: int, add_key: str | None) -> None:
    """Answer questions, and take the calls of ticket systems, over HTTP until stopped with Ctrl-C.

    POST /suggest with {"text": "…"} answers. Customers may see it: only validated articles are suggested, and past
    tickets are not named. For agents, add "drafts": true and "evidence": true.

    On this machine every program may ask as long as there is no API key. Whoever asks from another one needs a key, or
    an origin of [serve]. What a new deflect run prepares is used without a restart.
    """
    from deflect.http import is_this_machine
    from deflect.web.rules import Rules
    from deflect.web.rules import add_key as make_key
    from deflect.web.serving import serve

    workspace = Workspace.open(folder)
    if add_key is not None:
        click.echo(make_key(workspace.state, add_key))
        click.echo("deflect serve reads keys when it starts: if it runs, start it again.", err=True)
        return
    rules = Rules.of(workspace.settings, workspace.state, this_machine_only=is_this_machine(host))
    if not (rules.is_open or rules.keys or rules.origins):
        step = "Make an API key with --add-key NAME, or set [serve] origins"
        raise UsageError("nobody could ask: other machines need a key", host, step)
    listening = _listen(host, port)
    if not (workspace.models / "CURRENT").exists():
        warn(["nothing is learned from the tickets yet. Run: deflect run; it is then used at once"])
    click.echo(f"deflect answers at http://{host}:{port}/suggest", err=True)
    serve(workspace, listening, workers=workers, this_machine_only=is_this_machine(host))


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
