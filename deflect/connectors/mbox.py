"""Mails out of an mbox file, one at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BufferedReader
from itertools import chain, pairwise

# Text comes before attachments; what follows is read past and never held.
HELD_BYTES = 16_000_000

_PIECE = 1 << 20
_SEPARATOR = re.compile(rb"From \S.* \d{1,2}:\d{2}")
_HEADER = re.compile(rb"[!-9;-~]+[ \t]*:")
_QUOTED = re.compile(rb">+From ")


def split(stream: BufferedReader) -> Iterator[tuple[int, bytes]]:
    """Cut an mbox into mails.

    A mail begins at a line `From … 10:15 …` after an empty line, if a header follows; a sentence in a mail that
    begins with From does not cut it in two.

    Args:
        stream: The file, at its beginning.

    Returns:
        Each mail, of at most 16 MB (the rest of a longer one is left out), with the line it begins at.

    Raises:
        ValueError: The file does not begin like an mbox.
    """
    mail: _Mail | None = None
    for number, line, starts in _marked(stream):
        if starts:
            if mail is not None:
                yield mail.line, mail.content()
            mail = _Mail(number)
        elif mail is not None:
            mail.add(line)
        elif line.strip():
            raise ValueError("not an mbox")
    if mail is not None:
        yield mail.line, mail.content()


class _Mail:
    """The beginning of a mail, growing until it is held long enough."""

    def __init__(self, line: int) -> None:
        self.line = line
        self._pieces: list[bytes] = []
        self._size = 0

    def add(self, piece: bytes) -> None:
        piece = piece[: HELD_BYTES - self._size]
        if piece:
            self._pieces.append(piece)
            self._size += len(piece)

    def content(self) -> bytes:
        return b"".join(self._pieces)


def _marked(stream: BufferedReader) -> Iterator[tuple[int, bytes, bool]]:
    """Read lines with their numbers, and whether each is the line between two mails."""
    is_first, after_empty = True, True
    end = (0, b"", True)
    for (number, line, is_whole), (_, following, _) in pairwise(chain(_pieces(stream), [end])):
        starts = after_empty and is_whole and _begins(line, first=is_first) and bool(_HEADER.match(following))
        is_first = is_first and not starts
        after_empty = is_whole and not line.strip(b"\r\n")
        yield number, line[1:] if is_whole and _QUOTED.match(line) else line, starts


def _begins(line: bytes, *, first: bool) -> bool:
    return line.startswith(b"From ") and (first or _SEPARATOR.match(line[:300]) is not None)


def _pieces(stream: BufferedReader) -> Iterator[tuple[int, bytes, bool]]:
    """Read lines with their numbers; a long one comes in pieces, of which only the first begins a line."""
    number, begins = 0, True
    while piece := stream.readline(_PIECE):
        number += begins
        yield number, piece, begins
        begins = piece.endswith(b"\n")
