"""What the demo is written from: the YAML files in content/, read into frozen dataclasses."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

CONTENT = Path(__file__).parent / "content"
AREAS = ("bookings", "forms", "members", "licences")
LANGUAGES = ("en", "de", "fr", "ar", "cy")

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Answer:
    """What one agent writes to a question."""

    agent: str
    text: str


@dataclass(frozen=True)
class Question:
    """A recurring question with its phrasings and answers by language."""

    id: str
    area: str
    weight: int
    since: date | None
    questions: Mapping[str, tuple[str, ...]]
    answers: Mapping[str, tuple[Answer, ...]]

    @property
    def slug(self) -> str:
        """The help article that agents link for this question."""
        texts = (answer.text for answers in self.answers.values() for answer in answers)
        return next((slug for text in texts for slug in linked_slugs(text)), self.id)


@dataclass(frozen=True)
class OneOff:
    """A question that was asked once, with its answer."""

    language: str
    question: str
    answer: Answer


@dataclass(frozen=True)
class Noise:
    """Everything around the questions, as noise.yaml has it."""

    data: Mapping[str, Any]

    def lines(self, section: str, language: str) -> list[str]:
        """Return the lines of a section in a language."""
        return [str(line) for line in self.data[section][language]]

    def templates(self, section: str, language: str | None = None) -> list[dict[str, str]]:
        """Return the whole mails (subject and body) of a section."""
        rows = self.data[section]
        return [dict(row) for row in (rows[language] if language else rows)]

    def agent_lines(self, agent: str, language: str, part: str) -> list[str]:
        """Return how an agent greets, opens, closes or signs in a language."""
        return [str(line) for line in self.data["agents"][agent][language][part]]


def linked_slugs(text: str) -> Iterator[str]:
    """Yield the slugs of the help articles that a text links."""
    yield from re.findall(r"https://docs\.fernleaf\.example/([a-z0-9-]+)", text)


def fill(text: str, values: Mapping[str, str]) -> str:
    """Replace the placeholders that have a value and leave other braces as they are."""
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)


def placeholders(text: str) -> set[str]:
    """Return the names of a text's placeholders."""
    return set(_PLACEHOLDER.findall(text))


def load_questions() -> list[Question]:
    """Read the recurring questions of all areas."""
    return [_question(row) for area in AREAS for row in _read(area)]


def load_one_offs() -> list[OneOff]:
    """Read the questions that recur with nothing."""
    return [OneOff(r["language"], r["question"], Answer(r["agent"], r["answer"])) for r in _read("one_offs")]


def load_noise() -> Noise:
    """Read everything around the questions."""
    return Noise(_read("noise"))


def _read(name: str) -> Any:  # YAML has no type before it is read
    return yaml.load((CONTENT / f"{name}.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)


def _question(row: Mapping[str, Any]) -> Question:
    since = row["since"]
    return Question(
        id=row["id"],
        area=row["area"],
        weight=row["weight"],
        since=date.fromisoformat(str(since)) if since else None,
        questions={language: tuple(p.strip() for p in rows) for language, rows in row["questions"].items()},
        answers={
            language: tuple(Answer(a["agent"], a["text"].strip()) for a in rows)
            for language, rows in row["answers"].items()
        },
    )
