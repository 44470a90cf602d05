"""What articles do for the desk, in the figures of Knowledge-Centered Service.

The terms are those of the Consortium for Service Innovation ("KCS v6 Practices Guide": link rate, link accuracy, New
versus Known; and "KCS v6 Measurement Matters"). KCS has people judge a sample of tickets by hand. These figures are
counted from all tickets instead, so each says in `DEFINITIONS` how it is counted; they are shown with it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from deflect.interval import Share, wilson
from deflect.kb.documentation import Links
from deflect.types import Article, CleanTicket, Cluster, Origin, State

RECENT_DAYS = 90
OF_THE_LAST = f"of the {RECENT_DAYS} days up to the newest"

DEFINITIONS = {
    "linked": "tickets in which agents linked the article, in the ticket system or in the answer",
    "link_accuracy": "of those that ask a recurring question, the share that ask the article's own: its draft's, else "
    "the one that existing documentation was matched with, else the one it is linked under most, which flatters it. "
    "KCS has people judge a sample",
    "age_days": "days since the article's file was last changed, or since the day that the documentation itself gives",
    "known": "answered tickets of its question in which it was linked",
    "new": "answered tickets of its question in which it was not: solved anew although the answer is known",
    "link_rate": "share of the answered tickets in which agents linked an article",
    "known_share": f"share of the tickets {OF_THE_LAST} whose question has an article or in which one was linked; "
    "the others are new. An article that came later counts too, so the share is of what is known today",
}


@dataclass(frozen=True, slots=True)
class ArticleFigures:
    """The figures of one article; `DEFINITIONS` says what each is.

    Attributes:
        tickets: Tickets that ask its question.
        link_accuracy: None if it was linked in no ticket of a recurring question.
        age_days: None if nobody knows.
    """

    article: str
    title: str
    origin: Origin
    state: State
    tickets: int
    linked: int
    link_accuracy: Share | None
    age_days: int | None
    known: int
    new: int


@dataclass(frozen=True, slots=True)
class Kcs:
    """The figures of all articles that are not archived, the most linked first, and of the desk.

    Attributes:
        articles: By times linked, then by tickets that ask their question.
        definitions: What each figure is, and how it is counted.
    """

    articles: tuple[ArticleFigures, ...]
    link_rate: Share
    known_share: Share
    definitions: Mapping[str, str] = field(default_factory=lambda: dict(DEFINITIONS))


def measure_kcs(
    tickets: Sequence[CleanTicket],
    clusters: Sequence[Cluster],
    articles: Sequence[Article],
    *,
    links: Links,
    changed: Mapping[str, date],
    today: date,
) -> Kcs:
    """Measure what articles do for the desk.

    Args:
        tickets: All that were learned from.
        clusters: Recurring questions; those that are documented say so.
        articles: Those written here and elsewhere.
        links: Names of the articles.
        changed: Day of each article's last change by slug, where it is known.
        today: Ages are counted to this day.
    """
    current = [each for each in articles if each.state != "archived"]
    desk = _Desk(tickets, clusters, current, links)
    figures = (desk.figures(each, changed.get(each.slug), today) for each in current)
    return Kcs(
        articles=tuple(sorted(figures, key=lambda each: (-each.linked, -each.tickets, each.article))),
        link_rate=wilson(sum(bool(desk.linked[ref]) for ref in desk.answered), len(desk.answered)),
        known_share=desk.known_share(),
    )


class _Desk:
    """The tickets by the articles linked in them and the questions they ask."""

    def __init__(
        self, tickets: Sequence[CleanTicket], clusters: Sequence[Cluster], articles: Sequence[Article], links: Links
    ) -> None:
        slugs = {each.slug for each in articles}
        self.tickets = tickets
        self.linked = {each.id: [slug for slug in links.of(each) if slug in slugs] for each in tickets}
        self.answered = [each.id for each in tickets if each.answer or self.linked[each.id]]
        self.members = {each.id: [ref for ref in each.member_ids if ref in self.linked] for each in clusters}
        self.question = {ref: name for name, refs in self.members.items() for ref in refs}
        self.linking: dict[str, list[str]] = defaultdict(list)
        for ref, found in self.linked.items():
            for slug in found:
                self.linking[slug].append(ref)
        self.own: dict[str, set[str]] = defaultdict(set)
        for article in articles:
            if article.cluster_id in self.members:
                self.own[article.slug].add(article.cluster_id)
        for cluster in clusters:
            if cluster.documented in slugs:
                self.own[cluster.documented].add(cluster.id)

    def figures(self, article: Article, changed: date | None, today: date) -> ArticleFigures:
        linking = self.linking[article.slug]
        asked = Counter(self.question[ref] for ref in linking if ref in self.question)
        own = self.own[article.slug] or set(sorted(asked, key=lambda name: (-asked[name], name))[:1])
        refs = [ref for name in sorted(own) for ref in self.members[name]]
        answered = set(self.answered).intersection(refs)
        known = len(answered.intersection(linking))
        return ArticleFigures(
            article=article.slug,
            title=article.title,
            origin=article.origin,
            state=article.state,
            tickets=len(refs),
            linked=len(linking),
            link_accuracy=wilson(sum(asked[name] for name in own), asked.total()) if asked else None,
            age_days=max(0, (today - changed).days) if changed else None,
            known=known,
            new=len(answered) - known,
        )

    def known_share(self) -> Share:
        newest = max((each.created_at.date() for each in self.tickets), default=date.min)
        since = newest - timedelta(days=RECENT_DAYS) if self.tickets else newest
        recent = [each.id for each in self.tickets if each.created_at.date() >= since]
        answerable = set().union(*self.own.values()) if self.own else set()
        known = sum(bool(self.linked[ref]) or self.question.get(ref) in answerable for ref in recent)
        return wilson(known, len(recent))
