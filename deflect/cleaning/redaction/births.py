"""Dates of birth: full dates in a sentence that speaks of being born, before its words or after them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deflect.cleaning.redaction.rules import START, Span, anchors, any_of
from deflect.cleaning.redaction.view import MASK, View

_WORDS = (
    *("date of birth", "dates of birth", "birth date", "birthdate", "birthday", "born", "dob", "d.o.b", "birth"),
    *("geburtsdatum", "geburtstag", "geboren", "geborene", "geborener", "geb", "geburtstage", "geburt", "jahrgang"),
    *("date de naissance", "naissance", "né", "née", "nés", "anniversaire", "naquis", "naître"),
    *(
        "تاريخ الميلاد",
        "تاريخ ميلاد",
        "تاريخ ميلادي",
        "ميلاده",
        "ميلادها",
        "الميلاد",
        "ميلاد",
        "ميلادي",
        "لميلادي",
        "مواليد",
    ),
    *("ولدت", "ولد", "مولود", "مولودة", "المولود", "المولودة", "الولادة", "ولادة", "ولادتي", "ولادته", "ولادتها"),
    *("تاريخ الازدياد", "الازدياد", "ازددت", "عيد ميلادي"),
    *("dyddiad geni", "nyddiad geni", "ddyddiad geni", "dyddiad fy ngeni", "pen-blwydd", "phen-blwydd", "mhen-blwydd"),
    *("ben-blwydd", "penblwydd", "phenblwydd", "mhenblwydd", "benblwydd", "ganwyd", "ganed", "aned", "anwyd", "geni"),
    *("ngeni", "eni", "enedigaeth", "genedigaeth", "genedigol"),
)
_MONTH = r"[^\W\d_]{3,12}\.?(?: [^\W\d_]{3,12})?"
_YEAR = "(?:19|20)[0-9]{2}"
_FULL = (
    rf"(?:[0-9]{{1,2}}\s?[./-]\s?[0-9]{{1,2}}\s?[./-]\s?{_YEAR}|{_YEAR}[./-][0-9]{{1,2}}[./-][0-9]{{1,2}}"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th|er|\.|ain|fed|ydd|eg|af|il)?\s(?:of\s|o\s|de\s|d['’])?(?:{_MONTH}),?\s{_YEAR}"
    rf"|[^\W\d_]{{3,12}}\s[0-9]{{1,2}}(?:st|nd|rd|th)?,?\s{_YEAR})(?![0-9])"
)
# Dates of late have their own reasons to stand before such a word.
_EARLY = r"[^\n]{0,24}?(?:19[0-9]{2}|200[0-9]|201[0-5])"
_SHORT = r"[0-9]{1,2}\s?[./-]\s?[0-9]{1,2}\s?[./-]\s?[0-9]{2}(?![0-9.])"
_LABEL = rf"{START}{any_of(_WORDS)}(?![^\W_])"
# Neither an end of a line or sentence nor a word that goes on to something else stands between the two.
_GAP = rf"(?:[^\n0-9@.;?!؟{MASK}]|\.(?!\s))"
_AFTER = re.compile(
    rf"{_LABEL}(?:(?<=geb)\.|(?<=dob)\.|(?<=d\.o\.b)\.)?(?:{_GAP}{{0,40}}?(?<![^\W_])(?P<full>{_FULL})|[\s:-]{{1,4}}(?P<short>{_SHORT}))"
)
_DATE = re.compile(rf"(?<![\w./-])(?={_EARLY}){_FULL}")
_BEFORE = re.compile(rf"{_GAP}{{0,40}}?(?<![^\W_]){_LABEL}")
_SINCE = re.compile(r"(?<![^\W_])(?:since|seit|depuis|ers|منذ)(?![^\W_])")
ANCHORS = anchors(_WORDS)


def find_births(view: View) -> Iterator[Span]:
    """Dates that a word for birth leads to, and those that one follows in the same sentence."""
    if view.digits < 3 or view.words.isdisjoint(ANCHORS):
        return
    for at in view.at(ANCHORS):
        match = _AFTER.match(view.low, at)
        if match is not None and not _SINCE.search(match[0]):
            yield Span(*match.span("full" if match["full"] else "short"), "birth date")
    for date in _DATE.finditer(view.low):
        if _BEFORE.match(view.low, date.end()):
            yield Span(*date.span(), "birth date")
