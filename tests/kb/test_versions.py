"""Products and versions are those that enough tickets name; amounts and addresses are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.kb.versions import named_by_anybody, named_by_customers, ranges, versions_in

from .build import asking, ticket

FOUND = {
    "Bookings 4.0 is blank.": {("Bookings", "4.0")},
    "We use Bookings version 4.0.3 on PHP 8.2.": {("Bookings", "4.0.3"), ("PHP", "8.2")},
    "Bookings v4.1": {("Bookings", "4.1")},
    "Since version 4.0 it fails.": {("", "4.0")},
    "Since 4.0 it fails.": set(),
    "Update to 4.0 first.": set(),
    "Install 3.2.1 first.": set(),
    "In Version 4.0 ist das Fenster leer.": {("", "4.0")},
    "Depuis la version 4.0 rien ne marche.": {("", "4.0")},
    "التقويم فارغ منذ الإصدار 4.0 عندنا": {("", "4.0")},
    "Mae'n wag ers fersiwn 4.0 yma.": {("", "4.0")},
    "It costs 49.90 EUR or $49.90.": set(),
    "The file has 2.5 MB.": set(),
    "File 2.5 MB is too large.": set(),
    "Discount 12.5% was given.": set(),
    "Server 192.168.10.77 is down.": set(),
    "Open https://x.example/Bookings/4.0/ now.": set(),
    "WordPress 6.9.1, PHP 8.3": {("WordPress", "6.9.1"), ("PHP", "8.3")},
}


@pytest.mark.parametrize("text", FOUND)
def test_a_version_is_a_dotted_number_behind_a_name_or_the_word(text: str) -> None:
    assert versions_in(text) == FOUND[text]


@given(st.text(max_size=200))
def test_no_text_breaks_it(text: str) -> None:
    assert all(number.replace(".", "").isdigit() and number in text for _, number in versions_in(text))


def test_three_different_customers_must_name_it() -> None:
    said = "Bookings 4.0 is blank."
    assert named_by_customers(asking(said, said)) == []
    found = named_by_customers(asking(said, said, said))
    assert [(each.text, each.tickets) for each in found] == [("Bookings 4.0", ("shop:0", "shop:1", "shop:2"))]
    same = [ticket(number, None, question=said, customer="c1") for number in range(3)]
    assert named_by_customers(same) == []


def test_two_different_agents_may_name_it_instead() -> None:
    answers = [ticket(n, "It is fixed in Bookings 4.0.3.", f"a{n}") for n in range(2)]
    assert [each.text for each in named_by_anybody(answers)] == ["Bookings 4.0.3"]
    assert named_by_customers(answers) == []
    one = [ticket(n, "It is fixed in Bookings 4.0.3.", "a1") for n in range(2)]
    assert named_by_anybody(one) == []


def test_a_bare_version_is_not_told_beside_the_product_that_has_it() -> None:
    named = asking(*["Bookings 4.0 is blank. Since version 4.0 nothing shows."] * 3)
    assert [each.text for each in named_by_customers(named)] == ["Bookings 4.0"]


def test_platforms_are_told_from_products() -> None:
    found = named_by_customers(asking(*["Bookings 4.0 on WordPress 6.9"] * 3))
    assert [(each.product, each.is_platform) for each in found] == [("Bookings", False), ("WordPress", True)]


def test_ranges_go_from_the_lowest_to_the_highest_by_number_and_not_by_letter() -> None:
    found = named_by_customers(asking(*["Bookings 4.9, Bookings 4.10 and Bookings 4.2; PHP 8.2"] * 3))
    assert ranges(found) == ("Bookings 4.2 to 4.10", "PHP 8.2")
