"""What officials and banks ask people by: dates of birth, numbers of passports and identity cards, PINs and codes."""

from __future__ import annotations

import re

from deflect.cleaning.redaction.rules import START, Rule, anchors, any_of
from deflect.cleaning.redaction.view import MASK

_BIRTH_WORDS = (
    *("date of birth", "birth date", "birthdate", "birthday", "born", "dob", "d.o.b"),
    *("geburtsdatum", "geburtstag", "geboren", "geb"),
    *("date de naissance", "naissance", "né", "née", "anniversaire"),
    *("تاريخ الميلاد", "تاريخ ميلادي", "تاريخ ميلاده", "تاريخ ميلادها", "الميلاد", "ميلادي", "مواليد", "ولدت", "ولد"),
    *("dyddiad geni", "nyddiad geni", "ddyddiad geni", "dyddiad fy ngeni", "pen-blwydd", "phen-blwydd", "mhen-blwydd"),
    *("ganwyd", "ganed", "ngeni", "eni"),
)
_PAPER_WORDS = (
    *("passport", "id card", "identity card", "identity number", "national id", "id number", "driving licence"),
    *("driving license", "driver's license", "driver's licence", "residence permit"),
    *("reisepass", "reisepassnummer", "passnummer", "pass-nr", "personalausweis", "personalausweisnummer", "ausweis"),
    *("ausweisnummer", "führerschein", "führerscheinnummer", "aufenthaltstitel"),
    *("passeport", "carte d'identité", "carte nationale", "pièce d'identité", "permis de conduire", "titre de séjour"),
    *(
        "جواز",
        "الجواز",
        "جوازي",
        "رقم الهوية",
        "بطاقة الهوية",
        "هويتي",
        "الهوية",
        "الرقم القومي",
        "الرقم الوطني",
        "الإقامة",
    ),
    *("رخصة القيادة", "pasbort", "mhasbort", "basbort", "phasbort", "cerdyn adnabod", "ngherdyn adnabod"),
    *("rhif adnabod", "trwydded yrru", "nhrwydded yrru"),
)
_CODE_WORDS = (
    *("pin", "pin code", "pin number", "otp", "otp code", "tan", "mfa code", "two-factor code"),
    *(
        "verification code",
        "security code",
        "confirmation code",
        "login code",
        "access code",
        "sms code",
        "one-time code",
    ),
    *("one-time password", "one time code", "authentication code", "unlock code", "cvv", "cvc", "cvv2", "puk"),
    *(
        "bestätigungscode",
        "sicherheitscode",
        "prüfcode",
        "einmalcode",
        "zugangscode",
        "sms-code",
        "pin-code",
        "smscode",
    ),
    *("code de vérification", "code de sécurité", "code de confirmation", "code pin", "code sms", "code secret"),
    *("code d'accès", "code à usage unique", "cryptogramme"),
    *("الرقم السري", "رقم سري", "رقمي السري", "رمز التحقق", "رمز التأكيد", "رمز الأمان", "رمز الدخول", "الرمز السري"),
    *("كود التحقق", "كود التأكيد", "كود الرسالة", "رمز الرسالة", "الرمز المرسل"),
    *("cod dilysu", "cod diogelwch", "cod cadarnhau", "cod sms", "cod pin", "rhif pin", "cod mynediad", "cod untro"),
)
_MESSAGES = (
    *("sms", "text message", "by text", "via text", "per whatsapp", "by whatsapp", "textnachricht", "texto"),
    *("رسالة نصية", "برسالة", "الرسالة", "neges destun"),
)
_MONTH = r"[^\W\d_]{3,12}\.?(?: [^\W\d_]{3,12})?"
_DATE = (
    r"(?:[0-9]{1,2}\s?[./-]\s?[0-9]{1,2}\s?[./-]\s?(?:[0-9]{4}|[0-9]{2})|(?:19|20)[0-9]{2}[./-][0-9]{1,2}[./-][0-9]{1,2}"
    rf"|[0-9]{{1,2}}(?:st|nd|rd|th|er|\.|ain|fed|ydd|eg|af|il)?\s(?:of\s|o\s|de\s)?{_MONTH},?\s(?:19|20)[0-9]{{2}}"
    rf"|[^\W\d_]{{3,12}}\s[0-9]{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)[0-9]{{2}})(?![0-9])"
)
# No label stands inside an address.
_GAP = rf"[^\n0-9@{MASK}]"
_NUMBER = r"(?:[0-9]{3}[ -][0-9]{3}|[0-9]{3,8})(?![^\W_]|[.,:][0-9]|[%/-])"
# What is numbered, too, in a sentence about codes.
_NUMBERED = r"(?<!error )(?<!port )(?<!line )(?<!http )(?<!status )(?<!fehler )(?<!erreur )(?<!#)"
_BIRTH = re.compile(rf"{START}{any_of(_BIRTH_WORDS)}(?![^\W_]){_GAP}{{0,30}}?(?<![^\W_])(?P<value>{_DATE})")
_PAPER = re.compile(
    rf"{START}{any_of(_PAPER_WORDS)}(?![^\W_])[^\n@{MASK}]{{0,40}}?(?<![^\W_])"
    rf"(?P<value>(?=(?:[a-z]{{0,3}}[ -]?)[0-9a-z]{{0,8}}[0-9])(?:(?!is|no|nr|yw|ist|est|of|was|war)[a-z]{{1,3}}[ -])?"
    r"[0-9a-z]{5,14}(?:[ -][0-9]{2,6}){0,4})"
    r"(?![^\W_]|[.,:][0-9])"
)
_CODE = re.compile(rf"{START}{any_of(_CODE_WORDS)}(?![^\W_]){_GAP}{{0,30}}?(?<![^\W_]){_NUMBERED}(?P<value>{_NUMBER})")
_TWO_FACTOR = re.compile(rf"(?<![^\W_])2fa(?![^\W_]){_GAP}{{0,30}}?(?<![^\W_]){_NUMBERED}(?P<value>{_NUMBER})")
_BY_MESSAGE = re.compile(
    rf"{START}{any_of(_MESSAGES)}(?![^\W_])(?:{_GAP}{{0,40}}?(?<![^\W_])){_NUMBERED}(?P<value>[0-9]{{4,8}})(?![^\W_]|[.,:][0-9]|[%/-])"
)
_BEFORE_MESSAGE = re.compile(
    rf"(?<![\w.,:/#-]){_NUMBERED}(?P<value>[0-9]{{4,8}})[ ](?:{_GAP}{{1,16}}[ ])?"
    r"(?:by text|per sms|by sms|via sms|par sms|par texto|in the sms|in a text|per textnachricht|برسالة|في رسالة"
    r"|drwy neges destun|mewn neges destun|gan neges destun)(?![^\W_])"
)


def _is_number(value: str) -> bool:
    digits = sum(letter.isdigit() for letter in value)
    mixed = digits >= 2 and len(value) >= 8 and not re.search(r"[a-z]{5}", value)
    return mixed or (digits >= 4 and len(value) >= 6 and not re.fullmatch(r"(?:19|20)[0-9]{2}[a-z]*", value))


def _is_code(value: str) -> bool:
    return not re.fullmatch(r"20[0-4][0-9]", value)


RULES = (
    Rule("birth date", _BIRTH, anchors(_BIRTH_WORDS), group="value", low=True, digits=3),
    Rule("ID number", _PAPER, anchors(_PAPER_WORDS), group="value", check=_is_number, low=True, digits=4),
    Rule("password", _CODE, anchors(_CODE_WORDS), group="value", low=True, digits=3),
    Rule("password", _TWO_FACTOR, gate=re.compile("2fa"), group="value", check=_is_code, low=True, digits=5),
    Rule("password", _BY_MESSAGE, anchors(_MESSAGES), group="value", check=_is_code, low=True, digits=4),
    Rule(
        "password",
        _BEFORE_MESSAGE,
        gate=re.compile("sms|text|رسالة|neges"),
        group="value",
        check=_is_code,
        low=True,
        digits=4,
    ),
)
