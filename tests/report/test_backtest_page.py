"""The page of a backtest: every figure in words, nothing loaded from elsewhere, no customer in it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from pydantic import TypeAdapter

from deflect.cli.backtest import backtest_text
from deflect.interval import percent, wilson
from deflect.plain import as_json
from deflect.report.backtest_page import backtest_page, share_text
from deflect.report.drawing import INKS, chart
from deflect.suggest import BacktestResult
from deflect.suggest.backtest.result import Judge, figures
from deflect.suggest.backtest.walk import Outcome, Walked
from deflect.suggest.risk import Rule
from tests.suggest.corpus import ticket

MONTHS = ("2024-01", "2024-02", "2024-03", "2024-04")
RULE = Rule(0.5, "settings", 0.05)
NAMES = "<b>Tag</b> & co"


def outcome(month: str, number: int) -> Outcome:
    """Of ten tickets of a month four are answered, three of them rightly; two have no article yet."""
    at = number % 10
    asked = replace(ticket(number, "secret text of a ticket"), tags=(NAMES,), customer=f"customer{number}")
    truth = frozenset({"a"})
    known = truth if at < 8 else frozenset[str]()
    sure, silent = (0.9, None) if at < 4 else (0.2, "not-sure")
    return Outcome(month, asked, truth, known, sure, (at < 3,), (at < 1,), silent, at < 3)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def result() -> BacktestResult:
    walked = Walked(tuple(outcome(month, number) for month in MONTHS for number in range(40)), (RULE,) * 4, (9,) * 4)
    found = figures(walked, "links", MONTHS, [])
    return BacktestResult("month", MONTHS, 50, 160, found, found, ("Beware.",))


@pytest.fixture(scope="module")
def page(result: BacktestResult) -> str:
    return backtest_page(result)


class Reader(HTMLParser):
    """Collects text, ids, names, addresses and open elements."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.unclosed: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag not in ("meta", "path", "use", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag in self.open:
            self.unclosed.append(tag)

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("style", "text"):
            self.words.append(data)


def read(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    return reader


def words(page: str) -> str:
    return " ".join(" ".join(read(page).words).split())


def test_the_first_lines_say_what_would_have_happened(page: str) -> None:
    said = words(page)
    assert "Of the tickets in which an agent linked an article, it would have answered 40% : 30% rightly, 10%" in said
    assert "160 past tickets, 2024-01 to 2024-04, month by month" in said
    assert "The most that was possible 80%" in said
    assert "Next month, right 30%" in said


def test_whoever_sees_no_chart_reads_its_figures(page: str, result: BacktestResult) -> None:
    """Each chart is hidden from screen readers; its caption and a table of every point stand beside it."""
    said = words(page)
    assert page.count('aria-hidden="true" focusable="false"') == page.count("<svg") == 6
    for point in result.trusted.curve:
        assert f"{point.threshold:.3f} {percent(point.coverage.value)}" in said
    for month in result.trusted.windows:
        assert f"{month.name} 40 40%" in said
    assert page.count("<figcaption") == page.count("<figure") == 3


def test_every_name_of_an_id_is_there_once_and_every_reference_leads_to_one(page: str) -> None:
    attributes = read(page).attributes
    ids = [value for name, value in attributes if name == "id"]
    assert len(ids) == len(set(ids))
    wanted = {
        word for name, value in attributes if name in ("aria-labelledby", "aria-describedby") for word in value.split()
    }
    wanted |= set(re.findall(r"url\(#([^)]+)\)", page)) | set(re.findall(r'href="#([^"]+)"', page))
    assert wanted <= set(ids)


def test_the_page_loads_nothing_and_runs_nothing(page: str) -> None:
    found = [value for name, value in read(page).attributes if name in ("src", "href", "xlink:href", "action")]
    assert all(value.startswith("#") for value in found)
    assert "<script" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page.replace("&#39;", "'")


def test_elements_are_closed_in_order(page: str) -> None:
    reader = read(page)
    assert (reader.open, reader.unclosed) == ([], [])


def test_names_are_shown_and_not_obeyed_and_no_customer_is_named(page: str) -> None:
    assert NAMES not in page
    assert "&lt;b&gt;Tag&lt;/b&gt; &amp; co" in page
    assert "customer1" not in page
    assert "secret text" not in page
    assert "test:" not in page


def test_colours_are_the_pages_own_and_the_page_is_the_same_every_time(page: str, result: BacktestResult) -> None:
    assert not any(ink in page for ink in INKS.values())
    assert "var(--accent)" in page
    assert backtest_page(result) == page


SILENT = Rule(None, "history", 0.05, reason="not-enough-history", missing=100)


@pytest.mark.parametrize(
    ("judge", "rule", "needed"),
    [
        ("links", SILENT, "takes about 400 more tickets in which an agent linked an article."),
        ("links and recurring questions", SILENT, "takes about 400 more tickets whose answer is known."),
        ("links", replace(SILENT, reason="too-often-wrong", missing=0), "At no confidence were at most 5% of"),
    ],
)
def test_where_nothing_is_answered_no_share_right_is_made_up(judge: Judge, rule: Rule, needed: str) -> None:
    """A dash on the page, null in the JSON, and what it takes; never `0%, 0 to 100`."""
    asked = [
        replace(outcome(month, number), silent="not-sure", right=False) for month in MONTHS for number in range(40)
    ]
    found = figures(Walked(tuple(asked), (rule,) * 4, (9,) * 4), judge, MONTHS, [])
    result = BacktestResult("month", MONTHS, 50, 160, None, found, ())
    said = words(backtest_page(result))
    assert "it would have answered none ." in said
    assert "Right when it answers – It answered nothing" in said
    assert said.count(needed) == 1
    assert "0% to 100%" not in said
    assert json.loads(as_json(result))["all"]["total"]["precision"] is None
    assert "right when answered" not in [each.figure for each in found.expected]
    text = backtest_text(result)
    assert "–; nothing was answered, so it was not measured." in text
    assert needed in text
    assert TypeAdapter(BacktestResult).validate_python(json.loads(as_json(result))) == result


def test_nothing_to_judge_is_said() -> None:
    empty = figures(Walked((), (RULE,), (0,)), "links", ("2024-01",), [])
    page = backtest_page(BacktestResult("month", ("2024-01",), 50, 0, None, empty, ()))
    assert "No ticket can be judged" in page
    assert "<svg" not in page


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0%"),
        (0.004, "0.4%"),
        (0.0994, "9.9%"),
        (0.0996, "10%"),
        (0.555, "56%"),
        (1, "100%"),
        (-0.05, "-5.0%"),
        (-0.39, "-39%"),
    ],
)
def test_small_shares_keep_a_decimal(value: float, said: str) -> None:
    assert percent(value) == said


def test_a_share_of_nothing_is_a_dash() -> None:
    assert share_text(wilson(0, 0)) == share_text(None) == "–"


def test_two_charts_of_a_page_share_no_name() -> None:
    drawn = chart("one", lambda axes: axes.plot([0, 1])) + chart("two", lambda axes: axes.plot([0, 1]))
    ids = re.findall(r'\sid="([^"]+)"', drawn)
    assert len(ids) == len(set(ids))
    assert re.findall(r'viewBox="0 0 (\d+) (\d+)"', drawn)[:2] == [("290", "240"), ("600", "330")]
    assert not re.search(r'<svg[^>]* (?:width|height)="', drawn)
