"""Measure `deflect serve`: acknowledged calls, suggestions, overload, mutated signatures; beside a bare Starlette app.

    python -m benchmarks.bench_serve [--seconds 10] [--mutations 100000] [--workspace DIR]

Without a workspace, the suggester is a stand-in that takes no time: then /suggest tells what the service itself costs.
Clients run in processes of their own, so that they share no interpreter lock with the service; they share its cores.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import multiprocessing
import os
import random
import socket
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from deflect.hooks import Sources
from deflect.hooks.signing import digest
from deflect.hooks.sources.standard import secret_bytes
from deflect.types import Abstention, Suggestion
from deflect.web import make_app
from deflect.web.desk import Desk
from deflect.web.fence import MOST_HEAD, Limits
from deflect.web.present import Present
from deflect.web.protocol import TimedProtocol
from deflect.web.rules import Rules
from deflect.workspace import Workspace

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()
QUESTION = json.dumps({"text": "Where is the invoice with our VAT number? It is not under Account."}).encode()
FREE = Rules(per_minute=10_000_000)


class Stand:
    def suggest(
        self,
        text: str,
        *,
        subject: str = "",  # noqa: ARG002
        language: str | None = None,  # noqa: ARG002
        drafts: bool = True,  # noqa: ARG002
    ) -> Suggestion | Abstention:
        return Abstention("not-sure" if text else "empty-question")


def bare() -> Starlette:
    async def echo(request: Request) -> Response:
        return Response(json.dumps({"bytes": len(await request.body())}), media_type="application/json")

    return Starlette(routes=[Route("/bare", echo, methods=["POST"])])


def service(root: str, prepared: bool) -> Starlette:
    workspace = Workspace.open(root)
    answerer = Present(workspace) if prepared else Stand()
    if isinstance(answerer, Present):
        answerer.look()
    return make_app(answerer, Desk.open(workspace, answerer, workers=1), rules=FREE, limits=Limits())


def run_server(root: str, kind: str, listening: socket.socket, prepared: bool) -> None:
    app = bare() if kind == "bare" else service(root, prepared)
    config = uvicorn.Config(
        app, http=TimedProtocol, ws="none", log_config=None, access_log=False
    )
    uvicorn.Server(config).run(sockets=[listening])


def signed(number: int) -> tuple[dict[str, str], bytes]:
    body = json.dumps({"ticket_id": str(number)}).encode()
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    signature = base64.b64encode(digest(b"zd", moment.encode() + body)).decode()
    return {"X-Zendesk-Webhook-Signature": signature, "X-Zendesk-Webhook-Signature-Timestamp": moment}, body


def standard(number: int) -> tuple[dict[str, str], bytes]:
    body = json.dumps({"id": str(number), "messages": [{"author": "customer", "body": "vat"}]}).encode()
    moment = str(int(time.time()))
    signature = base64.b64encode(digest(secret_bytes(SECRET), f"m{number}.{moment}.".encode() + body)).decode()
    return {"Webhook-Id": f"m{number}", "Webhook-Timestamp": moment, "Webhook-Signature": f"v1,{signature}"}, body


MAKERS: dict[str, Callable[[int], tuple[dict[str, str], bytes]]] = {
    "/bare": lambda _: ({}, QUESTION),
    "/suggest": lambda _: ({}, QUESTION),
    "/hooks/zendesk": signed,
}


def clients(port: int, path: str, lines: int, seconds: float, first: int, results: Any) -> None:
    results.put(asyncio.run(_clients(port, path, lines, seconds, first)))


async def _clients(port: int, path: str, lines: int, seconds: float, first: int) -> list[tuple[int, float]]:
    end, numbers = time.monotonic() + seconds, iter(range(first, first + 100_000_000))
    found: list[tuple[int, float]] = []

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while time.monotonic() < end:
            headers, body = MAKERS[path](next(numbers))
            head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            began = time.perf_counter()
            writer.write(
                f"POST {path} HTTP/1.1\r\nHost: b\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
            )
            status, length = 0, 0
            while (line := await reader.readline()) not in (b"\r\n", b""):
                status = status or int(line[9:12])
                if line.lower().startswith(b"content-length:"):
                    length = int(line[15:])
            await reader.readexactly(length)
            found.append((status, time.perf_counter() - began))
        writer.close()

    await asyncio.gather(*(one() for _ in range(lines)))
    return found


def load(title: str, root: str, path: str, lines: int, seconds: float, *, prepared: bool = False) -> dict[str, Any]:
    listening = socket.create_server(("127.0.0.1", 0), backlog=2048)
    context = multiprocessing.get_context("fork")
    kind = "bare" if path == "/bare" else "service"
    server = context.Process(target=run_server, args=(root, kind, listening, prepared), daemon=True)
    server.start()
    port = int(listening.getsockname()[1])
    asyncio.run(_clients(port, path, 2, 1.0, 90_000_000))  # once warm
    process = psutil.Process(server.pid)
    memory, spent = process.memory_info().rss, sum(process.cpu_times()[:2])
    results = context.Queue()
    client = context.Process(target=clients, args=(port, path, lines, seconds, 0, results))
    client.start()
    found = results.get()
    client.join()
    spent, grown = sum(process.cpu_times()[:2]) - spent, process.memory_info().rss - memory
    server.kill()
    times = sorted(each for _, each in found)
    fine = [each for status, each in found if status < 300]
    figures = {
        "what": title,
        "clients": lines,
        "answered_a_second": round(len(fine) / seconds),
        "by_status": dict(Counter(status for status, _ in found)),
        "p50_ms": round(1000 * statistics.median(times), 1),
        "p99_ms": round(1000 * times[int(0.99 * len(times))], 1),
        "slowest_ms": round(1000 * times[-1], 1),
        "cpu_ms_each": round(1000 * spent / len(found), 3),
        "memory_grown_mb": round(grown / 1e6, 1),
    }
    print(json.dumps(figures), flush=True)
    return figures


def mutations(root: str, number: int) -> None:
    """Mutated signed requests, straight to the app."""
    from tests.web.service import call
    from tests.web.test_calls import mutated

    app, chance, seen = service(root, False), random.Random(7), Counter[int]()
    whole = [("/hooks/standard", *standard(each)) for each in range(50)]
    calls = [(path, {name.lower(): value for name, value in headers.items()}, body) for path, headers, body in whole]

    async def attack() -> None:
        for _ in range(number):
            path, headers, body = chance.choice(calls)
            changed = mutated(chance, headers, body)
            if changed != (headers, body):
                seen[(await call(app, "POST", path, *changed)).status] += 1

    asyncio.run(attack())
    print(json.dumps({"what": "mutated signed requests", "sent": seen.total(), "by_status": dict(seen)}), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--overload", type=float, default=60.0, help="seconds at ten times the load")
    parser.add_argument("--mutations", type=int, default=100_000)
    parser.add_argument("--workspace", type=Path, help="a workspace that is prepared, for /suggest")
    asked = parser.parse_args()
    print(json.dumps({"cores": os.cpu_count(), "load_average": os.getloadavg()}), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        root = str(Workspace.create(Path(folder) / "desk").root)
        sources = Sources(Workspace.open(root))
        sources.add("standard", {"secret": SECRET})
        sources.add("zendesk", {"address": "https://127.0.0.1:1", "secret": "zd", "user": "u", "token": "t"})
        plain = load("bare Starlette app", root, "/bare", 24, asked.seconds)
        acks = load("hook acknowledged, signed and durable", root, "/hooks/zendesk", 24, asked.seconds)
        place, prepared = (str(asked.workspace), True) if asked.workspace else (root, False)
        suggest = load("/suggest", place, "/suggest", 24, asked.seconds, prepared=prepared)
        load("/suggest, ten times the clients", place, "/suggest", 240, asked.overload, prepared=prepared)
        each = {name: round(found["cpu_ms_each"] / plain["cpu_ms_each"], 2) for name, found in
                (("acknowledged", acks), ("suggest", suggest))}  # fmt: skip
        print(json.dumps({"what": "processor time beside the bare app", **each}), flush=True)
        mutations(root, asked.mutations)


if __name__ == "__main__":
    main()
