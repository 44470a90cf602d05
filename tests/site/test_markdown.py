"""An answer's Markdown becomes HTML that can do nothing but be read."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from deflect.site import markdown
from deflect.site.strings import words
from tests.site.conftest import Site, first

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<body onload=alert(1)>",
    "<style>@import 'https://evil.example/x.css';</style>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<base href=https://evil.example/>",
    "<form action=https://evil.example><input name=q></form>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>-->",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<details open ontoggle=alert(1)>",
    "<div style='background:url(https://evil.example/x)'>x</div>",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    '```x" onclick="alert(1)\ncode\n```',
    "# <script>alert(1)</script>",
    '<https://example.com/"onmouseover=alert(1)//>',
    '[x](<https://example.com/" onmouseover=alert(1) x="> "t\\" onclick=alert(1)")',
    '![x](https://example.com/x.png "t\\" onerror=alert(1)")',
    '![" onerror="alert(1)](https://example.com/x.png)',
    "MISSING: <img src=x onerror=alert(1)>",
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<!-- --><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<!-- x --!><script>alert(1)</script> -->",
    "\x00<script>alert(1)</script>",
]

# These are not links at all after the first wall: markdown-it leaves them as text.
DEAD_LINKS = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java&#x73;cript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "<javascript:alert(1)>",
    "[x]\n\n[x]: javascript:alert(1)",
    "![x](javascript:alert(1))",
    "[x](\tjavascript:alert(1))",
]

HARMLESS = {
    "a", "blockquote", "body", "br", "code", "del", "div", "em", "h2", "h3", "h4", "h5", "h6", "head", "hr", "html",
    "img", "li", "ol", "p", "pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
HARMLESS_ATTRIBUTES = {"href", "title", "rel", "class", "id", "src", "alt", "loading", "start", "tabindex", "role"}


def render(source: str) -> str:
    return markdown.render(markdown.parse(source), words("en"))


def assert_inert(html: str) -> None:
    tree = HTMLParser(f"<!DOCTYPE html><html><body><div>{html}</div></body></html>")
    assert tree.root is not None
    for node in tree.root.traverse():
        assert node.tag in HARMLESS, node.tag
        assert set(node.attributes) <= HARMLESS_ATTRIBUTES, node.attributes
        for name in ("href", "src"):
            address = node.attributes.get(name) or ""
            assert not re.match(r"\s*(javascript|vbscript|data|file):", address, re.IGNORECASE), address


@pytest.mark.parametrize("payload", PAYLOADS + DEAD_LINKS)
def test_no_payload_becomes_anything_but_text(payload: str) -> None:
    assert_inert(render(payload))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_gets_into_a_page_through_the_build(site: Site, payload: str) -> None:
    assert_inert(site.answer(payload))


@pytest.mark.parametrize("payload", DEAD_LINKS)
def test_an_address_that_is_a_script_is_no_link(payload: str) -> None:
    assert "href" not in render(payload)
    assert "src=" not in render(payload)


@given(st.text(alphabet=st.sampled_from("<>!-/ \"'=`[]()#*_|:\\\n\tabsrchefonx&;é"), max_size=120))
@settings(max_examples=300, deadline=None)
def test_nothing_that_can_be_typed_becomes_markup_of_its_own(source: str) -> None:
    assert_inert(render(source))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Click it. <!-- demo:1 -->", "<p>Click it.</p>"),
        ("One. <!-- demo:1 --> Two.", "<p>One.  Two.</p>"),
        ("<!-- demo:1 -->\nText.", "<p>Text.</p>"),
        ("<!-- demo:1 --> Text.", "<p> Text.</p>"),
        ("<!-- a\n\nb\n\nc -->\nText.", "<p>Text.</p>"),
        ("<!-- a --> <!-- b -->", ""),
        ("- One. <!-- demo:1 -->\n- Two. <!-- demo:2 -->", "<ul>\n<li>One.</li>\n<li>Two.</li>\n</ul>"),
        ("> Said. <!-- demo:1 -->", "<blockquote>\n<p>Said.</p>\n</blockquote>"),
        ("**Bold <!-- x -->**", "<p><strong>Bold </strong></p>"),
        ("## Head <!-- demo:1 -->", '<h2 id="head">Head</h2>'),
    ],
)
def test_comments_vanish_wherever_they_stand(source: str, expected: str) -> None:
    assert render(source).strip() == expected


@given(st.text(alphabet=st.sampled_from("ab *_`[]()\n#>-"), max_size=30), st.integers(0, 5))
@settings(max_examples=200, deadline=None)
def test_no_comment_outside_code_ever_reaches_a_page(inside: str, place: int) -> None:
    if "-->" in inside or inside.startswith((">", "->")):
        return
    secret = f"<!-- SECRET {inside} -->"
    before, after = ["", "Text. ", "- ", "> ", "**b** ", "1. "][place], " after"
    parsed = markdown.parse(before + secret + after)
    if not parsed.problems:
        assert "SECRET" not in markdown.render(parsed, words("en"))


def test_an_unclosed_comment_is_a_problem_because_its_text_would_show() -> None:
    assert markdown.parse("Text <!-- demo:1").problems
    assert markdown.parse("Text <!-- demo:1\n\nmore -->").problems


def test_an_escaped_comment_is_text() -> None:
    assert render(r"Add \<!-- more --> there.") == "<p>Add &lt;!-- more --&gt; there.</p>\n"


def test_a_comment_in_code_is_code_unless_it_names_evidence() -> None:
    block = "<!-- wp:paragraph -->"
    assert "wp:paragraph" in render(f"```html\n{block}\n```")
    assert "wp:paragraph" in render(f"Write `{block}` there.")
    parsed = markdown.parse("```\ncode\n<!-- demo:1 -->\n```\n", frozenset({"demo:1"}))
    assert "demo:1" not in markdown.render(parsed, words("en"))


@pytest.mark.parametrize(
    ("source", "levels"),
    [
        ("# A\n\n## B\n\n### C", ["h2", "h3", "h4"]),
        ("## A\n\n### B", ["h2", "h3"]),
        ("### A", ["h3"]),
        ("# A\n\n###### B", ["h2", "h6"]),
        ("A\n=\n\nB\n-", ["h2", "h3"]),
    ],
)
def test_headings_shift_below_the_h1_of_the_page(source: str, levels: list[str]) -> None:
    assert re.findall(r"<(h\d)", render(source)) == levels
    assert re.findall(r"</(h\d)", render(source)) == levels


def test_headings_get_ids_that_are_unique_and_never_those_of_the_page() -> None:
    found = markdown.parse("# Äpfel & Birnen\n\n# Äpfel & Birnen\n\n# df-main\n\n# !!!\n\n# `x` <!-- c -->\n\n# مفتاح")
    assert [heading.id for heading in found.headings] == [
        "äpfel-birnen", "äpfel-birnen-2", "section-df-main", "section", "x", "مفتاح",
    ]  # fmt: skip


@given(st.lists(st.text(max_size=12), max_size=12))
def test_ids_of_headings_never_collide(texts: list[str]) -> None:
    taken: set[str] = set()
    made = [markdown.heading_id(text, taken) for text in texts]
    assert len(set(made)) == len(made)
    assert all(one and not one.startswith("df-") and " " not in one for one in made)


@pytest.mark.parametrize(
    ("source", "count"),
    [
        ("MISSING: how long it takes.", 1),
        ("Text before\nMISSING: one\nMISSING: two", 2),
        ("- MISSING: in a list", 1),
        ("MISSING: wrapped\nover lines\n\nText", 1),
        ("They said MISSING: in passing.", 0),
        ("    MISSING: in code", 0),
        ("```\nMISSING: in code\n```", 0),
    ],
)
def test_lines_still_to_be_written_are_marked(source: str, count: int) -> None:
    tree = HTMLParser(render(source))
    found = tree.css("div.missing")
    assert len(found) == count
    assert all(first(node, "strong").text() == "Still to be written" for node in found)
    assert all("MISSING" not in node.text() for node in found)


def test_a_missing_line_may_hold_markdown_and_hides_its_evidence() -> None:
    assert "<code>x</code>" in render("MISSING: the value of `x` <!-- demo:1 -->")
    assert "demo:1" not in render("MISSING: the value of `x` <!-- demo:1 -->")


def test_code_and_tables_scroll_in_themselves_and_by_keyboard() -> None:
    assert '<pre tabindex="0"><code class="language-php">' in render("```php\nx\n```")
    assert '<pre tabindex="0"><code>' in render("    x")
    html = render("| a |\n|--:|\n| 1 |")
    assert '<div class="scroll" tabindex="0"><table>' in html
    assert '<td class="align-right">' in html
    assert "style" not in html


def test_text_for_search_is_without_headings_comments_and_missing_parts() -> None:
    found = markdown.parse("# H\n\nOne *two*\nthree. <!-- demo:1 -->\n\nMISSING: four\n\n```\nfive\n```\n\n- `six`")
    assert markdown.plain_text(found) == "One two three. five six"
