"""Index → the scripts that a browser loads: one that every query needs, and parts that only some do.

A page opened from a disk may load scripts but not data, and a strict policy forbids to evaluate any; so each file is a
script that puts one string or object into a table, and numbers are written as signs that compress well.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar
from zlib import crc32

from deflect.site.search.indexing import Index
from deflect.site.search.postings import DIGITS
from deflect.site.search.table import HALF

Entry = TypeVar("Entry")

PART = 4_000
"""Usual signs of a part with words' articles or vectors. Larger: fewer files, more bytes for the first query."""

MOST_WORDS = 4_095  # of a part, so that their number has two signs
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
    leaf = len(found.pages) if len(found.pages) <= SMALL else LEAF * larger
    main: dict[str, object] = {
        "rules": found.rules.plain(),
        "pages": len(found.pages),
        "unknown": found.unknown,
        "synonyms": found.synonyms,
        "terms": shared(found.terms),
        "rarity": "".join(DIGITS[each] for each in found.rarity),
        **parts.words(found.terms, list(found.postings.written()), "words", "cuts", PART * larger),
        "leaf": leaf,
        "leaves": parts.lists(found.pages, leaf),
    }
    if found.table:
        vectors = [_vector(found.table.terms[term]) if term in found.table.terms else "" for term in found.terms]
        main |= parts.words(found.terms, vectors, "vectors", "vector_cuts", PART)
        main |= {"block": BLOCK, "likes": parts.texts([_values(each) for each in found.table.pages], BLOCK)}
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


class _Parts:
    def __init__(self, folder: str) -> None:
        self.files: dict[str, bytes] = {}
        self._folder = folder

    def words(self, terms: Sequence[str], entries: Sequence[str], names: str, cuts: str, usual: int) -> dict[str, str]:
        """Write an entry for each word; gives the parts' names, 8 signs each, and their numbers of words, 2 each."""
        found = [entries[start:end] for start, end in pairwise(_cuts(terms, entries, usual))]
        sizes = "".join(DIGITS[len(each) >> 6] + DIGITS[len(each) & 63] for each in found)
        return {names: "".join(self._add(" ".join(each)) for each in found), cuts: sizes}

    def texts(self, entries: Sequence[str], size: int) -> str:
        """Write entries into parts of so many; gives the parts' names."""
        return "".join(self._add(" ".join(each)) for each in _cut(entries, size))

    def lists(self, entries: Sequence[Sequence[str]], size: int) -> str:
        """The same for entries that are lists."""
        return "".join(self._add(list(each)) for each in _cut(entries, size))

    def _add(self, content: object) -> str:
        name = hashlib.sha256(_json(content).encode("utf-8", "replace")).hexdigest()[:8]
        path = f"{self._folder}/{name}.js"
        self.files[path] = _script(path, content)
        return name


def _vector(entry: tuple[int, Sequence[int]]) -> str:
    scale, values = entry
    return DIGITS[scale] + _values(values)


def _values(values: Sequence[int]) -> str:
    return "".join(DIGITS[value + HALF] for value in values)


def _cuts(terms: Sequence[str], entries: Sequence[str], usual: int) -> list[int]:
    """Where parts of so many signs usually begin, and the end of the last.

    Parts begin at words that are marked whatever the others are (content-defined chunking; Muthitacharoen, Chen,
    Mazières 2001, "A low-bandwidth network file system"): a word that comes or goes changes a part or two, not all
    that follow.
    """
    least, most = usual // 2, usual * 2  # signs that a part has, but for the last, and from which no word is added
    signs = sum(map(len, entries)) + len(entries)
    every = 1 << max(0, (len(entries) * (usual - least) // max(1, signs)).bit_length() - 1)
    found, size = [0], 0
    for number, (term, entry) in enumerate(zip(terms, entries, strict=True)):
        is_marked = size >= least and signs > usual and not crc32(term.encode("utf-8", "surrogatepass")) & (every - 1)
        if is_marked or size >= most or number - found[-1] == MOST_WORDS:
            found.append(number)
            size = 0
        size += len(entry) + 1
    return [*found, len(entries)] if entries else [0]


def _cut(entries: Sequence[Entry], size: int) -> Iterator[Sequence[Entry]]:
    return (entries[start : start + size] for start in range(0, len(entries), max(1, size)))


def _script(path: str, content: object) -> bytes:
    return f"(self.deflectParts=self.deflectParts||{{}})[{_json(path)}]={_json(content)};\n".encode("utf-8", "replace")


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
