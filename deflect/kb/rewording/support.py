"""Whether a sentence says no more, no less and nothing else than one that an agent wrote.

Our own check, by words alone, so that no model judges a model: what carries meaning in the new sentence must stand in
the agent's, in the same order, and hardly anything of the agent's may be missing. It cannot tell whether a new word
means the same as the old one, so no new word passes: a sentence that is right may be dropped, a wrong one should not
come through. In a language without word lists only punctuation and capitals may change.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from deflect.kb.rewording.words import FREE, PLACING, TURNING

KEPT = 0.9
"""Least share of the words that carry meaning which a sentence keeps of the agent's. Higher: fewer sentences that leave
a detail out come through (precision), and more of a model's tighter ones are dropped (recall). At 0.9 a sentence of
fewer than ten such words keeps all of them."""

_PART = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)|https?://\S+|\S+")
_OPENING = re.compile(r"^[(\"“„«‘']+")
_CLOSING = re.compile(r"[.,;:!?…؟،؛。)\"”“»’']+$")
_DASH = re.compile(r"[-–—]+")
_ARROW = re.compile(r"\s*[>→›]+\s*")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_ELIDED = re.compile(r"^((?:[ldnscjmt]|qu|jusqu|lorsqu)')(?=\w)", re.IGNORECASE)
_ENDING = re.compile(r"(?<=\w{3})(?:es|s|e|ing)$")
_SHORT = {"can't": "can not", "cannot": "can not", "won't": "will not", "shan't": "shall not"}
_SHORT_ENDS = {"n't": "not", "'ll": "will", "'ve": "have", "'d": "would", "'re": "are"}


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, or what must not change by a letter: a link, path, number, command, sign.

    Attributes:
        key: What it is compared by.
        is_name: Whether it is written with a capital, as menus and products are.
    """

    key: str
    is_word: bool
    is_name: bool = False


def supports(written: str, said: str, language: str) -> bool:
    """Whether a sentence is supported by one that an agent wrote.

    Args:
        written: The agent's, redacted.
        said: The new one.
        language: Of both, ISO 639-1.

    Returns:
        True if `said` holds no word, number, link, path, command or sign that `written` does not hold, in another
        order or at all, except free words; and keeps every number, link, path, command, sign and word of place, at
        least `KEPT` of all else, and all of it where `written` has a negation, condition, duty, time or quantity.
    """
    theirs, ours = meaning(written, language), meaning(said, language)
    if not ours or not _in_order(ours, theirs, language):
        return False
    if _turns(theirs, language):
        return len(ours) == len(theirs)
    return len(ours) >= KEPT * len(theirs) and _fixed(ours, language) == _fixed(theirs, language)


def same_claim(one: str, other: str, language: str) -> bool:
    """Whether two sentences have the same numbers, links, paths and signs, and turn what they say by the same words."""
    first, second = meaning(one, language), meaning(other, language)
    turning = [[t.key for t in tokens if _turns([t], language)] for tokens in (first, second)]
    return turning[0] == turning[1] and _fixed(first, language) == _fixed(second, language)


def overlap(one: str, other: str, language: str) -> float:
    """Dice overlap of the words that carry meaning, 0 to 1."""
    first, second = (Counter(token.key for token in meaning(text, language)) for text in (one, other))
    return 2.0 * (first & second).total() / max(1, first.total() + second.total())


@lru_cache(maxsize=4_096)
def meaning(text: str, language: str) -> tuple[_Token, ...]:
    """The parts of a sentence that carry meaning, in order.

    Args:
        text: One sentence.
        language: ISO 639-1; one without word lists has no free words.
    """
    plain = _ARROW.sub(" > ", text.replace("’", "'"))
    found: list[_Token] = []
    for part in _PART.finditer(plain):
        code = part.group(2)
        found += [_Token(code, is_word=False)] if code else _tokens(part.group(), language)
    free = FREE.get(language, frozenset())
    return tuple(token for token in found if not token.is_word or token.key not in free)


def _tokens(part: str, language: str) -> list[_Token]:
    bare = _CLOSING.sub("", _OPENING.sub("", part))
    if not bare or _DASH.fullmatch(bare):
        return []
    if language == "fr" and (elided := _ELIDED.match(bare)):
        return [_Token(elided.group().casefold(), is_word=True), *_tokens(bare[elided.end() :], language)]
    if not _WORD.fullmatch(bare):
        return [_Token(bare, is_word=False)]
    key = bare.casefold()
    words = _spelt_out(key) if language == "en" else [key]
    return [_Token(word, is_word=True, is_name=bare[0].isupper()) for word in words]


def _spelt_out(word: str) -> list[str]:
    if word in _SHORT:
        return _SHORT[word].split()
    for end, meant in _SHORT_ENDS.items():
        if word.endswith(end) and word != end:
            return [word.removesuffix(end), meant]
    return [word]


def _in_order(ours: Sequence[_Token], theirs: Sequence[_Token], language: str) -> bool:
    left = iter(theirs)
    return all(any(_same(token, other, language) for other in left) for token in ours)


def _same(one: _Token, other: _Token, language: str) -> bool:
    if one.key == other.key and one.is_word == other.is_word:
        return True
    # A menu called Bookings is not one called Booking; elsewhere than in English an ending may say another thing.
    if language != "en" or not (one.is_word and other.is_word) or one.is_name or other.is_name:
        return False
    return _ENDING.sub("", one.key) == _ENDING.sub("", other.key)


def _turns(tokens: Sequence[_Token], language: str) -> bool:
    if language not in TURNING:
        return True
    return any(token.is_word and _is_turning(token.key, language) for token in tokens)


def _is_turning(word: str, language: str) -> bool:
    # In Arabic "and" and "so" are written as a word's first letter.
    joined = language == "ar" and word[:1] in ("و", "ف") and word[1:] in TURNING[language]
    return joined or word in TURNING[language]


def _fixed(tokens: Sequence[_Token], language: str) -> Counter[str]:
    placing = PLACING.get(language, frozenset())
    return Counter(token.key for token in tokens if not token.is_word or token.key in placing)
