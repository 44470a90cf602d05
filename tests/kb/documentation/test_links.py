"""However agents wrote a link, it leads to the article; a link to somewhere else leads to none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.kb.documentation import Links
from deflect.kb.documentation.addresses import normal
from deflect.types import Article
from tests.kb.build import ticket

EXPORT = Article("doc-1", "export", "Export", "Export", "Text.", url="https://docs.acme.example/kb/export/")
NUMBERED = Article("doc-2", "vat", "VAT", "VAT", "Text.", url="https://acme.example/?p=12")
OWN = Article("own", "own", "Own", "Own", "Text.")
LINKS = Links.to([EXPORT, NUMBERED, OWN], "https://help.acme.example")


@pytest.mark.parametrize(
    ("link", "slug"),
    [
        ("export", "export"),
        ("https://docs.acme.example/kb/export", "export"),
        ("http://www.docs.acme.example/kb/export.html?utm_source=mail#step-2", "export"),
        ("https://DOCS.acme.example/kb/export/index.php", "export"),
        ("https://acme.example/?p=12&preview=1", "vat"),
        ("https://acme.example/?p=13", None),
        ("https://acme.example/", None),
        ("https://help.acme.example/articles/own.html", "own"),
        ("https://elsewhere.example/kb/export/", None),
        ("https://docs.acme.example/kb", None),
        ("http://[bad", None),
        ("", None),
    ],
)
def test_a_link_leads_to_its_article(link: str, slug: str | None) -> None:
    assert LINKS.slug(link) == slug


def test_the_last_part_of_an_address_names_an_article_only_if_no_other_has_it() -> None:
    one = Article("1", "export-a", "A", "A", "Text.", url="https://a.example/one/export")
    other = Article("2", "export-b", "B", "B", "Text.", url="https://a.example/two/export")
    assert Links.to([one]).slug("export") == "export-a"
    assert Links.to([one, other]).slug("export") is None


def test_links_in_the_answer_count_and_unknown_links_stay() -> None:
    said = ticket(1, "See (https://docs.acme.example/kb/export/). Or https://acme.example/?p=12.", articles=("other",))
    assert LINKS.of(said) == ("export", "vat")
    assert LINKS.resolved([said])[0].articles == ("other", "export", "vat")
    plain = ticket(2, "No link here.", articles=("other",))
    assert LINKS.resolved([plain])[0] is plain


@given(st.text(max_size=80))
def test_normal_form_is_stable_for_any_text(text: str) -> None:
    assert normal(f"https://x.example/{normal(text)}").startswith("x.example")
