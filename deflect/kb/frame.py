"""The few words of a drafted answer that no ticket wrote: `MISSING:` lines and headings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

MISSING = "MISSING:"

NO_ANSWER = f"{MISSING} What should the customer do? No ticket in this group has an answer."
NOTHING_GENERAL = (
    f"{MISSING} What should the customer do? "
    "The answers in this group hold nothing that could be told to other customers as well."
)
BESIDE_THE_QUESTION = (
    f"{MISSING} What should the customer do? What the answers in this group say is about something else."
)
ONE_SHORT_ANSWER = f"{MISSING} What should the customer do? Only one ticket has an answer, and it is short."
ONE_ANSWER = f"{MISSING} Does this hold for everybody? Only one ticket has an answer."
ONE_TICKET = f"{MISSING} Is this the usual answer? Of several agents who answered, only one says this, and once."
NO_AGREEMENT = f"{MISSING} Is this the usual answer? No two tickets in this group answer alike."
LEAKED = f"{MISSING} What should the customer do? What the tickets say may identify somebody and was left out."

NO_STATUS = f"{MISSING} Is it fixed, and in which version? No ticket says so."
NO_PLAN = f"{MISSING} Is it planned? No ticket says so."
NO_MAKER = f"{MISSING} Whose product is it, and where do its makers help? No ticket says so."

Heading = Literal[
    "another way", "symptom", "environment", "versions affected", "cause", "fix", "workaround", "steps", "limit",
    "instead", "status", "plan", "whose it is", "terms", "what to do",
]  # fmt: skip

_HEADINGS: dict[Heading, dict[str, str]] = {
    "another way": {
        "ar": "طريقة أخرى", "cy": "Ffordd arall", "de": "Ein anderer Weg", "en": "Another way",
        "fr": "Une autre solution",
    },
    "symptom": {"ar": "العرض", "cy": "Symptom", "de": "Symptom", "en": "Symptom", "fr": "Symptôme"},
    "environment": {"ar": "البيئة", "cy": "Amgylchedd", "de": "Umgebung", "en": "Environment", "fr": "Environnement"},
    "versions affected": {
        "ar": "الإصدارات المتأثرة", "cy": "Fersiynau yr effeithir arnynt", "de": "Betroffene Versionen",
        "en": "Versions affected", "fr": "Versions concernées",
    },
    "cause": {"ar": "السبب", "cy": "Achos", "de": "Ursache", "en": "Cause", "fr": "Cause"},
    "fix": {"ar": "الحل", "cy": "Datrysiad", "de": "Lösung", "en": "Fix", "fr": "Solution"},
    "workaround": {
        "ar": "حل مؤقت", "cy": "Ateb dros dro", "de": "Vorläufige Abhilfe", "en": "Workaround",
        "fr": "Solution provisoire",
    },
    "steps": {"ar": "الخطوات", "cy": "Camau", "de": "Schritte", "en": "Steps", "fr": "Étapes"},
    "limit": {
        "ar": "ما لا يمكن", "cy": "Beth nad yw'n bosibl", "de": "Was nicht geht", "en": "What is not possible",
        "fr": "Ce qui n'est pas possible",
    },
    "instead": {
        "ar": "ما يمكنك فعله بدلا من ذلك", "cy": "Beth allwch chi ei wneud yn lle hynny", "de": "Was stattdessen geht",
        "en": "What you can do instead", "fr": "Ce que vous pouvez faire à la place",
    },
    "status": {"ar": "الحالة", "cy": "Statws", "de": "Stand", "en": "Status", "fr": "État"},
    "plan": {"ar": "هل هو مخطط له", "cy": "A yw ar y gweill", "de": "Ist es geplant", "en": "Is it planned",
             "fr": "Est-ce prévu"},
    "whose it is": {
        "ar": "منتج من هو", "cy": "Cynnyrch pwy ydyw", "de": "Wessen Produkt es ist", "en": "Whose it is",
        "fr": "À qui s'adresser",
    },
    "terms": {"ar": "ما ينطبق", "cy": "Beth sy'n berthnasol", "de": "Was gilt", "en": "What applies",
              "fr": "Ce qui s'applique"},
    "what to do": {"ar": "ما عليك فعله", "cy": "Beth i'w wneud", "de": "Was zu tun ist", "en": "What to do",
                   "fr": "Que faire"},
}  # fmt: skip

DESCRIBING = frozenset(
    text for name in ("symptom", "environment", "versions affected") for text in _HEADINGS[name].values()
)
"""Headings, in every language, of sections that say what customers see and use: they answer nothing."""

EXPLAINING = frozenset(
    text for name in ("cause", "limit", "terms", "status", "plan", "whose it is") for text in _HEADINGS[name].values()
)
"""Headings, in every language, of sections that explain: they answer together with the section that follows."""

FIXING = frozenset(_HEADINGS["fix"].values())
"""The heading, in every language, of the section without which a troubleshooting article answers nothing."""


def heading(name: Heading, language: str) -> str:
    """Give a section's heading in the article's language or else English."""
    return _HEADINGS[name].get(language, _HEADINGS[name]["en"])


def headings() -> frozenset[str]:
    """Every heading that a draft may have, in every language."""
    return frozenset(text for texts in _HEADINGS.values() for text in texts.values())


def other_languages(language: str, others: Sequence[str]) -> str:
    """Say that tickets answer only in other languages, most frequent first."""
    return f"{MISSING} What is the answer in {language}? Tickets answer only in: {', '.join(others)}."


def contradicted(text: str, here: str, there: str, verdict: str) -> str:
    """Ask which of two statements holds, on one line: it is for the editor, and no passage of the answer.

    Args:
        text: The other statement.
        here: Who made the article's, and when.
        there: Who made the other.
        verdict: Which is the newer and which better supported.
    """
    sides = f"The answer says one thing ({here}), other tickets another ({there})."
    return f"{MISSING} Which holds? {sides} {verdict} The other: {text}"


def superseded(before: str, since: str, verdict: str) -> str:
    """Ask whether an older answer still holds.

    Args:
        before: Who gave it, and when.
        since: Since when the newer is given.
        verdict: Which is the newer and which better supported.
    """
    return f"{MISSING} Does this still hold ({before})? Since {since} agents give the first answer. {verdict}"
