"""Generations: what a run made, published in one step.

models/gen/.tmp-N/   being written
models/gen/N/        complete: the files, and manifest.json with the hash of each
models/CURRENT       the number that readers use

A draft's files are made durable one by one, then its manifest, then the folder is renamed, then CURRENT is replaced: a
crash at any point leaves the old generation or the new one.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.errors import ModelError
from deflect.models.source import file_sha256
from deflect.workspace import atomic_write, sync_folder

KEEP = 3
MANIFEST = "manifest.json"
REBUILD = "Run: deflect run"


@dataclass(frozen=True, slots=True)
class Generation:
    """What one run published, read-only; every file is hashed before it is used.

    Attributes:
        number: From 1, one more each time.
        fields: What the writer said about it.
        files: SHA-256 of each file by name.
    """

    folder: Path
    number: int
    fields: Mapping[str, Any]
    files: Mapping[str, str]

    def path(self, name: str) -> Path:
        """Where a file is, after making sure that it is whole.

        Raises:
            ModelError: There is none of that name, or it is damaged.
        """
        place = self.folder / name
        if name not in self.files:
            raise ModelError(f"generation {self.number} has no {name}", str(self.folder), REBUILD)
        try:
            found = file_sha256(place)
        except OSError as error:
            raise ModelError(f"a file of generation {self.number} is missing", str(place), REBUILD) from error
        if found != self.files[name]:
            raise ModelError(f"a file of generation {self.number} is damaged", str(place), REBUILD)
        return place

    def json(self, name: str) -> Any:
        """Read a file that `Draft.write_json` wrote."""
        return json.loads(self.path(name).read_text(encoding="utf-8"))

    def array(self, name: str, *, mmap: bool = True) -> NDArray[Any]:
        """Read a file that `Draft.write_array` wrote.

        Args:
            name: The file.
            mmap: Map it instead of reading it into memory.
        """
        found: NDArray[Any] = np.load(self.path(name), mmap_mode="r" if mmap else None, allow_pickle=False)
        return found


class Draft:
    """A generation being written; see `new_generation`.

    Attributes:
        folder: Where its files are; a file put there by other means is published too.
        number: What it will be known by.
    """

    def __init__(self, models: Path, number: int) -> None:
        self.models = models
        self.number = number
        self.folder = models / "gen" / f".tmp-{number}"

    def write_bytes(self, name: str, content: bytes) -> None:
        """Write a file.

        Args:
            name: A plain file name.
            content: All of it.

        Raises:
            ModelError: The name leads out of the folder, or is the manifest's.
        """
        if Path(name).name != name or name in (MANIFEST, "", ".", ".."):
            raise ModelError("a file of a generation needs a plain name", name)
        (self.folder / name).write_bytes(content)

    def write_json(self, name: str, value: object) -> None:
        """Write a value as JSON."""
        self.write_bytes(name, json.dumps(value, ensure_ascii=False, sort_keys=True).encode())

    def write_array(self, name: str, array: NDArray[Any]) -> None:
        """Write an array in numpy's own format, never pickled."""
        buffer = io.BytesIO()
        np.save(buffer, array, allow_pickle=False)
        self.write_bytes(name, buffer.getvalue())

    def publish(self, fields: Mapping[str, Any]) -> Generation:
        """Make the draft the current generation.

        Args:
            fields: What to say about it: JSON values.

        Returns:
            The generation, as `current_generation` gives it from now on.
        """
        files = {path.name: _durable(path) for path in sorted(self.folder.iterdir())}
        manifest = {"number": self.number, "fields": dict(fields), "files": files}
        atomic_write(self.folder / MANIFEST, _sealed(manifest))
        target = self.folder.with_name(str(self.number))
        self.folder.rename(target)
        sync_folder(target.parent)
        atomic_write(self.models / "CURRENT", f"{self.number}\n".encode())
        _remove(self.models, lambda number: number <= self.number - KEEP)
        return Generation(target, self.number, dict(fields), files)


@contextlib.contextmanager
def new_generation(models: Path) -> Iterator[Draft]:
    """Write the next generation; whoever does holds the workspace's lock.

    Leftovers of drafts that crashed are removed. A draft that is not published leaves nothing.

    Args:
        models: The workspace's models folder.

    Yields:
        The draft; call its `publish` at the end.
    """
    root = models / "gen"
    root.mkdir(parents=True, exist_ok=True)
    current = _current_number(models) or 0
    for leftover in root.glob(".tmp-*"):
        shutil.rmtree(leftover)
    # Renamed but never pointed at: the crash came between the two, and nobody has read it.
    _remove(models, lambda number: number > current)
    draft = Draft(models, current + 1)
    draft.folder.mkdir()
    try:
        yield draft
    finally:
        shutil.rmtree(draft.folder, ignore_errors=True)


def forget_older(models: Path) -> None:
    """Remove every generation but the one in use, such as after tickets were erased that older ones still name."""
    for leftover in (models / "gen").glob(".tmp-*"):
        shutil.rmtree(leftover)
    current = _current_number(models)
    _remove(models, lambda number: number != current)


def forget_all(models: Path) -> None:
    """Remove every generation, also a damaged one; the next run makes another."""
    (models / "CURRENT").unlink(missing_ok=True)
    shutil.rmtree(models / "gen", ignore_errors=True)


def current_generation(models: Path) -> Generation | None:
    """Open the generation that was published last; None if there is none yet.

    Args:
        models: The workspace's models folder.

    Raises:
        ModelError: It is missing or damaged.
    """
    while True:
        number = _current_number(models)
        if number is None:
            return None
        try:
            return _open(models / "gen" / str(number), number)
        except ModelError:
            # A slow reader may be overtaken by several runs, which remove what it was about to open.
            if _current_number(models) == number:
                raise


def _open(folder: Path, number: int) -> Generation:
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        if manifest.pop("seal") != _seal(manifest) or manifest["number"] != number:
            raise ValueError("the seal does not fit")
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise ModelError(f"the manifest of generation {number} is damaged", str(path), REBUILD) from error
    return Generation(folder, number, manifest["fields"], manifest["files"])


def _current_number(models: Path) -> int | None:
    path = models / "CURRENT"
    try:
        return int(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        advice = "Delete that file, then run: deflect run"
        raise ModelError("the number of the current generation is damaged", str(path), advice) from error


def _remove(models: Path, unwanted: Callable[[int], bool]) -> None:
    for folder in (models / "gen").glob("*"):
        if folder.name.isdecimal() and unwanted(int(folder.name)):
            shutil.rmtree(folder)


def _durable(path: Path) -> str:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    return file_sha256(path)


def _sealed(manifest: Mapping[str, Any]) -> bytes:
    return json.dumps({**manifest, "seal": _seal(manifest)}, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _seal(manifest: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()
