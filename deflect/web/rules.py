"""Who may ask, and how often: API keys for servers, origins and a public key for widgets, a rate for each address."""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
import stat
import time
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from starlette.requests import Request

from deflect.config import Settings
from deflect.errors import ConfigError, UsageError
from deflect.web.refusal import RefusedError

KEYS_VARIABLE = "DEFLECT_API_KEYS"
KEYS_FILE = "api-keys"
PREFIX = "dk_"
MOST_ADDRESSES = 10_000
_NAME = re.compile(r"[A-Za-z0-9_.-]{1,60}")

Caller = Literal["server", "widget", "local"]


@dataclass(frozen=True, slots=True)
class Rules:
    """Who may ask.

    Attributes:
        keys: SHA-256 of each API key, in hexadecimal. Keys are random and long, so that a plain hash keeps them.
        origins: Of the pages whose widget may ask.
        public_key: What those widgets must send; empty: nothing.
        per_minute: Calls a minute of one address without an API key.
        is_open: Whether programs may ask without a key: on this machine, as long as there is none.
    """

    keys: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
    public_key: str = ""
    per_minute: int = 120
    is_open: bool = True

    @classmethod
    def of(cls, settings: Settings, state: Path, *, this_machine_only: bool) -> Rules:
        """The rules of a workspace.

        Args:
            settings: Of the workspace.
            state: The folder that holds the file of API keys.
            this_machine_only: Whether no other machine can ask.

        Raises:
            ConfigError: The file of keys is damaged, or others than its owner can read it.
        """
        keys = frozenset([*_from_file(state / KEYS_FILE), *_from_environment()])
        return cls(
            keys=keys,
            origins=frozenset(settings.serve.origins),
            public_key=settings.widget.key,
            per_minute=settings.serve.per_minute,
            is_open=this_machine_only and not keys,
        )

    def caller(self, request: Request) -> Caller:
        """Who asks.

        Raises:
            RefusedError: Somebody who may not.
        """
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        if scheme:
            if scheme.lower() == "bearer" and self.knows(key.strip()):
                return "server"
            raise RefusedError(401, "the API key is not known", {"WWW-Authenticate": "Bearer"})
        origin = request.headers.get("origin")
        if origin is not None:
            return self._widget(request, origin)
        if not self.is_open:
            raise RefusedError(401, "an API key is needed", {"WWW-Authenticate": "Bearer"})
        return "local"

    def allows(self, origin: str) -> bool:
        """Whether a page of an origin may ask."""
        return origin.lower() in self.origins

    def knows(self, key: str) -> bool:
        """Whether an API key is one of ours."""
        digest = _hashed(key)
        return any([hmac.compare_digest(digest, each) for each in self.keys])  # noqa: C419 - all are compared

    def _widget(self, request: Request, origin: str) -> Caller:
        if not self.allows(origin):
            raise RefusedError(403, "pages of this origin may not ask; see [serve] origins")
        given = request.query_params.get("key", "")
        if self.public_key and not hmac.compare_digest(given.encode(), self.public_key.encode()):
            raise RefusedError(403, "the public key of the widget is another one; see [widget] key")
        return "widget"


@dataclass
class Rate:
    """A bucket of calls for each address, filled again at a steady rate; of the addresses, the latest are remembered.

    Args:
        per_minute: Calls, and how many may come at once.
    """

    per_minute: int
    _left: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)

    def take(self, address: str, now: float | None = None) -> float:
        """Count a call.

        Args:
            address: Who calls.
            now: Seconds on a clock that never goes back.

        Returns:
            0 if it may; else the seconds until one may.
        """
        moment = time.monotonic() if now is None else now
        left, seen = self._left.pop(address, (float(self.per_minute), moment))
        left = min(left + (moment - seen) * self.per_minute / 60, float(self.per_minute))
        self._left[address] = (left - 1 if left >= 1 else left, moment)
        if len(self._left) > MOST_ADDRESSES:
            self._left.popitem(last=False)
        return 0.0 if left >= 1 else (1 - left) * 60 / self.per_minute


def add_key(state: Path, name: str) -> str:
    """Make an API key and keep its hash.

    Args:
        state: The folder for the file, which only its owner can read.
        name: Whose it is; a line of that name is replaced.

    Returns:
        The key, which is nowhere else.

    Raises:
        UsageError: The name has other characters than letters, digits, `.`, `_` and `-`.
    """
    if not _NAME.fullmatch(name):
        raise UsageError("a key's name has letters, digits, . _ and - only", name, "Choose another")
    key, path = PREFIX + secrets.token_urlsafe(32), state / KEYS_FILE
    kept = [line for line in _lines(path) if line.split()[0] != name]
    state.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with os.fdopen(os.open(beside, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.writelines(f"{line}\n" for line in [*kept, f"{name} {_hashed(key)}"])
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    return key


def _hashed(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def _from_environment() -> Iterable[str]:
    return map(_hashed, os.environ.get(KEYS_VARIABLE, "").replace(",", " ").split())


def _from_file(path: Path) -> Iterable[str]:
    for line in _lines(path):
        words = line.split()
        if len(words) != 2 or not re.fullmatch(r"[0-9a-f]{64}", words[1]):
            raise ConfigError("the file of API keys is damaged", str(path), "Delete the line that is no name and hash")
        yield words[1]


def _lines(path: Path) -> list[str]:
    try:
        mode, text = path.stat().st_mode, path.read_text(encoding="ascii")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError("the file of API keys cannot be read", str(path), "Check it") from error
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise ConfigError("others can read the file of API keys", str(path), f"chmod 600 {path}")
    return [line for line in text.splitlines() if line.strip()]
