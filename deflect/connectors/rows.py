"""What every connector gives, and how files are opened for them."""

from __future__ import annotations

import contextlib
import gzip
import io
import stat
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from deflect.errors import InputError
from deflect.types import Ticket

STDIN = "-"
_GZIP_MAGIC = b"\x1f\x8b"
_BUFFER = 1 << 18
_REPORT_EVERY = 200


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is no ticket.

    Attributes:
        line: Its first line in the file, from 1; for a folder the number of the file in it.
        reason: Why, in a few words, without any text of the ticket.
        file: The file of a folder; None if the source is a single file.
    """

    line: int
    reason: str
    file: str | None = None

    @property
    def where(self) -> str:
        """The place to look at, as people say it."""
        return self.file or f"line {self.line}"


Row = Ticket | BadRow

# Called with rows read so far, bytes read so far, and bytes in all (None if that is not known).
Progress = Callable[[int, int, int | None], None]


class CountingReader(io.RawIOBase):
    """A file that knows how much of it was read."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self.position = 0

    def readable(self) -> bool:
        """Say that it can be read, as io asks."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # typeshed's buffer type is newer than 3.11
        """Read some bytes, as io asks."""
        data = self._raw.read(len(buffer))
        buffer[: len(data)] = data
        self.position += len(data)
        return len(data)


@dataclass(frozen=True, slots=True)
class InputFile:
    """An open file: its bytes, unpacked if it is gzip, and how far it was read."""

    stream: io.BufferedReader
    _counter: CountingReader
    total: int | None

    @property
    def position(self) -> int:
        """Bytes read of the file as it lies on disk."""
        return self._counter.position


@contextlib.contextmanager
def open_input(path: Path) -> Iterator[InputFile]:
    """Open a file, or stdin for `-`; a gzip file is recognised by its first bytes and unpacked while reading.

    Raises:
        InputError: The file is missing, unreadable, damaged or no regular file; also for damage found while reading.
    """
    with _explained(path), contextlib.ExitStack() as stack:
        is_stdin = str(path) == STDIN
        if not is_stdin:
            _refuse_endless(path)
        raw: Any = sys.stdin.buffer if is_stdin else stack.enter_context(path.open("rb", buffering=0))
        counter: Any = CountingReader(raw)
        stream: io.BufferedReader = io.BufferedReader(counter, _BUFFER)
        if stream.peek(2)[:2] == _GZIP_MAGIC:
            unpacked: Any = gzip.GzipFile(fileobj=stream)
            stream = io.BufferedReader(unpacked, _BUFFER)
        yield InputFile(stream, counter, None if is_stdin else path.stat().st_size)


def reporting(rows: Iterable[Row], file: InputFile, progress: Progress | None) -> Iterator[Row]:
    """Pass rows on, and report progress every so often and at the end."""
    number = 0
    for number, row in enumerate(rows, 1):
        yield row
        if progress and number % _REPORT_EVERY == 0:
            progress(number, file.position, file.total)
    if progress:
        progress(number, file.position, file.total)


def _refuse_endless(path: Path) -> None:
    """Refuse a pipe or device: opening it may wait for ever, and it can be read once only."""
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise InputError("this is a pipe or a device, not a file", str(path), "Save it to a file, or give - for stdin")


@contextlib.contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise InputError("there is no such file", str(path), "Check the path") from error
    except IsADirectoryError as error:
        raise InputError("this is a folder, not a file", str(path), "Name a file in it") from error
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise InputError(
            "the gzip file is damaged or cut short", str(path), "Get a whole copy; what went in before stays"
        ) from error
    except OSError as error:
        raise InputError(f"the file cannot be read: {error.strerror}", str(path), "Check its permissions") from error
