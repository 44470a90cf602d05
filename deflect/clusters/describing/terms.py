"""Texts as numbered words and pairs of words, with the forms of one word taken together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import takewhile

import numpy as np
from numpy.typing import NDArray

from deflect.clusters.describing.stopwords import PARTICLES, folded, is_well_listed, stop_words

LONGEST_WORD = 30
"""Letters of a word at most; what is longer is a key or a path."""

LEAST_STEM = 4
"""Letters that two forms of one word share at least: lower takes more words for one."""

LEAST_WORD = 4
"""Letters of a word in a language whose stop words are not all listed; shorter ones are mostly grammar."""

_HIDDEN = re.compile(r"\[[^\[\]\n]{1,40}\]|https?://\S+|www\.\S+|\S+@\S+")
# Marks over and under letters belong to a word, though to the regular expression they are no letters.
_LETTER = r"(?:[^\W_]|[\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0dff\u0e31-\u0e4e])"
_PIECE = re.compile(rf"{_LETTER}+(?:[.'-]{_LETTER}+)*|[^\w\s'-]|\n\n")
_ELISION = re.compile(r"^(?:[ldjmtscn]|qu)'(?=\w\w)", re.IGNORECASE)
_JOINT = re.compile(r"[.'-]")
_ARTICLE = re.compile(r"^(?:وال|بال|لل|ال)(?=\w{3})")
_PLURAL = re.compile(r"(?<=\w\w[^\W\ds_iu])s$")
_ENDING = re.compile(r"(?:e|en|n|s|es|er|ern|ing|ed|d|x|a|o|i|l|ux|ات|ه|ة|ين)?")
_HALF = 32
_NO_WORD = 0
_WITH_PARTICLES = ("en", "und")


class Terms:
    """Numbers the words of texts as they come.

    A term is a word's number, or two of them for a pair of neighbours. Words of two languages never share a number.
    """

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, str], int] = {}
        self._known: dict[str, dict[str, int]] = {}
        self._uses: dict[str, Counter[str]] = {}
        self._languages: list[str] = [""]
        self._stems: list[str] = [""]
        self._particles: set[int] = set()
        self._forms: dict[int, str] = {}

    def of(self, text: str, language: str) -> NDArray[np.int64]:
        """Number a text's words, and its pairs of words that stand together.

        Stop words, placeholders, addresses and numbers are no words; nothing is paired across them, or across
        punctuation.

        Args:
            text: A question, redacted.
            language: ISO 639-1 code, or `und`.

        Returns:
            Each term once, in no order.
        """
        pieces = _PIECE.findall(_HIDDEN.sub(" . ", text.replace("’", "'")))
        known = self._known.setdefault(language, {})
        self._uses.setdefault(language, Counter()).update(pieces)
        found = set()
        before = _NO_WORD
        for piece in pieces:
            number = known.get(piece)
            if number is None:
                number = known[piece] = self._number(piece, language)
            if number > 0:
                found.add(number)
            if before > 0 and number != _NO_WORD:
                found.add(before << _HALF | abs(number))
            before = number
        return np.fromiter(found, dtype=np.int64, count=len(found))

    def languages(self, terms: Iterable[int]) -> list[str]:
        """Tell the language of each term."""
        return [self._languages[parts(term)[0]] for term in terms]

    def stems(self, term: int) -> tuple[str, ...]:
        """The words of a term without their endings, and of a pair also both as one word, for `alike`.

        A particle is left out, so that `log in` is like `log` and `login`, but not like `sign in`.
        """
        numbers = parts(term)
        if len(numbers) == 1:
            return (self._stems[numbers[0]],)
        first, second = (self._stems[number] for number in numbers)
        return (first, first + second) if self.is_phrasal(term) else (first, second, first + second)

    def is_phrasal(self, term: int) -> bool:
        """Whether a term is a pair whose second word is a particle."""
        numbers = parts(term)
        return len(numbers) == 2 and numbers[1] in self._particles

    def written(self, term: int) -> str:
        """A term in the form of its words that texts have most."""
        if not self._forms:
            self._forms = self._commonest()
        return " ".join(self._forms[number] for number in parts(term))

    def _number(self, piece: str, language: str) -> int:
        """The number of a piece of text: 0 if it is no word, below 0 for a particle, which is a word only in a pair."""
        word = folded(_bare(piece))
        is_particle = word in PARTICLES and language in _WITH_PARTICLES
        if not is_particle and not _is_telling(word, piece, language):
            return _NO_WORD
        stem = _stem(word)
        number = self._numbers.setdefault((language, stem), len(self._stems))
        if number == len(self._stems):
            self._stems.append(stem)
            self._languages.append(language)
        if is_particle:
            self._particles.add(number)
            return -number
        return number

    def _commonest(self) -> dict[int, str]:
        forms: defaultdict[int, Counter[str]] = defaultdict(Counter)
        for language, known in self._known.items():
            for piece, number in known.items():
                forms[abs(number)][_bare(piece)] += self._uses[language][piece]
        return {number: min(uses, key=lambda form: (-uses[form], form)) for number, uses in forms.items()}


def parts(term: int) -> tuple[int, ...]:
    """The numbers of a term's words, one or two."""
    first, second = divmod(int(term), 1 << _HALF)
    return (first, second) if first else (second,)


def alike(stem: str, other: str) -> bool:
    """Whether two words are forms of one: equal but for their endings."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(stem, other, strict=False)))
    return stem == other or (
        same >= LEAST_STEM and all(_ENDING.fullmatch(word, same) is not None for word in (stem, other))
    )


def _bare(piece: str) -> str:
    """A word without what only joins it to its neighbours: `l'export`, `customer's`."""
    return _ELISION.sub("", piece).removesuffix("'s")


def _is_telling(word: str, piece: str, language: str) -> bool:
    stop = stop_words(language)
    is_grammar = len(word) < LEAST_WORD and word.isascii() and not piece.isupper() and not is_well_listed(language)
    fits = 2 <= len(word) <= LONGEST_WORD and any(character.isalpha() for character in word)
    return fits and not is_grammar and word not in stop and folded(piece) not in stop


def _stem(word: str) -> str:
    return _PLURAL.sub("", _ARTICLE.sub("", _JOINT.sub("", word)))
