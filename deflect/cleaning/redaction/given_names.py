"""Names in the middle of a sentence, told by a given name that everybody knows and a family name after it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from deflect.cleaning.redaction.keep import Keep
from deflect.cleaning.redaction.rules import Span
from deflect.cleaning.redaction.view import View, plain
from deflect.cleaning.redaction.words import NO_NAMES

MOST_WORDS = 4
"""Words of a name at most, particles included: higher takes long names whole, and more of what follows short ones."""

PARTICLES = frozenset(
    "van von de der den del della di da du la le ten ter zu zum ap ab ferch verch bin ibn al el y".split()
)
"""Small words inside family names."""

# What follows a word that is a name too when the two name a thing.
_NO_FAMILY = frozenset(
    """
    addon addons advanced analytics api app beta block blocks browser builder calendar captcha cart center centre
    chat checkout cloud code color colour commerce connect core css dashboard desktop disk drive edge edition editor
    email error event events express extension filter font fonts form forms framework gallery graphics group gateway
    grid icons import invoice js kit layout library link links lite log login mail manager map maps menu migration
    mobile module mode page pages panel pay payments php platform player plugin plugins plus popup pro product
    products queue reader redirect report room safari sans script search security seo serif server service services
    settings shop site sites slider standard starter store studio suite switch sync table tag tags template
    templates test theme themes time tool toolbar tools tracker translation update upload user users version video
    view viewer widget widgets wizard llc gmbh ltd inc corp passwords trust januar februar märz april mai juni juli
    august september oktober november dezember street road avenue straße
    adnoddau adran cyfeiriad cyfrif cyfrinair cymorth cyswllt gyswllt defnyddiwr dewislen dolen ddolen eicon ffeil
    ffenestr ffolder ffurflen gosodiad gosodiadau gwasanaeth gwefan gwerth hafan llyfr llyfrgell neges newydd oriel
    rhaglen rhestr siop tabl tîm tudalen thema teitl teclyn testun ymholiad
    """.split()
)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*\.?")


@dataclass(frozen=True, slots=True)
class Names:
    """The tables of `given_names.txt`, lower-cased and without accents.

    Attributes:
        latin: Given names in Latin script.
        arabic: Given names in Arabic script that are no other word.
        everyday: Given names in Arabic script that are words too.
        families: Family names in Arabic script.
    """

    latin: frozenset[str]
    arabic: frozenset[str]
    everyday: frozenset[str]
    families: frozenset[str]


@lru_cache(maxsize=1)
def names() -> Names:
    """The tables, read when first asked for: most texts of programs and tests hold no name."""
    text = (resources.files("deflect.cleaning.redaction") / "given_names.txt").read_text(encoding="utf-8")
    tables: dict[str, set[str]] = defaultdict(set)
    for part in text.split("# ")[1:]:
        heading, _, words = part.partition("\n")
        tables[heading.partition(":")[0]].update(plain(words.replace("_", " ")).split())
    everyday = frozenset(tables["everyday"])
    return Names(
        latin=frozenset(tables["latin"] | tables["welsh"]),
        arabic=frozenset(tables["arabic"]) - everyday,
        everyday=everyday,
        families=frozenset(tables["families"]),
    )


def find_full_names(view: View, keep: Keep) -> Iterator[Span]:
    """Given names in Latin script that a family name follows; one that is an everyday word as well does not count."""
    low = plain(view.low)
    given, done = names().latin, 0
    for match in _WORD.finditer(view.folded):
        start, end = match.span()
        if start < done or not view.folded[start].isupper() or low[start:end].partition("-")[0] not in given:
            continue
        if view.low[start:end] in NO_NAMES:
            # Without its accent the Welsh word for "team" is a name.
            continue
        if view.folded[start - 1 : start] in {"_", "/", "@", ".", "\\", "-", "$"}:
            continue
        done = _family_end(view, end)
        if done > end and not any(map(keep.word, (view.low[start:end], view.low[start:done]))):
            yield Span(start, done, "name")


def _family_end(view: View, end: int) -> int:
    """Where the name ends whose given name ends here; the same place if no family name follows."""
    done = end
    for _ in range(MOST_WORDS - 1):
        match = _WORD.match(view.folded, end + 1) if view.folded[end : end + 1] == " " else None
        if match is None:
            break
        word, end = match.group().rstrip("."), match.end()
        particle = word.lower() in PARTICLES
        if not particle and not is_family(word):
            break
        if not particle or word[0].isupper():
            done = match.start() + len(word) if not particle else done
    after = view.folded[done : done + 1]
    return done if after not in {"_", "/", "@", "\\", "=", "("} else 0


def is_family(word: str) -> bool:
    """Whether a word can be part of a person's name: capitalised, and nothing that names of things end with."""
    low = word.lower()
    return word[0].isupper() and len(word) > 1 and low not in NO_NAMES and low not in _NO_FAMILY
