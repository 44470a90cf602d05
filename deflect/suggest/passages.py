"""An article's answer cut into passages: what a suggestion shows, instead of the whole page."""

from __future__ import annotations

import re
from collections.abc import Iterator

PASSAGE_CHARACTERS = 700
MISSING = "MISSING:"

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HEADING = re.compile(r"#{1,6}(?:\s|$)")
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s")


def split(answer: str) -> tuple[str, ...]:
    """Cut an answer where it can be cut: between sections and paragraphs, never inside a list or a code block.

    Lines marked `MISSING:` and comments are left out: they are notes to the editor. So are a draft's sections that say
    what customers see and use: they are near every question, and answer none. A cause stays with its fix, and no
    passage of an answer that names a fix is without it: another way is worth little to who never saw the first.

    Args:
        answer: Markdown.

    Returns:
        Passages in order, each with the heading above it. A passage passes `PASSAGE_CHARACTERS` only if one block
        does, or to hold the fix. Empty if nothing in the answer answers.
    """
    from deflect.kb.frame import DESCRIBING, EXPLAINING

    found: list[str] = []
    heading = open_text = above = name = ""
    for block in _blocks(_COMMENT.sub("", answer)):
        if _is_heading(block):
            joins = name in EXPLAINING and bool(open_text)
            heading = above = block
            name = block.lstrip("# ")
            if not joins or name in DESCRIBING:
                found.append(open_text)
                open_text = ""
        elif name in DESCRIBING:
            continue
        elif open_text and len(open_text) + len(block) > PASSAGE_CHARACTERS and not _belongs(open_text, block):
            found.append(open_text)
            open_text, above = _join(heading, block), ""
        else:
            open_text, above = _join(open_text, _join(above, block)), ""
    return _with_the_fix([text for text in [*found, open_text] if text])


def _with_the_fix(found: list[str]) -> tuple[str, ...]:
    place = next((number for number, text in enumerate(found) if _fixes(text)), None)
    if place is None:
        return tuple(found)
    fix = found[place]
    before = [f"{text}\n\n{fix}" for text in found[:place]]
    return (*before, fix, *(text if _fixes(text) else f"{fix}\n\n{text}" for text in found[place + 1 :]))


def _fixes(text: str) -> bool:
    from deflect.kb.frame import FIXING

    return any(_is_heading(block) and block.lstrip("# ") in FIXING for block in _blocks(text))


def answers(answer: str) -> bool:
    """Whether an answer says anything besides what is missing."""
    return bool(split(answer))


def _blocks(text: str) -> Iterator[str]:
    lines: list[str] = []
    for line in _kept_lines(text):
        if line is None:
            if lines:
                yield "\n".join(lines)
            lines = []
        elif _HEADING.match(line) and not lines:
            yield line.strip()
        else:
            lines.append(line)
    if lines:
        yield "\n".join(lines)


def _kept_lines(text: str) -> Iterator[str | None]:
    """Yield the lines of a text, None for a place where it may be cut."""
    fence = ""
    for line in text.splitlines():
        mark = _FENCE.match(line)
        if fence:
            fence = "" if mark and mark.group(1).startswith(fence) else fence
            yield line
        elif mark:
            fence = mark.group(1)
            yield line
        elif MISSING in line:
            yield None
        elif _HEADING.match(line):
            yield from (None, line, None)
        else:
            yield line if line.strip() else None


def _is_heading(block: str) -> bool:
    return "\n" not in block and bool(_HEADING.match(block))


def _belongs(before: str, block: str) -> bool:
    """Whether a block continues the one before: an item after an item, or anything after a line that ends in `:`."""
    last = before.rsplit("\n", 1)[-1]
    return last.rstrip().endswith(":") or bool(_ITEM.match(block) and _ITEM.match(last))


def _join(before: str, block: str) -> str:
    return f"{before}\n\n{block}" if before else block
