"""Keys, tokens, hashes of passwords and configuration that nobody but their owner may hold."""

from __future__ import annotations

import re

from deflect.cleaning.redaction.rules import START, Rule, anchors
from deflect.cleaning.redaction.view import MASK

_WRAPPED = r"(?:-?\r?\n[ \t>]{0,4}(?=[A-Za-z0-9_]*[0-9])[A-Za-z0-9_-]{6,200}(?=\s|$))?"
_PREFIXES = (
    *("sk_live_", "pk_live_", "rk_live_", "sk_test_", "pk_test_", "rk_test_", "whsec_", "ghp_", "gho_", "ghs_", "ghu_"),
    *(
        "ghr_",
        "github_pat_",
        "glpat-",
        "shpat_",
        "shpss_",
        "npm_",
        "pypi-",
        "sk-ant-",
        "sk-proj-",
        "sq0atp-",
        "sq0csp-",
    ),
    *(
        "xoxb-",
        "xoxa-",
        "xoxp-",
        "xoxr-",
        "xoxs-",
        "xapp-",
        "ya29.",
        "hf_",
        "xkeysib-",
        "dop_v1_",
        "rzp_live_",
        "ck_",
        "cs_",
    ),
)
_TOKEN = re.compile(
    rf"{START}(?:" + "|".join(re.escape(prefix) for prefix in _PREFIXES) + rf")[A-Za-z0-9_.=/+-]{{10,512}}{_WRAPPED}"
)
_SHAPED = re.compile(
    rf"{START}(?:(?:AKIA|ASIA|AROA)[0-9A-Z]{{16}}|AIza[0-9A-Za-z_-]{{30,40}}"
    rf"|SG\.[A-Za-z0-9_-]{{10,64}}\.[A-Za-z0-9_-]{{10,128}}"
    rf"|eyJ[A-Za-z0-9_-]{{8,4096}}(?:\.[A-Za-z0-9_-]{{2,4096}}){{1,2}}|key-[0-9a-f]{{32}}"
    rf"|[0-9a-f]{{32}}-us[0-9]{{1,2}}"
    rf"|(?:SK|AC)[0-9a-f]{{32}}|6L[0-9A-Za-z_-]{{38}}|[0-9]{{8,10}}:AA[A-Za-z0-9_-]{{33}}"
    rf"|sk-[A-Za-z0-9]{{32,64}}){_WRAPPED}(?![A-Za-z0-9])"
)
_AUTHORIZATION = re.compile(
    rf"{START}(?:bearer|basic)\s{{1,3}}(?P<value>(?=[A-Za-z_.~+/-]{{0,60}}[0-9=])[A-Za-z0-9_.~+/=-]{{12,2048}})",
)
_PEM = re.compile(
    r"-----\s?BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?\s?-----(?:(?!-----END)[^"
    + MASK
    + r"]){0,20000}(?:-----\s?END [A-Z0-9 ]{0,40}KEY(?: BLOCK)?\s?-----)?"
)
_APPLICATION_PASSWORD = re.compile(r"(?<![^\s\"'`:=(])[A-Za-z0-9]{4}(?: [A-Za-z0-9]{4}){5,6}(?![^\s\"'`.,;)])")
_PASSWORD_HASH = re.compile(r"(?:\$wp)?\$(?:P|H|S|2[abxy]|1|5|6|argon2id?|apr1)\$[./A-Za-z0-9$=,+]{20,200}")
_DEFINE = re.compile(
    r"define\s?\(\s{0,3}[\"'][A-Z0-9_]{0,40}(?:PASS|KEY|SALT|SECRET|TOKEN|LICEN[CS]E"
    r"|PWD)[A-Z0-9_]{0,40}[\"']\s{0,8},\s{0,24}"
    r"(?P<quote>[\"'])(?P<value>[^\n" + MASK + r"]{1,400}?)(?P=quote)\s{0,3}\)"
)
_DEFINE_USER = re.compile(
    r"define\s?\(\s{0,3}[\"'][A-Z0-9_]{0,40}(?:DB_NAME|USER(?:NAME)?|DB_HOST|FTP_HOST)[\"']\s{0,8},\s{0,24}[\"']"
    r"(?P<value>[^\n\"'" + MASK + r"]{1,200})[\"']"
)
_BEFORE_KEY = (
    r"(?:(?<=api)|(?<=api[ _-])|(?<=secret[ _-])|(?<=access[ _-])|(?<=auth[ _-])|(?<=private[ _-])|"
    r"(?<=consumer[ _-])|(?<=client[ _-])"
    r"|(?<=app[ _-])|(?<=encryption[ _-])|(?<=signing[ _-])|(?<=webhook[ _-])|(?<=_))"
)
_NAMED = re.compile(
    rf"(?:{_BEFORE_KEY}key|secret(?:[ _-]key)?|token|salt|(?<=_)pwd|(?<=_)pass|(?<=_)password|(?<=_)passwd"
    rf"|apikey|secretkey|authtoken|accesskey"
    r"|(?<=api[ -])schl(?:ü|ue)ssel|(?<=api)schl(?:ü|ue)ssel|api(?=[\s\"'`]{0,2}[:=])|مفتاح(?: api| الواجهة)"
    r"|allwedd api|geheimnis|jeton)"
    r"[\"'`*]{0,2}\s{0,3}(?:[:=]|=>|\bis\b|\bist\b|\best\b|\byw\b|هو|,)>?\s{0,3}[\"'`*]{0,2}"
    rf"(?P<value>(?=[^\s{MASK}]{{0,60}}[0-9])[^\s\"'`<>{MASK}]{{8,512}})"
)
_SETTING = re.compile(
    r"(?m)^[ \t]{0,8}(?:export )?[A-Z0-9_]{0,40}(?:PASSWORD|PASSWD|_PASS|_PWD|SECRET|TOKEN|_SALT"
    r"|API_KEY)[ \t]?=[ \t]?"
    rf"(?P<quote>[\"'])?(?P<value>(?(quote)[^\n{MASK}]{{1,200}}?(?=(?P=quote))|[^\s{MASK}][^\n{MASK}]{{0,200}}))"
)
_BLOB = re.compile(r"(?<![A-Za-z0-9/+=_.-])[A-Za-z0-9]{24,200}(?![A-Za-z0-9/+=_]|\.[A-Za-z0-9])")
_DUMPED = re.compile(
    rf"insert\s{{1,3}}into\s{{1,3}}[`\"']?\w{{0,40}}(?:user|customer|usermeta"
    rf"|comment)s?\w{{0,10}}[`\"']?[^;{MASK}]{{0,400}}?values\s{{0,3}}"
    rf"(?P<value>\([^;{MASK}]{{1,8000}})"
)


def _looks_random(value: str) -> bool:
    digits = sum(letter in "0123456789" for letter in value)
    upper = sum(letter.isupper() for letter in value)
    return digits >= 3 and upper >= 3 and len(value) - digits - upper >= 3


def _mixed_groups(value: str) -> bool:
    # Four-letter words in a row are prose; an application password mixes cases or digits.
    groups = value.split(" ")
    mixed = sum(not group.islower() and not group.istitle() and not group.isdigit() for group in groups)
    return mixed >= 2


def _not_local(value: str) -> bool:
    return value.lower() not in {"localhost", "127.0.0.1", "root", "wordpress", "username_here", "database_name_here"}


def _not_code(value: str) -> bool:
    return value[0] not in "$<{%(" and "(" not in value


_TOKEN_WORDS = anchors(_PREFIXES)
_NAMED_WORDS = frozenset(
    {
        "key",
        "secret",
        "token",
        "salt",
        "pwd",
        "pass",
        "password",
        "passwd",
        "apikey",
        "secretkey",
        "authtoken",
        "accesskey",
        "schlüssel",
        "schluessel",
        "api",
        "مفتاح",
        "allwedd",
        "geheimnis",
        "jeton",
    }
)
_FOUR_GROUPS = re.compile(r" [A-Za-z0-9]{4} [A-Za-z0-9]{4} [A-Za-z0-9]{4} [A-Za-z0-9]{4} ")

RULES = (
    Rule("API key", _TOKEN, _TOKEN_WORDS),
    Rule("API key", _SHAPED, long=True, digits=1),
    Rule("API key", _AUTHORIZATION, frozenset({"bearer", "basic"}), group="value", low=True),
    Rule("API key", _PEM, gate=re.compile("PRIVATE KEY")),
    Rule("password", _PASSWORD_HASH, gate=re.compile(r"\$[A-Za-z0-9]{1,8}\$"), long=True),
    Rule("API key", _DEFINE, frozenset({"define"}), group="value"),
    Rule("login", _DEFINE_USER, frozenset({"define"}), group="value", check=_not_local),
    Rule("password", _SETTING, gate=re.compile("PASS|PWD|SECRET|TOKEN|_SALT|API_KEY"), group="value", check=_not_code),
    Rule("API key", _NAMED, _NAMED_WORDS, group="value", check=_not_code, low=True),
    Rule("password", _APPLICATION_PASSWORD, gate=_FOUR_GROUPS, check=_mixed_groups),
    Rule("API key", _BLOB, check=_looks_random, long=True, digits=3),
    Rule("login", _DUMPED, frozenset({"insert"}), group="value", low=True),
)
