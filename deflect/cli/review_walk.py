"""`deflect review` in a terminal: one article after the other, a key for each decision."""

from __future__ import annotations

import difflib
import shutil
import textwrap
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from deflect.cli.editor import edited
from deflect.cli.review_text import card_text, said
from deflect.errors import DeflectError
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.pipeline.review import Waiting
    from deflect.pipeline.table import Reviewed

KEYS = {
    "a": "accept", "v": "view", "e": "edit", "r": "reject", "m": "merge", "s": "skip", "u": "undo", "q": "quit",
}  # fmt: skip
STOP = ("q", "\x03", "\x04", "\x1b")
AROUND = 10
"""Lines of the terminal that the answer leaves free for what stands above and below it."""

Action = Callable[[Workspace, "Waiting", str], "Reviewed"]


def walk(workspace: Workspace, waiting: tuple[Waiting, ...], by: str) -> None:
    """Show one article after the other and do what the keys say, until all were seen or somebody quits.

    Args:
        workspace: Locked only while a decision is written.
        waiting: In order.
        by: Who decides.
    """
    decided = 0
    for number, first in enumerate(waiting, start=1):
        item: Waiting | None = first
        while item is not None:
            _show(workspace, item, f"{number} of {len(waiting)}")
            key = _key()
            if key in STOP:
                _end(workspace, decided, len(waiting))
                return
            item, done = _step(workspace, item, key, by)
            decided += done
    _end(workspace, decided, len(waiting))


def _step(workspace: Workspace, item: Waiting, key: str, by: str) -> tuple[Waiting | None, int]:
    """Do what a key says; returns what to show of this article, None to go on to the next, and decisions taken."""
    from deflect.pipeline.review import find

    if key == "s":
        return None, 0
    if key == "v":
        click.echo_via_pager("\n".join(_answer(workspace, item)) + "\n")
        return item, 0
    try:
        done = _ACTIONS[key](workspace, item, by)
    except DeflectError as error:
        click.secho(f"deflect: {error}", fg="red")
        return item, 0
    except click.Abort:
        click.echo()
        return item, 0
    width = shutil.get_terminal_size().columns
    click.secho("\n" + "\n".join(_wrapped(said(done), width)), fg="green")
    again = find(workspace, item.article) if key in ("e", "u") else None
    if key == "u":
        return again, -1
    return again, int(done.changed and again is None)  # what was edited may wait still


def _accept(workspace: Workspace, item: Waiting, by: str) -> Reviewed:
    from deflect.pipeline.reviewing import accept

    return accept(workspace, item.article, by)


def _edit(workspace: Workspace, item: Waiting, by: str) -> Reviewed:
    from deflect.pipeline.editing import closed_unsaved, edit, open_article

    opened = open_article(workspace, item.article)
    text = edited(opened.text)
    return closed_unsaved(workspace, opened) if text is None else edit(workspace, opened, text, by)


def _reject(workspace: Workspace, item: Waiting, by: str) -> Reviewed:
    from deflect.pipeline.reviewing import reject

    return reject(workspace, item.article, click.prompt("Why (Ctrl-C: not after all)"), by)


def _merge(workspace: Workspace, item: Waiting, by: str) -> Reviewed:
    from deflect.pipeline.reviewing import merge

    into = click.prompt("Into which article (Ctrl-C: not after all)", default=item.other or None)
    return merge(workspace, item.article, into, by)


def _undo(workspace: Workspace, _item: Waiting, by: str) -> Reviewed:
    from deflect.pipeline.reviewing import undo

    return undo(workspace, "", by)


_ACTIONS: dict[str, Action] = {"a": _accept, "e": _edit, "r": _reject, "m": _merge, "u": _undo}


def _key() -> str:
    """The next key that means something."""
    while True:
        try:
            key = click.getchar().lower()
        except (KeyboardInterrupt, EOFError):
            return "q"
        if key in KEYS or key in STOP:
            return key


def _show(workspace: Workspace, item: Waiting, place: str) -> None:
    width, height = shutil.get_terminal_size()
    title, *rest = card_text(item).split("\n")
    head = (click.style(part, bold=True) for part in _wrapped(f"{place}  {title}", width))
    click.echo("\n".join(("", "─" * min(width, 100), *head)))
    click.echo("\n".join(part for line in rest for part in _wrapped(line, width)) + "\n")
    lines = [part for line in _answer(workspace, item) for part in _wrapped(line, width)]
    room = max(height - AROUND, 5)
    click.echo("\n".join(lines[:room]))
    if len(lines) > room:
        click.echo(f"… {len(lines) - room} more lines: press v to read them all")
    click.echo("\n" + " ".join(f"[{click.style(key, bold=True)}] {name}" for key, name in KEYS.items()))


def _answer(workspace: Workspace, item: Waiting) -> list[str]:
    """The article's answer; where a new draft waits beside it, what would change."""
    from deflect.pipeline.table import answers

    now, new = answers(workspace, item.article)
    if new is None:
        return now.split("\n")
    changed = difflib.unified_diff(now.split("\n"), new.split("\n"), "your article", "new draft", lineterm="", n=2)
    colours = {"+": "green", "-": "red"}
    return [click.style(line, fg=colours.get(line[:1])) for line in changed]


def _wrapped(line: str, width: int) -> list[str]:
    """Break a line between words; one that is indented or coloured keeps its form."""
    plain = len(click.unstyle(line)) <= width or line != line.lstrip() or line != click.unstyle(line)
    return [line] if plain else textwrap.wrap(line, width, break_long_words=False)


def _end(workspace: Workspace, decided: int, waiting: int) -> None:
    from deflect.pipeline.table import publishing

    left = waiting - max(decided, 0)
    more = f" {left:,} still wait." if left else " That was all."
    click.echo(f"\nDecided about {max(decided, 0):,}.{more} Publish: {publishing(workspace)}")
