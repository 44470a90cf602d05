"""What the vendor says in public already: a draft may use every word of it."""

from __future__ import annotations

from collections.abc import Iterator

from deflect.clusters.decided.questions_file import FILE_NAME, load
from deflect.errors import InputError
from deflect.kb import Library
from deflect.types import Article
from deflect.workspace import Workspace

COMMENT = "#"


def own_texts(workspace: Workspace) -> Iterator[str]:
    """Give the vendor's name, the words in `words.txt` and the settings, and what people wrote: articles and names.

    A drafted article is none of these: what tickets say would otherwise vouch for itself.

    Args:
        workspace: Only read.

    Raises:
        InputError: `words.txt` is not UTF-8, or `questions.yaml` cannot be read.
        ArticleError: An article cannot be read.
    """
    settings = workspace.settings
    yield from (settings.vendor.name, *settings.vendor.addresses, *settings.privacy.keep)
    yield from _listed(workspace)
    for decision in load(workspace.root / FILE_NAME):
        yield from (decision.label, *(part.label for part in decision.parts))
    for article in Library(workspace.kb, workspace.base).articles():
        if article.origin == "imported" and article.audience == "public":
            yield _said(article)


def _listed(workspace: Workspace) -> Iterator[str]:
    """The lines of words.txt but for comments, which begin with `# `, so that `#channel` is a word."""
    if not workspace.words.exists():
        return
    try:
        text = workspace.words.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("the file is not UTF-8", str(workspace.words), "Save it as UTF-8") from error
    yield from (line for line in text.splitlines() if line.split()[:1] != [COMMENT])


def _said(article: Article) -> str:
    return "\n".join((article.title, article.question, article.category, *article.also_asked, article.answer))
