"""The greeting at the head of a message: whether there is one, whom it names and what follows it."""

from __future__ import annotations

from deflect.cleaning import phrases
from deflect.cleaning.naming import EDGES, by_length, ends_in_title, is_bare_name, name_in, plain

_GREETINGS = by_length(phrases.GREETINGS)


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


def without_greeting(lines: list[str], names: list[str]) -> list[str]:
    """Drop a greeting, and a second one below it.

    Args:
        lines: Of a message.
        names: Takes up the people that it names, as written.

    Returns:
        The lines, with what follows the greeting in its own line.
    """
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
    if line.endswith((",", "،")) and is_bare_name(line):
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
        if character in ".-" and (rest[place + 1 : place + 2].strip() or ends_in_title(rest[:place])):
            continue
        if character in ",!.:;،-–—":
            return rest[:place].strip(EDGES), character, rest[place + 1 :].lstrip(" ,!.،-–—")
    return (rest.strip(EDGES), "", "") if len(rest) <= 60 else ("", "", rest)


def _is_greeted(text: str) -> bool:
    words = plain(text).split()
    return len(words) <= 5 and any(word in phrases.GREETED for word in words)
