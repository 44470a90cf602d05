"""How a ticket about a question goes: asked, looked into, answered, thanked for, sometimes reopened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from tests.demo import clock
from tests.demo.conversation import Thread
from tests.demo.people import Person, company, full_name
from tests.demo.plan import Slot
from tests.demo.planted import Vault
from tests.demo.sources import Answer, Noise, fill, linked_slugs
from tests.demo.wording import Wording, environment, facts, subject

LEAKS, NOTES, DETAILS, HOLDS, SILENT, BOTS = 0.08, 0.09, 0.22, 0.08, 0.02, 0.08


@dataclass(frozen=True)
class Story:
    """A ticket that was told, and what its record says besides the messages."""

    thread: Thread
    articles: tuple[str, ...] = ()
    reopened: bool = False
    answered: bool = True
    tier: int | None = None


def open_thread(rng: Random, noise: Noise, slot: Slot, ticket: str, area: str) -> Thread:
    """Return an empty ticket of a slot."""
    person = _person(slot)
    vault = Vault(rng, person.locale, area, person.site, _third_person(rng, noise, person), person.phone)
    return Thread(rng, noise, person, vault, facts(rng, person, area, slot.at, ticket), "")


def tell(rng: Random, noise: Noise, wording: Wording, slot: Slot, ticket: str) -> Story:
    """Write a ticket about a recurring question or a one-off."""
    thread = open_thread(rng, noise, slot, ticket, slot.question.area if slot.question else "")
    leaked = _ask(thread, wording, slot)
    if rng.random() < BOTS:
        thread.machine(
            "bot", slot.at + timedelta(seconds=rng.randint(4, 40)), noise.lines("bot_lines", slot.language)[0]
        )
    if rng.random() < SILENT:
        return Story(thread, answered=False)
    answer = _answer(rng, slot)
    needed = _look_into(thread, slot, answer.agent)
    if thread.messages[-1].author == "agent" and thread.messages[-1].public and rng.random() < 0.1:
        return Story(thread, answered=False)
    articles = _solve(thread, slot, answer, repeat=leaked)
    reopened = _afterwards(thread, slot, answer.agent)
    return Story(thread, articles, reopened, tier=_tier(thread, slot, needed, reopened=reopened))


def ask_again(rng: Random, noise: Noise, wording: Wording, slot: Slot, ticket: str, target: str) -> Story:
    """Write a second ticket of somebody who waited, which an agent merged into the first."""
    thread = open_thread(rng, noise, slot, ticket, slot.question.area if slot.question else "")
    chaser = wording.line(rng, "chasers", slot.language)
    paragraphs = [chaser]
    if slot.question and rng.random() < 0.7:
        paragraphs.append(wording.phrase(rng, slot.question, slot.language)[0])
    thread.subject = fill(subject(rng, noise, slot.language, chaser), thread.facts)
    thread.customer(slot.at, paragraphs, formal=True, quotes=False)
    thread.machine("system", clock.agent_time(rng, slot.at, 2.0), f"This request was closed and merged into {target}.")
    return Story(thread, answered=False)


def _person(slot: Slot) -> Person:
    if slot.person is None:
        raise ValueError(f"slot {slot.key} has no person")
    return slot.person


def _third_person(rng: Random, noise: Noise, person: Person) -> tuple[str, str]:
    first, last, local = full_name(rng, noise, person.language)
    return f"{first} {last}", f"{local}@{company(rng, noise, person.language)[1]}"


def _ask(thread: Thread, wording: Wording, slot: Slot) -> bool:
    """Write the first message and return whether it leaks something."""
    rng = thread.rng
    phrase, reused = _phrase(rng, wording, slot)
    chances = {"tried": 0.22 * slot.technical, "tails": 0.34 if slot.question else 0.1}
    paragraphs = wording.opening(rng, thread.person, phrase, chances, reused=reused)
    leaks = rng.random() < LEAKS
    if leaks:
        paragraphs.append(wording.line(rng, "leaks", slot.language))
    if slot.technical and rng.random() < 0.11:
        paragraphs.append(environment(rng, thread.facts))
    thread.subject = fill(subject(rng, thread.noise, slot.language, phrase), thread.facts)
    thread.customer(slot.at, paragraphs, formal=len(phrase.split()) > 8 or rng.random() < 0.5, quotes=False)
    return leaks


def _phrase(rng: Random, wording: Wording, slot: Slot) -> tuple[str, bool]:
    if slot.one_off:
        return slot.one_off.question, False
    if slot.question is None:
        raise ValueError(f"slot {slot.key} asks nothing")
    return wording.phrase(rng, slot.question, slot.language)


def _answer(rng: Random, slot: Slot) -> Answer:
    if slot.one_off:
        return slot.one_off.answer
    if slot.question is None:
        raise ValueError(f"slot {slot.key} asks nothing")
    return rng.choice(slot.question.answers[slot.language])


def _tier(thread: Thread, slot: Slot, needed: str, *, reopened: bool) -> int:
    """Return whose work the story was: 3 a developer's, 2 somebody's who looks into it, 1 anybody's who knows it.

    A one-off is nowhere written down, so that somebody had to find out.
    """
    if needed == "developers" or thread.said_of_developers:
        return 3
    return 2 if needed or reopened or slot.one_off else 1


def _look_into(thread: Thread, slot: Slot, agent: str) -> str:
    """Write what comes before the answer: a note, a word that it takes longer, a request for details and its reply.

    Returns:
        What the agent needed first: "developers", "details", "time", or nothing.
    """
    rng, noise, language, needed = thread.rng, thread.noise, thread.person.language, ""
    if slot.question and rng.random() < NOTES:
        at, note = clock.agent_time(rng, thread.now, 1.0), rng.choice(noise.data["notes"])
        thread.note(at, agent, note)
        needed = "developers" if "development" in note else ""
    chance = rng.random()
    if slot.technical and chance < DETAILS:
        needed = needed or "details"
        _agent_line(thread, agent, "detail_requests", final=False)
        if rng.random() < 0.9:
            reply = [rng.choice(noise.lines("detail_replies", language))]
            if rng.random() < 0.1:
                reply.append(rng.choice(noise.lines("leaks", language)))
            thread.customer(clock.later(rng, thread.now, 5.0), reply, formal=rng.random() < 0.4, quotes=True)
    elif DETAILS < chance < DETAILS + HOLDS:
        needed = needed or "time"
        _agent_line(thread, agent, "holding", final=False)
    return needed


def _solve(thread: Thread, slot: Slot, answer: Answer, *, repeat: bool) -> tuple[str, ...]:
    """Write the answer and return the help articles that it links."""
    rng, noise = thread.rng, thread.noise
    blocks = [answer.text]
    repeats = [line for line in noise.lines("repeats", slot.language) if thread.vault.can_repeat(line)]
    if (repeat or thread.vault.values) and repeats and rng.random() < 0.4:
        blocks.insert(0, rng.choice(repeats))
    articles = tuple(dict.fromkeys(linked_slugs(answer.text)))
    if slot.question and not articles and rng.random() < 0.05:
        link = f"https://docs.fernleaf.example/{slot.question.slug}"
        blocks.append(fill(rng.choice(noise.lines("article_lines", slot.language)), {"link": link}))
        articles = (slot.question.slug,)
    text = "\n\n".join(blocks)
    at, flagged = clock.agent_time(rng, thread.now), rng.random() < 0.2
    thread.agent_writes(at, Answer(answer.agent, text), final=True, solution=flagged)
    return articles


def _afterwards(thread: Thread, slot: Slot, agent: str) -> bool:
    """Write what follows the answer and return whether the ticket was reopened."""
    rng = thread.rng
    reopened = slot.technical and rng.random() < 0.075
    if reopened:
        _say(thread, "reopens", 40.0)
        _agent_line(thread, agent, "reopen_answers", final=True)
    if rng.random() < 0.4:
        _say(thread, "thanks" if slot.technical else "plain_thanks", 9.0)
    elif rng.random() < 0.2:
        thread.machine(
            "system",
            thread.now + timedelta(days=7, minutes=rng.randint(1, 59)),
            "Closed automatically: no reply for 7 days.",
        )
    return reopened


def _agent_line(thread: Thread, agent: str, section: str, *, final: bool) -> None:
    line = thread.rng.choice(thread.noise.lines(section, thread.person.language))
    thread.said_of_developers = thread.said_of_developers or "with our developers" in line
    thread.agent_writes(clock.agent_time(thread.rng, thread.now), Answer(agent, line), final=final)


def _say(thread: Thread, section: str, hours: float) -> None:
    rng = thread.rng
    lines: Sequence[str] = [rng.choice(thread.noise.lines(section, thread.person.language))]
    thread.customer(clock.later(rng, thread.now, hours), lines, formal=rng.random() < 0.2, quotes=rng.random() < 0.8)
