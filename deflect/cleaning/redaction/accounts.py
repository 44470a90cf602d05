"""Accounts in running text: a pair around a slash, a password some words after its label, a user in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deflect.cleaning.redaction.logins import PASSWORD_ANCHORS, PASSWORD_LABEL, is_strong, is_value
from deflect.cleaning.redaction.rules import Span, matches
from deflect.cleaning.redaction.view import MASK, View

_AFTER_SLASH = re.compile(rf"[ ]/[ ](?P<value>[^\s/{MASK}]{{6,80}})")
_BEFORE_SLASH = re.compile(rf"(?<!\S)(?P<name>[^\s/|:\"'<>,;(){MASK}]{{2,80}})$")
_NEAR = re.compile(
    rf"(?<![^\W_])(?i:{PASSWORD_LABEL})(?![^\W_])[^\s{MASK}]{{0,4}}(?P<rest>(?:[ \t]{{1,3}}[^\s{MASK}]{{1,80}}){{1,8}})"
)
_TOKEN = re.compile(r"[^\s\"'`<>]{6,80}")
_BEFORE_PASSWORD = re.compile(
    r"(?:\b(?:is|it's|ist|est|c'est|as|als|with|mit|avec|yw|هو)|:)\s[\"'`]?(?P<name>[\w.@-]{2,60})[\"'`]?"
    r"(?:\s(?:and|und|et|a|ac|و)\s(?:(?:the|das|le|my|mein|mon|fy)\s)?|\s?[,/;]\s?)و?$"
)
_VALUE_BEFORE = re.compile(
    rf"(?<!\S)(?P<value>[^\s{MASK}]{{6,80}})[ ](?:is|was|ist|war|est|était|هي|هو|yw|ydy|oedd|as|als|comme|fel)[ ]"
    r"(?:(?:my|the|our|your|a|new|old|current|temporary|admin|mein|das|unser|ein|neues|mon|le|notre|nouveau|fy|y)[ ])"
    r"{0,3}$"
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
ANCHORS = _USER_ANCHORS


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


def is_chosen(value: str) -> bool:
    """Whether a word has three of the four kinds of characters that passwords are asked to have.

    Args:
        value: A word in its own case.
    """
    core = value.strip("\"'`«»“”‘’(),;:.<>[]{}")
    kinds = (
        any(letter.islower() for letter in core),
        any(letter.isupper() for letter in core),
        any(letter.isdigit() for letter in core),
        any(letter in "!@#$%^&*?+=~€£§" for letter in core[1:]),
    )
    if _NUMBERED.fullmatch(core):
        return False
    return len(core) >= 6 and sum(kinds) >= 3 and "/" not in core and (kinds[2] or kinds[3]) and is_strong(core)


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
        done = match.end()
        if found:
            yield from _name_before(view, match.start())
    # The password may have gone in the round before this.
    for at in view.at(PASSWORD_ANCHORS):
        if MASK in view.folded[at : at + 40].split("\n", 1)[0]:
            yield from _name_before(view, at)
        yield from _value_before(view, at)


def _value_before(view: View, at: int) -> Iterator[Span]:
    start = max(0, at - 140)
    line = view.folded[start:at].rpartition("\n")[2]
    match = _VALUE_BEFORE.search(line)
    if match is not None and is_chosen(match["value"]) and is_value(match["value"].lower()):
        begins = at - len(line) + match.start("value")
        yield Span(begins, begins + len(match["value"]), "password")


def _name_before(view: View, at: int) -> Iterator[Span]:
    start = max(0, at - 100)
    match = _BEFORE_PASSWORD.search(view.low[start:at])
    if match is not None and is_value(match["name"]) and _ACCOUNT.search(match["name"]):
        yield Span(start + match.start("name"), start + match.end("name"), "login")
