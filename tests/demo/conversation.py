"""The messages of one ticket, written one after the other."""

import html
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from tests.demo.letters import FORMATS, Format, Letter, agent_html, render
from tests.demo.people import Person
from tests.demo.planted import Planted, Vault
from tests.demo.quotes import Quoted, angle, quote
from tests.demo.sources import Answer, Noise, fill

SUPPORT = "support@fernleaf.example"


@dataclass(frozen=True)
class Message:
    """One message of a ticket."""

    author: str
    at: datetime
    body: str
    format: Format = "text"
    agent_id: str | None = None
    public: bool = True
    is_solution: bool = False

    def record(self) -> dict[str, Any]:
        """Return the message as the ticket record has it."""
        record: dict[str, Any] = {"author": self.author}
        if self.agent_id:
            record["agent_id"] = self.agent_id
        record |= {"public": self.public, "created_at": stamp(self.at), "format": self.format, "body": self.body}
        return record | ({"is_solution": True} if self.is_solution else {})


@dataclass
class Thread:
    """A ticket in the making: who writes, what is known, what was said."""

    rng: Random
    noise: Noise
    person: Person
    vault: Vault
    facts: dict[str, str]
    subject: str
    messages: list[Message] = field(default_factory=list)
    first_text: str = ""
    agent_text: str = ""
    agent: str = ""
    said_of_developers: bool = False

    @property
    def now(self) -> datetime:
        """When the last message was written."""
        return self.messages[-1].at

    def customer(self, at: datetime, paragraphs: Sequence[str], *, formal: bool, quotes: bool) -> None:
        """Add a message of the customer: a formal one has greeting and sign-off, a reply may quote the mail below."""
        person, rng = self.person, self.rng
        letter = Letter(
            paragraphs=tuple(self.vault.fill(paragraph, self.facts) for paragraph in paragraphs),
            greeting=self._greeting() if formal and rng.random() < 0.82 else "",
            signoff=self._line("signoffs") if formal and not self.agent and rng.random() < 0.75 else "",
            signature=person.signature if formal or rng.random() < 0.6 else (person.first,),
            disclaimer=person.disclaimer or "",
            language=person.language,
        )
        below = self._below() if quotes and person.program != "portal" else ""
        self.messages.append(Message("customer", at, self._send(letter, below), FORMATS.get(person.program, "text")))
        self.first_text = self.first_text or "\n\n".join([*letter.blocks(), "\n".join(letter.signature)])

    def agent_writes(self, at: datetime, answer: Answer, *, final: bool, solution: bool = False) -> None:
        """Add a public message of an agent in that agent's tone; a final one is meant to solve the ticket."""
        language, agent = self.person.language, answer.agent
        self.agent, self.facts["agent"] = agent, str(self.noise.data["agents"][agent]["name"]).split()[0]

        def line(part: str) -> str:
            return fill(self.rng.choice(self.noise.agent_lines(agent, language, part)), self.facts)

        blocks = [line("greetings")]
        if not self.agent_text and self.rng.random() < 0.55:
            blocks.append(line("openings"))
        blocks.append(self.vault.fill(answer.text, self.facts))
        if final and self.rng.random() < 0.6:
            blocks.append(line("closings"))
        self.agent_text = "\n\n".join([*blocks, line("signoffs")])
        rich = self.rng.random() < 0.55
        body = agent_html(self.agent_text) if rich else self.agent_text
        self.messages.append(Message("agent", at, body, "html" if rich else "text", agent, is_solution=solution))

    def note(self, at: datetime, agent: str, text: str) -> None:
        """Add a private note of an agent."""
        self.messages.append(Message("agent", at, self.vault.fill(text, self.facts), "text", agent, public=False))

    def machine(self, author: str, at: datetime, text: str) -> None:
        """Add a line that the helpdesk itself writes."""
        self.messages.append(Message(author, at, fill(text, self.facts)))

    def planted(self) -> list[Planted]:
        """Return the personal data and secrets that stand in the messages, each as it stands there."""
        return planted_in(self.messages, self.person.name, self.person.first, self.person.last, known(self))

    def _greeting(self) -> str:
        return fill(self._line("reply_greetings" if self.agent else "greetings"), self.facts)

    def _line(self, section: str) -> str:
        return self.rng.choice(self.noise.lines(section, self.person.language))

    def _keep(self) -> list[str]:
        return [*self.vault.values.values(), self.person.name, *filter(None, [self.person.phone])]

    def _send(self, letter: Letter, below: str) -> str:
        person = self.person
        if below and person.program == "plain" and self.rng.random() < 0.2:
            return f"{below}\n\n{render(letter, 'plain', keep=self._keep(), wraps=person.wraps)}"
        return render(letter, person.program, keep=self._keep(), wraps=person.wraps and not below, quote=below)

    def _below(self) -> str:
        """Return the agent's last mail as a quote, in text programs sometimes with the customer's own below it."""
        person = self.person
        last = next(message for message in reversed(self.messages) if message.author == "agent" and message.public)
        name = str(self.noise.data["agents"][last.agent_id]["name"])
        text = self.agent_text
        if person.program not in FORMATS and self.rng.random() < 0.12:
            text += f"\n\n{person.name} <{person.email}>:\n{angle(self.first_text, self._keep())}"
        sender = self.rng.choice([f"{name} (Fernleaf Support)", name, "Fernleaf Support"])
        to = f"{person.name} <{person.email}>" if self.rng.random() < 0.08 else person.name
        mail = Quoted(sender, SUPPORT, to, f"Re: {self.subject}", last.at, text)
        return quote(self.rng, self.noise, person.language, person.program, mail, self._keep())


def known(thread: Thread) -> list[Planted]:
    """Return everything personal that a ticket may hold, besides the customer's name."""
    own = [Planted("email", thread.person.email)]
    if thread.person.phone:
        own.append(Planted("phone", thread.person.phone))
    return own + [Planted(kind, value) for kind, value in thread.vault.values.items()]


def planted_in(messages: Sequence[Message], name: str, first: str, last: str, more: Sequence[Planted]) -> list[Planted]:
    """Return which of the personal data stand in the messages; a name inside a longer word does not count."""
    text = "\n".join(html.unescape(m.body) if m.format == "html" else m.body for m in messages)
    without_name = text.replace(name, " ")
    names = [Planted("own_name", name)] if name in text else []
    names += [Planted("own_name", part) for part in (first, last) if part and _has_word(without_name, part)]
    found = [item for item in more if item.value in text]
    return names + list(dict.fromkeys(found))


def stamp(at: datetime) -> str:
    """Return a time as the ticket record writes it."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _has_word(text: str, word: str) -> bool:
    at = text.find(word)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(word) : at + len(word) + 1]
        if not (before.isalnum() or after.isalnum()):
            return True
        at = text.find(word, at + 1)
    return False
