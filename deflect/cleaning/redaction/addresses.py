"""Postal addresses, as far as a street and a number beside it give them away."""

from __future__ import annotations

import re

from deflect.cleaning.redaction.rules import Rule
from deflect.cleaning.redaction.view import MASK

_CAP = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]{0,30}(?:['’-][^\W\d_]{1,30})?"
_NUMBER = r"[1-9](?<![^\W_][0-9])[0-9]{0,4}"
_POSTCODE = r"[A-Z](?<![\w-][A-Z])[A-Z]?[0-9][A-Z0-9]? [0-9][A-Z]{2}(?![\w-])"
_TOWN = (
    rf"(?:,?\s{{1,2}}(?:(?:[A-Z]{{2}} )?[0-9]{{4,5}}|{_CAP}|[A-Z]{{1,2}}[0-9][A-Z0-9]? [0-9][A-Z]{{2}})"
    rf"(?![^\W_])){{0,5}}"
)
_CODE_AND_TOWN = rf"(?:,?\s{{0,2}}(?:[A-Z]-?)?[0-9]{{4,5}} {_CAP}(?:[ -]{_CAP}){{0,2}}|, {_CAP}(?: {_CAP})?){{0,2}}"
_ENGLISH = (
    "street|st|road|rd|avenue|ave|lane|ln|drive|dr|close|way|court|ct|boulevard|blvd|place|square|terrace"
    "|crescent|gardens|grove|row|parade|hill"
)
_GERMAN = "straße|strasse|str\\.|weg|platz|allee|gasse|damm|ufer"
_GERMAN_APART = "Straße|Strasse|Str\\.|Weg|Platz|Allee|Gasse|Ring"
_GERMAN_GATE = re.compile(
    r"[0-9](?<=(?:ße|se|r\.|eg|tz|ee|ng|mm|er)[0-9])|[0-9](?<=(?:ße|se|r\.|eg|tz|ee|ng|mm|er) [0-9])"
)
_FRENCH = "rue|avenue|av\\.|boulevard|bd|place|chemin|allée|impasse|quai|route|cours"
_WELSH = "Heol|Stryd|Ffordd|Lôn|Maes|Rhodfa|Clos|Bryn|Cae|Parc"
_LABELS = frozenset({"address", "anschrift", "postanschrift", "rechnungsadresse", "adresse", "العنوان", "cyfeiriad"})

_NUMBER_FIRST = (
    rf"[A-Za-z]?,? (?:{_CAP} ){{1,4}}(?i:{_ENGLISH})(?![^\W_])\.?(?:,{_TOWN})?",
    rf"(?: ?(?:bis|ter|[A-D]))?,? (?i:{_FRENCH}) (?:(?:de|du|des|la|le|les|l['’]|d['’]) ?){{0,3}}"
    rf"{_CAP}(?:[ -](?:{_CAP}|de|du|la)){{0,4}}{_CODE_AND_TOWN}",
    rf"[a-z]?,? (?:{_WELSH})(?: (?:{_CAP}|y|yr|r|[a-z]{{1,3}})){{1,4}}(?:,{_TOWN})?",
    r"[،,]? (?:شارع|طريق)(?: [^\W\d_]{2,20}){1,3}",
)
_STREET_FIRST = (
    rf"(?<![^\W\d_])(?!Speicher|Arbeits|Festplatten|Steck){_CAP}(?:{_GERMAN}|[ -]"
    rf"(?:{_GERMAN_APART})) ?[0-9]{{1,4}}(?: ?[a-zA-Z](?![^\W_]))?(?![0-9]){_CODE_AND_TOWN}"
)

RULES = (
    Rule("address", re.compile(rf"{_NUMBER}(?:{'|'.join(_NUMBER_FIRST)})")),
    Rule("address", re.compile(_STREET_FIRST), gate=_GERMAN_GATE),
    Rule(
        "address",
        re.compile(
            rf"(?:Heol|Stryd|Ffordd|Lôn|Rhodfa)(?: (?:{_CAP}|y|yr)){{1,4}},? [0-9]{{1,4}}(?![^\W_])(?:,{_TOWN})?"
        ),
        frozenset({"heol", "stryd", "ffordd", "lôn", "rhodfa"}),
    ),
    Rule("address", re.compile(_POSTCODE), digits=2),
    Rule(
        "address",
        re.compile(rf"(?:شارع|طريق|حي)[^\n.؟?!{MASK}]{{2,40}}?[0-9]{{1,5}}|ص\.?ب\.? ?:?[0-9]{{1,7}}"),
        frozenset({"شارع", "طريق", "حي", "ص", "صب"}),
    ),
    Rule(
        "address",
        re.compile(
            r"(?<!mail )(?<!mail-)(?<!ip )(?<!ip-)(?<!web )(?<!site )(?<!mac )(?:address|anschrift|postanschrift"
            r"|rechnungsadresse|"
            rf"adresse(?: postale)?|العنوان|cyfeiriad)[ ]?:[ ]?(?P<value>(?=[^\n@/]{{0,60}}[0-9])"
            rf"(?=[^\n]{{0,60}}[^\W\d_]{{3}}[ ,])[^\n@:/{MASK}]{{8,160}})"
        ),
        _LABELS,
        group="value",
        low=True,
    ),
)
