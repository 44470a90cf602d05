"""Rules about how an article answers: its text, steps, headings, links and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deflect.kb.frame import MISSING
from deflect.kb.lint.checked import Checked
from deflect.kb.publishable import has_placeholder
from deflect.kb.sentences import sentences
from deflect.kb.steps import is_step
from deflect.kb.title import has_gap

FEWEST_WORDS = 5
"""Words of an answer, code included, below which it answers nothing. Higher: more answers are found too short."""

MOST_WORDS = 1_000
"""Words of prose above which an article is not read to its end. Lower: more articles are found too long."""

_WORD = re.compile(r"[^\W_]+")
_LEFT_OVER = re.compile(r"\b(?:TODO|TBD|FIXME|XXX)\b|\blorem ipsum\b|\{\{[^{}\n]{0,80}\}\}", re.I)
_CAUSE = re.compile(
    r"\b(?:because|caused by|the (?:cause|reason) (?:is|was|for)|happens (?:when|if)|this is due to"
    r"|weil|liegt (?:daran|an)|(?:die )?ursache (?:ist|dafür)|verursacht"
    r"|parce que|la cause|cela vient|c['’]est dû|causée? par|oherwydd|بسبب|السبب)\b",
    re.I,
)
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]*)\]\(([^()\s]*)[^()\n]*\)")
_PICTURE = re.compile(r"!\[([^\[\]\n]*)\]\(([^()\s]*)[^()\n]*\)")
_FILE_NAME = re.compile(
    r"\S+\.(?:png|jpe?g|gif|webp|svg|avif)|(?:image|img|screen ?shot|picture|bild|photo)[\s_-]*\d*", re.I
)
_SAYS_NOTHING = frozenset(
    """here|click here|click|this|this link|link|this page|this article|more|read more|learn more|see here|hier
    |hier klicken|klicken sie hier|diese seite|dieser link|mehr|mehr erfahren|weiterlesen|ici|cliquez ici|cette page
    |ce lien|lien|en savoir plus|plus|yma|cliciwch yma|هنا|اضغط هنا|انقر هنا|الرابط|المزيد""".replace(
        "\n    ", ""
    ).split("|")
)


def length(checked: Checked) -> Iterator[tuple[int, str]]:
    """An answer has too few words, or too many."""
    everything = sum(len(_WORD.findall(line.text)) for line in checked.body)
    prose = sum(len(_WORD.findall(line.prose)) for line in checked.body)
    if everything < FEWEST_WORDS:
        yield checked.first, f"the answer has {everything} words"
    elif prose > MOST_WORDS:
        yield checked.first, f"the answer has {prose:,} words"


def missing_left(checked: Checked) -> Iterator[tuple[int, str]]:
    """Something is marked as missing."""
    for line in checked.body:
        if MISSING in line.prose:
            yield line.number, f"a line is marked {MISSING}"


def placeholder(checked: Checked) -> Iterator[tuple[int, str]]:
    """Something stands there in place of what belongs there."""
    for key in checked.keys.keys() & {"title", "question"}:
        said = getattr(checked.article, key)
        if has_placeholder(said) or _LEFT_OVER.search(said):
            yield checked.line_of(key), f"the {key} holds a placeholder"
        elif checked.article.origin == "drafted" and has_gap(said):
            yield checked.line_of(key), f"the {key} has a gap, …, where a word of one customer stood"
    if any(map(has_placeholder, checked.article.also_asked)):
        yield checked.line_of("also_asked"), "also_asked holds a placeholder"
    # In code that people wrote, [site] may well be the name of a table; in a draft it is what was redacted.
    drafted = checked.article.origin == "drafted"
    for line in checked.body:
        if has_placeholder(line.text if drafted else line.prose) or _LEFT_OVER.search(line.prose):
            yield line.number, "the line holds a placeholder"


def cause_and_fix(checked: Checked) -> Iterator[tuple[int, str]]:
    """A paragraph says why and, in other sentences of it, what to do."""
    for number, text in checked.paragraphs():
        said = sentences(text)
        causes = [each for each in said if _CAUSE.search(each) and not is_step(each)]
        if causes and any(is_step(each) for each in said):
            yield number, "a paragraph holds both the cause and the steps"


def heading_order(checked: Checked) -> Iterator[tuple[int, str]]:
    """A heading is of the title's level, or skips one."""
    before = 1
    for number, level, _ in checked.headings():
        if level == 1:
            yield number, "a heading has the level of the title"
        elif level > before + 1:
            yield number, f"a heading of level {level} follows one of level {before}"
        before = max(level, 2)


def link_text(checked: Checked) -> Iterator[tuple[int, str]]:
    """A link's text does not say where it leads."""
    for line in checked.body:
        for text, _ in _LINK.findall(line.prose):
            plain = " ".join(_WORD.findall(text)).lower()
            if not plain or plain in _SAYS_NOTHING:
                yield line.number, "a link does not say where it leads"


def alt_text(checked: Checked) -> Iterator[tuple[int, str]]:
    """A picture has no text, or a file's name for one."""
    for line in checked.body:
        for text, _ in _PICTURE.findall(line.prose):
            if not text.strip() or _FILE_NAME.fullmatch(text.strip()):
                yield line.number, "a picture has no text that says what it shows"
