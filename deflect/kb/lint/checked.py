"""An article as the checklist reads it: every part with the line it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deflect.kb.evidence import lines
from deflect.kb.front_matter import divide, parse
from deflect.types import Article

_COMMENT = re.compile(r"<!--.*?-->", re.S)
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)[ \t#]*$")
_BREAK = re.compile(r"\s*(?:[-*+]|\d{1,9}[.)])\s")
_INLINE_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an answer.

    Attributes:
        number: In the file, from 1.
        text: Without comments.
        code: Whether it is in a code block, or its fence.
    """

    number: int
    text: str
    code: bool

    @property
    def prose(self) -> str:
        """The text without code; empty in a code block."""
        return "" if self.code else _INLINE_CODE.sub(lambda found: " " * len(found[0]), self.text)


@dataclass(frozen=True, slots=True)
class Checked:
    """An article with the places of its parts.

    Attributes:
        keys: Lines of the keys of the front matter.
        body: Lines of the answer.
    """

    article: Article
    keys: dict[str, int]
    body: tuple[Line, ...]

    @classmethod
    def of(cls, text: str, path: Path) -> Checked:
        r"""Read an article's text.

        Args:
            text: The file's content with `\n` line ends.
            path: Its place, for errors.

        Raises:
            ArticleError: It cannot be read as an article.
        """
        front, _ = divide(text, path)
        offset = front.count("\n") + 3
        body = _COMMENT.sub(lambda found: "\n" * found[0].count("\n"), "\n".join(text.split("\n")[offset - 1 :]))
        keys = {key[1]: at for at, line in enumerate(front.split("\n"), start=2) if (key := re.match(r"(\w+):", line))}
        numbered = (Line(number, line, bool(fenced)) for number, (line, fenced) in enumerate(lines(body), start=offset))
        return cls(parse(text, path).article, keys, tuple(numbered))

    def line_of(self, key: str) -> int:
        """Where a key of the front matter stands; the title's place for one that does not."""
        return self.keys.get(key, self.keys.get("title", 1))

    @property
    def first(self) -> int:
        """Where the answer begins."""
        return next((line.number for line in self.body if line.text.strip()), self.line_of("title"))

    def headings(self) -> Iterator[tuple[int, int, str]]:
        """Line, level and text of each heading."""
        for line in self.body:
            if not line.code and (found := _HEADING.match(line.text)):
                yield line.number, len(found[1]), found[2]

    def paragraphs(self) -> Iterator[tuple[int, str]]:
        """First line and text of each paragraph of prose; list items and headings are none."""
        start, pieces = 0, list[str]()
        for line in (*self.body, Line(0, "", False)):
            ends = line.code or not line.text.strip() or _HEADING.match(line.text) or _BREAK.match(line.text)
            if ends and pieces:
                yield start, " ".join(pieces)
                pieces = []
            elif not ends:
                start = start if pieces else line.number
                pieces.append(line.text.strip())
