"""Logs as JSON lines on standard error: when, what, how long; never a word of what was asked or answered."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime

NAMES = ("call", "source", "outcome", "route", "method", "status", "ms", "reason", "generation", "error", "port")
"""The only things that a line may tell besides its time, level and name."""


class JsonLines(logging.Formatter):
    """One JSON object a record. Arguments and tracebacks are left out: they can hold what was asked."""

    def format(self, record: logging.LogRecord) -> str:
        """Write a record of our own; of others' libraries only that there was one, and where."""
        own = record.name.startswith("deflect")
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": _without_arguments(record.msg) if own else f"{record.name}:{record.lineno}",
        }
        line |= {name: getattr(record, name) for name in NAMES if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False)


def set_up(level: str = "INFO") -> None:
    """Send everything that is logged to standard error, as JSON lines."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("deflect").setLevel(level)


def _without_arguments(words: str) -> str:
    return re.sub(r"%[sdr]", "…", words)
