"""Articles in an editor: opened with both answers where two wait, and no typed line lost, whatever is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deflect.errors import ArticleError
from deflect.kb.edits import marked_line, with_both
from deflect.kb.front_matter import parse, read_text
from deflect.pipeline.table import Reviewed, Table, keep, lay, review_of, reviewed
from deflect.pipeline.unsaved import folder_of
from deflect.workspace import Workspace, atomic_write


@dataclass(frozen=True, slots=True)
class Opened:
    """An article as it is opened in an editor.

    Attributes:
        text: To edit: the file's; where a new draft waits beside it, both answers between markers; or what was kept of
            an earlier edit that could not be read.
        basis: The file's text.
    """

    article: str
    text: str
    basis: str


def open_article(workspace: Workspace, article: str) -> Opened:
    """Open an article to edit it.

    Args:
        workspace: Only read.
        article: Its slug.

    Raises:
        UsageError: There is no such article.
    """
    table = lay(workspace, article)
    proposal, kept = table.proposal, _kept(table)
    if kept.exists():
        return Opened(article, read_text(kept), table.text)
    text = with_both(table.text, proposal, table.path) if proposal else table.text
    return Opened(article, text, table.text)


def edit(workspace: Workspace, opened: Opened, text: str, by: str) -> Reviewed:
    """Write what a person made of an article; a new draft beside it is settled by that.

    Args:
        workspace: Locked while this runs.
        opened: As it was before.
        text: As it is to be.
        by: Who edited it.

    Raises:
        ArticleError: It cannot be read, still has markers of two answers, or the file was changed meanwhile. The text
            is kept, and is what the next edit begins with.
    """
    with workspace.lock("review edit"):
        table = lay(workspace, opened.article)
        if text == opened.basis and not table.proposal:
            _kept(table).unlink(missing_ok=True)
            return reviewed(review_of(workspace, "edit", opened.article, by), table, changed=False)
        _or_keep(table, text, lambda kept: _check(table, opened, text, kept))
        review = review_of(workspace, "edit", opened.article, by)
        keep(table, text, review)
        _kept(table).unlink(missing_ok=True)
        slug = parse(text, table.path).article.slug
        return reviewed(review, lay(workspace, slug), next_step=f"deflect review accept {slug}")


def closed_unsaved(workspace: Workspace, opened: Opened) -> Reviewed:
    """Tell that an editor was closed without saving; the article is as it was, unless the file itself was edited."""
    table = lay(workspace, opened.article)
    changed = table.text != opened.basis
    return reviewed(review_of(workspace, "edit", opened.article, ""), table, changed=changed)


def _check(table: Table, opened: Opened, text: str, kept: Path) -> None:
    line = marked_line(text)
    if line is not None:
        step = f"Keep one of them: deflect review edit {table.slug}"
        raise ArticleError("two answers still stand side by side", f"{kept}, line {line}", step)
    if table.text != opened.basis:
        step = f"Take over what is new there: deflect review edit {table.slug}"
        raise ArticleError("the article was changed while you edited it", f"{table.path}; yours is in {kept}", step)
    parse(text, kept)
    table.library.check(table.path, text)


def _or_keep(table: Table, text: str, check: Callable[[Path], None]) -> None:
    """Keep an edit that cannot be taken, so that nothing a person typed is lost."""
    kept = _kept(table)
    try:
        check(kept)
    except ArticleError:
        atomic_write(kept, text.encode())
        raise


def _kept(table: Table) -> Path:
    return folder_of(table.workspace) / f"{table.slug}.md"
