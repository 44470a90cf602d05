"""The few words of a drafted answer that no ticket wrote: `MISSING:` lines and one heading."""

from __future__ import annotations

from collections.abc import Sequence

MISSING = "MISSING:"

NO_ANSWER = f"{MISSING} What should the customer do? No ticket in this group has an answer."
NOTHING_GENERAL = (
    f"{MISSING} What should the customer do? "
    "The answers in this group hold nothing that could be told to other customers as well."
)
ONE_SHORT_ANSWER = f"{MISSING} What should the customer do? Only one ticket has an answer, and it is short."
ONE_ANSWER = f"{MISSING} Does this hold for everybody? Only one ticket has an answer."
NO_AGREEMENT = f"{MISSING} Is this the usual answer? No two tickets in this group answer alike."
LEAKED = f"{MISSING} What should the customer do? What the tickets say may identify somebody and was left out."

_ANOTHER_WAY = {
    "ar": "طريقة أخرى",
    "cy": "Ffordd arall",
    "de": "Ein anderer Weg",
    "en": "Another way",
    "fr": "Une autre solution",
}


def other_languages(language: str, others: Sequence[str]) -> str:
    """Say that tickets answer only in other languages, most frequent first."""
    return f"{MISSING} What is the answer in {language}? Tickets answer only in: {', '.join(others)}."


def another_way(language: str) -> str:
    """Give the heading that divides two ways to solve one problem, in the article's language or else English."""
    return _ANOTHER_WAY.get(language, _ANOTHER_WAY["en"])
