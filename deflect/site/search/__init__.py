"""The search of the help centre: an index made here, and static/engine.js, which reads it in a browser.

The road through this folder: `languages` says what is particular to a language, `folding` makes words of a text,
`counting` counts those of each article and `tally` keeps them for the next build, `asked` adds those of past tickets,
`postings` and `indexing` make of them all what is searched, `meaning` and `table` what words mean, `parts` writes the
files; `ranking` and `spelling` are the twins of what the browser does, tested against it to the last bit.

Files of a site, all plain scripts that work from a disk, under `default-src 'self'`, and on foreign pages whose policy
allows the help centre's address:
    search/engine.js    The engine, `window.deflectSearch`. It touches no page but to load scripts.
    search/CODE.js      The main part of the index of the edition in that language.
    search/CODE/*.js    Parts with a hash of their content as name, loaded as queries need them.

Functions of the engine; what cannot be loaded leaves less to find, and only `load` fails:
    load(root, language)            A promise of an index; `root` is empty or an address that ends in a slash.
    warm(index)                     Loads what articles mean, if the site has that: call it when a field gets the focus.
    find(index, query, options)     A promise of `{hits, sure}`; hits, best first, are `{path, title, category, snippet,
                                    score}`, all plain text, `path` relative to `root`. If it is not `sure`, no article
                                    is a good answer, and hits are only the nearest. Of a long query only the most
                                    telling words count that 24 parts hold; each hit may be in one more. Options:
                                    `limit` (7); `typing` (true) for whether the last word may be unfinished, false for
                                    a pasted text; and `wanted`, asked before texts are loaded: if it says false, there
                                    are no hits.
    marks(index, query, text)       Places of the query's words in a text, `[[start, end], …]`.
    excerpt(index, query, text)     A short piece of a text around the first of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from deflect.site.search.counting import Counts, hashed
from deflect.site.search.indexing import Index, index
from deflect.site.search.meaning import Meaning, Source, learn
from deflect.site.search.page import Page
from deflect.site.search.parts import files
from deflect.site.search.ranking import Found, rank
from deflect.site.search.table import Table
from deflect.site.search.tally import Tally

__all__ = [
    "ENGINE",
    "NOTHING_MORE",
    "Found",
    "Index",
    "Meaning",
    "Page",
    "Searching",
    "Source",
    "Tally",
    "build",
    "engine",
    "hashed",
    "index",
    "learn",
    "rank",
]

ENGINE = "search/engine.js"


@dataclass(frozen=True, slots=True)
class Searching:
    """What the search knows besides the articles.

    Attributes:
        asked: Words of past tickets by slug, folded, each with the share of customers who used it, 0 to 1.
        synonyms: Groups of words or phrases that stand for one another.
        meaning: What words mean, by language.
    """

    asked: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    synonyms: tuple[tuple[str, ...], ...] = ()
    meaning: Mapping[str, Meaning] = field(default_factory=dict)


NOTHING_MORE = Searching()


def build(
    pages: Sequence[Page],
    language: str,
    path: str,
    searching: Searching = NOTHING_MORE,
    tally: Tally | None = None,
) -> dict[str, bytes]:
    """Make the files of one edition's index.

    Args:
        pages: In the order that articles with the same score are shown in.
        language: Its code.
        path: Of the main file.
        searching: What the search knows besides.
        tally: Words that are counted already; told of those that are counted now.

    Returns:
        Content by path: the main file, and the parts that it names.
    """
    counts = (tally or Tally()).count(pages, language)
    table = _table(counts, pages, searching.meaning[language]) if language in searching.meaning else None
    return files(index(pages, language, searching.synonyms, table, counts), path)


def _table(counts: Counts, pages: Sequence[Page], meaning: Meaning) -> Table:
    """What the site may show of what was learned: words that its published articles have, and general ones."""
    shown = meaning.general.union(counts.used)
    terms = {word: vector for word, vector in meaning.words.items() if word in shown}
    return Table(terms, tuple(meaning.pages.get(page.slug, ()) for page in pages))


def engine() -> bytes:
    """The engine, as it is published."""
    return (Path(__file__).parent.parent / "static" / "engine.js").read_bytes().replace(b"\r\n", b"\n")
