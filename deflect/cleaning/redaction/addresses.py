"""Postal addresses, as far as a street and a number beside it give them away."""

from __future__ import annotations

import re

from deflect.cleaning.redaction.rules import Rule, anchors, any_of
from deflect.cleaning.redaction.view import MASK

_CAP = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]{0,30}(?:['’-][^\W\d_]{1,30})?"
_NUMBER = r"[1-9](?<![^\W_][0-9])[0-9]{0,4}"
_POSTCODE = r"[A-Z](?<![\w-][A-Z])[A-Z]?[0-9][A-Z0-9]? [0-9][A-Z]{2}(?![\w-])"
# A town goes on in the next line only where that line says nothing else.
_TOWN_LINE = r"\n(?=(?:[^\W_a-zß-öø-ÿ][\w'’-]{0,30}(?:,? |,?(?=\r?(?:\n|$)))){1,5}\r?(?:\n|$))"
_TOWN = (
    rf"(?:,?(?:[ ]{{1,2}}|[ ]?\r?{_TOWN_LINE})"
    rf"(?:(?:[A-Z]{{2}} )?[0-9]{{4,5}}|{_CAP}|[A-Z]{{1,2}}[0-9][A-Z0-9]? [0-9][A-Z]{{2}})"
    rf"(?![^\W_])){{0,5}}"
)
_CODE_AND_TOWN = (
    rf"(?:,?\s{{0,2}}(?:in )?(?:[A-Z]{{1,2}}-?)?[0-9]{{4,5}} {_CAP}(?:[ -]{_CAP}){{0,2}}|, {_CAP}(?: {_CAP})?){{0,2}}"
)
_ENGLISH = (
    "street|st|road|rd|avenue|ave|lane|ln|drive|dr|close|way|court|ct|boulevard|blvd|place|square|terrace"
    "|crescent|gardens|grove|row|parade|hill|mews|quay|wharf|croft|meadows?|circle|parkway|highway|trail|heights"
    "|cottages|vale|villas|embankment|esplanade|cres|gdns|blvd|pkwy|hwy|sq|pl|alley|walk|rise"
)
# What a thing may be called too, unless a town follows.
_ENGLISH_TOO = "view|green|gate|bank|end|side|common|park|ridge|fields|yard|cross|corner|bridge|wood|house|court|works"
_GERMAN = (
    "straße|strasse|str\\.|weg|platz|allee|gasse|damm|ufer|hain|graben|kamp|chaussee|winkel|steig|stieg|twiete|redder"
    "|brücke|gässchen|gässle|promenade|siedlung|anger|leite|brink|wiesen|gärten|heide"
)
_GERMAN_APART = "Straße|Strasse|Str\\.|Weg|Platz|Allee|Gasse|Ring|Damm|Ufer|Chaussee|Promenade|Graben|Steig"
_GERMAN_GATE = re.compile(
    r"[0-9](?<=(?:ße|se|r\.|eg|tz|ee|ng|mm|er|in|en|mp|el|ig|te|ke|le|nk|de)[0-9])"
    r"|[0-9](?<=(?:ße|se|r\.|eg|tz|ee|ng|mm|er|in|en|mp|el|ig|te|ke|le|nk|de) [0-9])"
)
_FRENCH = (
    "rue|avenue|av\\.|boulevard|bd|place|chemin|allée|impasse|quai|route|cours|sentier|passage|square|faubourg|montée"
    "|ruelle|esplanade|promenade|résidence|lotissement|hameau|lieu-dit|venelle|parvis|rond-point|traverse|chaussée|cité"
)
_WELSH = (
    "Heol|Stryd|Ffordd|Lôn|Maes|Rhodfa|Clos|Bryn|Cae|Parc|Tan|Pen|Tŷ|Llys|Rhes|Teras|Cilgant|Sgwâr|Sgwar|Lon|Tyle|Rhiw"
    "|Allt|Coed|Gerddi|Cei|Glan|Cwrt|Plas|Trem|Porth|Dôl|Erw|Ystad|Stad|Gelli|Waun"
)
_ARABIC = "شارع|طريق|حي|ميدان|زقاق|نهج|زنقة|حارة|جادة|ساحة|درب|بناية|عمارة|برج|كورنيش"
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
    *(
        "send to",
        "ship to:",
        "deliver to:",
        "send to:",
        "post to:",
        "ship to",
        "ship it to",
        "deliver to",
        "deliver it to",
        "post it to",
        "invoice to",
        "moved to",
    ),
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
# A street that nothing in its own name tells: beside a town or after "in the", in a sentence about where somebody is.
_WHERE = (
    *(
        "address",
        "live",
        "lives",
        "living",
        "located",
        "showroom",
        "shop",
        "store",
        "office",
        "deliver",
        "delivery",
        "ship",
    ),
    *(
        "shipping",
        "shipped",
        "moved",
        "premises",
        "based",
        "branch",
        "warehouse",
        "residence",
        "reside",
        "situated",
        "flat",
    ),
    *(
        "habite",
        "habitons",
        "livraison",
        "livrer",
        "livrez",
        "boutique",
        "magasin",
        "bureau",
        "bureaux",
        "siège",
        "déménagé",
    ),
    *("domicile", "domicilié", "résidons", "locaux", "atelier", "adresse", "cyfeiriad", "nghyfeiriad", "chyfeiriad"),
    *("gyfeiriad", "byw", "siop", "swyddfa", "danfon", "symud", "cartref"),
)
_WHERE_IN_GERMAN = (
    *(
        "anschrift",
        "adresse",
        "lieferadresse",
        "rechnungsadresse",
        "wohnadresse",
        "wohne",
        "wohnen",
        "wohnt",
        "wohnhaft",
    ),
    *(
        "umgezogen",
        "laden",
        "geschäft",
        "büro",
        "filiale",
        "praxis",
        "sitz",
        "sitzen",
        "lieferung",
        "liefern",
        "liefert",
    ),
    *("straße", "wohnung", "zustellung", "werkstatt", "zuhause", "ladengeschäft", "postanschrift", "hausanschrift"),
)
_LEADING_IN = "|".join(
    f"(?<={word} )" for word in ("at", "to", "in", "from", "near", "is", "au", "yn", "i", ":", ",", "yw")
)
_LEADING_TO = "|".join(
    f"(?<={word} )"
    for word in ("in", "im", "am", "an", "auf", "nach", "ist", "der", "dem", "lautet", "zur", "zum", "noch", ":", ",")
)
_NO_STREET = (
    r"(?i:zeile|nummer|nr|no|version|seite|feld|schritt|punkt|artikel|produkt|bestellung|fehler|code|windows|office|port"
    r"|teil|kapitel|tag|etage|zimmer|postfach|kunde|shop|block|widget|menü|plugin|line|page|step|order|error|product|php"
    r"|wordpress|woocommerce|elementor|android|ios|firefox|chrome|thunderbird|outlook|form|formular|kontakt|contact"
    r"|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|seit|bis|um|ab|stufe|größe"
    r"|update|release|divi|astra|ticket|theme|level|http|slide|zone|phase|variante|option|tabelle|spalte|straße)"
)
_WITH_TOWN = rf"(?:{_LEADING_IN}){_NUMBER}[a-z]? {_CAP}(?: {_CAP}){{0,3}}, {_CAP}(?:,? {_POSTCODE})?"
_HOUSE = (
    rf"(?!{_NO_STREET}(?![^\W\d_])){_CAP}(?:[ -](?!{_NO_STREET}(?![^\W\d_])){_CAP}){{0,2}} "
    rf"[1-9][0-9]{{0,2}}[a-z]?(?![^\W_]|[.,:/-][0-9]|[ ]?%){_CODE_AND_TOWN}"
)
_WITH_HOUSE = rf"(?:{_LEADING_TO})(?:{_HOUSE})"
_SENT_TO = rf"an (?P<value>{_HOUSE}) (?:liefern|schicken|senden|zustellen|adressieren)"
_LABELS = frozenset({"address", "anschrift", "postanschrift", "rechnungsadresse", "adresse", "العنوان", "cyfeiriad"})

_NUMBER_FIRST = (
    rf"[A-Za-z]? (?:{_CAP} ){{1,3}}(?i:{_ENGLISH_TOO}), {_CAP}(?:,{_TOWN})?",
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


def _told_near(words: tuple[str, ...], street: str) -> Rule:
    between = rf"(?![^\W_])[^\n.?!0-9{MASK}]{{0,24}}?(?<![^\W_-])"
    pattern = re.compile(rf"(?i:{any_of(words)}){between}(?P<value>{street})")
    return Rule("address", pattern, anchors(words), group="value", digits=1)


RULES = (
    Rule("address", re.compile(_SENT_TO), frozenset({"an"}), group="value", digits=1),
    _told_near(_WHERE, _WITH_TOWN),
    _told_near(_WHERE_IN_GERMAN, _WITH_HOUSE),
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
