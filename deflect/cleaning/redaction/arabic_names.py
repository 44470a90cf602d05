"""Names in Arabic script, which has no capitals: told by who is known, by the words before, and by a family's shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from deflect.cleaning.redaction.arabic_words import (
    ADJECTIVES,
    FILLERS,
    NO_FAMILY,
    PARTICLES,
    PREPOSITIONS,
    SENTENCE_CUES,
    STEMS,
    STRONG,
    WEAK,
)
from deflect.cleaning.redaction.given_names import MOST_WORDS, Names, names
from deflect.cleaning.redaction.keep import Keep
from deflect.cleaning.redaction.rules import Span

_WORD = re.compile("[\u0620-\u064a]{2,}")
_JOINED = "ولبفك"
_OF_GOD = frozenset("نصر جار عبد فتح خير سعد فضل عطا حسب ضيف عوض رزق حمد جاد امر".split())
_TITLE_LETTER = re.compile(r"(?<![\u0620-\u064a])[وبلك]?[دمأا][./] ?$")
_STEM = re.compile(
    rf"[وفبلك]?(?:ال|لل)?(?:{'|'.join(sorted(STEMS, key=len, reverse=True))})(?:ت?(?:ي|نا|ك|كم|ه|ها|هم))?"
)
_BETWEEN = re.compile(r" ?[:،,(\-] ?| ")


class _Word(NamedTuple):
    start: int
    end: int
    text: str


class _Given(NamedTuple):
    """A word that may be a given name.

    Attributes:
        skipped: Letters written onto it.
        known: 2 if it is a name and nothing else, 1 if it is an everyday word as well, 0 if no table has it.
    """

    skipped: int
    known: int


def find_arabic_names(low: str, keep: Keep) -> Iterator[Span]:
    """Names of people.

    A given name that is no other word counts where a family follows it; one that is a word as well, where a family
    of a family's shape does, or what stands before says that a person is named; after titles and introductions any
    word counts that can be a name. Weaker tests find more names and take more prose.

    Args:
        low: The text as `plain` gives it, lower-cased.
        keep: Names listed there stay.
    """
    words = [_Word(match.start(), match.end(), match.group()) for match in _WORD.finditer(low)]
    done = 0
    for place, word in enumerate(words):
        if word.start < done:
            continue
        cue = _cue(low, words, place)
        given = _given(word.text)
        cue = max(cue, 1) if given.skipped and word.text[0] in "لب" else cue
        end = _end(low, words, place, cue, given)
        if end and not keep.word(low[word.start + given.skipped : end]):
            done = end
            yield Span(word.start + given.skipped, end, "name")


def _given(word: str) -> _Given:
    known = names()
    if word in STRONG:
        return _Given(0, 0)
    for skipped in (0, 1):
        rest = word[skipped:]
        if skipped and word[0] not in _JOINED:
            break
        if rest in known.arabic or (rest.startswith("عبدال") and len(rest) > 6):
            return _Given(skipped, 2)
        if rest in known.everyday:
            return _Given(skipped, 1)
    return _Given(0, 0)


def _cue(low: str, words: list[_Word], place: int) -> int:
    """2 if what stands before a word says that a name follows, 1 if one may, else 0."""
    word = words[place]
    if _TITLE_LETTER.search(low[max(0, word.start - 4) : word.start]):
        return 2
    before = place - 1
    if before >= 0 and words[before].text in FILLERS and low[words[before].end : word.start] == " ":
        before -= 1
    if before < 0:
        return 0
    between = low[words[before].end : words[before + 1].start]
    if not _BETWEEN.fullmatch(between):
        return 0
    return _cue_of(low, words, before, between)


def _cue_of(low: str, words: list[_Word], place: int, between: str) -> int:
    word = words[place].text
    told = ":" in between
    if told and (place > 0 and low[words[place - 1].end : words[place].start] == " "):
        # A label of two words, "contact person:", is told by its first.
        told_by = _strength(words[place - 1].text)
        if told_by:
            return 2
    strength = _strength(word)
    if strength and _STEM.fullmatch(word) and (word.startswith("لل") or _follows_preposition(low, words, place)):
        # "To the colleague" is followed by no verb.
        strength = 2
    if word in SENTENCE_CUES and _opens(low, words[place].start):
        return 2
    if told:
        return 2 if strength else 0
    return strength if between == " " else min(strength, 1)


def _follows_preposition(low: str, words: list[_Word], place: int) -> bool:
    before = words[place - 1]
    return place > 0 and before.text in PREPOSITIONS and low[before.end : words[place].start] == " "


def _strength(word: str) -> int:
    if word in STRONG or word[1:] in STRONG:
        return 2
    return int(word in WEAK or word[1:] in WEAK or _STEM.fullmatch(word) is not None)


def _opens(low: str, start: int) -> bool:
    """Whether a sentence begins here."""
    before = low[max(0, start - 3) : start].rstrip(" ")
    return not before or before[-1] in "\n.!?؟،:"


def _end(low: str, words: list[_Word], place: int, cue: int, given: _Given) -> int:
    """Where the name ends that begins with this word; 0 if it is none."""
    if not given.known and (not cue or not _may_be_given(words[place].text, cue)):
        return 0
    end, families, strict = _families(low, words, place)
    if given.known == 2:
        fits = bool(cue or families)
    elif given.known == 1:
        fits = cue == 2 or strict or bool(cue and families)
    else:
        fits = strict or (cue == 2 and bool(families))
    return end if fits else 0


def _families(low: str, words: list[_Word], place: int) -> tuple[int, int, bool]:
    """Where the family after a given name ends, its number of words, and whether it has the shape of one."""
    known = names()
    done = words[place].end
    count, strict, inside = 0, False, words[place].text in PARTICLES
    for at in range(place + 1, min(place + MOST_WORDS, len(words))):
        word = words[at].text
        if low[words[at - 1].end : words[at].start] != " ":
            break
        if word in PARTICLES or _is_of_god(words, at):
            inside = True
            continue
        if not (inside or _is_family(word, known)):
            break
        strict = strict or inside or _is_shaped(word, known)
        inside = False
        done, count = words[at].end, count + 1
        if word[0] in _JOINED and word in known.families and not _is_shaped(word, known):
            break
    return done, count, strict


def _is_of_god(words: list[_Word], at: int) -> bool:
    return words[at].text in _OF_GOD and at + 1 < len(words) and words[at + 1].text == "الله"


def _is_family(word: str, known: Names) -> bool:
    # Nothing in Arabic script tells a family from another word: what may be one is taken with the given name.
    if word in known.families or word in known.arabic or word in known.everyday:
        return word not in NO_FAMILY
    return len(word) > 3 and word not in NO_FAMILY and word not in ADJECTIVES and word[0] not in "يتو"


def _is_shaped(word: str, known: Names) -> bool:
    """Whether a word is a family's name and hardly anything else: listed, or "the … of a place or tribe"."""
    if word in known.families or word in known.arabic or word.startswith("عبدال"):
        return word not in ADJECTIVES
    return len(word) > 5 and word.startswith("ال") and word.endswith("ي") and not _is_adjective(word)


def _is_adjective(word: str) -> bool:
    return word in ADJECTIVES or word in NO_FAMILY or word.endswith("وني")


def _may_be_given(word: str, cue: int) -> bool:
    if not 3 <= len(word) <= 9 or word.startswith(("ال", "لل", "وال", "بال")):
        return False
    # What begins so is mostly a verb, but not after a title.
    return not (_is_word(word) or (cue < 2 and word[0] in "يتن"))


def _is_word(word: str) -> bool:
    if word in NO_FAMILY or word in WEAK or word in STRONG or word in FILLERS or word[1:] in NO_FAMILY:
        return True
    return _STEM.fullmatch(word) is not None or word in ADJECTIVES
