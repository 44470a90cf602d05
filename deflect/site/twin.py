"""A parsed answer as Markdown again: what its page shows and no more, with links that lead from twin to twin."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from markdown_it.tree import SyntaxTreeNode

from deflect.site.markdown import Document

SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&!])")
STARTS = re.compile(r"^(\s*)(?:([-+=])|(\d+)([.)]))", re.MULTILINE)
ALIGNED = {"align-right": "--:", "align-center": ":-:", "align-left": ":--"}


def markdown(document: Document) -> str:
    """Write a parsed answer as CommonMark with tables.

    Written from what the page is made of, and not from the article's file, so that no comment with evidence and no
    script can be in it that is not on the page.
    """
    return _blocks(SyntaxTreeNode(document.tokens).children)


def text(words: str) -> str:
    """Write a text so that Markdown takes it as nothing but text."""
    escaped = SPECIAL.sub(r"\\\1", " ".join(words.split()))
    return STARTS.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", escaped)


def link(words: str, href: str) -> str:
    """Write a link; an address with spaces, brackets or nothing in it stands in angle brackets."""
    bare = href if href and not re.search(r"[\s()<>]", href) else f"<{re.sub(r'[<>]', '', href)}>"
    return f"[{words}]({bare})"


def _blocks(nodes: Iterable[SyntaxTreeNode], between: str = "\n\n") -> str:
    return between.join(_BLOCKS[node.type](node) for node in nodes)


def _paragraph(node: SyntaxTreeNode) -> str:
    written = _inline(node)
    return STARTS.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", written)


def _inline(node: SyntaxTreeNode) -> str:
    return "".join(_INLINES[child.type](child) for inline in node.children for child in inline.children)


def _spans(node: SyntaxTreeNode) -> str:
    return "".join(_INLINES[child.type](child) for child in node.children)


def _heading(node: SyntaxTreeNode) -> str:
    return f"{'#' * int(node.tag[1])} {' '.join(_inline(node).split())}"


def _list(marker: Callable[[int], str]) -> Callable[[SyntaxTreeNode], str]:
    def write(node: SyntaxTreeNode) -> str:
        first = int(str(node.attrs.get("start", 1)))
        items = [_item(child, marker(first + n) + (node.markup or "-")) for n, child in enumerate(node.children)]
        return ("\n" if _is_tight(node) else "\n\n").join(items)

    return write


def _item(node: SyntaxTreeNode, marker: str) -> str:
    body = _blocks(node.children, "\n" if _is_tight_item(node) else "\n\n")
    indent = " " * (len(marker) + 1)
    return f"{marker} {body}".replace("\n", f"\n{indent}").replace(f"\n{indent}\n", "\n\n").rstrip(" ")


def _is_tight(node: SyntaxTreeNode) -> bool:
    return all(_is_tight_item(child) for child in node.children)


def _is_tight_item(node: SyntaxTreeNode) -> bool:
    return all(child.hidden for child in node.children if child.type == "paragraph")


def _quote(node: SyntaxTreeNode) -> str:
    return "\n".join(f"> {line}".rstrip() for line in _blocks(node.children).split("\n"))


def _code(node: SyntaxTreeNode) -> str:
    language = node.info.strip() if node.type == "fence" else ""
    mark = "~" if "`" in language else "`"
    fence = mark * max(3, *(len(run) + 1 for run in re.findall(f"{mark}+", node.content)), 3)
    content = node.content if node.content.endswith("\n") or not node.content else f"{node.content}\n"
    return f"{fence}{language}\n{content}{fence}"


def _table(node: SyntaxTreeNode) -> str:
    rows = [row for part in node.children for row in part.children]
    lines = [f"| {' | '.join(_inline(cell) for cell in row.children)} |" for row in rows]
    marks = [ALIGNED.get(str(cell.attrs.get("class", "")), "---") for cell in rows[0].children]
    return "\n".join([lines[0], f"| {' | '.join(marks)} |", *lines[1:]])


def _code_inline(node: SyntaxTreeNode) -> str:
    content = node.content.replace("|", "\\|") if _in_table(node) else node.content
    ticks = "`" * max((len(run) + 1 for run in re.findall("`+", content)), default=1)
    room = " " if content.startswith(("`", " ")) or content.endswith(("`", " ")) else ""
    return f"{ticks}{room}{content}{room}{ticks}"


def _in_table(node: SyntaxTreeNode) -> bool:
    above = node.parent
    while above is not None and above.type not in ("td", "th"):
        above = above.parent
    return above is not None


def _link(node: SyntaxTreeNode) -> str:
    return link(_spans(node), _to_twin(str(node.attrs.get("href", ""))))


def _to_twin(href: str) -> str:
    parts = urlsplit(href)
    if parts.scheme or parts.netloc or not parts.path.endswith(".html"):
        return href
    return href.replace(".html", ".md", 1)


_BLOCKS: dict[str, Callable[[SyntaxTreeNode], str]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "bullet_list": _list(lambda _: ""),
    "ordered_list": _list(str),
    "blockquote": _quote,
    "missing": lambda node: f"> {_paragraph(node)}",
    "fence": _code,
    "code_block": _code,
    "hr": lambda _: "---",
    "table": _table,
}
_INLINES: dict[str, Callable[[SyntaxTreeNode], str]] = {
    "text": lambda node: SPECIAL.sub(r"\\\1", node.content),
    "code_inline": _code_inline,
    "strong": lambda node: f"**{_spans(node)}**",
    "em": lambda node: f"*{_spans(node)}*",
    "s": lambda node: f"~~{_spans(node)}~~",
    "link": _link,
    "image": lambda node: "!" + link(text(node.content), str(node.attrs["src"])),
    "far_image": lambda node: link(text(node.content) or "…", str(node.attrs["href"])),
    "softbreak": lambda _: "\n",
    "hardbreak": lambda _: "\\\n",
}
