"""A Markdown file of somebody's documentation: other tools' front matter is read for what it says of the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from deflect.kb.documentation.addresses import is_address
from deflect.kb.documentation.pages import Read, SkippedPage, page

LONGEST_FRONT = 16_384
"""Characters of front matter above which it is not read."""

_FRONT = re.compile(r"\A---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S | re.M)
_HEADING = re.compile(r"\A\s*# +([^\n]+?)[ #]*(?:\n+|\Z)")
_UNDERLINED = re.compile(r"\A\s*([^\n]+)\n=+[ \t]*(?:\n+|\Z)")
_IMPORTS = re.compile(r"\A(?:(?:import|export) [^\n]*\n+)+")
_MARKUP = re.compile(r"[*_`]|\[([^\]\n]*)\]\([^)\n]*\)")


def read_markdown(text: str, place: str, address: str | None) -> Read:
    r"""Read a page.

    Args:
        text: Of the file, with `\n` line ends.
        place: The file in its folder.
        address: Where the file's place alone says that it is published.

    Returns:
        The page, or why it is none. Its title is the front matter's, else the first heading, else the file's name.
    """
    front = _FRONT.match(text)
    said = _front(front[1]) if front else {}
    if said is None:
        return SkippedPage(place, "its front matter cannot be read")
    if str(said.get("draft", "")).lower() == "true" or str(said.get("published", "")).lower() == "false":
        return SkippedPage(place, "it is not published", bad=False)
    body = _IMPORTS.sub("", text[front.end() :].lstrip("\n") if front else text)
    heading = _HEADING.match(body) or _UNDERLINED.match(body)
    title = _text(said, "title") or (_MARKUP.sub(r"\1", heading[1]) if heading else _named(place))
    own = next((said[key] for key in ("canonical_url", "url", "permalink") if is_address(_text(said, key))), None)
    language, changed = _text(said, "language", "lang"), _text(said, "last_modified_at", "updated", "lastmod", "date")
    return page(place, title, body[heading.end() :] if heading else body, own or address, language, changed)


def _front(text: str) -> Mapping[str, Any] | None:
    """The keys of front matter; None if it is no list of keys, too long, or repeats itself by aliases."""
    if len(text) > LONGEST_FRONT:
        return None
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, yaml.SafeLoader)):
            return None
        found = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else {} if found is None else None


def _text(said: Mapping[str, Any], *keys: str) -> str:
    return next((str(said[key]).strip() for key in keys if said.get(key) not in (None, "")), "")


def _named(place: str) -> str:
    name = place.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    words = " ".join(re.findall(r"[^\W_]+", name))
    return words[:1].upper() + words[1:]
