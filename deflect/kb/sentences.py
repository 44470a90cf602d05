"""An agent's reply, cut into what can be said on its own: sentences, list items and code blocks, in their order."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

Kind = Literal["sentence", "step", "item", "code"]
_LineKind = Literal["fence", "code", "step", "item", "more", "blank", "text"]

WRAPPED = 50  # a line at least this long that ends without a full stop was wrapped by a mail program
MOST_OF_A_HEAD = 6  # words of a line without a full stop that stands over a list, such as "In the dashboard"

_FENCE = re.compile(r"^\s*(```+|~~~+)")
_NUMBERED = re.compile(r"^\s{0,8}\d{1,2}[.)]\s+(?=\S)")
_BULLET = re.compile(r"^\s{0,8}[-*•–]\s+(?=\S)")
_INDENTED = re.compile(r"^(?: {4}|\t)")
_ADDRESS = re.compile(r"<?https?://\S+")
_SETTING = re.compile(r"[^\W\d_][^:.!?;/]{1,40}:[ \t]+\S.*[^.!?:;…؟]")
_CODE_SIGNS = re.compile(r"[{}$;=]|\w\(|</?\w|^\s*(?:wp|php|sudo|curl|git|npm|define|add_filter|add_action)\b")
_STOP = re.compile(r"[.!?…؟。！？]+[\"'”’»)\]]*(?=\s)|[。！？]")
_ENDED = re.compile(r"[.!?…؟。！？][\"'”’»)\]]*$")
_LAST_WORD = re.compile(r"(\S+)$")
_INITIAL = re.compile(r"^[(\"„“]?[A-Za-zÄÖÜ]\.$")
_NUMBER_DOT = re.compile(r"^\d{1,2}\.$")
_MONTH = re.compile(
    r"^(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|quartal|jahrhundert)\b"
)
_ABBREVIATIONS = frozenset(
    "e.g. i.e. etc. vs. approx. incl. excl. resp. no. nr. fig. dept. inc. ltd. mr. mrs. ms. dr. prof. st. min. max. "
    "z.b. d.h. u.a. bzw. ca. usw. evtl. ggf. inkl. zzgl. bspw. vgl. abs. str. tel. s.o. s.u. "
    "p.ex. ex. env. réf. cf. c.-à-d. m. mme. ؛. h.y. e.e. ayyb.".split()
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One sentence, list item or code block of a reply.

    Attributes:
        lead: For a code block or a list item, the sentence, step or item that introduces it or its list.
    """

    text: str
    kind: Kind
    lead: Piece | None = None


def split(text: str) -> list[Piece]:
    """Cut a reply into pieces.

    What introduces a list ("Incoming server:") goes with each of its items. A sentence that introduces code goes with
    it: it ends in a colon, or the code ends it ("Add this line to wp-config.php"). One that introduces an address is
    one sentence with it. Lines that give settings ("Port: 993") are items although nobody marked them so.

    Args:
        text: Plain text with paragraphs; lists by `1.`, `-`, `*` or `•`; code fenced or indented by four spaces.

    Returns:
        The pieces in the order in which they appear.
    """
    return _join_leads(list(_with_addresses(list(_pieces(text)))))


def sentences(paragraph: str) -> list[str]:
    """Cut one paragraph into sentences: abbreviations, versions, addresses and menu paths stay whole.

    Args:
        paragraph: Text without line breaks that mean something.

    Returns:
        The sentences, without white space around them.
    """
    found: list[str] = []
    start = 0
    for stop in _STOP.finditer(paragraph):
        if _goes_on(paragraph[start : stop.end()], paragraph[stop.end() :].lstrip()):
            continue
        found.append(paragraph[start : stop.end()].strip())
        start = stop.end()
    return [sentence for sentence in (*found, paragraph[start:].strip()) if sentence]


def _goes_on(before: str, after: str) -> bool:
    if not after or after[0].islower() or after[0] in ">→":
        return bool(after)
    last = _LAST_WORD.search(before.strip())
    word = last.group(1) if last else ""
    if word.casefold().lstrip("(\"„“'") in _ABBREVIATIONS or _INITIAL.match(word):
        return True
    if not _NUMBER_DOT.match(word):
        return False
    return word == before.strip() or bool(_MONTH.match(after.casefold()))


def _pieces(text: str) -> Iterator[Piece]:
    for kind, lines in _blocks(text):
        if kind == "code":
            code = textwrap.dedent("\n".join(lines)).strip("\n").rstrip()
            if code.strip():
                yield Piece(code, "sentence" if _ADDRESS.fullmatch(code) else "code")
        elif kind == "text":
            yield from _prose(list(_unwrap(lines)))
        else:
            yield Piece(" ".join(line.strip() for line in lines), "step" if kind == "step" else "item")


def _prose(paragraphs: list[str]) -> Iterator[Piece]:
    """Sentences; but two lines or more that each give a setting are a list."""
    for is_set, lines in groupby(paragraphs, key=lambda line: bool(_SETTING.fullmatch(line))):
        run = list(lines)
        if is_set and len(run) > 1:
            yield from (Piece(line, "item") for line in run)
        else:
            yield from (Piece(sentence, "sentence") for line in run for sentence in sentences(line))


def _blocks(text: str) -> Iterator[tuple[_LineKind, list[str]]]:
    """Group lines: a list item with its continuation, a run of code, a run of prose."""
    kind: _LineKind = "blank"
    lines: list[str] = []
    for next_kind, line in _lines(text):
        if next_kind == "more" or (next_kind == kind and kind in ("text", "code")):
            lines.append(line)
            continue
        if kind == "code" and next_kind == "blank":
            lines.append("")
            continue
        if kind not in ("blank", "fence"):
            yield kind, lines
        kind, lines = next_kind, [line]
    if kind not in ("blank", "fence"):
        yield kind, lines


def _lines(text: str) -> Iterator[tuple[_LineKind, str]]:
    fence = ""
    before: _LineKind = "blank"
    last = ""
    in_list = False
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        mark = _FENCE.match(line)
        kind: _LineKind
        if fence:
            kind, fence = ("fence", "") if mark and mark.group(1).startswith(fence) else ("code", fence)
        elif mark:
            kind, fence = "fence", mark.group(1)
        else:
            kind = _kind_of(line, before, last, in_list)
        yield kind, _without_marker(line) if kind in ("step", "item") else line
        in_list = kind in ("step", "item") or (in_list and kind in ("more", "blank", "code", "fence"))
        before = kind
        last = line.strip() or last


def _kind_of(line: str, before: _LineKind, last: str, in_list: bool) -> _LineKind:
    if not line.strip():
        return "blank"
    if _INDENTED.match(line) and _is_code(line, before, last, in_list):
        return "code"
    if _NUMBERED.match(line):
        return "step"
    if _BULLET.match(line):
        return "item"
    if before in ("step", "item", "more") and (line[0].isspace() or _wrapped(last)):
        return "more"
    return "text"


def _is_code(line: str, before: _LineKind, last: str, in_list: bool) -> bool:
    if before == "code":
        return True
    if _NUMBERED.match(line) or _BULLET.match(line):
        return False
    if in_list or before == "text":
        return last.endswith(":") or bool(_CODE_SIGNS.search(line))
    return True


def _without_marker(line: str) -> str:
    return _BULLET.sub("", _NUMBERED.sub("", line, count=1) if _NUMBERED.match(line) else line, count=1)


def _wrapped(line: str) -> bool:
    return len(line) >= WRAPPED and line[-1] not in ".!?:;؟…"


def _unwrap(lines: list[str]) -> Iterator[str]:
    """Join lines that a mail program broke; a short line before a capital stands on its own."""
    current, last = "", ""
    for line in (line.strip() for line in lines):
        if current and len(last) < WRAPPED and not line[0].islower():
            yield current
            current = line
        else:
            current = f"{current} {line}".strip()
        last = line
    if current:
        yield current


def _with_addresses(pieces: list[Piece]) -> Iterator[Piece]:
    """Make one sentence of an address and what introduces it."""
    before: Piece | None = None
    for piece in pieces:
        if before and before.text.endswith(":") and piece.kind == "sentence" and _ADDRESS.fullmatch(piece.text):
            before = replace(before, text=f"{before.text} {piece.text}")
            continue
        if before:
            yield before
        before = piece
    if before:
        yield before


def _join_leads(pieces: list[Piece]) -> list[Piece]:
    kept: list[Piece] = []
    of_code = of_list = None
    for before, piece, following in zip([None, *pieces], pieces, [*pieces[1:], None], strict=False):
        # A list ends with the prose after it; one inside a step ends with the next step.
        if piece.kind == "sentence" or (of_list and of_list.kind == piece.kind == "step"):
            of_list = None
        if _introduces(piece, following) and not _goes_through(before, piece, following):
            of_code, of_list = (piece, of_list) if following and following.kind == "code" else (None, piece)
            continue
        kept.append(replace(piece, lead=of_code if piece.kind == "code" else of_list))
        of_code = None
    return kept


def _goes_through(before: Piece | None, piece: Piece, following: Piece | None) -> bool:
    """Whether numbered steps go on after a line that stands between two of them."""
    steps = [each for each in (before, following) if each and each.kind == "step"]
    return piece.kind == "sentence" and len(steps) == 2 and not piece.text.endswith(":")


def _introduces(piece: Piece, following: Piece | None) -> bool:
    if following is None or following.kind == "sentence" or piece.kind == "code":
        return False
    if piece.text.endswith(":"):
        return True
    heads = piece.kind == "sentence" and len(piece.text.split()) <= MOST_OF_A_HEAD
    return (following.kind == "code" or heads) and not _ENDED.search(piece.text)
