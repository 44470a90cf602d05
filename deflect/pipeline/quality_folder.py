"""The folder of replies to review, and what is kept of its samples; nothing is written over a reviewer's marks."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deflect.errors import DeflectError, InputError, WorkspaceError
from deflect.plain import plain
from deflect.workspace import Workspace, atomic_write

if TYPE_CHECKING:
    from deflect.report.quality import Files, Form, Review, Sample

FORM = "deflect quality 1"


@dataclass(frozen=True, slots=True)
class Kept:
    """A sample as it is kept.

    Attributes:
        size: Replies that were wanted.
        shared: How many of them two reviewers were to get.
        reviewers: Folders of the reviewers.
        complete: Whether all files were written: from then on a missing one was taken away by somebody.
    """

    sample: Sample
    size: int
    shared: int
    reviewers: tuple[str, ...]
    complete: bool


def kept_samples(workspace: Workspace) -> list[Kept]:
    """Every sample drawn so far, oldest first.

    Raises:
        WorkspaceError: What is kept of one is damaged.
    """
    return [_load(path) for path in sorted(_folder(workspace).glob("*.json"))]


def keep(workspace: Workspace, kept: Kept) -> None:
    """Keep a sample; the caller holds the workspace's lock."""
    text = json.dumps({"form": FORM, **plain(kept)}, ensure_ascii=False, indent=1)
    atomic_write(_folder(workspace) / f"{kept.sample.week}.json", f"{text}\n".encode())


def write_form(workspace: Workspace, week: str, reviewer: str, name: str, text: str) -> bool:
    """Write a file for a reviewer, unless there is one; whether it was written."""
    path = workspace.quality / week / reviewer / name
    if path.exists():
        return False
    atomic_write(path, text.encode())
    return True


def gathered(workspace: Workspace, samples: Collection[Kept]) -> tuple[list[Review], Files]:
    """Read every mark that reviewers wrote.

    Returns:
        The reviews with a mark at least; and how many files have none or are gone, and what is wrong with others.
    """
    from deflect.report.quality import Files, Review

    reviews: list[Review] = []
    waiting = gone = 0
    problems: list[str] = []
    for each in samples:
        for reviewer in each.reviewers:
            drawn = {reply.name for reply in each.sample.replies if reviewer in reply.reviewers}
            forms, bad = _forms(workspace, each.sample.week, reviewer, drawn)
            problems += bad
            gone += max(len(drawn) - len(forms) - len(bad), 0)
            for form in forms.values():
                waiting += not form.marks
                if form.marks:
                    reviews.append(Review(each.sample.week, form.reply, reviewer, form.marks))
    return reviews, Files(waiting, gone, tuple(problems))


def forget(workspace: Workspace, refs: Collection[str]) -> None:
    """Take the replies in erased tickets out of every sample, with their files; the caller holds the lock."""
    for each in kept_samples(workspace):
        out = {reply.name for reply in each.sample.replies if reply.ticket in refs}
        if not out:
            continue
        for path in (workspace.quality / each.sample.week).rglob("*"):
            if path.is_file() and _is_about(path, out):
                path.unlink()
        left = tuple(reply for reply in each.sample.replies if reply.name not in out)
        keep(workspace, replace(each, sample=replace(each.sample, replies=left)))


def _forms(workspace: Workspace, week: str, reviewer: str, drawn: Collection[str]) -> tuple[dict[str, Form], list[str]]:
    """The forms of a reviewer by reply, and what is wrong with the others."""
    found: dict[str, Form] = {}
    problems = []
    for path in sorted((workspace.quality / week / reviewer).glob("*.md")):
        try:
            form = _form(path, path.relative_to(workspace.root), drawn)
            if form.reply in found:
                step = "Keep one of both files"
                raise InputError("the same reply is there twice", str(path.relative_to(workspace.root)), step)
            found[form.reply] = form
        except DeflectError as error:
            problems.append(str(error))
    return found, problems


def _form(path: Path, place: Path, drawn: Collection[str]) -> Form:
    from deflect.kb.front_matter import decoded, read_bytes
    from deflect.report.quality import read

    form = read(decoded(read_bytes(path), place), place)
    if form.reply not in drawn:
        step = "Put the line `reply: …` back; its name is the end of the file's name"
        raise InputError("this reply was not drawn for this reviewer", f"{place}, line 2", step)
    return form


def _is_about(path: Path, names: Collection[str]) -> bool:
    """Whether a file is about one of some replies: by its name, or, renamed or copied, by what stands in it."""
    content = path.read_bytes()
    return any(name in path.name or name.encode() in content for name in names)


def _load(path: Path) -> Kept:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["form"] == FORM:
            return _kept(found)
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        pass  # whatever it is, it is no sample; said below
    raise WorkspaceError("what is kept of a sample is damaged", str(path), "Restore it from a backup, or remove it")


def _kept(found: Mapping[str, Any]) -> Kept:
    from deflect.report.quality import Drawn, Sample

    of = found["sample"]
    replies = tuple(Drawn(**{**each, "reviewers": tuple(each["reviewers"])}) for each in of["replies"])
    sample = Sample(of["week"], tuple(of["by"]), dict(of["strata"]), replies)
    return Kept(sample, found["size"], found["shared"], tuple(found["reviewers"]), found["complete"])


def _folder(workspace: Workspace) -> Path:
    return workspace.state / "quality"


def names_of(reviewer: str, sample: Sample) -> Iterator[tuple[str, str]]:
    """A reviewer's replies, each with the name of its file, numbered in an order that tells nothing."""
    from deflect.report.quality import order_for

    for place, each in enumerate(order_for(reviewer, sample), start=1):
        yield each.name, f"{place:02}-{each.name}.md"
