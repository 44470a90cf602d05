"""Site map, feed, llms.txt and what search engines read in a page."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import unquote

import pytest

from deflect.site import dates
from deflect.site.facts import Facts
from tests.site.conftest import Site, article, first, sample, settings

BASE = "https://help.example.com/docs/"
ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
DAYS = {"reset-key": date(2026, 3, 5), "refund": date(2026, 4, 17), "schluessel": date(2025, 12, 1)}


@pytest.fixture
def published(site: Site) -> Site:
    site.build(
        sample(),
        settings({"base_url": BASE, "contact_url": "https://example.com/c"}, name="Acme"),
        facts=Facts(updated=DAYS),
    )
    return site


def graph(site: Site, path: str) -> dict[str, Any]:
    found = json.loads(first(site.page(path), "script[type='application/ld+json']").text())
    return {each["@type"]: each for each in found["@graph"]}


def test_the_site_map_names_every_public_page_and_the_days_that_are_known(published: Site) -> None:
    urls = ET.fromstring(published.files()["sitemap.xml"])
    days = {unquote(url.findtext(f"{MAP}loc") or ""): url.findtext(f"{MAP}lastmod") for url in urls}
    public = {
        BASE + name.removesuffix("index.html") for name, page in published.pages() if not page.css("meta[name=robots]")
    }
    assert days.keys() == {address.replace("/index.html", "/") for address in public}
    assert days[f"{BASE}articles/reset-key.html"] == "2026-03-05"
    assert days[f"{BASE}articles/email.html"] is None
    assert days[BASE] == days[f"{BASE}a-z.html"] == "2026-04-17"
    assert days[f"{BASE}categories/licences.html"] == "2026-03-05"
    assert days[f"{BASE}contact.html"] is None


def test_the_feed_has_the_last_updated_first(published: Site) -> None:
    feed = ET.fromstring(published.files()["feed.xml"])
    assert feed.findtext(f"{ATOM}id") == f"{BASE}feed.xml"
    assert feed.findtext(f"{ATOM}updated") == "2026-04-17T00:00:00Z"
    entries = feed.findall(f"{ATOM}entry")
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [
        f"{BASE}articles/refund.html", f"{BASE}articles/reset-key.html",
    ]  # fmt: skip
    assert entries[1].findtext(f"{ATOM}title") == "How do I reset my licence key?"
    assert {path for path in published.files() if path.endswith("feed.xml")} == {"feed.xml", "de/feed.xml"}
    link = first(published.page("de/index.html"), "link[type='application/atom+xml']").attributes["href"]
    assert link == "../de/feed.xml"


def test_without_an_address_there_is_neither_map_nor_feed_nor_data(site: Site) -> None:
    site.build(sample(), facts=Facts(updated=DAYS))
    assert not [path for path in site.files() if path.endswith(".xml")]
    for name, page in site.pages():
        assert not page.css("link[rel=canonical], script[type='application/ld+json'], meta[property='og:url']"), name


def test_control_characters_in_a_title_leave_the_feed_well_formed(site: Site) -> None:
    site.build(
        [article("one", title="A\x0b & <B>")],
        settings({"base_url": BASE}),
        facts=Facts(updated={"one": date(2026, 1, 1)}),
    )
    feed = ET.fromstring(site.files()["feed.xml"])
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == "A & <B>"


def test_an_article_is_described_to_search_engines(published: Site) -> None:
    found = graph(published, "articles/reset-key.html")
    assert found["Article"]["headline"] == "How do I reset my licence key?"
    assert found["Article"]["dateModified"] == "2026-03-05"
    assert found["Article"]["mainEntityOfPage"] == f"{BASE}articles/reset-key.html"
    assert found["Article"]["publisher"] == {"@type": "Organization", "name": "Acme"}
    assert [(each["position"], each["name"], each["item"]) for each in found["BreadcrumbList"]["itemListElement"]] == [
        (1, "Home", BASE),
        (2, "Licences", f"{BASE}categories/licences.html"),
        (3, "How do I reset my licence key?", f"{BASE}articles/reset-key.html"),
    ]
    assert "dateModified" not in graph(published, "articles/email.html")["Article"]
    assert set(graph(published, "categories/licences.html")) == {"BreadcrumbList"}


def test_data_cannot_leave_its_block(site: Site) -> None:
    title = "</script><script>alert(1)</script> & \u2028"
    site.build([article("one", title=title)], settings({"base_url": BASE}))
    raw = site.files()["articles/one.html"].decode()
    block = raw[raw.index("ld+json") : raw.index("</head>")]
    assert block.count("</script>") == 1
    assert "alert(1)" in json.dumps(graph(site, "articles/one.html"))


def test_pages_that_are_shared_say_what_they_are(published: Site) -> None:
    page = published.page("articles/schluessel.html")
    found = {node.attributes["property"]: node.attributes["content"] for node in page.css("meta[property]")}
    assert found == {
        "og:type": "article",
        "og:site_name": "Acme Help",
        "og:title": "Wie setze ich den Schlüssel zurück?",
        "og:description": "Öffnen Sie die Einstellungen.",
        "og:locale": "de_DE",
        "og:url": f"{BASE}articles/schluessel.html",
    }
    assert not published.page("search.html").css("meta[property]")


def test_the_outline_for_language_models_names_every_article(published: Site) -> None:
    text = published.files()["llms.txt"].decode()
    assert text.startswith(
        "# Acme Help\n\n> How can we help?\n\n## English: Licences\n\n- [How do I reset my licence key?]("
    )
    assert text.count("\n- [") == 5
    assert f"({BASE}articles/refund.md)" in text


def test_translations_are_tied_in_both_directions(site: Site) -> None:
    one = article("one", translations=("eins", "nobody"))
    site.build(
        [one, article("eins", language="de"), article("un", language="fr", translations=("eins",)), article("two")],
        settings({"base_url": BASE}),
    )
    for slug in ("one", "eins", "un"):
        page = site.page(f"articles/{slug}.html")
        found = [(n.attributes["hreflang"], n.attributes["href"]) for n in page.css("head link[hreflang]")]
        assert found == [
            ("en", f"{BASE}articles/one.html"),
            ("de", f"{BASE}articles/eins.html"),
            ("fr", f"{BASE}articles/un.html"),
            ("x-default", f"{BASE}articles/one.html"),
        ]
        switch = [node.attributes["href"] for node in page.css(".languages a")]
        assert switch == ["../articles/one.html", "../articles/eins.html", "../articles/un.html"]
    assert not site.page("articles/two.html").css("head link[hreflang]")
    assert [n.attributes["href"] for n in site.page("articles/two.html").css(".languages a")] == [
        "../articles/two.html", "../de/index.html", "../fr/index.html",
    ]  # fmt: skip


def test_of_two_translations_into_one_language_one_is_named(site: Site) -> None:
    site.build([article("one", translations=("b", "a")), article("a", language="de"), article("b", language="de")])
    assert [n.attributes["href"] for n in site.page("articles/one.html").css(".translated a")] == ["../articles/a.html"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "March 5, 2026"),
        ("de", "5. März 2026"),
        ("fr", "5 mars 2026"),
        ("ar", "5 مارس 2026"),
        ("cy", "5 Mawrth 2026"),
        ("it", "March 5, 2026"),
        ("de-at", "5. März 2026"),
    ],
)
def test_days_are_written_as_the_language_of_the_interface_does(language: str, text: str) -> None:
    assert dates.written(date(2026, 3, 5), language) == text


@pytest.mark.parametrize(
    ("language", "locale"),
    [("en", "en_US"), ("de", "de_DE"), ("ar", "ar_EG"), ("cy", "cy_GB"), ("pt-br", "pt_BR"), ("xx", "xx")],
)
def test_locales_have_a_territory_where_one_is_likely(language: str, locale: str) -> None:
    assert dates.locale_with_territory(language) == locale


def test_the_day_of_an_article_is_on_its_page_and_on_home(published: Site) -> None:
    meta = first(published.page("articles/schluessel.html"), ".meta time")
    assert (meta.attributes["datetime"], meta.text()) == ("2025-12-01", "1. Dezember 2025")
    assert not published.page("articles/email.html").css(".meta time")
    rows = published.page("index.html").css(".dated li")
    assert [(first(row, "a").attributes["href"], first(row, "time").text()) for row in rows] == [
        ("articles/refund.html", "April 17, 2026"),
        ("articles/reset-key.html", "March 5, 2026"),
    ]


def test_known_problems_say_how_far_they_are(site: Site) -> None:
    found = [
        article(
            "bug", shape="bug", answer="It breaks.\n\n## Status\n\nFixed in 4.1.\n\n## More\n\nx", versions=("A 4.0",)
        ),
        article("limit", shape="known-limitation"),
        article("fehler", shape="bug", language="de", answer="## Stand\n\nBehoben. MISSING: wann?"),
        article("how", shape="how-to"),
    ]
    site.build(found, facts=Facts(asked={"bug": 3}))
    page = site.page("known-problems.html")
    assert [
        [first(li, "h2").text(), first(li, ".shape").text(), li.css("p")[1].text()] for li in page.css(".problems li")
    ] == [
        ["About bug", "Bug", "Status: Fixed in 4.1."],
        ["About limit", "Known limitation", "Status: See the article"],
    ]
    assert [node.text() for node in page.css(".problems bdi")] == ["A 4.0"]
    assert "Behoben." in first(site.page("de/known-problems.html"), ".problems").text()
    assert first(site.page("articles/how.html"), ".bottom a[href$='known-problems.html']")


def test_neighbours_are_those_of_the_category(site: Site) -> None:
    site.build([article(f"a{n}", category="C") for n in range(3)] + [article("b", category="D")])
    for slug, before, after in (("a0", None, "a1"), ("a1", "a0", "a2"), ("a2", "a1", None), ("b", None, None)):
        page = site.page(f"articles/{slug}.html")
        found = [node.attributes["href"] for rel in ("prev", "next") for node in page.css(f".beside [rel={rel}]")]
        assert found == [f"../articles/{other}.html" for other in (before, after) if other]


@pytest.mark.parametrize(
    ("chosen", "action", "encoding"),
    [
        ({"feedback_url": "/feedback"}, "/feedback", "application/x-www-form-urlencoded"),
        ({"feedback_url": "https://api.example.com/f", "contact_url": "mailto:a@example.com"}, "https://api.example.com/f",
         "application/x-www-form-urlencoded"),
        ({"contact_url": "mailto:a@example.com"}, "mailto:a@example.com?subject=one", "text/plain"),
        ({"contact_url": "mailto:a@example.com?subject=Help"}, "mailto:a@example.com?subject=Help", "text/plain"),
        ({"contact_url": "https://example.com/contact"}, None, None),
        ({}, None, None),
    ],
)  # fmt: skip
def test_feedback_goes_to_the_service_or_by_mail_or_is_not_asked_for(
    site: Site, chosen: dict[str, str], action: str | None, encoding: str | None
) -> None:
    site.build([article("one")], settings(chosen))
    page = site.page("articles/one.html")
    form = page.css_first("form.helpful")
    assert (form.attributes["action"] if form else None) == action
    assert (form.attributes["enctype"] if form else None) == encoding
    if action is not None:
        policy = first(page, "meta[http-equiv=Content-Security-Policy]").attributes["content"] or ""
        forms = next(rule for rule in policy.split("; ") if rule.startswith("form-action")).split()
        assert ("https://api.example.com" in forms) == action.startswith("https:")
        assert ("mailto:" in forms) == chosen.get("contact_url", "").startswith("mailto:")
        assert len(page.css("[name=reason]")) == 5


def test_dates_change_only_the_pages_that_show_them(site: Site) -> None:
    one, two = article("one", category="A"), replace(article("two"), category="B")
    site.build([one, two], facts=Facts(updated={"one": date(2026, 1, 1)}))
    before = site.files()
    site.build([one, two], facts=Facts(updated={"one": date(2026, 1, 2)}))
    changed = {path for path, content in site.files().items() if before.get(path) != content}
    assert changed - {".deflect-site.json"} == {"articles/one.html", "articles/one.md", "index.html"}
