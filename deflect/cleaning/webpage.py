"""A page of a web site: its title, its address, and the text of its main part without menus and footers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deflect.cleaning.html import DEPTH_LIMIT, FORMATTING, HTML_LIMIT, depth, to_text, without

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

PAGE_LIMIT = 4 * 1024 * 1024
"""Characters of a page that are searched for scripts and styles to drop."""

_MAIN = ("main article", "main", "[role=main]", "article", "body")
_AROUND = "nav, header, footer, aside, form, [role=navigation], [role=search], [aria-hidden=true]"
_FIRST_HEADING = re.compile(r"# [^\n]*\n*")
_NAME_OF_SITE = re.compile(r"\s+[|–—·»-]\s+[^|–—·»]*$")


@dataclass(frozen=True, slots=True)
class WebPage:
    """What a page says.

    Attributes:
        title: Its first heading, or what its head says without the name of the site; may be empty.
        text: Markdown-like text of its main part, without that heading.
        address: What the page itself says its address is; empty if it does not.
        language: What the page says, such as `en-US`; empty if it does not.
    """

    title: str
    text: str
    address: str = ""
    language: str = ""


def read_page(html: str) -> WebPage:
    """Read a page of the web.

    Args:
        html: Of the page, however broken or hostile; time grows with its length, not its depth.
    """
    html = html[:PAGE_LIMIT]
    for start, end in (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>"), ("<svg", "</svg>")):
        html = without(html, start, end)
    # Nested formatting takes the parser the square of its length.
    html = FORMATTING.sub("", html)[: 4 * HTML_LIMIT]
    if depth(html) > DEPTH_LIMIT:
        return WebPage("", to_text(html))
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    title, language, address = _title(tree), _attribute(tree, "html", "lang"), _address(tree)
    text = to_text(_main(tree)).strip("\n")
    return WebPage(title, _FIRST_HEADING.sub("", text, count=1) if text.startswith("# ") else text, address, language)


def _title(tree: LexborHTMLParser) -> str:
    heading = tree.css_first("main h1") or tree.css_first("h1")
    said = " ".join(heading.text().split()) if heading else ""
    if said:
        return said
    head = tree.css_first("head title")
    return _NAME_OF_SITE.sub("", " ".join(head.text().split())) if head else ""


def _main(tree: LexborHTMLParser) -> str:
    found = next((node for node in map(tree.css_first, _MAIN) if node and node.text().strip()), None)
    if found is None:
        return ""
    for node in found.css(_AROUND):
        if not _holds_title(node):
            node.decompose()
    return found.html or ""


def _holds_title(node: LexborNode) -> bool:
    """A header that holds the article's heading is part of it; the heading tells where the text begins."""
    return node.tag == "header" and node.css_first("h1") is not None


def _address(tree: LexborHTMLParser) -> str:
    found = _attribute(tree, "link[rel=canonical]", "href") or _attribute(tree, "meta[property='og:url']", "content")
    return found if found.startswith(("http://", "https://")) else ""


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str:
    node = tree.css_first(selector)
    return ((node.attributes.get(name) if node else "") or "").strip()
