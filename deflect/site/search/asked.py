"""Past tickets → the words that customers use for an article, none of which is one customer's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from deflect.site.search.folding import tokenise
from deflect.site.search.languages import rules


def wording(tickets: Mapping[str, Sequence[tuple[str, str]]], language: str, least: int) -> dict[str, dict[str, float]]:
    """Find the words by which customers ask for each article.

    Args:
        tickets: By article the tickets that asked for it: the customer's pseudonym, and what they wrote.
        language: Of the articles.
        least: Fewest different customers, of all tickets given, who used a word. Higher: fewer words that belong to a
            few customers (precision), fewer that later customers use too (recall).

    Returns:
        By article its words, folded, each with the share of the article's customers who used it, above 0 to 1.
    """
    known = rules(language)
    used: dict[str, dict[str, set[str]]] = {}
    everybody: defaultdict[str, set[str]] = defaultdict(set)
    for article, asked in tickets.items():
        mine = used[article] = defaultdict(set)
        for customer, text in asked:
            for token in set(tokenise(text, known)):
                mine[token].add(customer)
                everybody[token].add(customer)
    customers = {article: len({customer for customer, _ in asked}) for article, asked in tickets.items()}
    return {
        article: {
            token: len(who) / customers[article]
            for token, who in sorted(words.items())
            if len(everybody[token]) >= least
        }
        for article, words in used.items()
    }
