"""Names in Arabic script, which has no capitals: told by who is known, by the words before, and by a family's shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from deflect.cleaning.redaction.arabic_words import (
    ADJECTIVES,
    EVERYDAY_FAMILIES,
    FILLERS,
    NO_FAMILY,
    NOT_GIVEN,
    PARTICLES,
    PREPOSITIONS,
    SELF,
    SENTENCE_CUES,
    STEMS,
    STRONG,
    WEAK,
)
from deflect.cleaning.redaction.given_names import MOST_WORDS, Names, names
from deflect.cleaning.redaction.keep import Keep
from deflect.cleaning.redaction.rules import Span
from deflect.cleaning.redaction.view import plain

_WORD = re.compile("[\u0620-\u064a]{2,}")
_JOINED = "ولبفك"
_MAY, _SELF, _SURE = 1, 2, 3
_OF_GOD = frozenset("نصر جار عبد فتح خير سعد فضل عطا حسب ضيف عوض رزق حمد جاد امر".split())
_OF_FAITH = frozenset("شرف نور عز صلاح شهاب علاء سيف جمال كمال محيي زين بهاء شمس سعد ضياء ناصر تقي فخر بدر".split())
_TITLE_LETTER = re.compile(r"(?<![\u0620-\u064a])[وبلك]?[دمأا][./] ?$")
_STEM = re.compile(
    rf"[وفبلك]?(?:ال|لل)?(?:{'|'.join(sorted(STEMS, key=len, reverse=True))})(?:ت?(?:ي|نا|ك|كم|ه|ها|هم))?"
)
_OWNED = re.compile("(?:ي|نا|ه|ها|هم|ك|كم|ات)$")
_ENDED = re.compile("(?:ا|ة|تي|ها|هم|نا|كم)$")
_BETWEEN = re.compile(r" ?[:،,(\-] ?| ")


class _Word(NamedTuple):
    """A word of the text.

    Attributes:
        start: Where it begins.
        end: The place after it.
        text: In the one spelling of the tables.
        raw: As written, which tells "on" from a name and "his account" from a name in -a.
    """

    start: int
    end: int
    text: str
    raw: str


class _Given(NamedTuple):
    """A word that may be a given name.

    Attributes:
        skipped: Letters written onto it.
        known: 2 if it is a name and nothing else, 1 if it is an everyday word as well, 0 if no table has it, -1 if
            it is none.
    """

    skipped: int
    known: int


def find_arabic_names(text: str, keep: Keep) -> Iterator[Span]:
    """Names of people.

    A given name that is no other word counts where a family follows it; one that is a word as well, where a family
    of a family's shape does, or what stands before says that a person is named; after titles and introductions any
    word counts that can be a name. Weaker tests find more names and take more prose.

    Args:
        text: Lower-cased, in any spelling.
        keep: Names listed there stay.
    """
    low = plain(text)
    words = [_Word(*match.span(), match.group(), text[slice(*match.span())]) for match in _WORD.finditer(low)]
    done = 0
    for place, word in enumerate(words):
        if word.start < done:
            continue
        cue = _cue(low, words, place)
        given = _given(word)
        cue = max(cue, _MAY) if given.skipped and word.text[0] in "لب" else cue
        end = _end(low, words, place, cue, given)
        if end and not keep.word(low[word.start + given.skipped : end]):
            done = end
            yield Span(word.start + given.skipped, end, "name")


def _given(word: _Word) -> _Given:
    if word.text in STRONG or word.raw in NOT_GIVEN:
        return _Given(0, -1)
    if (known := _known(word.text)) or word.text[0] not in _JOINED or word.raw[1:] in NOT_GIVEN:
        return _Given(0, known)
    known = _known(word.text[1:])
    return _Given(int(known > 0), known)


def _known(word: str) -> int:
    known = names()
    if word in known.arabic or (word.startswith("عبدال") and len(word) > 6):
        return 2
    return int(word in known.everyday)


def _cue(low: str, words: list[_Word], place: int) -> int:
    """How surely what stands before a word says that a name follows: `_SURE`, `_SELF`, `_MAY` or 0."""
    word = words[place]
    if _TITLE_LETTER.search(low[max(0, word.start - 4) : word.start]):
        return _SURE
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
            return _SURE
    strength = _strength(word)
    if strength and _STEM.fullmatch(word) and (word.startswith("لل") or _follows_preposition(low, words, place)):
        # "To the colleague" is followed by no verb.
        strength = _SURE
    if word in SENTENCE_CUES and _opens(low, words[place].start):
        return _SELF if word in SELF else _SURE
    if told:
        return _SURE if strength else 0
    return strength if between == " " else min(strength, _MAY)


def _follows_preposition(low: str, words: list[_Word], place: int) -> bool:
    before = words[place - 1]
    return place > 0 and before.text in PREPOSITIONS and low[before.end : words[place].start] == " "


def _strength(word: str) -> int:
    if word in STRONG or word[1:] in STRONG:
        return _SURE
    return int(word in WEAK or word[1:] in WEAK or _STEM.fullmatch(word) is not None)


def _opens(low: str, start: int) -> bool:
    """Whether a sentence begins here."""
    before = low[max(0, start - 3) : start].rstrip(" ")
    return not before or before[-1] in "\n.!?؟،:"


def _end(low: str, words: list[_Word], place: int, cue: int, given: _Given) -> int:
    """Where the name ends that begins with this word; 0 if it is none."""
    if given.known < 0 or (not given.known and (not cue or not _may_be_given(words[place], cue))):
        return 0
    family = _family(low, words, place)
    if given.known == 2:
        fits = bool(cue or family.words)
    elif given.known == 1:
        fits = cue == _SURE or family.sure or bool(cue and family.listed) or bool(cue == _SELF and family.likely)
    else:
        fits = (family.sure and cue >= _MAY) or (cue >= _SELF and family.likely) or (cue == _SURE and family.words > 0)
    return family.end if fits else 0


class _Family(NamedTuple):
    """What follows a given name.

    Attributes:
        end: Where it ends.
        words: How many words it has; none: nothing that can be a family follows.
        listed: Whether a table has one of them.
        likely: Whether the first is no word with a preposition, an article or an ending written onto it.
        sure: Whether one is a family's name and hardly anything else.
    """

    end: int
    words: int
    listed: bool
    likely: bool
    sure: bool


def _family(low: str, words: list[_Word], place: int) -> _Family:
    known = names()
    done = words[place].end
    count, listed, likely, sure, inside = 0, False, False, False, words[place].text in PARTICLES
    for at in range(place + 1, min(place + MOST_WORDS, len(words))):
        word = words[at].text
        if low[words[at - 1].end : words[at].start] != " ":
            break
        if word in PARTICLES or _is_of_god(words, at):
            inside = True
            continue
        if len(word) < 3 or words[at].raw in NOT_GIVEN or not (inside or _is_family(word, known)):
            break
        listed = listed or inside or word in known.families or word in known.arabic
        sure = sure or inside or _is_shaped(words, at, place, known)
        likely = likely or count > 0 or _is_likely(words[at], known)
        done, count, inside = words[at].end, count + 1, False
        if word[0] in _JOINED and word in known.families and not sure:
            break
    return _Family(done, count, listed, likely, sure)


def _is_of_god(words: list[_Word], at: int) -> bool:
    after = words[at + 1].text if at + 1 < len(words) else ""
    return (after == "الله" and words[at].text in _OF_GOD) or (after == "الدين" and words[at].text in _OF_FAITH)


def _is_family(word: str, known: Names) -> bool:
    # Nothing in Arabic script tells a family from another word: what may be one is taken with the given name.
    if word in known.families or word in known.arabic or word in known.everyday:
        return word not in NO_FAMILY
    return len(word) > 3 and word not in NO_FAMILY and word not in ADJECTIVES and word[0] not in "يتو"


def _is_shaped(words: list[_Word], at: int, place: int, known: Names) -> bool:
    """Whether a word is a family's name and hardly anything else: listed, or "the … of a place or tribe"."""
    word = words[at].text
    if word in known.families or word in known.arabic or word.startswith("عبدال"):
        return word not in ADJECTIVES and word not in EVERYDAY_FAMILIES
    if len(word) <= 5 or not word.startswith("ال") or not words[at].raw.endswith("ي") or _is_adjective(word):
        return False
    # "My bank account" and "the width of the vertical bar" end so too: only a bare name goes before such a family.
    given = words[place]
    return _known(given.text) == 2 or (at == place + 1 and not _OWNED.search(given.raw))


def _is_likely(word: _Word, known: Names) -> bool:
    if word.text in known.families or word.text in known.arabic or word.text in known.everyday:
        return word.text not in EVERYDAY_FAMILIES
    return not (word.text.startswith(("ال", "ل", "ب", "وال", "فال", "كال")) or _ENDED.search(word.raw))


def _is_adjective(word: str) -> bool:
    return word in ADJECTIVES or word in NO_FAMILY or word.endswith("وني")


def _may_be_given(word: _Word, cue: int) -> bool:
    if not 3 <= len(word.text) <= 9 or word.text.startswith(("ال", "لل", "وال", "بال")):
        return False
    if word.text[0] == "ل" and cue < _SURE + (word.text[1] in "تسا"):
        return False
    if cue == _SELF and word.raw[0] in "أبم":
        # "I wait", "I am in need of", "I am sure that".
        return False
    # What begins so is mostly a verb, but not after a title.
    return not (_is_word(word.text) or (cue < _SURE and word.text[0] in "يتن"))


def _is_word(word: str) -> bool:
    if word in NO_FAMILY or word in WEAK or word in STRONG or word in FILLERS or word[1:] in NO_FAMILY:
        return True
    return _STEM.fullmatch(word) is not None or word in ADJECTIVES
