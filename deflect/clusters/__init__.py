"""vectors → recurring questions: find, label, identity across runs, trends.

The names below are found without importing scikit-learn until one of them is used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deflect.clusters.find import QuestionClusterer
    from deflect.clusters.questions import find_questions, unread_languages

_HOMES = {
    "QuestionClusterer": "deflect.clusters.find",
    "find_questions": "deflect.clusters.questions",
    "unread_languages": "deflect.clusters.questions",
}

__all__ = ["QuestionClusterer", "find_questions", "unread_languages"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'deflect.clusters' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
