"""Which articles the links of agents lead to, however they were written: as a slug or as an address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from deflect.kb.documentation.addresses import in_text, last_part, normal
from deflect.types import Article, CleanTicket


@dataclass(frozen=True, slots=True)
class Links:
    """Names of articles: normal addresses, slugs, and last parts of addresses that only one article has."""

    slugs: Mapping[str, str]

    @classmethod
    def to(cls, articles: Iterable[Article], base_url: str = "") -> Links:
        """The names of articles.

        Args:
            articles: An earlier one is preferred where two have a name.
            base_url: Address of the help centre built here; empty if it is not known.

        Returns:
            The names; one that two articles could have without an address leads to neither.
        """
        given = tuple(articles)
        lasts = Counter(last_part(each.url) for each in given if each.url)
        names: dict[str, str] = {}
        for each in given:
            names.setdefault(each.slug, each.slug)
            for address in filter(None, (each.url, _here(each, base_url))):
                names.setdefault(normal(address), each.slug)
        for each in given:
            if each.url and lasts[last_part(each.url)] == 1:
                names.setdefault(last_part(each.url), each.slug)
        return cls({name: slug for name, slug in names.items() if name})

    def slug(self, link: str) -> str | None:
        """The article that a slug or an address leads to."""
        return self.slugs.get(normal(link))

    def of(self, ticket: CleanTicket) -> tuple[str, ...]:
        """Slugs of the articles that agents linked in a ticket: those the ticket system noted, and those in the answer.

        Args:
            ticket: What was redacted in its answer is not found.
        """
        found = map(self.slug, (*ticket.articles, *in_text(ticket.answer or "")))
        return tuple(dict.fromkeys(slug for slug in found if slug))

    def resolved(self, tickets: Sequence[CleanTicket]) -> list[CleanTicket]:
        """Tickets whose links name articles by their slugs where the article is known."""
        return [self._resolved(ticket) for ticket in tickets]

    def _resolved(self, ticket: CleanTicket) -> CleanTicket:
        noted = (self.slug(link) or link for link in ticket.articles)
        articles = tuple(dict.fromkeys((*noted, *self.of(ticket))))
        return ticket if articles == ticket.articles else replace(ticket, articles=articles)


def _here(article: Article, base_url: str) -> str:
    return f"{base_url.rstrip('/')}/articles/{quote(article.slug)}" if base_url and article.url is None else ""
