"""Children to be killed, forked from one process that has imported all that they need and has worked once.

So kills land in the work and not in imports, and a child costs little. multiprocessing's own fork server is one for the
whole test session, with what the first test asked it to import.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any
from unittest import mock

Job = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Done:
    """How a child ended: its exit code, negative if a signal killed it, and how many seconds it took."""

    code: int
    seconds: float


class Forks:
    """The process that forks children, one at a time, once it has done a job like theirs itself."""

    def __init__(self, prepare: Job) -> None:
        self._asks, answers = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(
            target=_serve, args=(answers, prepare), daemon=True
        )
        # A fork of a process with threads may hang.
        with mock.patch.dict(os.environ, dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")):
            self._process.start()
        answers.close()

    def work(self, job: Job, *arguments: object, seconds: float | None = None) -> Done:
        """Do a job in a child, which is killed after some seconds unless it is done by then."""
        self._asks.send((job, arguments, seconds))
        done: Done = self._asks.recv()
        return done

    def __enter__(self) -> Forks:
        return self

    def __exit__(self, *_error: object) -> None:
        self._asks.close()
        self._process.join()


def _serve(answers: Connection[Any, Any], prepare: Job) -> None:
    # What a killed process wrote stays: only a power cut takes what was not made durable.
    vars(os)["fsync"] = lambda _: None
    prepare()
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
