"""encoder.json: what an exported encoder is, and the hashes that tell whether it still is that.

All of a model's bytes are hashed at every load: 90 MB take 60 ms where the processor hashes in hardware, a tenth of
what a cold suggestion may take, and a wrong bit in a weight would otherwise pass as a slightly wrong answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from deflect.errors import ModelError
from deflect.models.source import file_sha256

CARD = "encoder.json"
MODEL = "model.onnx"
WEIGHTS = "model.weights"
TOKENIZER = "tokenizer.json"
# Part of every fingerprint and folder name: raise it when the same model would give other vectors.
CODE_VERSION = 2
REBUILD = "Delete that folder, then run: deflect run"


@dataclass(frozen=True, slots=True)
class Card:
    """What an exported encoder is.

    Attributes:
        kind: `onnx`, or `torch` for a model that does not export.
        precision: What its products are computed in.
        agreement: Share of the 10 nearest neighbours that int8 kept of float32's, 0 to 1; None where not measured.
        files: SHA-256 of each file beside the card.
        reason: Why it is not faster than it is; empty if there is no reason.
    """

    name: str
    kind: Literal["onnx", "torch"]
    precision: Literal["fp32", "int8"]
    dimension: int
    max_tokens: int
    fingerprint: str
    files: Mapping[str, str]
    agreement: float | None = None
    reason: str = ""


def fingerprint(*parts: object) -> str:
    """Hash whatever decides what vectors come out."""
    return hashlib.sha256(json.dumps([CODE_VERSION, *parts], sort_keys=True).encode()).hexdigest()


def card_text(card: Card) -> str:
    """Write a card as JSON, sealed with a hash of itself."""
    fields = asdict(card)
    return json.dumps({**fields, "seal": _seal(fields)}, indent=1, sort_keys=True) + "\n"


def read_card(folder: Path) -> Card:
    """Read a card without looking at the files it names.

    Raises:
        ModelError: It is missing, is not what was written, or was written by a newer deflect.
    """
    path = folder / CARD
    try:
        fields: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if fields.pop("seal") != _seal(fields):
            raise ValueError("the seal does not fit")
        return Card(**fields)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError("the encoder's description is damaged", str(path), REBUILD) from error


def check_files(folder: Path, card: Card) -> None:
    """Hash every file that a card names.

    Raises:
        ModelError: One is missing or differs.
    """
    for name, expected in card.files.items():
        path = folder / name
        try:
            found = file_sha256(path)
        except OSError as error:
            raise ModelError("a file of the encoder is missing", str(path), REBUILD) from error
        if found != expected:
            raise ModelError("a file of the encoder is damaged", str(path), REBUILD)


def _seal(fields: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()
