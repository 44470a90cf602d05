"""Ask later tickets of what the earlier ones knew: the one way in which confidence is fitted and judged.

Nothing of a ticket that is asked is among what it is asked of: the evidence is earlier tickets only, without links in a
conversation that was still going on; articles known by their links are those linked earlier; and the text of drafted
articles is left out, because it was drafted from all tickets, the one asked perhaps included. So is that of existing
documentation that was changed later. What remains is that recurring questions were found on all tickets at once, so
that a later ticket helped to shape the question it is then found to belong to. A ticket that was answered otherwise
than its question's others is therefore none of them: its agent's answer does not come from the words that found the
question. On a desk whose questions are known, the risk holds with that and did not without (`python -m
benchmarks.suggest truth`). Links are independent of all this.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.models import Index
from deflect.suggest import decide, entries, fitting, profiles, words
from deflect.suggest.calibration import Calibration
from deflect.suggest.entries import Entries, Target
from deflect.suggest.fitting import Asked
from deflect.suggest.otherwise import answered_otherwise, without
from deflect.suggest.retrieval import FEATURES, NEIGHBOURS, Ranking, by_vectors, by_words, rank
from deflect.suggest.risk import ASKED_SHARE
from deflect.types import Article, CleanTicket, Cluster

FITTED_TICKETS = 6_000
FITTED_STRETCHES = 4

Encode = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Known:
    """Since when what a past holds was known: calibration and backtest are told the same, or they judge two pasts.

    Attributes:
        settled: When each ticket's conversation ended, by ref: what was linked in it is known from then on; from its
            creation on where nothing is said.
        changed: Day of the last change of articles that were not drafted, by slug: before it, their own words are not
            known. Where nothing is said, they are taken to have been there all along.
        customers: A drafted article is there once so many customers asked its question.
    """

    settled: Mapping[str, datetime] = field(default_factory=dict)
    changed: Mapping[str, date] = field(default_factory=dict)
    customers: int = 1


@dataclass(frozen=True)
class History:
    """Past tickets in order of time, with all that is needed to replay any stretch of them.

    Attributes:
        tickets: Oldest first.
        vectors: (n, d) unit rows, of the tickets' questions.
        hashes: For each ticket the hashes of its words.
        articles: All articles as they are now.
        clusters: Recurring questions, each with the tickets that were answered alike; empty to judge by links alone.
        encode: Texts to (n, d) unit rows, for the articles' own words.
        known: Since when what is linked and written was known.
        heard: What people said of suggestions: for a ticket's ref, whether an article is right. It overrules links and
            recurring questions.
    """

    tickets: Sequence[CleanTicket]
    vectors: NDArray[np.float32]
    hashes: Sequence[NDArray[np.uint64]]
    articles: Sequence[Article]
    clusters: Sequence[Cluster]
    encode: Encode
    known: Known = Known()
    heard: Mapping[str, Mapping[str, bool]] = field(default_factory=dict)

    def until(self, end: int) -> History:
        """The oldest tickets, before position `end`."""
        return dataclasses.replace(
            self, tickets=self.tickets[:end], vectors=self.vectors[:end], hashes=self.hashes[:end]
        )

    def with_links_only(self) -> History:
        """The same past, but only what agents linked tells which article is right; drafted articles take no part."""
        articles = [article for article in self.articles if article.origin != "drafted"]
        return dataclasses.replace(self, clusters=(), articles=articles)


@dataclass(frozen=True)
class Replayed:
    """What was found for tickets that were asked.

    Attributes:
        targets: The articles there were.
        tickets: The tickets asked, oldest first.
        rankings: For each, its candidates.
        truth: For each, the slugs that are right; empty if no article answers it.
        frequent: Positions of the articles by number of votes among the earlier tickets, most first.
    """

    targets: tuple[Target, ...]
    tickets: tuple[CleanTicket, ...]
    rankings: tuple[Ranking, ...]
    truth: tuple[frozenset[str], ...]
    frequent: tuple[int, ...]

    @property
    def slugs(self) -> frozenset[str]:
        """The articles' slugs."""
        return frozenset(target.article for target in self.targets)

    def right(self, at: int) -> NDArray[np.bool_]:
        """For one ticket, whether each of its candidates is right."""
        slugs = [self.targets[target].article for target in self.rankings[at].targets]
        return np.array([slug in self.truth[at] for slug in slugs], dtype=bool)


def history(
    tickets: Sequence[CleanTicket],
    vectors: NDArray[Any],
    articles: Sequence[Article],
    clusters: Sequence[Cluster],
    encode: Encode,
    known: Known = Known(),
) -> History:
    """Bring the newest tickets into the order of time.

    Args:
        tickets: n tickets in any order.
        vectors: (n, d) unit rows, one a ticket.
        articles: All articles.
        clusters: Recurring questions.
        encode: Texts to unit rows.
        known: Since when what is linked and written was known; all along where nothing is said.
    """
    order = entries.recent(tickets)
    kept = [tickets[at] for at in order]
    hashes = words.hashed_texts(ticket.question for ticket in kept)
    rows = np.ascontiguousarray(vectors[order], dtype=np.float32)
    alike = without(clusters, answered_otherwise(kept, clusters, encode))
    return History(kept, rows, hashes, articles, alike, encode, known)


def replay(past: History, split: int, limit: int | None = None, *, unjudged: bool = False) -> Replayed:
    """Ask the tickets from a position on of those before it.

    Args:
        past: All tickets.
        split: Position of the first ticket to ask.
        limit: Ask at most this many, the newest.
        unjudged: Ask those too that cannot be judged.

    Returns:
        Tickets that can be judged: with recurring questions all of them, else those in which an agent linked something.
    """
    found, known = _known_before(past, split)
    truth = _truth(past)
    asked = [at for at in range(split, len(past.tickets)) if unjudged or _judged(past, truth, at)]
    asked = asked[-limit:] if limit else asked
    return Replayed(
        targets=found,
        tickets=tuple(past.tickets[at] for at in asked),
        rankings=_rankings(past, split, asked, found, known),
        truth=tuple(truth[at] for at in asked),
        frequent=_by_frequency(known.votes[known.first_ticket :], len(found)),
    )


def _nothing_held(_: str) -> str:
    return ""


def calibrate(past: History, held: Callable[[str], str] = _nothing_held) -> Calibration:
    """Fit confidence on the newest half of a past, each stretch of it asked of all that was before.

    What people said of suggestions enters here and nowhere else: their ticket is one example like any other, with what
    they said in place of what was linked. So it moves confidence at the next fit, by its part of all examples.

    Args:
        past: All tickets to learn from.
        held: Why a question is left to a person whatever the answer, empty if it is not: none of those is measured.
    """
    first = max(int(len(past.tickets) * (1 - ASKED_SHARE)), len(past.tickets) - FITTED_TICKETS)
    starts = np.linspace(first, len(past.tickets), FITTED_STRETCHES + 1).astype(int)
    return fitting.fit(
        [
            each
            for start, end in itertools.pairwise(starts.tolist())
            if start < end
            for each in asked_of(replay(past.until(end), start), held)
        ]
    )


def asked_of(found: Replayed, held: Callable[[str], str] = _nothing_held) -> list[Asked]:
    """Give what confidence is fitted to, without the questions that are held back."""
    return [
        Asked(found.rankings[at].features, found.right(at), _own(found, at))
        for at, ticket in enumerate(found.tickets)
        if not held(ticket.question)
    ]


def _own(found: Replayed, at: int) -> NDArray[np.bool_]:
    language = decide.main_language(found.tickets[at].language)
    return np.array([found.targets[target].language == language for target in found.rankings[at].targets], dtype=bool)


def _known_before(past: History, split: int) -> tuple[tuple[Target, ...], Entries]:
    earlier, articles = _earlier(past, split), _there(past, split)
    found = tuple(_as_known(target, past, split) for target in entries.targets(articles, earlier))
    votes = entries.ticket_votes(earlier, found, articles, past.clusters)
    return found, entries.gather(found, earlier, votes)


def _earlier(past: History, split: int) -> list[CleanTicket]:
    """The tickets before a position, those whose conversation goes on at that time without what is linked in it."""
    settled = past.known.settled
    if not settled or split >= len(past.tickets):
        return list(past.tickets[:split])
    now = past.tickets[split].created_at
    return [
        dataclasses.replace(ticket, articles=()) if settled.get(ticket.id, ticket.created_at) >= now else ticket
        for ticket in past.tickets[:split]
    ]


def _there(past: History, split: int) -> list[Article]:
    """Articles that there could be by then: a drafted one needs customers who asked its question."""
    asked: dict[str, set[str]] = defaultdict(set)
    of_ticket = entries.articles_of_tickets(past.articles, past.clusters)
    for ticket in past.tickets[:split]:
        if ticket.id in of_ticket:
            asked[of_ticket[ticket.id]].add(ticket.customer)
    return [
        article
        for article in past.articles
        if article.origin != "drafted" or not past.clusters or len(asked[article.slug]) >= past.known.customers
    ]


def _as_known(target: Target, past: History, split: int) -> Target:
    """An article without words that may not have been written yet."""
    changed = past.known.changed.get(target.article)
    later = changed is not None and split < len(past.tickets) and changed >= past.tickets[split].created_at.date()
    return dataclasses.replace(target, questions=(), passages=()) if later or target.origin == "drafted" else target


def _rankings(
    past: History, split: int, asked: Sequence[int], found: Sequence[Target], known: Entries
) -> tuple[Ranking, ...]:
    if not asked or not known.texts or not found:
        nothing = Ranking(np.zeros(0, dtype=np.int64), np.zeros(0), np.zeros((0, len(FEATURES))))
        return (nothing,) * len(asked)
    own_texts = known.texts[: known.first_ticket]
    own = past.encode(own_texts) if own_texts else np.zeros((0, past.vectors.shape[1]), dtype=np.float32)
    vectors = np.concatenate([own, past.vectors[:split]]).astype(np.float32)
    index, learned = Index.build(vectors, k=NEIGHBOURS), profiles.learn(known.votes, vectors, len(found))
    posted = words.build([*words.hashed_texts(own_texts), *past.hashes[:split]])
    scores, near = index.search(past.vectors[list(asked)], NEIGHBOURS)
    return tuple(
        rank(
            by_vectors(near[row], scores[row]),
            by_words(posted.score_hashes(past.hashes[at])),
            known.votes,
            learned.of(past.vectors[at]),
        )
        for row, at in enumerate(asked)
    )


def _truth(past: History) -> list[frozenset[str]]:
    """The slugs that are right for each ticket: those linked in it, and the article of its recurring question."""
    place = {article.slug for article in past.articles if entries.suggestible(article)}
    by_cluster = entries.articles_of_tickets(past.articles, past.clusters)
    known = ({by_cluster[ticket.id]} & place if ticket.id in by_cluster else set() for ticket in past.tickets)
    found = (frozenset(entries.linked_slugs(ticket)) | own for ticket, own in zip(past.tickets, known, strict=True))
    return [_overruled(truth, past.heard.get(each.id, {})) for each, truth in zip(past.tickets, found, strict=True)]


def _overruled(truth: frozenset[str], heard: Mapping[str, bool]) -> frozenset[str]:
    return frozenset({*truth, *(slug for slug, right in heard.items() if right)}) - {
        slug for slug, right in heard.items() if not right
    }


def _judged(past: History, truth: Sequence[frozenset[str]], at: int) -> bool:
    """Whether it can be told which answers to a ticket are right."""
    return bool(past.clusters or truth[at] or past.tickets[at].id in past.heard)


def _by_frequency(votes: NDArray[np.int32], count: int) -> tuple[int, ...]:
    given = np.bincount(votes[votes >= 0], minlength=count)
    return tuple(int(at) for at in np.argsort(-given, kind="stable"))
