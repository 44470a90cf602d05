"""Topics that a person answers, however sure an answer would be: found by words, which the owner may replace.

A phrase is words between spaces; `*` stands for any beginning or ending of a word, so that inflected forms, compounds
and Welsh mutations are found. Case and accents do not count, an Arabic word is found behind its article and the
particles that are written with it, and between two words there may be a hyphen, an apostrophe or a line's end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deflect.suggest.words import fold

READ_CHARACTERS = 8_000

_GAP = r"[\W_]{1,3}"
_ARABIC = re.compile("[\u0600-\u06ff]")
_PARTICLES = "(?:[وف]?(?:[بكل]?ال|لل|[بكل]|س)?)"

REFUND = """
refund*; money back; chargeback*; charge back; reimburs*; charged twice; double charge*; unauthori?ed charge*
rückerstatt*; erstattung*; erstatten; rückzahlung*; rückbuch*; geld zurück; doppelt abgebucht; zweimal abgebucht
rembours*; rétrofacturation*; débité deux fois; prélevé deux fois; facturé deux fois
استرداد*; استرجاع المبلغ; استرجاع المال; استعادة المبلغ; إرجاع المبلغ; رد المبلغ; خصم مرتين
ad-daliad*; ad-dalu*; had-dalu*; arian yn ôl; codi ddwywaith
"""
LEGAL = """
lawyer*; solicitor*; attorney*; legal action*; legal claim*; lawsuit*; suing; sue you; take you to court; court order*
subpoena*; data protection authority; subject access request*; gdpr request*; breach of contract
rechtsanw*; *anwalt; *anwältin; verklag*; rechtliche schritte; vor gericht; abmahn*
auskunft nach dsgvo; aufsichtsbehörde*
avocat*; action en justice; poursuites judiciaires; porter plainte; porterai plainte
mise en demeure; demande rgpd; cnil
محام; محامي*; محامون; إجراءات قانونية; إجراء قانوني; دعوى قضائية; محكمة; مقاضا*
*yfreithiwr; *yfreithwyr; *amau cyfreithiol; i'r llys; erlyn*; torri contract; dorri contract
"""
SECURITY = """
hacked; hacker*; data breach*; data leak*; vulnerabilit*; security hole*; security flaw*; malware; ransomware
account stolen; stolen account; account was stolen; identity theft; account compromised
site compromised; was compromised
gehackt*; datenleck*; datenpanne*; sicherheitslücke*; schadsoftware; identitätsdiebstahl; kompromittiert*
piraté*; fuite de données; faille de sécurité; vulnérabilité*; logiciel malveillant
usurpation d'identité; compte compromis
اختراق*; مخترق*; ثغرة أمنية; تسريب بيانات; تسرب بيانات; برمجيات خبيثة; برنامج خبيث; سرقة حساب*; حسابي مسروق
hacio; *oriad diogelwch; gollwng data; *regusrwydd; *aleiswedd; dwyn hunaniaeth; *yfrif wedi'i ddwyn
"""
ANGRY = """
furious; disgusted; disgusting; fed up; outrageous; appalling; absolute joke; unacceptable; scam; scams; scamm*
rip off; ripped off; waste of money; never again; formal complaint*; worst support; worst company; worst service
unverschämt*; frechheit; stinksauer; unzumutbar*; zumutung; betrug; betrüger*; abzocke*
beschwerde; nie wieder; inakzeptabel*
inadmissible*; inacceptable*; furieux; furieuse; scandaleu*; honteux; arnaque*; escroc*
ras le bol; en ai marre; réclamation*
غير مقبول*; احتيال*; محتال*; نصابين; أسوأ خدمة; أسوأ دعم; خدمة سيئة; شكوى; غاضب*; مستاء*
annerbyniol*; gandryll; warthus; gwarthus; cael llond bol; wedi cael digon; twyllodrus; gwneud cwyn; wneud cwyn
"""
ACCOUNT = """
delete my account; close my account; account suspended; account was suspended; account is suspended; account banned
my order number; my invoice number; my customer number; look into my account; check my account; transfer my account
konto löschen; konto schließen; konto gesperrt; konto kündigen; meine bestellnummer
meine rechnungsnummer; meine kundennummer
supprimer mon compte; fermer mon compte; clôturer mon compte; compte suspendu; compte bloqué; mon numéro de commande
mon numéro de facture; mon numéro de client
حذف حسابي; إغلاق حسابي; تعليق حسابي; إيقاف حسابي; رقم طلبي; رقم فاتورتي; رقم عميلي
dileu fy nghyfrif; cau fy nghyfrif; *yfrif wedi'i atal; fy rhif archeb; fy rhif anfoneb; fy rhif cwsmer
"""


def _listed(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in re.split(r"[;\n]", text) if phrase.strip())


BUILT_IN: dict[str, tuple[str, ...]] = {
    "refund": _listed(REFUND),
    "legal": _listed(LEGAL),
    "security": _listed(SECURITY),
    "angry": _listed(ANGRY),
    "account": _listed(ACCOUNT),
}


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics in force, each with the pattern that finds it."""

    patterns: Mapping[str, re.Pattern[str]]

    @classmethod
    def of(cls, own: Mapping[str, Sequence[str]]) -> Topics:
        """Take the built-in topics, with the owner's phrases in place of those that they name.

        Args:
            own: Phrases by topic; none turns it off.
        """
        listed = {**BUILT_IN, **own}
        return cls({topic: _pattern(phrases) for topic, phrases in listed.items() if any(map(str.strip, phrases))})

    def touched(self, text: str) -> str:
        """Name the first topic that a text touches; empty if it touches none.

        Args:
            text: Of more than `READ_CHARACTERS`, the first are read.
        """
        if not self.patterns:
            return ""
        folded = fold(text[:READ_CHARACTERS])
        return next((topic for topic, pattern in self.patterns.items() if pattern.search(folded)), "")


def _pattern(phrases: Sequence[str]) -> re.Pattern[str]:
    found = "|".join(_phrase(phrase) for phrase in phrases if phrase.strip())
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)")


def _phrase(phrase: str) -> str:
    words = [word for word in re.split(r"[\s'’-]+", fold(phrase)) if word]
    return _GAP.join(_word(word) for word in words)


def _word(word: str) -> str:
    bare = "".join(r"\w*" if sign == "*" else r"\w" if sign == "?" else re.escape(sign) for sign in word)
    return f"{_PARTICLES}{bare}" if _ARABIC.match(word) else bare
