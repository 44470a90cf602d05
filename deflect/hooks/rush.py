"""Calls that come in so fast that taking them goes before dealing with them."""

from __future__ import annotations

import threading
import time

A_SECOND = 50
"""Calls of one second from which on it is a rush: above what any desk's day brings, below what one process can take."""


class Rush:
    """Counts the calls of each second; one for all threads of a process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._second = 0
        self._count = 0
        self._before = 0

    def came(self, now: float | None = None) -> None:
        """Count a call.

        Args:
            now: Seconds on a clock that never goes back.
        """
        with self._lock:
            self._turn(now)
            self._count += 1

    def is_on(self, now: float | None = None) -> bool:
        """Whether this second or the last one brought `A_SECOND` calls or more."""
        with self._lock:
            self._turn(now)
            return max(self._count, self._before) >= A_SECOND

    def _turn(self, now: float | None) -> None:
        second = int(time.monotonic() if now is None else now)
        if second != self._second:
            self._before = self._count if second == self._second + 1 else 0
            self._second, self._count = second, 0
