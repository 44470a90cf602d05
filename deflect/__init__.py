"""deflect turns past support tickets into documentation and answers."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from deflect.clusters import QuestionClusterer
    from deflect.errors import DeflectError
    from deflect.models import load_encoder
    from deflect.suggest import Suggester
    from deflect.types import Abstention, Article, CleanTicket, Cluster, Message, Suggestion, Ticket
    from deflect.workspace import Workspace

__version__ = "0.1.0"

_HOMES = {
    "Abstention": "deflect.types",
    "Article": "deflect.types",
    "CleanTicket": "deflect.types",
    "Cluster": "deflect.types",
    "DeflectError": "deflect.errors",
    "Message": "deflect.types",
    "QuestionClusterer": "deflect.clusters",
    "Suggester": "deflect.suggest",
    "Suggestion": "deflect.types",
    "Ticket": "deflect.types",
    "Workspace": "deflect.workspace",
    "load_encoder": "deflect.models",
}

__all__ = [
    "Abstention",
    "Article",
    "CleanTicket",
    "Cluster",
    "DeflectError",
    "Message",
    "QuestionClusterer",
    "Suggester",
    "Suggestion",
    "Ticket",
    "Workspace",
    "__version__",
    "load_encoder",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'deflect' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
