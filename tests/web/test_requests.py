"""Whatever comes in, the service answers in one of two shapes, in time, and asks the suggester at most once."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.types import Abstention
from deflect.web import make_app
from deflect.web.app import MOST_BYTES

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
keys = st.sampled_from(["text", "subject", "language", "evidence", "drafts", "other"])
requests = st.dictionaries(keys, values, max_size=5)


class Answers:
    """Abstains, and remembers what it was asked and in which thread."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str | None]] = []
        self.threads: set[int] = set()

    def suggest(self, text: str, *, subject: str = "", language: str | None = None, drafts: bool = True) -> Abstention:
        self.asked.append((text, subject, language))
        self.threads.add(threading.get_ident())
        return Abstention("not-sure")


def post(answers: Answers, body: bytes | AsyncIterator[bytes]) -> httpx.Response:
    async def send() -> httpx.Response:
        transport = httpx.ASGITransport(app=make_app(answers))
        async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
            return await client.post("/suggest", content=body)

    return asyncio.run(send())


def fits(asked: Any) -> bool:
    """Whether a request keeps to the documented form: an oracle of its own."""
    kinds = {"subject": str, "language": str, "evidence": bool, "drafts": bool}
    return isinstance(asked.get("text"), str) and all(
        asked.get(key) is None or type(asked[key]) is kind for key, kind in kinds.items()
    )


@given(requests)
def test_a_request_is_answered_exactly_if_it_fits(asked: dict[str, Any]) -> None:
    answers = Answers()
    response = post(answers, json.dumps(asked).encode())
    if fits(asked):
        assert response.status_code == 200
        assert answers.asked == [(asked["text"], asked.get("subject") or "", asked.get("language"))]
    else:
        assert response.status_code == 422
        assert set(response.json()["error"]) == {"status", "message"}
        assert answers.asked == []


@given(st.binary(max_size=60))
def test_any_bytes_are_answered_or_refused_and_never_fail(body: bytes) -> None:
    response = post(Answers(), body)
    assert response.status_code in {200, 400, 422}
    assert response.headers["content-type"] == "application/json"
    assert json.loads(response.text)


@pytest.mark.parametrize(("size", "status"), [(MOST_BYTES, 200), (MOST_BYTES + 1, 413)])
def test_the_size_limit_is_of_the_body_in_bytes(size: int, status: int) -> None:
    frame = len(json.dumps({"text": ""}))
    assert post(Answers(), json.dumps({"text": "v" * (size - frame)}).encode()).status_code == status


def test_a_body_without_end_is_refused_as_soon_as_it_is_too_long() -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 100 * MOST_BYTES:
            sent += 1024
            yield b" " * 1024

    assert post(Answers(), endless()).status_code == 413


def test_no_error_repeats_what_was_asked() -> None:
    response = post(Answers(), json.dumps({"text": 5, "subject": "secret words"}).encode())
    assert "secret words" not in response.text


def test_a_slow_answer_does_not_hold_up_the_server() -> None:
    answers = Answers()
    post(answers, b'{"text": "why?"}')
    assert threading.get_ident() not in answers.threads


def test_a_client_that_goes_away_in_the_middle_is_no_failure() -> None:
    answers = Answers()
    sent: list[dict[str, Any]] = []
    start: dict[str, Any] = {"type": "http.request", "body": b"{", "more_body": True}
    parts = iter([start, {"type": "http.disconnect"}])

    async def receive() -> dict[str, Any]:
        return next(parts)

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "path": "/suggest",
        "raw_path": b"/suggest", "root_path": "", "scheme": "http", "query_string": b"", "headers": [],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2),
    }  # fmt: skip
    asyncio.run(make_app(answers)(scope, receive, send))
    assert sent[0]["status"] == 400
    assert answers.asked == []
