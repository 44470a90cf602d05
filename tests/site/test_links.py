"""Links work from every page, or the build says which do not and leaves their articles out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from deflect.types import Article
from tests.site.conftest import PNG, Site, article

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
        ("../other/two.md", "names no article; the nearest is two"),
        ("Two.md", "names no article; the nearest is two"),
        ("hiden.md#x", "names no article; the nearest is hidden"),
        ("zzzz.md", "zzzz.md names no article"),
        ("two.md#nowhere", "two.md#nowhere names a heading that is not there"),
        ("#nowhere", "#nowhere names a heading that is not there"),
        ("/pricing", "/pricing starts with /"),
        ("missing.png", "missing.png names a file that is not there"),
        ("../secret.txt", "leads out of the folder"),
        ("page.html", "of a kind that is not copied"),
        ("ftp://example.com/x", "cannot open"),
    ],
)
def test_a_broken_link_is_named_and_keeps_its_article_out(refused: Refused, site: Site, target: str, says: str) -> None:
    (site.root / "secret.txt").write_text("secret")
    (site.kb / "page.html").write_text("<script>1</script>")
    others = [article("two"), article("hidden", audience="internal"), article("old", state="archived")]
    message = refused(linking(target), *others)
    assert "one.md" in message
    assert says in message


@pytest.mark.parametrize(
    ("two", "why"),
    [
        (article("two", state="work-in-progress"), "its state is work-in-progress"),
        (article("two", state="not-validated"), "its state is not-validated"),
        (article("two", answer="[x](gone.md)"), "it is refused itself"),
        (article("two", origin="linked"), "it is not in this help centre"),
    ],
)
def test_a_link_to_what_is_not_published_is_broken(refused: Refused, two: Article, why: str) -> None:
    assert f"one.md: the link two.md is not published: {why}" in refused(linking("two.md"), two)


def test_articles_fall_with_those_they_link_to_and_all_others_stay(site: Site) -> None:
    chain = [article(f"a{n}", answer=f"[x](a{n + 1}.md)") for n in range(4)]
    ring = [article("r1", answer="[x](r2.md)"), article("r2", answer="[x](r1.md)")]
    result = site.build([*chain, *ring, article("alone")])
    assert [(each.article, each.said) for each in result.broken] == [
        ("a3", "a4.md"), ("a2", "a3.md"), ("a1", "a2.md"), ("a0", "a1.md"),
    ]  # fmt: skip
    assert {path.stem for path in (site.out / "articles").iterdir()} == {"r1", "r2", "alone"}
    assert result.articles == 3


def test_a_barred_article_has_no_page_and_breaks_the_links_to_it(site: Site) -> None:
    result = site.build([linking("two.md"), article("two"), article("three")], barred={"two"})
    assert [each.what for each in result.broken] == ["the link two.md is not published: it is refused itself"]
    assert {path.stem for path in (site.out / "articles").iterdir()} == {"three"}
    assert b"About two" not in b"".join(site.files().values())


def test_all_problems_are_told_at_once(refused: Refused) -> None:
    told = refused(*(article(f"a{n}", answer="[x](gone.md) <!-- open") for n in range(3))).splitlines()
    assert len(told) == 6
    assert all(f"a{n}.md: the link gone.md names no article" in told for n in range(3))
    assert sum("a comment is opened" in line for line in told) == 3


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
