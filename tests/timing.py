"""Bounds on time that hold on fast, slow and busy machines: multiples of plain work done in the same breath."""

from __future__ import annotations

import time
from collections.abc import Callable

# Adding up this many numbers takes about 6 ms of processor time on the machine the 250 ms of the promise refer to.
NUMBERS = 250_000
TRIES = 4


def shares_of_plain_work(call: Callable[[], object], enough: float) -> float:
    """Processor time of a call, as a multiple of adding up `NUMBERS` numbers just before and after it.

    Args:
        call: Called up to `TRIES` times, as another process may have emptied the caches.
        enough: No further try is made once the multiple is below this.

    Returns:
        The least multiple seen; 40 is about 250 ms.
    """
    best = float("inf")
    for _ in range(TRIES):
        before, own, after = seconds(plain_work), seconds(call), seconds(plain_work)
        best = min(best, own / max(before, after))
        if best < enough:
            break
    return best


def seconds(call: Callable[[], object]) -> float:
    """Processor time of one call."""
    start = time.process_time()
    call()
    return time.process_time() - start


def plain_work() -> int:
    """Add up numbers, one by one."""
    total = 0
    for number in range(NUMBERS):
        total += number
    return total
