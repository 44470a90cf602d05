"""Greetings, sign-offs, signatures and small print out of a message, and the names that stood in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from deflect.cleaning import phrases
from deflect.cleaning.text import FENCE, is_code, paragraphs, tidy

SIGNATURE_LINES = 12
"""Lines with text, from the end, in which a sign-off is looked for."""

LINE_LENGTH = 90
"""Characters above which a line is no line of a signature."""

_DELIMITERS = frozenset(("--", "—", "–", "---", "__", "___", "- -", "#--"))
_JOINTS = ("", "and ", "& ", "und ", "et ", "و", "a ")
_EDGES = " \t,;.!:،؛-–—*_~()"
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_CONTACT = re.compile(r"@|[0-9](?:[ ()./-]{0,2}[0-9]){6}")
_NOT_IN_NAMES = re.compile(r"[0-9@/\\<>{}\[\]()=?#%&]")
_PARTICLES = frozenset("von van de der den la le du al el bin ibn ap ab ferch".split())


_TITLES = frozenset("mr mrs ms miss mx dr prof hr fr dipl ing mme mlle m sir".split())


def _by_length(table: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(table, key=len, reverse=True))


_GREETINGS = _by_length(phrases.GREETINGS)
_SIGN_OFFS = _by_length(phrases.SIGN_OFFS)


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
    lines = _without_greeting(lines, names)
    return Stripped(tidy(lines), tuple(dict.fromkeys(names)))


def plain(text: str) -> str:
    """Fold case and apostrophes, for matching against the tables of `phrases`."""
    return text.replace("’", "'").replace("‘", "'").replace("`", "'").lower()


def name_in(text: str) -> str:
    """Take text for a person's name.

    Args:
        text: What follows a greeting or sign-off.

    Returns:
        The name, of one to four words, or an empty string if the text does not look like one.
    """
    bare = text.strip(_EDGES)
    if not bare or len(bare) > 40 or _NOT_IN_NAMES.search(bare):
        return ""
    words = bare.split()
    if len(words) > 4 or any(not _WORD.fullmatch(word) for word in words):
        return ""
    named = [word for word in words if word.lower() not in phrases.GREETED and word.lower().rstrip(".") not in _TITLES]
    if not named or not all(word[0].isupper() or not word[0].islower() or word in _PARTICLES for word in named):
        return ""
    return " ".join(named)


def greeting(line: str) -> tuple[str, bool]:
    """Tell with which phrase a line greets.

    Args:
        line: The first line of a message.

    Returns:
        A phrase of `phrases.GREETINGS` as written there, empty if the line does not greet; whether a name follows it.
    """
    names: list[str] = []
    if _after_greeting(line, names) is None:
        return "", False
    folded = plain(line)
    length = next(len(phrase) for phrase in _GREETINGS if folded.startswith(phrase))
    return line[:length], bool(names)


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
    bare = line.strip(_EDGES)
    phrases_there = (phrase for phrase in _SIGN_OFFS if plain(bare).startswith(phrase))
    return next((bare[: len(each)] for each in phrases_there if not bare[len(each) : len(each) + 1].isalnum()), "")


def signed(text: str) -> tuple[str, ...]:
    """Names that stand under a message, as written; not the one it greets.

    Args:
        text: A normalised message without quoted history.
    """
    names: list[str] = []
    lines = _without_greeting(_without_small_print(text).split("\n"), [])
    lines = _without_signature(lines, names)
    kept = _without_known_name(lines, (), names)
    return tuple(dict.fromkeys(filter(None, [*names, *map(name_in, map(_person, lines[len(kept) :][:1]))])))


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
    bare = plain(line.strip(_EDGES + "["))
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
            names.extend(filter(None, [name_in(_person(rest)) or name_in(_person(tail[0] if tail else ""))]))
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
    bare = line.strip(_EDGES)
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
    bare = rest.strip(_EDGES)
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


def _person(text: str) -> str:
    """The part of "Lea – Acme Support" or "Lea, Acme" before the company."""
    for divider in (" – ", " - ", " — ", " | ", ", ", " (", " / "):
        text = text.strip(_EDGES).split(divider, 1)[0]
    return text


def _is_signature(rest: str, tail: Sequence[str]) -> bool:
    """Whether what follows a sign-off is a name, a company and the like rather than more of the matter."""
    if rest.strip(_EDGES) and not name_in(_person(rest)):
        return False
    if rest.strip(_EDGES) and _is_statement(rest):
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
    small = sum(word[0].islower() and word not in _PARTICLES for word in words)
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
        words = plain(lines[place].strip(_EDGES)).split()
        tail = [lines[after] for after in filled if after > place]
        if words and len(words) <= 4 and set(words) <= known and not any(map(_is_statement, tail)):
            return lines[:place]
        if _is_bare_name(lines[place]) and any(map(_CONTACT.search, tail)) and not any(map(_is_statement, tail)):
            names.append(name_in(lines[place]))
            return lines[:place]
    if len(filled) < 2:
        return lines
    before, last = filled[-2:]
    ended = last - before > 1 and lines[before].rstrip().endswith((".", "!", "?", "؟"))
    dashed = lines[last].startswith(("–", "—", "~")) and name_in(_person(lines[last])) != ""
    return lines[:last] if dashed or (ended and _is_bare_name(lines[last])) else lines


def _is_bare_name(line: str) -> bool:
    words = line.strip(_EDGES).split()
    return (
        len(words) <= 3
        and name_in(line) != ""
        and all(word[0].isupper() and (word[1:].islower() or len(word.strip(".")) == 1) for word in words)
    )


def _without_greeting(lines: list[str], names: list[str]) -> list[str]:
    first = next((place for place, line in enumerate(lines) if line.strip()), len(lines))
    for _ in range(2):
        if first >= len(lines):
            break
        rest = _after_greeting(lines[first], names)
        if rest is None and _is_address(lines[first], names):
            rest = ""
        if rest is None:
            break
        lines = [*lines[:first], *([rest] if rest else []), *lines[first + 1 :]]
        first = next((place for place, line in enumerate(lines) if line.strip()), len(lines))
    return lines


def _is_address(line: str, names: list[str]) -> bool:
    """Whether a line is only a name and a comma."""
    if line.endswith((",", "،")) and _is_bare_name(line):
        names.append(name_in(line))
        return True
    return False


def _after_greeting(line: str, names: list[str]) -> str | None:
    """What follows a greeting in its line, empty if nothing does; None if the line does not begin with one."""
    folded = plain(line[:200])
    if not folded.startswith(_GREETINGS):
        return None
    phrase = next(phrase for phrase in _GREETINGS if folded.startswith(phrase))
    if len(plain(line[: len(phrase)])) != len(phrase):
        return None
    rest = line[len(phrase) :]
    if rest[:1].isalnum():
        return None
    head, mark, tail = _split_greeted(rest)
    if not head:
        return tail if mark or not tail else None
    name = name_in(head)
    if not name and not _is_greeted(head):
        return None
    if name and (mark or not tail):
        names.append(name)
    return tail if mark or not tail else None


def _split_greeted(rest: str) -> tuple[str, str, str]:
    """Split at the first mark that ends a greeting: who is greeted, the mark, what follows."""
    for place, character in enumerate(rest[:60]):
        if character in ".-" and (rest[place + 1 : place + 2].strip() or _is_title(rest[:place])):
            continue
        if character in ",!.:;،-–—":
            return rest[:place].strip(_EDGES), character, rest[place + 1 :].lstrip(" ,!.،-–—")
    return (rest.strip(_EDGES), "", "") if len(rest) <= 60 else ("", "", rest)


def _is_title(text: str) -> bool:
    return text.rpartition(" ")[2].lower() in _TITLES


def _is_greeted(text: str) -> bool:
    words = plain(text).split()
    return len(words) <= 5 and any(word in phrases.GREETED for word in words)
