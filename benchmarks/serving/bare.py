"""`python -m benchmarks.serving.bare --port PORT`: a Starlette app that only says how long the body was.

It stands on the same protocol and loop as the service: what the service takes beyond it is its own.
"""

from __future__ import annotations

import json
import socket
import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deflect.web.protocol import TimedProtocol


async def echo(request: Request) -> Response:
    return Response(json.dumps({"bytes": len(await request.body())}), media_type="application/json")


def main() -> None:
    listening = socket.create_server(("127.0.0.1", int(sys.argv[-1])), backlog=2048)
    app = Starlette(routes=[Route("/bare", echo, methods=["POST"])])
    config = uvicorn.Config(app, loop="asyncio", http=TimedProtocol, ws="none", log_config=None, access_log=False)
    uvicorn.Server(config).run(sockets=[listening])


if __name__ == "__main__":
    main()
