"""Articles without an erased customer: their tickets, what only they support, and what only they said.

What people wrote is left alone: each sentence is taken out by a merge of its own, so that a person's edit of one keeps
that one and no other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from deflect.kb.article_merge import merge_articles, renumbered
from deflect.kb.evidence import without_refs
from deflect.kb.frame import MISSING
from deflect.kb.front_matter import divide, parse, render
from deflect.types import Article

NOTHING_LEFT = f"{MISSING} What should the customer do? The tickets that said it are gone."


@dataclass(frozen=True, slots=True)
class Gone:
    """An erased customer, as articles may show them.

    Attributes:
        refs: Of their tickets.
        is_theirs: Whether a text is something that only they said.
        questions: Ids of the recurring questions that they asked, each with its label without them.
        customers: How many others stand behind an article.
        least: Different customers who must stand behind an article.
    """

    refs: Collection[str]
    is_theirs: Callable[[str], bool]
    questions: Mapping[str, str] = field(default_factory=dict)
    customers: Callable[[Article], int] = lambda _: 3
    least: int = 3


@dataclass(frozen=True, slots=True)
class Rewrite:
    """An article without an erased customer, to be written.

    Attributes:
        key: Id of its recurring question, or its own.
        path: Its file; None if people deleted it.
        target: What the file is called from now on.
        text: For the file.
        base: Its last draft; None if there is none.
        proposal: The draft that waits beside it; None if there is none.
        withdrawn: Whether too few customers are left behind it.
        kept: Whether people had edited a sentence that only the customer supported.
    """

    key: str
    slug: str
    path: Path | None
    target: Path | None
    text: str | None
    base: str | None
    proposal: str | None
    withdrawn: bool = False
    kept: bool = False


def draft_without(text: str, gone: Gone, path: Path, called: tuple[str, str] | None = None) -> tuple[str, ...]:
    """Take an erased customer out of a draft, one sentence a time.

    Args:
        text: A draft as it was written.
        gone: The customer.
        path: Of the draft, for errors.
        called: Title and slug from now on, if those it has are the customer's words.

    Returns:
        The draft after each step, the last without the customer; empty if they are not in it.
    """
    steps: list[str] = []
    found = parse(text, path)
    article = found.article
    if called and article.title != called[0]:
        article = replace(article, title=called[0], question=called[0], slug=called[1])
        steps.append(render(article, found.extra))
    asked = tuple(each for each in article.also_asked if not gone.is_theirs(each))
    if asked != article.also_asked:
        article = replace(article, also_asked=asked)
        steps.append(render(article, found.extra))
    while (place := _unsupported(article, gone)) is not None:
        article = _without_sentence(article, place)
        steps.append(render(article, found.extra))
    last = steps[-1] if steps else text
    bare = _without_refs(last, gone, path)
    return tuple(steps) if bare == last else (*steps, bare)


def edited_without(text: str, draft: str, steps: Collection[str], gone: Gone, path: Path) -> tuple[str, bool]:
    """Take an erased customer out of a text that people may have edited.

    Args:
        text: As people left it.
        draft: What they began with.
        steps: As `draft_without` gives them for that draft.
        gone: The customer.
        path: Of the text, for errors.

    Returns:
        The text without their tickets and what people left unedited of theirs; and whether people had edited some.
    """
    kept = False
    before = draft
    for after in steps:
        merged = merge_articles(before, text, after, path)
        kept = kept or merged is None
        text = text if merged is None else merged
        before = after
    return _without_refs(text, gone, path), kept


def with_key(text: str, key: str, value: str, path: Path) -> str:
    """Set a key of an article's front matter and leave every other byte as it is.

    Args:
        text: The article.
        key: One of those that hold a single word.
        value: A word that YAML takes as it is.
        path: Of the article, for errors.
    """
    front, body = divide(text, path)
    line = re.compile(rf"(?m)^{key}[ \t]*:.*$")
    new = f"{key}: {value}"
    front = line.sub(new, front, count=1) if line.search(front) else f"{front}{new}\n"
    return f"---\n{front}---\n{body}"


def _unsupported(article: Article, gone: Gone) -> int | None:
    for place, each in enumerate(article.evidence):
        left = set(each.evidence) - set(gone.refs)
        if not left or (len(left) < len(each.evidence) and gone.is_theirs(each.text)):
            return place
    return None


def _without_sentence(article: Article, place: int) -> Article:
    """The article without one sentence of its evidence, and the line it stood on if that is empty then."""
    answer, start = article.answer, 0
    for sentence in article.evidence[:place]:
        start = answer.find(sentence.text, start) + len(sentence.text)
    start = answer.find(article.evidence[place].text, start)
    stop = start + len(article.evidence[place].text)
    first, last = answer.rfind("\n", 0, start) + 1, answer.find("\n", stop)
    last = len(answer) if last < 0 else last
    rest = (answer[first:start].rstrip(), answer[stop:last].strip())
    is_mark = re.fullmatch(r"\s*([-*+]|\d{1,9}[.)])?", rest[0])
    line = "" if is_mark and not rest[1] else f"{answer[first:start]}{rest[1]}\n".replace("  ", " ")
    body = re.sub(r"\n{3,}", "\n\n", answer[:first] + line + answer[last + 1 :]).strip("\n")
    evidence = article.evidence[:place] + article.evidence[place + 1 :]
    if not body or (not evidence and MISSING not in body):
        return replace(article, answer=NOTHING_LEFT, evidence=())
    return replace(article, answer=renumbered(body), evidence=evidence)


def _without_refs(text: str, gone: Gone, path: Path) -> str:
    front, body = divide(text, path)
    bare = without_refs(body, gone.refs)
    return text if bare == body else f"---\n{front}---\n{bare}"
