"""Every result as plain values: the one JSON form that the command line and the service both print."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from pathlib import PurePath
from typing import Any

from deflect.types import Abstention, Suggestion


def plain(value: Any) -> Any:
    """Turn a result into dictionaries, lists, strings and numbers.

    Args:
        value: A dataclass of deflect, or a mapping, sequence, date, path or number.

    Returns:
        Values that `json.dumps` takes. A suggestion or abstention says which of the two it is under `result`.
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return _named(value) | fields
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, PurePath) else value


def as_json(value: Any) -> str:
    """Write a result as one line of JSON, readable in every language."""
    return json.dumps(plain(value), ensure_ascii=False)


def _named(value: object) -> dict[str, str]:
    if isinstance(value, Suggestion):
        return {"result": "suggestion"}
    return {"result": "abstention"} if isinstance(value, Abstention) else {}
