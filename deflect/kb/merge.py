"""Three-way merge: what people changed and what a new draft changed, on top of what both began with."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, TypeVar

Line = TypeVar("Line", bound=Hashable)


@dataclass(frozen=True, slots=True)
class _Change(Generic[Line]):
    """base[start:stop] becomes lines."""

    start: int
    stop: int
    lines: tuple[Line, ...]


def merge(
    base: Sequence[Line],
    ours: Sequence[Line],
    theirs: Sequence[Line],
    keep: Callable[[Line, Line, Line], Line] = lambda _base, _ours, theirs: theirs,
) -> list[Line] | None:
    """Apply both sides' changes.

    Changes that touch without overlapping are both applied; equal changes once. Nothing that only one side added is
    lost, and the result depends on the arguments alone.

    Args:
        base: What both sides began with.
        ours: What people made of it.
        theirs: What the new draft makes of it.
        keep: Chooses among the three forms of a line that compare equal.

    Returns:
        The merged lines, or None if both sides changed the same lines differently.
    """
    kept = _same_lines(base, ours, theirs, keep)
    our_changes, their_changes = _changes(base, ours), _changes(base, theirs)
    merged: list[Line] = []
    done = 0
    for our_part, their_part in _regions(our_changes, their_changes):
        start = min(change.start for change in (*our_part, *their_part))
        stop = max(change.stop for change in (*our_part, *their_part))
        result = _resolve(kept, start, stop, our_part, their_part)
        if result is None:
            return None
        merged += [*kept[done:start], *result]
        done = stop
    return merged + kept[done:]


def _same_lines(
    base: Sequence[Line], ours: Sequence[Line], theirs: Sequence[Line], keep: Callable[[Line, Line, Line], Line]
) -> list[Line]:
    our_form, their_form = dict(_unchanged(base, ours)), dict(_unchanged(base, theirs))
    return [keep(line, our_form.get(i, line), their_form.get(i, line)) for i, line in enumerate(base)]


def _unchanged(base: Sequence[Line], side: Sequence[Line]) -> Iterator[tuple[int, Line]]:
    for block in SequenceMatcher(None, base, side, autojunk=False).get_matching_blocks():
        for offset in range(block.size):
            yield block.a + offset, side[block.b + offset]


def _changes(base: Sequence[Line], side: Sequence[Line]) -> list[_Change[Line]]:
    codes = SequenceMatcher(None, base, side, autojunk=False).get_opcodes()
    return [_Change(i1, i2, tuple(side[j1:j2])) for tag, i1, i2, j1, j2 in codes if tag != "equal"]


def _regions(
    ours: Sequence[_Change[Line]], theirs: Sequence[_Change[Line]]
) -> Iterator[tuple[list[_Change[Line]], list[_Change[Line]]]]:
    """Put together changes that overlap; each region has the changes of one side, or overlapping ones of both."""
    everything = sorted([*((c, 0) for c in ours), *((c, 1) for c in theirs)], key=lambda x: (x[0].start, x[0].stop))
    region: tuple[list[_Change[Line]], list[_Change[Line]]] = ([], [])
    for change, side in everything:
        others = [*region[0], *region[1]]
        if others and not any(_overlap(change, other) for other in others):
            yield region
            region = ([], [])
        region[side].append(change)
    if region[0] or region[1]:
        yield region


def _overlap(one: _Change[Line], other: _Change[Line]) -> bool:
    if one.start == one.stop and other.start == other.stop:
        return one.start == other.start
    if one.start == one.stop or other.start == other.stop:
        point, change = (one, other) if one.start == one.stop else (other, one)
        return change.start < point.start < change.stop
    return max(one.start, other.start) < min(one.stop, other.stop)


def _resolve(
    base: Sequence[Line], start: int, stop: int, ours: Sequence[_Change[Line]], theirs: Sequence[_Change[Line]]
) -> list[Line] | None:
    our_lines = _applied(base, start, stop, ours)
    their_lines = _applied(base, start, stop, theirs)
    if not ours or our_lines == their_lines:
        return their_lines
    return None if theirs else our_lines


def _applied(base: Sequence[Line], start: int, stop: int, changes: Sequence[_Change[Line]]) -> list[Line]:
    lines: list[Line] = []
    done = start
    for change in changes:
        lines += [*base[done : change.start], *change.lines]
        done = change.stop
    return [*lines, *base[done:stop]]
