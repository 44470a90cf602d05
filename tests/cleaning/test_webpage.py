"""A page gives its title, address and main text, and hostile pages take no more time than long ones."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.cleaning.webpage import WebPage, read_page


@pytest.mark.parametrize(
    "html",
    ["<div>" * 200_000, "<b><a>" * 100_000, "<script>" * 100_000, "<!--" * 100_000, "<p" * 200_000, "\0" * 100_000],
)
def test_hostile_pages_are_read_in_time(html: str) -> None:
    began = time.process_time()
    read_page(f"<main><h1>Title</h1><p>Text.{html}")
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title>Export | Acme Help</title><p>Text.", "Export"),
        ("<title>Export – step by step – Acme</title><p>Text.", "Export – step by step"),
        ("<title>Pay-as-you-go</title><p>Text.", "Pay-as-you-go"),
        ("<title>Pay-as-you-go - Acme</title><p>Text.", "Pay-as-you-go"),
        ("<title>Site</title><h1>Side</h1><main><h1>Main\n title</h1></main>", "Main title"),
        ("<title>Site</title><h1> </h1><p>Text.", "Site"),
        ("<p>Text.", ""),
    ],
)
def test_the_title_is_the_main_heading_or_what_the_head_says_without_the_site(html: str, title: str) -> None:
    assert read_page(html).title == title


def test_only_the_main_part_is_read_and_its_heading_is_not_repeated() -> None:
    page = read_page(
        "<html lang='de'><head><link rel='canonical' href='https://x.example/a'></head><body><nav>Menu</nav>"
        "<article><header><h1>Title</h1></header><aside>Ad</aside><h2>First</h2><p>See <a href='https://x.example/b'>"
        "all</a>.</p><footer>Share</footer></article><p>Outside</p></body></html>"
    )
    assert page == WebPage("Title", "## First\n\nSee [all](https://x.example/b).", "https://x.example/a", "de")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "/a", "ftp://x.example/a", ""])
def test_an_address_is_believed_only_if_it_is_of_the_web(address: str) -> None:
    assert read_page(f"<link rel=canonical href='{address}'><p>Text.").address == ""


@given(st.text("<>/abdhimnopr! -'\"=", max_size=200))
def test_any_markup_is_a_page(html: str) -> None:
    assert isinstance(read_page(html), WebPage)
