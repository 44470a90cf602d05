"""How a text becomes words to search by: the Python twin of `words` and `fold` in static/engine.js.

Accents, capitals, German umlauts, Arabic vowel marks and forms of alef, ya and ta marbuta make no difference; then the
rules of the language take off what parts the forms of a word. Scripts without spaces give two signs at a time.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

from deflect.site.search.languages import Rules, compiled

_LETTERS = {
    "ß": "ss", "æ": "a", "ø": "o", "œ": "o", "ł": "l", "đ": "d", "ı": "i", "þ": "th", "ð": "d", "ς": "σ",
    "ـ": "", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ة": "ه", "ک": "ك", "ؤ": "و",
} | {chr(base + digit): str(digit) for base in (0x0660, 0x06F0) for digit in range(10)}  # fmt: skip
_JOINTS = {"-": "-", "‐": "-", "'": "'", "’": "'"}
_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))  # Schluessel, Schlussel and Schlüssel are one word
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_PIECE = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")


class _Folding(dict[int, str]):
    """What a character becomes, found at first use: letters and digits stay, marks vanish, the rest parts words."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        category = unicodedata.category(char)
        stays = category[0] in "LN" or category == "Mc"
        self[code] = "" if category in ("Mn", "Me", "Cf") else char if stays else " "
        return self[code]


_FOLDING = _Folding({ord(char): folded for char, folded in (_LETTERS | _JOINTS).items()})


def words(text: str, rules: Rules) -> list[str]:
    """Cut a text into words as they are written, but for accents and capitals.

    Words joined by a hyphen are found apart and as one.
    """
    folded = unicodedata.normalize("NFKD", text).lower().translate(_FOLDING)
    folded = folded.replace("'", " " if rules.splits else "")
    return [word for run in folded.split() for word in _cut(run)]


def tokenise(text: str, rules: Rules) -> list[str]:
    """Cut a text into what is searched by: folded words without stop words, in order."""
    return [token for word in words(text, rules) if word not in rules.stop and (token := fold(word, rules.steps))]


@functools.lru_cache(maxsize=65_536)  # a help centre says the same words again and again
def fold(word: str, steps: tuple[tuple[str, str, str], ...]) -> str:
    """Take off what parts the forms of a word.

    Args:
        word: As `words` gives it.
        steps: Of the language's rules.
    """
    for pair, single in _UMLAUTS:
        word = word.replace(pair, single)
    for match, before, after in compiled(steps):
        found = match(word)
        if found:
            word = before + "".join(found.groups()) + after
    return word


def order(term: str) -> bytes:
    """The sort key that orders words as JavaScript compares them: by UTF-16 units."""
    return term.encode("utf-16-be", "surrogatepass")


def _cut(run: str) -> Iterator[str]:
    parts = [part for part in run.split("-") if part]
    for part in [*parts, "".join(parts)] if len(parts) > 1 else parts:
        for piece in _PIECE.findall(part):
            if _IS_UNSPACED.match(piece):
                yield from (piece[at : at + 2] for at in range(max(1, len(piece) - 1)))
            else:
                yield piece
