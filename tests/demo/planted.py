"""Personal data and secrets, made up at generation time so that no source file holds one.

Numbers come from ranges kept for fiction or documentation where a country has such a range.
"""

import string
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from tests.demo.sources import fill, placeholders

_KEY_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
_ALNUM = string.ascii_letters + string.digits
_PHONES = {
    "en-US": ("+1 415-555-01##", "(312) 555-01##", "503.555.01##", "+1 (212) 555-01##", "415 555 01##"),
    "en-CA": ("+1 613-555-01##", "(613) 555-01##", "613.555.01##"),
    "en-GB": (
        "+44 20 7946 0###",
        "020 7946 0###",
        "+44 7400 000###",
        "07400 000###",
        "+44 (0)161 496 0###",
        "0161 496 0###",
    ),
    "en-AU": ("+61 491 570 1##", "0491 570 1##", "(02) 5550 ####"),
    "de-DE": ("+49 30 23125 ###", "030/23125###", "0171 39200##", "+49 (0)30 23125-###", "+49 171 39200##"),
    "de-AT": ("+43 664 000 ####", "0664/000 ####"),
    "de-CH": ("+41 44 668 18 ##", "044 668 18 ##"),
    "fr-FR": ("+33 1 99 00 ## ##", "01 99 00 ## ##", "06 00 00 ## ##", "+33 6 00 00 ## ##", "06.00.00.##.##"),
    "fr-BE": ("+32 470 00 ## ##", "0470/00.##.##"),
    "ar-AE": ("+971 50 000 ####", "050 000 ####"),
    "ar-EG": ("+20 100 000 ####", "0100 000 ####", "٠١٠٠٠٠٠####"),
    "ar-SA": ("+966 50 000 ####", "050 000 ####"),
    "cy-GB": ("+44 29 2018 0###", "029 2018 0###", "07400 000###"),
}
_IBANS = {"en": "GB", "de": "DE", "fr": "FR", "ar": "AE", "cy": "GB"}
_PASSWORD_WORDS = ("Fluffy", "Sommer", "Kitten", "Soleil", "Dragon", "Arsenal", "Marmite", "Berlin", "Cymru", "Falcon")
_LOGIN_WORDS = ("tmp", "support", "webadmin", "editor", "helper", "guest", "test")
_HARMLESS = frozenset(
    {"site", "wp_version", "plugin_version", "theme", "order", "ticket", "agent", "company", "first", "last", "title"}
    | {"own", "until", "issue", "link", "spam_domain", "spam_name"}
)


@dataclass(frozen=True)
class Planted:
    """A value that must not leave the store, and what it is."""

    type: str
    value: str


@dataclass
class Vault:
    """The personal data of one ticket: the same placeholder has the same value all through it."""

    rng: Random
    locale: str
    area: str
    site: str
    names: tuple[str, str]
    own_phone: str | None = None
    values: dict[str, str] = field(default_factory=dict)

    def fill(self, text: str, harmless: Mapping[str, str]) -> str:
        """Fill a text's placeholders and remember what was planted."""
        for kind in sorted(placeholders(text) - _HARMLESS):
            if kind not in self.values:
                self.values[kind] = self._make(kind)
        return fill(text, {**harmless, **self.values})

    def can_repeat(self, text: str) -> bool:
        """Tell whether all that a text would plant was planted before."""
        return placeholders(text) - _HARMLESS <= self.values.keys()

    def _make(self, kind: str) -> str:
        match kind:
            case "licence_key":
                return licence_key(self.rng, self.area)
            case "phone":
                return self.own_phone or phone(self.rng, self.locale)
            case "iban":
                return iban(self.rng, _IBANS[self.locale[:2]])
            case "name":
                return self.names[0]
            case "email":
                return self.names[1]
            case "reset_link":
                return reset_link(self.rng, self.site)
            case _:
                return _MAKERS[kind](self.rng)


def _random(rng: Random, alphabet: str, length: int) -> str:
    return "".join(rng.choices(alphabet, k=length))


def licence_key(rng: Random, area: str) -> str:
    """Make a licence key of the plugin of an area."""
    letter = {"bookings": "B", "forms": "F", "members": "M"}.get(area) or rng.choice("BFM")
    return "-".join([f"FL{letter}", *(_random(rng, _KEY_LETTERS, 4) for _ in range(4))])


def login(rng: Random) -> str:
    """Make a user name of WordPress that is not an ordinary word."""
    word, tail = rng.choice(_LOGIN_WORDS), _random(rng, string.ascii_lowercase, 5)
    return rng.choice([f"fernleaf_{word}", f"{word}{rng.randint(10, 99)}", f"{word}.{tail}"])


def password(rng: Random) -> str:
    """Make a password: a random one or one that people make up."""
    if rng.random() < 0.5:
        return f"X{_random(rng, _ALNUM, rng.randint(5, 9))}{rng.choice('!#$*?')}{_random(rng, _ALNUM, 3)}"
    joint = rng.choice(["-", "", "_", "."])
    return f"{rng.choice(_PASSWORD_WORDS)}{joint}{rng.randint(1961, 2026)}{rng.choice('!#$*?')}"


def api_key(rng: Random) -> str:
    """Make something in the shape of a payment, webhook, cloud or map key."""
    shape = rng.randrange(5)
    if shape == 0:
        return "_".join(["sk", "live", _random(rng, _ALNUM, 24)])
    if shape == 1:
        return "_".join(["whsec", _random(rng, _ALNUM, 32)])
    if shape == 2:
        return "AK" + "IA" + _random(rng, string.ascii_uppercase + "234567", 16)
    if shape == 3:
        return "AI" + "za" + _random(rng, _ALNUM + "-_", 34) + _random(rng, _ALNUM, 1)
    return "_".join(["rk", "live", _random(rng, _ALNUM, 24)])


def reset_link(rng: Random, site: str) -> str:
    """Make a link that resets a password."""
    if rng.random() < 0.4:
        return f"https://account.fernleaf.example/reset?token={_random(rng, '0123456789abcdef', 40)}"
    return f"https://{site}/wp-login.php?action=rp&key={_random(rng, _ALNUM, 20)}&login={login(rng)}"


def phone(rng: Random, locale: str) -> str:
    """Make a telephone number as people of a locale write it."""
    pattern = rng.choice(_PHONES[locale])
    digits = "٠١٢٣٤٥٦٧٨٩" if "٠" in pattern else string.digits
    return "".join(rng.choice(digits) if sign == "#" else sign for sign in pattern)


def iban(rng: Random, country: str) -> str:
    """Make an account number with valid check digits, in groups or in one piece."""
    lengths = {"DE": 18, "FR": 23, "AE": 19, "GB": 14}
    account = ("FERN" if country == "GB" else "") + _random(rng, string.digits, lengths[country])
    if country == "FR":
        account = _with_rib_key(account)
    digits = "".join(str(int(sign, 36)) for sign in f"{account}{country}00")
    number = f"{country}{98 - int(digits) % 97:02d}{account}"
    return number if rng.random() < 0.4 else " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def _with_rib_key(account: str) -> str:
    bank, branch, number = int(account[:5]), int(account[5:10]), int(account[10:21])
    return f"{account[:21]}{97 - (89 * bank + 15 * branch + 3 * number) % 97:02d}"


def card(rng: Random) -> str:
    """Make a card number in a test range with a valid check digit."""
    prefix = rng.choice(["4242" * 3, "4000" + "0566" + "55", "5555" * 3, "4111" * 3])
    digits = prefix + _random(rng, string.digits, 15 - len(prefix))
    number = next(digits + check for check in string.digits if _luhn(digits + check))
    joint = rng.choice([" ", "", "-"])
    return joint.join(number[at : at + 4] for at in range(0, 16, 4))


def _luhn(number: str) -> bool:
    doubled = (int(d) * 2 if at % 2 else int(d) for at, d in enumerate(reversed(number)))
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def ip(rng: Random) -> str:
    """Make an address in a network kept for documentation."""
    if rng.random() < 0.15:
        return f"2001:db8:{rng.randrange(4096, 65536):x}::{rng.randrange(16, 4096):x}"
    return f"{rng.choice(['192.0.2', '198.51.100', '203.0.113'])}.{rng.randint(2, 254)}"


_MAKERS = {"login": login, "password": password, "api_key": api_key, "card": card, "ip": ip}
