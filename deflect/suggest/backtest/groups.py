"""The figures of groups of tickets: by window, category and language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from deflect.interval import Share
from deflect.suggest.backtest import resampling
from deflect.suggest.backtest.walk import Outcome
from deflect.types import AbstentionReason, Article

LEAST_TICKETS = 20
MOST_GROUPS = 15
OTHERS = "all others"
NO_CATEGORY = "none"


@dataclass(frozen=True, slots=True)
class Group:
    """What became of the tickets of a group that can be judged.

    Attributes:
        name: Of the month, category or language.
        covered: Tickets answered, of those asked.
        right: Tickets answered rightly, of those asked.
        wrong: Tickets answered wrongly, of those asked; without an article that answers, any answer is wrong.
        abstained: Tickets where nothing was said, of those asked.
        precision: Right answers, of those given; None if none was.
        ceiling: Tickets that an article known at that time answers, of those asked: no threshold gets beyond it.
    """

    name: str
    covered: Share
    right: Share
    wrong: Share
    abstained: Share
    precision: Share | None
    ceiling: Share

    @property
    def asked(self) -> int:
        """Number of tickets."""
        return self.covered.whole


def group(name: str, outcomes: Sequence[Outcome]) -> Group:
    """Count a group of judged tickets."""
    customers = [each.ticket.customer for each in outcomes]
    said = np.array([each.silent is None for each in outcomes], dtype=bool)
    right = np.array([each.right for each in outcomes], dtype=bool)
    known = np.array([bool(each.known) for each in outcomes], dtype=bool)
    everything = np.ones(len(outcomes), dtype=bool)
    parts = resampling.shares(customers, everything, [said, right, said & ~right, ~said, known])
    precision = resampling.shares(customers, said, [right])[0] if said.any() else None
    return Group(name, parts[0], parts[1], parts[2], parts[3], precision, parts[4])


def grouped(outcomes: Sequence[Outcome], names: Callable[[Outcome], Sequence[str]]) -> tuple[Group, ...]:
    """Count the groups that tickets fall into, largest first, small ones together as `OTHERS`.

    Args:
        outcomes: Judged tickets.
        names: The groups that a ticket is counted in; it may be in several.
    """
    counts = Counter(name for each in outcomes for name in names(each))
    order = sorted(counts, key=lambda name: (-counts[name], name))
    large = [name for name in order if counts[name] >= LEAST_TICKETS][:MOST_GROUPS]
    found = [group(name, [each for each in outcomes if name in names(each)]) for name in large]
    rest = [each for each in outcomes if not set(names(each)) & set(large)]
    return (*found, group(OTHERS, rest)) if rest else tuple(found)


def by_window(outcomes: Sequence[Outcome], windows: Sequence[str]) -> tuple[Group, ...]:
    """Count each window, oldest first; one without a judged ticket is left out."""
    found: dict[str, list[Outcome]] = {name: [] for name in windows}
    for each in outcomes:
        found[each.window].append(each)
    return tuple(group(name, held) for name, held in found.items() if held)


def categories(outcomes: Sequence[Outcome], articles: Sequence[Article]) -> Callable[[Outcome], Sequence[str]]:
    """Tell the categories of a ticket: its tags; on a desk without tags, those of the articles that are right."""
    if any(each.ticket.tags for each in outcomes):
        return lambda each: each.ticket.tags or (NO_CATEGORY,)
    of: Mapping[str, str] = {article.slug: article.category for article in articles}
    return lambda each: sorted({of[slug] for slug in each.truth if slug in of}) or (NO_CATEGORY,)


def reasons(outcomes: Sequence[Outcome]) -> dict[AbstentionReason, Share]:
    """The share of judged tickets that were met with silence, by reason, most frequent first."""
    counts = Counter(each.silent for each in outcomes if each.silent is not None)
    order = sorted(counts, key=lambda reason: (-counts[reason], reason))
    customers = [each.ticket.customer for each in outcomes]
    parts = [np.array([each.silent == reason for each in outcomes], dtype=bool) for reason in order]
    return dict(zip(order, resampling.shares(customers, np.ones(len(outcomes), dtype=bool), parts), strict=True))
