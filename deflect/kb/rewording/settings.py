"""From the settings to a model that can be asked. The key is read at the last moment and kept in memory only."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from deflect import http
from deflect.config import DraftingSettings
from deflect.errors import ConfigError
from deflect.kb.rewording.chat import Chat

MOST_KEY = 4_096
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def open_chat(settings: DraftingSettings, root: Path) -> Chat:
    """Get ready to ask the model that the settings name; nothing is sent yet.

    Args:
        settings: With an endpoint.
        root: The workspace, where a relative path of a key file starts.

    Raises:
        MissingExtraError: The extra `deflect[model]` is not installed.
        ConfigError: The key is not where the settings say, others can read its file, or it is no key.
    """
    http.check_installed("remove [drafting] endpoint from deflect.toml")
    return Chat(settings.endpoint, settings.model, settings.time_limit, _key(settings, root))


def _key(settings: DraftingSettings, root: Path) -> str:
    # No error names the variable or shows the key: somebody may have written the key where a name belongs.
    if settings.key_variable:
        place = "[drafting] key_variable"
        key = os.environ.get(settings.key_variable, "").strip()
        if not key:
            raise ConfigError("the environment variable of the server's key is not set", place, "Set it, and run again")
    elif settings.key_file:
        place = str(root / Path(settings.key_file).expanduser())
        key = _read(Path(place))
    else:
        return ""
    if not key.isascii() or not key.isprintable() or " " in key:
        raise ConfigError("what should be the server's key is none", place, "Put the key there, and nothing else")
    return key


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            key = file.read(MOST_KEY).decode("utf-8", "replace").strip()
    except OSError as error:
        raise ConfigError(
            "the file with the server's key cannot be read", str(path), "See [drafting] key_file"
        ) from error
    if os.name == "posix" and mode & OTHERS:
        raise ConfigError("others can read the file with the server's key", str(path), f"chmod 600 {path}")
    if not key:
        raise ConfigError("the file with the server's key is empty", str(path), "Put the key there")
    return key
