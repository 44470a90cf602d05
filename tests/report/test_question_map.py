"""The map is one page that needs nothing else and shows what it should, and no label can abuse it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from selectolax.lexbor import LexborHTMLParser

from deflect.errors import ModelError
from deflect.report import map_labels
from deflect.report import question_map as own
from deflect.report.question_map import question_map
from deflect.types import CleanTicket, Cluster, Movement, Trend

Desk = tuple[list[Cluster], list[CleanTicket], NDArray[np.float32]]

HOSTILE = [
    "<script>alert(1)</script>",
    "</title></svg><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "]]><script>alert(1)</script>",
    "<!-- --><iframe src='javascript:alert(1)'></iframe>",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<a href='javascript:alert(1)'>x</a>",
]


def ticket(number: int) -> CleanTicket:
    return CleanTicket(
        id=f"desk:{number}",
        subject=f"secret subject {number}",
        question=f"secret question {number}",
        answer=f"secret answer {number}",
        agent="a-secret",
        customer=f"c-secret-{number}",
        language="en",
        created_at=datetime(2026, 1, 5, tzinfo=UTC) + timedelta(days=number % 90),
        solved=True,
    )


def desk(
    sizes: Sequence[int], outside: int = 0, *, labels: Sequence[str] = (), movements: Sequence[Movement] = ("steady",)
) -> Desk:
    """Questions of these sizes, the first tickets theirs, and tickets that ask none."""
    random = np.random.default_rng(0)
    count = sum(sizes) + outside
    centres = np.repeat(random.normal(size=(len(sizes) + 1, 12)), [*sizes, outside], axis=0)
    rows = centres + random.normal(size=(count, 12)) * 0.5
    vectors = (rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)).astype(np.float32)
    starts = np.cumsum([0, *sizes])
    clusters = [
        Cluster(
            id=f"q-{number}",
            member_ids=tuple(f"desk:{place}" for place in range(starts[number], starts[number] + size)),
            exemplar_ids=(f"desk:{starts[number]}",),
            label=labels[number] if number < len(labels) else f"Why does part {number} stop?",
            language="en",
            cohesion=0.8,
            customers=max(1, size - 1),
            trend=Trend(("2026-01-05", "2026-01-12", "2026-01-19"), (1, 0, 2), movements[number % len(movements)]),
            keywords=(f"part {number}", "stop"),
            first_seen="2026-01-05",
            last_seen="2026-01-20",
        )
        for number, size in enumerate(sizes)
    ]
    return clusters, [ticket(number) for number in range(count)], vectors


def parse(page: str) -> LexborHTMLParser:
    return LexborHTMLParser(page)


def first(tree: LexborHTMLParser, selector: str) -> Any:
    found = tree.css_first(selector)
    assert found is not None, selector
    return found


def text(node: Any) -> str:
    return " ".join(node.text(deep=True, separator=" ").split())


def inline(page: str, tag: str) -> str:
    found = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
    assert len(found) == 1
    return str(found[0])


def test_vectors_of_other_tickets_are_refused() -> None:
    clusters, tickets, vectors = desk([5, 5])
    with pytest.raises(ModelError, match="9 vectors do not belong to 10 tickets"):
        question_map(clusters, tickets, vectors[:9])


def test_without_a_ticket_the_page_says_what_to_do() -> None:
    page = question_map([], [], np.zeros((0, 12), np.float32))
    assert "No ticket has been learned from yet" in page
    assert "deflect run" in page
    assert "<svg" not in page


@pytest.mark.parametrize("count", [1, 2, 40])
def test_without_a_question_the_tickets_are_still_shown(count: int) -> None:
    tree = parse(question_map(*desk([], count)))
    assert "No question has been found" in text(first(tree, "header"))
    assert len(re.findall("M", str(first(tree, "path.outside").attributes["d"]))) == count
    assert not tree.css("ol")


@pytest.mark.parametrize("label", HOSTILE)
def test_a_label_is_text_wherever_it_stands(label: str) -> None:
    clusters, tickets, vectors = desk([6, 5, 5], 3, labels=[label] * 3)
    clusters = [replace(each, keywords=(label, label), id=label, language=label) for each in clusters]
    page = question_map(clusters, tickets, vectors)
    tree = parse(page)
    assert len(tree.css("script")) == 1
    assert not tree.css("img, iframe, object, embed, link, form, base")
    for node in tree.css("*"):
        names = set(node.attributes)
        assert not any(name.startswith("on") for name in names), node.html
        assert "style" not in names
        assert (node.attributes.get("href") or "#").startswith("#")
    assert first(tree, "ol bdi").text() == label
    assert first(tree, "a.question > title").text() == label


@settings(max_examples=30, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60))
def test_any_label_makes_a_page_of_the_same_shape(label: str) -> None:
    plain = parse(question_map(*desk([5, 4])))
    page = question_map(*desk([5, 4], labels=[label, label]))
    page.encode("utf-8")
    tree = parse(page)
    for selector in ("script", "li", "bdi", "a", "circle", "ol > li > div > p"):
        assert len(tree.css(selector)) == len(plain.css(selector)), selector


def test_the_page_needs_no_other_file_and_no_network() -> None:
    page = question_map(*desk([8, 6, 5], 10))
    assert not re.search(r"https?:|//[a-z]|@import|url\(|src=", page)
    tree = parse(page)
    assert not tree.css("link, img, [src]")
    assert all((node.attributes["href"] or "").startswith("#") for node in tree.css("[href]"))


def test_the_policy_lets_only_this_style_and_this_script_through() -> None:
    page = question_map(*desk([8, 6, 5], 10))
    policy = first(parse(page), "meta[http-equiv=Content-Security-Policy]").attributes["content"] or ""
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(inline(page, tag).encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_no_ticket_is_quoted_or_named() -> None:
    page = question_map(*desk([8, 6, 5], 10))
    assert "secret" not in page
    assert "desk:" not in page


def test_every_ticket_is_a_point_in_the_square() -> None:
    tree = parse(question_map(*desk([30, 12, 5], 20)))
    counts = []
    for path in tree.css("path.dots, path.outside"):
        points = re.findall(r"M(\d+) (\d+)h0", path.attributes["d"] or "")
        assert "".join(f"M{x} {y}h0" for x, y in points) == path.attributes["d"]
        assert all(0 <= int(x) <= 10_000 and 0 <= int(y) <= 10_000 for x, y in points)
        counts.append(len(points))
    assert counts == [20, 30, 12, 5]


def test_the_list_says_in_words_what_the_map_shows() -> None:
    clusters, tickets, vectors = desk([30, 12, 5], 3, movements=("rising", "new", "falling"))
    clusters[1] = replace(clusters[1], standing="rejected", minutes=150.0)
    rows = [text(row) for row in parse(question_map(clusters, tickets, vectors)).css("ol > li")]
    assert rows == [
        "30 tickets: Why does part 0 stop? ▲ rising · 29 customers 2026-01-05 to 2026-01-20 · q-0 "
        "Keywords: part 0 , stop",
        "12 tickets: Why does part 1 stop? ★ new · 11 customers · 2.5 h of agents’ time · rejected "
        "2026-01-05 to 2026-01-20 · q-1 Keywords: part 1 , stop",
        "5 tickets: Why does part 2 stop? ▼ falling · 4 customers 2026-01-05 to 2026-01-20 · q-2 "
        "Keywords: part 2 , stop",
    ]


def test_a_question_of_one_is_not_counted_in_the_plural() -> None:
    row = text(first(parse(question_map(*desk([1]))), "ol > li"))
    assert row.startswith("1 ticket: ")
    assert "· 1 customer " in row


def test_the_share_of_tickets_and_the_days_are_told() -> None:
    head = text(first(parse(question_map(*desk([30, 10], 20))), "header p"))
    assert head == "2 recurring questions cover 67% of 60 tickets, 2026-01-05 to 2026-03-05."


def test_movements_are_told_by_more_than_colour() -> None:
    movements: tuple[Movement, ...] = ("new", "rising", "steady", "falling")
    page = question_map(*desk([30, 30, 30, 30], movements=movements))
    tree = parse(page)
    assert [text(item) for item in tree.css(".legend li")][:4] == ["★ new 1", "▲ rising 1", "● steady 1", "▼ falling 1"]
    style = inline(page, "style")
    edges = [re.search(rf"\.{movement} \.disc {{([^}}]*)}}", style) for movement in ("new", "rising", "falling")]
    assert len({edge.group(1) for edge in edges if edge}) == 3


def test_map_and_list_lead_to_each_other() -> None:
    tree = parse(question_map(*desk([9, 8, 7, 6])))
    ids = {node.attributes["id"] for node in tree.css("[id]")}
    links = [(node.attributes["href"] or "")[1:] for node in tree.css("a[href]")]
    assert len(links) == 8
    assert set(links) <= ids


def test_the_drawing_is_one_image_to_a_screen_reader() -> None:
    tree = parse(question_map(*desk([9, 8], 5)))
    drawing = first(tree, "svg.map")
    assert drawing.attributes["role"] == "img"
    for name in ("aria-labelledby", "aria-describedby"):
        assert tree.css(f"#{drawing.attributes[name]}")
    assert all(link.attributes["tabindex"] == "-1" for link in drawing.css("a"))
    assert first(tree, "html").attributes["lang"] == "en"


def test_a_label_keeps_its_language_and_its_direction() -> None:
    clusters, tickets, vectors = desk([9, 8], labels=["كيف ألغي اشتراكي؟", "How do I cancel?"])
    clusters[0] = replace(clusters[0], language="ar")
    page = question_map(clusters, tickets, vectors)
    tree = parse(page)
    label = first(tree, "ol bdi")
    assert (label.attributes["lang"], label.text()) == ("ar", "كيف ألغي اشتراكي؟")
    assert {node.attributes["lang"] for node in tree.css("text tspan[lang]")} == {"ar", "en"}
    assert "unicode-bidi: plaintext" in inline(page, "style")


def test_what_needs_the_script_is_hidden_without_it() -> None:
    tree = parse(question_map(*desk([9, 8])))
    assert all("hidden" in first(tree, each).attributes for each in (".zoom", ".find"))
    assert not [node for node in tree.css("button, input") if not _within_hidden(node)]


def _within_hidden(node: Any) -> bool:
    while node is not None:
        if "hidden" in node.attributes:
            return True
        node = node.parent
    return False


def test_above_the_limit_an_even_sample_is_drawn_and_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "DRAWN", 40)
    tree = parse(question_map(*desk([60, 31, 2], 27)))
    counts = [(path.attributes["d"] or "").count("M") for path in tree.css("path.outside, path.dots")]
    assert counts == [9, 20, 11, 1]
    assert "draws one ticket in 3, 41 in all" in text(first(tree, "header"))
    assert [text(size) for size in tree.css(".size")] == ["60 tickets:", "31 tickets:", "2 tickets:"]


def test_a_long_list_ends_and_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "LISTED", 2)
    tree = parse(question_map(*desk([9, 8, 7, 6])))
    assert text(first(tree, "h2")) == "The 2 largest of 4 questions"
    assert len(tree.css("ol > li")) == 2
    assert [node.attributes.get("href") for node in tree.css("a.question")] == [
        "#question-1",
        "#question-2",
        None,
        None,
    ]


def test_questions_whose_tickets_were_erased_are_listed_and_not_drawn() -> None:
    clusters, tickets, vectors = desk([9, 8, 7])
    kept = [number for number in range(24) if not 9 <= number < 17]
    tree = parse(question_map(clusters, [tickets[number] for number in kept], vectors[kept]))
    assert [node.attributes["id"] for node in tree.css("a.question")] == ["disc-1", "disc-3"]
    assert len(tree.css("ol > li")) == 3


def test_the_same_desk_gives_the_same_page() -> None:
    found = desk([30, 20, 10, 8, 7, 6, 5], 40)
    assert question_map(*found) == question_map(*found)


def test_twenty_three_thousand_tickets_stay_under_five_megabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    found = desk([150] * 100, 8_000, labels=["Why does the calendar stay empty after the update of last week?"] * 100)
    assert len(question_map(*found).encode()) < 1_000_000


def boxes(page: str, size: str) -> list[tuple[float, float, float, float]]:
    """Where the names stand, by the same estimate of a letter's width but read from the page."""
    tree = parse(page)
    group = first(tree, f"g.{size}")
    font = float(group.attributes["font-size"] or "0")
    found = []
    for name in group.css("text"):
        lines = [tspan.text() for tspan in name.css("tspan")]
        wide = max(len(line) for line in lines) * 0.55 * font
        x, top = float(name.css_first("tspan").attributes["x"] or "0"), float(name.attributes["y"] or "0") - 0.8 * font
        left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[name.attributes["text-anchor"] or ""]
        found.append((left, top, left + wide, top + len(lines) * 1.2 * font))
    return found


@pytest.mark.parametrize(("size", "most"), [("far", 8), ("near", 30), ("close", 40)])
def test_names_cover_neither_each_other_nor_the_edge(size: str, most: int) -> None:
    found = boxes(question_map(*desk([60, 50, 40, *[12] * 37], 60)), size)
    assert len(found) <= most
    assert len(found) >= {"far": 3, "near": 15, "close": 30}[size]
    for number, one in enumerate(found):
        assert one[0] >= -1
        assert one[1] >= -1
        assert one[2] <= 1001
        assert one[3] <= 1001
        for other in found[number + 1 :]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@given(st.text(max_size=200), st.floats(4, 30), st.integers(1, 4))
def test_a_broken_name_fits_and_loses_nothing_without_saying_so(label: str, most: float, lines: int) -> None:
    made = map_labels.broken(label, most, lines)
    assert len(made) <= lines
    assert all(map_labels.width(line) <= most for line in made)
    shown, whole = "".join("".join(made).split()), "".join(label.split())
    assert shown == whole or (shown.endswith("…") and whole.startswith(shown[:-1].rstrip(" ,.;:")))


@pytest.mark.parametrize(
    ("label", "most", "lines", "wanted"),
    [
        ("", 10, 2, ()),
        ("   ", 10, 2, ()),
        ("Why?", 10, 2, ("Why?",)),
        ("one two three four", 7, 3, ("one two", "three four")),
        ("one two three four", 7, 1, ("one two…",)),
        ("Donaudampfschifffahrt", 8, 3, ("Donaudampfs", "chifffahrt")),
        ("日本語のラベル", 4, 2, ("日本語", "のラ…")),
    ],
)
def test_names_break_at_spaces_where_they_can(label: str, most: float, lines: int, wanted: tuple[str, ...]) -> None:
    assert map_labels.broken(label, most, lines) == wanted


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_all_text_and_every_point_can_be_told_from_the_ground(theme: int) -> None:
    style = inline(question_map(*desk([5])), "style")
    block = re.findall(r":root \{([^}]*)\}", style)[theme]
    colours = dict(re.findall(r"(--[a-z-]+): (#[0-9a-f]{6});", block))
    for name in ("--text", "--soft", "--steady", "--rising", "--new", "--falling"):
        for ground in ("--page", "--tint"):
            assert contrast(colours[name], colours[ground]) >= 4.5, (name, ground)
    for movement in ("steady", "rising", "new", "falling"):
        assert contrast(colours[f"--{movement}"], colours[f"--{movement}-disc"]) >= 3
    assert contrast(colours["--edge"], colours["--page"]) >= 3
