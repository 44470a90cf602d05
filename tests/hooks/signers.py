"""Signers that share no code with deflect: the `openssl` way of computing, over the definition of HMAC itself."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime


def hmac_by_definition(key: bytes, message: bytes, name: str = "sha256") -> bytes:
    """RFC 2104, written out."""
    block = 64
    key = hashlib.new(name, key).digest() if len(key) > block else key
    padded = key.ljust(block, b"\0")
    inner = hashlib.new(name, bytes(byte ^ 0x36 for byte in padded) + message).digest()
    return hashlib.new(name, bytes(byte ^ 0x5C for byte in padded) + inner).digest()


def standard(secret: str, name: str, body: bytes, at: datetime | None = None) -> dict[str, str]:
    """The headers of a call as Standard Webhooks has them; the secret is `whsec_` and base64."""
    moment = str(int((at or datetime.now(UTC)).timestamp()))
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signature = base64.b64encode(hmac_by_definition(key, f"{name}.{moment}.".encode() + body)).decode()
    return {"webhook-id": name, "webhook-timestamp": moment, "webhook-signature": f"v1,{signature}"}


def zendesk(secret: str, body: bytes, at: datetime | None = None) -> dict[str, str]:
    """The headers of a call as Zendesk documents them."""
    moment = (at or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    signature = base64.b64encode(hmac_by_definition(secret.encode(), moment.encode() + body)).decode()
    return {"x-zendesk-webhook-signature": signature, "x-zendesk-webhook-signature-timestamp": moment}
