"""An address that an article had leads to it, and links to it still work."""

from __future__ import annotations

from pathlib import Path

from selectolax.lexbor import LexborHTMLParser as HTMLParser

from deflect.site import build
from deflect.site.facts import Facts
from tests.site.conftest import article, first, settings

ONE = article("one", title="One & <only>", answer="See [two](old-two.md#steps).")
TWO = article("two", answer="## Steps\n\n1. Go.")


def page(out: Path, path: str) -> HTMLParser:
    return HTMLParser((out / path).read_text(encoding="utf-8"))


def test_the_old_address_leads_on_and_is_not_for_search_engines(tmp_path: Path) -> None:
    build(
        [ONE, TWO],
        settings({"base_url": "https://help.example"}),
        tmp_path,
        facts=Facts(moved={"old-two": "two", "old": "one"}),
    )
    found = page(tmp_path, "articles/old.html")
    assert first(found, "meta[http-equiv=refresh]").attributes["content"] == "0; url=one.html"
    assert first(found, "meta[name=robots]").attributes["content"] == "noindex"
    assert first(found, "link[rel=canonical]").attributes["href"] == "https://help.example/articles/one.html"
    assert first(found, "a").attributes["href"] == "one.html"
    assert first(found, "title").text() == "One & <only>"
    assert "old" not in (tmp_path / "sitemap.xml").read_text()


def test_links_to_the_old_name_lead_to_the_article_itself(tmp_path: Path) -> None:
    build([ONE, TWO], settings(), tmp_path, facts=Facts(moved={"old-two": "two"}))
    assert first(page(tmp_path, "articles/one.html"), ".answer a").attributes["href"] == "two.html#steps"


def test_no_page_leads_to_nothing_or_hides_an_article(tmp_path: Path) -> None:
    hidden = article("hidden", audience="internal")
    moved = {"to-nothing": "gone", "to-hidden": "hidden", "one": "two", "old-two": "two"}
    build([ONE, TWO, hidden], settings(), tmp_path, facts=Facts(moved=moved))
    assert {path.name for path in (tmp_path / "articles").glob("*.html")} == {"one.html", "two.html", "old-two.html"}
    assert page(tmp_path, "articles/one.html").css_first("meta[http-equiv=refresh]") is None


def test_a_redirect_that_is_taken_back_is_removed(tmp_path: Path) -> None:
    plain = article("one")
    build([plain], settings(), tmp_path, facts=Facts(moved={"old": "one"}))
    build([plain], settings(), tmp_path)
    assert not (tmp_path / "articles" / "old.html").exists()
