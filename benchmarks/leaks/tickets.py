"""Generated tickets that ask a few recurring questions, with values planted among the sentences."""

from __future__ import annotations

import html
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

from benchmarks.leaks.values import BEYOND, KINDS, Maker, Planted
from benchmarks.leaks.wording import LANGUAGES, Topic, Wording, fill, kinds_in

START = datetime(2026, 1, 5, 8, tzinfo=UTC)
BY_AGENT = 0.35
"""Share of values that an agent tells, of the kinds that agents tell."""

_HARMLESS_EACH = 2
_BEYOND_EVERY = 3


@dataclass
class Made:
    """A generated ticket and what is known of it.

    Attributes:
        record: In the interchange form.
        texts: What customer and agent wrote, before any of it became HTML.
        planted: What must not get out.
        harmless: What must stay, by kind.
        names: The names that the record itself tells.
        told: Values planted for the count that was asked for, without the requester's own name and kinds `BEYOND`.
    """

    record: dict[str, Any]
    texts: tuple[str, ...]
    planted: list[Planted] = field(default_factory=list)
    harmless: list[tuple[str, str]] = field(default_factory=list)
    names: tuple[str, ...] = ()
    told: int = 0


def generate(wording: dict[str, Wording], tickets: int, values: int, seed: int) -> list[Made]:
    """Make tickets.

    Args:
        wording: Of each language.
        tickets: How many.
        values: How many values of `KINDS` to plant in them, as evenly over kinds and languages as can be.
        seed: The same seed gives the same tickets.
    """
    rng = Random(seed)
    order = {language: itertools.cycle(rng.sample(KINDS, len(KINDS))) for language in LANGUAGES}
    made = []
    for number in range(tickets):
        language = LANGUAGES[number % len(LANGUAGES)]
        count = values * (number + 1) // tickets - values * number // tickets
        kinds = list(itertools.islice(order[language], count))
        made.append(_Ticket(number, Maker(rng, language, wording[language])).make(kinds))
    return made


class _Ticket:
    """One ticket in the making."""

    def __init__(self, number: int, maker: Maker) -> None:
        self.number = number
        self.maker = maker
        self.rng = maker.rng
        self.frames = maker.wording.frames
        self.planted: list[Planted] = []
        self.harmless: list[tuple[str, str]] = []

    def make(self, kinds: list[str]) -> Made:
        topic = self.rng.choice(self.maker.wording.topics)
        requester = self.maker.plant("name")
        told, answered = self._told(kinds)
        bye = self._bye(requester)
        own = Planted("own name", requester.language, requester.value, requester.telling)
        self.planted.append(own)
        asked, answer = self._asked(topic, told, bye), self._answer(topic, answered)
        known = self.rng.random() < 0.7
        record = self._record(requester.value if known else None, asked, answer)
        return Made(
            record, (asked, answer), self.planted, self.harmless, (requester.value,) if known else (), len(kinds)
        )

    def _told(self, kinds: list[str]) -> tuple[list[str], list[str]]:
        """Sentences with values, of the customer and of the agent."""
        own: list[str] = []
        agents: list[str] = []
        for kind in kinds:
            by_agent = kind in self.frames["agent"] and self.rng.random() < BY_AGENT
            (agents if by_agent else own).append(self._sentence("agent" if by_agent else "customer", kind))
        if self.number % _BEYOND_EVERY == 0:
            own.append(self._sentence("customer", BEYOND[self.number // _BEYOND_EVERY % len(BEYOND)]))
        own += [self._harmless(self.rng.choice(list(self.frames["harmless"]))) for _ in range(_HARMLESS_EACH)]
        self.rng.shuffle(own)
        return own, agents

    def _sentence(self, who: str, kind: str) -> str:
        frame = self.rng.choice(self.frames[who][kind])
        values = [self.maker.plant(each) for each in kinds_in(frame)]
        self.planted += values
        return fill(frame, [each.value for each in values])

    def _harmless(self, kind: str) -> str:
        frame = self.rng.choice(self.frames["harmless"][kind])
        values = [(each, self.maker.harmless(each)) for each in kinds_in(frame)]
        self.harmless += values
        return fill(frame, [value for _, value in values])

    def _bye(self, requester: Planted) -> str:
        frame = self.rng.choice(self.frames["bye"]["name"])
        others = [self.maker.plant(kind) for kind in kinds_in(frame)[1:]]
        self.planted += others
        return fill(frame, [requester.value, *(each.value for each in others)])

    def _asked(self, topic: Topic, told: list[str], bye: str) -> str:
        question = self.rng.choice(topic.asked)
        joint = self.rng.choice([" ", "\n", "\n\n"])
        first = question if question.endswith("?") else f"{question}."
        return f"{_joined([first, *told], joint)}\n\n{bye}"

    def _answer(self, topic: Topic, told: list[str]) -> str:
        steps = self.rng.choice(topic.answered)
        if self.rng.random() < 0.5:
            return "\n\n".join([*told, steps])
        return _joined([steps, *told], " ")

    def _record(self, name: str | None, asked: str, answer: str) -> dict[str, Any]:
        created = START + timedelta(minutes=61 * self.number)
        marked = self.rng.random() < 0.3
        subject = asked.split("\n")[0][:80] if self.rng.random() < 0.5 else "Shop"
        requester = {"id": f"c{self.number}", "name": name}
        return {
            "id": str(self.number), "source": "desk", "subject": subject, "created_at": created.isoformat(),
            "status": "solved", "requester": requester,
            "messages": [
                _message("customer", asked, created, marked, None),
                _message("agent", answer, created + timedelta(hours=1), marked, self.rng.choice("abcd")),
            ],
        }  # fmt: skip


def _joined(sentences: list[str], joint: str) -> str:
    """Sentences in a row; what ends without a full stop stands on a line of its own, as people write it."""
    text = sentences[0]
    for before, after in pairwise(sentences):
        ended = _is_sentence(before) and _is_sentence(after)
        text += (joint if ended else "\n") + after
    return text


def _is_sentence(sentence: str) -> bool:
    """Whether a sentence can stand inside a paragraph: it ends as sentences do."""
    return sentence.endswith((".", "?", "!", "؟"))


def _message(author: str, text: str, created: datetime, marked: bool, agent: str | None) -> dict[str, Any]:
    body = "".join(f"<p>{html.escape(part).replace(chr(10), '<br>')}</p>" for part in text.split("\n\n"))
    return {
        "author": author, "agent_id": agent, "created_at": created.isoformat(),
        "format": "html" if marked else "text", "body": body if marked else text,
    }  # fmt: skip


def planted_in(made: Iterable[Made]) -> Iterator[Planted]:
    """All that was planted."""
    return itertools.chain.from_iterable(each.planted for each in made)
