"""vectors → recurring questions: find, label, identity across runs, trends.

The names below are found without importing scikit-learn until one of them is used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deflect.clusters.describing.minutes import total_minutes
    from deflect.clusters.finding.find import QuestionClusterer
    from deflect.clusters.grouping import unread_languages
    from deflect.clusters.questions import find_questions

_HOMES = {
    "QuestionClusterer": "deflect.clusters.finding.find",
    "find_questions": "deflect.clusters.questions",
    "total_minutes": "deflect.clusters.describing.minutes",
    "unread_languages": "deflect.clusters.grouping",
}

__all__ = ["QuestionClusterer", "find_questions", "total_minutes", "unread_languages"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'deflect.clusters' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
