"""What two sentences must have in common to say the same: menu paths, numbers, addresses, negation."""

from __future__ import annotations

import re

_MENU_NAME = r"[^\W_a-z][\w&/'’-]*(?: [^\W_a-z][\w&/'’-]*){0,3}"
_MENU_PATH = re.compile(rf"(?<!\w)({_MENU_NAME})((?:\s*[>→›]\s*{_MENU_NAME})+)")
_ARROW = re.compile(r"\s*[>→›]\s*")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_ADDRESS = re.compile(r"https?://[^\s)\]]+")
_NEGATION = re.compile(
    r"(?<!\w)(?:not|never|no longer|without|\w+n['’]t|nicht|nie|kein\w*|ohne|ne|pas|jamais|sans"
    r"|لا|لم|لن|ليس|بدون|غير|peidiwch|nid|ddim|heb)(?!\w)",
    re.IGNORECASE,
)


def menu_paths(text: str) -> set[str]:
    """Menu paths, `settings>general`, whatever arrows they are written with."""
    return {_ARROW.sub(">", match.group()).casefold() for match in _MENU_PATH.finditer(text)}


def numbers(text: str) -> set[str]:
    """Numbers and versions, apart from those in addresses."""
    return set(_NUMBER.findall(_ADDRESS.sub(" ", text)))


def addresses(text: str) -> set[str]:
    """Web addresses without the punctuation behind them."""
    return {address.rstrip(".,;:!?").casefold() for address in _ADDRESS.findall(text)}


def is_negated(text: str) -> bool:
    """Whether a sentence denies something, in English, German, French, Arabic or Welsh."""
    return bool(_NEGATION.search(text))


def without_values(text: str) -> str:
    """What is left of a sentence without its menu paths, numbers, addresses and negations."""
    for rule in (_ADDRESS, _MENU_PATH, _NUMBER, _NEGATION):
        text = rule.sub(" ", text)
    return text


def compatible(one: set[str], other: set[str]) -> bool:
    """Whether two sentences can say the same though one names values: the other names none, or some of the same."""
    return not one or not other or bool(one & other)
