"""The last wall before an article is written: nothing in it may identify a customer or open a door."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from deflect.kb.article_merge import renumbered
from deflect.kb.frame import LEAKED, MISSING
from deflect.types import Article, Sentence

Leaks = Callable[[str], Sequence[object]]
"""A text to what personal data and secrets are found in it, or to what too few people said."""

GENERAL = "General"
_HEADING_ALONE = re.compile(r"(?:^|\n)## [^\n]*(?=\n*(?:\n## |$))")


def without_leaks(article: Article, leaks: Leaks, strange: Leaks | None = None) -> Article | None:
    """Take out of a draft what may not be published.

    Args:
        article: A draft: one sentence of its evidence a line.
        leaks: Finds personal data and secrets in a text.
        strange: Finds words that too few people used; asked about what tickets say, not about deflect's own words.

    Returns:
        The article itself if nothing is found; one without the sentences, phrasings and category in which something
        is; None if it is in its title or question, or if it cannot be told apart from the rest.
    """

    def found(text: str) -> bool:
        return bool(leaks(text) or (strange and strange(text)))

    if not leaks(_everything(article)) and not any(map(found, _from_tickets(article))):
        return article
    if found(article.title) or found(article.question):
        return None
    category = GENERAL if found(article.category) else article.category
    asked = tuple(text for text in article.also_asked if not found(text))
    safe = replace(_without_sentences(article, found), category=category, also_asked=asked)
    return None if leaks(_everything(safe)) else safe


def _everything(article: Article) -> str:
    return "\n\n".join((article.title, article.question, article.category, *article.also_asked, article.answer))


def _from_tickets(article: Article) -> Iterator[str]:
    """What an article says in the words of tickets."""
    category = () if article.category == GENERAL else (article.category,)
    yield from (article.title, article.question, *category, *article.also_asked)
    yield from (sentence.text for sentence in article.evidence if not _is_own(sentence))


def _is_own(sentence: Sentence) -> bool:
    """Whether deflect wrote a sentence: one that says what is missing, and points at tickets."""
    return sentence.text.startswith(MISSING)


def _without_sentences(article: Article, found: Callable[[str], bool]) -> Article:
    answer, start = article.answer, 0
    kept: list[Sentence] = []
    for sentence in article.evidence:
        place = answer.find(sentence.text, start)
        if found(sentence.text) and not _is_own(sentence):
            start = answer.rfind("\n", 0, place) + 1
            answer = _without_lines(answer, start, place + len(sentence.text))
        else:
            kept.append(sentence)
            start = place + len(sentence.text)
    answer = _HEADING_ALONE.sub("", answer).strip("\n")
    if not kept and MISSING not in answer:
        return replace(article, answer=LEAKED, evidence=())
    return replace(article, answer=renumbered(answer), evidence=tuple(kept))


def _without_lines(text: str, start: int, stop: int) -> str:
    before, after = text[:start], text[stop:].removeprefix("\n")
    return before + (after.lstrip("\n") if not before or before.endswith("\n\n") else after)
