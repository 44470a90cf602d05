"""How the desk greets and takes its leave, by language: counted over agents' replies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from deflect.cleaning.manners import Manners
from deflect.interval import Share, wilson

FEWEST = 5
"""Replies in a language without which nothing is said of it: fewer show one agent's habit. Higher: surer, fewer
languages."""


@dataclass(frozen=True, slots=True)
class Convention:
    """How replies in one language begin and end.

    Attributes:
        language: ISO 639-1.
        replies: How many were read.
        greeted: Share of them that begin with a greeting.
        greeting: The one most replies begin with; empty if most begin with none.
        named: Of those that greet, the share that greet by name.
        signed: Share of them that end with a sign-off.
        sign_off: The one most end with; empty if most end with none.
        greetings: Greetings by frequency, three at most.
        sign_offs: Sign-offs by frequency, three at most.
    """

    language: str
    replies: int
    greeted: Share
    greeting: str
    named: Share
    signed: Share
    sign_off: str
    greetings: tuple[tuple[str, int], ...]
    sign_offs: tuple[tuple[str, int], ...]


def conventions(told: Mapping[str, Iterable[Manners]]) -> dict[str, Convention]:
    """Count how replies begin and end.

    Args:
        told: How each reply does, by the language of its ticket.

    Returns:
        The convention of each language with enough replies, the one with most replies first.
    """
    found = [_convention(language, list(replies)) for language, replies in told.items() if language != "und"]
    enough = [each for each in found if each.replies >= FEWEST]
    return {each.language: each for each in sorted(enough, key=lambda each: (-each.replies, each.language))}


def _convention(language: str, replies: list[Manners]) -> Convention:
    greetings = _counted(each.greeting for each in replies)
    sign_offs = _counted(each.sign_off for each in replies)
    greeted = wilson(sum(bool(each.greeting) for each in replies), len(replies))
    signed = wilson(sum(bool(each.sign_off) for each in replies), len(replies))
    return Convention(
        language=language,
        replies=len(replies),
        greeted=greeted,
        greeting=greetings[0][0] if 2 * greeted.part > len(replies) else "",
        named=wilson(sum(each.named for each in replies), greeted.part),
        signed=signed,
        sign_off=sign_offs[0][0] if 2 * signed.part > len(replies) else "",
        greetings=greetings,
        sign_offs=sign_offs,
    )


def _counted(phrases: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """The most frequent first; of two as frequent, the one first in the alphabet."""
    counts = Counter(phrase for phrase in phrases if phrase)
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:3])
