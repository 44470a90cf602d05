"""The last wall before an article is written: nothing in it may identify a customer or open a door."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from deflect.kb.article_merge import renumbered
from deflect.kb.frame import LEAKED, MISSING
from deflect.types import Article, Sentence

Leaks = Callable[[str], Sequence[object]]
"""A text to what personal data and secrets are found in it."""

_HEADING_ALONE = re.compile(r"(?:^|\n)## [^\n]*(?=\n*(?:\n## |$))")


def without_leaks(article: Article, leaks: Leaks) -> Article | None:
    """Take out of a draft what leaks.

    Args:
        article: A draft: one sentence of its evidence a line.
        leaks: Finds personal data and secrets in a text.

    Returns:
        The article itself if nothing leaks; one without the sentences, phrasings and category that leak; None if its
        title or question leaks, or if what leaks cannot be told apart from the rest.
    """
    if not leaks(_everything(article)):
        return article
    if leaks(article.title) or leaks(article.question):
        return None
    category = "General" if leaks(article.category) else article.category
    asked = tuple(text for text in article.also_asked if not leaks(text))
    safe = replace(_without_sentences(article, leaks), category=category, also_asked=asked)
    return None if leaks(_everything(safe)) else safe


def _everything(article: Article) -> str:
    return "\n\n".join((article.title, article.question, article.category, *article.also_asked, article.answer))


def _without_sentences(article: Article, leaks: Leaks) -> Article:
    answer, start = article.answer, 0
    kept: list[Sentence] = []
    for sentence in article.evidence:
        place = answer.find(sentence.text, start)
        if leaks(sentence.text):
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
