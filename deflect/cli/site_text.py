"""What a build did and refused, as text."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from deflect.cli.output import typed
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.kb import Refusal
    from deflect.pipeline.site import SiteBuilt

NEXT = {
    "leak": "Take it out, or list it under [privacy] keep if it is yours",
    "broken link": "Correct or remove it",
    "missing answer": "Write it, or remove the line",
    "not reviewed": "Read it, then write state: validated",
    "unknown article": "Correct or remove it",
}


SHOWN = 10


def problem_lines(problems: Iterable[Refusal], workspace: Workspace) -> Iterator[str]:
    """Say what is wrong with articles: where, what and what to do, for the first of each kind.

    Args:
        problems: In order of their kinds.
        workspace: Files are told by their place in it.
    """
    for kind, group in itertools.groupby(problems, key=lambda each: each.kind):
        found = list(group)
        for each in found[:SHOWN]:
            place = each.file.relative_to(workspace.root)
            yield f"{place}, line {each.line}: {kind}: {each.what}. {NEXT[kind]}."
        if len(found) > SHOWN:
            yield f"… and {len(found) - SHOWN:,} more: {kind}; --json lists all"


def built_text(built: SiteBuilt, workspace: Workspace, *, strict: bool = False) -> str:
    """Say in a few words what a build did, and what to do next.

    Args:
        built: What it did.
        workspace: For the commands to type next.
        strict: Whether it was to publish all or nothing.
    """
    if strict and built.left_out:
        number = len({each.article for each in built.left_out})
        why = "an article was refused" if number == 1 else f"{number:,} articles were refused"
        return f"Nothing published, because {why} and --strict was given; {built.home.parent} is as it was"
    pages = f"{built.pages:,} pages, {built.written:,} files new or changed. Open {built.home}"
    refused = {each.article for each in built.refused}
    waiting = len(refused & built.waiting)
    articles = "1 article" if built.articles == 1 else f"{built.articles:,} articles"
    if built.preview:
        out = {each.article for each in built.left_out}
        left = f"; {len(out):,} left out" if out else ""
        return f"Preview of {articles}, {len(refused - out):,} of them not fit for publication{left}. {pages}"
    wait = f", {waiting:,} waiting for review" if waiting else ""
    lines = [f"{articles} published, {len(refused) - waiting:,} refused{wait}. {pages}"]
    if waiting:
        lines.append(f"Next: {typed('deflect review', workspace.root)}")
        lines.append(f"To see drafts as well: {typed('deflect build --drafts', workspace.root)}")
    return "\n".join(lines)
