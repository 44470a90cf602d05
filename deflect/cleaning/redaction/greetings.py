"""Names that the text gives away: after greetings, titles and introductions, under closings, in headers of mail."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deflect.cleaning.redaction.arabic_words import NO_FAMILY
from deflect.cleaning.redaction.given_names import PARTICLES, names
from deflect.cleaning.redaction.keep import Keep
from deflect.cleaning.redaction.rules import START, Span, anchors, any_of, matches
from deflect.cleaning.redaction.view import MASK, View, plain
from deflect.cleaning.redaction.words import CLOSINGS, GREETINGS, INTRODUCTIONS, NO_NAMES, TITLES

_UPPER = r"[^\W\d_a-zß-öø-ÿ]"
_WORD = rf"{_UPPER}(?:[^\W\d_]{{1,30}}|(?=['’]{_UPPER}))(?:['’-][^\W\d_]{{1,30}})?"
_FULL = (
    rf"{_WORD}(?:[ ](?:(?:van|von|de|der|den|ap|ab|ferch|verch|bin|ibn|al|el|le|la|du|ter|zu|di)[ ]){{0,2}}(?:{_WORD}"
    rf"|{_UPPER}\.)){{0,3}}"
)
_GREETING = re.compile(
    rf"{START}(?i:{any_of(GREETINGS)})[ ,،]{{1,3}}(?:(?i:{any_of(TITLES)})\.?[ ]{{1,2}}){{0,2}}(?P<name>{_FULL})"
    r"(?=[ \t]*(?:[,!.:;،؛)–-]|\r?$)|(?P<prose>[ ][a-zß-öø-ÿ]))",
    re.MULTILINE,
)
_PARTICLE = "(?:(?:van|von|de|der|ap|ab|ferch|verch|bin|ibn|al|el|le|la|du|ter|zu|di)[ ])"
_TITLED = re.compile(
    rf"{START}(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Herrn?|Frau|Mme|Mlle|Madame|Monsieur|M\.|السيدة?|الأستاذة?|الاستاذ"
    rf"|الدكتورة?|المهندسة?)"
    rf"\.?[ ]{{1,2}}(?:(?:Dr|Prof)\.?[ ])?(?P<name>{_WORD}(?:[ ]{_PARTICLE}?{_WORD})?)"
)
_CLOSING = re.compile(
    rf"{START}(?i:{any_of(CLOSINGS)})[ ]?[,.!،-]{{0,3}}[ ]?(?:(?:\r?\n[ \t>-]{{0,4}}){{1,3}}|(?<=[,،-][ ]))"
    rf"(?P<name>{_FULL})[ \t]*[.,]?[ \t]*\r?$",
    re.MULTILINE,
)
_INTRODUCTION = re.compile(
    r"(?<![\w-])(?<!host )(?<!file )(?<!user )(?<!display )(?<!domain )(?<!plugin )(?<!theme )(?<!server )"
    r"(?<!is )(?<!folder )"
    rf"(?i:{any_of(INTRODUCTIONS)})[ ]{{1,2}}(?P<name>{_FULL}|[^\W\d_]{{3,30}})"
)
_APPELLE = re.compile(
    rf"(?i:{any_of(('appelle', 'nomme', 'heiße', 'heisse', 'llamo'))})[ ]{{1,2}}(?P<name>{_FULL}|[^\W\d_]{{3,30}})"
)
_PAIR = rf"{_WORD}(?:[ ]{_PARTICLE}?{_WORD}){{1,3}}"
_BESIDE = re.compile(
    rf"(?P<name>{_PAIR})[ ]?(?:[,(|/·–-][ ]?|[ ])"
    r"(?:(?i:at|on|via|unter|à l['’]adresse|sur|ar|على|telefon|phone|tel|tél|ffôn|هاتف)[.:]?[ ])?$"
)
_AFTER_CUE = re.compile(rf"[^\W\d_]{{2,12}}[ ](?P<name>{_PAIR})")
_BEFORE_CUE = re.compile(
    rf"(?P<name>{_PAIR})(?=[ ](?:from our|in (?:billing|accounts|sales|finance|marketing)|aus (?:unsere|der)|"
    r"von unsere|qui (?:s['’]|a |gère)|de notre|oedd yn|sy'n|o'n|من مكتبنا|من فريق))"
)
_CUES = frozenset(
    """client customer colleague contact asked ask boss manager wife husband son daughter partner developer designer
    told kollege kollegin kollegen chef chefin kunde kundin kunden mann frau tochter sohn collègue cliente contacter
    patronne mari femme cydweithiwr cleient rheolwr gyda""".split()
)
_CUES_AFTER = frozenset(
    "our billing accounts sales finance marketing unserem unserer unsere notre qui oedd مكتبنا فريق o sy".split()
)
_BEFORE_ADDRESS = re.compile(rf"(?P<name>{_FULL})[\"']?[ ]?(?:<|\[mailto:)$")
_ADDRESS_OPENS = re.compile(rf"(?:<|\[mailto:)(?=[^<>\s@{MASK}]{{1,64}}@|{MASK})")
_MASKED = re.compile(f"{MASK}+")
_BEFORE_WROTE = re.compile(rf"(?P<name>{_FULL})[ ]?(?:{MASK}{{1,12}}|<[^<>\n]{{0,80}}>)?[ ]?\n?a?[ ]?$")

_LAST_MARK = re.compile(r"[\s\S]*[\n<>@:;,(]")

# Arabic farewells that nothing but a name follows, also after a comma.
_FAREWELLS = ("مع ", "تحيات", "أطيب ", "وتفضلوا ")

_GREETING_ANCHORS = anchors(GREETINGS)
_CLOSING_ANCHORS = anchors(CLOSINGS)
_TITLE_ANCHORS = anchors(TITLES)
_INTRODUCTION_ANCHORS = anchors(INTRODUCTIONS)
_APPELLE_ANCHORS = frozenset({"appelle", "nomme", "heiße", "heisse", "llamo"})
_ARABIC = re.compile("[\u0620-\u064a]")
_OWN = re.compile(
    r"(?:^|[\n>*|]|(?<![^\W_])(?:my|his|her|their|first|last|full|nick|sur|mein|sein|ihr|vor|nach|voller"
    r"|mon|son|leur|fy|ei)[ -]?)[ \t]*$"
)
_SENTENCE = re.compile(r"(?:^|[\n.!?:•*>|-])[ \t]*$")
_GOES_ON = re.compile(r"[^\n:]{0,40}:")
_WROTE = frozenset({"wrote", "schrieb", "écrit", "ecrit", "كتب", "ysgrifennodd"})
ANCHORS = (
    _CUES
    | _CUES_AFTER
    | _GREETING_ANCHORS
    | _CLOSING_ANCHORS
    | _TITLE_ANCHORS
    | _INTRODUCTION_ANCHORS
    | _APPELLE_ANCHORS
    | _WROTE
)


def find_given_away(view: View, keep: Keep) -> Iterator[Span]:
    """Names that nobody told the ticket system, where the words around them show that they are names."""
    if view.words:
        yield from _find_after_words(view, keep)
        yield from _find_writers(view, keep)
        for match in matches(view, _CUES, _AFTER_CUE, view.folded):
            yield from _pair(match, 0, keep)
    if view.words & _CUES_AFTER:
        for match in _BEFORE_CUE.finditer(view.folded):
            yield from _pair(match, 0, keep)
    if MASK in view.folded:
        yield from _find_beside(view, keep)
    if "<" in view.folded or "[mailto:" in view.low:
        for match in _ADDRESS_OPENS.finditer(view.folded):
            yield from _name_before(view, _BEFORE_ADDRESS, match.end(), keep)


def _find_after_words(view: View, keep: Keep) -> Iterator[Span]:
    for words, pattern in (
        (_GREETING_ANCHORS, _GREETING),
        (_TITLE_ANCHORS, _TITLED),
        (_CLOSING_ANCHORS, _CLOSING),
        (_INTRODUCTION_ANCHORS, _INTRODUCTION),
        (_APPELLE_ANCHORS, _APPELLE),
    ):
        if view.words.isdisjoint(words):
            continue
        for match in matches(view, words, pattern, view.folded):
            if pattern is _INTRODUCTION and not _introduces(match):
                continue
            if not _is_sentence(match) or (pattern is _CLOSING and match[0].startswith(_FAREWELLS)):
                yield from _name(match, 0, keep)


def _find_writers(view: View, keep: Keep) -> Iterator[Span]:
    for at in view.at(_WROTE):
        yield from (span for span in _name_before(view, _BEFORE_WROTE, at, keep) if _wrote(view, span, at))


def _introduces(match: re.Match[str]) -> bool:
    # "The name is required" tells no name, "my name is jo" does; nor does "change my name since", in any script.
    name, before = match["name"].split(" ")[0], match.string[max(0, match.start() - 16) : match.start()]
    if _ARABIC.match(name):
        return plain(name) not in NO_FAMILY and not name.startswith("ال")
    return not name.islower() or plain(name) in names().latin or _OWN.search(before.lower()) is not None


def _is_sentence(match: re.Match[str]) -> bool:
    # "Hi Trying to" and "Hello, Update broke" go on with a sentence, "Hi Gwen thanks" does not.
    between = match.string[match.start() : match.start("name")]
    if "،" in between and "\n" not in between and _ARABIC.match(match["name"]):
        # Arabic has no capitals: after a comma and not on a line of its own, anything can follow.
        return True
    if not match.groupdict().get("prose"):
        return False
    return "," in between or "،" in between or match["name"].endswith("ing")


def _name_before(view: View, pattern: re.Pattern[str], at: int, keep: Keep) -> Iterator[Span]:
    text = view.folded
    start = max(0, at - 40)
    marks = _LAST_MARK.match(text, start, at - 1)
    start = marks.end() if marks else start
    match = pattern.search(text[start:at])
    if match is not None:
        yield from _name(match, start, keep)


def _wrote(view: View, span: Span, at: int) -> bool:
    # "Articles that people wrote" begins with a capital as any sentence does: a header of mail ends with a colon.
    name = view.folded[span.start : span.end]
    if " " in name or plain(name.lower()) in names().latin or _GOES_ON.match(view.folded, at):
        return True
    return _SENTENCE.search(view.folded[max(0, span.start - 4) : span.start]) is None


def _name(match: re.Match[str], offset: int, keep: Keep) -> Iterator[Span]:
    words = match["name"].split(" ")
    kept = 0
    for place, word in enumerate(words):
        inside = 0 < place < len(words) - 1 and word.lower() in PARTICLES
        if (_is_no_name(word) and not inside) or (len(words) == 1 and _is_acronym(word)):
            break
        kept += 1
    value = " ".join(words[:kept])
    if kept and not keep.word(value) and not all(keep.word(word) for word in words[:kept]):
        start = match.start("name") + offset
        yield Span(start, start + len(value), "name")


def _is_no_name(word: str) -> bool:
    return word.lower().strip(".") in NO_NAMES or (_ARABIC.match(word) is not None and plain(word) in NO_FAMILY)


def _find_beside(view: View, keep: Keep) -> Iterator[Span]:
    for match in _MASKED.finditer(view.folded):
        placeholder, _ = view.original(match.start(), match.end())
        if view.text.startswith(("[e-mail", "[phone"), placeholder):
            start = max(0, match.start() - 80)
            beside = _BESIDE.search(view.folded[start : match.start()])
            if beside is not None:
                yield from _pair(beside, start, keep)


def _pair(match: re.Match[str], offset: int, keep: Keep) -> Iterator[Span]:
    words = match["name"].split(" ")
    skipped = 0
    while skipped < len(words) and words[skipped].lower() in NO_NAMES:
        skipped += 1
    if len(words) - skipped < 2 or words[-1].lower() in NO_NAMES or any(map(keep.word, words)):
        return
    start = match.start("name") + sum(len(word) + 1 for word in words[:skipped])
    yield Span(start + offset, match.end("name") + offset, "name")


def _is_acronym(word: str) -> bool:
    return word.isascii() and word.isupper() and len(word) > 1
