"""What was read is kept in one stroke; twice the same changes nothing; what is bad now keeps its earlier text."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.errors import InputError, WorkspaceError
from deflect.kb.documentation import Documentation
from deflect.kb.documentation.pages import Page, Read, SkippedPage

SOURCE = "docs"
EXPORT = Page("export.md", "Export bookings", "Open the tools and choose the file.", None, "en", "2025-01-02")
VAT = Page("vat.md", "VAT number", "Open the account and enter the number.", "https://x.example/vat_number/", "en")


def take(shelf: Documentation, *found: Read, source: str = SOURCE, strict: bool = False) -> tuple[int, ...]:
    done = shelf.take(source, found, language="en", taken={"taken"}, strict=strict)
    return (done.added, done.updated, done.unchanged, done.removed, done.skipped_count)


@pytest.fixture
def shelf(tmp_path: Path) -> Documentation:
    return Documentation(tmp_path / "state" / "documentation.jsonl")


def test_a_damaged_record_is_named_with_what_to_do(shelf: Documentation) -> None:
    take(shelf, EXPORT)
    shelf.path.write_text(shelf.path.read_text()[:-30])
    with pytest.raises(WorkspaceError, match=r"damaged .*deflect import docs"):
        shelf.articles()


def test_strict_stops_at_a_bad_page_and_changes_nothing(shelf: Documentation) -> None:
    take(shelf, EXPORT)
    before = shelf.path.read_bytes()
    with pytest.raises(InputError, match=r"b\.md: it has no text"):
        take(shelf, VAT, SkippedPage("b.md", "it has no text"), strict=True)
    assert shelf.path.read_bytes() == before
    assert take(shelf, EXPORT, SkippedPage("c.md", "it is not published", bad=False), strict=True) == (0, 0, 1, 0, 0)


def test_the_same_twice_changes_nothing_and_a_change_updates(shelf: Documentation) -> None:
    assert take(shelf, EXPORT, VAT) == (2, 0, 0, 0, 0)
    before = shelf.path.read_bytes()
    assert take(shelf, EXPORT, VAT) == (0, 0, 2, 0, 0)
    assert shelf.path.read_bytes() == before
    assert take(shelf, EXPORT, replace(VAT, title="Your VAT number")) == (0, 1, 1, 0, 0)
    assert [each.title for each in shelf.articles()] == ["Export bookings", "Your VAT number"]


def test_a_page_that_is_gone_is_forgotten_and_one_that_is_bad_now_is_kept(shelf: Documentation) -> None:
    take(shelf, EXPORT, VAT)
    assert take(shelf, SkippedPage("export.md", "it is not UTF-8")) == (0, 0, 0, 1, 1)
    assert [each.title for each in shelf.articles()] == ["Export bookings"]


def test_sources_do_not_touch_each_other_but_a_text_takes_the_place_of_a_bare_address(shelf: Documentation) -> None:
    bare = Page("https://www.x.example/vat_number", "Vat number", "", "https://www.x.example/vat_number")
    take(shelf, bare, source="sitemap.xml")
    assert [(each.slug, each.origin) for each in shelf.articles()] == [("vat-number", "linked")]
    take(shelf, EXPORT, VAT)
    assert [(each.slug, each.origin) for each in shelf.articles()] == [
        ("export-bookings", "imported"),
        ("vat-number", "imported"),
    ]


def test_an_article_is_as_the_page_says_and_is_never_a_draft(shelf: Documentation) -> None:
    take(shelf, VAT, replace(EXPORT, title="Taken"))
    vat, other = shelf.documents()
    article = vat.article
    assert (article.origin, article.state, article.cluster_id, article.language) == (
        "imported",
        "validated",
        None,
        "en",
    )
    assert (article.slug, article.url, article.answer) == ("vat-number", VAT.address, VAT.text)
    assert (other.article.slug, other.article.url, other.changed) == ("taken-2", "", "2025-01-02")


def test_a_slug_stays_though_a_page_before_it_would_like_it(shelf: Documentation) -> None:
    take(shelf, EXPORT)
    again = Page("a.md", "Export bookings", "Another text.")
    take(shelf, again, EXPORT)
    assert {each.place: each.article.slug for each in shelf.documents()} == {
        "a.md": "export-bookings-2",
        "export.md": "export-bookings",
    }


def test_two_pages_with_one_address_are_one_and_the_second_is_reported(shelf: Documentation) -> None:
    other = replace(VAT, place="copy.md", address="http://www.x.example/vat_number/index.html")
    assert take(shelf, VAT, other) == (1, 0, 0, 0, 1)


texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(str.strip)
pages = st.builds(Page, place=st.sampled_from("abcdef"), title=texts, text=texts, changed=st.just(""))


@given(imports=st.lists(st.lists(pages, max_size=6, unique_by=lambda page: page.place), min_size=1, max_size=4))
def test_after_any_imports_the_shelf_holds_the_last_one_with_slugs_of_their_own(
    imports: list[list[Page]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    shelf = Documentation(tmp_path_factory.mktemp("shelf") / "documentation.jsonl")
    for found in imports:
        take(shelf, *found)
    assert {(each.place, each.article.answer) for each in shelf.documents()} == {
        (each.place, each.text) for each in imports[-1]
    }
    slugs = [each.slug for each in shelf.articles()]
    assert len(set(slugs)) == len(slugs)
    assert "taken" not in slugs
    assert take(shelf, *imports[-1])[:2] == (0, 0)
