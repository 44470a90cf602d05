"""What in the articles may not be shown to anybody, whatever their state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from deflect.cleaning import Cleaner
from deflect.cleaning.redaction import Leak
from deflect.kb import Library
from deflect.types import Article
from deflect.workspace import Workspace

Find = Callable[[str], Sequence[Leak]]


def leaks_of(workspace: Workspace, cleaner: Cleaner) -> Find:
    """Find leaks but for values that the owner listed as theirs, such as the support line's number."""
    return _but_listed(workspace, cleaner.leaks)


def leaks_in_articles(workspace: Workspace, cleaner: Cleaner) -> Find:
    """Find leaks likewise in what an owner answers for: hosts and addresses reserved for examples are nobody's."""
    return _but_listed(workspace, partial(cleaner.leaks, own=True))


def _but_listed(workspace: Workspace, leaks: Find) -> Find:
    listed = {_bare(value) for value in workspace.settings.privacy.keep}
    return lambda text: [leak for leak in leaks(text) if _bare(text[leak.start : leak.end]) not in listed]


def tight(articles: Iterable[Article], workspace: Workspace, cleaner: Cleaner) -> tuple[Article, ...]:
    """Keep articles that leak from being suggested: they are as good as internal until somebody mends them.

    Args:
        articles: Of the workspace, and others.
        workspace: Its own articles are looked through.
        cleaner: Of the workspace.

    Raises:
        ArticleError: An article cannot be read.
    """
    found = Library(workspace.kb, workspace.base).refusals(leaks_in_articles(workspace, cleaner))
    leaking = {each.article for each in found if each.kind == "leak"}
    return tuple(replace(each, audience="internal") if each.slug in leaking else each for each in articles)


def _bare(value: str) -> str:
    return "".join(char for char in value.casefold() if char.isalnum() or char == "@")
