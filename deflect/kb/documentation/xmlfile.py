"""Records of a large XML file, one at a time; what a hostile one would need is refused.

A document type and entities are refused outright: no export of documentation has them, and they are what files that
fill the memory or read other files are made of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from deflect.errors import InputError

CHUNK = 1 << 16
DEEPEST = 64
MOST_BYTES = 1 << 30
LONGEST_RECORD = 4 << 20
"""Characters of a record above which the rest of it is not kept."""

_SPACES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://wordpress.org/export/1.2/excerpt/": "excerpt:",
    "http://wordpress.org/export/1.1/excerpt/": "excerpt:",
    "http://wordpress.org/export/1.0/excerpt/": "excerpt:",
    "http://wordpress.org/export/1.2/": "wp:",
    "http://wordpress.org/export/1.1/": "wp:",
    "http://wordpress.org/export/1.0/": "wp:",
}
_PLAIN = ("", "http://www.sitemaps.org/schemas/sitemap/0.9", "https://www.sitemaps.org/schemas/sitemap/0.9")


@dataclass(frozen=True, slots=True)
class Record:
    """An element that was asked for.

    Attributes:
        name: Of the element.
        line: Where it starts, from 1.
        fields: Text of its children that were asked for.
        whole: False if it was longer than `LONGEST_RECORD`.
    """

    name: str
    line: int
    fields: dict[str, str]
    whole: bool = True


def records(stream: BinaryIO, wanted: Mapping[str, frozenset[str]], path: Path | str) -> Iterator[Record]:
    """Read the records of a file.

    Args:
        stream: Read in pieces, never as a whole.
        wanted: Names of elements, each with the names of its children to keep.
        path: Of the file, for errors.

    Raises:
        InputError: It is not well-formed, too large, nested too deeply, or has a document type.
    """
    reader = _Reader(wanted, path)
    size = 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > MOST_BYTES:
            raise InputError("the file is larger than 1 GiB", str(path), "Export less at once")
        yield from reader.feed(chunk)
    yield from reader.feed(b"", last=True)


@dataclass
class _Reader:
    wanted: Mapping[str, frozenset[str]]
    path: Path | str
    found: list[Record] = field(default_factory=list)
    record: Record | None = None
    child: str = ""
    depth: int = 0
    start: int = 0
    size: int = 0
    pieces: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._open
        self.parser.EndElementHandler = self._close
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype

    def feed(self, chunk: bytes, *, last: bool = False) -> list[Record]:
        try:
            self.parser.Parse(chunk, last)
        except expat.ExpatError as error:
            where = f"{self.path}, line {error.lineno}"
            raise InputError("the file is not well-formed XML", where, "Get a whole copy of it") from error
        found, self.found = self.found, []
        return found

    def _open(self, name: str, _: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise InputError(f"elements are nested deeper than {DEEPEST}", self._where(), "Export it again")
        short = _short(name)
        if self.record is None and short in self.wanted:
            self.record = Record(short, self.parser.CurrentLineNumber, {})
            self.start, self.size = self.depth, 0
        elif self.record is not None and self.depth == self.start + 1 and short in self.wanted[self.record.name]:
            self.child, self.pieces = short, []

    def _close(self, _: str) -> None:
        if self.record is not None and self.depth == self.start + 1 and self.child:
            self.record.fields.setdefault(self.child, "".join(self.pieces))
            self.child = ""
        elif self.record is not None and self.depth == self.start:
            whole = self.size <= LONGEST_RECORD
            self.found.append(Record(self.record.name, self.record.line, self.record.fields, whole))
            self.record = None
        self.depth -= 1

    def _text(self, text: str) -> None:
        if self.child:
            self.size += len(text)
            if self.size <= LONGEST_RECORD:
                self.pieces.append(text)

    def _doctype(self, *_: object) -> None:
        raise InputError(
            "the file has a document type, which can hide an attack", self._where(), "Remove its <!DOCTYPE …> line"
        )

    def _where(self) -> str:
        return f"{self.path}, line {self.parser.CurrentLineNumber}"


def _short(name: str) -> str:
    """A name with the usual prefix of its namespace; with the namespace itself where it is none of ours."""
    space, _, local = name.rpartition(" ")
    return local if space in _PLAIN else f"{_SPACES.get(space, space)}{local}"
