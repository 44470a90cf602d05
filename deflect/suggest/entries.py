"""What a question can be similar to: articles in the words of their title, questions and answer, and past tickets.

A past ticket is evidence: it votes for the article of its recurring question and for the articles that agents linked
in it. A ticket without either votes for nothing, and counts against whatever stands beside it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from deflect.suggest import passages
from deflect.types import Article, CleanTicket, Cluster, Origin, State

VOTES = 4
EVIDENCE_TICKETS = 100_000
QUESTIONS = 12
LINKING_CUSTOMERS = 2
NO_ARTICLE = -1


@dataclass(frozen=True, slots=True)
class Target:
    """An article that may be suggested.

    Attributes:
        article: Its slug; for a linked one the slug or address that agents used.
        questions: Its title, question and the other ways people ask it, without repetition.
        passages: Its answer in pieces; empty for a linked one.
        url: Where customers read it, None if nowhere yet.
        state: The article's; one known by its links alone counts as validated.
    """

    article: str
    title: str
    language: str
    origin: Origin
    questions: tuple[str, ...]
    passages: tuple[str, ...]
    url: str | None = None
    state: State = "validated"


@dataclass(frozen=True, slots=True)
class Entries:
    """Everything a question is compared with: questions of all targets, then their passages, then tickets.

    Attributes:
        texts: (n,) what is compared.
        votes: (n, `VOTES`) int32 positions of the targets an entry votes for, `NO_ARTICLE` where it has fewer.
        passage_starts: (targets + 1,) int64 where each target's passages start.
        tickets: Refs of the tickets, which are the last entries.
    """

    texts: tuple[str, ...]
    votes: NDArray[np.int32]
    passage_starts: NDArray[np.int64]
    tickets: tuple[str, ...]

    @property
    def first_ticket(self) -> int:
        """Position of the first ticket."""
        return len(self.texts) - len(self.tickets)


def recent(tickets: Sequence[CleanTicket], limit: int = EVIDENCE_TICKETS) -> list[int]:
    """Positions of the newest tickets, in order of time."""
    order = sorted(range(len(tickets)), key=lambda at: (tickets[at].created_at, tickets[at].id))
    return order[-limit:]


def targets(articles: Iterable[Article], tickets: Sequence[CleanTicket], base_url: str = "") -> tuple[Target, ...]:
    """List what may be suggested, articles known only by their links included.

    Archived and internal articles, and those whose answer is only `MISSING:`, are left out and stay out if linked.

    Args:
        articles: All articles.
        tickets: Tickets whose links are learned from.
        base_url: Address of the help centre; empty if it is not known.

    Returns:
        By slug, each slug once.
    """
    known = {article.slug: article for article in articles}
    written = [_written(article, base_url) for article in known.values() if suggestible(article)]
    linked = [_linked(slug, languages) for slug, languages in _links(tickets).items() if slug not in known]
    return tuple(sorted(written + linked, key=lambda target: target.article))


def suggestible(article: Article) -> bool:
    """Whether an article may be suggested at all: current, public, and with something in its answer."""
    if article.state == "archived" or article.audience == "internal":
        return False
    return article.origin == "linked" or passages.answers(article.answer)


def ticket_votes(
    tickets: Sequence[CleanTicket], found: Sequence[Target], articles: Iterable[Article], clusters: Sequence[Cluster]
) -> list[tuple[int, ...]]:
    """Tell which targets each ticket votes for: those linked in it, then its recurring question's.

    Returns:
        For each ticket, positions in `found`, at most `VOTES`.
    """
    place = {target.article: at for at, target in enumerate(found)}
    of_ticket = articles_of_tickets(articles, clusters)
    return [_votes(ticket, of_ticket, place) for ticket in tickets]


def articles_of_tickets(articles: Iterable[Article], clusters: Sequence[Cluster]) -> dict[str, str]:
    """Map the ref of each ticket of a recurring question that has an article to that article's slug."""
    documented = {cluster.id: cluster.documented for cluster in clusters if cluster.documented}
    of_cluster = {article.cluster_id: article.slug for article in articles if article.cluster_id} | documented
    return {
        ref: of_cluster[cluster.id] for cluster in clusters if cluster.id in of_cluster for ref in cluster.member_ids
    }


def linked_slugs(ticket: CleanTicket) -> tuple[str, ...]:
    """The articles that agents linked in a ticket, without mail addresses and queries, which can hold a token."""
    return tuple(dict.fromkeys(slug for slug in map(_address, ticket.articles) if slug and "@" not in slug))


def gather(found: Sequence[Target], tickets: Sequence[CleanTicket], votes: Sequence[tuple[int, ...]]) -> Entries:
    """Put targets and tickets into one list of entries."""
    questions = [(text, (at,)) for at, target in enumerate(found) for text in target.questions]
    parts = [(f"{target.title}\n{text}", (at,)) for at, target in enumerate(found) for text in target.passages]
    asked = [(ticket.question, vote) for ticket, vote in zip(tickets, votes, strict=True)]
    rows = [*questions, *parts, *asked]
    starts = np.cumsum([len(questions), *(len(target.passages) for target in found)])
    return Entries(
        texts=tuple(text for text, _ in rows),
        votes=vote_table([vote for _, vote in rows]),
        passage_starts=starts.astype(np.int64),
        tickets=tuple(ticket.id for ticket in tickets),
    )


def vote_table(votes: Sequence[tuple[int, ...]]) -> NDArray[np.int32]:
    """Turn lists of votes into rows of equal length."""
    table = np.full((len(votes), VOTES), NO_ARTICLE, dtype=np.int32)
    for row, vote in enumerate(votes):
        table[row, : len(vote)] = vote
    return table


def _votes(ticket: CleanTicket, of_ticket: Mapping[str, str], place: Mapping[str, int]) -> tuple[int, ...]:
    slugs = [*linked_slugs(ticket), of_ticket.get(ticket.id, "")]
    return tuple(dict.fromkeys(place[slug] for slug in slugs if slug in place))[:VOTES]


def _written(article: Article, base_url: str) -> Target:
    asked = (article.title, article.question, *article.also_asked)
    distinct = {text.casefold(): text for text in reversed(asked) if text.strip()}
    return Target(
        article=article.slug,
        title=article.title,
        language=article.language,
        origin=article.origin,
        questions=tuple(dict.fromkeys(distinct[text.casefold()] for text in asked if text.strip()))[:QUESTIONS],
        passages=passages.split(article.answer),
        url=_page(article, base_url),
        state=article.state,
    )


def _page(article: Article, base_url: str) -> str | None:
    if article.url is not None:
        return article.url or None
    return article_url(article.slug, base_url) if article.state == "validated" else None  # no other has a page


def _linked(slug: str, languages: Counter[str]) -> Target:
    title = readable(slug)
    language = min(languages, key=lambda code: (-languages[code], code))
    return Target(slug, title, language, "linked", (title,), (), slug if _is_address(slug) else None)


def _links(tickets: Iterable[CleanTicket]) -> dict[str, Counter[str]]:
    """Languages of the tickets that each slug is linked in; what only one customer was sent may be private to them."""
    languages: dict[str, Counter[str]] = defaultdict(Counter)
    customers: dict[str, set[str]] = defaultdict(set)
    for ticket in tickets:
        for slug in linked_slugs(ticket):
            languages[slug][ticket.language] += 1
            customers[slug].add(ticket.customer)
    return {slug: found for slug, found in languages.items() if len(customers[slug]) >= LINKING_CUSTOMERS}


def article_url(slug: str, base_url: str) -> str | None:
    """Address of an article's page on the help centre, None if the help centre's is not known."""
    return f"{base_url.rstrip('/')}/articles/{quote(slug)}.html" if base_url else None


def readable(slug: str) -> str:
    """Make a title of a slug or address: `https://x.org/kb/cannot-log-in.html` becomes `Cannot log in`."""
    last = slug.rstrip("/").rsplit("/", 1)[-1]
    words = re.sub(r"[-_+\s]+|%20", " ", re.sub(r"\.(?:html?|php|md|aspx?)$", "", last)).strip()
    return words[:1].upper() + words[1:] or slug


def _address(slug: str) -> str:
    return re.split(r"[?#]", slug, maxsplit=1)[0].rstrip("/")


def _is_address(slug: str) -> bool:
    return slug.startswith(("https://", "http://"))
