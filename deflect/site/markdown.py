"""Markdown of an answer → tokens → safe HTML.

Two walls stand between an article and a page: markdown-it-py's `js-default` preset, which turns no HTML through and
refuses script addresses, and nh3, which lets only the tags named here past. Comments, which hold the evidence of
drafted sentences, are dropped while parsing, so that no later step can let one through.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from deflect.site.bare import link_addresses

MISSING = "MISSING:"
COMMENT_START, COMMENT_END = "<!--", "-->"
COMMENT = re.compile(r"<!--.*?-->[ \t]*\n?", re.DOTALL)
OWN_IDS = "df-"  # ids of the page around the article start so; a heading's never does

TAGS = set(
    "a blockquote br code del div em h2 h3 h4 h5 h6 hr img li ol p pre s strong table tbody td th thead tr ul".split()
)
ATTRIBUTES = {
    "a": {"href", "title", "rel"},
    "code": {"class"},
    "div": {"class", "tabindex", "role"},
    "img": {"src", "alt", "title", "loading"},
    "ol": {"start"},
    "pre": {"tabindex"},
    "td": {"class"},
    "th": {"class"},
} | {f"h{level}": {"id"} for level in range(2, 7)}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of an answer as it will stand on the page.

    Attributes:
        level: 2 to 6.
        id: What a link's fragment names.
    """

    level: int
    id: str
    text: str


@dataclass(slots=True)
class Document:
    """An answer that has been parsed, or that is when somebody reads its tokens; links resolve by changing them.

    Attributes:
        parsed: Its tokens; None of an answer that is as it was at the last build, until they are read.
        problems: What is wrong with the Markdown itself.
        said: Its words for search; None until they are read.
        reparse: Makes the tokens that are not there.
    """

    parsed: list[Token] | None
    headings: tuple[Heading, ...]
    problems: tuple[str, ...] = ()
    said: str | None = None
    reparse: Callable[[], list[Token]] | None = None

    @property
    def tokens(self) -> list[Token]:
        """Its tokens."""
        if self.parsed is None:
            assert self.reparse is not None
            self.parsed = self.reparse()
        return self.parsed


def parse(markdown: str, evidence: frozenset[str] = frozenset()) -> Document:
    """Parse the answer of an article.

    Args:
        markdown: CommonMark with tables; HTML in it is shown as text, comments vanish.
        evidence: Refs of tickets: a comment inside a code block is kept as code unless it names one of them.

    Returns:
        Tokens with headings shifted below the page's own h1, each with an id.
    """
    env: dict[str, Any] = {}
    tokens = _parser().parse(markdown.replace("\x00", ""), env)
    headings = tuple(_place_headings(tokens))
    for token in tokens:
        _tidy(token, evidence)
    return Document(tokens, headings, tuple(env.get("problems", ())))


def render(document: Document, words: Mapping[str, str]) -> str:
    """Turn a parsed answer into HTML that can hold no script.

    Args:
        document: Tokens whose links have been resolved.
        words: The interface's words: `missing` stands over a part still to be written, `image` for a picture
            without a text of its own.
    """
    parser = _parser()
    html = parser.renderer.render(document.tokens, parser.options, dict(words))
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
        strip_comments=True,
    )


def plain_text(document: Document) -> str:
    """The words of an answer for search: without its headings and the parts still to be written."""
    if document.said is None:
        document.said = _plain_text(document.tokens)
    return document.said


def _plain_text(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    skipping = 0
    for token in tokens:
        if token.type.startswith(("heading_", "missing_")):
            skipping += token.nesting
        elif not skipping and token.type in ("fence", "code_block"):
            parts.append(token.content)
        elif not skipping and token.type == "inline":
            parts.append(_inline_text(token))
    return " ".join(" ".join(parts).split())


def section_text(document: Document, is_wanted: Callable[[str], bool]) -> str:
    """The words of the first section whose heading is wanted, without the parts still to be written."""
    tokens = document.tokens
    starts = [number for number, token in enumerate(tokens) if token.type == "heading_open"]
    for start, end in itertools.pairwise([*starts, len(tokens)]):
        if is_wanted(_inline_text(tokens[start + 1])):
            return plain_text(Document(tokens[start + 3 : end], ()))
    return ""


def heading_id(text: str, taken: set[str]) -> str:
    """Make an id for a heading, in any script, and add it to those taken."""
    base = re.sub(r"[^\w]+", "-", unicodedata.normalize("NFC", text).lower()).strip("-_") or "section"
    base = f"section-{base}" if base.startswith(OWN_IDS) else base
    found, number = base, 1
    while found in taken:
        number += 1
        found = f"{base}-{number}"
    taken.add(found)
    return found


@functools.cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("js-default")
    parser.block.ruler.before("paragraph", "missing", _missing_block, {"alt": ["paragraph", "blockquote", "list"]})
    parser.block.ruler.before("heading", "comment", _comment_block)
    parser.inline.ruler.before("html_inline", "comment", _comment_inline)
    parser.core.ruler.after("inline", "bare_addresses", link_addresses)
    for name, rule in _RENDERERS.items():
        parser.add_render_rule(name, rule)
    return parser


def _comment_inline(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith(COMMENT_START, state.pos):
        return False
    end = state.src.find(COMMENT_END, state.pos + len(COMMENT_START))
    if end < 0:
        _report(state.env, f"a comment is opened with {COMMENT_START} and not closed in its paragraph")
        return False
    state.pos = end + len(COMMENT_END)
    if not silent and state.pos >= state.posMax:
        state.pending = state.pending.rstrip()
    return True


def _comment_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Drop whole lines that are comments, also over blank lines; any other comment is left to the inline rule."""
    if state.is_code_block(start):
        return False
    position = state.bMarks[start] + state.tShift[start]
    limit = state.eMarks[end - 1]
    while state.src.startswith(COMMENT_START, position):
        close = state.src.find(COMMENT_END, position, limit)
        if close < 0:
            return False
        position = close + len(COMMENT_END)
        while position < limit and state.src[position] in " \t":
            position += 1
    line = next((n for n in range(start, end) if state.eMarks[n] == position), None)
    if line is None or position == state.bMarks[start] + state.tShift[start]:
        return False
    if not silent:
        state.line = line + 1
    return True


def _missing_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start) or not _line(state, start).startswith(MISSING):
        return False
    if silent:
        return True
    stop = start + 1
    while stop < end and not state.isEmpty(stop) and not _line(state, stop).startswith(MISSING):
        if state.sCount[stop] < state.blkIndent:
            break
        stop += 1
    content = state.getLines(start, stop, state.blkIndent, False).strip()
    state.push("missing_open", "div", 1).map = [start, stop]
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = content.removeprefix(MISSING).strip(), [start, stop], []
    state.push("missing_close", "div", -1)
    state.line = stop
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _report(env: MutableMapping[str, Any], problem: str) -> None:
    found = env.setdefault("problems", [])
    if problem not in found:
        found.append(problem)


def _place_headings(tokens: Sequence[Token]) -> Iterator[Heading]:
    """Shift headings so that the highest is at most h2, and give each an id."""
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    shift = max(0, 2 - min(levels, default=2))
    taken: set[str] = set()
    for number, token in enumerate(tokens):
        if token.type not in ("heading_open", "heading_close"):
            continue
        level = min(6, int(token.tag[1]) + shift)
        token.tag = f"h{level}"
        if token.type == "heading_open":
            text = _inline_text(tokens[number + 1])
            token.attrSet("id", heading_id(text, taken))
            yield Heading(level, str(token.attrs["id"]), text)


def _tidy(token: Token, evidence: frozenset[str]) -> None:
    """Take out what the page's security policy would refuse, and evidence that landed inside code."""
    if token.type in ("th_open", "td_open") and "style" in token.attrs:
        token.attrSet("class", "align-" + str(token.attrs.pop("style")).rpartition(":")[2].strip())
    if token.type in ("fence", "code_block") and COMMENT_START in token.content:
        token.content = COMMENT.sub(lambda match: "" if _names(match[0], evidence) else match[0], token.content)


def _names(comment: str, evidence: frozenset[str]) -> bool:
    return any(ref in comment for ref in evidence)


def _inline_text(token: Token) -> str:
    parts: list[str] = []
    for child in token.children or ():
        if child.type in ("text", "code_inline", "image"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
    return "".join(parts).strip()


def _render_missing(_self: Any, _tokens: Sequence[Token], _index: int, _options: Any, env: Any) -> str:
    label = escapeHtml(str(env.get("missing", "")))
    return f'<div class="missing" role="note"><strong>{label}</strong><p>'


def _render_code(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    plain = self.fence if tokens[index].type == "fence" else self.code_block
    # A long line scrolls inside its block, and the keyboard must be able to reach it.
    return str(plain(tokens, index, options, env)).replace("<pre>", '<pre tabindex="0">', 1)


def _render_far_image(_self: Any, tokens: Sequence[Token], index: int, _options: Any, env: Any) -> str:
    token = tokens[index]
    address, text = escapeHtml(str(token.attrs["href"])), escapeHtml(token.content or str(env.get("image", "")))
    return f'<a href="{address}" rel="noopener nofollow">{text}</a>'


_RENDERERS: dict[str, Any] = {
    "missing_open": _render_missing,
    "missing_close": lambda *_: "</p></div>\n",
    "far_image": _render_far_image,
    "fence": _render_code,
    "code_block": _render_code,
    "table_open": lambda *_: '<div class="scroll" tabindex="0"><table>\n',
    "table_close": lambda *_: "</table></div>\n",
}
