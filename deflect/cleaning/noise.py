"""Tickets that nothing is learned from: spam, deleted, merged, bounces and automatic replies."""

from __future__ import annotations

import re
from collections.abc import Sequence

from deflect.cleaning import phrases
from deflect.cleaning.naming import plain
from deflect.types import LeftOutReason, Ticket

SPAM_DOMAINS = 3
"""Different sites that a message has to link to, besides the words of spam: higher raises precision, lowers recall."""

SPAM_NUMBERS = 2
"""Times that a telephone number has to stand in a message, besides the words of spam."""

SPAM_OFFERS = 2
"""Different phrases of unasked-for offers that suffice."""

AUTO_REPLY_LENGTH = 1_500
"""Characters above which a message is taken for a person's whatever phrases it has."""

_LINK = re.compile(r"https?://([^\s/\"'<>()\[\]]{1,255})")
_NUMBER = re.compile(r"\+?[0-9][0-9 ().⁃–—_~*:-]{8,24}[0-9]")
_DAEMONS = ("mailer-daemon", "postmaster@", "mail-daemon")


def by_record(ticket: Ticket) -> LeftOutReason | None:
    """Tell from a ticket's status alone whether it is left out."""
    if ticket.merged_into:
        return "merged"
    if ticket.status == "spam" or ticket.status == "deleted":
        return ticket.status
    return None


def is_bounce(ticket: Ticket, text: str) -> bool:
    """Whether a ticket is a mail server's report about mail that it could not deliver.

    Args:
        ticket: The ticket.
        text: Its first message, clean.
    """
    sender = plain(f"{ticket.requester.email or ''} {ticket.requester.name or ''}")
    if any(daemon in sender for daemon in _DAEMONS) or "mail delivery sub" in sender:
        return True
    subject = plain(ticket.subject[:300])
    head = plain(text[:1_000])
    reported = any(phrase in head for phrase in phrases.BOUNCE_REPORTS)
    return reported and (subject.startswith(phrases.BOUNCES) or head.startswith(phrases.BOUNCE_REPORTS))


def is_auto_reply(subject: str, text: str) -> bool:
    """Whether a message was sent by a machine, such as an out-of-office notice or an acknowledgement.

    Args:
        subject: The subject line; empty for a message that is not a ticket's first.
        text: The message, clean.

    Returns:
        True only if the subject is marked so, or the first 300 characters of a message of at most 1,500 say so
        and it asks nothing.
    """
    if _is_marked_automatic(plain(subject[:200])):
        return True
    if len(text) > AUTO_REPLY_LENGTH or "?" in text or "؟" in text:
        return False
    head = plain(text[:300])
    return any(phrase in head for phrase in phrases.AUTO_REPLIES)


def _is_marked_automatic(subject: str) -> bool:
    """Whether a subject is a mark or has one before its colon: "Auto reply not working" has none."""
    for prefix in ("re:", "aw:", "رد:"):
        subject = subject.strip().removeprefix(prefix)
    return subject.partition(":")[0].strip(" []()*!-") in phrases.AUTO_SUBJECTS


def is_spam(subject: str, text: str, own_domains: Sequence[str] = ()) -> bool:
    """Whether an unanswered message is advertising, although nobody marked it so.

    Conservative: either two phrases of offers, or the words of spam with links to many sites or a repeated number.

    Args:
        subject: The subject line.
        text: The customer's first message, clean.
        own_domains: The vendor's domains, which are not counted.
    """
    whole = plain(f"{subject}\n{text}"[:8_000])
    if sum(phrase in whole for phrase in phrases.OFFERS) >= SPAM_OFFERS:
        return True
    if not any(phrase in whole for phrase in phrases.SPAM):
        return False
    domains = {_site(domain) for domain in _LINK.findall(whole)} - {_site(domain) for domain in own_domains}
    if len(domains) >= SPAM_DOMAINS:
        return True
    numbers = [re.sub(r"\D", "", number)[-10:] for number in _NUMBER.findall(whole)]
    return any(numbers.count(number) >= SPAM_NUMBERS for number in set(numbers))


def _site(domain: str) -> str:
    return ".".join(domain.lower().split(":")[0].strip(".").split(".")[-2:])
