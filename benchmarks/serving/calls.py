"""What clients send: whole requests, signed before the clock starts."""

from __future__ import annotations

import base64
import json
import time

from benchmarks.serving.place import ZENDESK
from deflect.hooks.signing import digest

QUESTION = {"text": "My licence key is rejected after I moved the site to another domain, what do I have to do?"}


def post(path: str, headers: dict[str, str], body: bytes) -> bytes:
    given = {"Host": "desk", "Content-Type": "application/json", **headers, "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body


def zendesk(count: int, first: int = 0) -> list[bytes]:
    """Calls that tell of as many tickets, signed now: good for five minutes."""
    moment = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    return [_zendesk(moment, number) for number in range(first, first + count)]


def _zendesk(moment: str, number: int) -> bytes:
    body = json.dumps({"ticket_id": str(number)}).encode()
    signature = base64.b64encode(digest(ZENDESK["secret"].encode(), moment.encode() + body)).decode()
    headers = {"X-Zendesk-Webhook-Signature": signature, "X-Zendesk-Webhook-Signature-Timestamp": moment}
    return post("/hooks/zendesk", headers, body)


def questions(key: str) -> list[bytes]:
    """One question of a server with an API key: the suggester is asked anew each time."""
    return [post("/suggest", {"Authorization": f"Bearer {key}"}, json.dumps(QUESTION).encode())]


def plain() -> list[bytes]:
    return [post("/bare", {}, json.dumps(QUESTION).encode())]
