"""The server's key comes from the environment or from a file that nobody else reads, and shows up nowhere."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from deflect.config import DraftingSettings
from deflect.errors import ConfigError, MissingExtraError
from deflect.kb.rewording import open_chat

KEY = "sk-planted-4711"


def settings(**more: Any) -> DraftingSettings:
    return DraftingSettings(endpoint="http://127.0.0.1:8080/v1/", model="local", time_limit=7, **more)


def key_file(folder: Path, content: bytes = f"{KEY}\n".encode(), mode: int = 0o600) -> Path:
    path = folder / "model.key"
    path.write_bytes(content)
    path.chmod(mode)
    return path


def test_without_a_key_none_is_sent(tmp_path: Path) -> None:
    chat = open_chat(settings(), tmp_path)
    assert (chat.endpoint, chat.model, chat.seconds, chat.key) == ("http://127.0.0.1:8080/v1", "local", 7.0, "")


def test_a_key_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MODEL_KEY", f" {KEY}\n")
    assert open_chat(settings(key_variable="MODEL_KEY"), tmp_path).key == KEY


@pytest.mark.parametrize("relative", [True, False])
def test_a_key_from_a_file_in_the_workspace_or_elsewhere(relative: bool, tmp_path: Path) -> None:
    path = key_file(tmp_path)
    assert open_chat(settings(key_file=path.name if relative else str(path)), tmp_path).key == KEY


def test_a_key_file_in_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    key_file(tmp_path)
    assert open_chat(settings(key_file="~/model.key"), Path("/nowhere")).key == KEY


@pytest.mark.skipif(os.name != "posix", reason="only POSIX systems have these modes")
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o601, 0o620])
def test_a_key_file_that_others_can_read_is_refused_with_the_command_that_helps(mode: int, tmp_path: Path) -> None:
    path = key_file(tmp_path, mode=mode)
    with pytest.raises(ConfigError, match=f"others can read .*chmod 600 {path}") as caught:
        open_chat(settings(key_file=str(path)), tmp_path)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"two words", "what should be the server's key is none"),
        (b"line\nline", "what should be the server's key is none"),
        ("schlüssel".encode(), "what should be the server's key is none"),
        (b"\xff\xfe", "what should be the server's key is none"),
        (b"a\x00b", "what should be the server's key is none"),
    ],
)
def test_what_is_no_key_is_refused_and_not_shown(content: bytes, message: str, tmp_path: Path) -> None:
    path = key_file(tmp_path, content)
    with pytest.raises(ConfigError, match=message) as caught:
        open_chat(settings(key_file=str(path)), tmp_path)
    assert "two words" not in str(caught.value)


def test_a_key_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot be read .*model\.key"):
        open_chat(settings(key_file="model.key"), tmp_path)


def test_a_variable_that_is_not_set_is_an_error_that_does_not_name_it(tmp_path: Path) -> None:
    """Somebody may have put the key where the variable's name belongs."""
    with pytest.raises(ConfigError, match="the environment variable of the server's key is not set") as caught:
        open_chat(settings(key_variable="deadbeef4711"), tmp_path)
    assert "deadbeef4711" not in str(caught.value)


def test_without_the_extra_it_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'deflect\[model\]'"):
        open_chat(settings(), tmp_path)
