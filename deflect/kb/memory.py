"""What was worked out before, kept in a file: losing it only costs time."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from deflect.workspace import atomic_write

Value = TypeVar("Value")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Memory:
    """A file of results, and what they depend on besides their inputs.

    Attributes:
        path: The file.
        key: Of the rules and settings: what was found under another one does not count.
    """

    path: Path
    key: str

    def recall(self, form: TypeAdapter[Value]) -> Value | None:
        """Read what was kept; None if nothing was, if it is damaged, or if the rules have changed."""
        try:
            key, _, content = self.path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        if key != self.key.encode():
            return None
        try:
            return form.validate_json(content)
        except ValidationError:
            log.warning("%s is damaged and is made anew", self.path)
            return None

    def keep(self, form: TypeAdapter[Value], value: Value) -> None:
        """Keep a result for the next time."""
        try:
            content = form.dump_json(value)
        except PydanticSerializationError:  # half of a character, which JSON cannot hold
            self.path.unlink(missing_ok=True)
            return
        atomic_write(self.path, self.key.encode() + b"\n" + content)
