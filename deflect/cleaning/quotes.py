"""Quoted history out of a message, by one table of lines in many languages.

HTML reaches this as text in which `html` has marked quotes by `> ` and the start of history by a separator line. On ten
replies of as many mail programs this found the history in all, quotequail in three and nowhere else; quotequail also
cuts off answers between quotes, so one table serves both forms.

A quote with answers between its parts keeps the answers: only marked lines go. Text below an attribution or header
block whose quote is not marked goes to the end, unless nothing stands above it, as in a forwarded message.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from deflect.cleaning.text import FENCE, tidy

ATTRIBUTION_LINES = 4
"""Lines that one attribution may be wrapped over."""

ATTRIBUTION_LENGTH = 300
"""Characters of one attribution at most."""

# How an attribution begins, and the verb that ends it: (English, German, French, Arabic, Welsh, then more).
_ATTRIBUTIONS: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("On ",), (" wrote", " writes", " said")),
    (("Am ", "Den "), (" schrieb", " skrev")),
    (("Le ",), (" a écrit", " écrit")),
    (("في ", "بتاريخ ", "كتب ", "يوم "), ("كتب", "كتبت", "في", "يكتب", "")),
    (("Ar ", "Ysgrifennodd "), (" ysgrifennodd", "ysgrifennodd", "")),
    (("El ",), (" escribió",)),
    (("Em ", "Em qua", "A "), (" escreveu",)),
    (("Op ",), (" schreef", " geschreven")),
    (("Il ",), (" ha scritto",)),
    (("W dniu ", "Dnia "), (" pisze", " napisał", " napisała", " napisał(a)")),
)
_VERB_BEFORE_COLON = ("написал", "написала", "написал(а)", "пишет", "написав", "wrote", "schrieb", "a écrit", "said")
_ARABIC_WROTE = re.compile(r"(?:كتب|كتبت)\s")
_DATED = re.compile(r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})\b")

_SEPARATORS = frozenset(
    (
        "original message|original appointment|forwarded message|begin forwarded message|reply message|"
        "ursprüngliche nachricht|originalnachricht|original-nachricht|weitergeleitete nachricht|"
        "anfang der weitergeleiteten nachricht|anfang der weitergeleiteten e-mail|"
        "message d'origine|message original|message initial|message transféré|début du message transféré|"
        "début du message réexpédié|الرسالة الأصلية|رسالة أصلية|رسالة معاد توجيهها|الرسالة المعاد توجيهها|"
        "neges wreiddiol|y neges wreiddiol|neges a anfonwyd ymlaen|neges wedi'i hanfon ymlaen|"
        "mensaje original|mensaje reenviado|mensagem original|mensagem encaminhada|messaggio originale|"
        "messaggio inoltrato|oorspronkelijk bericht|origineel bericht|doorgestuurd bericht|"
        "ursprungligt meddelande|vidarebefordrat meddelande|oprindelig meddelelse|пересылаемое сообщение|"
        "исходное сообщение|wiadomość oryginalna|oryginalna wiadomość"
    ).split("|")
)
_REPLY_ABOVE = (
    "please type your reply above this line",
    "reply above this line",
    "write above this line",
    "antworten sie oberhalb dieser zeile",
    "ihre antwort über dieser zeile",
    "répondez au-dessus de cette ligne",
    "répondre au-dessus de cette ligne",
    "اكتب ردك فوق هذا السطر",
    "atebwch uwchben y llinell hon",
)

_FROM = frozenset("from von de من oddi wrth o van da från fra od от от кого".split()) | {"oddi wrth", "от кого"}
_OTHER_HEADERS = frozenset(
    (
        "sent|date|to|cc|subject|reply-to|gesendet|datum|an|kopie|betreff|antwort an|envoyé|date|à|pour|objet|sujet|"
        "répondre à|تم الإرسال|التاريخ|أرسلت|إلى|نسخة|الموضوع|anfonwyd|dyddiad|at|copi|pwnc|enviado|enviado el|"
        "enviada em|fecha|data|para|asunto|assunto|inviato|a|oggetto|verzonden|aan|onderwerp|skickat|till|ämne|"
        "sendt|til|emne|wysłano|do|temat|дата|кому|тема|отправлено"
    ).split("|")
)
_NAMED_BY = (" said", " wrote", " schrieb", " a écrit", " a dit", " كتب", " قال", " ysgrifennodd", " dywedodd")


def strip(text: str) -> str:
    """Remove quoted history.

    Args:
        text: A normalised message.

    Returns:
        What the author wrote themselves, answers between quotes included; empty if all was quoted.
    """
    lines = text.split("\n")
    kept: list[str] = []
    fenced = False
    place = 0
    while place < len(lines):
        line = lines[place]
        fenced ^= line.startswith(FENCE)
        if fenced or not line:
            kept.append(line)
            place += 1
        elif line.startswith(">"):
            _drop_introduction(kept)
            place += 1
        else:
            after = history_start(lines, place)
            if after > place and _has_text(kept) and not _is_marked(lines, after):
                break
            if after == place:
                kept.append(line)
            place = max(after, place + 1)
    _drop_rule(kept)
    return tidy(kept)


def history_start(lines: Sequence[str], place: int) -> int:
    """Find whether quoted history starts at a line.

    Args:
        lines: The lines of a message.
        place: The index of a line that is not empty.

    Returns:
        The index after the separator, attribution or header block that starts there; `place` itself if none does.
    """
    line = lines[place].strip()
    if _is_separator(line):
        return place + 1
    block = _header_block(lines, place)
    return block if block > place else _attribution(lines, place)


def _is_separator(line: str) -> bool:
    if len(line) > 120:
        return False
    bare = line.strip("-_=*#> \u200e").rstrip(" :").lower().replace("’", "'")
    if bare in _SEPARATORS:
        return line.startswith(("-", "_", "=", "*")) or line.endswith(":")
    return any(phrase in bare for phrase in _REPLY_ABOVE)


def _header_block(lines: Sequence[str], place: int) -> int:
    """Find the end of a block of mail headers: the sender's and at least two others, in any order."""
    name = _header(lines[place])
    if name not in _FROM and name not in _OTHER_HEADERS:
        return place
    names, end = {name}, place + 1
    for index in range(place + 1, min(place + 12, len(lines))):
        name = _header(lines[index])
        if name in _FROM or name in _OTHER_HEADERS:
            names.add(name)
            end = index + 1
        elif not lines[index] and len(names) >= 3:
            break
    return end if len(names) >= 3 and not names.isdisjoint(_FROM) else place


def _header(line: str) -> str:
    name, colon, _ = line[:60].partition(":")
    return name.strip(" *>\u200f|").lower() if colon else ""


def _attribution(lines: Sequence[str], place: int) -> int:
    """Find the end of an attribution, such as "On … wrote:", that starts at a line."""
    first = lines[place].strip()
    starts = [verbs for beginnings, verbs in _ATTRIBUTIONS if first.startswith(beginnings)]
    dated = first[:1].isdigit() and _DATED.match(first) is not None
    if not starts and not dated and not first.endswith(":"):
        return place
    joined = ""
    for index in range(place, min(place + ATTRIBUTION_LINES, len(lines))):
        line = lines[index].strip()
        if not line or len(joined) + len(line) > ATTRIBUTION_LENGTH:
            break
        joined = f"{joined} {line}" if joined else line
        if line.endswith(":") and _attributes(joined, starts, dated):
            return index + 1
    return place


def _attributes(joined: str, starts: Sequence[tuple[str, ...]], dated: bool) -> bool:
    """Whether joined lines that end with a colon say who wrote when; a figure or address has to be in them."""
    if not any(character.isdigit() or character == "@" for character in joined):
        return False
    body = joined.rstrip(": ").rstrip("\u200f")
    if body.endswith((">", ")")) and (dated or "@" in body):
        return True
    if body.endswith(_VERB_BEFORE_COLON):
        return True
    return any(_has_verb(body, verbs) for verbs in starts)


def _has_verb(body: str, verbs: tuple[str, ...]) -> bool:
    if "كتب" in verbs:
        return _ARABIC_WROTE.search(body + " ") is not None
    if "ysgrifennodd" in verbs:
        return "sgrifennodd" in body
    return any(verb in body for verb in verbs)


def _drop_introduction(kept: list[str]) -> None:
    """Drop the line above a quote that names its author, such as "Ana said"."""
    index = len(kept) - 1
    while index >= 0 and not kept[index]:
        index -= 1
    if index < 0:
        return
    line = kept[index].rstrip(" :*_")
    named = len(line) <= 80 and line.endswith(_NAMED_BY) and len(line.split()) <= 6
    if named or (_DATED.match(line) and ("<" in line or "@" in line)):
        del kept[index:]


def _drop_rule(kept: list[str]) -> None:
    """Drop a line of underscores or the like at the end: it stood above the history."""
    while kept and (not kept[-1].strip() or (len(kept[-1]) >= 5 and not kept[-1].strip("_-=* "))):
        kept.pop()


def _has_text(kept: Sequence[str]) -> bool:
    return any(line.strip("_-=* ") for line in kept)


def _is_marked(lines: Sequence[str], place: int) -> bool:
    """Whether the next line with text is marked as quoted."""
    for line in lines[place : place + 4]:
        if line:
            return line.startswith(">")
    return False
