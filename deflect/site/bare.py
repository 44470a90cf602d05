"""Bare web addresses in an answer become links; never in code, nor inside what is a link already."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_ADDRESS = re.compile(r"(?<![\w@/.])https?://[^\s<>\"“”„«»`|\\^{}]+", re.IGNORECASE)
_AFTER = ".,;:!?…'’*_~،؛؟。"
_PAIRS = {")": "(", "]": "["}


def link_addresses(state: StateCore) -> None:
    """Turn addresses in the text of each paragraph, heading and table cell into links.

    Only `http` and `https`, and only what Markdown itself accepts as an address: anything else stays text.
    """
    for token in state.tokens:
        if token.type == "inline" and "://" in token.content:
            token.children = list(_linked(token.children or [], state.md))


def _linked(children: list[Token], md: MarkdownIt) -> Iterator[Token]:
    depth = 0
    for child in children:
        depth += child.nesting if child.type in ("link_open", "link_close") else 0
        if depth or child.type != "text":
            yield child
        else:
            yield from _cut(child, md)


def _cut(text: Token, md: MarkdownIt) -> Iterator[Token]:
    start = 0
    for found in _ADDRESS.finditer(text.content):
        address = _without_stop(found[0])
        href = md.normalizeLink(address)
        if not address.partition("://")[2] or not md.validateLink(href):
            continue
        yield from _text(text.content[start : found.start()], text.level)
        yield Token("link_open", "a", 1, attrs={"href": href}, level=text.level, markup="linkify", info="auto")
        yield from _text(address, text.level + 1)
        yield Token("link_close", "a", -1, level=text.level, markup="linkify", info="auto")
        start = found.start() + len(address)
    yield from _text(text.content[start:], text.level)


def _text(content: str, level: int) -> Iterator[Token]:
    if content:
        yield Token("text", "", 0, content=content, level=level)


def _without_stop(address: str) -> str:
    """Leave the full stop of a sentence, and a bracket that was opened before the address, to the text."""
    while address:
        last = address[-1]
        if (last in _PAIRS and address.count(last) > address.count(_PAIRS[last])) or last in _AFTER:
            address = address[:-1]
        else:
            return address
    return address
