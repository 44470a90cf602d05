"""The service as a process of its own, as its owner starts it; loaded by clients in others, and watched meanwhile."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]

STARTING = 1.0
"""Seconds that a process of clients takes to begin, about."""


@dataclass
class Running:
    """A service that runs, and what it took since `start` was called."""

    port: int
    process: psutil.Process
    cpu: float = 0.0
    memory: int = 0
    peak: int = 0
    _ended: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        self.cpu, self.memory = self._cpu(), self.process.memory_info().rss
        self.peak = self.memory
        self._ended.clear()
        self._watching = threading.Thread(target=self._watch)
        self._watching.start()

    def stop(self) -> tuple[float, float]:
        """Processor seconds, and megabytes by which the memory grew at most."""
        self._ended.set()
        self._watching.join()
        return self._cpu() - self.cpu, (self.peak - self.memory) / 1e6

    def _watch(self) -> None:
        while not self._ended.wait(0.1):
            self.peak = max(self.peak, self.process.memory_info().rss)

    def _cpu(self) -> float:
        return float(sum(self.process.cpu_times()[:2]))


@dataclass(frozen=True)
class Load:
    """What one process of clients asks: whole requests in turn."""

    name: str
    requests: Sequence[bytes]
    lines: int


@dataclass(frozen=True)
class Found:
    """What came of a load: seconds of each answer in ascending order, processor time in seconds."""

    load: Load
    statuses: Counter[int]
    seconds: list[float]
    took: float
    client_cpu: float

    @property
    def fine(self) -> int:
        return sum(number for status, number in self.statuses.items() if status < 300)

    @property
    def client_ms(self) -> float:
        """Processor time that the clients took for each answer."""
        return 1000 * self.client_cpu / max(len(self.seconds), 1)

    def percentile(self, share: float) -> float:
        """In milliseconds."""
        return 1000 * self.seconds[min(int(share * len(self.seconds)), len(self.seconds) - 1)]


@contextmanager
def running(command: Sequence[str]) -> Iterator[Running]:
    """Run `command --port PORT` until the block ends; its log goes to a file, as an owner's would."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = int(taken.getsockname()[1])
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([*command, "--port", str(port)], stderr=log, stdin=subprocess.DEVNULL)
        try:
            _wait_for(port, process)
            yield Running(port, psutil.Process(process.pid))
        finally:
            process.kill()
            process.wait()


def loaded(
    service: Running, loads: Sequence[Load], seconds: float, *, kill_after: float | None = None
) -> tuple[list[Found], float, float]:
    """Load a service with all loads at once; what came of each, its processor seconds, and how its memory grew.

    Args:
        service: Which.
        loads: Each is asked by a process of its own.
        seconds: How long.
        kill_after: Seconds after which the service is killed, about.
    """
    with tempfile.TemporaryDirectory() as folder:
        commands = [_command(service.port, each, seconds, Path(folder) / str(at)) for at, each in enumerate(loads)]
        service.start()
        clients = [subprocess.Popen(each, stdout=subprocess.PIPE) for each in commands]
        if kill_after is not None:
            time.sleep(kill_after + STARTING)
            cpu, grown = service.stop()
            service.process.send_signal(signal.SIGKILL)
        told = [json.loads(each.communicate()[0]) for each in clients]
    if kill_after is None:
        cpu, grown = service.stop()
    return [_found(each, said) for each, said in zip(loads, told, strict=True)], cpu, grown


def _found(load: Load, said: dict[str, Any]) -> Found:
    return Found(load, Counter(said["statuses"]), sorted(said["seconds"]), said["took"], said["cpu"])


def _command(port: int, load: Load, seconds: float, file: Path) -> list[str]:
    file.write_text("\n".join(each.hex() for each in load.requests), encoding="ascii")
    return [sys.executable, "-m", "benchmarks.serving.clients", str(port), str(load.lines), str(seconds), str(file)]


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until it answers: the port is taken before the index is loaded."""
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
                line.sendall(b"GET /livez HTTP/1.1\r\nHost: desk\r\nConnection: close\r\n\r\n")
                if line.recv(1024):
                    return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the service did not start")
