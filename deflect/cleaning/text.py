"""Plain text: one form of line ends, spaces and invisible characters; sentences; cutting at a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

TEXT_LIMIT = 32 * 1024
"""Characters of one message that are looked at: people state a problem, and agents answer it, far earlier."""

LINE_LIMIT = 2_000
"""Lines of one message that are looked at."""

FENCE = "```"

_INVISIBLE = "\u200b\u2060\ufeff\u00ad\u200e\u200f\u061c\u180e\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_CONTROL = "".join(map(chr, [*range(9), 11, *range(14, 32), *range(127, 160)]))
_TABLE = str.maketrans(
    {
        **dict.fromkeys(_INVISIBLE + _CONTROL),
        **dict.fromkeys("\u00a0\u2007\u202f\u3000\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a", " "),
        "\r": "\n",
        "\u2028": "\n",
        "\u2029": "\n",
        "\f": "\n",
    }
)
_JOINERS = re.compile("[\u200c\u200d]{2,}")
_JOINER_AFTER_ASCII = re.compile("(?<=[\x00-\x7f])[\u200c\u200d]")
_SPACES = re.compile(r"[ \t]{2,}")
# The runs of spaces are tried only right after a full stop, so that no input makes this more than linear.
_SENTENCE_END = re.compile(r"(?:(?<=[.!?؟。])|(?<=[.!?؟][\"'”»)*]))(?<![\s.(]\w\.)\s+(?=[^\sa-z])")
_CODE_INDENT = ("    ", "\t")


def normalise(text: str) -> str:
    r"""Bring text to one form: `\n`, plain spaces, no invisible characters, at most one empty line in a row.

    Only the first 32,768 characters and 2,000 lines are kept. Fenced or indented code keeps its spaces.

    Args:
        text: Any text.

    Returns:
        The text without spaces at the ends of lines or empty lines at its ends; the same again for its own output.
    """
    text = text[:TEXT_LIMIT].replace("\r\n", "\n").translate(_TABLE)
    if "\u200c" in text or "\u200d" in text:
        text = _JOINER_AFTER_ASCII.sub("", _JOINERS.sub("\u200c", text)).lstrip("\u200c\u200d")
    return tidy(_spaced(text.split("\n")))


def tidy(lines: Iterable[str]) -> str:
    """Join lines, with at most one empty line in a row except in fenced code, and none at the ends."""
    kept: list[str] = []
    fenced = False
    for line in lines:
        fenced ^= line.startswith(FENCE)
        if line or fenced or (kept and kept[-1]):
            kept.append(line)
        if len(kept) == LINE_LIMIT:
            break
    return "\n".join(kept).strip("\n")


def sentences(line: str) -> list[str]:
    """Split a line into its sentences, spaces between them dropped.

    Args:
        line: One line or paragraph.

    Returns:
        The sentences in order, none empty.
    """
    return [part for part in _SENTENCE_END.split(line) if part]


def cut(text: str, limit: int) -> str:
    """Shorten text at the end of a line or sentence, else of a word.

    Args:
        text: Normalised text.
        limit: Most characters to keep, at least 1.

    Returns:
        The text itself if it is short enough, else a beginning of it that keeps at least half of the limit where
        some line, sentence or word ends there. A code block that was cut is closed.
    """
    if len(text) <= limit:
        return text
    head = text[:limit]
    ends = [match.start() for match in _SENTENCE_END.finditer(head)]
    place = max([head.rfind("\n"), *ends[-1:]])
    if place < limit // 2:
        place = head.rfind(" ")
    if place < limit // 2:
        place = limit
    head = head[:place].rstrip()
    return f"{head}\n{FENCE}" if _open_fence(head) else head


def paragraphs(text: str) -> list[str]:
    """Split normalised text at its empty lines, except inside fenced code."""
    found: list[list[str]] = [[]]
    fenced = False
    for line in text.split("\n"):
        if line.startswith(FENCE):
            fenced = not fenced
        if line or fenced:
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return ["\n".join(lines) for lines in found if lines]


def is_code(line: str) -> bool:
    """Whether a line outside a fence is indented like code."""
    return line.startswith(_CODE_INDENT)


def _spaced(lines: Iterable[str]) -> Iterator[str]:
    """Lines without spaces at their ends, and with single spaces in them except in code."""
    fenced = False
    for raw in lines:
        line = raw.rstrip()
        fenced ^= line.startswith(FENCE)
        yield line if fenced or "  " not in line or is_code(line) else _squeezed(line)


def _squeezed(line: str) -> str:
    body = line.lstrip()
    return line[: len(line) - len(body)] + _SPACES.sub(" ", body)


def _open_fence(text: str) -> bool:
    return sum(line.startswith(FENCE) for line in text.split("\n")) % 2 == 1
