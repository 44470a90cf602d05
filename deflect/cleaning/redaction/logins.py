"""Passwords and user names, as people write them into tickets in five languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deflect.cleaning.redaction.rules import START, VALUE, Span, anchors, any_of, matches
from deflect.cleaning.redaction.view import MASK, View

_NAME_WORDS = (
    *("username", "user name", "user-name", "user_name", "userid", "user id", "login name", "user login", "wp user"),
    *("benutzername", "benutzer name", "nutzername", "anmeldename", "benutzerkennung", "login-name"),
    *("identifiant", "nom d'utilisateur", "nom d’utilisateur", "nom utilisateur"),
    *("اسم المستخدم", "إسم المستخدم", "enw defnyddiwr", "usuario", "gebruikersnaam", "nome utente"),
)
_LOOSE_NAME_WORDS = (
    *("user", "login", "log-in", "log in", "admin user", "admin", "account", "id", "benutzer", "kennung", "nutzer"),
    *("utilisateur", "compte", "المستخدم", "الحساب", "defnyddiwr", "mewngofnodi", "cyfrif", "uid", "usr"),
)
_GERMAN_USES = (
    *(
        "admin",
        "administrator",
        "benutzer",
        "nutzer",
        "konto",
        "kunden",
        "start",
        "initial",
        "einmal",
        "master",
        "haupt",
    ),
    *(
        "standard",
        "test",
        "ersatz",
        "übergangs",
        "datenbank",
        "mail",
        "ftp",
        "wlan",
        "zugangs",
        "login",
        "wordpress",
        "app",
    ),
)
_PASSWORD_WORDS = (
    *("password", "passwd", "passphrase", "passcode", "pass word", "pass", "pwd", "pw", "psw", "passw"),
    *(
        "passkey",
        "passwort",
        "kennwort",
        "paßwort",
        "mot de passe",
        "mdp",
        "code d'accès",
        "losungswort",
    ),
    *(f"{of}{word}" for of in _GERMAN_USES for word in ("passwort", "kennwort", "-passwort", "-kennwort")),
    *(
        "كلمة المرور",
        "كلمة مرور",
        "كلمة السر",
        "كلمة سر",
        "كلمه المرور",
        "كلمه مرور",
        "كلمه السر",
        "كلمه سر",
        "الرقم السري",
    ),
    *(
        "كلمة مروري",
        "كلمة سري",
        "كلمة مروره",
        "كلمة مرورها",
        "كلمة مرورنا",
        "كلمة مرورك",
        "كلمة الدخول",
        "رمز المرور",
        "رقمي السري",
    ),
    *(
        "الباسورد",
        "باسورد",
        "الباسوورد",
        "باسوورد",
        "الباس",
    ),
    *("cyfrinair", "gyfrinair", "chyfrinair", "nghyfrinair", "gair pas", "gair cudd"),
    *("air pas", "contraseña", "wachtwoord", "senha", "haslo"),
)
_ACCESS_WORDS = (
    *(
        "login",
        "logins",
        "log in",
        "login details",
        "login data",
        "credentials",
        "admin access",
        "access",
        "admin login",
    ),
    *("zugangsdaten", "anmeldedaten", "zugang", "logindaten", "login-daten", "accès", "acces", "identifiants"),
    *("manylion mewngofnodi", "mewngofnodi", "بيانات الدخول", "تسجيل الدخول", "الدخول", "user/pass", "user/password"),
    *("username/password", "admin", "wp admin", "ftp", "sftp", "cpanel", "ssh", "backend"),
)
# What follows the word "password" in a sentence about passwords rather than in front of one.
_NOT_A_VALUE = frozenset(
    """
    a an and are as asks at be been before being but by can cannot can't correct correctly current does doesn't did
    didn't do don't empty entered error every expired failed fails false field fields for forgotten form from had has
    hash have here hidden i if in incorrect input into invalid is isn't it its just keeps known length link lost
    manager
    managers me missing must my n/a needs never new no none not null of ok okay old on once only or page please policy
    popup prompt prompts protected protection rejected removed required reset resets right same saved screen set
    should
    so still stored strength string strong that the their then there this to too true type undefined unknown up
    update updated used valid via was weak were what when where which while will window with without won't works wrong
    yes you your been accepted saving text forgot good bad fine full email address username password account again
    after boxes box below above dialog change changed
    der die das ein eine ist nicht falsch richtig wird wurde und oder zurücksetzen vergessen ändern geändert abgelehnt
    leer ungültig korrekt stimmt funktioniert wie was für bei mit von zu zum im in auf eingeben feld neu neue neues
    kein keine noch immer auch aber wenn
    le la les un une est pas et ou oublié perdu incorrecte correct ne n'est de du des pour dans sur à mon ma mes votre
    refusé vide invalide réinitialiser avec que qui
    في من على إلى غير لا ليست ليس هي هو صحيحة خاطئة الخاصة بي التي مع عند أو ثم الجديدة
    yn y yr a ac ar i o nid yw ddim fy eich anghywir cywir newydd wedi ei am gan heb dim oes
    """.split()
)
_KNOWN_TERM = re.compile(
    r"(?:[o0]auth|sha|md|aes|base|utf|ipv|imap|pop|php|tls|ssl|html|css|mp|wp|o|v|2fa|mfa|u2f|fido|http|smtp|win"
    r"|windows|"
    r"office|outlook|version|tb|s3|h|page|step|option|chapter|xoauth|ntlm|cram|ssha|argon|bcrypt|web|es"
    r"|x)[-v.]?[0-9][0-9.a-z]{0,5}",
)
_ASSIGNED_OR_HOST = re.compile(r"[a-z_.]+=|(?:[a-z0-9-]+\.)+[a-z]{2,}$")
_EDGE = "\"'`«»“”‘’„()[]<>{},;:.،؛*_"
# Variables, places to fill in, calls, and passwords that a form shows as dots or asterisks.
_CODE = re.compile(
    r"\$(?:[A-Za-z_]+(?:[\W]|$)|[{(])|%(?:[0-9]\$)?[a-z](?:\W|$)|%\w+%|\{\{?|<|\*{2}|•|…|\.\.\.|[A-Za-z_]\w*\("
)
_ADMINS = frozenset(
    {"admin", "administrator", "root", "editor", "test", "support", "demo", "user", "tester", "wpadmin"}
)

PASSWORD_ANCHORS = anchors(_PASSWORD_WORDS)
_NAME_ANCHORS = anchors(_NAME_WORDS)
_LOOSE_ANCHORS = anchors(("user", "login", "benutzer", "utilisateur", "المستخدم", "defnyddiwr", "usr"))
_PAIR_ANCHORS = _NAME_ANCHORS | _LOOSE_ANCHORS | anchors(_LOOSE_NAME_WORDS)
_ACCESS_ANCHORS = anchors(_ACCESS_WORDS)
ANCHORS = PASSWORD_ANCHORS | _PAIR_ANCHORS | _ACCESS_ANCHORS | _LOOSE_ANCHORS
PASSWORD_LABEL = rf"(?<!=){any_of(_PASSWORD_WORDS)}"
_USER = any_of((*_NAME_WORDS, *_LOOSE_NAME_WORDS))
_IS = r"(?:is|are|was|were|ist|sind|lautet|lauten|war|waren|est|sont|était|هي|هو|كانت|كان|yw|ydy|oedd)"
_QUOTE = r"[\"'`«»“”‘’„]?"
_EXPLICIT = rf"[\"'`*_)]{{0,3}}\s{{0,3}}(?:=>|->|[:=])[*_]{{0,2}}\s{{0,3}}[*_]{{0,2}}{_QUOTE}"
_SPOKEN = rf"\s{{1,3}}{_IS}\s{{1,3}}(?:now\s|jetzt\s|:\s?)?{_QUOTE}"
_BARE = rf"\s{{1,2}}(?:(?:to|auf|es|i|à|إلى)\s|[-–]\s?)?{_QUOTE}"
_SEPARATOR = rf"(?:(?P<explicit>{_EXPLICIT})|(?P<spoken>{_SPOKEN})|{_BARE})"
_QUOTED = r"(?:(?<=[\"“„«])(?P<quoted>[^\"“”«»\n" + MASK + r"]{1,80})(?=[\"”“»])|"
_PASSWORD = re.compile(
    rf"{START}{PASSWORD_LABEL}(?:[_ -]?[0-9])?(?![^\W_]){_SEPARATOR}{_QUOTED}(?P<value>{VALUE}{{1,120}}))",
)
_NAME = re.compile(
    rf"{START}{any_of(_NAME_WORDS)}(?![^\W_])(?:{_EXPLICIT}|(?P<spoken>{_SPOKEN}))"
    rf"(?P<value>[^\s\"'<>,;|/{MASK}]{{2,80}})",
)
_LOOSE_NAME = re.compile(
    rf"{START}(?:user|login|benutzer|utilisateur|المستخدم|defnyddiwr|usr){_EXPLICIT}"
    rf"(?P<value>[^\s\"'<>,;|/{MASK}]{{2,80}})(?=[ \t]*(?:$|[\n\r,;|/]|&))",
    re.MULTILINE,
)
_GLUE = (
    r"[\"'`”»]?[\s,;/|&.+-]{1,6}(?:(?:and|und|et|و|a|ac|with|mit|avec|the|my|das|mein|le|mon|fy|is"
    r"|new)\s{1,2}){0,3}و?"
)
_PAIR = re.compile(
    rf"{START}{_USER}(?![^\W_])(?:(?P<name_explicit>{_EXPLICIT})|{_SPOKEN}|{_BARE})"
    rf"(?P<name>[^\s\"'<>,;|{MASK}]{{2,80}}?){_GLUE}"
    rf"{PASSWORD_LABEL}(?![^\W_]){_SEPARATOR}(?P<value>{VALUE}{{2,120}})",
)
_SLASHED = re.compile(
    rf"{START}{any_of(_ACCESS_WORDS)}(?![^\W_])(?:(?P<explicit>{_EXPLICIT})|{_SPOKEN}|\s{{1,2}}-?\s?)"
    rf"(?P<name>[^\s/|:\"'<>,;{MASK}]{{2,80}})(?:\s{{0,2}}[/|]\s{{0,2}}|:)(?P<value>[^\s/|{MASK}]{VALUE}{{0,80}})",
)
_AFTER_ADMIN_URL = re.compile(
    rf"wp-(?:admin|login(?:\.php)?)[^\s{MASK}]{{0,100}}[\s,;:-]{{1,4}}(?:[(\[]\s?)?"
    rf"(?P<name>[^\s/|:\"'<>,;(){MASK}]{{2,80}})(?P<between>\s{{0,2}}[/|:,]\s{{0,2}}|[ \t]*\r?\n[ \t]*|[ \t]{{1,3}})"
    rf"(?P<value>[^\s/|{MASK}]{VALUE}{{3,80}})",
)


_SPACED = re.compile(
    rf"{START}{PASSWORD_LABEL}(?![^\W_])[^\n{MASK}]{{0,40}}?(?<![^\W_])(?P<value>[a-z0-9]{{4}}(?: [a-z0-9]{{4}}){{5}})"
    rf"(?![^\W_])"
)


def find_logins(view: View) -> Iterator[Span]:
    """Passwords, and the user names beside them."""
    if view.words & PASSWORD_ANCHORS:
        yield from _find_pairs(view)
        yield from _find_passwords(view)
    if not view.words.isdisjoint(_PAIR_ANCHORS):
        yield from _find_names(view)
    yield from _find_slashed(view)


def is_strong(value: str) -> bool:
    """Whether a word looks chosen as a password: letters with digits or signs among them, and no known term."""
    core = value.strip(_EDGE + "!?").lower()
    if _ASSIGNED_OR_HOST.match(core):
        return False
    if len(core) < 5 or "://" in core or ("@" in core[1:] and "." in core) or _KNOWN_TERM.fullmatch(core):
        return False
    letters = any(letter.isalpha() for letter in core)
    digits = any(letter.isdigit() for letter in core)
    signs = any(letter in "!@#$%^&*?+=~€£§" for letter in core)
    return (
        letters and (digits or signs) and not _is_code(value) and not re.fullmatch(r"[0-9]+(?:st|nd|rd|th|[a-z])", core)
    )


def _is_code(value: str) -> bool:
    return bool(_CODE.match(value))


def is_value(value: str) -> bool:
    """Whether a lower-cased word after "password" can be one, rather than go on with the sentence."""
    core = value.strip(_EDGE + "!?").lower()
    return bool(core) and not _KNOWN_TERM.fullmatch(core) and core not in _NOT_A_VALUE and not _is_code(value)


def _find_passwords(view: View) -> Iterator[Span]:
    for match in matches(view, PASSWORD_ANCHORS, _PASSWORD, view.low):
        group = "quoted" if match["quoted"] else "value"
        value = match[group]
        if _password_fits(match, value, group == "quoted"):
            start, end = match.span(group)
            yield Span(start, end - _trailing(value), "password")

    for match in matches(view, PASSWORD_ANCHORS, _SPACED, view.low):
        yield Span(*match.span("value"), "password")


def _password_fits(match: re.Match[str], value: str, quoted: bool) -> bool:
    if match["explicit"] is not None or quoted:
        return is_value(value) and "password" not in value
    if match["spoken"] is not None and _ends_clause(match) and is_value(value):
        return not value.rstrip(".,!?").endswith(("ed", "ing", "t", "ée", "é"))
    return is_strong(value)


def _ends_clause(match: re.Match[str]) -> bool:
    rest = match.string[match.end() : match.end() + 1]
    return rest in {"", "\n", "\r"} or match[0][-1] in ".,;!\"'"


def _trailing(value: str) -> int:
    return len(value) - len(value.rstrip("\"'`”»,;)>،؛")) if len(value) > 1 else 0


def _find_names(view: View) -> Iterator[Span]:
    for match in (
        *matches(view, _NAME_ANCHORS, _NAME, view.low),
        *matches(view, _LOOSE_ANCHORS, _LOOSE_NAME, view.low),
    ):
        value = match["value"]
        if (
            is_value(value)
            and len(value.strip(_EDGE)) > 1
            and not (match.groupdict().get("spoken") and not is_strong(value))
        ):
            yield Span(match.start("value"), match.end("value") - _trailing(value), "login")


def _find_pairs(view: View) -> Iterator[Span]:
    for match in matches(view, _PAIR_ANCHORS, _PAIR, view.low):
        said = match["explicit"] is not None or match["name_explicit"] is not None
        if (said and is_value(match["value"])) or is_strong(match["value"]):
            if is_value(match["name"]):
                yield Span(*match.span("name"), "login")
            yield _password_span(match)


def _find_slashed(view: View) -> Iterator[Span]:
    for match in matches(view, _ACCESS_ANCHORS, _SLASHED, view.low):
        said = match["explicit"] is not None and is_value(match["value"]) and match["value"][0] != "/"
        if is_strong(match["value"]) or _is_account(match["name"]) or (said and is_value(match["name"])):
            yield Span(*match.span("name"), "login")
            yield _password_span(match)
    if "wp-" not in view.low:
        return
    for match in _AFTER_ADMIN_URL.finditer(view.low):
        divided = not match["between"].isspace() or "\n" in match["between"]
        if (
            not _is_label(match["name"])
            and is_strong(match["value"])
            and is_value(match["name"])
            and (divided or _is_account(match["name"]))
        ):
            yield Span(*match.span("name"), "login")
            yield _password_span(match)


def _is_label(name: str) -> bool:
    labels = (*_NAME_WORDS, *_LOOSE_NAME_WORDS, *_PASSWORD_WORDS)
    return name != "admin" and name in labels


def _is_account(name: str) -> bool:
    return name.lower() in _ADMINS or "@" in name


def _password_span(match: re.Match[str]) -> Span:
    start, end = match.span("value")
    return Span(start, end - _trailing(match["value"]), "password")
