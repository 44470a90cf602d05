"""The words of a text as the structural rule counts them: words, numbers, links, paths and names of things in code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from deflect.kb.publishable import REDACTED

LOWER, STEM = "\x01", "\x02"
"""They begin notes on words, and begin no word."""

LEAST_STEM = 4
"""Letters that two forms of one word share at least. Lower: more rare words pass as forms of common ones (fewer
sentences lost), among them words that have nothing to do with each other."""

# Marks over and under letters belong to a word, though to the regular expression they are no letters.
_LETTER = r"[\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff\u0e31-\u0e4e]"
_LINK = r"(?:https?|s?ftp|file)://[^\s<>\"'`]+|www\.[^\s<>\"'`]+"
_ADDRESS = rf"{_LETTER}[\w.+%-]*@[\w-]+(?:\.[\w-]+)*"
_PART = rf"{_LETTER}[\w.@+%$-]*"
_PATH = rf"(?<![\w<])(?:~|\.{{1,2}}|[A-Za-z]:)?[\\/]{_PART}(?:[\\/]{_PART})*[\\/]?|{_PART}(?:[\\/]{_PART})+[\\/]?"
_WORD = rf"{_LETTER}+(?:(?:[.'’_-]|(?<=\d)[,:](?=\d)){_LETTER}+)*"
_TOKEN = re.compile(rf"(?P<hidden>{REDACTED.pattern})|{_LINK}|{_ADDRESS}|{_PATH}|{_WORD}", re.IGNORECASE)
_NO_END = ".,;:!?)]}»”’-"
_EITHER = re.compile(r"[^\W\d_]+/[^\W\d_]+")
_SIGNS = frozenset("/\\@")
_JOINT = re.compile(r"['’-]")
_NEXT_TO = re.compile(r"[\s\-–./)'’&+]{1,3}")
# Scripts without spaces between words: two signs at a time stand for a word.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_PREFIX = re.compile(r"^(?:وال|بال|كال|فال|لل|ال)(?=\w{3})")
_ENDINGS = "ing ings ed es s e en er ern n d t st te ten ent ez é ée és ées ات ه ة ين".split()
_ENDING = re.compile(rf"(?<=\w{{{LEAST_STEM}}})(?:{'|'.join(_ENDINGS)})$")
_LONGEST = 30  # letters of a word that has forms


@dataclass(frozen=True, slots=True)
class Reading:
    """What a token is.

    Attributes:
        key: It without case, and in one form where Unicode has several.
        parts: Keys that may stand for it together: the words of `read-only`; none if only the whole counts.
        is_plain: Letters only, written in lower case or in a script that has no cases.
        may_name: Written with a capital or a digit, as names and numbers are; no link, address or path.
        has_digit: Whether it is a number or holds one.
        uses: All that is used with it: its key and parts, and for words in lower case a note of that, and their stems.
    """

    key: str
    parts: tuple[str, ...]
    is_plain: bool
    may_name: bool
    has_digit: bool
    uses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, link or path with its place in a text: `text[start:end]`."""

    start: int
    end: int
    reading: Reading


def tokens(text: str) -> Iterator[Token]:
    """Find what a text says, in order; placeholders of redacted values and punctuation say nothing."""
    for match in _TOKEN.finditer(text):
        if match["hidden"] is None:
            raw = match.group().rstrip(_NO_END)
            if raw:
                yield Token(match.start(), match.start() + len(raw), read(raw))


def neighbours(text: str, one: Token, other: Token) -> bool:
    """Whether one token follows another so closely that the two may be one name, date or number."""
    return bool(_NEXT_TO.fullmatch(text, one.end, other.start))


@lru_cache(maxsize=1 << 17)
def read(raw: str) -> Reading:
    """Tell what kind of token a piece of text is."""
    key = unicodedata.normalize("NFKC", raw).casefold()
    has_digit = any(char.isdigit() for char in raw)
    is_capital = any(char.isupper() for char in raw)
    letters = _JOINT.sub("", raw.replace("/", "") if _EITHER.fullmatch(raw) else raw)
    is_plain = not is_capital and all(char.isalpha() or unicodedata.combining(char) for char in letters)
    may_name = (is_capital or has_digit) and _SIGNS.isdisjoint(key)
    parts = _parts(key)
    uses = tuple(use for each in (key, *parts) for use in _uses(each, is_plain))
    return Reading(key, parts, is_plain, may_name, has_digit, uses)


def _uses(key: str, is_plain: bool) -> tuple[str, ...]:
    return (key, f"{LOWER}{key}", f"{STEM}{stem(key)}") if is_plain else (key,)


def stem(word: str) -> str:
    """Take a word's endings off, so that forms of one word are told by what is left, at least `LEAST_STEM` letters.

    Args:
        word: A key; endings of English, German, French and Arabic are known.
    """
    if len(word) > _LONGEST:
        return word
    left, before = _PREFIX.sub("", word), ""
    while left != before:  # the t of `connect` goes too, so that it meets what is left of `connected`
        left, before = _ENDING.sub("", left), left
    return left


def _parts(key: str) -> tuple[str, ...]:
    if _UNSPACED.search(key):
        return tuple(key[place : place + 2] for place in range(max(1, len(key) - 1)))
    if _EITHER.fullmatch(key):
        return tuple(key.split("/"))
    parts = tuple(part for part in _JOINT.split(key) if part)
    numbers = sum(any(char.isdigit() for char in part) for part in parts)
    # Of `64-bit` the parts say all; of `555-1234` and `2024-03-05` they do not.
    is_joined = all(part.isalnum() for part in parts) and numbers <= 1
    return parts if is_joined and len(parts) > 1 else ()
