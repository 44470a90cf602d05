"""The mail that is no question: automatic replies, bounces, spam, and what was deleted."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

from tests.demo import clock
from tests.demo.conversation import Message, Thread, planted_in
from tests.demo.letters import agent_html
from tests.demo.people import full_name, slug
from tests.demo.plan import Slot
from tests.demo.planted import Planted
from tests.demo.sources import Noise, fill
from tests.demo.story import open_thread

_SPAM_DOMAINS = ("best-offers", "quick-rank", "globalfunds", "seo-masters", "crypto-now", "mega-deals")


@dataclass(frozen=True)
class Stray:
    """A ticket that nobody answers."""

    subject: str
    messages: tuple[Message, ...]
    requester: dict[str, str]
    planted: list[Planted] = field(default_factory=list)


def auto_reply(rng: Random, noise: Noise, slot: Slot, ticket: str) -> Stray:
    """Write an out-of-office notice of a customer, sent back to a mail of ours."""
    template = noise.templates("auto_replies", slot.language)[slot.template]
    thread = open_thread(rng, noise, slot, ticket, "")
    back = slot.at + timedelta(days=rng.randint(2, 21))
    thread.facts["until"] = f"{back:%d.%m.%Y}" if slot.language == "de" else f"{back:%d/%m/%Y}"
    thread.facts["ticket"] = _earlier(rng, ticket)
    return _stray(thread, slot, template, requester_of(thread))


def bounce(rng: Random, noise: Noise, slot: Slot, ticket: str) -> Stray:
    """Write a notice of a mail server that a mail of ours did not arrive."""
    template = noise.templates("bounces")[slot.template]
    thread = open_thread(rng, noise, slot, ticket, "")
    thread.vault.values["email"] = thread.person.email
    thread.facts |= {"ticket": _earlier(rng, ticket), "site": thread.person.email.partition("@")[2]}
    name = rng.choice(["Mail Delivery System", "Mail Delivery Subsystem", "postmaster"])
    requester = {"id": "mailer-daemon", "name": name, "email": f"mailer-daemon@{thread.facts['site']}"}
    return _stray(thread, slot, template, requester)


def deleted(rng: Random, noise: Noise, slot: Slot, ticket: str) -> Stray:
    """Write a ticket that was deleted later."""
    thread = open_thread(rng, noise, slot, ticket, "")
    thread.vault.values["email"] = thread.person.email
    return _stray(thread, slot, noise.templates("deleted")[slot.template], requester_of(thread))


def spam(rng: Random, noise: Noise, slot: Slot, ticket: str) -> Stray:
    """Write one mail of a wave of spam."""
    template = noise.templates("spam")[slot.template]
    first, last, _ = full_name(rng, noise, "en")
    domain = f"{rng.choice(_SPAM_DOMAINS)}{rng.randint(1, 99)}.example"
    words = {"spam_domain": domain, "spam_name": f"{first} {last}"}
    text = fill(template["body"], words)
    html = rng.random() < 0.5
    body = agent_html(text) if html else text
    message = Message("customer", slot.at, body, "html" if html else "text")
    requester = {
        "id": f"x-{slot.key}",
        "name": f"{first} {last}",
        "email": f"{slug(first)}{rng.randint(1, 999)}@{domain}",
    }
    own = [Planted("email", requester["email"])]
    return Stray(template["subject"], (message,), requester, planted_in([message], f"{first} {last}", first, last, own))


def requester_of(thread: Thread) -> dict[str, str]:
    """Return the requester as the ticket record has it."""
    return {"id": thread.person.id, "name": thread.person.name, "email": thread.person.email}


def _stray(thread: Thread, slot: Slot, template: dict[str, str], requester: dict[str, str]) -> Stray:
    body = thread.vault.fill(template["body"], thread.facts)
    thread.messages.append(Message("customer", min(slot.at, clock.END), body))
    return Stray(fill(template["subject"], thread.facts), tuple(thread.messages), requester, thread.planted())


def _earlier(rng: Random, ticket: str) -> str:
    return f"FL-{max(10001, int(ticket.removeprefix('FL-')) - rng.randint(2, 40))}"
