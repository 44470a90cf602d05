"""The keys of an article's front matter as YAML gives them, each with its line; what is too large is refused unread."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from deflect.errors import ArticleError

LARGEST_FRONT = 65_536
"""Most characters of front matter. It holds a few keys and some questions; what is larger is no front matter."""

MOST_ALIASES = 16
"""Most YAML aliases (`*name`). Aliases of lists of aliases make a short text stand for a long one; with this many it
can stand for no more than a few thousand values."""

DEEPEST = 16
"""Most lists and mappings inside each other; readers of YAML recurse."""

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PlainLoader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_OPENS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSES = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


@dataclass(frozen=True, slots=True)
class Keys:
    """The same keys twice: with values as they are written (`no` is Norwegian, not False) and as YAML takes them."""

    written: Mapping[str, Any]
    typed: Mapping[Any, Any]
    lines: Mapping[str, int]

    def known(self, names: Collection[str]) -> dict[str, Any]:
        """Values as they are written of those of some keys that have one."""
        given = {key: value for key, value in self.written.items() if key in names}
        return {key: value for key, value in given.items() if self.typed.get(key) is not None and value not in ("", [])}

    def others(self, names: Collection[str]) -> dict[Any, Any]:
        """Values of all other keys, as YAML takes them."""
        pairs = zip(self.written, self.typed.items(), strict=True)
        return {key: value for name, (key, value) in pairs if name not in names}

    def line(self, key: str) -> int:
        """Line of the file that a key stands in, 2 if it is not there: below that line it can be added."""
        return self.lines.get(key, 2)


def load(front: str, path: Path) -> Keys:
    """Read front matter.

    Args:
        front: The lines between the two `---`.
        path: Of the article, for errors.

    Raises:
        ArticleError: It is too large, not YAML, no list of keys, or has a key twice; says file and line.
    """
    if len(front) > LARGEST_FRONT:
        step = "Move text below the second line ---"
        raise ArticleError(f"the front matter has more than {LARGEST_FRONT:,} characters", f"{path}, line 2", step)
    try:
        _refuse_unbounded(front, path)
        node = yaml.compose(front, _PlainLoader)
        written = yaml.load(front, _PlainLoader)  # noqa: S506  (the base loader makes strings, lists and dicts only)
        typed = yaml.load(front, _Loader)  # noqa: S506  (a safe loader, in C where there is one)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise _not_yaml(error, path) from error
    if node is None:
        return Keys({}, {}, {})
    if not isinstance(node, yaml.MappingNode) or not isinstance(typed, dict):
        raise ArticleError("the front matter is no list of keys", f"{path}, line 2", "Write it as `key: value` lines")
    _refuse_twice(node, path)
    return Keys(written, typed, {key.value: key.start_mark.line + 2 for key, _ in node.value})


def _refuse_unbounded(front: str, path: Path) -> None:
    """Refuse what would take a reader of YAML more time or memory than its length tells."""
    aliases = depth = 0
    for event in yaml.parse(front, _PlainLoader):
        aliases += isinstance(event, yaml.AliasEvent)
        depth += isinstance(event, _OPENS) - isinstance(event, _CLOSES)
        where = f"{path}, line {event.start_mark.line + 2 if event.start_mark else 2}"
        if aliases > MOST_ALIASES:
            raise ArticleError(f"the front matter has more than {MOST_ALIASES} aliases", where, "Write the values out")
        if depth > DEEPEST:
            what = f"the front matter has more than {DEEPEST} lists inside each other"
            raise ArticleError(what, where, "Write fewer levels")


def _refuse_twice(node: yaml.MappingNode, path: Path) -> None:
    seen: set[str] = set()
    for key, _ in node.value:
        # YAML takes `yes` and `true` for one key, and so does this.
        name = {"yes": "true", "on": "true", "no": "false", "off": "false"}.get(str(key.value).lower(), str(key.value))
        if name in seen:
            line = key.start_mark.line + 2
            raise ArticleError(f"the key {key.value} is there twice", f"{path}, line {line}", "Remove one of them")
        seen.add(name)


def _not_yaml(error: Exception, path: Path) -> ArticleError:
    mark = getattr(error, "problem_mark", None)
    line = mark.line + 2 if mark else 2
    problem = getattr(error, "problem", None) or "a value that YAML does not allow"
    step = "Correct that line; a value with a colon or a quotation mark in it goes in quotes"
    return ArticleError(f"the front matter is not valid YAML: {problem}", f"{path}, line {line}", step)
