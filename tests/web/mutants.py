"""Signed calls of every source that is called, and what an attacker could make of them.

A mutant differs from the signed call in what proves it: a byte of what is signed, of the signature, or of the token in
the address. So it never is the signed call in other clothes, and is left out in the one case that could make it that:
what was changed came out as it was. What no scheme signs is never changed: headers that only name the event, and of
sources that sign nothing the body. Nothing follows behind a blank, where Standard Webhooks lists further signatures.
"""

from __future__ import annotations

import base64
import json
import random
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from deflect.hooks import Sources
from deflect.workspace import Workspace
from tests.hooks.signers import hmac_by_definition
from tests.hooks.vendors import VENDORS

Headers = dict[str, str]
TOO_OLD = timedelta(minutes=5, seconds=30)
WORDS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+/=_-.,"


@dataclass(frozen=True)
class SignedCall:
    """A call as its source sends it.

    Attributes:
        source: Whose it is.
        headers: All that is sent.
        proving: Names of those that are signed, or are the signature.
        body: Signed, unless there is a token.
        token: What the address ends with; of sources that sign nothing.
    """

    source: str
    headers: Headers
    proving: tuple[str, ...]
    body: bytes
    token: str = ""

    @property
    def path(self) -> str:
        return f"/hooks/{self.source}" + (f"/{self.token}" if self.token else "")


def secret_of(source: str) -> str:
    """A secret of its own for each: two systems that sign alike and share one could call for each other."""
    return "whsec_" + base64.b64encode(source.ljust(32, "k").encode()).decode()


def key_of(source: str) -> bytes:
    return base64.b64decode(secret_of(source).removeprefix("whsec_"))


def connect_all(workspace: Workspace) -> tuple[str, ...]:
    """Connect every source that is called; their names."""
    sources, token = Sources(workspace), {"hook_token": "planted-token-planted-token"}
    for name in MAKERS:
        values = {"address": "http://127.0.0.1:1", "secret": secret_of(name), "user": "7", "token": "t", **token}
        sources.add(name, values | {"password": "p", "api_key": "k", "account": "3", "admin": "21", "public": "yes"}
                    | {"app_id": "i", "app_secret": "s"})  # fmt: skip
    return tuple(MAKERS)


def made(source: str, number: int, at: datetime | None = None) -> SignedCall:
    """A call that tells of a ticket, signed at a moment; now if none is given."""
    moment = at or datetime.now(UTC)
    return made_with(source, json.dumps(MAKERS[source][1](number, moment)).encode(), moment)


def made_with(source: str, body: bytes, at: datetime | None = None) -> SignedCall:
    """A call of a source with any body, signed as it should be."""
    return MAKERS[source][0](source, body, at or datetime.now(UTC))


def pool(sources: Sequence[str], each: int) -> dict[str, list[SignedCall]]:
    return {source: [made(source, number) for number in range(1, each + 1)] for source in sources}


def old_pool(sources: Sequence[str], each: int) -> list[SignedCall]:
    """Calls that are signed as they should be, at a time that does not count any more, or not yet."""
    now = datetime.now(UTC)
    moments = [now + sign * (TOO_OLD + timedelta(hours=hour)) for hour in range(each) for sign in (-1, 1)]
    stating = ("standard", "request_tracker", "roundup", "zendesk", "chatwoot", "escalated")
    return [made(source, at, moment) for source in sources if source in stating for at, moment in enumerate(moments, 1)]


def mutant(chance: random.Random, calls: Sequence[SignedCall]) -> SignedCall | None:
    """One of these calls, with something that proves it changed; None if it came out as it was."""
    call = chance.choice(calls)
    kinds = ["token"] if call.token else ["body", "body", "header", "header", "signature of another", "drop"]
    kind = chance.choice(kinds)
    if kind == "body":
        changed = replace(call, body=_bytes(chance, call.body, chance.choice(calls).body))
    elif kind == "token":
        changed = replace(call, token=_text(chance, call.token).replace("/", "x").replace("?", "x"))
    else:
        changed = replace(call, headers=_headers(chance, kind, call, chance.choice(calls)))
    return None if changed == call else changed


def _headers(chance: random.Random, kind: str, call: SignedCall, other: SignedCall) -> Headers:
    name, new = chance.choice(call.proving), dict(call.headers)
    if kind == "drop":
        del new[name]
    elif kind == "signature of another":
        new[call.proving[-1]] = other.headers[call.proving[-1]] if other.body != call.body else ""
    else:
        new[name] = _text(chance, new[name])
    return new


def _bytes(chance: random.Random, body: bytes, other: bytes) -> bytes:
    at, until = sorted((chance.randrange(len(body)), chance.randrange(len(body) + 1)))
    ways: list[Callable[[], bytes]] = [
        lambda: body[:at] + bytes([body[at] ^ 1 << chance.randrange(8)]) + body[at + 1 :],
        lambda: body[:at],
        lambda: body[at:],
        lambda: body[:at] + body[until:],
        lambda: body + chance.randbytes(chance.randint(1, 9)),
        lambda: body[:at] + chance.randbytes(chance.randint(1, 9)) + body[at:],
        lambda: body + body,
        lambda: other,
        lambda: body.replace(b" ", b"", 1),
        lambda: b"",
    ]
    return chance.choice(ways)()


def _text(chance: random.Random, text: str) -> str:
    at = chance.randrange(len(text))
    ways: list[Callable[[], str]] = [
        lambda: text[:at] + chr(ord(text[at]) ^ 1 << chance.randrange(5)) + text[at + 1 :],
        lambda: text[:at] + chance.choice(WORDS) + text[at + 1 :],
        lambda: text[:at] + text[at + 1 :],
        lambda: text[:at],
        lambda: text[at:] if at else "",
        lambda: text + chance.choice(WORDS),
        lambda: text[:at] + chance.choice(WORDS) + text[at:],
        lambda: text.swapcase(),
        lambda: chance.randbytes(chance.randint(1, 40)).decode("latin-1"),
        lambda: text[::-1],
    ]
    return chance.choice(ways)()


def _webhooks(source: str, body: bytes, at: datetime) -> SignedCall:
    name, moment = f"m{zlib.crc32(body)}", str(int(at.timestamp()))
    signature = base64.b64encode(hmac_by_definition(key_of(source), f"{name}.{moment}.".encode() + body)).decode()
    headers = {"webhook-id": name, "webhook-timestamp": moment, "webhook-signature": f"v1,{signature}"}
    return SignedCall(source, headers, tuple(headers), body)


def _zendesk(source: str, body: bytes, at: datetime) -> SignedCall:
    moment = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    signature = base64.b64encode(hmac_by_definition(secret_of(source).encode(), moment.encode() + body)).decode()
    headers = {"x-zendesk-webhook-signature-timestamp": moment, "x-zendesk-webhook-signature": signature}
    return SignedCall(source, headers, tuple(headers), body)


def _chatwoot(source: str, body: bytes, at: datetime) -> SignedCall:
    moment = str(int(at.timestamp()))
    digest = hmac_by_definition(secret_of(source).encode(), moment.encode() + b"." + body).hex()
    headers = {"x-chatwoot-timestamp": moment, "x-chatwoot-signature": f"sha256={digest}"}
    return SignedCall(source, headers, tuple(headers), body)


def _of_body(algorithm: str, header: str, before: str | None, **more: str) -> Signer:
    """For systems that sign the body alone: hexadecimal behind a word, or base64 where there is None."""

    def sign(source: str, body: bytes, _: datetime) -> SignedCall:
        digest = hmac_by_definition(secret_of(source).encode(), body, algorithm)
        signature = base64.b64encode(digest).decode() if before is None else before + digest.hex()
        return SignedCall(source, {**more, header: signature}, (header,), body)

    return sign


def _by_token(source: str, body: bytes, _: datetime) -> SignedCall:
    return SignedCall(source, {}, (), body, "planted-token-planted-token")


def _record(number: int, _: datetime) -> object:
    return {"id": str(number), "messages": [{"author": "customer", "body": "vat"}]}


def _reference(number: int, at: datetime) -> object:
    return {"event": "ticket.created", "payload": {"reference": f"T-{number}"}, "timestamp": at.isoformat()}


def _like(source: str, named: Callable[[int], dict[str, object]]) -> Telling:
    return lambda number, _: VENDORS[source].call | named(number)


Signer = Callable[[str, bytes, datetime], SignedCall]
Telling = Callable[[int, datetime], object]
MAKERS: dict[str, tuple[Signer, Telling]] = {
    "standard": (_webhooks, _record),
    "request_tracker": (_webhooks, _record),
    "roundup": (_webhooks, _record),
    "zendesk": (_zendesk, lambda number, _: {"ticket_id": str(number)}),
    "chatwoot": (_chatwoot, _like("chatwoot", lambda number: {"conversation": {"id": number}})),
    "escalated": (_of_body("sha256", "x-escalated-signature", ""), _reference),
    "help_scout": (
        _of_body("sha1", "x-helpscout-signature", None, **{"x-helpscout-event": "convo.created"}),
        _like("help_scout", lambda number: {"id": number}),
    ),
    "help_scout_app": (
        _of_body("sha1", "x-helpscout-signature", None),
        lambda number, _: {"ticket": {"id": number, "subject": "Key"}, "customer": {}},
    ),
    "freescout": (
        _of_body("sha1", "x-freescout-signature", None, **{"x-freescout-event": "convo.created"}),
        _like("freescout", lambda number: {"id": number}),
    ),
    "intercom": (
        _of_body("sha1", "x-hub-signature", "sha1="),
        _like("intercom", lambda number: {"data": {"item": {"id": str(number)}}}),
    ),
    "zammad": (
        _of_body("sha1", "x-hub-signature", "sha1="),
        _like("zammad", lambda number: {"ticket": {"id": number}}),
    ),
    "github": (
        _of_body("sha256", "x-hub-signature-256", "sha256=", **{"x-github-event": "issues"}),
        _like("github", lambda number: {"issue": {"number": number}}),
    ),
    "discourse": (
        _of_body("sha256", "x-discourse-event-signature", "sha256=", **{"x-discourse-event": "topic_created"}),
        _like("discourse", lambda number: {"topic": {"id": number}}),
    ),
    "freshdesk": (_by_token, _like("freshdesk", lambda number: {"ticket_id": str(number)})),
    "django_helpdesk": (_by_token, lambda number, _: {"ticket": {"id": number}}),
}
