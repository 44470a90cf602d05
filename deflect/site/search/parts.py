"""Index → the scripts that a browser loads: one that every query needs, and parts that only some do.

A page opened from a disk may load scripts but not data, and a strict policy forbids to evaluate any; so each file is a
script that puts one string or object into a table, and numbers are written as signs that compress well.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from deflect.site.search.indexing import Index
from deflect.site.search.table import HALF, Table

Entry = TypeVar("Entry")

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_"
PART = 4_000
"""Signs of a part with words' articles. Larger: fewer files, more bytes for the first query."""

VECTORS = 32  # words of a part with words' vectors
BLOCK = 1_024  # articles of a part with articles' vectors
LEAF = 8  # articles of a part with titles and texts, of which a result needs one for each hit
LARGE = 1_000
"""Articles beyond which such parts, and those with words' articles, are `LARGER` times as large: a browser that is slow
takes longer for each file than for what is in it. Lower: more bytes and less waiting in centres between the two."""

LARGER = 4
SMALL = 40  # articles that are one such part: a small help centre is loaded at once
MOST_SHARED = 25  # letters that a word may have in common with the one before it


def files(found: Index, path: str) -> dict[str, bytes]:
    """Write an index as files.

    Args:
        found: The index.
        path: Of the main one: `search/en.js`; the parts go to the folder of that name.

    Returns:
        Content by path. A part's name holds a hash of its content, so that a browser may keep it for ever.
    """
    parts = _Parts(path.removesuffix(".js"))
    larger = LARGER if len(found.pages) > LARGE else 1
    per = _words_per_part(found) * larger
    leaf = len(found.pages) if len(found.pages) <= SMALL else LEAF * larger
    main: dict[str, object] = {
        "rules": found.rules.plain(),
        "pages": len(found.pages),
        "unknown": found.unknown,
        "synonyms": found.synonyms,
        "terms": shared(found.terms),
        "rarity": "".join(DIGITS[each] for each in found.rarity),
        "per": per,
        "words": parts.cut([posted(each) for each in found.postings], per),
        "leaf": leaf,
        "leaves": parts.lists(found.pages, leaf),
    }
    if found.table:
        main |= {"per_vector": VECTORS, "block": BLOCK, **_table(found.table, found.terms, parts)}
    return {path: _script(path, main), **parts.files}


def shared(terms: Iterable[str]) -> str:
    """Write sorted words in a row, each as a capital for the letters it shares with the one before, and its rest."""
    written, before = [], ""
    for term in terms:
        same = 0
        # JavaScript counts a letter beyond U+FFFF as two, so that none may be shared.
        while same < min(len(term), len(before), MOST_SHARED) and term[same] == before[same] < "\uffff":
            same += 1
        written.append(chr(ord("A") + same) + term[same:])
        before = term
    return "".join(written)


def posted(postings: Sequence[int]) -> str:
    """Write the articles of a word, for each the step from the one before and its weight.

    A step is written in digits of 5 bits, lowest first, of which all but the last are marked by a sixth.
    """
    written, last = [], -1
    for number, weight in zip(postings[::2], postings[1::2], strict=True):
        step, last = number - last - 1, number
        while step > 31:
            written.append(DIGITS[32 + (step & 31)])
            step >>= 5
        written += [DIGITS[step], DIGITS[weight]]
    return "".join(written)


class _Parts:
    def __init__(self, folder: str) -> None:
        self.files: dict[str, bytes] = {}
        self._folder = folder

    def cut(self, entries: Sequence[str], size: int) -> str:
        """Write entries into parts of so many; gives the parts' names, 8 signs each."""
        return "".join(self._add(" ".join(each)) for each in _cut(entries, size))

    def lists(self, entries: Sequence[Sequence[str]], size: int) -> str:
        """The same for entries that are lists."""
        return "".join(self._add(list(each)) for each in _cut(entries, size))

    def _add(self, content: object) -> str:
        name = hashlib.sha256(_json(content).encode("utf-8", "replace")).hexdigest()[:8]
        path = f"{self._folder}/{name}.js"
        self.files[path] = _script(path, content)
        return name


def _table(table: Table, terms: Sequence[str], parts: _Parts) -> dict[str, str]:
    words = [_vector(table.terms[term]) if term in table.terms else "" for term in terms]
    return {"vectors": parts.cut(words, VECTORS), "likes": parts.cut([_values(each) for each in table.pages], BLOCK)}


def _vector(entry: tuple[int, Sequence[int]]) -> str:
    scale, values = entry
    return DIGITS[scale] + _values(values)


def _values(values: Sequence[int]) -> str:
    return "".join(DIGITS[value + HALF] for value in values)


def _words_per_part(found: Index) -> int:
    signs = sum(len(each) for each in found.postings)  # two numbers, about two signs
    return max(1, -(-len(found.terms) * PART // max(PART, signs)))


def _cut(entries: Sequence[Entry], size: int) -> Iterator[Sequence[Entry]]:
    return (entries[start : start + size] for start in range(0, len(entries), max(1, size)))


def _script(path: str, content: object) -> bytes:
    return f"(self.deflectParts=self.deflectParts||{{}})[{_json(path)}]={_json(content)};\n".encode("utf-8", "replace")


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
