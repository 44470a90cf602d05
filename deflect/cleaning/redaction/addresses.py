"""Postal addresses, as far as a street and a number beside it give them away."""

from __future__ import annotations

import re

from deflect.cleaning.redaction.rules import Rule, anchors, any_of
from deflect.cleaning.redaction.view import MASK

_CAP = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]{0,30}(?:['’-][^\W\d_]{1,30})?"
_NUMBER = r"[1-9](?<![^\W_][0-9])[0-9]{0,4}"
_POSTCODE = r"[A-Z](?<![\w-][A-Z])[A-Z]?[0-9][A-Z0-9]? [0-9][A-Z]{2}(?![\w-])"
_TOWN = (
    rf"(?:,?\s{{1,2}}(?:(?:[A-Z]{{2}} )?[0-9]{{4,5}}|{_CAP}|[A-Z]{{1,2}}[0-9][A-Z0-9]? [0-9][A-Z]{{2}})"
    rf"(?![^\W_])){{0,5}}"
)
_CODE_AND_TOWN = (
    rf"(?:,?\s{{0,2}}(?:in )?(?:[A-Z]{{1,2}}-?)?[0-9]{{4,5}} {_CAP}(?:[ -]{_CAP}){{0,2}}|, {_CAP}(?: {_CAP})?){{0,2}}"
)
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
_WELSH = "Heol|Stryd|Ffordd|Lôn|Maes|Rhodfa|Clos|Bryn|Cae|Parc|Tan|Pen|Tŷ|Llys|Rhes|Teras"
_ARABIC = "شارع|طريق|حي|ميدان|زقاق|نهج|زنقة|حارة|جادة"
_SMALL = "(?:am|an|auf|der|den|dem|des|die|das|im|in|zum|zur|hinter|unter|vor|bei|the|of|upon|y|yr|de|la|le|les|du|aux)"
_PLACE = rf"(?:{_CAP}|{_SMALL})(?:[ -](?:{_CAP}|{_SMALL})){{0,4}}"
# Streets without a word for "street" are told by the post code after them, or by the words before them.
_HOUSE_AND_CODE = rf"{_NUMBER}[a-z]?,? (?:{_CAP}[ ,]{{1,2}}){{1,7}}{_POSTCODE}"
_STREET_AND_CODE = (
    rf"(?<![^\W\d_]){_PLACE} {_NUMBER}[a-z]?,? (?:in )?(?:[A-Z]{{1,2}}-)?[0-9]{{2}}(?!000)[0-9]{{3}} "
    rf"{_CAP}(?:[ -]{_CAP}){{0,2}}"
)
_TOLD_WORDS = (
    *(
        "address is",
        "address:",
        "live at",
        "live in",
        "located at",
        "based at",
        "we are at",
        "office is at",
        "premises:",
    ),
    *("send to", "ship to", "ship it to", "deliver to", "deliver it to", "post it to", "invoice to", "moved to"),
    *(
        "anschrift ist",
        "anschrift lautet",
        "adresse ist",
        "adresse lautet",
        "wohne",
        "wohnen",
        "sitzen",
        "wir sind in der",
    ),
    *("büro ist", "rechnung an", "liefern an", "liefern sie an", "umgezogen:", "umgezogen in", "schicken an"),
    *("schicken sie es an", "anschrift:", "adresse:"),
    *("adresse est", "habite", "habitons", "nous sommes au", "bureau est au", "facture au", "livrez au", "déménagé"),
    *("livrez plutôt au", "envoyez au", "adresse :"),
    *("cyfeiriad yw", "cyfeiriad:", "byw yn", "swyddfa yn", "anfoneb i", "danfonwch i", "anfonwch i", "rydym yn"),
    *("wedi symud i", "wedi symud:"),
)
_TOLD_VALUE = (
    r"(?:(?:in |im |an |am |au |at |the |der |die |das |dem |yn |i )?"
    rf"(?P<value>(?:{_NUMBER}[a-z]?(?: bis| ter)?,? {_PLACE}|{_PLACE},? {_NUMBER}(?:[a-z](?![^\W_]))?)"
    rf"(?![0-9%]|[.,:][0-9]){_TOWN}))"
)
_LABELS = frozenset({"address", "anschrift", "postanschrift", "rechnungsadresse", "adresse", "العنوان", "cyfeiriad"})

_NUMBER_FIRST = (
    rf"[A-Za-z]?,? (?:{_CAP} ){{1,4}}(?i:{_ENGLISH})(?![^\W_])\.?(?:,{_TOWN})?",
    rf"(?: ?(?:bis|ter|[A-D]))?,? (?i:{_FRENCH}) (?:(?:de|du|des|la|le|les|l['’]|d['’]) ?){{0,3}}"
    rf"{_CAP}(?:[ -](?:{_CAP}|de|du|la)){{0,4}}{_CODE_AND_TOWN}",
    rf"[a-z]?,? (?:{_WELSH})(?:'r)?(?:[ -](?:{_CAP}|y|yr|r|[a-z]{{1,3}})){{1,4}}(?:,{_TOWN})?",
    rf"[،,]? (?:{_ARABIC})(?: [^\W\d_]{{2,20}}){{1,3}}(?:، ?[^\W\d_]{{2,20}}){{0,2}}",
)
_STREET_FIRST = (
    rf"(?<![^\W\d_])(?!Speicher|Arbeits|Festplatten|Steck){_CAP}(?:{_GERMAN}|[ -]"
    rf"(?:{_GERMAN_APART})) ?[0-9]{{1,4}}(?: ?[a-zA-Z](?![^\W_]))?(?![0-9]){_CODE_AND_TOWN}"
)

RULES = (
    Rule("address", re.compile(rf"{_NUMBER}(?:{'|'.join(_NUMBER_FIRST)})")),
    Rule("address", re.compile(_STREET_FIRST), gate=_GERMAN_GATE),
    Rule("address", re.compile(_HOUSE_AND_CODE), gate=re.compile(_POSTCODE), digits=3),
    Rule("address", re.compile(_STREET_AND_CODE), gate=re.compile(r"[0-9][a-z]?,? [^0-9\n]{0,6}[0-9]{5} "), digits=6),
    Rule(
        "address",
        re.compile(rf"(?i:{any_of(_TOLD_WORDS)})[ \n]{{1,2}}{_TOLD_VALUE}"),
        anchors(_TOLD_WORDS),
        group="value",
        digits=1,
    ),
    Rule(
        "address",
        re.compile(
            rf"(?:{_WELSH})(?:'r)?(?:[ -](?:{_CAP}|y|yr|[A-Z][^\W\d_]{{0,14}})){{1,4}},? "
            rf"[1-9][0-9]{{0,3}}(?![^\W_]|[.,:][0-9])(?:,{_TOWN})?"
        ),
        anchors(_WELSH.split("|")),
    ),
    Rule("address", re.compile(_POSTCODE), digits=2),
    Rule(
        "address",
        re.compile(
            rf"[وبلك]?(?:ال)?(?:{_ARABIC})[^\n.؟?!{MASK}]{{2,40}}?[0-9]{{1,5}}(?:، ?[^\W\d_]{{2,20}}){{0,2}}"
            r"|ص\.?ب\.? ?:?[0-9]{1,7}"
        ),
        anchors([*_ARABIC.split("|"), "الشارع", "ص", "صب"]),
    ),
    Rule(
        "address",
        re.compile(
            r"(?<!mail )(?<!mail-)(?<!ip )(?<!ip-)(?<!web )(?<!site )(?<!mac )(?:address|anschrift|postanschrift"
            r"|rechnungsadresse|"
            rf"adresse(?: postale)?|العنوان|cyfeiriad)[ ]?:[ ]?(?P<value>(?=[^\n@/]{{0,60}}[0-9])"
            rf"(?=[^\n]{{0,60}}[^\W\d_]{{3}}[ ,])[^\n@:/{MASK}]{{8,160}}?"
            rf"(?=\n|$|[@:/{MASK}]|(?<=[^\W_]{{4}})[.!?؟](?:\s|$)))"
        ),
        _LABELS,
        group="value",
        low=True,
    ),
)
