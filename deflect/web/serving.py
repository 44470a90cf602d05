"""The service as a process, or several: what uvicorn is told, and the app that each process makes for itself."""

from __future__ import annotations

import logging
import os
import socket
import sys

import uvicorn
from starlette.applications import Starlette
from uvicorn.supervisors import Multiprocess

from deflect.web import log
from deflect.web.app import make_app
from deflect.web.desk import Desk
from deflect.web.present import Present
from deflect.web.protocol import TimedProtocol
from deflect.web.rules import Rules
from deflect.workspace import Workspace

FOLDER = "DEFLECT_SERVED"
LOCAL = "DEFLECT_SERVED_LOCAL"
TURN = 0.0005
"""Seconds after which a thread that computes lets others run: the loop waits for its turn at every request, and of the
usual 5 ms a few threads make a tenth of a second."""
GRACE = 10
"""Seconds that requests under way have to end when the service is stopped."""


def serve(workspace: Workspace, listening: socket.socket, *, workers: int, this_machine_only: bool) -> None:
    """Serve until stopped.

    Args:
        workspace: The workspace.
        listening: The port, taken already.
        workers: Processes.
        this_machine_only: Whether no other machine can ask.
    """
    os.environ[FOLDER], os.environ[LOCAL] = str(workspace.root), str(int(this_machine_only))
    config = uvicorn.Config(
        "deflect.web.serving:app",
        factory=True,
        # uvloop would take a fifth less time, but accepts one connection a turn: under load the last waits for seconds.
        loop="asyncio",
        http=TimedProtocol,
        ws="none",
        lifespan="on",
        workers=workers,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
        timeout_worker_healthcheck=30,  # loading an index must not count as hanging
    )
    log.set_up()
    logging.getLogger("uvicorn").setLevel(logging.WARNING)
    if workers > 1:
        Multiprocess(config, [listening]).run()
    else:
        uvicorn.Server(config).run(sockets=[listening])


def app() -> Starlette:
    """Make the app of one process, from what `serve` left in the environment."""
    log.set_up()
    sys.setswitchinterval(TURN)
    workspace = Workspace.open(os.environ[FOLDER])
    present = Present(workspace)
    rules = Rules.of(workspace.settings, workspace.state, this_machine_only=os.environ[LOCAL] == "1")
    desk = Desk.open(workspace, present)
    return make_app(present, desk, rules=rules, begin=present.start, end=present.stop)
