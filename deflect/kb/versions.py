"""Products and versions that tickets name: what an article holds for, and what its readers run it on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from deflect.kb.steps import is_step
from deflect.types import CleanTicket

_TextOf = Callable[[CleanTicket], str]

FEWEST_CUSTOMERS = 3
"""Different customers who must name a product's version before a draft does. Higher: fewer versions that only a typing
error or somebody's own build has (precision), and rarer versions go unsaid (recall)."""

FEWEST_AGENTS = 2
"""Different agents who must name it, where customers do not; the same trade."""

PLATFORMS = frozenset(
    "android apache chrome debian docker edge elementor firefox ios ipados iphone ipad java linux macos mariadb mysql "
    "nginx node opera outlook php postgresql python safari thunderbird ubuntu windows woocommerce wordpress".split()
)

# Capitalised words before a version that name no product: they begin a sentence or say "version".
_NO_NAME = frozenset(
    "version versions release releases update upgrade since after before from until with the to in on under using v "
    "fassung ausgabe seit nach vor ab von bis mit auf unter die der das in im "
    "mise jour depuis après avant avec la le les en sous de du "
    "fersiwn ers ar ôl cyn gyda yn i".split()
)
_NUMBER = r"\d{1,4}(?:\.\d{1,4}){1,2}(?![\w.-]*@)(?!\.?\d)"  # four parts are an address of a network
_SAYS_VERSION = r"(?:[Vv]ersion|[Rr]elease|الإصدار|إصدار|[Ff]ersiwn)"
_NAMED = re.compile(rf"(?<![\w.])(?P<name>[^\W\d_a-z][\w+#-]*)(?: {_SAYS_VERSION})? [Vv]?(?P<number>{_NUMBER})")
_ANONYMOUS = re.compile(
    rf"(?<!\w)(?:version|versions|release|v|fassung|الإصدار|إصدار|fersiwn) ?(?P<number>{_NUMBER})", re.IGNORECASE
)
_AMOUNT = re.compile(r"\s?(?:%|[KMGT]i?B\b|[€$£]|EUR|USD|GBP|CHF|s\b|ms\b|px\b|x\b|Uhr|hours?|h\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Named:
    """A version of a product, as tickets name it.

    Attributes:
        product: Its name; empty where tickets only say "version".
        number: Dotted numbers.
        tickets: Refs of the tickets that name it, in order of their id.
    """

    product: str
    number: str
    tickets: tuple[str, ...]

    @property
    def text(self) -> str:
        """The product and its version as a reader knows them."""
        return f"{self.product} {self.number}".strip()

    @property
    def is_platform(self) -> bool:
        """Whether it is what others' products run on, rather than what is asked about."""
        return self.product.casefold() in PLATFORMS


def versions_in(text: str) -> set[tuple[str, str]]:
    """Find products with versions in a text.

    Args:
        text: In English, German, French, Arabic or Welsh.

    Returns:
        Name and number of each; the name is empty after a bare "version". Amounts, times and addresses are none.
    """
    named = [match for match in _NAMED.finditer(text) if _is_name(match["name"]) and not _is_amount(text, match)]
    ends = {match.end() for match in named}
    bare = [m for m in _ANONYMOUS.finditer(text) if m.end() not in ends and not _is_amount(text, m)]
    return {(match["name"], match["number"]) for match in named} | {("", match["number"]) for match in bare}


def named_by_customers(tickets: Sequence[CleanTicket]) -> list[Named]:
    """Versions that enough different customers say they have, by product and number."""
    return [each for each in _named(tickets, lambda ticket: ticket.question) if _customers(each, tickets)]


def named_by_anybody(tickets: Sequence[CleanTicket]) -> list[Named]:
    """Versions that enough different customers or agents name, in questions or answers, by product and number."""
    found = _named(tickets, lambda ticket: f"{ticket.question}\n\n{ticket.answer or ''}")
    return [each for each in found if _customers(each, tickets) or _agents(each, tickets)]


def ranges(named: Iterable[Named]) -> tuple[str, ...]:
    """Say for each product from which version to which tickets name it: `Bookings 4.0 to 4.0.3`."""
    numbers: dict[str, list[str]] = defaultdict(list)
    for each in named:
        numbers[each.product].append(each.number)
    return tuple(_range(product, sorted(numbers[product], key=_sortable)) for product in sorted(numbers))


def _range(product: str, numbers: Sequence[str]) -> str:
    whole = numbers[0] if len(numbers) == 1 else f"{numbers[0]} to {numbers[-1]}"
    return f"{product} {whole}".strip()


def _named(tickets: Iterable[CleanTicket], text_of: _TextOf) -> list[Named]:
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for ticket in tickets:
        for version in versions_in(text_of(ticket)):
            found[version].append(ticket.id)
    known = {number for product, number in found if product}
    for number in known:
        found.pop(("", number), None)
    ordered = sorted(found.items(), key=lambda pair: (pair[0][0].casefold(), _sortable(pair[0][1])))
    return [Named(product, number, tuple(sorted(refs))) for (product, number), refs in ordered]


def _customers(named: Named, tickets: Iterable[CleanTicket]) -> bool:
    asking = {ticket.customer for ticket in tickets if ticket.id in named.tickets}
    return len(asking) >= FEWEST_CUSTOMERS


def _agents(named: Named, tickets: Iterable[CleanTicket]) -> bool:
    answering = {
        ticket.agent
        for ticket in tickets
        if ticket.id in named.tickets and ticket.agent and named.number in (ticket.answer or "")
    }
    return len(answering) >= FEWEST_AGENTS


def _is_name(word: str) -> bool:
    # "Install 3.2.1" names no product either.
    return word[0].isupper() and word.casefold() not in _NO_NAME and not is_step(word)


def _is_amount(text: str, match: re.Match[str]) -> bool:
    return bool(_AMOUNT.match(text, match.end()))


def _sortable(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("."))
