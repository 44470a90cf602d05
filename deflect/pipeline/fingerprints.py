"""What a stage depends on, as short hashes: a stage whose fingerprint is as before is skipped."""

from __future__ import annotations

import hashlib
import json
import os
from functools import cache
from pathlib import Path

from deflect.config import Section

PACKAGE = Path(__file__).resolve().parent.parent


@cache
def code_version(*rooms: str) -> str:
    """Hash the source of rooms of the package, so that a changed rule is never hidden by an old result.

    Args:
        rooms: Folders of the package; none means the whole package.
    """
    folders = [PACKAGE / room for room in rooms] or [PACKAGE]
    return hash_files([path for folder in folders for path in folder.rglob("*") if _is_source(path)], PACKAGE)


def of(*parts: object) -> str:
    """Hash plain values and settings, in order."""
    plain = [part.model_dump(mode="json") if isinstance(part, Section) else part for part in parts]
    return hashlib.blake2b(json.dumps(plain, sort_keys=True).encode(), digest_size=12).hexdigest()


def folder(path: Path) -> str:
    """Hash all files of a folder by name and content; a missing folder is an empty one, hidden files do not count."""
    return hash_files([found for found in path.rglob("[!.]*") if found.is_file()] if path.is_dir() else [], path)


def stamps(path: Path) -> str:
    """Hash the names, lengths and times of all files of a folder, which takes a tenth of the time of reading them.

    Args:
        path: A missing folder is an empty one; hidden files and folders do not count.
    """
    digest = hashlib.blake2b(digest_size=12)
    for parent, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        inside = os.path.relpath(parent, path)
        for name in sorted(name for name in names if not name.startswith(".")):
            found = os.lstat(f"{parent}/{name}")
            said = f"{inside}/{name}\0{found.st_mode}\0{found.st_size}\0{found.st_mtime_ns}\0"
            digest.update(said.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def hash_files(paths: list[Path], root: Path) -> str:
    """Hash files by their name below a root and their content.

    Args:
        paths: In any order.
        root: A folder above all of them.
    """
    digest = hashlib.blake2b(digest_size=12)
    for path in sorted(paths):
        content = _content(path)
        digest.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except PermissionError:
        return b"unreadable"  # what cannot be used changes nothing until it can


def _is_source(path: Path) -> bool:
    return path.is_file() and path.suffix in {".py", ".html", ".css", ".js", ".yaml", ".json"}
