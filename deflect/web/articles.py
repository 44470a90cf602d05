"""Which articles readers may speak of: those that the help centre has, had under another address, or will have."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from deflect.errors import ArticleError
from deflect.kb import Library

REREAD = 5.0
"""Seconds before the articles are read again for a name that is not among them: fewer know a new article sooner, and
let whoever makes names up keep the disk busy."""


class Articles:
    """The names of a workspace's articles, read when one is asked for that was not there before.

    Args:
        kb: The folder of articles.
        base: Where what was last drafted is kept.
        clock: Seconds that never go back.
    """

    def __init__(self, kb: Path, base: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._library = Library(kb, base)
        self._clock = clock
        self._names: frozenset[str] = frozenset()
        self._read_at = -REREAD
        self._lock = threading.Lock()

    def knows(self, slug: str) -> bool:
        """Whether there is an article of this name; one that was deleted counts until others are read."""
        with self._lock:
            if slug not in self._names and self._clock() - self._read_at >= REREAD:
                self._names, self._read_at = self._read(), self._clock()
            return slug in self._names

    def _read(self) -> frozenset[str]:
        # By its file's name as well: readers see the article as it was built, though its file cannot be read just now.
        files = {path.stem for path in self._library.paths()}
        try:
            shelf = self._library.shelf()
        except ArticleError:
            return frozenset(files)
        return frozenset(files.union(shelf, *(file.upkeep.redirects for file in shelf.values())))
