"""Accounts in running text: a pair around a slash, a password some words after its label, a user in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from deflect.cleaning.redaction.logins import PASSWORD_ANCHORS, PASSWORD_LABEL, is_strong, is_value
from deflect.cleaning.redaction.rules import Span, anchors, matches
from deflect.cleaning.redaction.view import MASK, View

_AFTER_SLASH = re.compile(rf"[ ]/[ ](?P<value>[^\s/{MASK}]{{6,80}})")
_BEFORE_SLASH = re.compile(rf"(?<!\S)(?P<name>[^\s/|:\"'<>,;(){MASK}]{{2,80}})$")
_NEAR = re.compile(
    rf"(?<![^\W_])(?i:{PASSWORD_LABEL})(?![^\W_])[^\s{MASK}]{{0,4}}(?P<rest>(?:[ \t]{{1,3}}[^\s{MASK}]{{1,80}}){{1,8}})"
)
_TOKEN = re.compile(r"[^\s\"'`<>]{6,80}")
# Code has brackets, slashes and equals signs in its words; a password in a sentence seldom has.
_WORD = re.compile(
    rf"(?<![^\s\"'`(«“„])[^\W_][\w!#$%&*^@?~+.-]{{5,40}}(?![^\s\"'`),.;»”!?،؛:{MASK}])"
    rf"|(?<![^\s\"'`(«“„])[!#$%&*^?][\w!#$%&*^@?~+-]{{5,40}}(?![^\s\"'`),.;»”!?،؛:{MASK}])"
)
_LEADS = (
    r"(?:to|into|in|with|as|is|was|are|auf|mit|als|ist|war|lautet|en|à|par|avec|est|était|comme|إلى|هي|هو|كانت|i|yw|ydy"
    r"|oedd|gyda|fel|yn|be|it's|c'est|être|fyddai|ستكون|wäre|serait|=|:)"
)
_LED = re.compile(rf"(?<!\S){_LEADS}[ \t][\"'`«“]?(?P<value>[^\s\"'`<>/\\(){{}}=:{MASK}]{{6,80}})(?![/\\({{=:])")
# Numbers of errors, hashes, versions, sizes, and names in code.
_OTHER = re.compile(
    r"0x[0-9a-f]+|[0-9a-f]{7,}|v?[0-9]+(?:\.[0-9]+)+[\w.-]*|[a-z]{1,3}-?[0-9]+|[0-9]+x[0-9]+(?:[x@][0-9.]+)?[a-z]{0,3}"
    r"|[a-z]\w*(?:\.[a-z0-9]\w*)+|[a-z0-9]+(?:_[a-z0-9]+){2,}|#[0-9a-f]{3,8}|[0-9]+-?[a-z]{3,}(?:-[0-9]+)?"
    r"|x(?:32|64|86)(?:[-_][a-z]+)?|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[a-z]{2,4}#[a-z]+-[0-9]+|[a-z]*[$€£][0-9.,]+|[0-9]+\.x.*|[0-9.,]+[a-z]{1,3}",
    re.IGNORECASE,
)
# What has a version written onto its name.
_PRODUCT = re.compile(
    r"(?:iphone|ipad|ios|android|windows|win|macos|osx|ubuntu|debian|centos|office|outlook|firefox|chrome|safari|edge"
    r"|thunderbird|wordpress|woocommerce|elementor|divi|astra|avada|php|mysql|mariadb|postgresql|postgres|utf|latin"
    r"|iso|sha|aes|rsa|http|https|html|css|bootstrap|jquery|react|node|python|java|unicode|twenty|galaxy|pixel|nokia"
    r"|amd|arm|version|step|page|line|row|port|error|fehler|erreur|debug|part|chapter|figure|form|widget|product|post|order)"
    r"[-_.]?[0-9][0-9a-z.-]*",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"[A-Z]?[a-z]+[0-9]{0,3}(?:[A-Z][a-z]+)+")
_ACCESS = PASSWORD_ANCHORS | anchors(
    """
    login logins log logging logon sign signin signing get access enter unlock unlocks einloggen anmelden einlogge
    einloggt anmeldung anzumelden einzuloggen anmeldet melde meldet logge loggt reinkommen rein hinein zugang
    zugriff connecter connexion connectez connecte entrer entre entrez accès accéder identifier déverrouiller الدخول
    دخول تدخل تدخلوا لتدخلوا ادخل أدخل ادخلوا دخلت ندخل للدخول بالدخول الولوج ولوج mewngofnodi fewngofnodi
    mewngofnodais fewngofnodais mewngofnodwch fewngofnodwch fewngofnodai logio mynediad fynediad mynd fynd datgloi
    temporary temporarily vorerst vorübergehend übergangsweise provisoire attendant مؤقتا مؤقتة dros passphrase
    credentials creds zugangsdaten identifiants wp ftp sftp ssh admin staging passwords passwörter kennwörter passe
    cyfrineiriau gyfrineiriau كلمات المرور مرور السر سر السري السرية سرية سري passcode
    """.split()
)
# What is typed is a password only if it looks like one and stands close by.
_TYPED = anchors(
    """
    typed typing accept accepted accepts refuse refused refuses tippe tippen eingetippt eingegeben eintippe
    akzeptiert nimmt angenommen tape tapé tapez saisi saisis saisissez accepte acceptée accepté teipio teipiais
    teipiwch derbyn dderbyn dderbynnir nawr rŵan instant حاليا الآن rhoi rhois rhoddais كتبت اكتب أكتب اكتبوا أدخلت
    ادخلت يقبل يقبله تقبل مقبولة مقبول
    """.split()
)
_EDGES = "\"'`«»“”‘’(),;:.<>[]{}"
_ACCESS_REACH = 80, 160
_TYPED_REACH = 40, 60
_UNMISTAKABLE = re.compile(
    r"(?<![\w/=@.#&%$+-])(?=[^\s]{0,40}[a-z])(?=[^\s]{0,40}[A-Z])(?=[^\s]{0,40}[0-9])(?=[A-Za-z0-9_-]{1,40}(?:[!^*]|@(?![0-9])))"
    r"[A-Za-z0-9!^*@][A-Za-z0-9!^*@_-]{7,40}(?![\w/=&%$#+(\[:]|\.\w)"
)
_BEFORE_PASSWORD = re.compile(
    r"(?:\b(?:is|it's|ist|est|c'est|as|als|with|mit|avec|yw|هو)|:)\s[\"'`]?(?P<name>[\w.@-]{2,60})[\"'`]?"
    r"(?:\s(?:and|und|et|a|ac|و)\s(?:(?:the|das|le|my|mein|mon|fy)\s)?|\s?[,/;]\s?)و?$"
)
_VALUE_BEFORE = re.compile(
    rf"(?<!\S)(?P<value>[^\s{MASK}]{{6,80}})[ ](?:is|was|ist|war|est|était|هي|هو|yw|ydy|oedd|as|als|comme|fel|yn)[ ]"
    r"(?:(?:my|the|our|your|his|her|its|their|a|new|old|current|temporary|admin|mein|das|unser|ihr|sein|ein|neues|mon|le"
    r"|notre|son|leur|nouveau|fy|y|eich)[ ]){0,3}[وبلك]?$"
)
_COMMAND = re.compile(
    rf"(?<=\s)(?:(?:-u|--user)[ =]?[\"']?(?P<name>[^\s:\"'{MASK}]{{2,60}}):|-p[\"']?)(?P<value>[^\s\"'{MASK}]{{6,80}})"
)
_USER_ANCHORS = frozenset(
    "user username account login benutzer konto utilisateur compte المستخدم الحساب بالحساب defnyddiwr cyfrif".split()
)
_USER = re.compile(rf"[^\W\d_]{{2,14}}[ ][\"'`«]?(?P<value>[a-z][\w.-]{{4,60}})(?![\w@/\\({MASK}])")
_ACCOUNT = re.compile(r"[a-z]+(?:[0-9]{1,4}|[._][a-z0-9]+)")
_NUMBERED = re.compile(r"[^\W\d_]+[-_. ]?v?[0-9]+(?:\.[0-9]+)*")
_FILE = re.compile(r"\.(?:php|js|css|html?|json|txt|xml|log|zip|sql|com|org|net|de)$")
ANCHORS = _USER_ANCHORS | _ACCESS | _TYPED


def find_accounts(view: View) -> Iterator[Span]:
    """User names and passwords in running text; only what looks chosen by or made for a person is taken out."""
    if " / " in view.folded:
        yield from _find_slashed(view)
    if " -" in view.folded:
        yield from _find_in_commands(view)
    if view.words & PASSWORD_ANCHORS:
        yield from _find_near(view)
    if view.words.isdisjoint(_USER_ANCHORS):
        return
    for match in matches(view, _USER_ANCHORS, _USER, view.low):
        value = match["value"].rstrip(".-")
        if _ACCOUNT.fullmatch(value) and not _FILE.search(value):
            yield Span(match.start("value"), match.start("value") + len(value), "login")


def find_unlabelled(view: View) -> Iterator[Span]:
    """Passwords that no word calls one: in sentences about logging in, or unlike anything else that people write."""
    for words, reach in ((_ACCESS, _ACCESS_REACH), (_TYPED, _TYPED_REACH)):
        if view.words & words:
            yield from _find_beside(view, words, reach)
    yield from _find_unmistakable(view)


def is_chosen(value: str) -> bool:
    """Whether a word has three of the four kinds of characters that passwords are asked to have.

    Args:
        value: A word in its own case.
    """
    core = value.strip(_EDGES)
    kinds = (
        any(letter.islower() for letter in core),
        any(letter.isupper() for letter in core),
        any(letter.isdigit() for letter in core),
        any(letter in "!@#$%^&*?+=~€£§" for letter in core[1:]),
    )
    if _NUMBERED.fullmatch(core):
        return False
    if "/" in core or "\\" in core or core.startswith("--"):
        return False
    return len(core) >= 6 and sum(kinds) >= 3 and (kinds[2] or kinds[3]) and is_strong(core)


def _find_slashed(view: View) -> Iterator[Span]:
    for match in _AFTER_SLASH.finditer(view.folded):
        name = _BEFORE_SLASH.search(view.folded[max(0, match.start() - 80) : match.start()])
        if name is not None and is_chosen(match["value"]):
            start = match.start() - len(name["name"])
            yield Span(start, match.start(), "login")
            yield Span(match.start("value"), match.start("value") + len(match["value"].rstrip(".,;)")), "password")


def _find_in_commands(view: View) -> Iterator[Span]:
    """What `curl -u name:password` and `mysql -ppassword` are given."""
    for match in _COMMAND.finditer(view.folded):
        if is_chosen(match["value"]):
            if match["name"]:
                yield Span(*match.span("name"), "login")
            yield Span(*match.span("value"), "password")


def _find_near(view: View) -> Iterator[Span]:
    done = 0
    for match in matches(view, PASSWORD_ANCHORS, _NEAR, view.folded):
        found = False
        for token in _TOKEN.finditer(match.string, max(done, match.start("rest")), match.end("rest")):
            if is_chosen(token.group()) and is_value(token.group().lower()):
                found = True
                yield Span(token.start(), token.start() + len(token.group().rstrip(".,;)")), "password")
        for token in _LED.finditer(match.string, match.start(), match.end("rest")):
            if _is_told(token["value"]):
                found = True
                yield _span(token)
        done = match.end()
        if found:
            yield from _name_before(view, match.start())
    # The password may have gone in the round before this.
    for at in view.at(PASSWORD_ANCHORS):
        if MASK in view.folded[at : at + 40].split("\n", 1)[0]:
            yield from _name_before(view, at)
        yield from _value_before(view, at)


def _find_beside(view: View, words: frozenset[str], reach: tuple[int, int]) -> Iterator[Span]:
    """Passwords in sentences about logging in: unlike a word anyone would write, or after "with" and the like."""
    done = 0
    for at in sorted(view.at(words)):
        start = max(done, at - reach[0], view.folded.rfind("\n", 0, at) + 1)
        stop = view.folded.find("\n", at, at + reach[1])
        stop = _end_of_token(view.folded, at + reach[1]) if stop < 0 else stop
        if start < stop:
            yield from _find_in_login(view.folded, start, stop)
        done = max(done, stop)


def _end_of_token(text: str, at: int) -> int:
    while at < len(text) and not text[at].isspace():
        at += 1
    return min(at, len(text))


def _find_in_login(text: str, start: int, stop: int) -> Iterator[Span]:
    for token in _WORD.finditer(text, start, stop):
        if _is_mixed(token.group()):
            yield Span(token.start(), token.start() + len(token.group().rstrip(".,;)")), "password")


def _find_unmistakable(view: View) -> Iterator[Span]:
    """What has capitals, small letters, digits and a sign that code has nowhere inside a word."""
    if view.digits and ("!" in view.low or "@" in view.low or "*" in view.low or "^" in view.low):
        for match in _UNMISTAKABLE.finditer(view.folded):
            if is_chosen(match.group()):
                yield Span(match.start(), match.start() + len(match.group().rstrip("!*_-")), "password")


def _is_mixed(value: str) -> bool:
    """Whether a word alone in a sentence about logging in is a password: small letters and digits, and no product."""
    core = value.strip(_EDGES)
    if not any(map(str.isdigit, core)) or _is_other(core) or "+" in core:
        return False
    if not any(map(str.islower, core)):
        return _is_shouted(core)
    return (is_chosen(core) and is_value(core.lower())) or _is_told(core)


def _is_shouted(value: str) -> bool:
    """Whether capitals and digits are a password: with a sign among them, or so mixed that no code of a thing is."""
    turns = sum(one.isdigit() != other.isdigit() for one, other in pairwise(value))
    signs = any(sign in value[:-1] for sign in "!#$%^*?&")
    if not any(map(str.isalpha, value)) or len(value) < 8:
        return False
    # Longer ones, and those in groups, are keys.
    return turns >= 2 if signs else turns >= 4 and len(value) < 16 and "-" not in value


def _is_other(value: str) -> bool:
    return bool(_OTHER.fullmatch(value) or _CAMEL.fullmatch(value) or _PRODUCT.fullmatch(value))


def _is_told(value: str) -> bool:
    """Whether a word that a sentence leads to can be a password: letters, and two digits or a sign among them."""
    core = value.strip(_EDGES)
    digits = sum(letter.isdigit() for letter in core)
    if _is_other(core):
        return False
    if _NUMBERED.fullmatch(core) and not re.fullmatch(r"[^\W\d_]{4,}[-_.]?[0-9]{2,}", core):
        return False
    return is_strong(core) and is_value(core) and (digits >= 2 or is_chosen(core)) and "password" not in core.lower()


def _span(match: re.Match[str]) -> Span:
    start = match.start("value")
    return Span(start, start + len(match["value"].rstrip(".,;:)؛،")), "password")


def _value_before(view: View, at: int) -> Iterator[Span]:
    start = max(0, at - 140)
    line = view.folded[start:at].rpartition("\n")[2]
    match = _VALUE_BEFORE.search(line)
    if match is not None and _is_told(match["value"]):
        begins = at - len(line) + match.start("value")
        yield Span(begins, begins + len(match["value"]), "password")


def _name_before(view: View, at: int) -> Iterator[Span]:
    start = max(0, at - 100)
    match = _BEFORE_PASSWORD.search(view.low[start:at])
    if match is not None and is_value(match["name"]) and _ACCOUNT.search(match["name"]):
        yield Span(start + match.start("name"), start + match.end("name"), "login")
