"""The text as the rules see it: folded to one spelling, with the way back to what was written."""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

MASK = "\ue000"
"""Stands for each character of a placeholder, so that no rule sees into one."""

LONG = 20
"""Characters of the shortest unbroken token that the rules for tokens look for."""

_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"})
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile("[0-9]")
_LETTERS_ONLY = {code: " " for code in range(128) if not chr(code).isalpha()}
_INVISIBLE = (
    "\u00ad\u034f\u061c\u0640\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff"
)
_MARKS = "\u0300-\u036f\u064b-\u065f\u0670"
_DASHES = "\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_COMPATIBLE = (
    "\u00aa\u00b2\u00b3\u00b9\u00ba\u0130\u02b0-\u02b8\u2024\u2070-\u209c\u2100-\u214f\u2460-\u24ff"
    "\u3002\ufb00-\ufb4f\ufe50-\ufe6f\uff01-\uffee\U0001d400-\U0001d7ff\U0001f130-\U0001f149"
)
_ODD = re.compile(
    f"[{_INVISIBLE}{_MARKS}{_DASHES}{_SPACES}{_COMPATIBLE}]|[^\\D0-9]"
    r"|&(?:amp;)?(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});"
)
_DROPPED = re.compile(f"[{_INVISIBLE}{_MARKS}]")
_DASH = re.compile(f"[{_DASHES}]")
_SPACE = re.compile(f"[{_SPACES}]")
_SPECIAL = {"\u3002": ".", "\u0130": "I", "\u2024": "."}


@dataclass(frozen=True, slots=True)
class View:
    """A text folded for the rules.

    Attributes:
        text: As written.
        folded: One spelling: NFKC letters, ASCII digits, plain dashes and spaces, no invisible characters, HTML
            entities decoded, placeholders masked.
        low: `folded` in lower case, of the same length.
        words: Those of the anchors given to `fold` that stand in `low`.
        long: Whether some part without spaces has `LONG` characters or more.
        digits: How many ASCII digits it has.
        starts: Where each run of `folded` starts; empty if `folded` is as long as `text` throughout.
        origins: Where each of these runs starts in `text`, and how long it is there if it was changed, else 0.
    """

    text: str
    folded: str
    low: str
    words: frozenset[str]
    long: bool
    digits: int
    starts: tuple[int, ...] = ()
    origins: tuple[tuple[int, int], ...] = ()

    def at(self, words: frozenset[str]) -> Iterator[int]:
        """Where any of these words begins, standing apart from other letters."""
        for word in self.words & words:
            at = self.low.find(word)
            while at >= 0:
                end = at + len(word)
                if not self.low[at - 1 : at].isalpha() and not self.low[end : end + 1].isalpha():
                    yield at
                at = self.low.find(word, end)

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The place in `text` of `folded[start:end]`, with every character that was folded away inside it."""
        if not self.starts:
            return start, end
        first, _ = self._place(start)
        _, last = self._place(end - 1)
        return first, last

    def _place(self, index: int) -> tuple[int, int]:
        run = bisect_right(self.starts, index) - 1
        origin, changed = self.origins[run]
        if changed:
            return origin, origin + changed
        at = origin + index - self.starts[run]
        return at, at + 1


def fold(text: str, placeholders: re.Pattern[str], anchors: frozenset[str] = frozenset()) -> View:
    """Fold a text for the rules.

    Args:
        text: Any text.
        placeholders: What to mask.
        anchors: Words, lower-cased, whose presence is to be told.
    """
    if text.isascii() and "&" not in text:
        return _view(text, text, placeholders, anchors, ([], []))
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[tuple[int, int]] = []
    done = length = 0
    for match in _ODD.finditer(text):
        start, end = match.span()
        if start > done:
            pieces.append(text[done:start])
            starts.append(length)
            origins.append((done, 0))
            length += start - done
        piece = _plain(match.group())
        if piece:
            pieces.append(piece)
            starts.append(length)
            origins.append((start, end - start))
            length += len(piece)
        done = end
    if done < len(text):
        pieces.append(text[done:])
        starts.append(length)
        origins.append((done, 0))
    return _view(text, "".join(pieces), placeholders, anchors, (starts, origins))


def _view(
    text: str,
    folded: str,
    placeholders: re.Pattern[str],
    anchors: frozenset[str],
    runs: tuple[list[int], list[tuple[int, int]]],
) -> View:
    if "[" in folded:
        folded = placeholders.sub(lambda match: MASK * len(match.group()), folded)
    low = folded.lower()
    if len(low) != len(folded):
        low = "".join(letter.lower()[:1] for letter in folded)
    parts = low.translate(_LETTERS_ONLY).split() if low.isascii() else _WORD.findall(low)
    words = anchors.intersection(parts)
    digits = len(_DIGIT.findall(low))
    long = max(map(len, low.split()), default=0) >= LONG
    return View(text, folded, low, words, long, digits, tuple(runs[0]), tuple(runs[1]))


@lru_cache(maxsize=4096)
def _plain(odd: str) -> str:
    if odd[0] == "&":
        decoded = html.unescape(html.unescape(odd))
        return (
            "".join(_plain(letter) if _ODD.match(letter) else letter for letter in decoded) if len(decoded) < 3 else odd
        )
    if odd in _SPECIAL:
        return _SPECIAL[odd]
    if _DROPPED.match(odd):
        return ""
    if _DASH.match(odd):
        return "-"
    if _SPACE.match(odd):
        return " "
    if odd.isdecimal():
        return str(unicodedata.decimal(odd))
    return unicodedata.normalize("NFKC", odd)


def plain(text: str) -> str:
    """Lower-cased text without accents and with one form of each Arabic letter, of the same length."""
    if text.isascii():
        return text
    return text.translate(_bases()).translate(_ARABIC)


@lru_cache(maxsize=1)
def _bases() -> dict[int, int]:
    letters = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
    found = {code: unicodedata.normalize("NFD", chr(code))[0] for code in letters}
    return {code: ord(base) for code, base in found.items() if ord(base) != code}
