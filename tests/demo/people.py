"""The customers: made-up people with a company, a mail program and habits of writing."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.demo.planted import phone
from tests.demo.sources import Noise

_LOCALES = {
    "en": {"en-US": 45, "en-GB": 40, "en-AU": 9, "en-CA": 6},
    "de": {"de-DE": 75, "de-AT": 14, "de-CH": 11},
    "fr": {"fr-FR": 85, "fr-BE": 15},
    "ar": {"ar-AE": 40, "ar-EG": 35, "ar-SA": 25},
    "cy": {"cy-GB": 1},
}
# form, plain and phone send text; outlook, gmail and apple send HTML; portal sends Markdown
_PROGRAMS = {"form": 28, "plain": 16, "phone": 16, "outlook": 15, "gmail": 13, "apple": 7, "portal": 5}
_POSTBOXES = ("postbox.example", "inbox.example.org", "mailhaus.example", "freemail.example.org", "myletters.example")
_LETTERS = str.maketrans({"ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue", "ŷ": "y", "ø": "o"})


@dataclass(frozen=True)
class Person:
    """A customer with the habits that all of their mails share."""

    id: str
    language: str
    locale: str
    first: str
    last: str
    title: str
    email: str
    company: str
    site: str
    program: str
    signature: tuple[str, ...]
    phone: str | None
    disclaimer: str | None
    small_letters: bool
    sloppy: bool
    wraps: bool

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.first} {self.last}"

    def words(self) -> dict[str, str]:
        """Return what templates may say about this person."""
        return {
            "first": self.first,
            "last": self.last,
            "own": self.name,
            "title": self.title,
            "company": self.company,
            "site": self.site,
        }


@dataclass
class Crowd:
    """All customers so far; some of them come back."""

    noise: Noise
    people: dict[str, list[Person]] = field(default_factory=dict)
    asked: set[tuple[str, str]] = field(default_factory=set)

    def someone(self, rng: Random, language: str, topic: str) -> Person:
        """Return a customer who has not written about this topic: often a new one, sometimes a known one."""
        known = self.people.setdefault(language, [])
        if known and rng.random() < 0.28:
            person = rng.choice(known)
            if (person.id, topic) not in self.asked:
                self.asked.add((person.id, topic))
                return person
        person = make_person(rng, self.noise, language, f"u-{20000 + sum(map(len, self.people.values()))}")
        known.append(person)
        self.asked.add((person.id, topic))
        return person


def full_name(rng: Random, noise: Noise, language: str) -> tuple[str, str, str]:
    """Return a first name, a last name and the local part of an address made from them."""
    names = noise.data["names"][language]
    first, first_ascii = _both(rng.choice(names[rng.choice(["female", "male"])]))
    last, last_ascii = _both(rng.choice(names["last"]))
    return first, last, f"{slug(first_ascii)}.{slug(last_ascii)}"


def slug(text: str) -> str:
    """Return a text as lower-case letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS)).encode("ascii", "ignore").decode()
    return "-".join("".join(c if c.isalnum() else " " for c in plain.replace("'", "")).split())


def company(rng: Random, noise: Noise, language: str) -> tuple[str, str]:
    """Return a company's name and domain."""
    words: Mapping[str, Any] = noise.data["companies"][language]
    first, first_ascii = _both(rng.choice(words["first"]))
    second, second_ascii = _both(rng.choice(words["second"]))
    name = f"{first} {second}" if language in {"en", "de"} else f"{second} {first}"
    return name, f"{slug(f'{first_ascii} {second_ascii}')}.example"


def make_person(rng: Random, noise: Noise, language: str, person_id: str) -> Person:
    """Make a customer of a language."""
    names = noise.data["names"][language]
    gender = rng.choice(["female", "male"])
    first, first_ascii = _both(rng.choice(names[gender]))
    last, last_ascii = _both(rng.choice(names["last"]))
    firm, domain = company(rng, noise, language)
    locale = rng.choices(list(_LOCALES[language]), list(_LOCALES[language].values()))[0]
    email = _address(rng, slug(first_ascii), slug(last_ascii), domain)
    program = rng.choices(list(_PROGRAMS), list(_PROGRAMS.values()))[0]
    number = phone(rng, locale) if program in {"outlook", "plain"} and rng.random() < 0.09 else None
    site = rng.choice(["", "", "www.", "shop."]) + domain
    return Person(
        id=person_id,
        language=language,
        locale=locale,
        first=first,
        last=last,
        title=noise.data["titles"][language][gender],
        email=email,
        company=firm,
        site=site,
        program=program,
        signature=_signature(rng, noise, language, program, (first, f"{first} {last}", firm, number or "", site)),
        phone=number,
        disclaimer=_disclaimer(rng, noise, language, program, firm),
        small_letters=rng.random() < 0.07 and program != "outlook",
        sloppy=rng.random() < 0.12,
        wraps=program == "plain" and rng.random() < 0.6,
    )


def _both(name: str) -> tuple[str, str]:
    shown, _, ascii_form = name.partition("|")
    return shown, ascii_form or shown


def _address(rng: Random, first: str, last: str, domain: str) -> str:
    if rng.random() < 0.6:
        return f"{rng.choice([first, f'{first}.{last}', f'{first[0]}{last}'])}@{domain}"
    number = rng.choice(["", "", str(rng.randint(2, 99))])
    return f"{first}{rng.choice(['.', '_', ''])}{last}{number}@{rng.choice(_POSTBOXES)}"


def _signature(
    rng: Random, noise: Noise, language: str, program: str, words: tuple[str, str, str, str, str]
) -> tuple[str, ...]:
    first, name, firm, number, site = words
    if program == "phone":
        return (rng.choice([first, name]), "", rng.choice(noise.lines("phone_lines", language)))
    if number:
        return (name, rng.choice(noise.lines("jobs", language)), firm, f"T {number}", site)
    if program in {"outlook", "gmail"} and rng.random() < 0.55:
        return (name, f"{rng.choice(noise.lines('jobs', language))} | {firm}", f"https://{site}")
    return rng.choice([(first,), (name,), (name,), (name, firm)])


def _disclaimer(rng: Random, noise: Noise, language: str, program: str, firm: str) -> str | None:
    if rng.random() > {"outlook": 0.45, "plain": 0.12, "gmail": 0.06}.get(program, 0.0):
        return None
    return rng.choice(noise.lines("disclaimers", language)).replace("{company}", firm)
