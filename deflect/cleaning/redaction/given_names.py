"""Names in the middle of a sentence, told by a given name that everybody knows and a family name after it."""

from __future__ import annotations

import re
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
    """.split()
)
_NO_NAMES_PLAIN = frozenset(map(plain, NO_NAMES))
_NO_ARABIC_FAMILY = frozenset(
    plain(word)
    for word in """
    الذي التي الذين الآن اليوم الأمس الموقع الطلب البريد الدعم المشكلة الرسالة الصفحة المتجر الحساب الثلاثاء الأربعاء
    الخميس الجمعة السبت الأحد الاثنين الأسبوع الشهر السنة المرة الماضي الماضية القادم القادمة الأول الأولى الثاني
    الثانية عندما لكن لأن لان حيث منذ حتى أيضا ايضا كان كانت قال قالت طلب طلبت جرب جربت هناك فقط جدا دائما عليه عليها
    لديه لديها مطور مدير محاسب مهندس موظف صاحب صاحبة زميلي عميل عميلنا واجه حاول أرسل كتب اشترى دفع سأل اشتكى نفسها
    نفسه أيام ولم وقد
    """.split()
)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*\.?")
_ARABIC_WORD = re.compile("[\u0620-\u064a]{2,}")
_JOINED = "ولبفك"
_ARABIC_PARTICLES = frozenset("بن ابن بنت ابو ابي ام ال عبد".split())
_ARABIC_CUES = frozenset(
    plain(word)
    for word in """
    مع باسم السيد السيدة زميلي زميلتي زميلنا عميلنا عميلتنا عميلي الزبون الزبونة العميل العميلة المحاسب المحاسبة المطور
    المدير المديرة المهندس المهندسة مديري مديرتي اسألوا اسأل سألت راسلوا هو هي يدعى تدعى اسمه اسمها الأخ الأخت قبل إلى
    الأستاذ الأستاذة الدكتور الدكتورة الموظف الموظفة
    """.split()
)


@dataclass(frozen=True, slots=True)
class _Names:
    """The tables of `given_names.txt`, lower-cased and without accents."""

    latin: frozenset[str]
    arabic: frozenset[str]
    arabic_words: frozenset[str]
    families: frozenset[str]


@lru_cache(maxsize=1)
def _names() -> _Names:
    # Read late: most texts of programs and tests hold no name.
    text = (resources.files("deflect.cleaning.redaction") / "given_names.txt").read_text(encoding="utf-8")
    latin, welsh, arabic, words, families = (
        frozenset(plain(part.partition("\n")[2]).split()) for part in text.split("# ")[1:]
    )
    return _Names(latin | welsh, arabic, arabic | words, frozenset(name.replace("_", " ") for name in families))


def find_full_names(view: View, keep: Keep) -> Iterator[Span]:
    """Given names that a family name follows; a given name that is an everyday word as well does not count."""
    low = plain(view.low)
    yield from _find_latin(view, low, keep)
    if not low.isascii():
        yield from _find_arabic(low, keep)


def _find_latin(view: View, low: str, keep: Keep) -> Iterator[Span]:
    given, done = _names().latin, 0
    for match in _WORD.finditer(view.folded):
        start, end = match.span()
        if start < done or not view.folded[start].isupper() or low[start:end].partition("-")[0] not in given:
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


def _find_arabic(low: str, keep: Keep) -> Iterator[Span]:
    words = [(match.start(), match.end(), match.group()) for match in _ARABIC_WORD.finditer(low)]
    done = 0
    for place, (start, _, word) in enumerate(words):
        if start < done:
            continue
        cued = place > 0 and _is_cue(words[place - 1][2]) and words[place - 1][1] + 1 == start
        skipped = _given_start(word, cued)
        if skipped is None:
            continue
        done = _arabic_end(low, words, place, cued)
        if done and not keep.word(low[start + skipped : done]):
            yield Span(start + skipped, done, "name")


def _is_cue(word: str) -> bool:
    return word in _ARABIC_CUES or word[1:] in _ARABIC_CUES


def _given_start(word: str, cued: bool) -> int | None:
    """How many letters are written onto the given name that this word is; None if it is none."""
    given = _names().arabic_words if cued else _names().arabic
    if word in given or word.startswith("عبدال"):
        return 0
    return 1 if word[0] in _JOINED and word[1:] in given else None


def _arabic_end(low: str, words: list[tuple[int, int, str]], place: int, cued: bool) -> int:
    end = done = words[place][1]
    for start, stop, word in words[place + 1 : place + MOST_WORDS]:
        if low[end:start] != " ":
            break
        particle = word in _ARABIC_PARTICLES
        if (
            not particle
            and not _is_arabic_family(word)
            and low[words[place][1] : start].strip() not in _ARABIC_PARTICLES
        ):
            break
        end = stop
        done = done if particle else stop
    found = done > words[place][1]
    return done if found or cued else 0


def _is_arabic_family(word: str) -> bool:
    # Nothing in Arabic script tells a family from another word: what may be one is taken with the given name.
    names = _names()
    if word in names.families or word in names.arabic_words:
        return True
    return len(word) > 3 and word not in _NO_ARABIC_FAMILY and word not in _NO_NAMES_PLAIN and word[0] not in "يتو"
