"""Values that look like the real thing, made at run time by other means than the rules use."""

from __future__ import annotations

import random
import string

UPPER_DIGITS = string.ascii_uppercase + string.digits
HEX = "0123456789abcdef"


def token(alphabet: str, length: int, seed: int = 7) -> str:
    """Letters and digits as a random key has them, at least four of them digits if the alphabet has any."""
    source = random.Random(seed)
    letters = [source.choice(alphabet) for _ in range(length)]
    digits = [letter for letter in alphabet if letter.isdigit()]
    for place in range(1, length, 4):
        if digits:
            letters[place] = source.choice(digits)
    return "".join(letters)


def mixed(length: int, seed: int = 7) -> str:
    """A token of upper case, lower case and digits."""
    return token(string.ascii_letters + string.digits, length, seed)


def dashed(groups: int, size: int, seed: int = 7) -> str:
    """A licence key of dashed groups."""
    return "-".join(token(UPPER_DIGITS, size, seed + number) for number in range(groups))


def jwt(seed: int = 7) -> str:
    """Three parts of base64url, the first as every JSON header begins."""
    return "ey" + "J" + mixed(30, seed) + "." + mixed(40, seed + 1) + "." + mixed(43, seed + 2)


def pem(seed: int = 7) -> str:
    """A private key in armour."""
    dashes = "-" * 5
    body = "\n".join(mixed(64, seed + line) for line in range(6))
    return f"{dashes}BEGIN RSA PRIVATE KEY{dashes}\n{body}\n{dashes}END RSA PRIVATE KEY{dashes}"


def iban(country: str, account: str) -> str:
    """An IBAN with its check digits, worked out digit by digit."""
    rest = 0
    for letter in account + country + "00":
        for digit in str(string.digits.index(letter) if letter.isdigit() else ord(letter) - 55):
            rest = (rest * 10 + int(digit)) % 97
    return f"{country}{98 - rest:02d}{account}"


def card(prefix: str, length: int = 16) -> str:
    """A card number that passes Luhn's test."""
    body = prefix + token(string.digits, length - 1 - len(prefix), len(prefix))
    for check in string.digits:
        total = 0
        for place, digit in enumerate(reversed(body + check)):
            doubled = int(digit) * 2 if place % 2 else int(digit)
            total += doubled - 9 if doubled > 9 else doubled
        if total % 10 == 0:
            return body + check
    raise AssertionError("one of ten check digits always fits")


def spaced(value: str, size: int = 4) -> str:
    """The value in groups, as people copy it."""
    return " ".join(value[start : start + size] for start in range(0, len(value), size))
