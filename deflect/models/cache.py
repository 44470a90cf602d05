"""Vectors by the content of the text, so that an unchanged ticket is never encoded twice.

Two files grow at their ends: `NAME.rows` (float32 rows) and `NAME.keys` (for each row the hash of its text and a
checksum of the row). Rows are made durable before their keys, so that a kill leaves at most rows that no key names, and
those are cut off by the next write. A row that does not match its checksum is encoded again.
"""

from __future__ import annotations

import hashlib
import logging
import os
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from deflect.errors import ModelError
from deflect.models.encoder import Encoder, Progress
from deflect.models.vectors import Vectors
from deflect.workspace import atomic_write

KEY_BYTES = 16
RECORD = np.dtype([("key", f"V{KEY_BYTES}"), ("checksum", "<u4")])
# A kill loses at most this many vectors, some seconds of work.
SAVE_EVERY = 2048
LONGEST_ROW = 8192

log = logging.getLogger(__name__)


def text_key(text: str) -> bytes:
    """Hash a text: equal for equal texts only."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=KEY_BYTES).digest()


def forget_texts(directory: Path, kept: Iterable[str]) -> None:
    """Drop the vectors of all texts but some, whatever encoder they are of.

    Args:
        directory: Where the caches are.
        kept: Texts whose vectors stay.
    """
    wanted = set(map(text_key, kept))
    for keys in sorted(directory.glob("*.keys")):
        VectorCache(directory, keys.stem).prune(wanted)


class VectorCache:
    """The vectors of one encoder, on disk; one process writes at a time, which the workspace's lock sees to.

    Args:
        directory: Where the two files are kept; made if missing.
        fingerprint: Of the encoder; another one has files of its own.
    """

    def __init__(self, directory: Path, fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self.rows_path = directory / f"{fingerprint[:16]}.rows"
        self.keys_path = directory / f"{fingerprint[:16]}.keys"
        self._forget()

    def encode(self, encoder: Encoder, texts: Sequence[str], *, progress: Progress | None = None) -> Vectors:
        """Look vectors up, and encode and keep those that are missing.

        Args:
            encoder: The one this cache is for.
            texts: Equal ones are encoded once.
            progress: Called with (texts done, texts in all), those found included.

        Returns:
            (n, dimension) float32 unit rows in the order of the texts.

        Raises:
            ModelError: The encoder is another one.
        """
        if encoder.fingerprint != self.fingerprint:
            raise ModelError("these vectors are another encoder's", str(self.rows_path), "Run: deflect run")
        keys = [text_key(text) for text in texts]
        vectors = np.empty((len(texts), encoder.dimension), np.float32)
        missing = list(self._fill(keys, vectors).items())
        done = len(texts) - sum(len(places) for _, places in missing)
        report = progress or _silent
        report(done, len(texts))
        for start in range(0, len(missing), SAVE_EVERY):
            part = missing[start : start + SAVE_EVERY]
            first = [texts[places[0]] for _, places in part]
            fresh = encoder.encode(first, progress=_counting_from(done, len(texts), report))
            self._append([key for key, _ in part], fresh)
            for (_, places), vector in zip(part, fresh, strict=True):
                vectors[places] = vector
                done += len(places)
            report(done, len(texts))
        return vectors

    def prune(self, in_use: Iterable[bytes]) -> int:
        """Drop the vectors of texts that are gone.

        Args:
            in_use: `text_key` of every text to keep.

        Returns:
            How many were dropped.
        """
        wanted = set(in_use)
        records, rows = self._read(self._dimension())
        keep = np.array([key in wanted for key in records["key"].tolist()], bool)
        width = rows.shape[1] * rows.itemsize
        whole = (_size(self.keys_path), _size(self.rows_path)) == (len(records) * RECORD.itemsize, len(rows) * width)
        if not keep.all() or not whole:
            # Between the two renames rows and keys do not fit: their checksums say so, and they are encoded again.
            atomic_write(self.rows_path, np.ascontiguousarray(rows[keep]).tobytes())
            atomic_write(self.keys_path, records[keep].tobytes())
            self._forget()
        return int((~keep).sum())

    def _fill(self, keys: list[bytes], vectors: Vectors) -> dict[bytes, list[int]]:
        """Copy what is known into `vectors`; return where each missing key belongs."""
        rows = self._catch_up(vectors.shape[1])
        places: dict[bytes, list[int]] = {}
        for place, key in enumerate(keys):
            places.setdefault(key, []).append(place)
        damaged = 0
        for key in places.keys() & self._known.keys():
            number, checksum = self._known[key]
            if zlib.crc32(rows[number].tobytes()) == checksum:
                vectors[places.pop(key)] = rows[number]
            else:
                damaged += 1
        if damaged:
            log.warning("%d vectors in %s are damaged and are made again", damaged, self.rows_path)
        return places

    def _forget(self) -> None:
        self._known: dict[bytes, tuple[int, int]] = {}
        self._seen = 0

    def _catch_up(self, dimension: int) -> Vectors:
        """Learn the keys written since the last look, and map all rows; the files are read from the start but once."""
        records, rows = self._read(dimension, skip=self._seen)
        if len(rows) < self._seen:
            self._forget()
            records, rows = self._read(dimension)
        # A row that was made again comes after the damaged one, and wins.
        for number, (key, checksum) in enumerate(records.tolist(), start=self._seen):
            self._known[key] = number, checksum
        self._seen = len(rows)
        return rows

    def _read(self, dimension: int, *, skip: int = 0) -> tuple[NDArray[np.void], Vectors]:
        """The records, but for the first few, and all rows; what a kill left of one without the other is not read."""
        width = max(1, dimension) * 4
        count = min(_size(self.keys_path) // RECORD.itemsize, _size(self.rows_path) // width)
        if not count:
            return np.empty(0, RECORD), np.empty((0, dimension), np.float32)
        records = np.fromfile(self.keys_path, RECORD, max(0, count - skip), offset=skip * RECORD.itemsize)
        rows = np.memmap(self.rows_path, "<f4", "r", shape=(count, dimension))
        return records, rows

    def _append(self, keys: list[bytes], rows: Vectors) -> None:
        records = np.array([(key, zlib.crc32(row.tobytes())) for key, row in zip(keys, rows, strict=True)], RECORD)
        width = rows.shape[1] * 4
        count = min(_size(self.keys_path) // RECORD.itemsize, _size(self.rows_path) // width)
        self.rows_path.parent.mkdir(parents=True, exist_ok=True)
        _extend(self.rows_path, count * width, np.ascontiguousarray(rows, "<f4").tobytes())
        _extend(self.keys_path, count * RECORD.itemsize, records.tobytes())

    def _dimension(self) -> int:
        """The length of a row. A kill leaves rows without keys, so the sizes alone do not tell; a checksum does."""
        count = _size(self.keys_path) // RECORD.itemsize
        if not count or not self.rows_path.exists():
            return 0
        [(_, expected)] = np.fromfile(self.keys_path, RECORD, 1).tolist()
        checksum = 0
        for dimension, value in enumerate(np.fromfile(self.rows_path, "V4", LONGEST_ROW), 1):
            checksum = zlib.crc32(value.tobytes(), checksum)
            if checksum == expected:
                return dimension
        return _size(self.rows_path) // count // 4


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _extend(path: Path, length: int, content: bytes) -> None:
    with path.open("r+b" if path.exists() else "w+b") as file:
        file.truncate(length)
        file.seek(length)
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _counting_from(done: int, total: int, report: Progress) -> Progress:
    return lambda fresh, _: report(done + fresh, total)


def _silent(_done: int, _total: int) -> None:
    return
