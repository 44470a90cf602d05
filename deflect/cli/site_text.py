"""What a build did and refused, as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.pipeline.site import SiteBuilt

NEXT = {
    "leak": "Take it out, or list it under [privacy] keep if it is yours",
    "broken link": "Correct or remove it",
    "missing answer": "Write it, or remove the line",
    "not reviewed": "Read it, then write state: validated",
}


def refused_lines(built: SiteBuilt, workspace: Workspace) -> Iterator[str]:
    """One line for each reason why an article was refused: where, what and what to do."""
    for each in built.left_out:
        place = each.file.relative_to(workspace.root)
        yield f"{place}, line {each.line}: {each.kind}: {each.what}. {NEXT[each.kind]}."


def built_text(built: SiteBuilt) -> str:
    """Say in a few words what a build did."""
    pages = f"{built.pages:,} pages, {built.written:,} files new or changed. Open {built.home}"
    refused = len({each.article for each in built.refused})
    articles = "1 article" if built.articles == 1 else f"{built.articles:,} articles"
    if built.preview:
        return f"Preview of {articles}, {refused:,} of them not fit for publication. {pages}"
    return f"{articles} published, {refused:,} refused. {pages}"
