"""The service answers like the command line, refuses what is malformed, and shows evidence only when asked."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

from deflect.plain import as_json
from deflect.types import Abstention, Candidate, Suggestion
from deflect.web import make_app
from deflect.web.app import MOST_BYTES

SUGGESTION = Suggestion("vat", "VAT", "Open Account.", 0.9, "en", "vat.html", ("desk:1",), (Candidate("x", "X", 0.1),))
ABSTENTION = Abstention("not-sure", 0.2)


class Answers:
    """Suggests for anything that holds `vat`, abstains otherwise, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str | None]] = []
        self.drafts = True

    def suggest(
        self, text: str, *, subject: str = "", language: str | None = None, drafts: bool = True
    ) -> Suggestion | Abstention:
        self.asked.append((text, subject, language))
        self.drafts = drafts
        return SUGGESTION if "vat" in text else ABSTENTION


@pytest.fixture
def answers() -> Answers:
    return Answers()


def call(app: ASGIApp, method: str, path: str, body: bytes | None = None) -> httpx.Response:
    async def send() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://desk") as client:
            return await client.request(method, path, content=body)

    import asyncio

    return asyncio.run(send())


def ask(answers: Answers, body: Any) -> httpx.Response:
    return call(make_app(answers), "POST", "/suggest", body if isinstance(body, bytes) else json.dumps(body).encode())


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (b"", 400, "the body is not JSON"),
        (b"{", 400, "the body is not JSON"),
        (b"\xff\xfe\xff", 400, "the body is not JSON"),
        (b"[" * 5000, 400, "the body is not JSON"),
        (b"[]", 422, 'the body needs "text", a string'),
        ({"txt": "vat"}, 422, 'the body needs "text", a string'),
        ({"text": 7}, 422, 'the body needs "text", a string'),
        ({"text": "vat", "language": 7}, 422, '"language" is not a str'),
        ({"text": "vat", "evidence": "yes"}, 422, '"evidence" is not a bool'),
        ({"text": "vat", "drafts": 1}, 422, '"drafts" is not a bool'),
        ({"text": "v" * MOST_BYTES}, 413, f"the body is over {MOST_BYTES} bytes"),
    ],
)
def test_what_is_malformed_is_refused_in_one_shape(answers: Answers, body: Any, status: int, message: str) -> None:
    response = ask(answers, body)
    assert response.status_code == status
    assert response.json() == {"error": {"status": status, "message": message}}
    assert answers.asked == []


def test_the_answer_is_the_json_of_the_command_line(answers: Answers) -> None:
    response = ask(answers, {"text": "where is vat", "subject": "Invoice", "language": "de", "evidence": True})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert response.text == as_json(SUGGESTION)
    assert answers.asked == [("where is vat", "Invoice", "de")]


def test_the_tickets_behind_an_answer_are_shown_only_when_asked_for(answers: Answers) -> None:
    assert ask(answers, {"text": "vat"}).json()["evidence"] == []
    assert ask(answers, {"text": "vat", "evidence": True}).json()["evidence"] == ["desk:1"]


def test_what_nobody_reviewed_is_suggested_only_when_asked_for(answers: Answers) -> None:
    for body, wanted in (({}, False), ({"drafts": False}, False), ({"drafts": None}, False), ({"drafts": True}, True)):
        ask(answers, {"text": "vat", **body})
        assert answers.drafts is wanted


def test_an_abstention_is_an_answer_and_not_an_error(answers: Answers) -> None:
    response = ask(answers, {"text": "weather", "subject": None})
    assert response.status_code == 200
    found = response.json()
    assert (found["result"], found["reason"], found["confidence"]) == ("abstention", "not-sure", 0.2)
    assert answers.asked == [("weather", "", None)]


@pytest.mark.parametrize("path", ["/livez", "/readyz"])
def test_it_says_that_it_is_up(answers: Answers, path: str) -> None:
    response = call(make_app(answers), "GET", path)
    assert (response.status_code, response.json()) == (200, {"ok": True})


def test_another_method_or_path_is_refused(answers: Answers) -> None:
    assert call(make_app(answers), "GET", "/suggest").status_code == 405
    assert call(make_app(answers), "GET", "/other").status_code == 404


def test_half_a_character_in_the_language_fails_no_answer(answers: Answers) -> None:
    assert ask(answers, b'{"text": "vat", "language": "\\ud800"}').status_code == 200
    assert answers.asked[0][2] == "\ufffd"
