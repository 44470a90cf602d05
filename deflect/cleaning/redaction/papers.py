"""What officials and banks ask people by: numbers of passports and identity cards, PINs and codes."""

from __future__ import annotations

import re

from deflect.cleaning.redaction.rules import START, Rule, anchors, any_of
from deflect.cleaning.redaction.view import MASK

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
    *("rhif adnabod", "trwydded yrru", "nhrwydded yrru", "drwydded yrru", "thrwydded yrru", "cerdyn hunaniaeth"),
    *("national insurance", "ni number", "social security number", "tax number", "taxpayer number", "id no", "id-card"),
    *("steuernummer", "steuer-id", "steuer-nr", "sozialversicherungsnummer", "versicherungsnummer", "ausweis-nr"),
    *("numéro fiscal", "numéro de sécurité sociale", "numéro d'identité", "cni", "n° de passeport"),
    *("الرقم الضريبي", "رقمي الضريبي", "رقم الضريبة", "رقم بطاقتي", "بطاقة هوية", "رقم هويتي", "رقم إقامتي", "الضمان"),
    *("رخصة قيادتي", "رخصتي", "رخصة السياقة", "جواز سفري", "yswiriant gwladol", "rhif treth", "mhasport"),
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
        "security number",
        "login pin",
        "six-digit code",
        "one-off code",
        "one-off password",
        "code you sent",
        "code you texted",
    ),
    *("code i got", "code i received", "code i was sent", "code they sent", "code they texted", "code that came"),
    *(
        "geheimzahl",
        "geheimnummer",
        "anmeldecode",
        "freigabecode",
        "einmalpasswort",
        "bestätigungs-code",
        "code aus der",
    ),
    *("code lautet", "code reçu", "code envoyé", "code temporaire", "code d'authentification", "code confidentiel"),
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
    *(
        "الرمز السري",
        "رمز الدخول",
        "رمز المرور",
        "الرمز",
        "رمز الرسالة",
        "كود الدخول",
        "الكود السري",
        "الرقم السري للبطاقة",
    ),
    *(
        "god dilysu",
        "chod dilysu",
        "nghod dilysu",
        "cod a gefais",
        "cod a anfonwyd",
        "cod a ddaeth",
        "god pin",
        "rhif cyfrinachol",
    ),
    *("cod dilysu", "cod diogelwch", "cod cadarnhau", "cod sms", "cod pin", "rhif pin", "cod mynediad", "cod untro"),
)
# What is called a code after its number; before it, much else is.
_CODES_PLAIN = (
    *("one-time code", "code from the text", "code you texted", "code à usage unique", "رمزا للتحقق", "رمز للتحقق"),
    *("cod untro", "رمز تحقق", "رمز التفعيل", "كود تحقق", "رمز سري"),
)
_MESSAGES = (
    *("sms", "text message", "by text", "via text", "per whatsapp", "by whatsapp", "textnachricht", "texto"),
    *("رسالة نصية", "برسالة", "الرسالة", "neges destun", "texted", "texted me", "par message", "textodd", "tecstio"),
)
# No label stands inside an address.
_GAP = rf"(?:[^\n0-9@.?!؟{MASK}]|\.(?!\s))"
_NUMBER = r"(?:[0-9]{3}[ -][0-9]{3}|[0-9]{3,8})(?![^\W_]|[.,:][0-9]|[%/-])"
# What is numbered, too, in a sentence about codes.
_NUMBERED = r"(?<![<>=] )(?<!error )(?<!port )(?<!line )(?<!http )(?<!status )(?<!fehler )(?<!erreur )(?<!#)"
_PAPER = re.compile(
    rf"{START}{any_of(_PAPER_WORDS)}(?![^\W_])[^\n@{MASK}]{{0,40}}?(?<![^\W_])"
    rf"(?P<value>(?=(?:[a-z]{{0,3}}[ -]?)[0-9a-z]{{0,8}}[0-9])(?:(?!is|no|nr|yw|ist|est|of|was|war)[a-z]{{1,3}}[ -])?"
    r"[0-9a-z]{5,14}(?:[ -][0-9]{2,6}){0,4})"
    r"(?![^\W_]|[.,:][0-9])"
)
_CODE = re.compile(rf"{START}{any_of(_CODE_WORDS)}(?![^\W_]){_GAP}{{0,30}}?(?<![^\W_]){_NUMBERED}(?P<value>{_NUMBER})")
_CODE_AFTER = re.compile(
    rf"(?<![\w.,:/#$-]){_NUMBERED}(?P<value>[0-9]{{4,8}})[\"'”»]?,? (?:(?:is|as|was|ist|als|war|est|comme|était|fel"
    rf"|yw'r|yw|oedd|ydy|هو|كان)[ ]{{1,2}})?(?:[^\W\d_]{{1,8}}[ ]){{0,3}}?[وبلك]?"
    rf"{any_of((*_CODE_WORDS, *_CODES_PLAIN))}(?![^\W_])"
)
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
    Rule("ID number", _PAPER, anchors(_PAPER_WORDS), group="value", check=_is_number, low=True, digits=4),
    Rule("password", _CODE, anchors(_CODE_WORDS), group="value", low=True, digits=3),
    Rule("password", _CODE_AFTER, gate=re.compile("[0-9]{4}"), group="value", check=_is_code, low=True, digits=4),
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
