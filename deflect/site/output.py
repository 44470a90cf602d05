"""Writing the site: only what changed, removing only what deflect wrote, and safe to kill at any point.

The manifest says which files are deflect's. Before anything is written it is written with the files to come, marked
`pending`; after everything is, without. So a file that a killed build left behind is known as deflect's own, and a
file that a person put there never is.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from deflect.errors import ArticleError, WorkspaceError
from deflect.workspace import atomic_write

MANIFEST = ".deflect-site.json"
VERSION = 1
WRITERS = 8  # writes at once: each waits for the disk, and disks settle many waits together
LEFT_BEHIND = re.compile(r"\.(.+)\.\d+\.tmp")  # what atomic_write leaves when it is killed


@dataclass(frozen=True, slots=True)
class Manifest:
    """Which files of the site deflect wrote, with the SHA-256 of each.

    Attributes:
        pending: Files of a build that did not end; each may be there, in its old form, or not at all.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    pending: Mapping[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """The manifest as it is stored."""
        content: dict[str, object] = {"version": VERSION, "files": dict(sorted(self.files.items()))}
        if self.pending:
            content["pending"] = dict(sorted(self.pending.items()))
        return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


@dataclass(frozen=True, slots=True)
class Written:
    """How many files were written, removed and left as they were."""

    written: int
    removed: int
    unchanged: int


def publish(files: Mapping[str, bytes], out: Path, progress: Callable[[int, int], None] | None = None) -> Written:
    """Make a folder hold these files, besides what people put there.

    Args:
        files: Content by path, all of it: a page that is not named and that deflect wrote is removed.
        out: The folder; made if missing.
        progress: Called with files done and files in all.

    Raises:
        ArticleError: A path is taken by a file that deflect did not write; nothing has been changed.
        WorkspaceError: The manifest is damaged.
    """
    digests = {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}
    old = _settle(read_manifest(out), out)
    present = {path: digest for path in digests if (digest := _digest(out / path)) is not None}
    _refuse_collisions(old, digests, present, out)
    changed = sorted(path for path in digests if present.get(path) != digests[path])
    unwanted = sorted(path for path in old.files if path not in digests)
    final = Manifest(digests)
    _clear_left_behind(out, {*digests, *old.files, *old.pending, MANIFEST})
    if not changed and not unwanted and old == final:
        return Written(0, 0, len(files))
    atomic_write(out / MANIFEST, Manifest(old.files, digests).to_bytes())
    _write(files, changed, out, progress)
    removed = sum(_remove(out, path, old) for path in unwanted)
    atomic_write(out / MANIFEST, final.to_bytes())
    return Written(len(changed), removed, len(files) - len(changed))


def read_manifest(out: Path) -> Manifest:
    """Read which files deflect wrote; none if there is no manifest.

    Raises:
        WorkspaceError: It is damaged, or names a path outside the site.
    """
    path = out / MANIFEST
    if not path.exists():
        return Manifest()
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        manifest = Manifest(_paths(found["files"]), _paths(found.get("pending", {})))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WorkspaceError(
            "the list of the site's files is damaged", str(path), "Delete the site's folder and run: deflect build"
        ) from error
    return manifest


def _write(
    files: Mapping[str, bytes], changed: Sequence[str], out: Path, progress: Callable[[int, int], None] | None
) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        writes = pool.map(lambda path: atomic_write(out / path, files[path]), changed)
        for number, _ in enumerate(writes, 1):
            if progress is not None:
                progress(number, len(changed))


def _settle(found: Manifest, out: Path) -> Manifest:
    """Count the files that a killed build did write as deflect's own."""
    arrived = {path: digest for path, digest in found.pending.items() if _digest(out / path) == digest}
    return Manifest({**found.files, **arrived}, found.pending)


def _paths(found: Mapping[str, str]) -> dict[str, str]:
    for path, digest in found.items():
        if not isinstance(digest, str) or PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
            raise ValueError(path)
    return dict(found)


def _digest(path: Path) -> str | None:
    if path.is_symlink() or (path.exists() and not path.is_file()):
        return ""  # in the way, and nothing that deflect would have written
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _refuse_collisions(old: Manifest, wanted: Mapping[str, str], present: Mapping[str, str], out: Path) -> None:
    taken = [
        path
        for path, digest in sorted(present.items())
        if digest == "" or (digest != wanted[path] and path not in old.files)
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
    folders = {str(parent) for path in wanted for parent in PurePosixPath(path).parents if str(parent) != "."}
    return {folder for folder in folders if (out / folder).exists() and not (out / folder).is_dir()}


def _clear_left_behind(out: Path, known: Iterable[str]) -> None:
    """Remove the half-written files of a build that was killed."""
    names: dict[Path, set[str]] = {}
    for path in known:
        names.setdefault((out / path).parent, set()).add(PurePosixPath(path).name)
    for folder, expected in names.items():
        for found in folder.glob(".*.tmp"):
            match = LEFT_BEHIND.fullmatch(found.name)
            if match and match[1] in expected:
                found.unlink()


def _remove(out: Path, path: str, old: Manifest) -> bool:
    """Remove a page no longer wanted, and its folder once empty, unless a person changed it since."""
    target = out / path
    if _digest(target) != old.files[path]:
        return False
    target.unlink()
    for folder in target.relative_to(out).parents:
        if str(folder) != ".":
            with contextlib.suppress(OSError):  # not empty: something of a person's, or another page
                (out / folder).rmdir()
    return True
