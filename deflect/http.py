"""The one door to the network: a request to a server that the settings name. httpx is imported here and nowhere else.

No redirect is followed, no proxy or password file of the environment is used, and neither the time that a reply takes
nor its size is the server's to choose.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from deflect.errors import MissingExtraError, ServerError

if TYPE_CHECKING:
    import httpx

MOST_BYTES = 1 << 20
"""Bytes of a reply; a larger one is refused before it fills the memory."""


def check_installed() -> None:
    """Find out whether servers can be asked at all.

    Raises:
        MissingExtraError: The extra `deflect[model]` is not installed.
    """
    try:
        import httpx  # noqa: F401
    except ImportError as error:
        step = "Install it with: pip install 'deflect[model]', or remove [drafting] endpoint from deflect.toml"
        raise MissingExtraError("the package that asks servers is not installed", "httpx", step) from error


def post(url: str, payload: Mapping[str, Any], *, key: str = "", seconds: float) -> bytes:
    """Send JSON to a server and read its reply.

    Args:
        url: Where to.
        payload: What to send.
        key: Sent as a bearer token; empty: none is.
        seconds: The server has at most this long for its reply; one that stalls in the middle of it, twice this long.

    Returns:
        The body of a reply with status 200, at most `MOST_BYTES`.

    Raises:
        MissingExtraError: As for `check_installed`.
        ServerError: The server cannot be reached, is too slow, sends too much, or answers with another status.
    """
    check_installed()
    import httpx

    headers = {"Accept-Encoding": "identity"} | ({"Authorization": f"Bearer {key}"} if key else {})
    deadline = time.monotonic() + seconds
    try:
        with (
            httpx.Client(timeout=seconds, follow_redirects=False, trust_env=False, verify=_trusted()) as client,
            client.stream("POST", url, json=payload, headers=headers) as reply,
        ):
            _check(reply, url)
            return b"".join(_within(reply.iter_raw(), deadline, seconds, url))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ServerError(_reason(error, seconds), url) from error


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a server gave for an address.

    Attributes:
        body: Empty for a redirect.
        kind: Media type such as `text/html`; empty if the server does not say.
        location: Where the server says that it is instead; empty if it is here.
    """

    body: bytes
    kind: str
    location: str = ""


def get(url: str, *, seconds: float, most: int) -> Fetched:
    """Read what is at an address; a redirect is told, not followed.

    Args:
        url: Of the page.
        seconds: As for `post`.
        most: Bytes of the largest body that is taken.

    Raises:
        MissingExtraError: httpx is not installed.
        ServerError: As for `post`.
    """
    try:
        import httpx
    except ImportError as error:
        step = "Install it with: pip install 'deflect[model]', or save the pages and import the folder"
        raise MissingExtraError("the package that fetches pages is not installed", "httpx", step) from error

    deadline = time.monotonic() + seconds
    try:
        with (
            httpx.Client(timeout=seconds, follow_redirects=False, trust_env=False, verify=_trusted()) as client,
            client.stream("GET", url, headers={"Accept-Encoding": "identity", "User-Agent": "deflect"}) as reply,
        ):
            kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
            if reply.is_redirect:
                return Fetched(b"", kind, reply.headers.get("location", ""))
            _check(reply, url)
            return Fetched(b"".join(_within(reply.iter_raw(), deadline, seconds, url, most)), kind)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise ServerError(_reason(error, seconds), url) from error


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities whose certificates count, read once: it takes longer than asking a server on this machine."""
    import httpx

    return httpx.create_ssl_context(trust_env=False)


def _check(reply: httpx.Response, url: str) -> None:
    if reply.status_code != 200:
        raise ServerError(f"the server answered with status {reply.status_code}", url)
    if reply.headers.get("content-encoding", "identity") != "identity":
        raise ServerError("the server packed its reply, unasked", url)


def _within(
    parts: Iterator[bytes], deadline: float, seconds: float, url: str, most: int = MOST_BYTES
) -> Iterator[bytes]:
    size = 0
    for part in parts:
        size += len(part)
        if size > most:
            raise ServerError(f"the server's reply is larger than {most:,} bytes", url)
        if time.monotonic() > deadline:
            raise ServerError(_too_slow(seconds), url)
        yield part


def _reason(error: Exception, seconds: float) -> str:
    import httpx

    if isinstance(error, httpx.TimeoutException):
        return _too_slow(seconds)
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return "the server's certificate is not trusted"
    if isinstance(error, httpx.ConnectError):
        return "the server cannot be reached"
    if isinstance(error, httpx.NetworkError | httpx.RemoteProtocolError):
        return "the server broke off"
    return "the server cannot be asked"


def _too_slow(seconds: float) -> str:
    return f"the server took longer than {seconds:g} s"
