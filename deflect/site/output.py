"""Writing the site: only what changed, removing only what deflect wrote, and whole at whatever moment it is killed."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from deflect.errors import ArticleError
from deflect.site.manifest import MANIFEST, Manifest, digest_of, read_manifest
from deflect.site.swap import clear, finish, swap

__all__ = ["MANIFEST", "Kept", "Manifest", "Stamp", "Written", "is_intact", "publish", "read_manifest", "stamp"]


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is in the site as it should be, with its SHA-256."""

    digest: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file as it was written: its SHA-256, its length in bytes and when the system says it changed last."""

    digest: str
    size: int
    changed: int


@dataclass(frozen=True, slots=True)
class Written:
    """How many files were written, removed and left as they were, and the SHA-256 of each that is there."""

    written: int
    removed: int
    unchanged: int
    digests: Mapping[str, str]


def publish(
    files: Mapping[str, bytes | Kept], out: Path, progress: Callable[[int, int], None] | None = None
) -> Written:
    """Make a folder hold these files, besides what people put there.

    Args:
        files: Content by path, all of it: a page that is not named and that deflect wrote is removed.
        out: The folder; made if missing.
        progress: Called with files done and files in all.

    Raises:
        ArticleError: A path is taken by a file that deflect did not write; nothing has been changed.
        WorkspaceError: The manifest is damaged.
    """
    old = settled(out)
    digests = {path: _digest(content) for path, content in files.items()}
    present = {path: _present(out, path, content) for path, content in files.items()}
    _refuse_collisions(old, digests, present, out)
    changed = {path: c for path, c in files.items() if not isinstance(c, Kept) and present[path] != digests[path]}
    final = Manifest(digests)
    if not changed and old == final:
        return Written(0, 0, len(files), digests)
    unwanted = [path for path in old.files if path not in digests and digest_of(out / path) == old.files[path]]
    swap(changed, out, Manifest(old.files, digests), progress)
    return Written(len(changed), len(unwanted), len(files) - len(changed), digests)


def settled(out: Path) -> Manifest:
    """Read which files deflect wrote, when what a killed build began has been ended.

    Raises:
        WorkspaceError: The manifest is damaged.
    """
    found = read_manifest(out)
    if found.pending:
        return finish(out, found)
    clear(out)
    return found


def stamp(out: Path, path: str, digest: str) -> Stamp:
    """How a file that was just written can be told from one that somebody changed since."""
    found = (out / path).lstat()
    return Stamp(digest, found.st_size, found.st_mtime_ns)


def is_intact(out: Path, path: str, expected: Stamp) -> bool:
    """Whether a file is as it was written, by its length and time: nothing is read."""
    try:
        found = os.lstat(f"{out}/{path}")
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and (found.st_size, found.st_mtime_ns) == (expected.size, expected.changed)


def _digest(content: bytes | Kept) -> str:
    return content.digest if isinstance(content, Kept) else hashlib.sha256(content).hexdigest()


def _present(out: Path, path: str, content: bytes | Kept) -> str | None:
    return content.digest if isinstance(content, Kept) else digest_of(out / path)


def _refuse_collisions(old: Manifest, wanted: Mapping[str, str], present: Mapping[str, str | None], out: Path) -> None:
    taken = [
        path
        for path, digest in sorted(present.items())
        if digest == "" or (digest not in (None, wanted[path]) and path not in old.files)
    ]
    taken += sorted(_blocked_folders(wanted, out))
    if taken:
        more = f" and {len(taken) - 1} more" if len(taken) > 1 else ""
        raise ArticleError(
            f"the site needs {taken[0]}{more}, and a file is there that deflect did not write",
            str(out / taken[0]),
            "Move that file away, then run: deflect build",
        )


def _blocked_folders(wanted: Iterable[str], out: Path) -> set[str]:
    parents = {PurePosixPath(parent) for parent in {path.rpartition("/")[0] for path in wanted}}
    folders = {str(each) for parent in parents for each in (parent, *parent.parents) if str(each) != "."}
    return {folder for folder in folders if (out / folder).exists() and not (out / folder).is_dir()}
