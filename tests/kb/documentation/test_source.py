"""Existing documentation is read from files as they come; a bad one is named with its reason and harms no other."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.errors import InputError, UsageError
from deflect.kb.documentation import pages
from deflect.kb.documentation.markdown import LONGEST_FRONT, read_markdown
from deflect.kb.documentation.pages import Page, SkippedPage
from deflect.kb.documentation.source import LARGEST_FILE
from deflect.kb.documentation.wordpress import read_xml
from deflect.kb.documentation.xmlfile import DEEPEST


def write(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return root


def read(path: Path, base_url: str = "") -> list[Page | SkippedPage]:
    return list(pages(str(path), base_url))


def reasons(path: Path) -> dict[str, str]:
    return {each.place: each.reason for each in read(path) if isinstance(each, SkippedPage)}


def test_bad_files_of_a_folder_are_named_and_the_rest_is_read(tmp_path: Path) -> None:
    root = write(
        tmp_path / "docs",
        {
            "a-latin.md": "# Größe\n\nText.".encode("latin-1"),
            "b-empty.md": "# Only a title\n",
            "c-alias.md": "---\ntitle: &a [x]\nmore: [*a, *a]\n---\nText.",
            "d-list.md": "---\n- one\n---\nText.",
            "e-large.html": b"<p>x" * (LARGEST_FILE // 4 + 1),
            "f-front.md": "---\ntitle: " + "x" * LONGEST_FRONT + "\n---\nText.",
            "g-good.md": "# Export bookings\n\nOpen **Tools**.\n",
            "h-nothing.html": "<html><body><nav>Home</nav></body></html>",
        },
    )
    assert reasons(root) == {
        "a-latin.md": "it is not UTF-8",
        "b-empty.md": "it has no text",
        "c-alias.md": "its front matter cannot be read",
        "d-list.md": "its front matter cannot be read",
        "e-large.html": "it is larger than 4 MiB",
        "f-front.md": "its front matter cannot be read",
        "h-nothing.html": "it has no title",
    }
    (good,) = [each for each in read(root) if isinstance(each, Page)]
    assert good == Page("g-good.md", "Export bookings", "Open **Tools**.")


def test_a_link_out_of_the_folder_and_a_ring_of_folders_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path, {"secret.md": "# Secret\n\nText.", "docs/in.md": "# In\n\nText."})
    (tmp_path / "docs" / "out.md").symlink_to(tmp_path / "secret.md")
    (tmp_path / "docs" / "ring").symlink_to(tmp_path / "docs")
    assert reasons(tmp_path / "docs") == {"out.md": "it is a link that leads out of the folder"}
    assert [each.place for each in read(tmp_path / "docs")] == ["in.md", "out.md"]


def test_pages_that_are_no_articles_are_passed_over(tmp_path: Path) -> None:
    names = ("404.html", "search.html", "_sidebar.md", ".hidden.md", "node_modules/x/readme.md", ".git/a.md", "a.txt")
    write(tmp_path, dict.fromkeys(names, "# A\n\nB."))
    assert read(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\ntitle: From front matter\nlang: de\n---\n# Heading\n\nText.", ("From front matter", "Text.", "de", "")),
        ("Heading\n=======\n\nText.", ("Heading", "Text.", "", "")),
        ("## Small\n\nText.", ("Export csv", "## Small\n\nText.", "", "")),
        ("---\ndate: 2025-03-04\n---\n# **Bold** [link](x.md) #\nText.", ("Bold link", "Text.", "", "2025-03-04")),
        ("import X from 'y'\n\n# Title\n\nText.", ("Title", "Text.", "", "")),
        ("---\n---\n# Title\n\nText.\n\n---\n\nMore.", ("Title", "Text.\n\n---\n\nMore.", "", "")),
    ],
)
def test_a_markdown_page_has_its_title_from_front_matter_heading_or_name(
    text: str, expected: tuple[str, str, str, str]
) -> None:
    found = read_markdown(text, "guide/export-csv.md", None)
    assert isinstance(found, Page)
    assert (found.title, found.text, found.language, found.changed) == expected


@pytest.mark.parametrize("line", ["draft: true", "published: false"])
def test_what_is_not_published_is_left_out_and_not_bad(line: str) -> None:
    assert read_markdown(f"---\n{line}\n---\nText.", "a.md", None) == SkippedPage("a.md", "it is not published", False)


def test_a_folder_is_published_at_its_base_unless_a_page_says_otherwise(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a/index.md": "# A\n\nText.",
            "b.md": "---\nurl: https://old.example/b\n---\n# B\n\nText.",
            "c.html": "<link rel=canonical href=https://x.example/c><h1>C</h1><p>Text.</p>",
        },
    )
    found = {each.place: each.address for each in read(tmp_path, "https://x.example/docs/") if isinstance(each, Page)}
    assert found == {
        "a/index.md": "https://x.example/docs/a",
        "b.md": "https://old.example/b",
        "c.html": "https://x.example/c",
    }
    with pytest.raises(UsageError, match="--base-url is no address"):
        read(tmp_path, "docs")


HTML = """<!doctype html><html lang="de-DE"><head><title>Rechnungen herunterladen | Beispiel</title></head><body>
<header>Beispiel</header><nav><a href="/">Start</a></nav><main><nav>Inhalt</nav><h1>Rechnungen herunterladen</h1>
<script>track()</script><p>Öffnen Sie <b>Konto</b>.</p><ol><li>Klicken Sie.</li><li>Warten Sie.</li></ol></main>
<footer>Impressum</footer></body></html>"""


def test_an_html_page_gives_its_main_part_without_menus_scripts_and_footer(tmp_path: Path) -> None:
    (found,) = read(write(tmp_path, {"rechnung.html": HTML}) / "rechnung.html")
    expected = "Öffnen Sie Konto.\n\n1. Klicken Sie.\n2. Warten Sie."
    assert found == Page("rechnung.html", "Rechnungen herunterladen", expected, None, "de-DE")


def wxr(*items: str, head: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{head}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/">'
        f"<channel><title>Shop</title><image><url>https://x.example/i.png</url></image>{''.join(items)}</channel></rss>"
    )


def item(title: str = "Export bookings", status: str = "publish", kind: str = "post", more: str = "") -> str:
    return (
        f"<item><title>{title}</title><link>https://x.example/{title.lower().replace(' ', '-')}/</link>"
        "<content:encoded><![CDATA[<!-- wp:paragraph -->Open <em>Tools</em>.\n\n[caption id=1]Choose CSV.[/caption]]]>"
        "</content:encoded><excerpt:encoded>Short.</excerpt:encoded>"
        f"<wp:post_modified_gmt>2025-02-03 04:05:06</wp:post_modified_gmt><wp:status>{status}</wp:status>"
        f"<wp:post_type>{kind}</wp:post_type>{more}</item>"
    )


def test_a_wordpress_export_gives_what_is_published_and_is_an_article(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text(
        wxr(
            item(),
            item("Draft", status="draft"),
            item("Picture", kind="attachment"),
            item("Locked", more="<wp:post_password>x</wp:post_password>"),
            item("Guide", kind="docs"),
        )
    )
    first, draft, locked, guide = read(path)
    address = "https://x.example/export-bookings/"
    assert first == Page(address, "Export bookings", "Open Tools.\n\nChoose CSV.", address, "", "2025-02-03")
    assert [each.reason for each in (draft, locked) if isinstance(each, SkippedPage) and not each.bad] == [
        "it is not published",
        "it is behind a password",
    ]
    assert isinstance(guide, Page)


SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:i="http://www.google.com/schemas/sitemap-image/1.1">'
    "<url><i:image><i:loc>https://x.example/a.png</i:loc></i:image><loc> https://x.example/kb/cannot-log-in/ </loc>"
    "<lastmod>2025-01-02T03:04:05Z</lastmod></url><url><loc>ftp://x.example/b</loc></url>"
    "<url><loc>https://x.example/</loc></url></urlset>"
)


@pytest.mark.parametrize("packed", [False, True])
def test_a_sitemap_gives_pages_known_by_their_address(tmp_path: Path, packed: bool) -> None:
    path = tmp_path / ("sitemap.xml.gz" if packed else "sitemap.xml")
    path.write_bytes(gzip.compress(SITEMAP.encode()) if packed else SITEMAP.encode())
    good, foreign, home = read(path)
    address = "https://x.example/kb/cannot-log-in/"
    assert good == Page(address, "Cannot log in", "", address, "", "2025-01-02")
    assert foreign == SkippedPage("line 1", "it is no address that begins with http:// or https://")
    assert home == SkippedPage("line 1", "the address does not say what the page is about")


def test_a_list_of_addresses_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "urls.txt"
    path.write_text("\ufeff# ours\nhttps://x.example/kb/vat_number.html\n\nnot an address\n", encoding="utf-8")
    good, bad = read(path)
    assert isinstance(good, Page)
    assert (good.title, good.text) == ("Vat number", "")
    assert isinstance(bad, SkippedPage)
    assert bad.place == "line 4"


BOMB = '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
REACH = '<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (wxr(item("&b;"), head=BOMB), "has a document type"),
        (wxr(item("&file;"), head=REACH), "has a document type"),
        (wxr(item("&b;")), "not well-formed XML"),
        (wxr(item())[:-20], "not well-formed XML"),
        (wxr("<a>" * DEEPEST + "</a>" * DEEPEST), "nested deeper than 64"),
        ("<html><body/></html>", "neither a WordPress export nor a sitemap"),
        ("", "not well-formed XML"),
    ],
)
def test_hostile_and_damaged_xml_is_refused_in_one_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "export.xml"
    path.write_text(text)
    with pytest.raises(InputError, match=message):
        list(read_xml(path))


def test_an_overlong_item_is_skipped_and_the_next_is_read(tmp_path: Path) -> None:
    path = tmp_path / "export.xml"
    path.write_text(wxr("<item><title>A</title><description>" + "x" * (5 << 20) + "</description></item>", item()))
    long, good = read(path)
    assert isinstance(long, SkippedPage)
    assert long.reason == "it is longer than 4 MiB"
    assert isinstance(good, Page)


def test_a_missing_path_and_a_sitemap_of_sitemaps_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        read(tmp_path / "none.xml")
    path = tmp_path / "index.xml"
    path.write_text("<sitemapindex><sitemap><loc>https://x.example/a.xml</loc></sitemap></sitemapindex>")
    (found,) = read(path)
    assert isinstance(found, SkippedPage)
    assert found.reason == "it names another sitemap: save that one and import it, or fetch the pages"


@given(content=st.binary(max_size=300))
def test_no_bytes_of_an_xml_file_raise_anything_but_input_errors(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.xml"
    path.write_bytes(content)
    with pytest.raises(InputError):
        read(path)


@given(st.text(max_size=300))
def test_any_text_is_a_page_or_a_reason(text: str) -> None:
    for name in ("a.md", "a.html"):
        found = read_markdown(text, name, None)
        assert found.place == name
        assert not isinstance(found, Page) or (found.title and found.text.strip())
