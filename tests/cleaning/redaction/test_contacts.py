"""Promise 2: no e-mail address, telephone number or postal address gets through."""

from __future__ import annotations

import pytest

from deflect.cleaning.redaction import Redactor


def redact(text: str) -> str:
    return Redactor().start().redact(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("write to gwen.parry@bakery.cymru please", "write to [e-mail] please"),
        ("mailto:gwen@bakery.cymru", "mailto:[e-mail]"),
        ("<gwen@bakery.cymru>", "<[e-mail]>"),
        ('"gwen@bakery.cymru"', '"[e-mail]"'),
        ("'gwen@bakery.cymru'", "'[e-mail]'"),
        ("gwen+shop@sub.bakery.co.uk.", "[e-mail]."),
        ("a@b.co", "[e-mail]"),
        ("GWEN@BAKERY.CYMRU", "[e-mail]"),
        ("email=gwen@bakery.cymru&x=1", "email=[e-mail]&x=1"),
        ("gwen%40bakery.cymru", "[e-mail]"),
        ("gwen_parry-2@bakery-shop.de, thanks", "[e-mail], thanks"),
        ("müller@bäckerei.de schreibt", "[e-mail] schreibt"),
        ("أرسل إلى ahmad@matjar.ae شكرا", "أرسل إلى [e-mail] شكرا"),
        ("anfonwch at gwen@siop.cymru os gwelwch yn dda", "anfonwch at [e-mail] os gwelwch yn dda"),
        ("écrivez à marie@boutique.fr svp", "écrivez à [e-mail] svp"),
        ("a@b.co and c@d.co and a@b.co", "[e-mail] and [e-mail 2] and [e-mail]"),
        ("A@b.co and a@B.co", "[e-mail] and [e-mail]"),
        ("gwen@example.org", "[e-mail]"),
        ("gwen@example.com", "[e-mail]"),
        ("gwen (at) bakery dot com", "[e-mail]"),
        ("gwen(at)bakery.com", "[e-mail]"),
        ("gwen [at] bakery [dot] com", "[e-mail]"),
        ("gwen{at}bakery{dot}co{dot}uk", "[e-mail]"),
        ("gwen at bakery dot com", "[e-mail]"),
        ("gwen @ bakery.com", "[e-mail]"),
        ("gwen (@) bakery.com", "[e-mail]"),
        ("jan (ät) laden punkt de", "[e-mail]"),
        ("marie (arobase) boutique.fr", "[e-mail]"),
        ("marie [arobase] boutique point fr", "[e-mail]"),
        ("g\u200bwen@bak\u200bery.com", "[e-mail]"),
        ("gwen@bak\u00adery.com", "[e-mail]"),
        ("ｇｗｅｎ@ｂａｋｅｒｙ.ｃｏｍ", "[e-mail]"),
        ("ｇｗｅｎ＠bakery．com", "[e-mail]"),
        ("gwen&#64;bakery.com", "[e-mail]"),
        ("gwen&#x40;bakery&#46;com", "[e-mail]"),
        ("gwen&commat;bakery.com", "[e-mail]"),
        ("gwen&amp;#64;bakery.com", "[e-mail]"),
    ],
)
def test_email_addresses_go(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "@media (max-width: 600px) { a { color: #fff } }",
        "* @param string $name The name.",
        "npm install @wordpress/scripts@26.1.0",
        "add_filter( 'the_title', '@callback' );",
        "follow us @acme",
        "you@example.com is a placeholder",
        "your-email@example.com",
        "user@localhost",
        "look at this dot in the corner",
        "meet me at noon",
        "I looked at github.com yesterday",
        "5 @ 3.50 each",
        "the file at /tmp dot log",
    ],
)
def test_what_only_looks_like_an_address_stays(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+44 20 7946 0958", "[phone]"),
        ("call +442079460958 now", "call [phone] now"),
        ("+49 (0)30 2312 5555", "[phone]"),
        ("+49-30-23125555", "[phone]"),
        ("0049 30 23125555", "[phone]"),
        ("0171/1234567", "[phone]"),
        ("0171 / 1234567", "[phone]"),
        ("(030) 23125555", "[phone]"),
        ("030 23125-555", "[phone]"),
        ("Telefon: 23125555", "Telefon: [phone]"),
        ("01 23 45 67 89", "[phone]"),
        ("01.23.45.67.89", "[phone]"),
        ("téléphone : 0612345678", "téléphone : [phone]"),
        ("+33 6 12 34 56 78", "[phone]"),
        ("(202) 555-0143", "[phone]"),
        ("202-555-0143", "[phone]"),
        ("202.555.0143", "[phone]"),
        ("1-202-555-0143", "[phone]"),
        ("01632 960123", "[phone]"),
        ("07700 900123", "[phone]"),
        ("020 7946 0958", "[phone]"),
        ("ffôn: 029 2018 0180", "ffôn: [phone]"),
        ("هاتف ٠٥٠١٢٣٤٥٦٧", "هاتف [phone]"),
        ("+٩٧١ ٥٠ ١٢٣ ٤٥٦٧", "[phone]"),
        ("رقم الهاتف: +971501234567", "رقم الهاتف: [phone]"),
        ("０２０ ７９４６ ０９５８", "[phone]"),
        ("+44\u00a020\u00a07946\u00a00958", "[phone]"),
        ("020\u201179460958", "[phone]"),
        ("mobile 7700900123", "mobile [phone]"),
        ("WhatsApp: 61234567", "WhatsApp: [phone]"),
        ("4 +44 20 7946 0958 404 404", "4 [phone] 404"),
        ("option 2 020 7946 0958", "option 2 [phone]"),
        ("0171 1234567 2031-05-01", "[phone] 2031-05-01"),
        ("+44 20 7946 0958 or +44 20 7946 0959", "[phone] or [phone 2]"),
        ("+44 20 7946 0958 = +442079460958", "[phone] = [phone]"),
    ],
)
def test_telephone_numbers_go(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "version 10.0.19045.3086",
        "Thunderbird 115.10.1 on Windows 10",
        "2023-01-02 11:22:33",
        "02.01.2023 14:30",
        "01/02/2023",
        "20230102",
        "on 2023-01-02T11:22:33+0200",
        "1 000 000 rows",
        "1,000,000 visits",
        "12345678 bytes",
        "memory limit 268435456",
        "0x80004005",
        "error 0xc0000005",
        "port 8080, 443 and 3306",
        "EUR 1.234,56",
        "$1,299.00",
        "PHP 8.2.12",
        "row 4294967295",
        "1024x768 and 1920x1080",
        "timestamp 1684412345",
        "0.123456789",
        "1684412345.678901",
        "line 1234567",
        "ISBN 9",
        "SQLSTATE[42S02] 1146",
        "max 3-5 minutes, 10-20 times",
        "100 - 200 - 300",
        "1 2 3 4 5 6 7 8 9",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I live at 12 High Street", "I live at [address]"),
        ("12 High Street, Cardiff CF10 1AA", "[address]"),
        ("221b Baker St, London NW1 6XE", "[address]"),
        ("postcode is LL57 2DG", "postcode is [address]"),
        ("1600 Main Avenue", "[address]"),
        ("Hauptstraße 12, 10115 Berlin", "[address]"),
        ("Wir sitzen im Lindenweg 5a", "Wir sitzen im [address]"),
        ("Lange Straße 7", "[address]"),
        ("12 rue de la Paix, 75002 Paris", "[address]"),
        ("8 bis, avenue Victor Hugo", "[address]"),
        ("14 Heol y Bont", "[address]"),
        ("Stryd Fawr 22", "[address]"),
        ("شارع الملك فهد 45", "[address]"),
        ("Address: Flat 3, Mill House, Bangor", "Address: [address]"),
        ("Anschrift: Am Markt 3 in Ulm", "Anschrift: [address]"),
    ],
)
def test_postal_addresses_go(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Step 3 Click Save",
        "address: see settings",
        "IP address: none",
        "open the 3 Way Merge dialog",
        "2 factor login",
        "30 days of updates",
        "in 5 Schritten",
        "the placeholder 3 is wrong",
        "String 12 and ring 3",
    ],
)
def test_what_is_no_address_stays(text: str) -> None:
    assert redact(text) == text
