"""Answers that agents gave differently: read from the draft's front matter, here and nowhere else."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

KEY = "disagreement"


def disagreement(extra: Mapping[str, Any]) -> str:
    """What the answers to a question disagree about, as a person reads it.

    Args:
        extra: Keys of an article's front matter besides deflect's own.

    Returns:
        One line, the same as long as the disagreement is the same; empty if there is none.
    """
    return _said(extra.get(KEY))


def _said(value: Any) -> str:
    if not value:
        return ""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {_said(each)}" for key, each in value.items() if _said(each))
    if isinstance(value, list | tuple):
        return " | ".join(filter(None, map(_said, value)))
    return json.dumps(value, default=str)
