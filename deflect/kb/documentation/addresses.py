"""Addresses of documentation, written alike however they were linked; and lists of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from deflect.kb.documentation.pages import Page, Read, SkippedPage

LONGEST = 2_048
_ENDING = re.compile(r"(?:/(?:index|default))?\.(?:html?|php|aspx?|mdx?|markdown)$", re.I)
_FOLDER_PAGE = re.compile(r"/(?:index|readme)$", re.I)
_NUMBERED = re.compile(r"(?:^|&)((?:p|page_id|post)=\d{1,12})(?=&|$)")
_LINK = re.compile(r"https?://[^\s<>\"'`\]]{1,2048}")
_TRAILING = ".,;:!?)*_»”’،؛"


def is_address(text: str) -> bool:
    """Whether a text is an address of the web, with a host."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and len(text) <= LONGEST


def normal(address: str) -> str:
    """Write an address without what does not tell pages apart: scheme, `www.`, ending, query, fragment.

    Args:
        address: An address, or a slug alone.

    Returns:
        Host and path, such as `docs.acme.example/kb/export`; a slug as it is; empty for what cannot be read.
    """
    try:
        parts = urlsplit(address.strip()[:LONGEST])
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    path = _ENDING.sub("", unquote(parts.path).rstrip("/"))
    path = _FOLDER_PAGE.sub("", path).rstrip("/")
    # Without speaking addresses, WordPress tells its pages apart by a number in the query alone.
    numbered = _NUMBERED.search(parts.query) if host and not path else None
    return f"{host}{path}" + (f"?{numbered[1]}" if numbered else "")


def last_part(address: str) -> str:
    """The last part of an address's path, without its ending; empty for a home page."""
    found = normal(address)
    return found.rsplit("/", 1)[-1] if "/" in found else "" if "://" in address else found


def in_text(text: str) -> list[str]:
    """The addresses in a text, without what ends a sentence."""
    return [found.rstrip(_TRAILING) for found in _LINK.findall(text)]


def listed(lines: Iterator[str]) -> Iterator[Read]:
    """Read a list of addresses, one a line; empty lines and those that begin with `#` do not count."""
    for number, line in enumerate(lines, start=1):
        text = line.strip().removeprefix("\ufeff")
        if text and not text.startswith("#"):
            yield known_by_address(text, f"line {number}")


def known_by_address(address: str, place: str, changed: str = "") -> Read:
    """Make a page of which only the address is known; its title is what the address says.

    Args:
        address: Of the page.
        place: Names a bad one.
        changed: Day of its last change.
    """
    if not is_address(address):
        return SkippedPage(place, "it is no address that begins with http:// or https://")
    words = " ".join(re.findall(r"[^\W_]+", last_part(address)))
    if not words or words.isdigit():
        return SkippedPage(place, "the address does not say what the page is about")
    title = words[:1].upper() + words[1:]
    return Page(address, title, "", address, "", changed[:10])
