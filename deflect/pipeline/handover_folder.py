"""The folder of a handover pack: written anew as often as wanted, never over what somebody else put or wrote there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from deflect.errors import UsageError
from deflect.workspace import atomic_write

MANIFEST = "handover.json"
FORM = "deflect handover 1"

Known = dict[str, list[str]]
"""Hashes that each file of the pack may have: two while a pack is being replaced, so that a killed run does no harm."""


def write_pack(folder: Path, files: Mapping[str, str]) -> None:
    """Write a pack.

    Args:
        folder: Made if it is missing; may be empty or hold an earlier pack. Further files in it are left alone.
        files: Texts by their paths in it.

    Raises:
        UsageError: It holds something else, or a file of the pack was edited; nothing is written then.
    """
    before = _known(folder)
    _refuse_edited(folder, files, before)
    new = {name: _hash(text.encode()) for name, text in files.items()}
    _note(folder, {name: [*before.get(name, []), new[name]] for name in files})
    for name, text in files.items():
        atomic_write(folder / name, text.encode())
    _note(folder, {name: [new[name]] for name in files})


def _known(folder: Path) -> Known:
    path = folder / MANIFEST
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["form"] == FORM:
            return {str(name): [str(each) for each in hashes] for name, hashes in found["files"].items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        pass  # whatever it is, it is no pack; said below
    raise UsageError("this is no handover pack, and is not overwritten", str(folder), "Name a new folder")


def _refuse_edited(folder: Path, files: Mapping[str, str], known: Known) -> None:
    for name in files:
        path = folder / name
        if path.is_symlink() or (path.exists() and _hash(_content(path)) not in known.get(name, [])):
            raise UsageError("somebody edited this file", str(path), "Name a new folder, or move the file away")


def _content(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _note(folder: Path, known: Known) -> None:
    text = json.dumps({"form": FORM, "files": known}, indent=1, sort_keys=True)
    atomic_write(folder / MANIFEST, f"{text}\n".encode())


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
