"""Links work from every page, or the build says which do not and writes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from deflect.types import Article
from tests.site.conftest import PNG, Site, article, settings

Refused = Callable[..., str]


def linking(target: str) -> Article:
    return article("one", answer=f"See [this](<{target}>).")


def href(site: Site, selector: str = ".answer a") -> str | None:
    found = site.page("articles/one.html").css_first(selector)
    assert found is not None
    return found.attributes.get("href")


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("two.md", "two.html"),
        ("./two.md", "two.html"),
        ("two.md#steps", "two.html#steps"),
        ("one.md", "one.html"),
        ("#here", "#here"),
        ("mailto:help@example.com", "mailto:help@example.com"),
        ("tel:+4930123", "tel:+4930123"),
    ],
)
def test_links_between_articles_lead_to_their_pages(site: Site, target: str, expected: str) -> None:
    first = article("one", answer=f"# Here\n\n[x]({target})")
    site.build([first, article("two", answer="## Steps\n\n1. Go.")])
    assert href(site) == expected


def test_a_slug_in_any_script_gives_a_link_that_works(site: Site) -> None:
    site.build([article("one", answer="[x](مفتاح.md)"), article("مفتاح")])
    assert (site.out / "articles" / "مفتاح.html").is_file()
    assert href(site) == "%D9%85%D9%81%D8%AA%D8%A7%D8%AD.html"


def test_links_elsewhere_pass_on_no_trust(site: Site) -> None:
    site.build([article("one", answer="<https://example.com/x> and [p](//example.com/y)")])
    found = site.page("articles/one.html").css(".answer a")
    assert [node.attributes["href"] for node in found] == ["https://example.com/x", "https://example.com/y"]
    assert {node.attributes["rel"] for node in found} == {"noopener nofollow"}


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ("gone.md", "gone.md names no article"),
        ("hidden.md", "hidden.md is not published: its audience is internal"),
        ("old.md", "old.md is not published: its state is archived"),
        ("../other/two.md", "names no article"),
        ("two.md#nowhere", "two.md#nowhere names a heading that is not there"),
        ("#nowhere", "#nowhere names a heading that is not there"),
        ("/pricing", "/pricing starts with /"),
        ("missing.png", "missing.png names a file that is not there"),
        ("../secret.txt", "leads out of the folder"),
        ("page.html", "of a kind that is not copied"),
        ("ftp://example.com/x", "cannot open"),
    ],
)
def test_a_broken_link_names_file_and_link_and_writes_nothing(
    refused: Refused, site: Site, target: str, says: str
) -> None:
    (site.root / "secret.txt").write_text("secret")
    (site.kb / "page.html").write_text("<script>1</script>")
    others = [article("two"), article("hidden", audience="internal"), article("old", state="archived")]
    message = refused(linking(target), *others)
    assert "one.md" in message
    assert says in message


def test_a_link_to_a_draft_breaks_when_drafts_are_not_shown(refused: Refused) -> None:
    chosen = settings({"show_drafts": False})
    message = refused(linking("two.md"), article("two", state="work-in-progress"), chosen=chosen)
    assert "two.md is not published: its state is work-in-progress and site.show_drafts is off" in message


def test_all_problems_are_told_at_once(refused: Refused) -> None:
    message = refused(*(article(f"a{n}", answer="[x](gone.md) <!-- open") for n in range(3)))
    assert "6 problems" in message
    assert all(f"a{n}.md: " in message for n in range(3))


def test_many_problems_are_counted_rather_than_listed(refused: Refused) -> None:
    message = refused(*(article(f"a{n:02}", answer="[x](gone.md)") for n in range(30)))
    assert "30 problems" in message
    assert "and 20 more" in message


def test_pictures_and_files_are_copied(site: Site) -> None:
    (site.kb / "guide one.pdf").write_bytes(b"%PDF")
    site.build([article("one", answer="![Screen](pictures/screen.png) [guide](<guide one.pdf>)")])
    assert (site.out / "files/pictures/screen.png").read_bytes() == PNG
    assert (site.out / "files/guide one.pdf").read_bytes() == b"%PDF"
    image = site.page("articles/one.html").css_first(".answer img")
    assert image is not None
    assert image.attributes == {"src": "../files/pictures/screen.png", "alt": "Screen", "loading": "lazy"}
    assert href(site) == "../files/guide%20one.pdf"


def test_a_link_out_of_the_folder_through_a_symlink_is_refused(refused: Refused, site: Site) -> None:
    (site.root / "secret.txt").write_text("secret")
    (site.kb / "notes.txt").symlink_to(site.root / "secret.txt")
    assert "leads out of the folder" in refused(linking("notes.txt"))


def test_pictures_on_other_servers_become_links_to_them(site: Site) -> None:
    site.build([article("one", answer="![Far](https://example.com/x.png) ![](//example.com/y.png)")])
    page = site.page("articles/one.html")
    assert not page.css(".answer img")
    found = [(node.text(), node.attributes["href"]) for node in page.css(".answer a")]
    assert found == [("Far", "https://example.com/x.png"), ("Image", "https://example.com/y.png")]


def test_a_far_picture_inside_a_link_leaves_its_text(site: Site) -> None:
    site.build([article("one", answer="[![Far](https://example.com/x.png)](https://example.com)")])
    found = site.page("articles/one.html").css(".answer a")
    assert [(node.text(), node.attributes["href"]) for node in found] == [("Far", "https://example.com")]


def test_a_picture_in_its_address_is_refused(refused: Refused) -> None:
    assert "save it as a file" in refused(article("one", answer="![x](data:image/png;base64,AAAA)"))


def test_a_missing_picture_is_refused(refused: Refused) -> None:
    assert "one.md: the link pictures/gone.png" in refused(article("one", answer="![x](pictures/gone.png)"))


def test_files_come_from_the_folder_that_is_named(site: Site) -> None:
    elsewhere = site.root / "texts"
    elsewhere.mkdir()
    (elsewhere / "a.png").write_bytes(PNG)
    site.build([article("one", answer="![x](a.png)")], kb=elsewhere)
    assert (site.out / "files/a.png").read_bytes() == PNG
