"""Every page of a built site holds to the promises: one h1, links that lead somewhere, nothing from elsewhere."""

from __future__ import annotations

import gzip
import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from deflect.errors import ConfigError
from deflect.site.catalogue import catalogue
from deflect.site.facts import Facts
from deflect.site.pages import site_title
from deflect.types import Article
from tests.site.conftest import Site, article, first, sample, settings

CONTACT = "https://example.com/contact?a=1&b=2"


@pytest.fixture
def built(site: Site) -> Site:
    site.build(
        sample(), settings({"contact_url": CONTACT}, name="Acme & Söhne"), facts=Facts({"refund": ("email", "old")})
    )
    return site


def addresses(site: Site) -> Iterator[tuple[str, str, str]]:
    """Page, tag and address of everything that a page leads to or loads."""
    for name, page in site.pages():
        for node in page.css("[href], [src], [action], [data-index]"):
            for attribute in ("href", "src", "action"):
                if node.attributes.get(attribute):
                    yield name, node.tag or "", str(node.attributes[attribute])
            if node.attributes.get("data-index"):
                yield name, "script", f"{node.attributes['data-root'] or ''}{node.attributes['data-index']}"


def test_the_pages_are_those_that_are_published(built: Site) -> None:
    assert {name for name in built.files() if name.startswith("articles/") and name.endswith(".html")} == {
        "articles/reset-key.html",
        "articles/refund.html",
        "articles/email.html",
        "articles/schluessel.html",
        "articles/miftah.html",
    }
    assert {"index.html", "de/index.html", "ar/index.html", "search.html", "404.html"} <= set(built.files())
    assert {"a-z.html", "ar/a-z.html", "contact.html", "de/contact.html", "llms.txt"} <= set(built.files())
    assert not {"sitemap.xml", "robots.txt", "feed.xml", "known-problems.html"} & set(built.files())


def test_every_internal_link_leads_to_a_file_and_a_heading(built: Site) -> None:
    checked = 0
    for name, _, address in addresses(built):
        parts = urlsplit(address)
        if parts.scheme:
            continue
        assert not address.startswith("/"), f"{address} in {name} works only at one place"
        target = (built.out / name).parent / unquote(parts.path) if parts.path else built.out / name
        assert target.resolve().is_file(), f"{address} in {name}"
        assert target.resolve().is_relative_to(built.out.resolve())
        if parts.fragment:
            ids = {
                node.attributes["id"] for node in built.page(str(target.resolve().relative_to(built.out))).css("[id]")
            }
            assert unquote(parts.fragment) in ids
        checked += 1
    assert checked > 150


def test_nothing_is_loaded_from_elsewhere(built: Site) -> None:
    for name, tag, address in addresses(built):
        if urlsplit(address).scheme or address.startswith("//"):
            assert tag == "a", f"{tag} {address} in {name}"
    style = next((built.out / "static").glob("style.*.css")).read_text()
    assert "url(" not in style
    assert "@import" not in style
    for script in (built.out / "static").glob("*.js"):
        assert "http" not in script.read_text()


def test_every_page_has_one_h1_a_title_and_a_language(built: Site) -> None:
    for name, page in built.pages():
        assert len(page.css("h1")) == 1, name
        assert first(page, "h1").text().strip()
        assert first(page, "title").text().endswith("Acme & Söhne Help")
        root = first(page, "html").attributes
        assert root["dir"] == ("rtl" if root["lang"] == "ar" else "ltr")
        assert page.css_first("meta[name=viewport]") is not None


def test_headings_never_skip_a_level_on_pages_without_an_answer(built: Site) -> None:
    for name, page in built.pages():
        levels = [int((node.tag or "h1")[1]) for node in page.css("main :is(h1,h2,h3), .hero h1")]
        if not name.startswith("articles/"):
            assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), name


def test_languages_get_their_pages_words_and_direction(built: Site) -> None:
    for path, language, direction, word in [
        ("articles/miftah.html", "ar", "rtl", "الرئيسية"),
        ("ar/index.html", "ar", "rtl", "المواضيع"),
        ("articles/schluessel.html", "de", "ltr", "Startseite"),
        ("index.html", "en", "ltr", "Most asked"),
    ]:
        page = built.page(path)
        assert first(page, "html").attributes == {"lang": language, "dir": direction}
        assert word in first(page, "body").text()
    links = built.page("index.html").css(".languages a")
    assert [(node.attributes["lang"], node.attributes["href"]) for node in links] == [
        ("en", "index.html"), ("ar", "ar/index.html"), ("de", "de/index.html"),
    ]  # fmt: skip


def test_a_language_without_words_of_its_own_keeps_its_direction(site: Site) -> None:
    site.build([article("one", language="he"), article("two", language="pt-BR")])
    page = site.page("articles/one.html")
    assert first(page, "html").attributes == {"lang": "he", "dir": "rtl"}
    assert "Home" in first(page, "body").text()
    assert first(site.page("articles/two.html"), "html").attributes["lang"] == "pt-br"


def test_one_language_needs_no_switch(site: Site) -> None:
    site.build([article("one")])
    assert not site.page("index.html").css(".languages")


def test_the_security_policy_is_strict_and_the_page_keeps_to_it(built: Site) -> None:
    for name, page in built.pages():
        policy = first(page, "meta[http-equiv=Content-Security-Policy]").attributes["content"] or ""
        rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
        assert rules["default-src"] == "'none'"
        assert rules["script-src"] == rules["style-src"] == rules["connect-src"] == "'self'"
        assert "unsafe" not in policy
        data = page.css('script[type="application/ld+json"]')
        scripts = [node for node in page.css("script") if node not in data]
        assert all(node.attributes.get("src") and not node.text() for node in scripts), name
        assert not page.css("style, [style], iframe, object, embed, base, form[action^=http]"), name
        assert page.root is not None
        for node in page.root.traverse():
            assert not [key for key in node.attributes if key.startswith("on")], name


def test_no_evidence_reaches_any_file(built: Site) -> None:
    for name, content in built.files().items():
        assert b"demo:1" not in content, name
        if name.endswith(".html"):
            assert b"<!--" not in content, name


def test_what_is_not_published_is_in_no_file(built: Site) -> None:
    for name, content in built.files().items():
        assert b"Only for agents" not in content, name
        assert b"Was so once" not in content, name


def test_an_article_page_has_all_that_a_reader_needs(built: Site) -> None:
    page = built.page("articles/reset-key.html")
    assert first(page, "h1").text() == "How do I reset my licence key?"
    assert first(page, ".lead").text() == "My licence key is used on another site. How do I free it?"
    assert [node.text() for node in page.css(".also li")] == ["key on wrong site", "ترخيص"]
    assert [node.text() for node in page.css(".contents a")] == ["First", "Second", "Third"]
    assert [node.attributes["href"] for node in page.css(".related a")] == ["../articles/refund.html"]
    assert first(page, ".stuck a").attributes["href"] == "../contact.html"
    assert [node.text() for node in page.css(".crumbs a")] == ["Home", "Licences"]
    assert first(page, "main code.language-php").text() == "define( 'X', true ); // <b>\n"


def test_related_articles_come_from_people_first_then_from_vectors(built: Site) -> None:
    found = built.page("articles/refund.html").css(".related a")
    assert [node.attributes["href"] for node in found] == ["../articles/email.html"]


def test_a_table_of_contents_needs_three_headings(site: Site) -> None:
    site.build([article("one", answer="# A\n\n# B"), article("two", answer="# A\n\n# B\n\n# C")])
    assert not site.page("articles/one.html").css(".contents")
    assert len(site.page("articles/two.html").css(".contents a")) == 3


def with_drafts() -> list[Article]:
    return [
        article("wip", state="work-in-progress", answer="See [none](gone.md) and [this](fresh.md)."),
        article("fresh", state="not-validated"),
        article("good"),
        article("hidden", audience="internal"),
        article("old", state="archived"),
    ]


def test_only_what_is_validated_is_published(site: Site) -> None:
    result = site.build(with_drafts(), settings({"base_url": "https://help.example.com"}, name="Acme"))
    assert {path.stem for path in (site.out / "articles").iterdir()} == {"good"}
    assert (result.articles, result.broken) == (1, ())
    for _, page in site.pages():
        assert not page.css(".preview, article .notice")
        assert bool(page.css("meta[name=robots]")) == bool(page.css("body.page-search, body.page-lost"))


def test_a_preview_shows_everything_and_each_page_says_that_it_is_a_draft(site: Site) -> None:
    chosen = settings({"base_url": "https://help.example.com"}, name="Acme")
    result = site.build(with_drafts(), chosen, preview=True)
    assert {path.stem for path in (site.out / "articles").iterdir()} == {"wip", "fresh", "good"}
    assert [each.what for each in result.broken] == ["the link gone.md names no article"]
    pages = list(site.pages())
    assert len(pages) == result.pages == 8
    for name, page in pages:
        assert first(page, ".preview strong").text() == "Draft preview", name
        assert first(page, "meta[name=robots]").attributes["content"] == "noindex", name
    assert not (site.out / "sitemap.xml").exists()
    for slug, mark in [("wip", "Draft"), ("fresh", "Not reviewed yet"), ("good", None)]:
        notice = site.page(f"articles/{slug}.html").css_first(".notice strong")
        assert (notice.text() if notice else None) == mark


def test_a_preview_shows_neither_what_is_barred_nor_what_stands_in_a_comment(site: Site) -> None:
    site.build(
        [article("one", answer="Do it. <!-- tickets: shop:1"), article("two"), article("three")],
        preview=True,
        barred={"two"},
    )
    assert {path.stem for path in (site.out / "articles").iterdir()} == {"three"}
    assert b"shop:1" not in b"".join(site.files().values())


def test_publishing_after_a_preview_takes_the_drafts_away(site: Site) -> None:
    other = Site(site.root / "other")
    site.build(with_drafts(), preview=True)
    site.build(with_drafts())
    other.build(with_drafts(), kb=site.kb)
    assert site.files() == other.files()


def test_where_nothing_is_validated_the_help_centre_is_empty(site: Site) -> None:
    result = site.build([article("one", state="work-in-progress")])
    assert (result.pages, result.articles) == (4, 0)
    assert "There are no articles yet." in first(site.page("index.html"), "main").text()
    assert first(site.page("404.html"), "h1").text() == "This page does not exist"


def test_without_a_contact_nobody_is_sent_anywhere(site: Site) -> None:
    site.build([article("one")])
    assert not site.page("articles/one.html").css(".stuck")
    assert not site.page("index.html").css("a.button")
    assert not (site.out / "contact.html").exists()


def test_all_articles_stand_under_the_letter_they_start_with(built: Site) -> None:
    page = built.page("a-z.html")
    assert [node.text() for node in page.css(".letter h2")] == ["H", "N"]
    assert len(page.css(".letter a")) == 3


def test_search_without_script_leads_to_the_list_of_all_articles(built: Site) -> None:
    page = built.page("search.html")
    assert page.css_first("noscript") is not None
    assert first(page, ".a-to-z a.count").attributes["href"] == "a-z.html"
    form = first(built.page("articles/refund.html"), "form.search").attributes
    assert (form["action"], form["method"], form["data-index"]) == ("../search.html", "get", "search/en.js")


def test_nothing_found_offers_the_contact(built: Site) -> None:
    content = (built.out / "index.html").read_text()
    nothing, near = content.split("<template")[1:3]
    assert "Nothing found" in nothing
    assert "No article answers this for certain" in near
    for found in (nothing, near):
        assert 'href="contact.html"' in found.partition("</template>")[0]
    assert first(built.page("contact.html"), "main .button[href]").attributes["href"] == CONTACT


def test_only_what_was_asked_is_called_most_asked(site: Site) -> None:
    articles = [article(f"a{n}") for n in range(12)]
    site.build(articles)
    assert not site.page("index.html").css("#df-asked")
    site.build(articles, facts=Facts(asked={"a7": 3, "a2": 5, "a1": 0}))
    shown = [node.attributes["href"] for node in site.page("index.html").css(".articles a")]
    assert shown == ["articles/a2.html", "articles/a7.html"]


def test_home_counts_articles_by_category(built: Site) -> None:
    topics = built.page("index.html").css(".topic")
    assert [(first(t, "h3").text(), first(t, ".count").text()) for t in topics] == [
        ("Licences", "1 article"), ("Payments", "1 article"), ("General", "1 article"),
    ]  # fmt: skip


def test_a_published_address_gives_canonical_links_and_a_sitemap(site: Site) -> None:
    site.build(sample(), settings({"base_url": "https://help.example.com/docs"}, name="Acme"))
    sitemap = (site.out / "sitemap.xml").read_text()
    assert "<loc>https://help.example.com/docs/</loc>" in sitemap
    assert "<loc>https://help.example.com/docs/articles/reset-key.html</loc>" in sitemap
    canonical = first(site.page("articles/reset-key.html"), "link[rel=canonical]").attributes["href"]
    assert canonical == "https://help.example.com/docs/articles/reset-key.html"
    alternates = [node.attributes["hreflang"] for node in site.page("index.html").css("link[hreflang]")]
    assert alternates == ["en", "ar", "de", "x-default"]
    lost = site.page("404.html")
    assert (first(lost, "link[rel=stylesheet]").attributes["href"] or "").startswith("/docs/static/")


@pytest.mark.parametrize(
    "wrong",
    [
        {"base_url": "help.example.com"},
        {"base_url": "javascript:alert(1)"},
        {"contact_url": "javascript:alert(1)"},
        {"contact_url": "help@example.com"},
        {"contact_url": "data:text/html,x"},
    ],
)
def test_an_address_that_is_none_is_refused(site: Site, wrong: dict[str, str]) -> None:
    with pytest.raises(ConfigError, match=next(iter(wrong))):
        site.build([article("one")], settings(wrong))
    assert not site.out.exists()


@pytest.mark.parametrize(
    ("title", "name", "expected"), [("", "", "Help"), ("", "Acme", "Acme Help"), ("Answers", "Acme", "Answers")]
)
def test_the_site_has_a_title_in_any_case(title: str, name: str, expected: str) -> None:
    assert site_title(settings({"title": title}, name=name)) == expected


def test_the_same_input_gives_the_same_bytes_in_any_order(tmp_path: Path, site: Site) -> None:
    site.build(sample())
    other = Site(tmp_path / "other")
    other.build(list(reversed(sample())), kb=site.kb)
    assert site.files() == other.files()


def test_progress_counts_files(site: Site) -> None:
    seen: list[tuple[int, int]] = []
    result = site.build([article("one")], progress=lambda done, total: seen.append((done, total)))
    assert seen == [(n, result.written) for n in range(1, result.written + 1)]
    assert result.home == site.out / "index.html"
    assert result.pages == len(list(site.pages()))


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=20))
@hypothesis_settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_titles_questions_and_categories_are_text_whatever_they_hold(
    site: Site, title: str, question: str, category: str
) -> None:
    told = f'<script>alert("1")</script>{title}'
    one = article("one", title=told, question=question, category=f"<b>{category}", also_asked=(question,))
    site.build([one], settings(name="<i>Acme"))
    for name, page in site.pages():
        assert not page.css("main script, main b, main i, header i"), name
        assert all(node.attributes.get("src") for node in page.css("script")), name


@given(
    st.text(min_size=1, max_size=300),
    st.sampled_from(["../../x", "..", ".", "/etc/x", "C:\\x", "a/../../b", "con", "~"]),
)
@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_category_leads_out_of_the_folder_of_the_site(site: Site, text: str, bad: str) -> None:
    inner = Site(site.root / "a" / "b" / "c")  # so deep that each way out leads to a folder of this test alone
    inner.root.mkdir(parents=True, exist_ok=True)
    before = {path for path in site.root.rglob("*") if not path.is_relative_to(inner.out)}
    inner.build([article("one", category=text), article("two", category=bad), article("three", category=bad + text)])
    assert {path for path in site.root.rglob("*") if not path.is_relative_to(inner.out)} == before
    shelves = [path for path in inner.files() if path.startswith("categories/")]
    assert all(path.count("/") == 1 and len(path.encode()) < 255 for path in shelves)


def test_a_first_view_is_small(site: Site) -> None:
    """At most 15 KB of HTML and CSS and 5 KB of scripts, compressed."""
    site.build(
        sample(), settings({"base_url": "https://help.example.com", "contact_url": "mailto:a@example.com"}, name="Acme")
    )
    files = site.files()
    for name, page in site.pages():
        styles = [node.attributes["href"] for node in page.css("link[rel=stylesheet]")]
        scripts = [node.attributes["src"] for node in page.css("script[src]")]
        assert packed(files, [name, *map(str, styles)]) <= 15 * 1024, name
        assert packed(files, map(str, scripts)) <= 5 * 1024, name


def packed(files: dict[str, bytes], names: Iterable[str]) -> int:
    found = {PurePosixPath(name.replace("../", "")).as_posix().removeprefix("docs/").lstrip("/") for name in names}
    return sum(len(gzip.compress(files[name], 9)) for name in found)


def test_an_empty_catalogue_has_no_problems() -> None:
    assert catalogue([], settings()).problems == ()
