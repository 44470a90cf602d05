"""Which recurring questions are documented already, by articles that people wrote here or elsewhere.

Two signs count. Agents link an article when they answer the question; or the article asks the question in its title,
a heading or another phrasing. A link is the stronger sign: it is what KCS calls reuse (Consortium for Service
Innovation, "KCS v6 Practices Guide").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from deflect.kb.agreement import Encode
from deflect.kb.documentation.links import Links
from deflect.types import Article, CleanTicket, Cluster

LINKED_SHARE = 0.25
"""Least share of a question's answered tickets in which agents linked the article. Higher: fewer questions are taken
for documented (recall), and fewer of them by an article that is only about something near (precision)."""

LINKING_CUSTOMERS = 2
"""Fewest customers who got the link: what one was sent may have been about something else."""

ELSEWHERE = 2.0
"""How many times as often an article is linked under the question as under all others. Higher: pages that agents link
everywhere, such as how to report a problem, document no question (precision)."""

ALIKE = 0.75
"""Least cosine similarity of a question's label to an article's title, headings or other phrasings. Higher: a question
that is only near an article is drafted all the same (precision); lower: less is drafted twice (recall)."""

EXEMPLARS_ALIKE = 0.5
"""Least mean similarity of a question's exemplars to the article, so that a label alone, which may be chosen badly,
decides nothing. Higher: precision; lower: recall."""

PHRASINGS = 40
_HEADING = re.compile(r"^#{2,4} +([^\n]+?)[ #]*$", re.M)
RECENT_DAYS = 90
Sign = Literal["links", "similarity"]


@dataclass(frozen=True, slots=True)
class Documented:
    """A recurring question that an article answers already.

    Attributes:
        question: Id of the question.
        label: What it is called.
        article: Slug of the article.
        url: Where customers read it; None if that is not known.
        sign: What tells that it is documented.
        strength: By links, the share of the question's answered tickets in which agents linked the article; by
            similarity, the cosine similarity of its label to the article. 0 to 1.
        tickets: Tickets that ask the question.
        recent: Those of the 90 days up to the newest ticket of all, and not before the article's last change if that is
            known: more than 0 means documented, still asked.
    """

    question: str
    label: str
    article: str
    title: str
    url: str | None
    sign: Sign
    strength: float
    tickets: int
    recent: int


def documented(
    clusters: Sequence[Cluster],
    articles: Sequence[Article],
    tickets: Sequence[CleanTicket],
    encode: Encode,
    *,
    links: Links,
    changed: Mapping[str, str] | None = None,
) -> tuple[Documented, ...]:
    """Find the questions that are documented already.

    Args:
        clusters: Recurring questions.
        articles: What people wrote; drafts are none of them.
        tickets: All that were learned from.
        encode: n texts to unit vectors (n, d).
        links: Names of the articles.
        changed: Day of each article's last change by slug, `YYYY-MM-DD`, where it is known.

    Returns:
        In the clusters' order, each question with its best article: the most linked, else the most similar.
    """
    if not articles or not clusters:
        return ()
    known = {each.slug: each for each in articles}
    by_ref = {ticket.id: ticket for ticket in tickets}
    linked = _by_links(clusters, by_ref, {ref: _known(links.of(by_ref[ref]), known) for ref in by_ref})
    open_ones = [each for each in clusters if each.id not in linked]
    found = {**linked, **_by_similarity(open_ones, articles, by_ref, encode)}
    newest = max(ticket.created_at.date() for ticket in tickets)
    return tuple(
        _documented(each, known[slug], sign, strength, _recent(each, by_ref, newest, (changed or {}).get(slug, "")))
        for each in clusters
        if each.id in found
        for slug, sign, strength in (found[each.id],)
    )


_Found = tuple[str, Sign, float]


def _documented(cluster: Cluster, article: Article, sign: Sign, strength: float, recent: int) -> Documented:
    return Documented(
        cluster.id,
        cluster.label,
        article.slug,
        article.title,
        article.url or None,
        sign,
        round(strength, 4),
        len(cluster.member_ids),
        recent,
    )


def _known(slugs: Iterable[str], known: Mapping[str, Article]) -> tuple[str, ...]:
    return tuple(slug for slug in slugs if slug in known)


def _by_links(
    clusters: Sequence[Cluster], tickets: Mapping[str, CleanTicket], linked: Mapping[str, tuple[str, ...]]
) -> dict[str, _Found]:
    answered = {ref for ref, ticket in tickets.items() if ticket.answer or linked[ref]}
    everywhere = Counter(slug for ref in answered for slug in linked[ref])
    found: dict[str, _Found] = {}
    for cluster in clusters:
        own = [ref for ref in cluster.member_ids if ref in answered]
        shares = _shares(own, tickets, linked)
        rest = max(1, len(answered) - len(own))
        telling = {
            slug: share
            for slug, share in shares.items()
            if share >= LINKED_SHARE and share >= ELSEWHERE * (everywhere[slug] - share * len(own)) / rest
        }
        if telling:
            best = min(telling, key=lambda slug: (-telling[slug], slug))
            found[cluster.id] = (best, "links", telling[best])
    return found


def _shares(
    own: Sequence[str], tickets: Mapping[str, CleanTicket], linked: Mapping[str, tuple[str, ...]]
) -> dict[str, float]:
    """Share of a question's answered tickets that link each article which enough customers were sent."""
    count = Counter(slug for ref in own for slug in linked[ref])
    customers = Counter(slug for slug, _ in {(slug, tickets[ref].customer) for ref in own for slug in linked[ref]})
    return {slug: count[slug] / len(own) for slug in count if customers[slug] >= LINKING_CUSTOMERS}


def _by_similarity(
    clusters: Sequence[Cluster], articles: Sequence[Article], tickets: Mapping[str, CleanTicket], encode: Encode
) -> dict[str, _Found]:
    if not clusters:
        return {}
    texts = [(text, each.slug) for each in articles for text in _phrasings(each)]
    rows = np.asarray(encode([text for text, _ in texts]))
    near = np.asarray(encode([each.label for each in clusters])) @ rows.T
    found: dict[str, _Found] = {}
    for place, cluster in enumerate(clusters):
        best = int(np.argmax(near[place]))
        slug = texts[best][1]
        own = rows[[at for at, (_, name) in enumerate(texts) if name == slug]]
        if near[place, best] >= ALIKE and _exemplars(cluster, tickets, encode, own) >= EXEMPLARS_ALIKE:
            found[cluster.id] = (slug, "similarity", min(1.0, float(near[place, best])))
    return found


def _phrasings(article: Article) -> tuple[str, ...]:
    # A page of frequent questions asks each in a heading.
    asked = (article.title, article.question, *article.also_asked, *_HEADING.findall(article.answer))
    return tuple(dict.fromkeys(text for text in asked if text.strip()))[:PHRASINGS]


def _exemplars(
    cluster: Cluster, tickets: Mapping[str, CleanTicket], encode: Encode, article: NDArray[np.float32]
) -> float:
    """Mean similarity of the exemplars to whichever of an article's phrasings is nearest to each."""
    asked = [tickets[ref].question for ref in cluster.exemplar_ids if ref in tickets]
    return float((np.asarray(encode(asked)) @ article.T).max(axis=1).mean()) if asked else 0.0


def _recent(cluster: Cluster, tickets: Mapping[str, CleanTicket], newest: date, changed: str) -> int:
    since = newest - timedelta(days=RECENT_DAYS)
    since = max(since, date.fromisoformat(changed)) if changed else since
    return sum(tickets[ref].created_at.date() >= since for ref in cluster.member_ids if ref in tickets)
