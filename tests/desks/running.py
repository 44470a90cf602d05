"""Start a server that somebody else wrote, on this machine alone, and stop it with all its children."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 120.0


class NotStartedError(Exception):
    """A server ended, or did not answer in time; the end of its log says more."""


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in a ticket, oldest first: what its customer sees, the opening message included, and what not."""

    public: tuple[str, ...]
    private: tuple[str, ...]


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def listening(port: int) -> bool:
    """Whether somebody answers at a port of 127.0.0.1."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def run(command: Sequence[object], log: Path, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> None:
    """Run a step of a set-up to its end.

    Raises:
        NotStartedError: It failed.
    """
    with log.open("ab") as out:
        ended = subprocess.run(list(map(str, command)), stdout=out, stderr=out, env=_env(env), cwd=cwd, check=False)
    if ended.returncode:
        raise NotStartedError(f"{command[0]}\n{_end_of(log)}")


@contextlib.contextmanager
def serving(
    command: Sequence[object],
    log: Path,
    ready: Callable[[], bool],
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Iterator[None]:
    """Run a server until the block ends.

    Args:
        command: Program and arguments.
        log: Where what it prints goes.
        ready: Asked until it says yes.
        env: Added to the environment.
        cwd: Where it runs.

    Raises:
        NotStartedError: It ended before it was ready, or was not ready in `PATIENCE` seconds.
    """
    with log.open("ab") as out:
        # In a process group of its own, so that the workers it starts end with it.
        started = subprocess.Popen(
            list(map(str, command)), stdout=out, stderr=out, env=_env(env), cwd=cwd, start_new_session=True
        )
    try:
        _wait(started, log, ready)
        yield
    finally:
        _end(started)


def _wait(started: subprocess.Popen[bytes], log: Path, ready: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not ready():
        if started.poll() is not None or time.monotonic() > until:
            raise NotStartedError(f"{started.args!r}\n{_end_of(log)}")
        time.sleep(0.1)


def _end(started: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(started.pid, signal.SIGTERM)
    with contextlib.suppress(subprocess.TimeoutExpired):
        started.wait(10)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(started.pid, signal.SIGKILL)
    started.wait()


def _env(added: Mapping[str, str] | None) -> dict[str, str]:
    return {**os.environ, **(added or {})}


def _end_of(log: Path) -> str:
    return log.read_text("utf-8", "replace")[-3000:]
