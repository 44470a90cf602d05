"""The labelled sets, their vectors, and where vectors are kept between runs."""

from __future__ import annotations

import csv
import hashlib
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.models import load_encoder
from deflect.models.encoder import Precision

Vectors = NDArray[np.float32]

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
CACHE = Path(tempfile.gettempdir()) / "deflect-benchmarks"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A set of texts of which it is known what each asks.

    Attributes:
        name: As the tables call it.
        texts: n texts.
        truth: (n,) class of each.
    """

    name: str
    texts: Sequence[str]
    truth: NDArray[Any]


def labelled_sets() -> list[Labelled]:
    """Read the sets that are there; the others are named on stderr."""
    return [read(name, path) for name, (path, read) in _SETS.items() if there(path, name)]


def there(path: Path, name: str) -> bool:
    """Tell whether a file or folder is there, and say so if it is not."""
    if not path.exists():
        print(f"{name}: skipped, there is no {path}", file=sys.stderr)
    return path.exists()


def vectors_of(texts: Sequence[str], precision: Precision = "fp32") -> Path:
    """Encode texts with the bundled model, unless that was done before.

    Args:
        texts: n texts.
        precision: As for `load_encoder`.

    Returns:
        A .npy file of (n, d) float32 unit rows, outside the repository.
    """
    encoder = load_encoder(precision=precision)
    text = json.dumps([encoder.fingerprint, *texts])
    path = CACHE / f"{hashlib.blake2b(text.encode(), digest_size=10).hexdigest()}.npy"
    if not path.exists():
        print(f"encoding {len(texts):,} texts …", file=sys.stderr)
        save(path, encoder.encode(list(texts)))
    return path


def save(path: Path, rows: NDArray[Any]) -> None:
    """Write an array whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part.npy")
    np.save(beside, rows)
    beside.rename(path)


def _json_lines(name: str, path: Path) -> Labelled:
    rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    return Labelled(name, [row["text"] for row in rows], np.array([str(row["label"]) for row in rows]))


def _csv(name: str, path: Path) -> Labelled:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return Labelled(name, [row["text"] for row in rows], np.array([row["label"] for row in rows]))


_SETS: dict[str, tuple[Path, Callable[[str, Path], Labelled]]] = {
    "banking77 test": (DATA / "banking77/test.jsonl", _json_lines),
    "dstc11 development": (DATA / "dstc11/development.task1-turns.jsonl", _json_lines),
    "dstc11 test-banking": (DATA / "dstc11/test-banking.task1-turns.jsonl", _json_lines),
    "arbanking77 test": (DATA / "arbanking77/Banking77_Arabized_MSA_test.csv", _csv),
}
