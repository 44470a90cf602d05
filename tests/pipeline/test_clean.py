"""Cleaning on many cores: the workers leave Ctrl-C to the command that started them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from deflect.pipeline import clean

pytestmark = pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="the system has no signal masks")


def hears_ctrl_c() -> bool:
    return signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def gone_within(process: int, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    os.kill(process, signal.SIGKILL)
    return False


def press_ctrl_c_inside() -> None:
    with clean._deaf_to_ctrl_c():
        signal.raise_signal(signal.SIGINT)


def test_a_worker_started_by_a_run_never_sees_ctrl_c_so_it_prints_no_traceback() -> None:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        with clean._deaf_to_ctrl_c():
            first = pool.submit(hears_ctrl_c)
        assert not first.result()
    assert hears_ctrl_c()


def test_a_worker_ends_when_its_run_is_killed(tmp_path: Path) -> None:
    script = (
        "import multiprocessing, os\n"
        "from concurrent.futures import ProcessPoolExecutor\n"
        "from deflect.pipeline import clean\n"
        "pool = ProcessPoolExecutor(1, multiprocessing.get_context('spawn'), initializer=clean._start, initargs=(0,))\n"
        "print(pool.submit(os.getpid).result(), flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    # A file and not a pipe: a worker that stays would hold the pipe open for ever.
    said = tmp_path / "worker"
    with said.open("w") as file:
        done = subprocess.run([sys.executable, "-c", script], stdout=file, stderr=subprocess.DEVNULL, check=False)
    assert done.returncode == -signal.SIGKILL
    assert gone_within(int(said.read_text()), seconds=10)


@pytest.fixture
def heeded() -> Iterator[None]:
    """Ctrl-C means what it does in a terminal, also where the tests run in the background and it is ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeded")
def test_ctrl_c_while_workers_start_is_not_lost() -> None:
    with pytest.raises(KeyboardInterrupt):
        press_ctrl_c_inside()
    assert hears_ctrl_c()
