"""Telling a step, something to do, from a sentence that explains."""

from __future__ import annotations

import re

from deflect.kb.sentences import Piece

_FIRST_WORDS = re.compile(
    r"\W*(?:(?:please|then|next|first(?:ly)?|second(?:ly)?|third(?:ly)?|now|finally|lastly|also|afterwards|"
    r"after that|and|just|try to|"
    r"in the dashboard|bitte|dann|danach|zuerst|zunächst|anschließend|nun|jetzt|schließlich|"
    r"puis|ensuite|d['’]abord|enfin|maintenant|après cela|"
    r"من فضلك|ثم|أولا|ثانيا|ثالثا|بعد ذلك|أخيرا|الآن|"
    r"yna|wedyn|yn gyntaf|nesaf|nawr|yn olaf)\b[,:]?\s*)+",
    re.IGNORECASE,
)
_ENGLISH = frozenset(
    "activate add adjust allow apply assign back bypass cancel change check choose clear click close compare "
    "configure confirm connect copy create deactivate define delay delete disable disallow disconnect downgrade "
    "download drag drop edit empty enable enter exclude export extend fill find flush generate go hide import "
    "increase insert install keep launch leave link lock log look lower make map mark move navigate open paste "
    "permit pick place press publish purge put raise reactivate reauthorise reauthorize rebuild reconnect reduce "
    "refresh regenerate register reinstall reload remove rename renew repeat replace rerun resave reset restart "
    "restore retry return revert roll run save scan scroll search select set show sign start stop submit switch "
    "tap test tick toggle try turn type uncheck uninstall unlink unlock unpublish untick unzip update upgrade "
    "upload use verify visit wait whitelist".split()
)
_WELSH = re.compile(r"(?:\w{2,}wch|ewch|dewch)\b", re.IGNORECASE)
_GERMAN = re.compile(r"\w{2,}(?:en|ern|eln)\s+sie\b", re.IGNORECASE)
_GERMAN_DU = frozenset(
    "aktiviere aktualisiere deaktiviere drücke entferne erstelle gehe geh gib installiere klicke klick kopiere "
    "lade leere lösche melde öffne prüfe scrolle setze speichere starte stelle suche trage wähle warte wechsle".split()
)
_FRENCH = re.compile(r"(?:veuillez|\w{3,}ez)(?![\w])(?!-vous\b.*\?)", re.IGNORECASE)
_NOT_FRENCH = frozenset("chez assez avez aurez serez pouvez devez voulez savez verrez trouverez êtes recevrez".split())
_ARABIC = frozenset(
    "افتح افتحي افتحوا اذهب انتقل انقر اضغط اختر أدخل ادخل فعل عطل احفظ امسح تأكد تحقق حدث قم يرجى أضف احذف غير "
    "انسخ الصق ثبت أعد سجل اربط جرب شغل أوقف استخدم ابحث راجع حدد اكتب أنشئ نزل حمل تفقد استبدل استثن أفرغ".split()
)
_MENU = re.compile(r"\S [>→›] \S")
_TASHKEEL = re.compile("[\u064b-\u0652\u0640]")
_WORD = re.compile(r"[^\W\d_]+(?:['’-]\w+)*")


def is_step(text: str) -> bool:
    """Whether a sentence tells the reader to do something: it starts with an imperative, perhaps after "then".

    Args:
        text: One sentence in English, German, French, Arabic or Welsh.
    """
    plain = _TASHKEEL.sub("", text)
    opening = _FIRST_WORDS.match(plain)
    rest = plain[opening.end() :] if opening else plain.lstrip()
    found = _WORD.match(rest.lstrip("\"'“„«( "))
    word = found.group().casefold() if found else ""
    if word in _ENGLISH or word in _GERMAN_DU or _is_arabic_imperative(word):
        return True
    if _GERMAN.match(rest) or _WELSH.match(rest):
        return True
    return bool(_FRENCH.match(rest)) and word not in _NOT_FRENCH


def tells(piece: Piece) -> bool:
    """Whether a piece tells the reader to do something: it is listed or code, an order, or leads through a menu."""
    return piece.kind in ("step", "item", "code") or is_step(piece.text) or bool(_MENU.search(piece.text))


def _is_arabic_imperative(word: str) -> bool:
    # "and" and "then" are written as the word's first letter.
    return word in _ARABIC or (word[:1] in ("و", "ف") and word[1:] in _ARABIC)
