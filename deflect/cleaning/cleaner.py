"""A raw ticket made fit for everything above: the one door through which text of customers leaves the store."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deflect.cleaning import course, extract, html, language, noise, pseudonym, quotes, signatures
from deflect.cleaning.extract import Part
from deflect.cleaning.redaction import RULES_VERSION, Leak, Redactor, TicketRedaction
from deflect.cleaning.text import cut, normalise
from deflect.config import PrivacySettings, VendorSettings
from deflect.types import CleanTicket, LeftOut, LeftOutReason, Message, Ticket

CODE_VERSION = "4"
"""Changed with every change to what cleaning gives out, so that tickets are cleaned anew."""

QUESTION_LIMIT = 2_000
"""Characters of a question at most."""

ANSWER_LIMIT = 6_000
"""Characters of an answer at most."""

MESSAGE_LIMIT = 60
"""Messages of one ticket that are read: the first and last half of them, and those marked as solutions."""

TICKET_LIMIT = 128 * 1024
"""Characters of one ticket's text that are read; a line counts as 16 more, and markup as an eighth of its length."""

TAG_LIMIT = 50
"""Tags of one ticket that are kept."""

CHANNEL_LIMIT = 40
"""Characters of a channel's name at most."""

# Redaction sees more than is kept, so that no value is cut in two and passes.
_MARGIN = 400

_SUBJECT_END = 24
"""Characters by which the end of a subject is known again in the message."""

_COMMON_HOSTS = frozenset(
    (
        "aol.com btinternet.com free.fr freenet.de gmail.com gmx.at gmx.ch gmx.de gmx.net googlemail.com "
        "hotmail.co.uk hotmail.com hotmail.de hotmail.fr icloud.com laposte.net live.com mac.com mail.com mail.ru "
        "mailbox.org me.com msn.com orange.fr outlook.com outlook.de outlook.fr posteo.de proton.me protonmail.com "
        "sfr.fr t-online.de wanadoo.fr web.de yahoo.co.uk yahoo.com yahoo.de yahoo.fr yandex.ru ymail.com zoho.com"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A ticket's public messages, and the people named in them."""

    parts: tuple[Part, ...]
    names: tuple[str, ...]


class Cleaner:
    """Turns tickets into what may leave the store: the same ticket, settings and key give the same result.

    Args:
        vendor: Who the vendor is: their name and domains are nobody's personal data.
        privacy: The vendor's own secrets, and words that may be published.
        key: The secret that pseudonyms are keyed with, at most 64 bytes.
    """

    def __init__(self, vendor: VendorSettings, privacy: PrivacySettings, key: bytes) -> None:
        self._key = key
        self._own_domains = tuple(address.rpartition("@")[2].lower() for address in vendor.addresses)
        self._own_words = frozenset(vendor.name.lower().split())
        own = [vendor.name, *vendor.addresses, *self._own_domains]
        self._keep = tuple(dict.fromkeys([*privacy.keep, *filter(None, own)]))
        self._redactor = Redactor(patterns=privacy.secret_patterns, keep=self._keep)
        self.version = _version(vendor, privacy, key)

    def clean(self, ticket: Ticket) -> CleanTicket | LeftOut:
        """Clean one ticket.

        Of private notes nothing leaves but their number, and whether one says that developers were asked. Of a
        message, the first 32,768 characters of text count, of a ticket 60 messages.

        Args:
            ticket: The ticket as the store has it.

        Returns:
            What the stages above may see; or that nothing is to be learned from the ticket, and why.
        """
        reason = noise.by_record(ticket)
        if reason:
            return LeftOut(ticket.ref, reason)
        reading = self.read(ticket)
        reason = self._noise(ticket, reading.parts)
        if reason:
            return LeftOut(ticket.ref, reason)
        return self._clean(ticket, reading)

    def clean_question(self, text: str, subject: str = "") -> tuple[str, str]:
        """Clean the text of a new ticket, for which an answer is to be suggested.

        Args:
            text: What the customer wrote, plain text or an HTML mail.
            subject: The subject line, if there is one.

        Returns:
            The question, redacted, empty if nothing was asked; and its language, ISO 639-1 or `und`.
        """
        head = text[:300].lstrip().lower()
        is_html = head.startswith("<") and text.rstrip().endswith(">")
        stripped = signatures.strip(quotes.strip(_text(text, "html" if is_html else "text")))
        redaction = self.redaction("", stripped.names)
        line = extract.subject_line(normalise(subject[:300]))
        question = _redacted(redaction, extract.compose(line, stripped.text), QUESTION_LIMIT)
        return question, language.identify(question)

    def leaks(self, text: str, *, own: bool = False) -> list[Leak]:
        """What redaction would still find in a text about to be published; empty if nothing.

        Args:
            text: Of any length.
            own: Whether the owner wrote it, so that what stands at a name reserved for examples is an example.
        """
        return self._redactor.leaks(text, own=own)

    def read(self, ticket: Ticket) -> Reading:
        """Read the matter of a ticket's public messages: as it was written, and so for this room alone."""
        parts: list[Part] = []
        names: list[str] = [ticket.requester.name] if ticket.requester.name else []
        known = tuple(names)
        left = TICKET_LIMIT
        for message in _considered(ticket.messages):
            text = _text(message.body, message.format)
            stripped = signatures.strip(quotes.strip(text), known if message.author == "customer" else ())
            parts.append(Part(message, stripped.text))
            names.extend(stripped.names)
            left -= len(text) + 16 * text.count("\n") + min(len(message.body), html.RAW_LIMIT) // 8
            if left <= 0:
                break
        return Reading(tuple(parts), tuple(dict.fromkeys(names)))

    def redaction(self, email: str, names: Sequence[str]) -> TicketRedaction:
        """Begin the redaction of a ticket: of its customer's address and of the people named in it."""
        domain = email.rpartition("@")[2].lower()
        private = domain and domain not in _COMMON_HOSTS and domain not in self._own_domains
        return self._redactor.start(
            names=list(filter(None, map(self._without_own_name, names))),
            emails=[email] if email else [],
            domains=[domain] if private else [],
        )

    def _noise(self, ticket: Ticket, parts: Sequence[Part]) -> LeftOutReason | None:
        asked = [part.text for part in parts if part.message.author == "customer"]
        first = parts[0].text if parts else ""
        if noise.is_bounce(ticket, first):
            return "bounce"
        if (asked and all(noise.is_auto_reply(ticket.subject, text) for text in asked)) or (
            not asked and parts and noise.is_auto_reply(ticket.subject, first)
        ):
            return "auto-reply"
        answered = any(part.message.author == "agent" for part in parts)
        if asked and not answered and noise.is_spam(ticket.subject, asked[0], self._own_domains):
            return "spam"
        return None if asked else "empty"

    def _clean(self, ticket: Ticket, reading: Reading) -> CleanTicket | LeftOut:
        redaction = self.redaction((ticket.requester.email or "").strip(), reading.names)
        line = extract.subject_line(normalise(ticket.subject[:300]))
        rest = _rest(line, reading.parts)
        question = _redacted(redaction, extract.question("" if rest else line, reading.parts), QUESTION_LIMIT)
        if not question:
            return LeftOut(ticket.ref, "empty")
        solved = ticket.status in ("solved", "closed")
        found = extract.answer(reading.parts, solved)
        went = course.follow(ticket, solved, self._key)
        answer = _redacted(redaction, found.text, ANSWER_LIMIT) if found else ""
        return CleanTicket(
            id=ticket.ref,
            subject=_redacted_subject(redaction, line, rest),
            question=question,
            answer=answer or None,
            agent=pseudonym.agent(self._key, ticket, found.message) if answer and found else None,
            customer=pseudonym.customer(self._key, ticket),
            language=language.identify(question, ticket.language),
            created_at=ticket.created_at,
            solved=solved,
            rating=ticket.rating,
            tags=_redacted_tags(redaction, ticket.tags[:TAG_LIMIT]),
            articles=ticket.articles,
            replies=went.replies,
            first_response_seconds=went.first_response_seconds,
            minutes=ticket.minutes,
            resolution_seconds=went.resolution_seconds,
            reopened=went.reopened,
            agents=went.agents,
            exchanges=went.exchanges,
            notes=went.notes,
            handed_over=went.handed_over,
            technical=went.technical,
            channel=_redacted(redaction, ticket.channel, CHANNEL_LIMIT) or None if ticket.channel else None,
        )

    def _without_own_name(self, name: str) -> str:
        """Make "Lea Acme", who signs for Acme, "Lea"."""
        return " ".join(word for word in name.split() if word.lower().strip(",.") not in self._own_words)


def _considered(messages: Sequence[Message]) -> Iterable[Message]:
    """The public messages that are read."""
    public = [message for message in messages if message.public]
    if len(public) <= MESSAGE_LIMIT:
        return public
    half = MESSAGE_LIMIT // 2
    return [*public[:half], *[m for m in public[half:-half] if m.is_solution][:half], *public[-half:]]


def _redacted_subject(redaction: TicketRedaction, line: str, rest: str) -> str:
    if not rest:
        return _redacted(redaction, line, QUESTION_LIMIT)
    return cut(_redacted(redaction, line.rstrip(" .…") + rest, QUESTION_LIMIT), len(line))


def _rest(line: str, parts: Sequence[Part]) -> str:
    """How a subject goes on in the message: contact forms make one of its first words, and cut values in two.

    Returns:
        What follows in the message, up to `_MARGIN` characters; empty if the subject is not from there.
    """
    end = line.rstrip(" .…")[-_SUBJECT_END:]
    asked = next((part.text for part in parts if part.message.author == "customer"), "")
    text = " ".join(asked[:QUESTION_LIMIT].split())
    place = text.find(end) if len(end) == _SUBJECT_END else -1
    return text[place + len(end) :][:_MARGIN] if place >= 0 else ""


def _text(body: str, form: str) -> str:
    return normalise(html.to_text(body) if form == "html" else body)


def _redacted(redaction: TicketRedaction, text: str, limit: int) -> str:
    window = text[: limit + _MARGIN]
    clean = normalise(redaction.redact(window))
    if len(window) == len(text):
        return cut(clean, limit)
    return cut(clean, min(limit, len(clean) - _MARGIN)) if len(clean) > _MARGIN else ""


def _redacted_tags(redaction: TicketRedaction, tags: Sequence[str]) -> tuple[str, ...]:
    """Redact tags in one go, which is much faster; one by one where a value reached over the end of a tag."""
    lines = [" ".join(tag.split()) for tag in tags]
    together = redaction.redact("\n".join(lines)).split("\n") if lines else []
    return tuple(together if len(together) == len(lines) else map(redaction.redact, lines))


def _version(vendor: VendorSettings, privacy: PrivacySettings, key: bytes) -> str:
    parts = [CODE_VERSION, RULES_VERSION, vendor.name, *vendor.addresses, "\0secret", *privacy.secret_patterns]
    state = hashlib.blake2b(key=key, digest_size=16)
    for part in [*parts, "\0keep", *privacy.keep]:
        state.update(f"{len(part)}:{part}".encode())
    return state.hexdigest()
