"""What can go wrong, as a tree.

    DeflectError              anything deflect refuses or cannot do; exit code 1
    ├── UsageError            the call itself is wrong; exit code 2
    │   ├── ConfigError       deflect.toml has an unknown key or a value that does not fit
    │   └── InputError        a file to read is missing, or a row of it is bad and --strict was given
    ├── WorkspaceError        there is no workspace here, or it cannot be used
    │   └── WorkspaceLockedError   another deflect process is writing to it
    ├── StoreError            the ticket database is damaged, too new or cannot be written
    ├── ModelError            an encoder or index is missing, damaged or does not fit the rest
    ├── ArticleError          an article's file cannot be read
    ├── MissingExtraError     a package that not everyone needs is not installed
    └── ServerError           a server that was asked did not answer, or not as it must

Every message is one line that says what happened, where, and the next command. None holds text of a ticket.
"""

from __future__ import annotations


class DeflectError(Exception):
    """Anything deflect refuses or cannot do.

    Args:
        what: What happened, one sentence without a full stop.
        where: The file, row, key or address it happened at; empty if nowhere in particular.
        next_step: The command or edit that helps; empty if there is none.
    """

    exit_code = 1

    def __init__(self, what: str, where: str = "", next_step: str = "") -> None:
        self.what = what
        self.where = where
        self.next_step = next_step
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        step = f". {self.next_step}" if self.next_step else ""
        return " ".join(f"{self.what}{place}{step}".split())


class UsageError(DeflectError):
    """The call itself is wrong."""

    exit_code = 2


class ConfigError(UsageError):
    """deflect.toml has an unknown key or a value that does not fit."""


class InputError(UsageError):
    """A file to read is missing, or a row of it is bad and --strict was given."""


class WorkspaceError(DeflectError):
    """There is no workspace here, or it cannot be used."""


class WorkspaceLockedError(WorkspaceError):
    """Another deflect process is writing to the workspace."""


class StoreError(DeflectError):
    """The ticket database is damaged, too new or cannot be written."""


class ModelError(DeflectError):
    """An encoder or index is missing, damaged or does not fit the rest."""


class ArticleError(DeflectError):
    """An article's file cannot be read."""


class MissingExtraError(DeflectError):
    """A package that not everyone needs is not installed."""


class ServerError(DeflectError):
    """A server that was asked did not answer, or not as it must."""
