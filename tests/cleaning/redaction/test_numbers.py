"""Promise 2: no account, card, tax, order or machine number gets through."""

from __future__ import annotations

import pytest

from deflect.cleaning.redaction import Redactor
from tests.cleaning.redaction.made import card, iban, spaced

IBANS = {
    "DE": iban("DE", "370400440532013000"),
    "GB": iban("GB", "NWBK60161331926819"),
    "FR": iban("FR", "20041010050500013M02606"),
    "SA": iban("SA", "80000000608010167519"),
    "NO": iban("NO", "86011117947"),
    "MT": iban("MT", "MALT011000012345MTLCAST001S"),
}
CARDS = {
    "visa": card("4"),
    "master": card("51"),
    "amex": card("34", 15),
    "maestro": card("6759", 19),
    "discover": card("6011"),
}


def redact(text: str) -> str:
    return Redactor().start().redact(text)


@pytest.mark.parametrize("country", IBANS)
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "pay to {} please",
        "Überweisung auf {}.",
        "virement sur {}, merci",
        "الحساب {} شكرا",
        "talwch i {} os gwelwch",
    ],
)
def test_ibans_go(country: str, around: str) -> None:
    value = IBANS[country]
    for written in (
        value,
        spaced(value),
        value.lower(),
        value[:4] + "-" + value[4:],
        spaced(value, 4).replace(" ", "\u00a0"),
    ):
        assert redact(around.format(written)) == around.format("[IBAN]")


def test_an_iban_with_a_wrong_digit_goes_only_where_it_is_called_one() -> None:
    wrong = "DE00" + IBANS["DE"][4:]
    assert redact(f"IBAN: {wrong}") == "IBAN: [IBAN]"


@pytest.mark.parametrize("kind", CARDS)
@pytest.mark.parametrize(
    "around", ["{}", "card {} was declined", "Karte {}.", "ma carte {}, merci", "البطاقة {}", "cerdyn {}"]
)
def test_card_numbers_go(kind: str, around: str) -> None:
    for written in (CARDS[kind], spaced(CARDS[kind]), spaced(CARDS[kind]).replace(" ", "-")):
        assert redact(around.format(written)) == around.format("[card number]")
    eastern = CARDS[kind].translate({0x30 + digit: 0x660 + digit for digit in range(10)})
    assert redact(around.format(eastern)) == around.format("[card number]")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("VAT DE136695976", "VAT [tax id]"),
        ("DE136695976", "[tax id]"),
        ("USt-IdNr.: DE 136695976", "USt-IdNr.: [tax id]"),
        ("TVA : FR40303265045", "TVA : [tax id]"),
        ("GB 980 7806 84", "[tax id]"),
        ("VAT number: GB123456789", "VAT number: [tax id]"),
        ("Steuernummer 12/345/67890", "Steuernummer [tax id]"),
        ("SIRET 73282932000074", "SIRET [tax id]"),
        ("الرقم الضريبي: 300000000000003", "الرقم الضريبي: [tax id]"),
        ("rhif TAW: GB123456789", "rhif TAW: [tax id]"),
        ("SSN 078-05-1120", "SSN [tax id]"),
    ],
)
def test_tax_numbers_go(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("invoice INV-20314821", "invoice [order number]"),
        ("customer id 99123", "customer id [order number]"),
        ("account number: 2031-4821", "account number: [order number]"),
        ("Kundennummer 991234", "Kundennummer [order number]"),
        ("Rechnung Nr. 48213", "Rechnung Nr. [order number]"),
        ("facture n° 48213", "facture n° [order number]"),
        ("رقم العميل ٤٨٢١٣", "رقم العميل [order number]"),
        ("rhif cwsmer 48213", "rhif cwsmer [order number]"),
    ],
)
def test_numbers_that_a_customer_is_kept_by_go(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "order #48213",
        "Order number: 48213",
        "Bestellung 48213 hängt",
        "Bestellnummer: 48213",
        "commande n° 48213",
        "numéro de commande 48213",
        "الطلب رقم 48213",
        "archeb rhif 48213",
        "product A-2210 and booking 48213",
    ],
)
def test_numbers_of_orders_and_products_stay(text: str) -> None:
    assert redact(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("from 81.2.69.142", "from [IP address]"),
        ("IP 192.168.1.20 and 192.168.1.21", "IP [IP address] and [IP address 2]"),
        ("[81.2.69.142]", "[[IP address]]"),
        ("81.2.69.142:8080", "[IP address]:8080"),
        ("٨١.٢.٦٩.١٤٢", "[IP address]"),
        ("2001:db8:85a3::8a2e:370:7334", "[IP address]"),
        ("fe80::1ff:fe23:4567:890a", "[IP address]"),
        ("from 2A02:C7F:1234::1.", "from [IP address]."),
        ("MAC 00:1b:44:11:3a:b7", "MAC [MAC address]"),
    ],
)
def test_addresses_of_machines_go(text: str, expected: str) -> None:
    assert redact(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "127.0.0.1",
        "0.0.0.0",
        "::1",
        "version 1.2.3.4",
        "v1.2.3.4",
        "Version: 10.2.3.4",
        "plugin 1.2.3.4",
        "Chrome/115.0.0.0",
        "php-8.2.1.1",
        "1.2.3",
        "1.2.3.4.5",
        "300.400.500.600",
        "8.8.8.8",
        "12:34:56",
        "10:30 - 11:45",
        "Class::method and a::b",
        "std::vector",
        "ratio 4:3 and 16:9",
        "order of 1000 items",
        "in order 2023",
        "order 3 shirts",
        "#4821",
        "customer 360 view",
        "account 2 of 3",
        "user 1",
        "invoice 2023-01-02",
        "payment 12.50",
        "4111",
        "1234 5678",
        "1111 1111 1111 1111",
        "pay with the test card " + "4242 " * 4,
        "Build ID 20310328155238",
        "10000000000000000",
        "id 4242",
        "de12 is short",
        "VAT is 20%",
        "tax of 1,000,000",
        "GB 2 and DE 3",
        "E1234567890",
        "12-34-5678 9",
    ],
)
def test_numbers_that_name_nobody_stay(text: str) -> None:
    assert redact(text) == text
