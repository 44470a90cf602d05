"""Bare web addresses become links, and nothing else does."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.site import markdown

PAGE = "https://docs.example.org/reset"


def html(source: str) -> str:
    return markdown.render(markdown.parse(source), {"missing": "To be written", "image": "Picture"}).strip()


def link(address: str, text: str = "") -> str:
    return f'<a href="{address}">{text or address}</a>'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (f"See {PAGE}", f"See {link(PAGE)}"),
        (f"See {PAGE}.", f"See {link(PAGE)}."),
        (f"({PAGE}), then wait", f"({link(PAGE)}), then wait"),
        (f"{PAGE}?a=1&b=2#c!", f"{link(PAGE + '?a=1&amp;b=2#c')}!"),
        ("http://a.example/x_(y)", link("http://a.example/x_(y)")),
        (f"one {PAGE}\ntwo {PAGE}", f"one {link(PAGE)}\ntwo {link(PAGE)}"),
        (f"*{PAGE}*", f"<em>{link(PAGE)}</em>"),
        (f"زوروا {PAGE}، ثم", f"زوروا {link(PAGE)}، ثم"),
    ],
)
def test_an_address_is_a_link_without_the_stop_of_its_sentence(source: str, expected: str) -> None:
    assert html(source) == f"<p>{expected}</p>"


@pytest.mark.parametrize(
    "source",
    [
        f"`{PAGE}`",
        f"```\n{PAGE}\n```",
        f"    {PAGE}",
        f"<!-- {PAGE} -->",
        "javascript://docs.example.org/%0aalert(1)",
        "ftp://docs.example.org",
        "data:text/html,x",
        "https://",
        "xhttps://docs.example.org",
        "docs.example.org",
    ],
)
def test_code_comments_and_other_schemes_hold_no_link(source: str) -> None:
    assert "<a" not in html(source)


def test_what_is_a_link_already_stays_one_link() -> None:
    assert html(f"[{PAGE}](https://other.example/)") == f"<p>{link('https://other.example/', PAGE)}</p>"
    assert html(f"<{PAGE}>") == f"<p>{link(PAGE)}</p>"


def test_the_search_still_reads_the_address() -> None:
    assert markdown.plain_text(markdown.parse(f"See {PAGE} now.")) == f"See {PAGE} now."


@given(st.text("ahtps:/.<>()[]\"'`& \n\\!x", max_size=60))
def test_whatever_is_typed_around_an_address_every_link_leads_to_the_web(around: str) -> None:
    found = re.findall(r'<a href="([^"]*)"', html(f"{around} https://a.example/{around}"))
    assert all(re.match(r"https?://", each, re.IGNORECASE) or "](" in around for each in found)
