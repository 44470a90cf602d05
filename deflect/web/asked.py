"""What the bodies of questions and of feedback hold, checked before anything is done with it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from deflect.web import notebook
from deflect.web.refusal import RefusedError

JSON = "application/json"
MOST_FIELDS = 20
"""Of a form; ours has five."""


def read_question(body: bytes) -> dict[str, Any]:
    """Read the body of /suggest: all its keys, with what stands for those that were left out.

    Raises:
        RefusedError: It is no JSON, or not as documented.
    """
    asked = _json(body)
    if not isinstance(asked, Mapping) or not isinstance(asked.get("text"), str):
        raise RefusedError(422, 'the body needs "text", a string')
    for key, kind in (("subject", str), ("language", str), ("evidence", bool), ("drafts", bool), ("page", str)):
        if asked.get(key) is not None and not isinstance(asked[key], kind):
            raise RefusedError(422, f'"{key}" is not a {kind.__name__}')
    return {
        "text": asked["text"],
        "subject": asked.get("subject") or "",
        "language": _whole(asked["language"]) if asked.get("language") else None,
        "evidence": bool(asked.get("evidence")),
        "drafts": bool(asked.get("drafts")),
    }


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise RefusedError(400, "the body is not JSON") from error


def read_feedback(request: Request, body: bytes) -> dict[str, str]:
    """Read the body of /feedback, a form or JSON: article, language, helpful, reason and comment.

    Raises:
        RefusedError: It is neither, or not as documented.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        found: Any = _form(body)
    elif kind == JSON:
        found = _json(body)
    else:
        raise RefusedError(415, "feedback is a form or JSON")
    keys = ("article", "language", "helpful", "reason", "comment")
    line = {key: found.get(key, "") for key in keys} if isinstance(found, Mapping) else {}
    if not line or not all(isinstance(value, str) for value in line.values()):
        raise RefusedError(422, "feedback has article, language, helpful, reason and comment, all of them text")
    line = {key: _whole(value) for key, value in line.items()}
    known = line["helpful"] in ("yes", "no") and line["reason"] in notebook.REASONS
    known = known and re.fullmatch(notebook.LANGUAGE, line["language"]) is not None
    if not known or not 0 < len(line["article"]) <= notebook.LONGEST_ARTICLE:
        raise RefusedError(422, "article, language, helpful (yes or no) or reason is not as documented")
    return line


def _form(body: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise RefusedError(422, f"the form has more than {MOST_FIELDS} fields") from error


def _whole(text: str) -> str:
    """Text that can be written: JSON may hold half a character, where a form cut it off, and UTF-8 may not."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
