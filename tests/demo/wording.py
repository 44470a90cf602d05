"""What a customer types around a question: what comes before it, what comes after it, and the subject."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random

from tests.demo.people import Person
from tests.demo.sources import Noise, Question

_RELEASES = {
    "bookings": (
        (date(2025, 1, 1), "3.9.4"),
        (date(2026, 1, 12), "3.9.6"),
        (date(2026, 4, 14), "4.0"),
        (date(2026, 5, 6), "4.0.2"),
    ),
    "forms": (
        (date(2025, 1, 1), "3.1.7"),
        (date(2026, 1, 20), "3.2"),
        (date(2026, 2, 17), "3.2.1"),
        (date(2026, 7, 1), "3.2.4"),
    ),
    "members": (
        (date(2025, 1, 1), "2.4.3"),
        (date(2026, 3, 3), "2.4.5"),
        (date(2026, 8, 11), "2.5"),
        (date(2026, 9, 9), "2.5.1"),
    ),
}
_WORDPRESS = (
    (date(2025, 1, 1), "6.8.3"),
    (date(2025, 12, 2), "6.9"),
    (date(2026, 2, 10), "6.9.1"),
    (date(2026, 5, 19), "7.0"),
)
_THEMES = ("Twenty Twenty-Five", "Twenty Twenty-Four", "Fjordline", "Oakwell", "Storefront", "Papermill", "Lumen Lite")
_PLUGINS = {"bookings": "Fernleaf Bookings", "forms": "Fernleaf Forms", "members": "Fernleaf Members"}


@dataclass
class Deck:
    """Lines that are dealt one after the other; none comes again before all were dealt."""

    lines: Sequence[str]
    left: list[str] = field(default_factory=list)
    rounds: int = 0

    def draw(self, rng: Random) -> str:
        """Deal the next line."""
        if not self.left:
            self.left = list(self.lines)
            rng.shuffle(self.left)
            self.rounds += 1
        return self.left.pop()


@dataclass
class Wording:
    """All decks of the demo, so that a phrasing that comes again comes in other company."""

    noise: Noise
    decks: dict[tuple[str, ...], Deck] = field(default_factory=dict)

    def phrase(self, rng: Random, question: Question, language: str) -> tuple[str, bool]:
        """Deal a phrasing of a question and tell whether it was used before."""
        deck = self._deck(("phrase", question.id, language), lambda: question.questions[language])
        return deck.draw(rng), deck.rounds > 1

    def line(self, rng: Random, section: str, language: str, phrase: str = "") -> str:
        """Deal a line of the noise, another one each time that it accompanies the same phrase."""
        return self._deck((section, language, phrase), lambda: self.noise.lines(section, language)).draw(rng)

    def opening(
        self, rng: Random, person: Person, phrase: str, chances: Mapping[str, float], *, reused: bool
    ) -> list[str]:
        """Return the paragraphs of a first message, placeholders still in them."""
        language = person.language
        typed = _typed(rng, person, phrase)
        lead_in = self.line(rng, "lead_ins", language, phrase) if rng.random() < (0.8 if reused else 0.38) else ""
        more = [
            self.line(rng, section, language, phrase)
            for section, chance in chances.items()
            if chance and rng.random() < chance + 0.12 * reused
        ]
        if not (lead_in or more) and reused:
            more = [self.line(rng, "tails", language, phrase)]
        return _paragraphs(rng, lead_in, typed, more)

    def _deck(self, key: tuple[str, ...], lines: Callable[[], Sequence[str]]) -> Deck:
        if key not in self.decks:
            self.decks[key] = Deck(lines())
        return self.decks[key]


def facts(rng: Random, person: Person, area: str, at: datetime, ticket: str) -> dict[str, str]:
    """Return the harmless placeholders of one ticket."""
    plugin = area if area in _RELEASES else rng.choice(list(_RELEASES))
    return {
        **person.words(),
        "wp_version": _at(_WORDPRESS, at),
        "plugin_version": _at(_RELEASES[plugin], at),
        "plugin": _PLUGINS[plugin],
        "theme": rng.choice(_THEMES),
        "order": str(rng.randint(3100, 48999)),
        "issue": f"#{rng.randint(900, 4800)}",
        "ticket": ticket,
    }


def environment(rng: Random, values: dict[str, str]) -> str:
    """Return the lines about versions that some customers add."""
    rows = [
        f"WordPress {values['wp_version']}",
        f"{values['plugin']} {values['plugin_version']}",
        f"PHP 8.{rng.randint(1, 3)}",
    ]
    if rng.random() < 0.6:
        rows.append(f"Theme: {values['theme']}")
    return rng.choice(["\n", "\n", " / ", ", "]).join(rows)


def subject(rng: Random, noise: Noise, language: str, phrase: str) -> str:
    """Return a subject as customers write it: a few words of the phrase or next to nothing."""
    if rng.random() < 0.5:
        return rng.choice(noise.lines("subjects", language))
    words = [word.strip("\"'“”„«»()") for word in phrase.split("\n")[0].split()[: rng.randint(3, 8)]]
    return " ".join(filter(None, words)).rstrip(" ,.;:?!،؟")


def _at(releases: Sequence[tuple[date, str]], at: datetime) -> str:
    return [version for day, version in releases if day <= at.date()][-1]


def _typed(rng: Random, person: Person, phrase: str) -> str:
    if person.small_letters and person.language in {"en", "de", "fr"}:
        phrase = phrase.lower().replace("'", "" if person.language == "en" else "'")
    return _slip(rng, phrase) if person.sloppy and rng.random() < 0.7 else phrase


def _slip(rng: Random, phrase: str) -> str:
    words = phrase.split(" ")
    at = rng.randrange(len(words))
    word = words[at]
    if len(word) > 5 and word.isalpha() and word.islower():
        cut = rng.randint(1, len(word) - 3)
        words[at] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
    return " ".join(words)


def _paragraphs(rng: Random, lead_in: str, phrase: str, more: list[str]) -> list[str]:
    first = [lead_in, phrase] if lead_in and rng.random() < 0.5 else [f"{lead_in} {phrase}".strip()]
    if more and rng.random() < 0.5:
        return [*first[:-1], f"{first[-1]} {more[0]}", *more[1:]]
    return [*first, *([" ".join(more)] if more else [])]
