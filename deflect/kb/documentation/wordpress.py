"""A WordPress export (WXR) or a sitemap, both XML, as pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from deflect.cleaning.html import to_text
from deflect.connectors.rows import open_input
from deflect.errors import InputError
from deflect.kb.documentation.addresses import known_by_address
from deflect.kb.documentation.pages import OtherList, Read, SkippedPage, page
from deflect.kb.documentation.xmlfile import Record, records

_WANTED = {
    "item": frozenset(
        "title link description content:encoded wp:status wp:post_type wp:post_password wp:post_modified_gmt".split()
    ),
    "url": frozenset({"loc", "lastmod"}),
    "sitemap": frozenset({"loc"}),
}
# What WordPress keeps beside what people read.
_NO_ARTICLES = re.compile(
    r"attachment|nav_menu_item|revision|custom_css|customize_changeset|oembed_cache|user_request|wp_\w+|product\w*"
    r"|shop_\w+|elementor_\w+|acf-\w+|\w*_template|mc4wp-form|wpcf7_contact_form|wpforms"
)
_SHORTCODE = re.compile(r"\[/?(?:caption|gallery|embed|vc_\w+|et_pb_\w+|fusion_\w+|toc)\b[^\][]{0,2000}\]")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


def read_xml(path: Path) -> Iterator[Read]:
    """Read the pages of a WordPress export, or the addresses of a sitemap; the file says which it is.

    Raises:
        InputError: It is neither, or as for `deflect.kb.documentation.xmlfile.records`.
    """
    with open_input(path) as file:
        yield from read_stream(file.stream, path)


def read_stream(stream: BinaryIO, path: Path | str) -> Iterator[Read]:
    """Read what `read_xml` reads, from a stream.

    Args:
        stream: Of the file.
        path: Names it in errors.

    Raises:
        InputError: As for `read_xml`.
    """
    count = 0
    for record in records(stream, _WANTED, path):
        if record.fields:
            count += 1
            yield from _read(record)
    if not count:
        raise InputError(
            "the file is neither a WordPress export nor a sitemap", str(path), "See: deflect import --help"
        )


def _read(record: Record) -> Iterator[Read]:
    place = f"line {record.line}"
    if record.name == "sitemap":
        yield OtherList(place, record.fields.get("loc", "").strip())
    elif record.name == "url":
        yield known_by_address(record.fields.get("loc", "").strip(), place, record.fields.get("lastmod", "").strip())
    elif not record.whole:
        yield SkippedPage(place, "it is longer than 4 MiB")
    elif not _NO_ARTICLES.fullmatch(record.fields.get("wp:post_type", "page")):
        yield _item(record.fields, place)


def _item(fields: dict[str, str], place: str) -> Read:
    address = fields.get("link", "").strip()
    if fields.get("wp:status", "publish").strip() != "publish":
        return SkippedPage(place, "it is not published", bad=False)
    if fields.get("wp:post_password", "").strip():
        return SkippedPage(place, "it is behind a password", bad=False)
    html = fields.get("content:encoded") or fields.get("description", "")
    changed = fields.get("wp:post_modified_gmt", "")
    return page(address or place, fields.get("title", ""), to_text(_as_html(html)), address, "", changed)


def _as_html(content: str) -> str:
    """WordPress shows a blank line as a new paragraph unless the text has paragraphs of its own."""
    content = _SHORTCODE.sub("", content)
    lower = content.lower()
    return content if "<p" in lower else _BLANK_LINE.sub("<p>", content)
