"""The file in which one reviewer judges one reply: the rubric in front matter, the redacted reply below."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deflect.cleaning.replies import Said, Shown
from deflect.errors import InputError
from deflect.kb.evidence import lines
from deflect.kb.keys import Keys, load
from deflect.report.quality.rubric import CRITERIA, HIGH, LOW, MARKS

FENCE = "---"
KEYS = ("reply", *CRITERIA, "note")
WHO = {"customer": "The customer wrote", "agent": "Support had answered"}


@dataclass(frozen=True, slots=True)
class Form:
    """What a reviewer wrote.

    Attributes:
        reply: Name of the reply.
        marks: By criterion, 1 to 4; those left blank are not there.
        note: In the reviewer's words; may be empty.
    """

    reply: str
    marks: Mapping[str, int]
    note: str = ""


def render(name: str, shown: Shown) -> str:
    """Write the file, with every mark blank.

    Args:
        name: Of the reply.
        shown: The reply as a peer sees it.
    """
    scale = ", ".join(f"{mark} {meaning}" for mark, meaning in MARKS.items())
    rows = (f"{f'{key}:':<10} # {meaning}" for key, meaning in CRITERIA.items())
    front = [f"reply: {name}", f"# Write a mark behind each colon: {scale}. Leave blank what you cannot judge.", *rows]
    front.append("note:      # what you would tell whoever wrote it; in quotes if it has a colon in it")
    skipped = [f"*{shown.skipped} further messages are not shown.*"] if shown.skipped else []
    first, *others = map(_said, shown.before)
    body = [f"# {_line(shown.subject) or 'Without a subject'}", first, *skipped, *others]
    return "\n".join([FENCE, *front, FENCE, ""]) + "\n" + "\n\n".join([*body, _reply(shown.reply)]) + "\n"


def read(text: str, path: Path) -> Form:
    r"""Read what a reviewer wrote.

    Args:
        text: Of the file, with `\n` line ends.
        path: Its place, for errors.

    Raises:
        InputError: The front matter is missing or has another key than the rubric, or a mark is none of 1 to 4.
        ArticleError: It is no YAML.
    """
    keys = load(_front(text, path), path)
    _refuse_unknown(keys, path)
    reply = keys.written.get("reply")
    if not isinstance(reply, str) or not reply.strip():
        step = "Put the line `reply: …` back; its name is the end of the file's name"
        raise InputError("nothing says which reply this is about", f"{path}, line 2", step)
    given = {name: _mark(name, keys, path) for name in CRITERIA}
    note = keys.written.get("note", "")
    if not isinstance(note, str):
        raise InputError("the note is no text", f"{path}, line {keys.line('note')}", "Write it in quotes")
    told = {name: mark for name, mark in given.items() if mark is not None}
    return Form(reply.strip(), told, note.strip())


def _front(text: str, path: Path) -> str:
    head, *rest = text.split("\n")
    end = next((place for place, line in enumerate(rest) if line.rstrip() == FENCE), None)
    if head.rstrip() != FENCE or end is None:
        step = "Begin the file with a line ---, and end the marks with another"
        raise InputError("the marks do not stand between two lines ---", f"{path}, line 1", step)
    return "".join(f"{line}\n" for line in rest[:end])


def _refuse_unknown(keys: Keys, path: Path) -> None:
    for name in keys.written:
        if name not in KEYS:
            near = difflib.get_close_matches(str(name), KEYS, n=1)
            step = f"Did you mean {near[0]}?" if near else f"Write one of {', '.join(KEYS)}"
            raise InputError("the rubric has no such criterion", f"{path}, line {keys.line(name)}", step)


def _mark(name: str, keys: Keys, path: Path) -> int | None:
    said = keys.written.get(name)
    if said is None or said in ("", "null", "~"):
        return None
    if isinstance(said, str) and said.strip() in map(str, MARKS):
        return int(said)
    step = f"Write a whole number from {LOW} to {HIGH}, or leave it blank"
    raise InputError(f"{name} has no mark of {LOW} to {HIGH}", f"{path}, line {keys.line(name)}", step)


def _said(each: Said) -> str:
    return f"## {WHO[each.author]}\n\n{_quoted(each.text)}"


def _reply(text: str) -> str:
    return f"## The reply to judge\n\n{_quoted(text)}"


def _quoted(text: str) -> str:
    """A quotation in which nothing begins a heading, and nothing loads or runs where the file is shown as a page."""
    return "\n".join(f"> {line if fenced else _harmless(line)}".rstrip() for line, fenced in lines(text))


def _line(text: str) -> str:
    return _harmless(" ".join(text.split()))


def _harmless(text: str) -> str:
    return text.replace("<", "&lt;").replace("![", "!\\[")
