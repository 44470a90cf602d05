"""Clients that ask one thing after the other and do as little as they can besides, so that figures are the service's.

Requests are whole bytes, made and signed before the clock starts. A client sends one, waits for the whole answer and
sends the next at once, whatever the answer says; a connection that the service closes is opened again.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HEAD_END = b"\r\n\r\n"
LENGTH = b"content-length: "


@dataclass
class Asking:
    """What the clients of one run share: what to send, until when, and what came back."""

    port: int
    requests: Iterator[bytes]
    end: float
    statuses: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    broken: int = 0


class Line(asyncio.Protocol):
    """One client."""

    def __init__(self, asking: Asking, done: asyncio.Future[None]) -> None:
        self._asking = asking
        self._done = done
        self._received = b""
        self._sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._ask()

    def _ask(self) -> None:
        self._sent = time.perf_counter()
        request = next(self._asking.requests, None) if self._sent < self._asking.end else None
        if request is None:
            self._transport.close()
            self._finish()
        else:
            self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        received = self._received = self._received + data
        head = received.find(HEAD_END)
        if head < 0:
            return
        at = received.lower().find(LENGTH, 0, head)
        length = int(received[at + len(LENGTH) : received.index(b"\r", at)]) if at >= 0 else 0
        if len(received) < head + len(HEAD_END) + length:
            return
        self._asking.statuses.append(int(received[9:12]))
        self._asking.seconds.append(time.perf_counter() - self._sent)
        self._received = b""
        self._ask()

    def connection_lost(self, _: Exception | None) -> None:
        self._finish()

    def _finish(self) -> None:
        if not self._done.done():
            self._done.set_result(None)


async def _client(asking: Asking) -> None:
    loop = asyncio.get_running_loop()
    while time.perf_counter() < asking.end:
        done = loop.create_future()
        answered = len(asking.statuses)
        try:
            await loop.create_connection(lambda: Line(asking, done), "127.0.0.1", asking.port)  # noqa: B023 - used at once
        except OSError:
            await asyncio.sleep(0.01)
            continue
        await done
        asking.broken += answered == len(asking.statuses) and time.perf_counter() < asking.end


async def run(port: int, requests: list[bytes], lines: int, seconds: float) -> Asking:
    asking = Asking(port, itertools.cycle(requests), time.perf_counter() + seconds)
    await asyncio.gather(*(_client(asking) for _ in range(lines)))
    return asking


def main() -> None:
    """`PORT LINES SECONDS FILE`: the file has a request a line, hexadecimal; prints figures as JSON."""
    port, lines, seconds, file = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), Path(sys.argv[4])
    requests = [bytes.fromhex(line) for line in file.read_text(encoding="ascii").splitlines()]
    began, used = time.perf_counter(), time.process_time()
    found = asyncio.run(run(port, requests, lines, seconds))
    took, used = time.perf_counter() - began, time.process_time() - used
    print(json.dumps({"statuses": found.statuses, "seconds": found.seconds, "took": took, "cpu": used}))


if __name__ == "__main__":
    main()
