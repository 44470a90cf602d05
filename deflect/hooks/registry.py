"""Which sources there are, and which of them a workspace's owner has connected."""

from __future__ import annotations

import importlib
import os
import pkgutil
import stat
import time
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from deflect.config_template import toml_value
from deflect.errors import ConfigError, UsageError
from deflect.hooks import sources
from deflect.hooks.source import Field, Source
from deflect.workspace import Workspace

OTHERS = stat.S_IRWXG | stat.S_IRWXO
PUBLIC = Field("public", 'Customers will see the answers. "yes": they may; anything else: nothing is written.', False)


@cache
def names() -> tuple[str, ...]:
    """The sources that deflect knows: the files of `deflect/hooks/sources/`."""
    return tuple(sorted(each.name for each in pkgutil.iter_modules(sources.__path__)))


def source_class(name: str) -> type[Source]:
    """The class of a source.

    Raises:
        UsageError: There is none of that name.
    """
    if name not in names():
        raise UsageError("no such ticket system", name, f"Known are: {', '.join(names())}")
    found: type[Source] = importlib.import_module(f"{sources.__name__}.{name}").Connected
    return found


def fields_of(kind: type[Source]) -> tuple[Field, ...]:
    """What the owner gives for a source; for one that customers can read, also whether they may."""
    return (*kind.fields, PUBLIC) if kind.public else kind.fields


@dataclass(frozen=True, slots=True)
class _Known:
    changed: int
    source: Source | None
    until: float


@dataclass
class Sources:
    """The sources that a workspace's owner has connected; a file that changes is read again.

    Args:
        workspace: Where `.deflect/hooks/NAME.toml` lies, which only the owner can read.
        seconds: How long what a file held counts before the file is looked at again: longer saves time at each call.
            A source that lacks something is looked at each time.
    """

    workspace: Workspace
    seconds: float = 0.0
    _known: dict[str, _Known] = field(default_factory=dict)

    def path(self, name: str) -> Path:
        """The file with what the owner gave for a source."""
        return self.workspace.state / "hooks" / f"{name}.toml"

    def connected(self) -> tuple[str, ...]:
        """The names of the sources that have all they need."""
        return tuple(name for name in names() if self.get(name) is not None)

    def begun(self) -> dict[str, tuple[str, ...]]:
        """The sources that lack something although the owner gave a part of what they need, or added their file."""
        found = {name: self.lacking(name) for name in names()}
        return {name: lacking for name, lacking in found.items() if lacking}

    def lacking(self, name: str) -> tuple[str, ...]:
        """What a source lacks that was begun; nothing for one that is connected, or that nobody began."""
        missing = self.missing(name)
        return missing if missing and (self._changed(name) or self.values(name)) else ()

    def missing(self, name: str) -> tuple[str, ...]:
        """The names of what the owner must still give for a source."""
        values = self.values(name)
        return tuple(each.name for each in source_class(name).fields if each.needed and not values.get(each.name))

    def get(self, name: str) -> Source | None:
        """A source that has all it needs, else None.

        Raises:
            ConfigError: Its file is damaged, or others than its owner can read it.
        """
        known, now = self._known.get(name), time.monotonic()
        if known is not None and now < known.until:
            return known.source
        if name not in names():
            return None
        changed = self._changed(name)
        source = known.source if known is not None and known.changed == changed else self._opened(name)
        # One that was connected just now may call at once: that it is missing is never kept.
        self._known[name] = _Known(changed, source, now + self.seconds if source else now)
        return source

    def is_quiet(self, source: Source) -> bool:
        """Whether nothing is written, for customers would see it and the owner did not allow that."""
        return source.public and self.values(source.name).get(PUBLIC.name, "").lower() != "yes"

    def values(self, name: str) -> dict[str, str]:
        """What the owner gave: from the environment, else from the file; empty values are left out."""
        known = fields_of(source_class(name))
        found = self._read(name, {each.name for each in known})
        given = {each.name: os.environ.get(variable(name, each.name), "").strip() for each in known}
        return {key: value for key, value in (found | {k: v for k, v in given.items() if v}).items() if value}

    def add(self, name: str, made_up: dict[str, str]) -> bool:
        """Write the file of a source, for the owner to fill in; one that is there is left alone.

        Args:
            name: Of the source.
            made_up: Values to begin with.

        Returns:
            Whether it was not there before.
        """
        path, kind = self.path(name), source_class(name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        lines = [f"# {kind.title}, for deflect. Only you may be able to read this file."]
        for each in fields_of(kind):
            note = each.meaning if each.needed else f"{each.meaning} (may stay empty)"
            lines += [f"# {note}", f"{each.name} = {toml_value(made_up.get(each.name, ''))}"]
        try:
            descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError:
            return False
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(("\n".join(lines) + "\n").encode())
        except OSError:
            path.unlink(missing_ok=True)  # a part of a file would count as what the owner wrote
            raise
        return True

    def _opened(self, name: str) -> Source | None:
        return None if self.missing(name) else source_class(name)(self.values(name))

    def _changed(self, name: str) -> int:
        try:
            return self.path(name).stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    def _read(self, name: str, known: set[str]) -> dict[str, str]:
        path = self.path(name)
        try:
            with path.open("rb") as file:
                mode, content = os.fstat(file.fileno()).st_mode, file.read()
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise ConfigError("the file of a ticket system cannot be read", str(path), "Check its owner") from error
        if os.name == "posix" and mode & OTHERS:
            raise ConfigError("others can read the file with a ticket system's secrets", str(path), f"chmod 600 {path}")
        return _values(content, path, known)


def variable(name: str, key: str) -> str:
    """The environment variable that a value of a source may stand in."""
    return f"DEFLECT_{name}_{key}".upper()


def _values(content: bytes, path: Path, known: set[str]) -> dict[str, str]:
    # No cause is chained and no value shown: what is wrong may be a secret.
    try:
        found = tomllib.loads(content.decode("utf-8-sig"))
    except ValueError:
        raise ConfigError("the file of a ticket system is not valid TOML", str(path), "Correct it") from None
    for key, value in found.items():
        if key not in known:
            raise ConfigError("the file of a ticket system has a key it must not have", str(path), _keys(known))
        if not isinstance(value, str):
            raise ConfigError(f"{key} is not a text in quotes", str(path), "Correct that line")
    return {key: value.strip() for key, value in found.items()}


def _keys(known: set[str]) -> str:
    return f"Known here: {', '.join(sorted(known))}"
