"""The tickets behind each sentence, as comments in an article's Markdown: `<!-- tickets: shop:1, shop:2 -->`.

A comment stands right behind its sentence; behind code it has a line of its own. Comments inside code are code. One
that begins `<!-- worded; tickets:` says that a language model put the sentence into other words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal
from urllib.parse import quote, unquote

from deflect.errors import ArticleError
from deflect.types import Sentence

Fenced = Literal["", "opens", "inside"]

COMMENT = re.compile(r"[ \t]*<!--\s*(?:worded;\s*)?tickets:([^>]*?)-->")
INLINE_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})")
_MARK = re.compile(r"^\s*(?:[-*+]|\d{1,9}[.)])\s+|^\s+")
_SAFE_IN_REF = ":/#@+._~$&=!()"
_WORDED = re.compile(r"\s*<!--\s*worded;")


def comment(refs: Sequence[str], *, worded: bool = False) -> str:
    """Write refs of tickets as a comment; what a comment cannot hold is percent-encoded."""
    named = ", ".join(quote(ref, safe=_SAFE_IN_REF) for ref in refs)
    return f"<!-- {'worded; ' if worded else ''}tickets: {named} -->"


def extract(body: str) -> tuple[str, tuple[Sentence, ...]]:
    """Take the comments out of an article's body.

    Args:
        body: Markdown with comments.

    Returns:
        The Markdown without them, and for each comment the text it stands behind, back to the comment before it or
        to the beginning of the paragraph, list item or code block.
    """
    reader = _Reader()
    for line, fenced in lines(body):
        if fenced:
            reader.code(line, opens=fenced == "opens")
        else:
            reader.text(line)
    return reader.finish()


def insert(answer: str, evidence: Sequence[Sentence]) -> str:
    """Put each sentence's tickets behind it; the inverse of `extract`.

    Raises:
        ArticleError: A sentence of the evidence is not in the answer, in that order.
    """
    written: list[str] = []
    start = 0
    for sentence, _, end in _places(answer, evidence):
        gap = "\n" if _FENCE.match(sentence.text.rpartition("\n")[2]) else " "
        written.append(f"{answer[start:end]}{gap}{comment(sentence.evidence, worded=sentence.worded)}")
        start = end
    return "".join(written) + answer[start:]


def reworded(answer: str, evidence: Sequence[Sentence], texts: Mapping[int, str]) -> tuple[str, tuple[Sentence, ...]]:
    """Put a model's words in the place of sentences, each with the tickets that it had.

    Args:
        answer: Markdown without comments.
        evidence: Its sentences, in order.
        texts: The new words, by position in the evidence.

    Returns:
        The new answer and its evidence.

    Raises:
        ArticleError: As for `insert`.
    """
    written: list[str] = []
    found: list[Sentence] = []
    start = 0
    for number, (sentence, place, end) in enumerate(_places(answer, evidence)):
        new = replace(sentence, text=texts[number], worded=True) if number in texts else sentence
        written.append(answer[start:place] + new.text)
        found.append(new)
        start = end
    return "".join(written) + answer[start:], tuple(found)


def _places(answer: str, evidence: Sequence[Sentence]) -> Iterator[tuple[Sentence, int, int]]:
    """Each sentence with where it begins and ends in the answer."""
    end = 0
    for number, sentence in enumerate(evidence, start=1):
        place = _find(answer, sentence.text, end)
        if place < 0:
            where = f"sentence {number} of the evidence"
            raise ArticleError("the evidence names a sentence that the answer lacks", where, "Draft the article again")
        end = place + len(sentence.text)
        yield sentence, place, end


def without_refs(body: str, gone: Collection[str]) -> str:
    """Take refs out of the comments of an article's body; a comment that names no other goes with its blanks."""
    return "\n".join(line if fenced else _bare(line, gone) for line, fenced in lines(body))


def _bare(line: str, gone: Collection[str]) -> str:
    for found in reversed(list(_comments(line))):
        named = [unquote(ref.strip()) for ref in found.group(1).split(",") if ref.strip()]
        kept = [ref for ref in named if ref not in gone]
        if kept != named:
            blank = found.group()[: len(found.group()) - len(found.group().lstrip())]
            line = line[: found.start()] + (blank + comment(kept) if kept else "") + line[found.end() :]
    return line


def lines(text: str) -> Iterator[tuple[str, Fenced]]:
    """Each line of Markdown and whether it is in a fenced code block: it opens one, goes on or ends one, or neither."""
    fence = ""
    for line in text.split("\n"):
        mark = _FENCE.match(line)
        if fence:
            yield line, "inside"
            if mark and mark.group(1).startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        else:
            fence = mark.group(1) if mark else ""
            yield line, "opens" if mark else ""


class _Reader:
    """Copies lines without comments and remembers where the text before the next comment begins."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0
        self._start = 0
        self._in_code = False
        self._evidence: list[Sentence] = []

    def code(self, line: str, *, opens: bool) -> None:
        if opens:
            self._start = self._length
        self._in_code = True
        self._append(line)

    def text(self, line: str) -> None:
        if not line.strip():
            self._append(line)
            return
        found = list(_comments(line))
        begins = not found or line[: found[0].start()].strip()
        if begins and (self._in_code or self._begins_block(line)):
            mark = _MARK.match(line)
            self._start = self._length + (mark.end() if mark else 0)
        self._in_code = self._in_code and not begins
        kept = ""
        done = 0
        for each in found:
            kept += line[done : each.start()]
            done = each.end()
            self._support(kept, each)
        if begins:
            self._append(kept + (line[done:] if not found else line[done:].rstrip()))

    def finish(self) -> tuple[str, tuple[Sentence, ...]]:
        return "\n".join(self._lines).strip("\n"), tuple(self._evidence)

    def _begins_block(self, line: str) -> bool:
        after_blank = not self._lines or not self._lines[-1].strip()
        return after_blank or bool(re.match(r"\s*(?:[-*+]|\d{1,9}[.)])\s|#|>", line))

    def _append(self, line: str) -> None:
        self._lines.append(line)
        self._length += len(line) + 1

    def _support(self, kept: str, found: re.Match[str]) -> None:
        so_far = "\n".join([*self._lines, kept])
        text = so_far[self._start :].strip()
        named = tuple(unquote(ref.strip()) for ref in found.group(1).split(",") if ref.strip())
        if text and named:
            self._evidence.append(Sentence(text, named, worded=bool(_WORDED.match(found.group()))))
        self._start = len(so_far)


def _comments(line: str) -> Iterator[re.Match[str]]:
    if "<!--" not in line:
        return
    code = [match.span() for match in INLINE_CODE.finditer(line)]
    for match in COMMENT.finditer(line):
        if not any(start <= match.start() < end for start, end in code):
            yield match


def _find(answer: str, text: str, start: int) -> int:
    """Where a sentence stands: first where a block or line begins, or right behind the sentence before."""
    place = answer.find(text, start)
    while place >= 0:
        line = answer[answer.rfind("\n", 0, place) + 1 : place]
        mark = _MARK.match(line)
        if place == start or not line or (mark and mark.end() == len(line)) or not answer[start:place].strip():
            return place
        place = answer.find(text, place + 1)
    return -1
