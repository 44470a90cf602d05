"""What the sources share in proving: who calls us, and to their servers, who asks."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable, Mapping

from deflect.hooks import signing
from deflect.hooks.source import Call, Field, Values

ADDRESS_TOKEN = Field(
    "hook_token",
    "Last part of the address that is called, and all that proves who calls: keep it secret.",
    made_up=True,
)
"""For systems that sign nothing."""

OLD_SECRET = Field("old_secret", "The one before, still good for calls that were signed with it.", needed=False)


def secrets_in(values: Values) -> list[bytes]:
    """The secrets that are live, the present one first."""
    return [values[key].encode() for key in ("secret", "old_secret") if values.get(key)]


def wrong_signature(call: Call, header: str, expected: Iterable[str]) -> str | None:
    """Compare the signature in a header.

    Args:
        call: What came.
        header: Where the signature stands, in lower case.
        expected: What it would be under each live secret.

    Returns:
        None if it fits; else what to answer.
    """
    given = call.headers.get(header, "").encode("utf-8", "replace")
    fits = signing.fits([each.encode() for each in expected], [given])
    return None if fits else "the signature does not fit"


def hexadecimal(secrets: Iterable[bytes], signed: bytes, algorithm: str = "sha256", before: str = "") -> list[str]:
    """Signatures in hexadecimal, behind a name such as `sha256=`."""
    return [before + signing.digest(secret, signed, algorithm).hex() for secret in secrets]


def base64s(secrets: Iterable[bytes], signed: bytes, algorithm: str = "sha256") -> list[str]:
    """Signatures in base64."""
    return [base64.b64encode(signing.digest(secret, signed, algorithm)).decode() for secret in secrets]


def wrong_token(call: Call, values: Values) -> str | None:
    """Compare the token in the address with the owner's; None if it fits, else what to answer."""
    right = hmac.compare_digest(call.token.encode("utf-8", "replace"), values[ADDRESS_TOKEN.name].encode())
    return None if right else "the token in the address does not fit"


def basic(user: str, password: str) -> Mapping[str, str]:
    """Basic authentication (RFC 7617)."""
    return {"Authorization": f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"}
