"""The entries of `questions.yaml` as they are written, and what is wrong with one that is no decision."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from deflect.clusters.decided.decisions import Decision
from deflect.errors import InputError

SYNTAX = "Correct that line; a text with a colon or a quotation mark in it goes in quotes. Then: deflect run"
LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as it is written.

    Attributes:
        number: Of the entry in the file, from 1.
        values: Every value a string, a list or a mapping.
        line: That it begins on, from 1.
        lines: That each of its keys stands on.
    """

    number: int
    values: Mapping[str, Any]
    line: int
    lines: Mapping[str, int]


def entries(text: str, path: Path) -> Iterator[Entry]:
    """Read the entries of the file, whatever they say.

    Args:
        text: YAML: a list of entries.
        path: Names the file in errors.

    Returns:
        Each entry, in the order of the file.

    Raises:
        InputError: Not YAML, no list, or an entry without keys.
    """
    try:
        node = yaml.compose(text, LOADER)
        if node is None or node.value == "":
            return
        if not isinstance(node, yaml.SequenceNode):
            raise InputError("the decisions are no list", f"{path}, line 1", "Begin each decision with `- decision:`")
        for number, each in enumerate(node.value, start=1):
            yield _entry(number, each, path)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "a value that YAML does not allow"
        where = f"{path}, line {mark.line + 1 if mark else 1}"
        raise InputError(f"the decisions are not valid YAML: {problem}", where, SYNTAX) from error


def _entry(number: int, node: yaml.Node, path: Path) -> Entry:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise InputError(f"decision {number} has no keys", f"{path}, line {line}", "Write it as `key: value` lines")
    lines = {str(key.value): key.start_mark.line + 1 for key, _ in node.value}
    return Entry(number, _plain(node), line, lines)


def _plain(node: yaml.Node) -> Any:
    if isinstance(node, yaml.MappingNode):
        values: dict[str, Any] = {}
        for key, value in node.value:
            if str(key.value) in values:
                raise yaml.MarkedYAMLError(problem=f"the key {key.value} is there twice", problem_mark=key.start_mark)
            values[str(key.value)] = _plain(value)
        return values
    if isinstance(node, yaml.SequenceNode):
        return [_plain(each) for each in node.value]
    return node.value


def explained(error: ValidationError, entry: Entry, path: Path) -> InputError:
    """Say where an entry is no decision, and what to do about it.

    Args:
        error: What pydantic found.
        entry: The entry.
        path: Names the file.

    Returns:
        The error to raise: it names the line of the key, and for an unknown key the one that was probably meant.
    """
    first = error.errors()[0]
    place = ".".join(str(part + 1 if isinstance(part, int) else part) for part in first["loc"])
    key = str(first["loc"][0]) if first["loc"] else ""
    where = f"{path}, line {entry.lines.get(key, entry.line)}, decision {entry.number}"
    if first["type"] == "extra_forbidden":
        known = [field.alias or name for name, field in Decision.model_fields.items()]
        near = difflib.get_close_matches(key, known, n=1)
        step = f"Did you mean {near[0]}?" if near else f"It may have: {', '.join(known)}"
        return InputError(f"unknown key {place}", where, step)
    said = first["msg"].removeprefix("Value error, ")
    next_step = "Correct that entry, or remove it, then: deflect run"
    return InputError(f"{place}: {said}" if place else said, where, next_step)
