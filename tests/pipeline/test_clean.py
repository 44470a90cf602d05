"""Cleaning on many cores: the workers leave Ctrl-C to the command that started them."""

from __future__ import annotations

import multiprocessing
import os
import signal
from concurrent.futures import ProcessPoolExecutor

import pytest

from deflect.pipeline import clean

pytestmark = pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="the system has no signal masks")


def hears_ctrl_c() -> bool:
    return signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])


def press_ctrl_c_inside(reached: list[str]) -> None:
    with clean._deaf_to_ctrl_c():
        os.kill(os.getpid(), signal.SIGINT)
        reached.append("the end")


def test_a_worker_started_by_a_run_never_sees_ctrl_c_so_it_prints_no_traceback() -> None:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        with clean._deaf_to_ctrl_c():
            first = pool.submit(hears_ctrl_c)
        assert not first.result()
    assert hears_ctrl_c()


def test_ctrl_c_while_workers_start_is_late_and_not_lost() -> None:
    reached: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        press_ctrl_c_inside(reached)
    assert reached == ["the end"]
