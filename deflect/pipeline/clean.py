"""The cleaning stage: every ticket that is new or changed, on all cores."""

from __future__ import annotations

import contextlib
import itertools
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

from deflect.cleaning import Cleaner
from deflect.errors import DeflectError
from deflect.types import CleanTicket, LeftOut, Ticket
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.store import Store

Progress = Callable[[int, int], None]
Row = tuple[CleanTicket | LeftOut, str]


def cleaner_for(workspace: Workspace) -> Cleaner:
    """Make the cleaner that a workspace's settings and key ask for."""
    settings = workspace.settings
    return Cleaner(settings.vendor, settings.privacy, workspace.key())


FEW = 1_000
CHUNK = 100
IN_FLIGHT = 4


def clean_new(store: Store, cleaner: Cleaner, progress: Progress) -> int:
    """Clean the tickets that were never cleaned, or changed since, and keep the result in the store.

    Args:
        store: Read and written, a batch at a time: a killed run loses little.
        cleaner: Few tickets are cleaned in this process, many in one process a core.
        progress: Called with tickets done and tickets in the store.

    Returns:
        The number of tickets cleaned.

    Raises:
        DeflectError: A process of it ended by itself, as it does if the script that runs this starts it anew.
    """
    total = store.count()
    waiting = store.to_clean(cleaner.version)
    first = list(itertools.islice(waiting, FEW))
    done = store.save_cleaned(_clean(cleaner, first), cleaner.version)
    if len(first) < FEW:
        return done
    with _told_if_broken(), _workers(cleaner) as pool:
        for rows in _in_order(pool, _chunks(waiting)):
            done += store.save_cleaned(rows, cleaner.version)
            progress(done, total)
    return done


def _clean(cleaner: Cleaner, tickets: Iterable[tuple[Ticket, str]]) -> list[Row]:
    return [(cleaner.clean(ticket), digest) for ticket, digest in tickets]


def _workers(cleaner: Cleaner) -> ProcessPoolExecutor:
    # A forked process would inherit the threads' locks of the libraries loaded here.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(os.cpu_count(), context, initializer=_start, initargs=(cleaner,))


@contextlib.contextmanager
def _told_if_broken() -> Iterator[None]:
    """Each worker loads the script that was started, and ends if that starts workers where it is loaded."""
    try:
        yield
    except BrokenProcessPool:
        step = 'In a script of your own, call it under `if __name__ == "__main__":`. Else see that memory is free'
        raise DeflectError("a process that cleans tickets ended by itself", "", step) from None


@contextlib.contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Let the processes started meanwhile never see Ctrl-C, which reaches all of a terminal.

    A worker stopped in the middle of its start would print its own traceback over the message of the command.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _start(cleaner: Cleaner) -> None:
    global _own_cleaner
    _own_cleaner = cleaner
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Leave when the run is killed: nobody else would ever end a worker that waits for work."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


_own_cleaner: Cleaner


def _clean_chunk(tickets: list[tuple[Ticket, str]]) -> list[Row]:
    return _clean(_own_cleaner, tickets)


def _chunks(waiting: Iterator[tuple[Ticket, str]]) -> Iterator[list[tuple[Ticket, str]]]:
    while chunk := list(itertools.islice(waiting, CHUNK)):
        yield chunk


def _in_order(pool: ProcessPoolExecutor, chunks: Iterator[list[tuple[Ticket, str]]]) -> Iterator[list[Row]]:
    """Keep a few chunks under way, so that memory does not grow with the store."""
    with _deaf_to_ctrl_c():
        few = itertools.islice(chunks, IN_FLIGHT * (os.cpu_count() or 1))
        ahead = [pool.submit(_clean_chunk, chunk) for chunk in few]
    while ahead:
        yield ahead.pop(0).result()
        ahead += [pool.submit(_clean_chunk, chunk) for chunk in itertools.islice(chunks, 1)]
