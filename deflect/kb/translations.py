"""Which articles answer the same question in other languages: those whose tickets agents sent to the same page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from deflect.types import Article, CleanTicket, Cluster

FEWEST_CUSTOMERS = 2
"""Different customers of a question who must have been sent to a page. Higher: fewer wrong ties (precision), fewer
rare questions tied (recall)."""

MOST_SENT = 0.5
"""Least share of a question's tickets with a link that must have this page; the same trade."""


def tied(
    drafts: Sequence[Article], clusters: Sequence[Cluster], tickets: Mapping[str, CleanTicket]
) -> tuple[Article, ...]:
    """Name in each draft the drafts that are its translations.

    Nothing is translated. A page that agents link most in the tickets of two questions in different languages shows
    that they ask the same; where two questions of one language share a page, it shows nothing.

    Args:
        drafts: Of this run.
        clusters: The recurring questions that they are of.
        tickets: By ref.

    Returns:
        The drafts in their order.
    """
    members = {cluster.id: [tickets[ref] for ref in cluster.member_ids if ref in tickets] for cluster in clusters}
    pages = {draft.id: _page(members.get(draft.cluster_id or "", [])) for draft in drafts}
    sharing: dict[str, list[Article]] = defaultdict(list)
    for draft in drafts:
        if page := pages[draft.id]:
            sharing[page].append(draft)
    return tuple(_with_translations(draft, sharing.get(pages[draft.id], [])) for draft in drafts)


def _with_translations(draft: Article, sharing: Sequence[Article]) -> Article:
    languages = [each.language for each in sharing]
    single = [each for each in sharing if languages.count(each.language) == 1]
    others = (each.id for each in single if each is not draft and draft in single)
    return replace(draft, translations=tuple(sorted(others)))


def _page(members: Sequence[CleanTicket]) -> str:
    """The page that most tickets with a link have, if enough customers were sent there; else empty."""
    customers: dict[str, set[str]] = defaultdict(set)
    linking = [ticket for ticket in members if ticket.articles]
    for ticket in linking:
        for page in ticket.articles:
            customers[page].add(ticket.customer)
    if not customers:
        return ""
    page = min(customers, key=lambda each: (-len(customers[each]), each))
    share = sum(page in ticket.articles for ticket in linking) / len(linking)
    return page if len(customers[page]) >= FEWEST_CUSTOMERS and share >= MOST_SENT else ""
