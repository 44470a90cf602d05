"""Web addresses: the customer's own site, links that open something, and server paths that name an account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from deflect.cleaning.redaction.keep import Keep
from deflect.cleaning.redaction.rules import Span
from deflect.cleaning.redaction.view import MASK, View

_SCHEME = re.compile(
    r"(?<![a-z0-9])(?:https?|ftps?|sftp|mysqli?|postgres(?:ql)?|ssh|smtps?|imaps?|redis|mongodb(?:\+srv)?)$"
)
_REST = re.compile(rf"://[^\s<>\"`\\^{{}}|{MASK}]{{1,2048}}")
_HOST_PORT = re.compile(r"(?:([^/?#@]{0,512})@)?(\[[0-9a-f:.]{2,45}\]|[^/?#:@]{0,255})(:[0-9]{1,5})?")
_TRAILING = ".,;:!?)]'*_»”’،؛"
_RESET = re.compile(
    r"action=(?:rp|resetpass|lostpassword&.)|reset[-_/]?(?:password|pass|pw|link)|password[-_/]?(?:reset|recover)"
    r"|(?:lost|forgot|recover)[-_]?password"
    r"|passwort-?(?:zur|vergessen)|set-password|newpassword|resetpw|activate\.php\?key|confirmation_token|wp-activate"
)
_TOKEN_QUERY = re.compile(
    r"(?:^|[?&;#/])(?:[a-z_-]{0,20}(?:token|signature|secret|api_?key|password|passwd|nonce|credential|session"
    r"(?:id)?)|sig|pw|pwd|otp|jwt"
    r"|magic|login_?key|licen[cs]e(?:_key)?|apikey|sid|auth|key|email)=[^&#]{4,}"
    r"|[?&;#](?:code|hash|access|ticket|invite|user|login|pass)=(?=[^&#]{0,40}[0-9])[^&#]{8,}"
)
_MAGIC_PATH = re.compile(
    r"/(?:magic[-_]?(?:link|login)?|invite|invitation|verify|confirm|unsubscribe|token|signin|auto-?login|share)/"
    r"(?=[a-z_.=-]{0,60}[0-9])[a-z0-9_.=-]{8,}"
)
_RANDOM_PART = re.compile(r"(?<![a-z0-9])(?=[a-z]{0,31}[0-9])(?=[0-9]{0,31}[a-z])[a-z0-9]{20,}(?![a-z0-9])")
_KNOWN_PATH = re.compile(
    r"/(?:wp-(?:admin|content|includes|json|login\.php|cron\.php|config\.php|signup\.php|activate\.php"
    r"|comments-post\.php|"
    r"sitemap[a-z0-9_-]{0,20}\.xml|mail\.php|links-opml\.php|trackback\.php)(?![\w-])|(?:index|xmlrpc|readme"
    r"|phpinfo|info|test)\.(?:php|html)|cart|checkout|"
    r"my-account|shop|feed|product|products|product-category|category|tag|author|robots\.txt|sitemap\.xml|admin"
    r"|account|login|"
    r"warenkorb|kasse|mein-konto|panier|commander|mon-compte|api|phpmyadmin|cpanel|webmail)(?=[/?#]|$)"
)
_SAFE_QUERY = re.compile(r"(?:[?&][a-z_\[\]-]{1,32}(?:=[a-z0-9_%.:-]{0,40})?){0,12}(?:#[a-z0-9_/-]{0,60})?")
_SAFE_PATH = re.compile(r"[a-z0-9_./~%@:+-]{1,200}")
# What comes after names the customer's own files, people and wares.
_CUT_AFTER = re.compile(
    r"/(?:wp-content/uploads|author|products?|tag|category|product-category|shop|feed|panier|warenkorb)(?=/[^/])"
)
_ENCODED = re.compile(rf"(?<![a-z0-9])https?%(?:25)?3a(?:%(?:25)?2f){{2}}[^\s<>\"`{{}}|&{MASK}]{{1,2048}}")

_STRONG_TLDS = (
    "com|net|org|de|fr|uk|eu|cymru|wales|scot|info|biz|ch|nl|es|pl|se|dk|fi|cz|ie|ca|au|nz|jp|cn|ru|br|ae|sa|eg"
    "|ma|tn|dz|jo|lb|qa|"
    "kw|om|bh|iq|sy|ly|ps|ye|pt|gr|hu|ro|bg|hr|si|sk|lt|lv|ee|lu|tr|ua|il|za|ng|ke|mx|ar|cl|co|pe|kr|tw|hk|sg|th"
    "|vn|id|ph|ir|pk|"
    "online|shop|store|site|website|blog|agency|dev|tech|cloud|io|edu|gov|mil|xyz|club|berlin|wien|paris|koeln"
    "|hamburg|bayern|"
    "london|swiss|studio|design|digital|media|solutions|photography|example|academy|consulting|company|bzh"
    "|quebec|alsace"
)
_WEAK_TLDS = (
    "at|it|be|is|me|us|in|to|tv|cc|no|so|my|am|app|name|life|live|world|today|page|art|cafe|bio|pro|ai|gg|fm|ws|mobi"
)
_ENDING = re.compile(rf"\.(?:(?P<strong>{_STRONG_TLDS})|(?P<weak>{_WEAK_TLDS}))(?![\w(\[@-]|\.[\w$])")
_SCHEMELESS_PATH = re.compile(rf"(?::[0-9]{{2,5}})?(?:/[^\s<>\"`\\^{{}}|{MASK}]{{0,512}})?")
_NO_HOST_AFTER = frozenset("_@/\\$>%")
_PLAIN_TLDS = frozenset({"com", "de", "net", "org", "fr"})
_HYPHEN_OR_DIGIT = re.compile(r"[0-9-]")
_SITE_WORDS = re.compile(
    r"(?:site|website|web site|domain|shop|store|page|url|host|server|seite|webseite|homepage|boutique|الموقع"
    r"|موقع|موقعي|موقعنا|"
    r"gwefan|wefan|siop|safle|at|auf|sur|ar|www|address|adresse)[\"'»:=\s(]{0,4}(?:is|ist|est|yw"
    r"|هو)?[\"'«:=\s(]{0,3}$"
)

_USER_DIR = re.compile(
    rf"/(?<![\w.]/)(?:home[0-9]{{0,2}}|users|kunden|customers|usr/www/users|srv/users|var/www/clients|data/www"
    rf"|nas/content/live|www)/"
    rf"(?P<value>[^\s/:\"'<>()|,;{MASK}]{{1,80}})(?=/)"
)
_WINDOWS_DIR = re.compile(
    rf"[a-z]:[\\/]{{1,2}}(?:users|documents and settings|dokumente und einstellungen|benutzer"
    rf"|utilisateurs)[\\/]{{1,2}}(?P<value>[^\\/:\"'<>|\n\r{MASK}]{{1,60}})(?=[\\/])"
)
_HOST_DIR = re.compile(
    rf"/(?=(?:vhosts|domains|sites|webapps|htdocs|www|websites|webroot|apps|public_html|vhost|subdomains)/"
    rf"(?P<value>[^\s/:\"'<>()|,;{MASK}]{{1,80}})/)"
)
_ACCOUNT_DIR = re.compile(
    r"/(?:homepages/[0-9]{1,4}|mnt/web[0-9]{1,4}|is/htdocs|mnt/[a-z][0-9]/[0-9]{2})/"
    r"(?P<value>[dw]?[a-z0-9_]{3,40})(?=/)"
)
_TEMPLATE_DIRS = frozenset(
    {"application data", "user account", "user name", "your name", "all users", "default user", "your username"}
)
_COMMON_DIRS = frozenset(
    """vhosts domains sites xxx xxxx xxxxx name myname yourusername desktop documents downloads appdata webapps
    user username users www www-data public default all html public_html customer htdocs web site app default-user
    administrator
    admin you your-user yourname site1 wp wordpress current releases httpdocs name ubuntu runner travis vagrant
    root private
    shared src vendor wp-content wp-includes wp-admin bitnami live staging dev cgi-bin tmp logs subdomains
    your-site test""".split()
)


def find_sites(view: View, keep: Keep) -> Iterator[Span]:
    """Hosts of customers, in addresses and alone; links that open something; accounts in server paths."""
    low = view.low
    if "://" in low:
        for start, end in _urls(low):
            yield from _read_url(low, start, end, keep)
    if "%" in low:
        yield from _find_encoded(low, keep)
    if "." in low:
        yield from _find_bare(low, keep)
    if "/" in low or "\\" in low:
        yield from _find_paths(low, keep)


def _urls(text: str) -> Iterator[tuple[int, int]]:
    for match in _REST.finditer(text):
        scheme = _SCHEME.search(text[max(0, match.start() - 12) : match.start()])
        if scheme is not None:
            yield match.start() - len(scheme.group()), match.end()


def _find_encoded(text: str, keep: Keep) -> Iterator[Span]:
    """Addresses inside addresses, as `?redirect_to=https%3A%2F%2F…` has them; they go whole."""
    for match in _ENCODED.finditer(text):
        address = unquote(unquote(match.group())).rstrip(_TRAILING)
        parts = _HOST_PORT.match(address, address.index("://") + 3)
        if parts is None or not parts[2]:
            continue
        path = address[parts.end() :]
        kept = keep.host(parts[2], path)
        kind = _link_kind(path) or ("" if kept or not _is_host(parts[2]) else _random_link(path) or "site")
        if kind:
            yield Span(match.start(), match.start() + len(match.group().rstrip(_TRAILING)), kind)


def _read_url(text: str, start: int, end: int, keep: Keep) -> Iterator[Span]:
    end = start + len(text[start:end].rstrip(_TRAILING))
    after_scheme = text.index("://", start) + 3
    parts = _HOST_PORT.match(text, after_scheme, end)
    if parts is None or after_scheme >= end:
        return
    login, host = parts[1], parts[2]
    if login is not None and ":" in login:
        yield from _read_login(parts)
    path = text[parts.end() : end]
    secret = _link_kind(path)
    if secret:
        yield Span(start, end, secret)
    elif host and not keep.host(host, path) and _is_host(host):
        yield _host_span(text, start, parts.end(), end)


def _is_host(host: str) -> bool:
    return not host.startswith(("127.", "0.0.0.0", "[::1]"))  # noqa: S104


def _read_login(parts: re.Match[str]) -> Iterator[Span]:
    start, end = parts.span(1)
    yield Span(start, end, "login")


def _link_kind(path: str) -> str:
    if not path or len(path) < 5:
        return ""
    if _RESET.search(path) and ("=" in path or _RANDOM_PART.search(path)):
        return "reset link"
    if ("=" in path and _TOKEN_QUERY.search(path)) or _MAGIC_PATH.search(path):
        return "private link"
    return "private link" if "=" in path and _RANDOM_PART.search(path, path.find("?") + 1) and "?" in path else ""


def _host_span(text: str, start: int, host_end: int, end: int) -> Span:
    path = text[host_end:end]
    secret = _random_link(path)
    if secret:
        return Span(start, end, secret)
    known = _KNOWN_PATH.search(path[:300])
    if known is None:
        return Span(start, end, "site")
    bare, query = _split_query(path[known.start() :])
    if not _SAFE_PATH.fullmatch(bare) or not _SAFE_QUERY.fullmatch(query):
        return Span(start, end, "site")
    if _CUT_AFTER.search(path, known.start()):
        return Span(start, end, "site")
    return Span(start, host_end + known.start(), "site")


def _random_link(path: str) -> str:
    """What a path on a customer's site is if it has a part that nobody can guess: who knows it is let in."""
    return "private link" if _RANDOM_PART.search(path) else ""


def _split_query(path: str) -> tuple[str, str]:
    place = min((path.find(mark) for mark in "?#" if mark in path), default=len(path))
    return path[:place], path[place:]


def _find_bare(text: str, keep: Keep) -> Iterator[Span]:
    for match in _ENDING.finditer(text):
        start = _host_start(text, match.start())
        host = text[start : match.end()]
        if (
            start == match.start()
            or host[0] in ".-"
            or text[start - 1 : start] in _NO_HOST_AFTER
            or text[start - 2 : start] == "::"
        ):
            continue
        rest = _SCHEMELESS_PATH.match(text, match.end())
        end = match.end() + len(text[match.end() : rest.end() if rest else match.end()].rstrip(_TRAILING))
        path = text[match.end() : end]
        secret = _link_kind(path)
        if secret:
            yield Span(start, end, secret)
        elif not keep.host(host, path) and _is_site(text, start, host, match["strong"]):
            yield _host_span(text, start, match.end(), end)


def _host_start(text: str, end: int) -> int:
    start = end
    while start > 0 and end - start < 253 and (text[start - 1].isalnum() or text[start - 1] in ".-"):
        start -= 1
    while start < end and text[start] in ".-":
        start += 1
    return start


def _is_site(text: str, start: int, host: str, strong: str | None) -> bool:
    labels = host.split(".")
    if "" in labels:
        return False
    if strong:
        return len(labels) > 2 or not labels[0].isdigit() or strong in _PLAIN_TLDS
    if labels[0] == "www" or _SITE_WORDS.search(text[max(0, start - 24) : start]):
        return True
    return (len(labels) == 2 and bool(_HYPHEN_OR_DIGIT.search(labels[0]))) or 2 < len(labels) < 6


def _find_paths(text: str, keep: Keep) -> Iterator[Span]:
    if "/" in text:
        for match in (*_USER_DIR.finditer(text), *_ACCOUNT_DIR.finditer(text)):
            yield from _account(match, "login", keep)
        for match in _HOST_DIR.finditer(text):
            yield from _account(match, "site", keep)
    if ":\\" in text or ":/" in text:
        for match in _WINDOWS_DIR.finditer(text):
            yield from _account(match, "login", keep)


def _account(match: re.Match[str], kind: str, keep: Keep) -> Iterator[Span]:
    value = match["value"]
    if (
        value in _COMMON_DIRS
        or value in _TEMPLATE_DIRS
        or value[0] in "[%$"
        or value.endswith(".php")
        or keep.host(value)
        or keep.word(value)
    ):
        return
    if kind == "site" and "." not in value and not _HYPHEN_OR_DIGIT.search(value):
        return
    yield Span(*match.span("value"), "site" if "." in value.strip(".") else kind)
