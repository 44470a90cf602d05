"""Values that must not get out, and harmless ones that must stay, made from a seed and by no rule of deflect's."""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from benchmarks.leaks.wording import Wording

KINDS = (
    "name", "e-mail", "phone", "address", "IP address", "card number", "IBAN", "licence key", "API key", "password",
    "reset link", "private link",
)  # fmt: skip
SECRETS = ("licence key", "API key", "password", "reset link", "private link")
BEYOND = ("birth date", "ID number", "code")
"""Kinds planted besides the twelve."""

_UPPER = string.ascii_uppercase + string.digits
_MIXED = string.ascii_letters + string.digits
_HEX = "0123456789abcdef"
_PHONES = {
    "en": ("+44 20 79## ####", "07### ######", "(4##) 55#-####", "+1 6##-55#-####", "0161 4## ####", "+61 4## ### ###"),
    "de": ("+49 30 23####", "0171 #######", "040/33#####", "+43 664 #######", "+41 44 6## ## ##", "(089) 21## ####"),
    "fr": ("+33 1 4# ## ## ##", "06 ## ## ## ##", "02.98.##.##.##", "+32 470 ## ## ##", "0033 6 ## ## ## ##"),
    "ar": ("+971 50 ### ####", "٠١٠########", "+20 10 #### ####", "05########", "+966 55 ### ####"),
    "cy": ("029 20## ####", "01970 6#####", "+44 1248 ######", "07### ### ###"),
}
_IBANS = {"en": ("GB", 14), "de": ("DE", 18), "fr": ("FR", 23), "ar": ("SA", 20), "cy": ("GB", 14)}
_WORDS = ("dragon", "sommer", "soleil", "cwtch", "marmalade", "falcon", "biscuit", "sunshine", "tiger", "fromage")
_SITES = ("bakery", "garten", "velo", "pottery", "siop", "matjar", "studio", "optik", "fleurs", "gwesty")
_ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "cy": "Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr",
}


@dataclass(frozen=True, slots=True)
class Planted:
    """A value that must not leave the store.

    Attributes:
        kind: One of `KINDS` or `BEYOND`, or `own name` for the requester's.
        language: Of the text around it.
        value: As it was written.
        telling: Its parts that tell it to a reader: none of them may get out.
    """

    kind: str
    language: str
    value: str
    telling: tuple[str, ...]


@dataclass(frozen=True)
class Maker:
    """Makes values for one language."""

    rng: Random
    language: str
    wording: Wording

    def plant(self, kind: str) -> Planted:
        """Make a value of a kind."""
        value, telling = _MAKERS[kind](self)
        return Planted(kind, self.language, value, telling)

    def harmless(self, kind: str) -> str:
        """Make a value that nobody is told by."""
        return _HARMLESS[kind](self.rng)

    def pick(self, name: str) -> str:
        """One of the language's names, streets or towns."""
        return self.rng.choice(self.wording.lists[name])

    def some(self, alphabet: str, length: int) -> str:
        """Random letters, digits in every fourth place if there are any."""
        digits = [letter for letter in alphabet if letter.isdigit()]
        letters = self.rng.choices(alphabet, k=length)
        for place in range(2, length, 4):
            letters[place] = self.rng.choice(digits or alphabet)
        return "".join(letters)


Made = tuple[str, tuple[str, ...]]


def _name(make: Maker) -> Made:
    first, last = make.pick("first"), make.pick("last")
    tail = last if make.language == "ar" else max(last.split(), key=len)
    return f"{first} {last}", tuple(part for part in (first, tail) if len(part) > 3 or make.language == "ar")


def _latin(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.lower()).encode("ascii", "ignore").decode()
    return "".join(letter for letter in plain if letter.isalpha())


def _domain(make: Maker) -> str:
    label = f"{_latin(make.pick('last')) or 'al' + make.some('bdfghklmnrst', 5)}-{make.rng.choice(_SITES)}"
    return f"{label}.{make.rng.choice(['com', 'co.uk', 'de', 'fr', 'ae', 'cymru', 'net', 'shop'])}"


def _email(make: Maker) -> Made:
    first, last = _latin(make.pick("first")), _latin(make.pick("last"))
    first, last = first or make.some("abdhiklmnrsu", 5), last or make.some("abdhiklmnrsu", 7)
    local = make.rng.choice([f"{first}.{last}", f"{first[0]}{last}{make.rng.randint(10, 99)}", f"{first}_{last}"])
    own = make.rng.random() < 0.5
    domain = _domain(make) if own else make.rng.choice(["gmail.com", "outlook.com", "web.de", "orange.fr"])
    value = f"{local}@{domain}"
    return (value.title() if make.rng.random() < 0.1 else value), (local, *([domain.split(".")[0]] if own else []))


def _phone(make: Maker) -> Made:
    pattern = make.rng.choice(_PHONES[make.language])
    number = "".join(make.rng.choice(string.digits) if sign == "#" else sign for sign in pattern)
    value = number.translate(_ARABIC) if "٠" in pattern else number
    return value, (value,)


def _address(make: Maker) -> Made:
    number, street, town = str(make.rng.randint(2, 240)), make.pick("street"), make.pick("town")
    code = str(make.rng.randint(10_000, 98_000))
    post = f"{make.some('BCDLSY', 2)}{make.rng.randint(1, 30)} {make.rng.randint(1, 9)}{make.some('ABDEFGH', 2)}"
    forms = {
        "en": (f"{number} {street}, {town}, {post}", f"{number} {street}, {town}", f"{number} {street}, {town} {post}"),
        "de": (f"{street} {number}, {code} {town}", f"{street} {number} in {code} {town}", f"{street} {number}"),
        "fr": (f"{number}, {street}, {code} {town}", f"{number} bis {street}, {town}", f"{number} {street}"),
        "ar": (f"{number} {street}، {town}", f"{street} {number}، {town}", f"{street}، مبنى {number}، {town}"),
        "cy": (f"{number} {street}, {town}, {post}", f"{number} {street}, {town}", f"{street} {number}, {town}"),
    }
    value = make.rng.choice(forms[make.language])
    return value, (street, *([post] if post in value else []), *([f"{code} {town}"] if code in value else []))


def _ip(make: Maker) -> Made:
    if make.rng.random() < 0.2:
        value = f"2a0{make.rng.randint(0, 9)}:{make.some(_HEX, 4)}:{make.some(_HEX, 3)}1::{make.some(_HEX, 3)}a"
    else:
        value = ".".join(str(make.rng.randint(11, 250)) for _ in range(4))
    return value, (value,)


def _card(make: Maker) -> Made:
    prefix, length = make.rng.choice([("4", 16), ("52", 16), ("37", 15), ("6011", 16), ("49", 16)])
    body = prefix + make.some(string.digits, length - 1 - len(prefix))
    number = next(body + check for check in string.digits if _luhn(body + check))
    return _grouped(make, number, 4), (number,)


def _luhn(number: str) -> bool:
    doubled = (int(digit) * 2 if at % 2 else int(digit) for at, digit in enumerate(reversed(number)))
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0


def _iban(make: Maker) -> Made:
    country, length = _IBANS[make.language]
    account = make.some(string.digits, length)
    account = "NWBK" + account if country == "GB" else account
    rest = int("".join(str(int(sign, 36)) for sign in f"{account}{country}00")) % 97
    number = f"{country}{98 - rest:02d}{account}"
    value = _grouped(make, number, 4)
    return (value.lower() if make.rng.random() < 0.1 else value), (number,)


def _grouped(make: Maker, number: str, size: int) -> str:
    joint = make.rng.choice(["", " ", " ", "-"])
    return joint.join(number[at : at + size] for at in range(0, len(number), size))


def _licence(make: Maker) -> Made:
    form = make.rng.randrange(4)
    if form == 0:
        value = "-".join(make.some(_UPPER, 5) for _ in range(5))
    elif form == 1:
        value = "-".join(["SHOP", *(make.some(_UPPER, 4) for _ in range(4))])
    elif form == 2:
        value = "-".join([make.some(_HEX, 8), *(make.some(_HEX, 4) for _ in range(3)), make.some(_HEX, 12)])
    else:
        value = make.some(_UPPER, 24)
    return value, (value,)


def _api(make: Maker) -> Made:
    value = make.rng.choice(
        [
            "sk_" + "live_" + make.some(_MIXED, 24),
            "gh" + "p_" + make.some(_MIXED, 36),
            "AK" + "IA" + make.some(_UPPER, 16),
            "AI" + "za" + make.some(_MIXED, 35),
            "c" + "k_" + make.some(_HEX, 40),
            make.some(_MIXED, 32),
        ]
    )
    return value, (value,)


def _password(make: Maker) -> Made:
    word, year = make.rng.choice(_WORDS), make.rng.randint(1961, 2029)
    sign = make.rng.choice("!#$*?&%")
    value = make.rng.choice(
        [f"{word.title()}{year}{sign}", f"{word}{make.rng.randint(10, 999)}", f"{sign}{make.some(_MIXED, 9)}",
         make.some(_MIXED, 10), f"{make.some(_MIXED, 4)}{sign}{make.some(_MIXED, 5)}", f"{word.title()}-{year}",
         f"{word}-{make.rng.choice(_WORDS)}-{make.rng.randint(10, 99)}", f"{word.title()}{sign}{word}{year % 100}"]
    )  # fmt: skip
    return value, (value.strip("!?"),)


def _reset(make: Maker) -> Made:
    token, site = make.some(_MIXED, make.rng.choice([20, 32])), _domain(make)
    value = make.rng.choice(
        [f"https://{site}/wp-login.php?action=rp&key={token}&login=editor", f"https://{site}/reset-password?token={token}",
         f"https://www.{site}/account/password/reset/{token}", f"https://{site}/my-account/lost-password/?key={token}&id=7",
         f"https%3A%2F%2F{site}%2Fwp-login.php%3Faction%3Drp%26key%3D{token}"]
    )  # fmt: skip
    return value, (token, site.split(".")[0])


def _private(make: Maker) -> Made:
    token, site = make.some(_MIXED, 22), _domain(make)
    value, telling = make.rng.choice(
        [
            (f"https://docs.google.com/document/d/{token}/edit", token),
            (f"https://www.dropbox.com/s/{token}/log.zip", token),
            (f"https://{site}/wp-content/uploads/private/{token}.csv", token),
            (f"https://{site}/?preview_id=12&_ppp={token}", token),
            (f"https://staging.{site}/secret-area/", site.split(".")[0]),
            (f"https://{site}/share/{token}", token),
        ]
    )
    return value, (telling,)


def _birth(make: Maker) -> Made:
    day, month, year = make.rng.randint(1, 28), make.rng.randint(1, 12), make.rng.randint(1938, 2005)
    name = _MONTHS[make.language].split()[month - 1]
    dot = "." if make.language == "de" else ""
    forms = [
        f"{day:02}/{month:02}/{year}",
        f"{day}.{month}.{year}",
        f"{day}{dot} {name} {year}",
        f"{year}-{month:02}-{day:02}",
    ]
    value = make.rng.choice(forms)
    return value, (value,)


def _id(make: Maker) -> Made:
    value = make.rng.choice(
        [
            make.some(string.digits, 9),
            make.some("CFGHJKLMN", 2) + make.some(string.digits, 7),
            make.some(string.digits, 10),
            make.some("CFGHJKLMNPRTVWXYZ" + string.digits, 9),
        ]
    )
    return value, (value,)


def _code(make: Maker) -> Made:
    value = make.some(string.digits, make.rng.choice([4, 5, 6]))
    return value, (value,)


_MAKERS: dict[str, Callable[[Maker], Made]] = {
    "name": _name, "e-mail": _email, "phone": _phone, "address": _address, "IP address": _ip, "card number": _card,
    "IBAN": _iban, "licence key": _licence, "API key": _api, "password": _password, "reset link": _reset,
    "private link": _private, "birth date": _birth, "ID number": _id, "code": _code,
}  # fmt: skip


def _version(rng: Random) -> str:
    return rng.choice(
        [
            f"{rng.randint(1, 12)}.{rng.randint(0, 30)}.{rng.randint(0, 40)}",
            f"{rng.randint(4, 9)}.{rng.randint(0, 9)}",
            f"v{rng.randint(1, 9)}.{rng.randint(0, 9)}.0-beta.{rng.randint(1, 9)}",
            f"{rng.randint(100, 140)}.0.{rng.randint(1000, 9999)}.{rng.randint(10, 99)}",
        ]
    )


def _path(rng: Random) -> str:
    return rng.choice(
        [
            f"wp-content/plugins/shop-kit/includes/class-{rng.choice(['order', 'mail', 'tax'])}"
            f"-{rng.choice(['list', 'view'])}.php",
            f"/var/log/nginx/error.log.{rng.randint(1, 9)}",
            f"wp-includes/class-wp-hook.php:{rng.randint(10, 900)}",
            f"C:\\xampp\\htdocs\\wp-content\\debug{rng.randint(1, 99)}.log",
            f"src/Checkout/Step{rng.randint(1, 9)}/index.js",
        ]
    )


def _hash(rng: Random) -> str:
    return "".join(rng.choices(_HEX, k=rng.choice([8, 32, 40, 64])))


def _code_line(rng: Random) -> str:
    return rng.choice(
        [
            f"add_action( 'init', 'shop_kit_{rng.choice(['start', 'load'])}', {rng.randint(1, 99)} );",
            f"define( 'WP_MEMORY_LIMIT', '{rng.choice([128, 256, 512])}M' );",
            f".cart-{rng.randint(1, 99)} {{ color: #{_hash(rng)[:6]}; }}",
            f"wp cache flush --network={rng.randint(1, 99)}",
            f"if ($total > {rng.randint(10, 9999)}) {{ return false; }}",
        ]
    )


def _order(rng: Random) -> str:
    return rng.choice(
        [str(rng.randint(1000, 99999)), f"{rng.choice('ABKT')}-{rng.randint(100, 9999)}", f"0x8{_hash(rng)[:7]}"]
    )


_HARMLESS: dict[str, Callable[[Random], str]] = {
    "version": _version, "path": _path, "hash": _hash, "code line": _code_line, "order": _order,
}  # fmt: skip
