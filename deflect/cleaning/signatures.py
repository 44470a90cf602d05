"""Greeting, sign-off, signature and small print out of a message, and the names that stood in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from deflect.cleaning import phrases
from deflect.cleaning.greetings import without_greeting
from deflect.cleaning.naming import EDGES, PARTICLES, by_length, is_bare_name, name_in, person, plain
from deflect.cleaning.text import FENCE, is_code, paragraphs, tidy

SIGNATURE_LINES = 12
"""Lines with text, from the end, in which a sign-off is looked for."""

LINE_LENGTH = 90
"""Characters above which a line is no line of a signature."""

_DELIMITERS = frozenset(("--", "—", "–", "---", "__", "___", "- -", "#--"))
_JOINTS = ("", "and ", "& ", "und ", "et ", "و", "a ")
_CONTACT = re.compile(r"@|[0-9](?:[ ()./-]{0,2}[0-9]){6}")
_SIGN_OFFS = by_length(phrases.SIGN_OFFS)


@dataclass(frozen=True, slots=True)
class Stripped:
    """A message without what stands around the matter.

    Attributes:
        text: The matter; empty if there was none.
        names: People named in the greeting or sign-off, as written.
    """

    text: str
    names: tuple[str, ...] = ()


def strip(text: str, known_names: Sequence[str] = ()) -> Stripped:
    """Remove greeting, sign-off, signature and small print.

    Args:
        text: A normalised message without quoted history.
        known_names: Names of the author, to know a bare name at the end by.

    Returns:
        The rest, and the names found. A sign-off word that a statement follows ("Thanks, still broken") stays.
    """
    names: list[str] = []
    lines = _without_small_print(text).split("\n")
    lines = _without_signature(lines, names)
    lines = _without_known_name(lines, known_names, names)
    lines = without_greeting(lines, names)
    return Stripped(tidy(lines), tuple(dict.fromkeys(names)))


def sign_off(line: str, tail: Sequence[str]) -> str:
    """Tell with which phrase a line takes leave.

    Args:
        line: One of the last lines of a message.
        tail: Those below it that are not empty.

    Returns:
        A phrase of `phrases.SIGN_OFFS` as written there; empty if the line begins no signature.
    """
    rest = _after_sign_off(line)
    if rest is None or not _is_signature(rest, tail):
        return ""
    bare = line.strip(EDGES)
    phrases_there = (phrase for phrase in _SIGN_OFFS if plain(bare).startswith(phrase))
    return next((bare[: len(each)] for each in phrases_there if not bare[len(each) : len(each) + 1].isalnum()), "")


def signed(text: str) -> tuple[str, ...]:
    """Names that stand under a message, as written; not the one it greets.

    Args:
        text: A normalised message without quoted history.
    """
    names: list[str] = []
    lines = without_greeting(_without_small_print(text).split("\n"), [])
    lines = _without_signature(lines, names)
    kept = _without_known_name(lines, (), names)
    return tuple(dict.fromkeys(filter(None, [*names, *map(name_in, map(person, lines[len(kept) :][:1]))])))


def _without_small_print(text: str) -> str:
    """Drop disclaimers, and lines that a telephone or mail program adds."""
    folded = plain(text)
    if any(phrase in folded for phrase in phrases.DISCLAIMERS):
        text = "\n\n".join(part for part in paragraphs(text) if not _is_disclaimer(part))
    if not any(phrase in folded for phrase in phrases.DEVICES):
        return text
    return "\n".join(line for line in text.split("\n") if not _is_device_line(line))


def _is_disclaimer(paragraph: str) -> bool:
    folded = plain(paragraph)
    return any(phrase in folded for phrase in phrases.DISCLAIMERS)


def _is_device_line(line: str) -> bool:
    if len(line) > LINE_LENGTH:
        return False
    bare = plain(line.strip(EDGES + "["))
    if not bare.startswith(phrases.DEVICES):
        return False
    return len(bare.split()) <= 9 and not bare.endswith("?")


def _without_signature(lines: list[str], names: list[str]) -> list[str]:
    filled = [place for place, line in enumerate(lines) if line.strip()]
    fenced = set(_fenced(lines))
    for place in filled[-SIGNATURE_LINES:]:
        if place in fenced:
            continue
        tail = [lines[after] for after in filled if after > place]
        if lines[place].strip() in _DELIMITERS and any(after < place for after in filled):
            names.extend(filter(None, map(name_in, tail[:1])))
            return lines[:place]
        rest = _after_sign_off(lines[place])
        if rest is not None and _is_signature(rest, tail):
            names.extend(filter(None, [name_in(person(rest)) or name_in(person(tail[0] if tail else ""))]))
            return [*lines[:place], *_postscript(tail)]
    return lines


def _fenced(lines: Sequence[str]) -> list[int]:
    found = []
    inside = False
    for place, line in enumerate(lines):
        if line.startswith(FENCE):
            inside = not inside
        if inside or line.startswith(FENCE) or is_code(line):
            found.append(place)
    return found


def _after_sign_off(line: str) -> str | None:
    """What follows a sign-off in its line; None if the line is no sign-off."""
    bare = line.strip(EDGES)
    if len(bare) > LINE_LENGTH:
        return None
    folded = plain(bare)
    if not folded.startswith(_SIGN_OFFS) or len(folded) != len(bare):
        return None
    for phrase in _SIGN_OFFS:
        if folded.startswith(phrase):
            rest = bare[len(phrase) :]
            if not rest or not rest[0].isalnum():
                return _more_sign_off(rest)
    return None


def _more_sign_off(rest: str) -> str | None:
    """Follow "Thanks and best regards" or "Thanks! Best, Ana" to its end."""
    bare = rest.strip(EDGES)
    folded = plain(bare)
    for joint in _JOINTS:
        inner = folded.removeprefix(joint)
        if not inner.startswith(_SIGN_OFFS):
            continue
        skipped = len(folded) - len(inner)
        for phrase in _SIGN_OFFS:
            after = bare[skipped + len(phrase) :]
            if inner.startswith(phrase) and not after[:1].isalnum():
                return after
    return rest


def _is_signature(rest: str, tail: Sequence[str]) -> bool:
    """Whether what follows a sign-off is a name, a company and the like rather than more of the matter."""
    if rest.strip(EDGES) and not name_in(person(rest)):
        return False
    if rest.strip(EDGES) and _is_statement(rest):
        return False
    return not any(_is_statement(line) for line in tail if not _is_postscript(line))


def _is_statement(line: str) -> bool:
    bare = line.strip()
    if len(bare) > LINE_LENGTH or bare.startswith((FENCE, "- ", "1.")) or is_code(line):
        return True
    words = bare.split()
    if bare.endswith(("?", "؟")) or len(words) > 12:
        return True
    return len(words) >= 4 and (bare.endswith((".", "!", ":")) or _runs_on(words))


def _runs_on(words: Sequence[str]) -> bool:
    """Whether words read on as a sentence does: mostly without capitals, or, in letters that have none, many."""
    small = sum(word[0].islower() and word not in PARTICLES for word in words)
    return small >= 3 or (len(words) >= 6 and not any(word[0].isupper() for word in words))


def _is_postscript(line: str) -> bool:
    return plain(line).startswith(("ps:", "p.s.", "ps ", "p.s:", "nb:", "ملاحظة:", "on:"))


def _postscript(tail: Sequence[str]) -> list[str]:
    return [line for line in tail if _is_postscript(line)]


def _without_known_name(lines: list[str], known_names: Sequence[str], names: list[str]) -> list[str]:
    """Drop a signature without a sign-off.

    That is all from the author's own name on, or from a name above a telephone number or address, or a name alone
    below a whole sentence.
    """
    filled = [place for place, line in enumerate(lines) if line.strip()]
    known = {word for name in known_names for word in plain(name).split()}
    for place in filled[1:][-SIGNATURE_LINES // 2 :]:
        words = plain(lines[place].strip(EDGES)).split()
        tail = [lines[after] for after in filled if after > place]
        if words and len(words) <= 4 and set(words) <= known and not any(map(_is_statement, tail)):
            return lines[:place]
        if is_bare_name(lines[place]) and any(map(_CONTACT.search, tail)) and not any(map(_is_statement, tail)):
            names.append(name_in(lines[place]))
            return lines[:place]
    if len(filled) < 2:
        return lines
    before, last = filled[-2:]
    ended = last - before > 1 and lines[before].rstrip().endswith((".", "!", "?", "؟"))
    dashed = lines[last].startswith(("–", "—", "~")) and name_in(person(lines[last])) != ""
    return lines[:last] if dashed or (ended and is_bare_name(lines[last])) else lines
