"""The sentences that planted values stand in: one file a set, one section a language and purpose."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
SETS = ("first", "held_out", "third")
LANGUAGES = ("en", "de", "fr", "ar", "cy")

_PLACE = re.compile(r"\{([a-z A-Z-]+)\}")


@dataclass(frozen=True)
class Topic:
    """A recurring question: how customers ask it, how agents answer it."""

    asked: tuple[str, ...]
    answered: tuple[str, ...]


@dataclass(frozen=True)
class Wording:
    """How people of one language write.

    Attributes:
        lists: Names, streets and towns, by heading.
        topics: What they ask.
        frames: Sentences by who writes them (`customer`, `agent`, `bye`, `harmless`) and by the kind of value in them.
    """

    lists: dict[str, tuple[str, ...]]
    topics: tuple[Topic, ...]
    frames: dict[str, dict[str, tuple[str, ...]]]


def read(name: str) -> dict[str, Wording]:
    """Read one set of sentences.

    Args:
        name: One of `SETS`.

    Returns:
        The wording of each language.
    """
    sections = dict(_sections((FOLDER / f"{name}.txt").read_text(encoding="utf-8")))
    return {language: _wording(sections, language) for language in LANGUAGES}


def kinds_in(frame: str) -> list[str]:
    """The kinds of values that a sentence has a place for."""
    return _PLACE.findall(frame)


def fill(frame: str, values: list[str]) -> str:
    """Put values into the places of a sentence, in order."""
    following = iter(values)
    return _PLACE.sub(lambda _: next(following), frame)


def _sections(text: str) -> Iterator[tuple[tuple[str, str], list[str]]]:
    for block in re.split(r"^## ", text, flags=re.M)[1:]:
        heading, _, body = block.partition("\n")
        language, _, purpose = heading.partition(" ")
        yield (language, purpose), [line.replace("\\n", "\n") for line in body.splitlines() if line]


def _wording(sections: dict[tuple[str, str], list[str]], language: str) -> Wording:
    lists = {
        name: tuple(part.strip() for line in sections[language, name] for part in line.split(","))
        for name in ("first", "last", "street", "town")
    }
    frames = {who: _by_kind(sections[language, who]) for who in ("customer", "agent", "bye", "harmless")}
    return Wording(lists, tuple(map(_topic, sections[language, "topic"])), frames)


def _topic(line: str) -> Topic:
    asked, _, answered = line.partition(" => ")
    return Topic(tuple(asked.split(" | ")), tuple(answered.split(" | ")))


def _by_kind(lines: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        found[kinds_in(line)[0]].append(line)
    return {kind: tuple(frames) for kind, frames in found.items()}
