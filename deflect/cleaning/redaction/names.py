"""Names that the ticket itself knows: its requester and its agents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from deflect.cleaning.redaction.keep import Keep
from deflect.cleaning.redaction.rules import Span
from deflect.cleaning.redaction.view import View, plain
from deflect.cleaning.redaction.words import COMMON_NAMES, NO_NAMES

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_PREFIXES = "ولبكف"
_QUIET_AFTER = re.compile(
    r"(?:^|[.!?:\n\r\"“„>|•*)/-]|click|press|select|choose|button|option|klicken|cliquez)[\s\"'“„*]*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Person:
    """A known person: how their name may be written, lower-cased and without accents."""

    spellings: tuple[str, ...]

    @classmethod
    def named(cls, name: str, keep: Keep) -> Person:
        """The person of a full name.

        Args:
            name: As the ticket system has it.
            keep: Parts listed there are never taken out.
        """
        lowered = unicodedata.normalize("NFKC", name).lower()
        parts = [part for part in re.split(r"[\s,;_.()\"]+|(?<=\w)-(?=\w)", lowered) if part]
        if all(part in NO_NAMES for part in parts):
            return cls(())
        spellings = {" ".join(lowered.split())} if len(parts) > 1 else set()
        spellings.update(part for part in parts if len(part) >= 3 and part not in NO_NAMES)
        spellings.update([spelling.translate(_GERMAN) for spelling in spellings])
        kept = {
            plain(spelling) for spelling in spellings if not keep.word(spelling) and any(c.isalpha() for c in spelling)
        }
        return cls(tuple(sorted(kept, key=lambda spelling: (-len(spelling), spelling))))


def find_person(view: View, haystack: str, person: Person) -> Iterator[Span]:
    """Where a known person is named.

    Args:
        view: The text.
        haystack: `plain(view.low)`.
        person: Whom to look for.
    """
    for spelling in person.spellings:
        at = haystack.find(spelling)
        while at >= 0:
            end = at + len(spelling)
            if _stands_alone(haystack, at, end) and (
                not _is_common(spelling) or _is_capital_name(view.folded, at, end)
            ):
                yield Span(at, end, "name")
            at = haystack.find(spelling, end)


def _is_common(spelling: str) -> bool:
    return all(part in COMMON_NAMES for part in spelling.split())


def _stands_alone(text: str, start: int, end: int) -> bool:
    if end < len(text) and text[end].isalpha() and not _is_genitive(text, end):
        return False
    if start == 0 or not text[start - 1].isalpha():
        return True
    # Arabic writes "and", "to", "with" onto the name.
    return text[start - 1] in _PREFIXES and (start == 1 or not text[start - 2].isalpha())


def _is_genitive(text: str, end: int) -> bool:
    return text[end] == "s" and not text[end + 1 : end + 2].isalpha()


def _is_capital_name(text: str, start: int, end: int) -> bool:
    if not text[start].isupper() or text[start - 1 : start] == "_" or text[end : end + 1] == "_":
        return False
    if re.match(r"\s*(?:[,!]|\r?\n|$)|['’]s\b", text[end : end + 4]):
        return True
    return not _QUIET_AFTER.search(text[max(0, start - 12) : start])


def people(names: Iterable[str], keep: Keep) -> tuple[Person, ...]:
    """The known people of a ticket, each once."""
    found = dict.fromkeys(Person.named(name, keep) for name in names if name and name.strip() and "@" not in name)
    return tuple(person for person in found if person.spellings)


def full_name(name: str) -> Person | None:
    """The person of a name found in the text, known by all of it only; None if it is a single word."""
    words = name.lower().split()
    if len(words) < 2 or len(name) < 6:
        return None
    return Person((plain(" ".join(words)),))
