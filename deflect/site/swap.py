"""A new site is written aside, whole, and then takes the old one's place.

Files are moved into place one by one, by renames: a web server or a container that holds the site's folder sees the new
site without being told. New files come first and unwanted ones go last, so that no page ever names a file that is not
there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from deflect.site.manifest import MANIFEST, Manifest, digest_of
from deflect.workspace import atomic_write, sync_folder

ASIDE = ".deflect-new"
WRITERS = 8  # writes at once: each waits for the disk, and disks settle many waits together

Progress = Callable[[int, int], None]


def swap(files: Mapping[str, bytes], out: Path, manifest: Manifest, progress: Progress | None = None) -> Manifest:
    """Put the files of a manifest's `pending` in place of its `files`.

    Killed before all of them lie aside, the old site stays; killed later, `finish` leads to the new one.

    Args:
        files: Content by path of those that are not there yet.
        out: The site.
        manifest: What is there, and what is to be.
        progress: Called with files written aside and files to write.

    Returns:
        What is there now.
    """
    clear(out)
    try:
        _write_aside(files, out, progress)
    except OSError as error:
        clear(out)  # a disk that is full gets back what this took
        error.filename = error.filename or str(out)
        raise
    atomic_write(out / MANIFEST, manifest.to_bytes())
    return finish(out, manifest)


def finish(out: Path, manifest: Manifest) -> Manifest:
    """Move into place what lies aside, and remove what is no longer wanted; what people changed meanwhile stays.

    Args:
        out: The site.
        manifest: As it is stored, with `pending`.

    Returns:
        What is there now.
    """
    waiting = _waiting(out, manifest.pending)
    theirs = {path for path in waiting if path not in manifest.files and _is_theirs(out / path, manifest.pending[path])}
    arrived = [path for path in waiting if path not in theirs]
    for path in sorted(arrived, key=lambda path: (path in manifest.files, path)):
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        _aside(out, path).replace(out / path)
    unwanted = sorted(manifest.files.keys() - manifest.pending.keys())
    removed = [path for path in unwanted if _remove(out, path, manifest.files[path])]
    for folder in sorted({(out / path).parent for path in (*arrived, *removed)}):
        if folder.is_dir():
            sync_folder(folder)
    final = Manifest({path: digest for path, digest in manifest.pending.items() if path not in theirs})
    atomic_write(out / MANIFEST, final.to_bytes())
    clear(out)
    return final


def clear(out: Path) -> None:
    """Remove what lies aside, and the half-written manifest of a build that was killed."""
    shutil.rmtree(out / ASIDE, ignore_errors=True)
    for path in out.glob(f".{MANIFEST}.*.tmp"):
        path.unlink()


def _write_aside(files: Mapping[str, bytes], out: Path, progress: Progress | None) -> None:
    (out / ASIDE).mkdir(parents=True)
    paths: Sequence[str] = sorted(files)
    with ThreadPoolExecutor(WRITERS) as pool:
        for number, _ in enumerate(pool.map(lambda path: _write(_aside(out, path), files[path]), paths), 1):
            if progress is not None:
                progress(number, len(paths))
    sync_folder(out / ASIDE)


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _aside(out: Path, path: str) -> Path:
    """Where a file lies before it is moved: all in one folder, under a name that any path gives."""
    return out / ASIDE / _name(path)


def _name(path: str) -> str:
    return hashlib.sha256(path.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _waiting(out: Path, paths: Iterable[str]) -> list[str]:
    """Those of some files that lie aside."""
    names = {path.name for path in (out / ASIDE).glob("*")}
    return [path for path in paths if _name(path) in names] if names else []


def _is_theirs(target: Path, digest: str) -> bool:
    """Whether a person put a file where a killed build wanted one."""
    return digest_of(target) not in (None, digest)


def _remove(out: Path, path: str, digest: str) -> bool:
    """Remove a page no longer wanted, and its folder once empty, unless a person changed it since."""
    target = out / path
    if digest_of(target) != digest:
        return False
    target.unlink()
    for folder in _folders(path):
        with contextlib.suppress(OSError):  # not empty: something of a person's, or another page
            (out / folder).rmdir()
    return True


def _folders(path: str) -> Iterable[Path]:
    return [folder for folder in Path(path).parents if str(folder) != "."]
