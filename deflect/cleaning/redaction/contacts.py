"""Ways to reach a person: e-mail addresses and telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from deflect.cleaning.redaction.keep import Keep
from deflect.cleaning.redaction.rules import Span, contains
from deflect.cleaning.redaction.view import View

_DOMAIN = re.compile(r"(?:@|%40)(?P<domain>(?:[^\W_][\w-]{0,62}\.){1,8}[^\W\d_][\w-]{1,24})")
_USERINFO = re.compile(r"://[^\s/@]{0,80}:$")
_LOCAL_SIGNS = frozenset(".!#$&'*+/=?^~_-")
_LOCAL_EDGE = "'*/=?!.&#$~^"
_WORDY_EMAIL = re.compile(
    r"(?<![\w.+-])(?P<local>[\w.+-]{1,64})"
    r"(?P<at>\s{0,2}[\[({<]\s{0,2}(?:at|ät|a|arobase|arobas|klammeraffe|@|آت|ات|yn)\s{0,2}[\])}>]\s{0,2}"
    r"|\s{1,2}(?:at|ät|arobase|@|آت)\s{1,2}|\s{0,2}@\s{1,2}|\s{1,2}@\s{0,2}|_at_|-at-)"
    r"(?P<domain>[^\W_][\w-]{0,62}(?:(?:"
    r"(?P<dot>\s{0,2}[\[({<]\s{0,2}(?:dot|punkt|point|dott|نقطة|\.)\s{0,2}[\])}>]\s{0,2}"
    r"|\s{1,2}(?:dot|punkt|point|dott|نقطة)\s{1,2}|_dot_|-dot-)|\s?\.\s?)[^\W_][\w-]{1,62}){1,4})(?!\w)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(
    r"[\[({<]\s{0,2}(?:at|ät|a|arobase?|arobas|klammeraffe|@|آت|ات|yn|dot|punkt|point|dott|نقطة|\.)\s{0,2}[\])}>]"
)
_SPELT = (" dot ", " punkt ", " @", "@ ", "_at_", "-at-", " arobase ", " نقطة ")
_ENDINGS = frozenset(
    "com net org de fr uk eu info cymru wales ch es nl ie io ca au ae sa eg ma tn dz example biz gmail".split()
)

_PHONE = re.compile(r"(?<![\w.,:#$€£=/+%-])[+(]{0,2}[0-9](?:[ ()./-]{0,3}[0-9]){6,17}(?![\w%]|[.,:][0-9]|-[\w])")
_NO_DIGIT = re.compile(r"[^0-9]+")
_PAIR = re.compile("[0-9]{2}")
_CHAIN = re.compile(r"[0-9][0-9 ()./-]{5,}[0-9]")
_PHONE_WORDS = re.compile(
    r"(?<![^\W_])(?:phone|telephone|tel|mobile|cell|fax|call|call me|ring|whatsapp|sms|text me|hotline|number is"
    r"|reach me|dial|telefon|handy|mobil|"
    r"rufnummer|nummer|anrufen|téléphone|appeler|joindre|numéro|هاتف|الهاتف|جوال|موبايل|اتصل|واتساب|رقم|رقمي"
    r"|ffôn|ffon|ffoniwch|"
    r"symudol|rhif|(?:m|t|p|f)(?=[:.]))(?![^\W_])[^\d+\n]{0,14}$"
)
_DATE = re.compile(
    r"(?<![0-9])(?:[0-9]{1,2}([./-])[0-9]{1,2}\1(?:19|20)[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{2}"
    r"|(?:19|20)[0-9]{2}([./-])?(?:0[1-9]|1[0-2])\2?[0-3][0-9])(?![0-9])"
)
_NORTH_AMERICAN = re.compile(
    r"(?:\+?1[ .-]?)?(?:\([2-9][0-9]{2}\)[ .-]?|[2-9][0-9]{2}([ .-]))[2-9][0-9]{2}[ .-][0-9]{4}"
)
_GROUPED_ABROAD = re.compile(r"00[1-9][0-9]{0,2}(?:[ ./-](?:\(0\))?[0-9]{1,6}){3,6}")
_REGIONS = ("GB", "DE", "FR", "AT", "CH", "EG", "SA", "AE", "MA", "IT", "NL", "BE", "IE", "AU", "TN", "DZ")
MOST_PARSED = 40
"""Numbers of one text that phonenumbers looks at; what looks like a number beyond that is taken out unseen.
Higher: better precision on texts that are lists of numbers, and slower (about 0.1 ms each)."""


def find_emails(view: View, keep: Keep) -> Iterator[Span]:
    """E-mail addresses, also spelt out to hide them from machines."""
    text = view.folded
    if "@" in text or "%40" in text:
        for match in _DOMAIN.finditer(text):
            start = _local_start(text, match.start())
            if _USERINFO.search(text[max(0, start - 96) : start]):
                continue
            if start < match.start() and not keep.address(f"{text[start : match.start()]}@{match['domain']}"):
                yield Span(start, match.end(), "e-mail")
    if contains(view.low, _SPELT) or _BRACKETED.search(view.low):
        for match in _WORDY_EMAIL.finditer(text):
            if _is_wordy(match) and not keep.address(_plain_address(match)):
                yield Span(match.start(), match.end(), "e-mail")


def _local_start(text: str, end: int) -> int:
    start = end
    while start > 0 and (text[start - 1].isalnum() or text[start - 1] in _LOCAL_SIGNS):
        start -= 1
    local = text[start:end]
    assigned = local.rfind("=")
    start += assigned + 1 if 0 <= assigned < len(local) - 1 else 0
    return start + len(text[start:end]) - len(text[start:end].lstrip(_LOCAL_EDGE))


def _is_wordy(match: re.Match[str]) -> bool:
    ending = re.split(r"[\s.\])}>_-]", match["domain"])[-1].lower()
    if not ending.isalpha():
        return False
    if match["at"].strip().lower() in {"", "at", "ät"}:
        # " at " alone is a preposition: only a spelt-out dot before a known ending makes an address.
        return match["dot"] is not None and ending in _ENDINGS
    return match["dot"] is not None or ending in _ENDINGS or len(ending) == 2


def _plain_address(match: re.Match[str]) -> str:
    domain = re.sub(
        r"[\s\[\](){}<>_-]*(?:\bdot\b|punkt|point|dott|نقطة|\.)[\s\[\](){}<>_-]*",
        ".",
        match["domain"],
        flags=re.IGNORECASE,
    )
    return f"{match['local']}@{domain}"


def find_phones(view: View) -> Iterator[Span]:
    """Telephone numbers: written internationally, in a national form, or called one by the words before them."""
    if view.digits < 7 or not _CHAIN.search(view.low):
        return
    text, parsed = view.low, 0
    match = _PHONE.search(text)
    while match is not None:
        end, verdict = _verdict(text, match)
        if verdict == "ask":
            parsed += 1
            verdict = "phone" if parsed > MOST_PARSED or _is_valid(text[match.start() : end]) else ""
        if verdict:
            yield Span(match.start(), end, "phone")
        # A number can begin inside what turned out to be none.
        again = not verdict and _PAIR.search(match.group())
        match = _PHONE.search(text, match.start() + 1 if again else end)


def _verdict(text: str, match: re.Match[str]) -> tuple[int, str]:
    before = text[max(0, match.start() - 32) : match.start()]
    value = match.group()
    # Other numbers can follow one: they are left off from the end until it fits.
    for _ in range(4 if value[0] in "+(0" else 1):
        digits = _NO_DIGIT.sub("", value)
        verdict = _shape(value, digits, before) if 7 <= len(digits) <= 15 and not _DATE.search(value) else ""
        if verdict or " " not in value:
            return match.start() + len(value), verdict
        value = value.rpartition(" ")[0].rstrip(" (./-")
    return match.end(), ""


def _shape(value: str, digits: str, before: str) -> str:
    if _PHONE_WORDS.search(before) or _NORTH_AMERICAN.fullmatch(value):
        return "phone" if len(set(digits)) > 2 else ""
    if value.startswith(("+", "(+")):
        return "phone" if len(digits) >= 8 else ""
    if value.startswith("00"):
        grouped = "phone" if _GROUPED_ABROAD.fullmatch(value) else "ask"
        return grouped if len(digits) >= 10 else ""
    groups = re.findall(r"[0-9]+", value)
    if not digits.startswith("0") or not 9 <= len(digits) <= 13 or len(groups[0]) < 2:
        return ""
    if re.fullmatch(
        r"0[0-9]{1,4}[ )/-]{1,3}[0-9 /-]{5,12}|\(0[0-9]{1,5}\)[0-9 /-]{5,12}|0[0-9](?:[ .-][0-9]{2}){4}", value
    ):
        return "phone"
    return "ask"


@lru_cache(maxsize=2048)
def _is_valid(value: str) -> bool:
    # Imported late: the tables of the regions are large.
    import phonenumbers

    written = "+" + value[2:] if value.startswith("00") else value
    regions: tuple[str | None, ...] = (None,) if written.startswith("+") else _REGIONS
    for region in regions:
        try:
            if phonenumbers.is_valid_number(phonenumbers.parse(written, region)):
                return True
        except phonenumbers.NumberParseException:
            continue
    return False
