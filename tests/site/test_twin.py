"""Markdown twins say what the page says, and hold nothing that it does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from deflect.site import twin
from deflect.site.markdown import parse, render
from tests.site.conftest import Site, article, sample, settings

WORDS: dict[str, str] = {"missing": "Still to be written", "image": "Image"}

ROUND = [
    "One *two* **three** ~~four~~ `five`.",
    "A line\nand another  \nafter a break.",
    "## Heading\n\n### Below `code`\n\nText.",
    "- one\n- two\n  - three\n  - four\n- five",
    "1. one\n2. two\n\n   more of two\n3. three",
    "7. seven\n8. eight",
    "* one\n\n* two\n\n      code in it\n",
    "> quoted\n>\n> - list in it",
    "```php\ndefine( 'X' ); // <b> ``` \n```",
    "````\n```\ninner\n```\n````",
    "    indented code <script>",
    "| a | b | c |\n|:--|--:|:-:|\n| 1 | `x\\|y` | *z* |",
    "Before\n\n---\n\nAfter",
    '[a link](https://example.com/a_b?c=1&d=2 "title")',
    "[odd](<https://example.com/a (b) c>)",
    "<script>alert(1)</script> & <b>bold</b> &amp; &#60;",
    "1\\. no list\n\n\\- no list\n\n\\# no heading\n\n\\> no quote",
    "2 * 3 * 4, snake_case_name, [brackets], a | b, ~tilde~, back`tick",
    "``a ` b``",
    "مرحبا **بك** `code`",
]


def html(markdown: str) -> str:
    return render(parse(markdown), WORDS)


@pytest.mark.parametrize("markdown", ROUND)
def test_the_twin_of_an_answer_makes_the_same_page(markdown: str) -> None:
    written = twin.markdown(parse(markdown))
    assert html(written).replace(' title="title"', "") == html(markdown).replace(' title="title"', "")


@given(st.text(max_size=60))
def test_text_stays_text_whatever_it_holds(words: str) -> None:
    shown = HTMLParser(html(twin.text(words))).body
    kept = " ".join(words.replace("\x00", "").split())
    assert " ".join(shown.text().split()) == " ".join(HTMLParser(f"<p>{_escaped(kept)}</p>").text().split())  # type: ignore[union-attr]
    assert not HTMLParser(html(twin.text(words))).css("a, em, strong, code, h1, h2, ul, ol, blockquote, hr, table")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def test_comments_evidence_and_front_matter_are_in_no_twin(site: Site) -> None:
    site.build(sample(), settings({"base_url": "https://help.example.com"}, name="Acme"))
    twins = {path: text for path, text in site.files().items() if path.endswith((".md", ".txt"))}
    assert len(twins) > 15
    for path, text in twins.items():
        for secret in (b"demo:1", b"<!--", b"state:", b"Only for agents", b"Was so once"):
            assert secret not in text, path


def test_every_public_page_has_a_twin_and_a_link_to_it(site: Site) -> None:
    site.build(sample(), settings({"contact_url": "mailto:help@example.com"}, name="Acme"))
    files = site.files()
    for name, page in site.pages():
        found = [node.attributes["href"] for node in page.css("link[type='text/markdown']")]
        if name in ("404.html", "search.html", "de/search.html", "ar/search.html"):
            assert found == [], name
        else:
            assert len(found) == 1, name
            assert name.removesuffix(".html") + ".md" in files, name


def test_the_twin_of_an_article_reads_well(site: Site) -> None:
    one = article("one", title="A * B", answer="Do [that](two.md).\n\n![S](pictures/screen.png)", versions=("App 4.0",))
    site.build([one, article("two")])
    assert site.files()["articles/one.md"].decode() == (
        "# A \\* B\n\nAbout one\n\nDo [that](two.md).\n\n![S](../files/pictures/screen.png)\n\nApplies to: App 4.0\n"
    )


def test_a_preview_has_nothing_for_programs(site: Site) -> None:
    site.build(sample(), settings({"base_url": "https://help.example.com"}), preview=True)
    assert not [path for path in site.files() if path.endswith((".md", ".xml", "llms.txt"))]
