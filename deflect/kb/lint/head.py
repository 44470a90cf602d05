"""Rules about what an article asks: its title, its question, its other phrasings, its language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deflect.cleaning.language import identify
from deflect.clusters.describing.stopwords import folded, stop_words
from deflect.kb.lint.checked import Checked

FEWEST_WORDS = 3
"""Words below which a title that is no question says no problem either. Higher: more titles are found wanting."""

MOST_WORDS = 14
"""Words above which a title is a story. Lower: more titles are found wanting."""

STEM = 5
"""First letters that two words share to be forms of one: `export` and `exporting`. Higher: fewer words are alike."""

LEAST_TEXT = 200
"""Characters of prose below which a language is not told. Higher: fewer findings, fewer of them wrong."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ASKS = re.compile(r"[?؟？](?=\s|$)")
_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|https?://\S+|\[[^\]]*\]")
_LANGUAGES_WITHOUT_SPACES = frozenset({"ja", "zh", "th", "lo", "km", "my"})


def title_words(checked: Checked) -> Iterator[tuple[int, str]]:
    """A title shares no word with how customers asked."""
    article = checked.article
    asked = " ".join(article.also_asked)
    title, theirs = _telling(article.title, article.language), _telling(asked, article.language)
    if title and theirs and not any(_alike(one, other) for one in title for other in theirs):
        yield checked.line_of("title"), "the title has no word that customers used"


def title_form(checked: Checked) -> Iterator[tuple[int, str]]:
    """A title is too short to be a problem, or too long to be one."""
    title = checked.article.title
    count = len(_WORD.findall(title))
    if _primary(checked) in _LANGUAGES_WITHOUT_SPACES:
        return
    if count < FEWEST_WORDS and not _ASKS.search(title):
        yield checked.line_of("title"), f"the title is no question and has only {count} words"
    elif count > MOST_WORDS:
        yield checked.line_of("title"), f"the title has {count} words"


def one_question(checked: Checked) -> Iterator[tuple[int, str]]:
    """The title or the question asks twice, or headings ask what the title does not."""
    for key in checked.keys.keys() & {"title", "question"}:
        if len(_ASKS.findall(getattr(checked.article, key))) > 1:
            yield checked.line_of(key), f"the {key} asks more than one question"
    asking = [number for number, _, text in checked.headings() if _ASKS.search(text)]
    if len(asking) > 1:
        yield asking[1], f"{len(asking)} headings are questions"


def also_asked(checked: Checked) -> Iterator[tuple[int, str]]:
    """No other phrasing is given."""
    if not checked.article.also_asked:
        yield checked.line_of("also_asked"), "no other ways of asking are given"


def language(checked: Checked) -> Iterator[tuple[int, str]]:
    """The answer is in another language than the front matter says."""
    prose = _MARKUP.sub(r"\1", "\n".join(line.prose for line in checked.body))
    if len("".join(prose.split())) < LEAST_TEXT:
        return
    told = identify(prose)
    if told not in ("und", _primary(checked)):
        where = checked.line_of("language")
        yield where, f"the front matter says {checked.article.language}, the text reads as {told}"


def _primary(checked: Checked) -> str:
    return checked.article.language.split("-")[0].lower()


def _telling(text: str, code: str) -> set[str]:
    stop = stop_words(code.split("-")[0].lower())
    return {word for word in map(folded, _WORD.findall(text)) if len(word) > 1 and word not in stop}


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= STEM and one[:STEM] == other[:STEM])
