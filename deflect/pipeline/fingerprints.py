"""What a stage depends on, as short hashes: a stage whose fingerprint is as before is skipped."""

from __future__ import annotations

import hashlib
import json
import os
import time
from functools import cache
from pathlib import Path

from deflect.config import Section

PACKAGE = Path(__file__).resolve().parent.parent
TICK = 20_000_000  # nanoseconds: longer than one tick of the clock by which Linux, macOS and Windows date files


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

    The time at which the system changed a file counts too: unlike the time that the file itself tells, nobody can keep
    it while changing the content. A link counts with the file that it leads to.

    Args:
        path: A missing folder is an empty one; hidden files and folders do not count.
    """
    digest = hashlib.blake2b(digest_size=12)
    latest = 0
    for parent, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        inside = os.path.relpath(parent, path)
        for name in sorted(name for name in names if not name.startswith(".")):
            found = _status(f"{parent}/{name}")
            latest = max(latest, found.st_ctime_ns)
            said = f"{inside}/{name}\0{found.st_mode}\0{found.st_size}\0{found.st_mtime_ns}\0{found.st_ctime_ns}\0"
            digest.update(said.encode("utf-8", "surrogateescape"))
    _outwait(latest)
    return digest.hexdigest()


def _status(name: str) -> os.stat_result:
    try:
        return os.stat(name)  # noqa: PTH116 - ten thousand paths take time to make
    except OSError:  # a link that leads nowhere
        return os.lstat(name)


def _outwait(latest: int) -> None:
    """Wait until a file that changes now gets another time than the latest that was seen.

    Some systems tell the time in ticks, and two changes in one tick look like one.
    """
    left = latest + TICK - time.time_ns()
    if 0 < left <= TICK:  # a time that has yet to come does not get nearer by waiting
        time.sleep(left / 1e9)


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
