"""Numbers that name a person or a thing of theirs: accounts, cards, taxes, orders, machines, licences."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from itertools import pairwise

from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from deflect.cleaning.redaction.rules import START, Rule, Span, anchors, any_of
from deflect.cleaning.redaction.view import MASK, View

_IBAN = re.compile(
    rf"{START}[A-Za-z]{{2}}[0-9]{{2}}(?:[ .-]{{0,2}}\n?[0-9A-Za-z]{{4}}){{2,7}}"
    rf"(?:[ .-]{{0,2}}\n?[0-9A-Za-z]{{1,4}})?(?![^\W_])"
)
_IBAN_COUNTRIES = frozenset(
    """
    AD AE AL AT AZ BA BE BG BH BI BR BY CH CR CY CZ DE DJ DK DO DZ EE EG ES FI FK FO FR GB GE GI GL GR GT HN HR HU IE IL
    IQ IR IS IT JO KM KW KZ LB LC LI LT LU LV LY MA MC MD ME MG MK ML MN MR MT MU MZ NI NL NO OM PK PL PS PT QA RO RS RU
    SA SC SD SE SI SK SM SN SO ST SV TD TG TL TN TR UA VA VG XK YE
    """.split()
)
_GAP = re.compile(r"[\s.-]+")
_LABELLED_IBAN = re.compile(
    rf"\biban\b[^\n{MASK}]{{0,12}}?(?P<value>[a-z]{{2}}[0-9]{{2}}(?:[ .-]{{0,2}}[0-9a-z]{{2,4}}){{2,8}})"
)
_CARD = re.compile(r"(?<![A-Za-z0-9.,])(?<![A-Za-z0-9]-)[0-9](?:[ -]{0,2}[0-9]){11,}+")
_CARD_END = re.compile("(?![A-Za-z])")
_MOMENT = re.compile(r"20[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9][0-2][0-9][0-5][0-9]")
_TEST_CARD = "42" * 8
"""The number that payment services publish for trying things; instructions need it."""
_GROUP = re.compile("[0-9]+")
_TAX_WORDS = (
    *(
        "vat",
        "vat id",
        "vat no",
        "vat number",
        "vat reg",
        "tax id",
        "tax number",
        "tin",
        "ein",
        "ssn",
        "social security",
    ),
    *("ust-idnr", "ust-id", "ustid", "ust-id-nr", "uid", "steuernummer", "steuer-id", "umsatzsteuer-id", "mwst-nr"),
    *("tva", "n° tva", "numéro de tva", "siret", "siren", "numéro fiscal", "الرقم الضريبي", "رقم ضريبي"),
    *("taw", "rhif taw", "rhif treth", "national insurance", "ni number", "btw", "cif", "nif"),
)
_LABELLED_TAX = re.compile(
    rf"{START}{any_of(_TAX_WORDS)}(?![^\W_])[^\n{MASK}0-9]{{0,16}}?(?P<value>(?:[a-z]{{2,3}}[ .-]?)?"
    rf"(?=[a-z0-9 ./-]{{0,12}}[0-9])"
    r"[0-9a-z]{1,16}(?:[ ./-][0-9]{1,6}[a-z]?){0,5})(?![^\W_])"
)
_VAT_GATE = re.compile(r"(?:[ABCDEFGHILMNPRSX][BEGHIKLORSTUVYZ])[ -]?[0-9A-Z][0-9A-Z .-][0-9]")
_VAT = re.compile(
    rf"{START}(?:AT|BE|BG|CY|CZ|DE|DK|EE|EL|ES|FI|FR|GB|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|CHE|XI)[ -]?"
    r"[0-9A-Z](?:[ .-]?[0-9A-Z]){6,12}(?![^\W_])"
)
_SSN = re.compile(r"(?<![\w-])(?!000|666|9[0-9]{2})[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}(?![\w-])")
# Of these, only what is numbered by customer: an order's number says no more of one than an error's does.
_OWN_WORDS = (
    *("invoice", "customer", "subscription", "transaction", "receipt", "payment", "client", "account", "user"),
    *("contract", "member", "membership", "rechnung", "rechnungsnummer", "kundennummer", "kunden", "rechnungs"),
    *("vertragsnummer", "kunde", "mitgliedsnummer", "kundennr", "facture", "abonnement", "client", "adhérent"),
    *("فاتورة", "الفاتورة", "العميل", "رقم العميل", "anfoneb", "cwsmer", "rhif cwsmer", "tanysgrifiad", "cyfrif"),
)
_NUMBER_WORD = r"(?:number|numbers|no|nr|num|id|ref|n°|nº|numéro|numero|nummer|rhif|رقم|code)"
_ORDER = re.compile(
    rf"{START}{any_of(_OWN_WORDS)}(?:[ _-]?{_NUMBER_WORD})?\.?(?:\s(?:de|der|is|ist|est|yw|هو)(?:\s(?:commande"
    rf"|client|facture))?)?"
    rf"(?P<mark>[ \t]?[:#=(][ \t]?#?[ \t]?|[ \t]#?)(?P<value>(?:[a-z]{{1,5}}[-/]?)?[0-9][0-9-]{{2,18}}[0-9])"
    rf"(?![^\W_]|[.,:][0-9]|%)"
)
_IPV4 = re.compile(r"(?<![\w./+-])[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![\w-]|\.[0-9])")
_IPV4_GATE = re.compile(r"\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]")
_BEFORE_VERSION = re.compile(
    r"(?<![^\W_])(?:version|versions|ver|v|release|build|fersiwn|plugin|extension|addon|theme|wordpress|woocommerce|php"
    r"|mysql|mariadb|update to|updated to|"
    r"upgrade to|upgraded to|إصدار|الإصدار|نسخة|firefox|thunderbird|chrome|windows|openssl|elementor)[ .:=]{0,2}$"
)
_IPV6 = re.compile(r"(?<![\w:.])(?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{1,4}|[0-9]{1,3}(?:\.[0-9]{1,3}){3})?(?![\w:])")
_MAC = re.compile(r"(?<![\w:-])[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}(?![\w:-])")
_OPEN_ADDRESSES = frozenset({"8.8.8.8", "8.8.4.4", "1.1.1.1", "1.0.0.1", "9.9.9.9", "255.255.255.255", "255.255.255.0"})

_KEY_GAP = r"[ ]?-[ ]?(?:\r?\n[ \t>]{0,4})?"
_KEY = re.compile(rf"(?<![\w-])[A-Z0-9]{{2,8}}(?:{_KEY_GAP}[A-Z0-9]{{4,8}}+){{2,}}+(?!\w|-\w)")
_LOWER_KEY = re.compile(r"(?<![\w/.-])[a-zA-Z0-9]{4,8}(?:-[a-zA-Z0-9]{4,8}+){2,}+(?![\w/]|-\w)")
_KEY_WORDS = (
    *(
        "license",
        "licence",
        "license key",
        "licence key",
        "key",
        "keys",
        "serial",
        "activation code",
        "activation key",
    ),
    *("purchase code", "lizenz", "lizenzschlüssel", "lizenzkey", "schlüssel", "seriennummer", "freischaltcode"),
    *("clé", "clé de licence", "clef", "code d'activation", "ترخيص", "الترخيص", "مفتاح", "المفتاح", "رمز التفعيل"),
    *(
        "trwydded",
        "drwydded",
        "thrwydded",
        "allwedd",
        "allwedd trwydded",
        "cod actifadu",
        "serial number",
        "product key",
    ),
)
_LABELLED_KEY = re.compile(
    rf"{START}{any_of(_KEY_WORDS)}(?![^\W_])[^\n{MASK}]{{0,30}}?(?:\s{{0,2}}\n\s{{0,4}})?(?<![a-z0-9_])(?P<value>"
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|[0-9a-f]{8,64}(?:\s{1,3}[0-9a-f]{8,64}){1,3}(?=\W|$)"
    rf"|(?=[a-z]{{0,40}}[0-9])[a-z0-9]{{16,200}}(?![a-z0-9])|(?=[a-z]{{0,40}}[0-9])[a-z0-9]{{4,8}}(?:"
    rf"(?:{_KEY_GAP}|[ ])(?=[a-z]{{0,8}}[0-9])[a-z0-9]{{4,8}}){{2,8}})"
)
_UUID = re.compile(r"(?<![\w{/=%.-])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w}/=%-]|\.\w)")
# A UUID is what many shops sell as a key; called by one of these words it only names a thing.
_BEFORE_UUID = re.compile(
    r"(?<![^\W_])(?:u?u?id|guid|clsid|iid|urn|request|session|device|trace|event|message|ref|instance|volume"
    r"|disk|partition|boundary|mac|sid|profile|job|task|process|node|commit|build|post|page|block"
    r"|[a-z]+_?id)[^\w\n]{1,4}(?:is |ist |: )?[\"'(]?$"
    r"|(?:^|\n)[^\s:=]*\s?[:=]\s{0,3}[\"']?$|[\w-]+[._][\w-]+\s?[:=]\s{0,3}[\"']?$|:\s{0,3}:\s{0,3}$"
    r"|[\"'\\]\s?[:,]\s?\\{0,2}[\"']$"
)
_UPPER_KEY = re.compile(r"(?<![\w/+=.#-])[A-Z0-9]{16,64}(?![\w/+=-]|\.\w)")
_CRYPTO = re.compile(r"^(?:CVE|KB|RFC|ISO|GHSA|DIN|EN)-|AES[0-9]|SHA[0-9]|CHACHA|POLY1305|ECDHE|ECDSA|CAMELLIA|ISO|UTF")


def find_bare_keys(view: View) -> Iterator[Span]:
    """Keys that no word calls one: long mixes of capitals and digits, and UUIDs.

    A UUID that words call an id, or that stands in braces or an address, stays.
    """
    if view.digits < 3:
        return
    for match in _UPPER_KEY.finditer(view.folded):
        if _is_upper_key(match.group()):
            yield Span(*match.span(), "licence key")
    for match in _UUID.finditer(view.low) if view.long and "-" in view.low else ():
        if not _BEFORE_UUID.search(view.low[max(0, match.start() - 60) : match.start()]):
            yield Span(*match.span(), "licence key")


def _is_upper_key(value: str) -> bool:
    # No hash has letters after F, and names of constants do not mix digits in so often.
    turns = sum(one.isdigit() != other.isdigit() for one, other in pairwise(value))
    return turns >= 5 and any(letter in "GHIJKLMNOPQRSTUVWXYZ" for letter in value)


def find_ibans(view: View) -> Iterator[Span]:
    """Account numbers with right check digits; of words that follow one, none is taken for its end."""
    if view.digits < 6 or not _IBAN_GATE.search(view.folded):
        return
    match = _IBAN.search(view.folded)
    number = 0
    while match is not None:
        length = _iban_length(match.group()) if number < MOST_CHECKED else len(match.group())
        if length:
            yield Span(match.start(), match.start() + length, "IBAN")
        number += 1
        match = _IBAN.search(view.folded, match.start() + (length or 1))


def _iban_length(value: str) -> int:
    if value[:2].upper() not in _IBAN_COUNTRIES:
        return 0
    ends = [len(value), *(match.start() for match in reversed(list(_GAP.finditer(value))))]
    for end in ends:
        compact = _GAP.sub("", value[:end]).upper()
        if len(compact) >= 15 and mod_97_10.is_valid(compact[4:] + compact[:4]):
            return end
    return 0


def find_cards(view: View) -> Iterator[Span]:
    """Card numbers that pass Luhn's test, also between other numbers."""
    if view.digits < 12 or not _CHAIN.search(view.folded):
        return
    checked, done = 0, -1
    for start, end in _runs_of_groups(view.folded):
        if start != done:
            checked += 1
            if checked > 20 * MOST_CHECKED or _is_card_at(view.folded, start, end):
                yield Span(start, end, "card number")
                done = start


def _runs_of_groups(text: str) -> Iterator[tuple[int, int]]:
    """Where up to eight groups of digits that follow one another start and end, the longest run from a place first."""
    for chain in _CARD.finditer(text):
        groups = [group.span() for group in _GROUP.finditer(text, *chain.span())]
        for number, (start, _) in enumerate(groups):
            yield from ((start, end) for _, end in reversed(groups[number : number + 8]))


def _is_card_at(text: str, start: int, end: int) -> bool:
    compact = text[start:end].replace(" ", "").replace("-", "")
    if (
        not 13 <= len(compact) <= 19
        or compact[0] not in "23456"
        or len(set(compact)) == 1
        or compact == _TEST_CARD
        or _MOMENT.match(compact)
    ):
        return False
    return bool(luhn.is_valid(compact)) and _CARD_END.match(text, end) is not None


def _is_vat(value: str) -> bool:
    # Imported late: the table of countries is read only when something looks like a VAT id.
    from stdnum.ch import uid
    from stdnum.eu import vat
    from stdnum.gb import vat as gb_vat

    compact = re.sub(r"[ .-]", "", value)
    if compact.startswith("CHE"):
        return bool(uid.is_valid(compact[:12]))
    if compact.startswith(("GB", "XI")):
        return bool(gb_vat.is_valid(compact))
    return bool(vat.is_valid(compact))


def _is_tax_number(value: str) -> bool:
    return sum(letter.isdigit() for letter in value) >= 7


def _is_order(value: str) -> bool:
    digits = re.sub(r"\D", "", value)
    return len(digits) >= 4 and not re.fullmatch(r"(?:19|20)[0-9]{2}(?:-[0-9]{2}){0,2}", value)


def _is_ipv6(value: str) -> bool:
    try:
        address = ipaddress.IPv6Address(value)
    except ValueError:
        return False
    return not address.is_loopback and not address.is_unspecified and sum(bool(part) for part in value.split(":")) >= 2


def _is_key(value: str) -> bool:
    groups = re.split(r"[\s>-]+", value)
    with_digit = sum(any(letter.isdigit() for letter in group) for group in groups)
    mixed = any(not group.isdigit() and not group.isalpha() for group in groups)
    letters = any(letter.isalpha() for letter in value)
    if _CRYPTO.search(value) or not letters:
        return False
    if not with_digit:
        # Words in capitals are of any length, the groups of a key are of one.
        return len(groups) >= 4 and len({len(group) for group in groups[1:]}) == 1
    return mixed or with_digit >= 2


def _is_lower_key(value: str) -> bool:
    groups = value.split("-")
    mixed = sum(any(c.isdigit() for c in group) and any(c.isalpha() for c in group) for group in groups)
    uuid = [len(group) for group in groups] == [8, 4, 4, 4, 12]
    return mixed >= 2 and mixed >= len(groups) - 1 and not uuid


def _has_digits(value: str) -> bool:
    return sum(letter.isdigit() for letter in value) >= 2


def _is_address(text: str, start: int, value: str) -> bool:
    if value in _OPEN_ADDRESSES or value.startswith(("127.0.", "0.")):
        return False
    if any(int(part) > 255 for part in value.split(".")):
        return False
    return not _BEFORE_VERSION.search(text[max(0, start - 24) : start])


MOST_CHECKED = 200
"""Account and tax numbers of one text whose check digits are computed; beyond that all are taken out.
Higher: better precision on texts that are lists of such numbers, and slower (about 0.02 ms each)."""

_CHAIN = re.compile(r"[0-9][0-9 -]{10,}[0-9]")
_COLONS = re.compile(r":[0-9a-f]{0,4}:")
_PAIRS = re.compile(r"[:-][0-9a-f]{2}[:-][0-9a-f]{2}[:-]")
_DASHES = re.compile(r"-[ ]?\s{0,3}[ >]{0,4}[A-Za-z0-9]{4,8}[ ]?-")
_IBAN_GATE = re.compile(r"[0-9]{2}[ .-]{0,2}\n?[0-9A-Za-z]{4}[ .-]{0,2}\n?[0-9A-Za-z]{2}")

RULES = (
    Rule("tax id", _VAT, gate=_VAT_GATE, check=_is_vat, digits=7, checks=MOST_CHECKED),
    Rule("IBAN", _LABELLED_IBAN, frozenset({"iban"}), group="value", low=True),
    Rule("tax id", _SSN, gate=re.compile(r"-[0-9]{2}-[0-9]{4}"), digits=9),
    Rule("IP address", _IPV6, gate=_COLONS, check=_is_ipv6, low=True, digits=1),
    Rule("MAC address", _MAC, gate=_PAIRS, low=True, digits=1),
    Rule("licence key", _KEY, gate=_DASHES, check=_is_key),
    Rule("licence key", _LOWER_KEY, gate=_DASHES, check=_is_lower_key, digits=2),
    Rule("tax id", _LABELLED_TAX, anchors(_TAX_WORDS), group="value", check=_is_tax_number, low=True, digits=7),
    Rule("order number", _ORDER, anchors(_OWN_WORDS), group="value", check=_is_order, low=True, digits=4),
    Rule("licence key", _LABELLED_KEY, anchors(_KEY_WORDS), group="value", check=_has_digits, low=True, digits=2),
)


def find_ipv4(view: View) -> Iterator[Span]:
    """Addresses of machines in four numbers with dots, told from versions by the words before them."""
    if view.digits < 4 or not _IPV4_GATE.search(view.low):
        return
    for match in _IPV4.finditer(view.low):
        if _is_address(view.low, match.start(), match.group()):
            yield Span(match.start(), match.end(), "IP address")
