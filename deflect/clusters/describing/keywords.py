"""The words that tell a recurring question from the others: log-odds with an informative prior, in standard errors.

As Monroe, Colaresi and Quinn, "Fightin' Words" (Political Analysis 16, 2008) weigh the words of two groups against
each other, with what everybody writes as the prior: a word that a few use by chance is drawn to the average, and the
difference is divided by its error. Customers are counted instead of words, so that neither a long log nor a customer
with thirty tickets makes a keyword; and each language is compared with itself. Class-based TF-IDF (Grootendorst,
"BERTopic", 2022) was tried on the same tickets: for large questions it names what the whole desk writes, such as the
product and "e-mail".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deflect.clusters.describing.terms import Terms, alike, parts
from deflect.types import CleanTicket

MOST = 6
"""Keywords of a question, at most."""

FEWEST_CUSTOMERS = 3
"""Customers of a question who must use a word, for privacy: what fewer write may be theirs alone."""

SURE = 2.0
"""Least difference of a word, in standard errors. Higher: fewer words, each more surely the question's own."""

HELD_TOGETHER = 0.5
"""Share of a word's customers who must use a phrase for it to stand in the word's place; higher: fewer phrases."""

_LOOKED_AT = 60


def keywords(groups: Sequence[Sequence[CleanTicket]], tickets: Sequence[CleanTicket]) -> list[tuple[str, ...]]:
    """Find the words and phrases that set each question apart.

    Args:
        groups: The tickets of each question, at most one question a ticket.
        tickets: All tickets, those of the groups among them.

    Returns:
        For each group up to `MOST` words or pairs of words, most telling first, as customers mostly write them. None
        is a stop word, a placeholder or a number, and each is used by at least `FEWEST_CUSTOMERS` of the group's
        customers.
    """
    known = Terms()
    counts = _count(groups, tickets, known)
    found = []
    for number in range(len(groups)):
        own = counts.group == number
        found.append(_chosen(counts.term[own], counts.customers[own], _scores(counts, own), known))
    return found


@dataclass(frozen=True, slots=True)
class _Counts:
    """Terms that enough customers of a group use; all arrays have one row for each pair of a group and a term.

    Attributes:
        customers: Of the group, that use the term.
        of_group: Of the group, that write the term's language.
        users: Of all, that use the term.
        of_all: Of all, that write its language.
    """

    group: NDArray[np.int64]
    term: NDArray[np.int64]
    customers: NDArray[np.int64]
    of_group: NDArray[np.int64]
    users: NDArray[np.int64]
    of_all: NDArray[np.int64]


def _count(groups: Sequence[Sequence[CleanTicket]], tickets: Sequence[CleanTicket], known: Terms) -> _Counts:
    group_of = {ticket.id: number for number, group in enumerate(groups) for ticket in group}
    people: dict[str, int] = {}
    spread = [known.of(ticket.question, ticket.language) for ticket in tickets]
    person = _repeated([people.setdefault(ticket.customer, len(people)) for ticket in tickets], spread)
    group = _repeated([group_of.get(ticket.id, -1) for ticket in tickets], spread)
    vocabulary, term = np.unique(np.concatenate([*spread, np.zeros(0, np.int64)]), return_inverse=True)
    _, users = _people(term, person, len(people))
    of_group = group >= 0
    places, customers = _people((group * len(vocabulary) + term)[of_group], person[of_group], len(people))
    enough = customers >= FEWEST_CUSTOMERS
    group, place = np.divmod(places[enough], max(len(vocabulary), 1))
    terms = vocabulary[place]
    languages = known.languages(terms)
    everybody = _writers([tickets], np.zeros_like(group), languages)
    return _Counts(group, terms, customers[enough], _writers(groups, group, languages), users[place], everybody)


def _repeated(values: Sequence[int], spread: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Each value as often as its ticket has terms."""
    return np.repeat(np.array(values, dtype=np.int64), [len(terms) for terms in spread])


def _people(
    places: NDArray[np.int64], person: NDArray[np.int64], people: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The different places, ascending, and how many different people are at each."""
    found, counts = np.unique(np.unique(places * people + person) // max(people, 1), return_counts=True)
    return found, counts


def _writers(
    groups: Sequence[Sequence[CleanTicket]], group: NDArray[np.int64], languages: Sequence[str]
) -> NDArray[np.int64]:
    """Count, for each row, the customers of its group who write its language."""
    writers: defaultdict[tuple[int, str], set[str]] = defaultdict(set)
    for number, members in enumerate(groups):
        for ticket in members:
            writers[number, ticket.language].add(ticket.customer)
    sizes = {key: len(customers) for key, customers in writers.items()}
    return np.array([sizes[key] for key in zip(group.tolist(), languages, strict=True)], dtype=np.int64)


def _scores(counts: _Counts, rows: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How many standard errors a group's use of each term lies above everybody else's."""
    inside, of_group = counts.customers[rows], counts.of_group[rows]
    outside = counts.users[rows] - inside
    of_others = counts.of_all[rows] - of_group
    weight = of_group.astype(np.float64)  # what everybody writes counts as much as what the group does
    prior = weight * counts.users[rows] / counts.of_all[rows]
    gain = _log_odds(inside + prior, of_group + weight) - _log_odds(outside + prior, of_others + weight)
    scores: NDArray[np.float64] = gain / np.sqrt(1 / (inside + prior) + 1 / (outside + prior))
    return scores


def _log_odds(part: NDArray[np.float64], whole: NDArray[np.float64]) -> NDArray[np.float64]:
    odds: NDArray[np.float64] = np.log(part / (whole - part + 1.0))
    return odds


def _chosen(
    terms: NDArray[np.int64], customers: NDArray[np.int64], scores: NDArray[np.float64], known: Terms
) -> tuple[str, ...]:
    phrases = _phrases(terms, customers)
    best = np.argsort(-scores, kind="stable")[:_LOOKED_AT]
    chosen: list[int] = []
    used: list[str] = []
    for term in terms[best[scores[best] >= SURE]].tolist():
        # A pair with a particle is taken for the whole of its verb or not at all: "log in", but not "password in".
        for choice in phrases.get(term, []) + ([] if known.is_phrasal(term) else [term]):
            stems = known.stems(choice)
            if not any(alike(stem, other) for stem in stems for other in used):
                chosen.append(choice)
                used += stems
    return tuple(known.written(term) for term in chosen[:MOST])


def _phrases(terms: NDArray[np.int64], customers: NDArray[np.int64]) -> dict[int, list[int]]:
    """The pairs that most users of a word use it in, by word, the one with the most customers first."""
    users = dict(zip(terms.tolist(), customers.tolist(), strict=True))
    found: defaultdict[int, list[int]] = defaultdict(list)
    for pair in sorted(users, key=lambda term: (-users[term], term)):
        words = parts(pair)
        for word in words if len(words) == 2 else ():
            if users[pair] >= HELD_TOGETHER * users.get(word, np.inf):
                found[word].append(pair)
    return found
