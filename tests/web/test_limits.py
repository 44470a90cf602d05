"""However slow, long or many requests are, each is answered in one shape within its time, and the service lives on."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from deflect.types import Abstention
from deflect.web import make_app
from deflect.web.fence import MOST_HEAD, Limits
from deflect.web.protocol import MOST_AHEAD, MOST_RAW
from deflect.web.refusal import error_body
from deflect.web.rules import Rules
from tests.web.service import Answers, ask, call, listening

QUICK = Limits(at_once=4, head=1.0, body=1.0, answer=10.0, whole=15.0, connections=20)
FREE = Rules(per_minute=1_000_000)
HEAD = b"POST /suggest HTTP/1.1\r\nHost: desk\r\nContent-Type: application/json\r\n"
QUESTION = b'{"text": "vat"}'


@pytest.fixture
def port() -> Iterator[int]:
    with listening(make_app(Answers(), rules=FREE, limits=QUICK), QUICK) as found:
        yield found


def said(port: int, *parts: bytes, pause: float = 0.0) -> bytes:
    """Send parts with a pause after each, and read until the server closes or has answered."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        with contextlib.suppress(ConnectionError):  # it has refused already
            for part in parts:
                line.sendall(part)
                time.sleep(pause)
        return read(line)


def read(line: socket.socket) -> bytes:
    """Everything until the server closes."""
    received = b""
    with contextlib.suppress(ConnectionError):
        while part := line.recv(65536):
            received += part
    return received


def test_a_head_that_never_ends_is_given_up(port: int) -> None:
    answer = said(port, HEAD, b"X-Slow: 1\r\n")
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b'{"error": {"status": 408,' in answer


def test_a_connection_on_which_nothing_comes_is_closed(port: int) -> None:
    assert said(port).startswith(b"HTTP/1.1 408 ")


def test_a_second_request_of_a_connection_has_no_more_time_than_the_first(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(HEAD + b"Content-Length: 15\r\n\r\n" + QUESTION)
        answer = b""
        while not answer.endswith(b"}"):  # head and body may come apart
            answer += (part := line.recv(65536))
            assert part
        assert answer.startswith(b"HTTP/1.1 200 ")
        line.sendall(b"POST /sug")
        assert line.recv(65536).startswith(b"HTTP/1.1 408 ")


def test_a_body_that_trickles_in_is_given_up(port: int) -> None:
    answer = said(port, HEAD + b"Content-Length: 15\r\n\r\n", *(bytes([byte]) for byte in QUESTION[:8]), pause=0.1)
    assert answer.startswith(b"HTTP/1.1 408 ")


def test_a_head_that_is_too_long_is_refused(port: int) -> None:
    answer = said(port, HEAD + b"X-Long: ", *[b"x" * 4_000] * 20, pause=0.01)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b'{"error": {"status": 400,' in answer


def test_a_head_that_came_whole_and_is_too_long_is_refused_as_well() -> None:
    found = ask(make_app(Answers(), rules=FREE), "POST", "/suggest", {"x-long": "x" * MOST_HEAD}, QUESTION)
    assert (found.status, found.json["error"]["status"]) == (431, 431)


@pytest.mark.parametrize("nonsense", [b"\x00\x01\x02\r\n\r\n", b"GET\r\n\r\n", b"POST /suggest HTTP/9.9\r\n\r\n"])
def test_what_is_no_http_is_refused_in_the_same_shape(port: int, nonsense: bytes) -> None:
    answer = said(port, nonsense)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["error"]["status"] == 400


def test_more_requests_ahead_than_there_may_be_are_refused(port: int) -> None:
    answer = said(port, b"GET /livez HTTP/1.1\r\nHost: desk\r\n\r\n" * 5_000)
    assert answer.endswith(error_body(400, "invalid http request received").encode())
    assert answer.count(b"HTTP/1.1 200 ") <= MOST_AHEAD + 1


def test_a_few_requests_ahead_are_answered_in_order(port: int) -> None:
    paths = [b"/livez", b"/nothing", b"/livez"]
    asked = [b"GET %s HTTP/1.1\r\nHost: desk\r\n\r\n" % path for path in paths]
    answer = said(port, *asked, b"GET /livez HTTP/1.1\r\nHost: desk\r\nConnection: close\r\n\r\n")
    assert [each[:3] for each in answer.split(b"HTTP/1.1 ")[1:]] == [b"200", b"404", b"200", b"200"]


@pytest.mark.parametrize("more", [b"X-Long: " + b"x" * 4_000 + b"\r\n", b"x" * 4_000])
def test_what_follows_a_chunked_body_has_an_end(more: bytes) -> None:
    head = HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX-Trailer: "
    patient = Limits(body=60.0, whole=60.0)  # it is for its length that it is refused, however slow the machine
    with listening(make_app(Answers(), rules=FREE, limits=patient), patient) as port:
        answer = said(port, head, *[more] * (2 * MOST_RAW // len(more)))
    assert answer.startswith(b"HTTP/1.1 413 ") or not answer  # it may close before all was sent


def test_a_header_behind_the_body_is_no_header() -> None:
    seen: list[bytes] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            while (await receive())["more_body"]:
                pass
            seen.extend(name for name, _ in scope["headers"])
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b""})

    with listening(app, QUICK) as found:
        close = b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
        assert b" 204 " in said(found, HEAD + close, b"0\r\nAuthorization: Bearer x\r\n\r\n", pause=0.05)
    assert seen == [b"host", b"content-type", b"connection", b"transfer-encoding"]


@pytest.mark.parametrize("method", [b"POST /suggest", b"GET /livez"])
@pytest.mark.parametrize("pause", [0.0, 0.05])
def test_a_client_that_offers_http_2_is_answered_in_http_1(port: int, method: bytes, pause: float) -> None:
    """As Java's own client does with every first request; what follows on the connection is read as well."""
    offer = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAB\r\n"
    body, chunked = QUESTION if method.startswith(b"POST") else b"", b"f\r\n%s\r\n0\r\n\r\n" % QUESTION
    head, plain = b"%s HTTP/1.1\r\nHost: desk\r\n" % method, b"Content-Length: %d\r\n" % len(body)
    offered = [(head + offer + plain + b"\r\n", body)] * 2
    offered += [(HEAD + offer + b"Transfer-Encoding: chunked\r\n\r\n", chunked)]
    last = HEAD + b"Connection: close\r\nContent-Length: 15\r\n\r\n" + QUESTION
    answer = said(port, *[part for request in offered for part in request], last, pause=pause)
    assert [each[:3] for each in answer.split(b"HTTP/1.1 ")[1:]] == [b"200"] * 4


def test_an_answer_does_not_wait_for_the_clients_word(port: int) -> None:
    """Head and body sent apart, without TCP_NODELAY, take 40 ms at every request but a connection's first ones."""
    spent = []
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        for _ in range(30):
            started = time.perf_counter()
            assert client.get("/livez").status_code == 200
            spent.append(time.perf_counter() - started)
    assert min(spent[10:]) < 0.03


def test_after_all_that_it_answers_as_before(port: int) -> None:
    for _ in range(5):
        said(port, b"\x00\r\n\r\n")
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.sendall(HEAD + b"Content-Length: 15\r\n\r\n{")
    assert httpx.post(f"http://127.0.0.1:{port}/suggest", content=QUESTION, timeout=20).json()["result"] == "suggestion"


def test_more_connections_than_there_may_be_are_told_to_come_back(port: int) -> None:
    lines = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(QUICK.connections + 5)]
    try:
        first = [line.recv(65536)[9:12] for line in lines[-5:]]
        assert first == [b"503"] * 5
    finally:
        for line in lines:
            line.close()


def test_more_requests_than_there_may_be_are_told_to_come_back_and_the_others_are_answered() -> None:
    app = make_app(Answers(seconds=0.3), rules=FREE, limits=QUICK)

    async def many() -> list[tuple[int, str]]:
        found = await asyncio.gather(*(call(app, "POST", "/suggest", {}, QUESTION) for _ in range(40)))
        return [(each.status, each.headers.get("retry-after", "")) for each in found]

    found = asyncio.run(many())
    assert found.count((200, "")) == QUICK.at_once
    assert found.count((503, "1")) == 40 - QUICK.at_once


def test_questions_that_wait_leave_room_for_calls_and_are_not_let_wait_too_long() -> None:
    limits = Limits(at_once=20, answers=3, answer=10.0)
    app = make_app(Answers(seconds=0.3), rules=FREE, limits=limits)

    async def many() -> list[tuple[int, str]]:
        asked = [call(app, "POST", "/suggest", {}, QUESTION) for _ in range(15)]
        live = [call(app, "GET", "/livez") for _ in range(5)]
        found = await asyncio.gather(*asked, *live)
        return [(each.status, each.headers.get("retry-after", "")) for each in found]

    found = asyncio.run(many())
    assert (found[:15].count((200, "")), found[:15].count((503, "1")), found[15:]) == (3, 12, [(200, "")] * 5)
    assert ask(app, "POST", "/suggest", {}, QUESTION).status == 200  # and room is made again


def test_an_answer_that_takes_too_long_is_given_up_in_time() -> None:
    app = make_app(Answers(seconds=6.0), rules=FREE, limits=Limits(answer=0.2))
    began = time.monotonic()
    assert ask(app, "POST", "/suggest", {}, QUESTION).status == 503
    assert time.monotonic() - began < 5.5


def test_whatever_breaks_inside_is_an_answer_without_what_was_asked(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(Answers):
        def suggest(
            self, text: str, *, subject: str = "", language: str | None = None, drafts: bool = True
        ) -> Abstention:
            raise ZeroDivisionError(text)

    found = ask(make_app(Broken(), rules=FREE), "POST", "/suggest", {}, b'{"text": "planted words"}')
    assert (found.status, found.json["error"]["status"]) == (500, 500)
    assert b"planted" not in found.body
    assert "planted" not in "".join(str(each.__dict__) for each in caplog.records if each.name.startswith("deflect"))


def test_what_is_under_way_is_answered_before_it_stops() -> None:
    limits = Limits(head=5.0)
    answers = Answers(seconds=0.5)
    with ThreadPoolExecutor(1) as other:
        with listening(make_app(answers, rules=FREE, limits=limits), limits) as port:
            asked = other.submit(httpx.post, f"http://127.0.0.1:{port}/suggest", content=QUESTION, timeout=20)
            while not answers.asked:
                time.sleep(0.01)
        assert asked.result().status_code == 200
    assert threading.active_count() < 50
