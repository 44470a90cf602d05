"""No text of a megabyte holds redaction up, and redacting what was redacted changes nothing."""

from __future__ import annotations

import random
import string

import pytest

from deflect.cleaning.redaction import Redactor
from tests.timing import shares_of_plain_work

MEGABYTE = 1_000_000
# In units of tests.timing: 250 ms on the machine that the promise refers to.
LIMIT = 40.0

PIECES = (
    *(
        "1",
        "@",
        "a",
        "A",
        "é",
        "س",
        "-",
        ".",
        " ",
        "\n",
        "\r\n",
        "\t",
        "[",
        "[[]]",
        "((",
        "/",
        "\\",
        "'",
        '"',
        "<",
        "=",
        "&",
        "%",
        "$",
    ),
    *("a@", "a@b", "a@b.", "a@b.co ", "a (at) b ", "a at b dot ", "(at)", " @ ", "%40", "a%40b.de ", "Ab <", "Ab <a@"),
    *(
        "1 ",
        "1-",
        "12-",
        "1.",
        "(1)",
        "+1",
        "1.1.1.1 ",
        "0171 1234567 ",
        "+44 20 7946 0958 ",
        "01 23 45 67 89 ",
        "01711234567 ",
    ),
    *("f:", "::", "a:b:", "00:", "0123456789abcdef", "ABCD-", "AB12-", "Ab1-", "a1-b2-", "aB1", "abcd efgh ", "aB1d "),
    *(
        "a.com",
        "a.com ",
        "x.com/",
        "a-b.",
        "www.",
        "http://",
        "http://a",
        "http://a.de ",
        "https://a@",
        "://",
        "https://a.de/?token=",
    ),
    *(
        "user: ",
        "pass ",
        "password: ",
        "password: a1b2c3 ",
        "user a pass ",
        "user: a pass: b ",
        "login a/",
        "login: a / b ",
        "wp-admin a b ",
    ),
    *(
        "hi A",
        "Hi Ab ",
        "Hi Ab,\n",
        "name is A ",
        "Thanks\n",
        "Thanks\nAb\n",
        "Mr A",
        "wrote ",
        "Ab wrote ",
        "Ab Ab Ab Ab ",
    ),
    *(
        "&#",
        "&#64;",
        "&amp;",
        "\u00ad",
        "\u200b",
        "a\u200b",
        "\u0301",
        "a\u0301",
        "\u0661",
        "１",
        "ｱ",
        "\ue000",
        "a\ue000",
        "\ud800",
    ),
    *(
        "سلام ",
        "كلمة المرور: س ",
        "عزيزي س ",
        "شارع ا ",
        "define('KEY','",
        "define(",
        "key: a1b2",
        "key=1 ",
        "secret=1",
        "eyJ",
        "eyJa.",
    ),
    *(
        "-----BEGIN PRIVATE KEY-----",
        "insert into users values (",
        "insert into ",
        "order #1234 ",
        "iban de",
        "DE89 3704 0044 0532 0130 00 ",
    ),
    *(
        "DE89 AAAA ",
        "DE123456789 ",
        "GB123456789 ",
        "4111 1111 1111 1111 ",
        "vat de123456789 ",
        "license a1-",
        "license: 12345678 ",
    ),
    *(
        "/home/a/",
        "c:\\users\\",
        "c:/users/a/",
        "1 Ab Street ",
        "1 Ab Ab Ab Ab ",
        "Astraße 1",
        "1 rue de ",
        "Heol A ",
        "address: 1 abc ",
    ),
    *(
        "log in ",
        "log in with a1b2c3 ",
        "login Ab1!",
        "password ",
        "Anna ",
        "Anna Ab ",
        "Anna van ",
        "Anna-",
        "spoke to Ab ",
    ),
    *("asked by a a ", "Ab Ab, our ", "Ab as a ", "our developer ", "مع محمود ", "محمود ", "عبدال", "باسم احمد بن "),
    *("passport ", "passport a1 ", "pin ", "pin 12 ", "sms ", "born ", "born 1/1/", "1 1 1 1 1 2001 ", "2fa "),
    *("https%3a%2f%2f", "https%3a%2f%2fa.de ", "AB12CD34EF56GH78 ", "0a1b2c3d-", "0a1b2c3d-0a1b-", "A1!b2cdE "),
    *("Ab 1, 12345 A", "1 Ab, Ab, ", "address is ", "address is 1 Ab ", "send to Ab ", "am Ab 1 ", "Heol y 1", "حي ا "),
    *(
        "on behalf of Ab ",
        "thanks\nAb Ab",
        "contact: Ab ",
        "make Ab ",
        "it was Ab Ab ",
        "Ab Ab who has ",
        "\n\n- Ab Ab",
    ),
    *(
        "our boss is called ",
        "who has ",
        "typed a1b2c3 ",
        "باسم س",
        "السيد ابن ",
        "من العميل ا ",
        "born on the 1 of ",
        "1/1/1990 ",
    ),
    *("1 Ab View, ", "shop at 1 Ab, ", "laden in der Ab 1, ", "an Ab 1 liefern ", "1234 as the pin ", "\nAb Ab\nAb "),
    *("[e-mail]", "[e-mail 2]", "[name] ", "[cut]", "bearer a1", "$P$aaaa", "m. A", "A1 1AA "),
)


def repeated(piece: str) -> str:
    return (piece * (MEGABYTE // len(piece) + 1))[:MEGABYTE]


def printable() -> str:
    return "".join(random.Random(3).choices(string.printable, k=MEGABYTE))


def anything() -> str:
    source = random.Random(4)
    ranges = ((32, 127), (0xA0, 0x2FFF), (0xFF00, 0xFFF0), (0x1F300, 0x1F700))
    return "".join(chr(source.randrange(*source.choice(ranges))) for _ in range(MEGABYTE // 4)) * 4


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_a_megabyte_of_the_same_is_read_at_once(piece: str) -> None:
    check(repeated(piece))


@pytest.mark.parametrize("make", [printable, anything])
def test_a_megabyte_of_noise_is_read_at_once(make: object) -> None:
    assert callable(make)
    check(make())


def check(text: str) -> None:
    redactor = Redactor()

    def redact(read: str) -> str:
        return redactor.start(names=["Tomos Evans"], emails=["tomos@kunde.de"]).redact(read)

    assert shares_of_plain_work(lambda: redact(text), LIMIT) < LIMIT
    redacted = redact(text)
    assert redact(redacted) == redacted
    assert redactor.leaks(redacted) == []
