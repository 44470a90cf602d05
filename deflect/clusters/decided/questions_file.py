"""`questions.yaml`: what people decided about recurring questions, to read, edit and keep under version control.

    - decision: merge
      question: q-1f6a2b3c4d
      with: [q-77aa0b1c2d]
      reason: The same menu entry under two names
      on: 2026-11-22
      parts:
      - question: q-1f6a2b3c4d
        asks: How do I export all bookings?
        tickets: [desk:101, desk:108]
      - …

deflect adds to the end and leaves what is there as it is, comments too. Every decision names its tickets, so that it
can be kept whatever a later run finds. `deflect.clusters.decided.deciding` says what the decisions come to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from deflect.clusters.decided.decisions import Decision, Decisions, Part
from deflect.clusters.decided.entries import LOADER, entries, explained
from deflect.errors import InputError
from deflect.workspace import atomic_write

FILE_NAME = "questions.yaml"
HEAD = """\
# Your decisions about recurring questions, oldest first. `deflect run` keeps to them.
# deflect adds to the end. You may edit, reorder and remove entries, and keep this file under version control.

"""
WIDTH = 110
USUAL_REF = re.compile(r"[A-Za-z_][\w.-]*:[\w./@-]*\w", re.ASCII)


def load(path: Path) -> Decisions:
    """Read the decisions of a workspace.

    Args:
        path: `questions.yaml`; a missing or empty one holds none.

    Returns:
        Decisions in the order of the file.

    Raises:
        InputError: Not UTF-8, not YAML, or an entry does not fit; names the file, the line and what to do.
    """
    return parse(_read(path), path) if path.exists() else ()


def parse(text: str, path: Path) -> Decisions:
    """Read decisions from the file's text.

    Args:
        text: YAML: a list of entries.
        path: Names the file in errors.

    Returns:
        Decisions in the order of the file.

    Raises:
        InputError: As for `load`.
    """
    found = []
    for entry in entries(text, path):
        try:
            found.append(Decision.model_validate(entry.values))
        except ValidationError as error:
            raise explained(error, entry, path) from error
    return tuple(found)


def add(path: Path, decision: Decision) -> None:
    """Write a decision at the end of the file, in one step; what is there stays as it is.

    Args:
        path: `questions.yaml`; made if missing.
        decision: Its tickets are written in full.

    Raises:
        InputError: The file cannot be read, or nothing can be added to it as it is.
    """
    old = _read(path) if path.exists() and _read(path).strip() else HEAD
    known = parse(old, path)
    addition = _render(decision, _indent(old))
    new = old + ("" if old.endswith("\n") else "\n") + ("\n" if known else "") + addition
    if not _says(new, path, (*known, decision)):
        raise InputError(
            "a decision cannot be added to this file", str(path), "Write it as a list, each entry after `- `, and save"
        )
    _write(path, new)


def forget(path: Path, gone: Set[str], is_theirs: Callable[[str], bool] = lambda _: False) -> int:
    """Take the refs of tickets that were erased out of the file; everything else stays as it is.

    Args:
        path: `questions.yaml`; a missing one names none.
        gone: Refs of tickets.
        is_theirs: Whether only they said what a question was called; `asks` is emptied then.

    Returns:
        How many mentions were taken out.

    Raises:
        InputError: The file cannot be read.
    """
    if not gone or not path.exists():
        return 0
    text = _read(path)
    expected = tuple(_without(decision, gone, is_theirs) for decision in parse(text, path))
    # The loader in C counts places in another unit than characters.
    node = yaml.compose(text, yaml.BaseLoader)
    lists = [each for each in _ticket_lists(node) if not gone.isdisjoint(each.refs)]
    changes = [(each.start, each.end, each.without(gone)) for each in lists]
    changes += [(*_place(each, text), "''") for each in _asked(node) if is_theirs(each.value)]
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    if changes and not _says(text, path, expected):
        step = f"Remove them by hand from its lists of tickets: {', '.join(sorted(gone))}"
        raise InputError("erased tickets cannot be taken out of this file", str(path), step)
    if changes:
        _write(path, text)
    return sum(ref in gone for each in lists for ref in each.refs)


class _Flow(list[str]):
    """A list written in brackets, wrapped."""


class _Dumper(yaml.SafeDumper):
    """Quotes no more than the base loader needs, which takes `on` and `no` for the words they are."""

    yaml_implicit_resolvers: Any = {}  # noqa: RUF012 - PyYAML's own name for it

    def analyze_scalar(self, scalar: str) -> Any:
        """Say that a usual ref needs no quotes, and that what cannot be seen, such as a line's end, is written out."""
        found: Any = super().analyze_scalar(scalar)
        found.allow_flow_plain = found.allow_flow_plain or bool(USUAL_REF.fullmatch(scalar))
        if not scalar.isprintable():
            found.allow_flow_plain = found.allow_block_plain = found.allow_single_quoted = False
        return found

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - PyYAML's contract
        """Write equal values in full each time."""
        return True


_Dumper.add_representer(
    _Flow, lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)
)


def _render(decision: Decision, indent: str) -> str:
    values = {
        "decision": decision.decision,
        "question": decision.question,
        "asks": decision.asks,
        "with": _Flow(decision.others),
        "label": decision.label,
        "reason": decision.reason,
        "on": decision.on.isoformat() if decision.on else "",
        "parts": [_written(part.model_dump() | {"tickets": _Flow(part.tickets)}) for part in decision.parts],
        "tickets": _Flow(decision.tickets),
    }
    text: str = yaml.dump([_written(values)], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH)
    return "".join(f"{indent}{line}\n" for line in text.rstrip("\n").split("\n"))


def _written(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def _indent(text: str) -> str:
    """The blanks before the entries that are there."""
    node = yaml.compose(text, LOADER)
    return " " * node.start_mark.column if isinstance(node, yaml.SequenceNode) else ""


def _says(text: str, path: Path, expected: Decisions) -> bool:
    try:
        return parse(text, path) == expected
    except InputError:
        return False


@dataclass(frozen=True, slots=True)
class _Tickets:
    """A list of tickets in the file: from behind the word `tickets` to its last character."""

    start: int
    end: int
    column: int
    refs: tuple[str, ...]

    def without(self, gone: Collection[str]) -> str:
        kept = _Flow(ref for ref in self.refs if ref not in gone)
        text: str = yaml.dump(kept, Dumper=_Dumper, allow_unicode=True, width=WIDTH - len("tickets: ") - self.column)
        return ": " + text.rstrip("\n").replace("\n", "\n" + " " * self.column)


def _ticket_lists(node: yaml.Node | None) -> Iterator[_Tickets]:
    """Every list of tickets below a node, in order."""
    if isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _ticket_lists(each)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value != "tickets":
                yield from _ticket_lists(value)
                continue
            items = value.value if isinstance(value, yaml.SequenceNode) else [value] if value.value else []
            # A list of `- ` lines ends where the next key begins, its last item does not.
            last = items[-1] if items and not getattr(value, "flow_style", True) else value
            refs = tuple(str(each.value) for each in items)
            yield _Tickets(key.end_mark.index, last.end_mark.index, key.start_mark.column, refs)


def _place(node: yaml.ScalarNode, text: str) -> tuple[int, int]:
    """From a value's first character to its last: a block's end mark is where the next key begins."""
    start, end = node.start_mark.index, node.end_mark.index
    return start, start + len(text[start:end].rstrip())


def _asked(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    """What questions were called, below a node."""
    if isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _asked(each)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == "asks" and isinstance(value, yaml.ScalarNode) and value.value:
                yield value
            else:
                yield from _asked(value)


def _without(decision: Decision, gone: Collection[str], is_theirs: Callable[[str], bool]) -> Decision:
    def left(each: Decision | Part) -> dict[str, object]:
        tickets = tuple(ref for ref in each.tickets if ref not in gone)
        return {"tickets": tickets, "asks": "" if each.asks and is_theirs(each.asks) else each.asks}

    parts = tuple(part.model_copy(update=left(part)) for part in decision.parts)
    return decision.model_copy(update={"parts": parts, **left(decision)})


def _read(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError("the file is not UTF-8", f"{path}, line {line}", "Save it as UTF-8") from error


def _write(path: Path, text: str) -> None:
    """Write with the line ends that the text has most of all: those of its first line."""
    plain = text.replace("\r\n", "\n")
    windows = text.partition("\n")[0].endswith("\r")
    atomic_write(path, (plain.replace("\n", "\r\n") if windows else plain).encode())
