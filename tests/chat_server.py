"""A real HTTP server on this machine that speaks OpenAI's protocol: well, or badly in one of many ways."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Behaviour = Callable[["Call"], None]
Said = list[dict[str, Any]]


@dataclass
class Call:
    """One request, and the connection to answer it on."""

    handler: BaseHTTPRequestHandler
    body: bytes
    stopping: threading.Event

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def data(self) -> Any:
        """What the user's message holds."""
        return json.loads(self.json["messages"][-1]["content"])

    def send(self, raw: bytes) -> None:
        self.handler.wfile.write(raw)

    def reply(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.handler.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.handler.send_header(name.replace("_", "-"), value)
        self.handler.end_headers()
        self.send(body)

    def complete(self, content: str) -> None:
        choice = {"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}
        self.reply(json.dumps({"object": "chat.completion", "choices": [choice]}).encode())

    def hang_up(self) -> None:
        self.handler.close_connection = True
        self.handler.connection.shutdown(2)


@dataclass
class ChatServer:
    """Attributes: behaviour answers; calls are those that came, in order."""

    behaviour: Behaviour
    port: int = 0
    calls: list[Call] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def received(self) -> str:
        """All that reached this server, as text."""
        return "\n".join(call.body.decode() for call in self.calls)


@contextmanager
def serving(behaviour: Behaviour) -> Iterator[ChatServer]:
    """Serve on a free port of this machine; used with `with`."""
    server = ChatServer(behaviour)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            call = Call(self, body, server.stopping)
            server.calls.append(call)
            try:
                server.behaviour(call)
            except OSError:
                self.close_connection = True  # the client went away, as it should from a server like this

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        server.port = http.server_port
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.stopping.set()
            http.shutdown()
            thread.join()


def saying(word: Callable[[str], str]) -> Behaviour:
    """A model that puts each sentence's first wording through a function."""
    return lambda call: call.complete(json.dumps({"sentences": worded(call, word)}))


def worded(call: Call, word: Callable[[str], str]) -> Said:
    return [{"number": each["number"], "text": word(each["written"][0])} for each in call.data["sentences"]]


def answering(content: str) -> Behaviour:
    """A model that says the same whatever it is asked."""
    return lambda call: call.complete(content)


def with_body(body: bytes, status: int = 200, **headers: str) -> Behaviour:
    return lambda call: call.reply(body, status, **headers)


def slow(call: Call) -> None:
    call.stopping.wait(30)


def dripping(call: Call) -> None:
    """Sends a byte every now and then, so that something always comes."""
    call.handler.send_response(200)
    call.handler.send_header("Content-Length", "100000")
    call.handler.end_headers()
    while not call.stopping.wait(0.02):
        call.send(b" ")


def dripping_headers(call: Call) -> None:
    """The same, before there is any reply."""
    call.send(b"HTTP/1.1 200 OK\r\nX-Padding: ")
    while not call.stopping.wait(0.02):
        call.send(b"x")


def hanging_up(call: Call) -> None:
    call.hang_up()


def breaking_off(call: Call) -> None:
    call.handler.send_response(200)
    call.handler.send_header("Content-Length", "100000")
    call.handler.end_headers()
    call.send(b'{"choices": [')
    call.hang_up()


def endless(call: Call) -> None:
    """Sends more than anybody wants, without saying how much."""
    call.handler.send_response(200)
    call.handler.end_headers()
    while not call.stopping.is_set():
        call.send(b" " * 65_536)
