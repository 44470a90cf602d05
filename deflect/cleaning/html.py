"""HTML to Markdown-like text: lists, code, links, headings and tables stay; markup, styles and hidden parts go.

Links become `[text](url)`: articles are Markdown, so the link stays a link there, and no address is lost.
Quoted history is not dropped here but marked, as `> ` lines or by a separator line, and a signature by `--`, so that
`quotes` and `signatures` hold one set of rules for mail in either form.

The tree is built by lexbor and walked without recursion. Building is slower than linear on thousands of unclosed
elements, so such input, which no mail program writes, is read by its tags alone.
"""

from __future__ import annotations

import html as entities
import re
from typing import TYPE_CHECKING

from deflect.cleaning.text import LINE_LIMIT, TEXT_LIMIT
from deflect.cleaning.writer import HEADINGS, Writer

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

RAW_LIMIT = 1024 * 1024
"""Characters of HTML that are searched for embedded pictures and styles to drop."""

HTML_LIMIT = 128 * 1024
"""Characters of HTML, without those, that are parsed."""

DEPTH_LIMIT = 250
"""Unclosed elements above which the tree is not built: lower is faster on hostile input, and loses more lists."""

HISTORY = "-----Original Message-----"
"""The line that marks the start of quoted history."""

_DROPPED = frozenset(
    "script style head title template noscript object iframe svg math select textarea button input audio video "
    "canvas img link meta base map".split()
)
_PARAGRAPHS = frozenset("p ul ol dl table pre blockquote h1 h2 h3 h4 h5 h6 hr figure form fieldset".split())
_BLOCKS = _PARAGRAPHS | frozenset(
    "div li tr td th dt dd section article header footer main aside nav address center caption details summary body "
    "html thead tbody tfoot".split()
)
_TABLE = frozenset("table tr td th".split())
_MARKED = frozenset("a code pre".split())
FORMATTING = re.compile(r"</?(?:b|i|u|s|em|strong|font|big|small|strike|tt|nobr|del|ins|mark)(?=[\s/>])[^<>]*>", re.I)
_DATA_URL = re.compile(r"data:[a-z]+/[^\"'\s>]*", re.I)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_NEVER_NESTED = frozenset("p li td th tr dt dd br hr img input meta link option col area base wbr b i u s a".split())
_HISTORY_IDS = frozenset(
    "divrplyfwdmsg appendonsend olk_src_body_section mail-editor-reference-message-container "
    "ms-outlook-mobile-reference-message x_divrplyfwdmsg".split()
)
_QUOTE_CLASSES = frozenset("yahoo_quoted protonmail_quote freshdesk_quote zmail_extra tutanota_quote".split())
_SIGNATURE_MARKS = frozenset(
    "gmail_signature moz-signature signature ms-outlook-mobile-signature applemailsignature "
    "protonmail_signature_block yahoo-signature".split()
)


def to_text(html: str) -> str:
    """Turn HTML into Markdown-like text.

    Args:
        html: A document or a piece of one, however broken.

    Returns:
        Lines of text, not yet normalised. Lists have `- ` or `1. `, code has backticks or fences, links are
        `[text](url)`, quoted history has `> ` or stands below the line `HISTORY`.
    """
    html = without(without(html[:RAW_LIMIT], "<!--", "-->"), "<style", "</style>")
    html = _DATA_URL.sub("", html) if "data:" in html else html
    html = FORMATTING.sub("", html[:HTML_LIMIT])
    if depth(html) > DEPTH_LIMIT:
        return _flat(html)
    from selectolax.lexbor import LexborHTMLParser

    body = LexborHTMLParser(html).body
    return _walk(body) if body is not None else ""


def without(html: str, start: str, end: str) -> str:
    """Drop what stands between two marks, and the marks; time grows with the text's length.

    Args:
        html: Of any kind.
        start: The mark it begins with.
        end: The mark it ends with; it may overlap the start, as in the empty comment `<!-->`.
    """
    parts: list[str] = []
    place = 0
    while (found := html.find(start, place)) >= 0:
        close = html.find(end, found + 2)
        if close < 0:
            break
        parts.append(html[place:found])
        place = close + len(end)
    return "".join([*parts, html[place:]])


def depth(html: str) -> int:
    """Count the most elements that are open at once, which lexbor's time grows with."""
    opened: dict[str, int] = {}
    now = most = 0
    for closing, name in _TAG.findall(html):
        tag = name.lower()
        if tag in _NEVER_NESTED:
            continue
        count = opened.get(tag, 0)
        if not closing:
            opened[tag], now = count + 1, now + 1
            most = max(most, now)
        elif count:
            opened[tag], now = count - 1, now - 1
    return most


def _flat(html: str) -> str:
    """Read text by its tags alone: block tags end lines, all else between angle brackets goes."""
    parts: list[str] = []
    skipping = ""
    for piece in html.split("<"):
        tag, _, rest = piece.partition(">")
        name = tag.strip("/ \n").split(" ", 1)[0].lower()
        if skipping:
            skipping = "" if name == skipping and tag.startswith("/") else skipping
        elif name in ("script", "style", "head"):
            skipping = name
        if not skipping:
            parts.append(("\n" if name in _BLOCKS or name == "br" else "") + rest)
    lines = entities.unescape("".join(parts)).split("\n")
    return "\n".join(line for line in lines if line.strip())


def _walk(body: LexborNode) -> str:
    writer = Writer()
    open_tags: list[tuple[str, dict[str, str | None]]] = []
    node: LexborNode | None = body
    while node is not None and writer.size < TEXT_LIMIT and len(writer.lines) < 2 * LINE_LIMIT:
        child = _enter(writer, node, open_tags)
        if child is not None:
            node = child
            continue
        while node is not None and node.next is None and open_tags:
            node = node.parent
            _leave(writer, *open_tags.pop())
        node = node.next if node is not None and open_tags else None
    while open_tags:
        _leave(writer, *open_tags.pop())
    writer.flush()
    return "\n".join(writer.lines)


def _enter(writer: Writer, node: LexborNode, open_tags: list[tuple[str, dict[str, str | None]]]) -> LexborNode | None:
    """Write the start of a node; return its first child if its inside is to be read."""
    tag = node.tag
    if tag == "-text":
        writer.add(node.text_content or "")
        return None
    if tag is None or tag in _DROPPED or tag.startswith("-"):
        return None
    if tag == "br":
        writer.line_break()
        return None
    attributes = node.attributes
    if attributes and _hidden(attributes):
        return None
    child = node.first_child
    if child is not None:
        _open(writer, tag, attributes)
        open_tags.append((tag, attributes))
    elif tag in _PARAGRAPHS:
        writer.gap()
    return child


def _open(writer: Writer, tag: str, attributes: dict[str, str | None]) -> None:
    if tag in _PARAGRAPHS:
        writer.gap()
    elif tag in _BLOCKS:
        writer.flush()
    if tag in _MARKED:
        writer.marks.append(len(writer.pieces))
        writer.pre += tag == "pre"
    elif tag in _TABLE:
        writer.open_table(tag)
    else:
        writer.open_item(tag)
    if attributes:
        _mark_quote(writer, tag, attributes)
    elif tag == "blockquote":
        writer.quotes += 1


def _mark_quote(writer: Writer, tag: str, attributes: dict[str, str | None]) -> None:
    marks = _marks(attributes)
    if _is_quote(tag, marks):
        writer.gap()
        writer.quotes += 1
    elif not marks.isdisjoint(_HISTORY_IDS) or _starts_forward(attributes.get("style") or ""):
        writer.gap()
        writer.line(HISTORY)
    elif not marks.isdisjoint(_SIGNATURE_MARKS):
        writer.flush()
        writer.line("--")


def _leave(writer: Writer, tag: str, attributes: dict[str, str | None]) -> None:
    if tag in _MARKED:
        writer.pre -= tag == "pre"
        _close_marked(writer, tag, writer.marks.pop(), attributes)
    if tag in _BLOCKS:
        writer.flush()
    if tag in ("ul", "ol"):
        writer.lists.pop()
    elif tag in _TABLE:
        writer.close_table(tag)
    elif tag == "li" or tag in HEADINGS:
        writer.marker = ""
    if _is_quote(tag, _marks(attributes)):
        writer.gap()
        writer.quotes -= 1
    if tag in _PARAGRAPHS:
        writer.gap()


def _close_marked(writer: Writer, tag: str, mark: int, attributes: dict[str, str | None]) -> None:
    if tag == "a":
        writer.close_link(mark, attributes.get("href") or "")
    else:
        writer.close_code(mark, block=tag == "pre")


def _hidden(attributes: dict[str, str | None]) -> bool:
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    if not style:
        return False
    style = style.lower().replace(" ", "")
    return "display:none" in style or "visibility:hidden" in style or "mso-hide:all" in style


def _marks(attributes: dict[str, str | None]) -> frozenset[str]:
    if not attributes:
        return frozenset()
    return frozenset(f"{attributes.get('class') or ''} {attributes.get('id') or ''}".lower().split())


def _is_quote(tag: str, marks: frozenset[str]) -> bool:
    return tag == "blockquote" or not marks.isdisjoint(_QUOTE_CLASSES)


def _starts_forward(style: str) -> bool:
    """Whether a style is the line that Outlook draws above the message it answers."""
    style = style.lower().replace(" ", "")
    return style.startswith("border:none;border-top:solid#") and "padding:3.0pt0" in style
