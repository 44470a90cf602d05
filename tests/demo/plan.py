"""Which tickets there are: kind, question, language, person and time of each, before a word is written."""

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from tests.demo import clock
from tests.demo.people import Crowd, Person
from tests.demo.sources import Noise, OneOff, Question

RECURRING, AT_LEAST = 1750, 5
AUTO_REPLIES, BOUNCES, SPAM, MERGED, DELETED = 60, 25, 120, 25, 15
_MIX = {"en": 62, "de": 14, "fr": 12, "ar": 6, "cy": 6}


@dataclass(frozen=True)
class Slot:
    """A ticket that is planned."""

    key: int
    kind: str
    day: date
    language: str
    question: Question | None = None
    one_off: OneOff | None = None
    template: int = 0
    person: Person | None = None
    at: datetime = clock.START
    target: int | None = None

    @property
    def technical(self) -> bool:
        """Whether versions, caches and the like play a part in it."""
        return self.question is not None and self.question.area != "licences"

    @property
    def topic(self) -> str:
        """What a person does not write about twice."""
        return self.question.id if self.question else f"{self.kind}-{self.key}"


def plan(rng: Random, noise: Noise, questions: Sequence[Question], one_offs: Sequence[OneOff]) -> list[Slot]:
    """Return all tickets in the order of their time."""
    slots = [
        *_recurring(rng, questions),
        *_one_offs(rng, one_offs),
        *_odd(rng, noise),
        *_deleted(rng, noise, questions),
    ]
    slots = [dataclasses.replace(slot, key=key) for key, slot in enumerate(sorted(slots, key=lambda slot: slot.day))]
    crowd = Crowd(noise)
    slots = [_with_person(rng, crowd, slot) for slot in slots] + _spam(rng, noise)
    slots = [dataclasses.replace(slot, key=key) for key, slot in enumerate(slots)]
    return sorted(slots + _merged(rng, slots), key=lambda slot: (slot.at, slot.key))


def counts(questions: Sequence[Question]) -> dict[str, int]:
    """Return how many tickets each question gets."""
    total = sum(question.weight for question in questions)
    return {q.id: max(AT_LEAST, round(RECURRING * q.weight / total)) for q in questions}


def _recurring(rng: Random, questions: Sequence[Question]) -> Iterator[Slot]:
    for question, count in zip(questions, counts(questions).values(), strict=True):
        for _ in range(count):
            day = clock.question_day(rng, question.area, question.since)
            yield Slot(0, "recurring", day, _language(rng), question)


def _one_offs(rng: Random, one_offs: Sequence[OneOff]) -> Iterator[Slot]:
    for one_off in one_offs:
        yield Slot(0, "one-off", clock.any_day(rng), one_off.language, one_off=one_off)


def _odd(rng: Random, noise: Noise) -> Iterator[Slot]:
    for _ in range(AUTO_REPLIES):
        language = _language(rng)
        template = rng.randrange(len(noise.templates("auto_replies", language)))
        yield Slot(0, "auto-reply", clock.any_day(rng), language, template=template)
    bounces = noise.templates("bounces")
    for _ in range(BOUNCES):
        template = rng.randrange(len(bounces))
        yield Slot(0, "bounce", clock.any_day(rng), bounces[template]["language"], template=template)


def _deleted(rng: Random, noise: Noise, questions: Sequence[Question]) -> Iterator[Slot]:
    templates = noise.templates("deleted")
    for number in range(DELETED):
        if number % 2:
            question = rng.choice([q for q in questions if q.since is None])
            yield Slot(0, "deleted", clock.any_day(rng), _language(rng), question)
        else:
            template = number // 2 % len(templates)
            yield Slot(0, "deleted", clock.any_day(rng), templates[template]["language"], template=template)


def _with_person(rng: Random, crowd: Crowd, slot: Slot) -> Slot:
    person = crowd.someone(rng, slot.language, slot.topic)
    return dataclasses.replace(slot, person=person, at=_time(rng, slot, person))


def _time(rng: Random, slot: Slot, person: Person) -> datetime:
    """Return when a person writes, not before the release that a question waits for."""
    at = clock.local_time(rng, slot.day, person.locale)
    since = slot.question.since if slot.question else None
    return at + timedelta(days=1) if since and at.date() < since else at


def _spam(rng: Random, noise: Noise) -> list[Slot]:
    templates = noise.templates("spam")
    slots: list[Slot] = []
    waves = itertools.cycle(rng.sample(range(len(templates)), len(templates)))
    while len(slots) < SPAM:
        template, day = next(waves), clock.any_day(rng)
        size = min(rng.randint(3, 8), SPAM - len(slots))
        start = clock.local_time(rng, day, "en-US")
        language = templates[template]["language"]
        slots += [Slot(0, "spam", day, language, template=template, at=at) for at in clock.burst(rng, start, size)]
    return slots


def _merged(rng: Random, slots: Sequence[Slot]) -> list[Slot]:
    old_enough = [s for s in slots if s.kind == "recurring" and s.at < clock.END - timedelta(days=3)]
    return [
        dataclasses.replace(
            target,
            key=len(slots) + number,
            kind="merged",
            at=target.at + timedelta(hours=rng.uniform(14, 50)),
            target=target.key,
        )
        for number, target in enumerate(rng.sample(old_enough, MERGED))
    ]


def _language(rng: Random) -> str:
    return rng.choices(list(_MIX), list(_MIX.values()))[0]
