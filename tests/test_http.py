"""Servers are asked within limits of time and size, without redirects, and what fails is told without what was sent."""

from __future__ import annotations

import asyncio
import gzip
import logging
import socket
import subprocess
import sys
import time

import httpx
import pytest

from deflect import http
from deflect.errors import MissingExtraError, ServerError
from tests.chat_server import (
    Behaviour,
    Call,
    breaking_off,
    dripping,
    dripping_headers,
    endless,
    hanging_up,
    serving,
    slow,
    with_body,
)

pytestmark = pytest.mark.usefixtures("this_machine_only")
SENT = {"text": "the booking page is blank"}
KEY = "sk-planted-4711"


def ask(url: str, seconds: float = 5.0) -> bytes:
    return http.post(url, SENT, key=KEY, seconds=seconds)


FAULTS: dict[str, tuple[Behaviour, str]] = {
    "hangs up": (hanging_up, "the server broke off"),
    "breaks off in the middle": (breaking_off, "the server broke off"),
    "has an error": (with_body(b"oops", 500), "the server answered with status 500"),
    "refuses the key": (with_body(b"{}", 401), "the server answered with status 401"),
    "has nothing to say": (with_body(b"", 204), "the server answered with status 204"),
    "says more than fits": (with_body(b" " * (http.MOST_BYTES + 1)), "the server's reply is larger than 1,048,576"),
    "says more and more": (endless, "the server's reply is larger than 1,048,576 bytes"),
    "sends a bomb": (
        with_body(gzip.compress(b" " * (1 << 26)), Content_Encoding="gzip"),
        "the server packed its reply, unasked",
    ),
    "speaks no HTTP": (lambda call: call.send(b"\x00\xff no\r\n\r\n"), "the server broke off"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_server_that_fails_is_one_error_without_what_was_sent(fault: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    behaviour, reason = FAULTS[fault]
    with serving(behaviour) as server, pytest.raises(ServerError, match=reason) as caught:
        ask(server.endpoint)
    assert server.endpoint in str(caught.value)
    for secret in (KEY, SENT["text"]):
        assert secret not in str(caught.value)
        assert secret not in caplog.text


@pytest.mark.parametrize("behaviour", [slow, dripping, dripping_headers])
def test_a_slow_server_costs_the_time_limit_and_no_more(behaviour: Behaviour) -> None:
    with serving(behaviour) as server:
        start = time.monotonic()
        with pytest.raises(ServerError, match=r"the server took longer than 0\.2 s"):
            ask(server.endpoint, seconds=0.2)
        assert 0.2 <= time.monotonic() - start < 1.5


def test_a_redirect_is_not_followed() -> None:
    with serving(with_body(b"{}")) as other:
        away = with_body(b"", 307, Location=other.endpoint)
        with serving(away) as server:
            with pytest.raises(ServerError, match="the server answered with a redirect"):
                ask(server.endpoint)
            told = http.get(server.endpoint, seconds=5, most=10)
        assert told == http.Fetched(b"", "", other.endpoint)
        assert other.calls == []


def test_nobody_there_is_an_error() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        with pytest.raises(ServerError, match="the server cannot be reached"):
            ask(f"http://127.0.0.1:{free.getsockname()[1]}/v1")


def test_a_server_without_a_trusted_certificate_is_not_spoken_to() -> None:
    with serving(with_body(b"{}")) as server, pytest.raises(ServerError, match="the server cannot be reached"):
        ask(server.endpoint.replace("http:", "https:"))
    assert server.calls == []


def test_a_certificate_that_nobody_trusts_is_told_apart_from_a_server_that_is_down() -> None:
    failed = httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate")
    assert http._reason(failed) == "the server's certificate is not trusted"


def test_a_good_reply_comes_back_byte_for_byte_and_the_key_goes_in_its_header_only() -> None:
    body = b'{"a": "\xc3\xa9"}' + b" " * (http.MOST_BYTES - 11)
    with serving(with_body(body)) as server:
        assert ask(server.endpoint) == body
        (call,) = server.calls
    assert call.json == SENT
    assert call.handler.headers["Authorization"] == f"Bearer {KEY}"
    assert KEY not in call.body.decode() + call.handler.path


def test_no_key_no_header() -> None:
    with serving(with_body(b"{}")) as server:
        http.post(server.endpoint, SENT, seconds=5)
    assert "Authorization" not in server.calls[0].handler.headers


def test_proxies_and_passwords_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(with_body(b"proxy")) as proxy, serving(with_body(b"server")) as server:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.endpoint)
        assert ask(server.endpoint) == b"server"
    assert proxy.calls == []


def test_a_missing_extra_names_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'deflect\[model\]'"):
        http.check_installed("do nothing")
    with pytest.raises(MissingExtraError, match=r"pip install 'deflect\[model\]'"):
        ask("http://127.0.0.1:9/v1")


def test_the_door_itself_imports_nothing_heavy() -> None:
    code = "import deflect.http, sys; print('httpx' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_the_test_server_records_what_comes() -> None:
    seen: list[str] = []

    def behaviour(call: Call) -> None:
        seen.append(call.handler.path)
        call.reply(b"{}")

    with serving(behaviour) as server:
        ask(f"{server.endpoint}/chat/completions")
    assert seen == ["/v1/chat/completions"]
    assert server.received() == '{"text":"the booking page is blank"}'


def test_a_program_that_runs_coroutines_itself_can_ask_too() -> None:
    async def notebook() -> bytes:
        return ask(server.endpoint)

    with serving(with_body(b"{}")) as server:
        assert asyncio.run(notebook()) == b"{}"


def test_a_page_comes_with_its_kind_and_up_to_the_size_that_is_wanted() -> None:
    with serving(with_body(b"<p>12", Content_Type="Text/HTML; charset=utf-8")) as server:
        assert http.get(server.endpoint, seconds=5, most=5) == http.Fetched(b"<p>12", "text/html")
        with pytest.raises(ServerError, match="larger than 4 bytes"):
            http.get(server.endpoint, seconds=5, most=4)
    assert server.calls[0].handler.headers["User-Agent"] == "deflect"
    assert server.calls[0].body == b""


def test_the_guard_of_these_tests_lets_nothing_out() -> None:
    with socket.socket() as other, pytest.raises(AssertionError, match=r"192\.0\.2\.1"):
        other.connect(("192.0.2.1", 80))


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://desk.example/x", "only https"),
        ("ftp://127.0.0.1/x", "only https"),
        ("https://10.1.2.3/x", "private network"),
        ("https://169.254.169.254/latest", "private network"),
        ("https://[fd00::1]/x", "private network"),
        ("https://0.0.0.0/x", "private network"),
    ],
)
def test_a_ticket_system_is_not_asked_where_it_cannot_be(url: str, why: str) -> None:
    with pytest.raises(ServerError, match=why):
        http.ask("GET", url, headers={}, seconds=5)


def test_a_name_that_leads_into_a_private_network_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def looked_up(*_: object, **__: object) -> list[tuple[object, ...]]:
        public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443))
        return [public, (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.168.1.1", 443))]

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", looked_up)
    with pytest.raises(ServerError, match="private network"):
        http.ask("GET", "https://desk.example/x", headers={"Authorization": KEY}, seconds=5)


def test_a_ticket_system_is_told_its_own_name_and_its_redirects_are_replies() -> None:
    moved = with_body(b"", 302, Location="http://127.0.0.1:1/", Retry_After="7")
    with serving(moved) as server:
        url = server.endpoint.replace("127.0.0.1", "localhost")
        found = http.ask("POST", f"{url}/x", SENT, headers={"Authorization": KEY}, seconds=5)
    assert (found.status, found.retry_after) == (302, "7")
    (call,) = server.calls
    assert call.json == SENT
    assert call.handler.headers["Host"] == f"localhost:{server.port}"
    assert call.handler.headers["Authorization"] == KEY
