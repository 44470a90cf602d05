"""Text to vectors to neighbours: encoder, vector cache, index, generations.

The names below are found without importing onnxruntime, faiss, torch or numpy until one of them is used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deflect.models.alignment import without_language
    from deflect.models.cache import VectorCache, forget_texts, text_key
    from deflect.models.encoder import Encoder
    from deflect.models.generation import (
        Draft,
        Generation,
        current_generation,
        forget_all,
        forget_older,
        new_generation,
    )
    from deflect.models.index import Index, neighbours
    from deflect.models.known_words import frequent_words
    from deflect.models.load import check_encoders, check_model, load_encoder
    from deflect.models.onnx_encoder import cores
    from deflect.models.parallel import aligned_languages
    from deflect.models.vectors import unit_rows

_HOMES = {
    "Draft": "deflect.models.generation",
    "Encoder": "deflect.models.encoder",
    "Generation": "deflect.models.generation",
    "Index": "deflect.models.index",
    "VectorCache": "deflect.models.cache",
    "aligned_languages": "deflect.models.parallel",
    "check_encoders": "deflect.models.load",
    "check_model": "deflect.models.load",
    "cores": "deflect.models.onnx_encoder",
    "frequent_words": "deflect.models.known_words",
    "current_generation": "deflect.models.generation",
    "forget_all": "deflect.models.generation",
    "forget_older": "deflect.models.generation",
    "forget_texts": "deflect.models.cache",
    "load_encoder": "deflect.models.load",
    "neighbours": "deflect.models.index",
    "new_generation": "deflect.models.generation",
    "text_key": "deflect.models.cache",
    "unit_rows": "deflect.models.vectors",
    "without_language": "deflect.models.alignment",
}

__all__ = [
    "Draft",
    "Encoder",
    "Generation",
    "Index",
    "VectorCache",
    "aligned_languages",
    "check_encoders",
    "check_model",
    "cores",
    "current_generation",
    "forget_all",
    "forget_older",
    "forget_texts",
    "frequent_words",
    "load_encoder",
    "neighbours",
    "new_generation",
    "text_key",
    "unit_rows",
    "without_language",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'deflect.models' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
