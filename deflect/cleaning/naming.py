"""What looks like a person's name in a line of a message, and how lines are compared with tables of phrases."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deflect.cleaning import phrases

EDGES = " \t,;.!:،؛-–—*_~()"
PARTICLES = frozenset("von van de der den la le du al el bin ibn ap ab ferch".split())
"""Words of a name that are written small."""

_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_NOT_IN_NAMES = re.compile(r"[0-9@/\\<>{}\[\]()=?#%&]")
_TITLES = frozenset("mr mrs ms miss mx dr prof hr fr dipl ing mme mlle m sir".split())


def plain(text: str) -> str:
    """Fold case and apostrophes, for matching against the tables of `phrases`."""
    return text.replace("’", "'").replace("‘", "'").replace("`", "'").lower()


def by_length(table: Sequence[str]) -> tuple[str, ...]:
    """Put the longest phrases first, so that none is taken for one that it begins with."""
    return tuple(sorted(table, key=len, reverse=True))


def name_in(text: str) -> str:
    """Take text for a person's name.

    Args:
        text: What follows a greeting or sign-off.

    Returns:
        The name, of one to four words, or an empty string if the text does not look like one.
    """
    bare = text.strip(EDGES)
    if not bare or len(bare) > 40 or _NOT_IN_NAMES.search(bare):
        return ""
    words = bare.split()
    if len(words) > 4 or any(not _WORD.fullmatch(word) for word in words):
        return ""
    named = [word for word in words if word.lower() not in phrases.GREETED and word.lower().rstrip(".") not in _TITLES]
    if not named or not all(word[0].isupper() or not word[0].islower() or word in PARTICLES for word in named):
        return ""
    return " ".join(named)


def person(text: str) -> str:
    """The part of "Lea – Acme Support" or "Lea, Acme" before the company."""
    for divider in (" – ", " - ", " — ", " | ", ", ", " (", " / "):
        text = text.strip(EDGES).split(divider, 1)[0]
    return text


def is_bare_name(line: str) -> bool:
    """Whether a line is a name of up to three words with capitals and nothing else."""
    words = line.strip(EDGES).split()
    return (
        len(words) <= 3
        and name_in(line) != ""
        and all(word[0].isupper() and (word[1:].islower() or len(word.strip(".")) == 1) for word in words)
    )


def ends_in_title(text: str) -> bool:
    """Whether a text ends in a title such as Mr or Dr."""
    return text.rpartition(" ")[2].lower() in _TITLES
