"""The wall between what customers wrote and everything that is learned from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from deflect.cleaning.redaction import (
    accounts,
    addresses,
    births,
    greetings,
    introduced,
    logins,
    numbers,
    papers,
    presented,
    secrets,
)
from deflect.cleaning.redaction.accounts import find_accounts, find_unlabelled, is_chosen
from deflect.cleaning.redaction.arabic_names import find_arabic_names
from deflect.cleaning.redaction.births import find_births
from deflect.cleaning.redaction.contacts import find_emails, find_phones
from deflect.cleaning.redaction.given_names import find_full_names
from deflect.cleaning.redaction.greetings import find_given_away
from deflect.cleaning.redaction.introduced import find_introduced
from deflect.cleaning.redaction.keep import Keep, generic_local_part, is_public_mail
from deflect.cleaning.redaction.logins import find_logins
from deflect.cleaning.redaction.names import Person, find_person, full_name, people
from deflect.cleaning.redaction.patterns import compile_all, find_own
from deflect.cleaning.redaction.presented import find_presented
from deflect.cleaning.redaction.rules import KINDS, PLACEHOLDER, Span
from deflect.cleaning.redaction.sites import find_sites
from deflect.cleaning.redaction.view import MASK, View, fold, plain

RULES_VERSION = "5"
"""Changes whenever the rules find something else, so that cleaned text of older rules is made anew."""

MAX_LENGTH = 24_576
"""Characters of one text that are examined; the rest is replaced by `[cut]`, for what is not examined must not pass.
Higher: more of a pasted log survives, and the time a hostile text can take grows in proportion."""

_ROUNDS = 6
_MOST_PEOPLE = 40
_MOST_PASSWORDS = 20
_DIGIT_RULES = (*numbers.RULES, *papers.RULES, *addresses.RULES)
_ANCHORS = frozenset().union(
    accounts.ANCHORS,
    births.ANCHORS,
    logins.ANCHORS,
    greetings.ANCHORS,
    introduced.ANCHORS,
    presented.ANCHORS,
    *(rule.words for rule in (*secrets.RULES, *_DIGIT_RULES)),
)


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that the rules still find in a text.

    Attributes:
        kind: What it is, one of the kinds of placeholders.
        start: Its first character's place in the text.
        end: The place after its last character.
    """

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Known:
    people: tuple[Person, ...] = ()
    emails: tuple[str, ...] = ()
    logins: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    passwords: tuple[str, ...] = ()


class Redactor:
    """Takes personal data and secrets out of the texts of tickets.

    Args:
        patterns: The owner's own secrets as regular expressions (`privacy.secret_patterns`); found values become
            `[secret]`. Values up to 256 characters are surely found.
        keep: Words, e-mail addresses, `@domain`s and hosts that may be published (`privacy.keep`); a host stands for
            its subdomains too.

    Raises:
        ConfigError: A pattern does not compile, matches the empty text, or could run away.
    """

    def __init__(self, patterns: Sequence[str] = (), keep: Sequence[str] = ()) -> None:
        self._patterns = compile_all(patterns)
        self._keep = Keep.of(keep)

    def start(
        self, *, names: Iterable[str] = (), emails: Iterable[str] = (), domains: Iterable[str] = ()
    ) -> TicketRedaction:
        """Begin a ticket.

        Args:
            names: Full names that the ticket itself knows: the requester's and the agents'.
            emails: The requester's addresses; the part before the @ and a domain of their own are known then too.
            domains: Further hosts of the customer.

        Returns:
            What redacts the texts of that ticket alone, so that a value has the same placeholder in all of
            them.
        """
        addresses = tuple(dict.fromkeys(email.strip().lower() for email in emails if email and "@" in email))
        hosts = [*domains, *(address.rpartition("@")[2] for address in addresses)]
        known = _Known(
            people(names, self._keep),
            tuple(address for address in addresses if not self._keep.address(address)),
            tuple(dict.fromkeys(filter(None, map(self._login, addresses)))),
            tuple(dict.fromkeys(host.lower() for host in hosts if host and self._is_own(host))),
        )
        return TicketRedaction(self._patterns, self._keep, known)

    def leaks(self, text: str, *, own: bool = False) -> list[Leak]:
        """What the rules and the owner's patterns still find in a text, in order.

        Args:
            text: Of any length.
            own: Whether the owner wrote it, so that what stands at a name reserved for examples is an example.
        """
        view = fold(text, PLACEHOLDER, _ANCHORS)
        spans = _settle(view, _find(view, self._patterns, replace(self._keep, reserved=own), _Known()))
        return [Leak(kind, start, end) for start, end, kind in spans]

    def _login(self, address: str) -> str:
        local = address.rpartition("@")[0]
        usable = (
            len(local) >= 5 and local.isascii() and not generic_local_part(local) and not self._keep.address(address)
        )
        return local if usable and not self._keep.word(local) else ""

    def _is_own(self, host: str) -> bool:
        return "." in host and not self._keep.host(host) and not is_public_mail(host)


class TicketRedaction:
    """The redaction of one ticket: the same value has the same placeholder in all its texts."""

    def __init__(self, patterns: tuple[re.Pattern[str], ...], keep: Keep, known: _Known) -> None:
        self._patterns = patterns
        self._keep = keep
        self._known = known
        self._numbers: dict[str, dict[str, int]] = {kind: {} for kind in KINDS}

    def redact(self, text: str) -> str:
        """The text with a placeholder for each value that must not be published, all else as it was written.

        A text longer than `MAX_LENGTH` ends there with `[cut]`. Redacting the result again changes nothing.

        Args:
            text: Any text.
        """
        for _ in range(_ROUNDS):
            # A value taken out can bring two others together; nothing is left once a round finds nothing.
            examined, spans = self._examine(text)
            if not spans:
                return text
            text = self._replace(examined, spans)
        return self._give_up(text)

    def _give_up(self, text: str) -> str:
        # Only texts made to tire the rules come here: what they still find, and all after it, goes.
        for _ in range(_ROUNDS):
            examined, spans = self._examine(text)
            if not spans:
                return text
            text = self._replace(examined, [Span(spans[0].start, len(examined), "cut")])
        return "[cut]"

    def _examine(self, text: str) -> tuple[str, list[Span]]:
        examined = text[: MAX_LENGTH + 1024]
        view = fold(examined, PLACEHOLDER, _ANCHORS)
        spans = _settle(view, _find(view, self._patterns, self._keep, self._known))
        return examined, _cut(examined, spans) if len(text) > MAX_LENGTH else spans

    def _replace(self, text: str, spans: list[Span]) -> str:
        pieces: list[str] = []
        done = 0
        for start, end, kind in spans:
            pieces.append(text[done:start])
            pieces.append(self._placeholder(kind, text[start:end]))
            if kind == "name":
                self._learn(text[start:end])
            elif kind == "password":
                self._learn_password(text[start:end])
            done = end
        pieces.append(text[done:])
        return "".join(pieces)

    def _learn(self, name: str) -> None:
        # Who is named in full once is named again in the answers, where nothing shows that it is a name.
        person = full_name(fold(name, PLACEHOLDER).folded)
        if person is not None and person not in self._known.people and len(self._known.people) < _MOST_PEOPLE:
            self._known = replace(self._known, people=(*self._known.people, person))

    def _learn_password(self, value: str) -> None:
        # Told once, it is repeated where nothing says that it is one; plain words are not learnt.
        view = fold(value.rstrip(".,;:!?)\"'"), PLACEHOLDER)
        known = self._known.passwords
        if is_chosen(view.folded) and view.low not in known and len(known) < _MOST_PASSWORDS:
            self._known = replace(self._known, passwords=(*known, view.low))

    def _placeholder(self, kind: str, value: str) -> str:
        numbers_of_kind = self._numbers[kind]
        number = numbers_of_kind.setdefault(self._identity(kind, value), len(numbers_of_kind) + 1)
        return f"[{kind}]" if number == 1 else f"[{kind} {number}]"

    def _identity(self, kind: str, value: str) -> str:
        if kind == "cut":
            return ""
        low = fold(value, PLACEHOLDER).low
        if kind == "name":
            spelling = plain(low)
            people = self._known.people
            known = (person.spellings[0] for person in people if any(part in spelling for part in person.spellings))
            return next(known, spelling)
        if kind == "site":
            return low.split("://")[-1].removeprefix("www.").split("/")[0]
        return low if kind == "e-mail" else re.sub(r"[\s.-]", "", low)


def leaks(text: str, *, keep: Sequence[str] = ()) -> list[Leak]:
    """What the rules still find in a text: the gate before anything is published.

    Args:
        text: A text of any length; the time grows in proportion.
        keep: As for `Redactor`.

    Returns:
        What was found, in order; empty if the text may pass. Names that only a ticket knows are not found here.
    """
    return Redactor(keep=keep).leaks(text)


def _find(view: View, patterns: Sequence[re.Pattern[str]], keep: Keep, known: _Known) -> Iterator[Span]:
    yield from find_own(view, patterns)
    yield from _find_known(view, known)
    yield from find_emails(view, keep)
    yield from find_sites(view, keep)
    yield from find_logins(view)
    yield from find_accounts(view)
    for rule in secrets.RULES:
        yield from rule.find(view)
    yield from find_unlabelled(view)
    if view.digits:
        for rule in _DIGIT_RULES:
            yield from rule.find(view)
        yield from find_births(view)
        yield from find_phones(view)
        yield from numbers.find_ipv4(view)
        yield from numbers.find_ibans(view)
        yield from numbers.find_cards(view)
        yield from numbers.find_bare_keys(view)
    yield from find_given_away(view, keep)
    yield from find_full_names(view, keep)
    if not view.low.isascii():
        yield from find_arabic_names(view.low, keep)
    yield from find_introduced(view, keep)
    yield from find_presented(view, keep)


def _find_known(view: View, known: _Known) -> Iterator[Span]:
    haystack = plain(view.low) if known.people else view.low
    for person in known.people:
        yield from find_person(view, haystack, person)
    kinds = ("e-mail", known.emails), ("login", known.logins), ("site", known.domains), ("password", known.passwords)
    for kind, values in kinds:
        for value in values:
            yield from _find_value(view.low, value, kind)


def _find_value(text: str, value: str, kind: str) -> Iterator[Span]:
    at = text.find(value)
    while at >= 0:
        end = at + len(value)
        if not text[at - 1 : at].isalnum() and not text[end : end + 1].isalnum():
            yield Span(at, end, kind)
        at = text.find(value, end)


def _settle(view: View, spans: Iterable[Span]) -> list[Span]:
    """Spans of the original text, in order and apart: where some overlap, all goes under the longest one's kind."""
    settled: list[Span] = []
    longest = 0
    for span in sorted(_outside_placeholders(view, spans), key=lambda span: (span.start, -span.end)):
        last = settled[-1] if settled else None
        if last is not None and (span.start < last.end or _same_name(view, last, span)):
            kind = span.kind if span.end - span.start > longest else last.kind
            longest = max(longest, span.end - span.start)
            settled[-1] = Span(last.start, max(last.end, span.end), kind)
        else:
            settled.append(span)
            longest = span.end - span.start
    return [Span(*view.original(span.start, span.end), span.kind) for span in settled]


def _same_name(view: View, last: Span, span: Span) -> bool:
    between = view.folded[last.end : span.start]
    return last.kind == span.kind == "name" and between in {" ", "-", ". "}


def _outside_placeholders(view: View, spans: Iterable[Span]) -> Iterator[Span]:
    for span in spans:
        if MASK not in view.folded[span.start : span.end]:
            yield span
            continue
        for part in re.finditer(f"[^{MASK}]+", view.folded[span.start : span.end]):
            value = part.group()
            lead = len(value) - len(value.lstrip())
            if value.strip():
                yield Span(span.start + part.start() + lead, span.start + part.start() + len(value.rstrip()), span.kind)


def _cut(text: str, spans: list[Span]) -> list[Span]:
    room = MAX_LENGTH - 16
    place = max(text.rfind(" ", room - 1024, room), text.rfind("\n", room - 1024, room)) + 1 or room
    before = [span for span in spans if span.end <= place]
    first = min([place, *(span.start for span in spans if span.start < place < span.end)])
    return [*(span for span in before if span.end <= first), Span(first, len(text), "cut")]
