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

    def beside(self, name: str) -> Memory:
        """Another file of the same folder, whose results depend on the same."""
        return Memory(self.path.with_name(name), self.key)

    def recall(self, form: TypeAdapter[Value]) -> Value | None:
        """Read what was kept; None if nothing was, if it is damaged, or if the rules have changed."""
        content = self.read()
        if content is None:
            return None
        try:
            return form.validate_json(content)
        except ValidationError:
            self.tell_damaged()
            return None

    def keep(self, form: TypeAdapter[Value], value: Value) -> None:
        """Keep a result for the next time."""
        try:
            content = form.dump_json(value)
        except PydanticSerializationError:  # half of a character, which JSON cannot hold
            self.path.unlink(missing_ok=True)
            return
        self.write(content)

    def read(self) -> bytes | None:
        """The bytes that were kept; None if none were, or if the rules have changed."""
        try:
            key, _, content = self.path.read_bytes().partition(b"\n")
        except FileNotFoundError:
            return None
        return content if key == self.key.encode() else None

    def write(self, content: bytes) -> None:
        """Keep bytes for the next time."""
        atomic_write(self.path, self.key.encode() + b"\n" + content)

    def tell_damaged(self) -> None:
        """Say that what was kept cannot be used."""
        log.warning("%s is damaged and is made anew", self.path)
