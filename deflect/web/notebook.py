"""What readers tell, one JSON object a line: the widget's events, and whether an article helped."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

EVENTS = "events.jsonl"
FEEDBACK = "feedback.jsonl"
LONGEST_ARTICLE = 300
"""Characters of an article's name."""
LANGUAGE = r"[A-Za-z0-9-]{0,35}"
"""A language tag (RFC 5646), or none."""
REASONS = frozenset({"", "question", "works", "clear", "current", "other"})
"""Why an article did not help; a reader may give none."""


@dataclass
class Notebook:
    """Files that are only ever added to; several processes may do so at a time.

    Args:
        folder: Where they lie; readable by their owner only.
    """

    folder: Path
    _open: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, name: str, line: dict[str, Any]) -> None:
        """Add a line; it is on the disk when this returns.

        Args:
            name: Of the file.
            line: What to add.

        Raises:
            OSError: The disk is full, or the folder cannot be written.
        """
        content = json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        with self._lock:
            if name not in self._open:
                self._open[name] = _opened(self.folder / name)
            written = os.write(self._open[name], content)
            if written != len(content):
                # The rest of a full disk: whatever comes next begins a line of its own.
                os.write(self._open[name], b"\n")
                raise OSError(28, "the disk is full", name)
            os.fdatasync(self._open[name]) if hasattr(os, "fdatasync") else os.fsync(self._open[name])

    def close(self) -> None:
        """Close the files."""
        with self._lock:
            for descriptor in self._open.values():
                os.close(descriptor)
            self._open.clear()


def _opened(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_APPEND | os.O_CREAT | os.O_RDWR, 0o600)
    # A process that was killed in the middle of a line leaves a part of one.
    size = os.fstat(descriptor).st_size
    if size and os.pread(descriptor, 1, size - 1) != b"\n":
        os.write(descriptor, b"\n")
    return descriptor
