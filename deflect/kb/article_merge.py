"""Three-way merge of articles: front matter key by key, the body line by line.

People's word counts: a key that they changed stays as they left it, whatever the draft says. Evidence behind a
sentence and the numbers of steps change with every run and are no one's edit: they never make a conflict.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from deflect.kb.evidence import COMMENT, lines
from deflect.kb.front_matter import divide
from deflect.kb.merge import merge

_KEY = re.compile(r"^([^\s#:'\"-][^:]*?)\s*:(?=\s|$)")
_STEP = re.compile(r"^(\d{1,4})\.(?= )")
_LISTS = ("also_asked", "related")


@dataclass(frozen=True, slots=True)
class _BodyLine:
    """A line that compares by its text: without its evidence, and without its number if it is a step."""

    text: str
    is_evidence: bool = False
    is_code: bool = False
    number: str = field(default="", compare=False)
    evidence: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.number}{self.text}{self.evidence}"


def merge_articles(base: str, ours: str, theirs: str, path: Path) -> str | None:
    """Bring a new draft and people's edits of the last one together.

    Args:
        base: Text of the last draft; empty if it is not known.
        ours: Text of the file as people left it.
        theirs: Text of the new draft.
        path: Of the file, for errors.

    Returns:
        The merged text, or None if both changed the same lines of the answer differently.

    Raises:
        ArticleError: A text has no front matter.
    """
    base_front, base_body = divide(base, path) if base else ("", "")
    our_front, our_body = divide(ours, path)
    their_front, their_body = divide(theirs, path)
    body = merge(_body(base_body), _body(our_body), _body(their_body), _keep)
    if body is None:
        return None
    body = _without_deleted(body, _body(base_body), _body(our_body))
    front = _merge_front(chunks(base_front), chunks(our_front), chunks(their_front))
    text = "\n".join(map(str, renumber(body)))
    return f"---\n{front}---\n{text}"


def renumber(body: list[_BodyLine]) -> list[_BodyLine]:
    """Count the steps of each list that begins with 1 anew; code and indented lines do not end a list."""
    counted: list[_BodyLine] = []
    number = 0
    for line in body:
        if line.number and (number or line.number == "1."):
            number += 1
            line = replace(line, number=f"{number}.")
        elif line.text.strip() and not line.is_code and not line.text[0].isspace():
            number = 0
        counted.append(line)
    return counted


def renumbered(text: str) -> str:
    """Count the steps of each list in Markdown anew, as after lines were taken out."""
    return "\n".join(map(str, renumber(_body(text))))


def _without_deleted(merged: list[_BodyLine], base: list[_BodyLine], ours: list[_BodyLine]) -> list[_BodyLine]:
    """Take out what people took out and the draft only moved: to a merge, the moved line is a new one."""
    fences = {line for line in base if line.is_code and line.text.lstrip().startswith(("```", "~~~"))}
    deleted = {line for line in base if line.text.strip()} - set(ours) - fences
    return [line for line in merged if line not in deleted]


def _keep(base: _BodyLine, ours: _BodyLine, theirs: _BodyLine) -> _BodyLine:
    return ours if ours.evidence != base.evidence else theirs


def _body(text: str) -> list[_BodyLine]:
    return [_body_line(line, bool(fenced)) for line, fenced in lines(text)]


def _body_line(line: str, code: bool) -> _BodyLine:
    if code:
        return _BodyLine(line, is_code=True)
    found = list(COMMENT.finditer(line))
    evidence = line[found[-1].start() :] if found and not line[found[-1].end() :].strip() else ""
    text = line[: len(line) - len(evidence)]
    step = _STEP.match(text)
    number = step.group() if step else ""
    return _BodyLine(text[len(number) :], bool(evidence) and not text, number=number, evidence=evidence)


def chunks(front: str) -> dict[str, list[str]]:
    """Each key with its lines, as written; comments and blank lines go with the key above them."""
    found: dict[str, list[str]] = {}
    key = ""
    for line in front.splitlines(keepends=True):
        named = _KEY.match(line)
        key = named.group(1) if named else key
        found.setdefault(key, []).append(line)
    return found


def _merge_front(base: dict[str, list[str]], ours: dict[str, list[str]], theirs: dict[str, list[str]]) -> str:
    merged = {key: _merge_key(key, base.get(key), lines, theirs.get(key)) for key, lines in ours.items()}
    added = {key: lines for key, lines in theirs.items() if key not in ours and key not in base}
    return "".join(line for chunk in (*merged.values(), *added.values()) for line in chunk)


def _merge_key(key: str, base: list[str] | None, ours: list[str], theirs: list[str] | None) -> list[str]:
    if ours == base:
        return theirs or []
    if theirs is None or theirs == base:
        return ours
    both = merge(base, ours, theirs) if key in _LISTS and base else None
    return both or ours
