"""Children to be killed, forked from one process that has imported all that a run needs and has run once.

So kills land in the work and not in imports, and a child costs little. multiprocessing's own fork server is one for the
whole test session, with what the first test asked it to import.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import tempfile
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from unittest import mock

from deflect.store import record_from_ticket
from deflect.testing import HashEncoder, small_desk
from deflect.workspace import Workspace

TICKETS = Path("tickets.jsonl")
Job = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Done:
    """How a child ended: its exit code, negative if a signal killed it, and how many seconds it took."""

    code: int
    seconds: float


class Forks:
    """The process that forks children, one at a time."""

    def __init__(self) -> None:
        self._asks, answers = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(target=_serve, args=(answers,), daemon=True)
        # A fork of a process with threads may hang.
        with mock.patch.dict(os.environ, dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")):
            self._process.start()
        answers.close()

    def work(self, job: Job, *arguments: object, seconds: float | None = None) -> Done:
        """Do a job in a child, which is killed after some seconds unless it is done by then."""
        self._asks.send((job, arguments, seconds))
        done: Done = self._asks.recv()
        return done

    def close(self) -> None:
        """End the process."""
        self._asks.close()
        self._process.join()


def use_hash_encoder() -> None:
    """Let runs of this process use the encoder without a model."""
    import deflect.pipeline.memory

    vars(deflect.pipeline.memory)["load_encoder"] = lambda *_, **__: HashEncoder()


def kill_at(place: int) -> Callable[[], int]:
    """Kill this process the nth time that it makes a file durable, counted from 0; returns how to ask for the count."""
    count, real = 0, os.fsync

    def fsync(descriptor: int) -> None:
        nonlocal count
        if count == place:
            os.kill(os.getpid(), signal.SIGKILL)
        count += 1
        real(descriptor)

    vars(os)["fsync"] = fsync
    return lambda: count


def import_and_run(root: Path) -> None:
    """Do the whole job of a workspace with a file of tickets, as the command line would."""
    from deflect.connectors import import_file
    from deflect.pipeline import run
    from deflect.store import Store

    use_hash_encoder()
    os.chdir(root)
    workspace = Workspace.open(root)
    with workspace.lock("import"), Store.open(workspace.database) as store:
        import_file(store, "jsonl", root / TICKETS, settings=workspace.settings)
    run(workspace)


def desk_with_file(root: Path, each: int) -> Path:
    """A workspace with a file of tickets, nothing imported, with its key so that pseudonyms are the same in copies."""
    workspace = Workspace.create(root)
    workspace.key()
    (root / TICKETS).write_text("\n".join(json.dumps(record_from_ticket(ticket)) for ticket in small_desk(each=each)))
    return root


def _serve(answers: Connection[Any, Any]) -> None:
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        import_and_run(desk_with_file(Path(folder) / "desk", 8))
        os.chdir(before)
    while True:
        try:
            job, arguments, seconds = answers.recv()
        except EOFError:
            return
        answers.send(_forked(job, arguments, seconds))


def _forked(job: Job, arguments: tuple[object, ...], seconds: float | None) -> Done:
    start = time.perf_counter()
    child = os.fork()
    if not child:
        _do(job, arguments)
    ended, status = 0, 0
    while not ended:
        if seconds is not None and time.perf_counter() - start >= seconds:
            os.kill(child, signal.SIGKILL)
            ended, status = os.waitpid(child, 0)
        else:
            time.sleep(0.001)
            ended, status = os.waitpid(child, os.WNOHANG)
    return Done(os.waitstatus_to_exitcode(status), time.perf_counter() - start)


def _do(job: Job, arguments: tuple[object, ...]) -> None:
    code = 1
    try:
        job(*arguments)
        code = 0
    except BaseException:  # noqa: BLE001 - it ends here, whatever it was
        traceback.print_exc()
    finally:
        os._exit(code)
