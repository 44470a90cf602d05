from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.cleaning.html import HISTORY, to_text
from deflect.cleaning.text import normalise


def read(html: str) -> str:
    return normalise(to_text(html))


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("plain text", "plain text"),
        ("a &amp; b &lt;c&gt; &eacute; &#8364; &nbsp;d", "a & b <c> é € d"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<p>one\n   two</p>", "one two"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("one<br><br>two", "one\n\ntwo"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<div>one</div><div><br></div><div>two</div>", "one\n\ntwo"),
        ("<b>bo</b>ld and <i>it</i>alic", "bold and italic"),
        ("<p>unclosed <b>tags<p>everywhere", "unclosed tags\n\neverywhere"),
        ("</div></p>stray", "stray"),
    ],
)
def test_text_and_paragraphs(html: str, expected: str) -> None:
    assert read(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<ul><li>one</li><li>two</li></ul>", "- one\n- two"),
        ("<ol><li>one</li><li>two</li></ol>", "1. one\n2. two"),
        ("<ol><li><p>one</p></li><li><p>two</p></li></ol>", "1. one\n2. two"),
        (
            "<p>Do:</p><ul><li>one<ul><li>deep</li></ul></li><li>two</li></ul><p>Done</p>",
            "Do:\n\n- one\n  - deep\n- two\n\nDone",
        ),
        ("<ol><li>first<br>more of it</li><li>second</li></ol>", "1. first\n  more of it\n2. second"),
        ("<ul><li></li><li>two</li></ul>", "- two"),
        ("<li>stray</li>", "- stray"),
    ],
)
def test_lists(html: str, expected: str) -> None:
    assert read(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Set <code>WP_DEBUG</code> to true</p>", "Set `WP_DEBUG` to true"),
        ("<pre>a = 1\n    b = 2</pre>", "```\na = 1\n    b = 2\n```"),
        ("<pre><code>a = 1\nb   = 2</code></pre>", "```\na = 1\nb   = 2\n```"),
        ("<pre>one line</pre>", "```\none line\n```"),
        ("<p>Run</p><pre>wp cache flush</pre><p>then save</p>", "Run\n\n```\nwp cache flush\n```\n\nthen save"),
        ("<code>a\nb</code>", "```\na\nb\n```"),
        ("<code></code>nothing", "nothing"),
        ("<pre>x<br>y</pre>", "```\nx\ny\n```"),
        ("<pre>&lt;?php echo 1; ?&gt;</pre>", "```\n<?php echo 1; ?>\n```"),
    ],
)
def test_code(html: str, expected: str) -> None:
    assert read(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<a href="https://a.example/x">the docs</a>', "[the docs](https://a.example/x)"),
        ('<a href="https://a.example/x">https://a.example/x</a>', "https://a.example/x"),
        ('<a href="https://a.example/long/path">a.example/long</a>', "https://a.example/long/path"),
        ('<a href="https://a.example/docs">docs</a>', "[docs](https://a.example/docs)"),
        ('<a href="https://a.example/a(b) c">x [y]</a>', "[x (y)](https://a.example/a%28b%29%20c)"),
        ('<a href="mailto:me@a.example">write me</a>', "write me"),
        ('<a href="javascript:alert(1)">click</a>', "click"),
        ('<a href="/relative">there</a>', "there"),
        ('<a href="#top">up</a>', "up"),
        ('<a href="https://a.example"><img src="x.png"></a>', ""),
        ('<a href="https://a.example"><p>block</p></a>', "block"),
        ("<a>no address</a>", "no address"),
    ],
)
def test_links(html: str, expected: str) -> None:
    assert read(html) == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>Title</h1><h3>Part</h3>text", "# Title\n\n### Part\n\ntext"),
        ("<h2></h2>text", "text"),
        (
            "<table><tr><th>Key</th><th>Value</th></tr><tr><td>a</td><td>1</td></tr></table>",
            "| Key | Value |\n|---|---|\n| a | 1 |",
        ),
        (
            "<table><tr><td>WordPress</td><td>6.5</td></tr><tr><td>PHP</td><td>8.2</td></tr></table>",
            "WordPress | 6.5\nPHP | 8.2",
        ),
        (
            "<table><tr><td><p>A page that is</p><p>laid out by a table</p></td><td>side</td></tr></table>",
            "A page that is\n\nlaid out by a table\n\nside",
        ),
        ("<table><tr><td>alone</td></tr></table>", "alone"),
        ("<table><tr><td><table><tr><td>in</td><td>ner</td></tr></table></td></tr></table>", "in | ner"),
        ("<td>stray cell</td>", "stray cell"),
    ],
)
def test_headings_and_tables(html: str, expected: str) -> None:
    assert read(html) == expected


@pytest.mark.parametrize(
    "html",
    [
        "<style>p { color: red }</style>seen",
        "<script>var hidden = 1;</script>seen",
        "<head><title>hidden</title></head>seen",
        '<div style="display: none">hidden</div>seen',
        '<div style="color:red; VISIBILITY : hidden">hidden</div>seen',
        '<span style="mso-hide:all">hidden</span>seen',
        "<p hidden>hidden</p>seen",
        "<template>hidden</template>seen",
        "<!-- hidden -->seen",
        '<img alt="hidden" src="data:image/png;base64,aGlkZGVu">seen',
        "<svg><text>hidden</text></svg>seen",
    ],
)
def test_what_nobody_sees_is_dropped(html: str) -> None:
    assert read(html) == "seen"


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>answer</p><blockquote>old<p>older</p></blockquote><p>more</p>", "answer\n\n> old\n\n> older\n\nmore"),
        ('<blockquote type="cite"><ul><li>a</li></ul></blockquote>', "> - a"),
        ("<blockquote><pre>x\ny</pre></blockquote>", "> ```\n> x\n> y\n> ```"),
        ('<div class="yahoo_quoted">old</div>', "> old"),
        ('answer<div id="divRplyFwdMsg">old</div>', f"answer\n\n{HISTORY}\nold"),
        ('answer<div id="appendonsend"><br></div>old', f"answer\n\n{HISTORY}\n\nold"),
        (
            'a<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in">From: x</div>',
            f"a\n\n{HISTORY}\nFrom: x",
        ),
        ('text<div class="gmail_signature">Ann<br>Acme</div>', "text\n--\nAnn\nAcme"),
    ],
)
def test_history_and_signatures_are_marked(html: str, expected: str) -> None:
    assert read(html) == expected


def test_thousands_of_unclosed_elements_are_read_by_their_tags_alone() -> None:
    html = "<div>" * 2_000 + "<style>p{}</style><p>the matter &amp; more<br>second line</p>"
    assert read(html) == "the matter & more\nsecond line"


def test_embedded_pictures_do_not_use_up_the_limit() -> None:
    html = f'<img src="data:image/png;base64,{"A" * 300_000}"><p>after the picture</p>'
    assert read(html) == "after the picture"


def test_styles_of_mail_programs_do_not_use_up_the_limit() -> None:
    html = f"<style>{'p { margin: 0 } ' * 20_000}</style><p>after the styles</p>"
    assert read(html) == "after the styles"


PIECES = st.sampled_from(
    "<p>|</p>|<div>|</div>|<ul>|<ol>|<li>|</li>|</ul>|<pre>|</pre>|<code>|</code>|<a "
    "href='https://a.example'>|</a>|<table>|<tr>|"
    "<td>|<th>|</td>|</tr>|</table>|<blockquote>|</blockquote>|<h2>|</h2>|<br>|text|&amp;|\n|<b>|</b>|<!--|-->|<style>|"
    "</style>|<div class=gmail_signature>|<div id=appendonsend>|<|>|\x00|<svg>|<template>|<body>|</body>|<html>".split(
        "|"
    )
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_broken_html_never_raises_and_leaves_no_known_tag(html: str) -> None:
    found = read(html)
    assert "<div" not in found
    assert "<blockquote" not in found
    assert read(html) == found


@given(st.text())
def test_any_text_at_all_never_raises(html: str) -> None:
    read(html)


@given(st.text(alphabet=st.characters(categories=["L", "Nd"]), min_size=1))
def test_words_come_through_unchanged(words: str) -> None:
    assert read(f"<p>{words}</p>") == normalise(words)
