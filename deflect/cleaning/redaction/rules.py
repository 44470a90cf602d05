"""What a rule is: a pattern with a cheap test before it, and the spans that it finds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from deflect.cleaning.redaction.view import MASK, View

KINDS = (
    "e-mail",
    "name",
    "phone",
    "address",
    "licence key",
    "password",
    "login",
    "API key",
    "reset link",
    "private link",
    "IP address",
    "MAC address",
    "IBAN",
    "card number",
    "tax id",
    "birth date",
    "ID number",
    "site",
    "order number",
    "secret",
    "cut",
)
"""Every kind of value that is taken out; its placeholder is the kind in brackets, numbered from the second on."""

PLACEHOLDER = re.compile(r"\[(?:" + "|".join(KINDS) + r")(?: [0-9]{1,6})?\]")
VALUE = rf"[^\s{MASK}]"
"""Any character of a value: no space, and nothing of a placeholder."""

START = r"(?<![^\W_])[وبلك]?"
"""Not inside a word, but for the Arabic letters that are written onto it."""


class Span(NamedTuple):
    """A value found: where it stands in the folded text, and what it is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of value that one pattern finds.

    Attributes:
        kind: One of `KINDS`.
        pattern: Bounded in what it backtracks over, so that a text is read in linear time.
        words: The pattern is tried only where one of these begins; empty: everywhere.
        gate: The pattern is tried only if this cheaper one is found.
        group: The group that is the value.
        check: Looks at the value; False leaves it as it is.
        low: Whether pattern and gate read the lower-cased text.
        digits: Fewest digits of a text that can hold a value.
        checks: Most values of one text that are checked, 0 for all; beyond that all are taken out, the safe side.
        long: Whether a value has an unbroken run of `LONG` characters.
    """

    kind: str
    pattern: re.Pattern[str]
    words: frozenset[str] = frozenset()
    gate: re.Pattern[str] | None = None
    group: int | str = 0
    check: Callable[[str], bool] | None = None
    low: bool = False
    long: bool = False
    digits: int = 0
    checks: int = 0

    def find(self, view: View) -> Iterator[Span]:
        """The values of this kind in a text."""
        if view.digits < self.digits or (self.long and not view.long):
            return
        if self.words and view.words.isdisjoint(self.words):
            return
        text = view.low if self.low else view.folded
        if self.gate is not None and not self.gate.search(text):
            return
        if self.words:
            found = matches(view, self.words, self.pattern, text)
            yield from (self._span(match) for match in found if self._passes(match))
        else:
            yield from self._search(text)

    def _search(self, text: str) -> Iterator[Span]:
        match = self.pattern.search(text)
        number = 0
        while match is not None:
            passes = 0 < self.checks <= number or self._passes(match)
            if passes:
                yield self._span(match)
            number += 1
            # A value can begin inside what turned out to be none.
            match = self.pattern.search(text, match.end() if passes else match.start() + 1)

    def _passes(self, match: re.Match[str]) -> bool:
        value = match.group(self.group)
        return bool(value) and (self.check is None or self.check(value))

    def _span(self, match: re.Match[str]) -> Span:
        return Span(*match.span(self.group), self.kind)


def matches(view: View, words: frozenset[str], pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches of a pattern that begin with one of the words."""
    for at in view.at(words):
        match = pattern.match(text, at)
        if match is not None:
            yield match


def anchors(phrases: Iterable[str]) -> frozenset[str]:
    """The first word of each phrase, lower-cased: where a pattern that begins with one of them is tried."""
    words = {word.group() for phrase in phrases if (word := re.search(r"[^\W\d_]+", phrase.lower()))}
    joined = {prefix + word for word in words if "\u0620" <= word[0] <= "\u064a" for prefix in "وبلك"}
    return frozenset(words | joined)


def contains(text: str, needles: Iterable[str]) -> bool:
    """Whether any of the needles stands in the text."""
    return any(needle in text for needle in needles)


def any_of(words: Iterable[str]) -> str:
    """An alternation of words, the longest first; a space in a word stands for one or two of any."""
    ordered = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s{1,2}") for word in ordered) + ")"
