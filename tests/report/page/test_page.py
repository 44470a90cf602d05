"""The page of the decision: its figures are the JSON's, it obeys no label, loads nothing, and speaks five languages."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from string import Formatter

import pytest
from markupsafe import escape

from deflect.cli.answered_text import gap_lines, unanswered_text
from deflect.config import CostSettings, DeskSettings, TierSettings
from deflect.connectors import BadRow
from deflect.interval import wilson
from deflect.plain import as_json
from deflect.report import Load, measure_desk, measure_load
from deflect.report.backtested import Backtested
from deflect.report.demand import measure_demand
from deflect.report.desk.estimate import Estimate
from deflect.report.effect import Effect
from deflect.report.options import Measured, Question, Range, weigh, write_first
from deflect.report.page import LANGUAGES, decision_page
from deflect.report.page.amounts_words import AMOUNTS
from deflect.report.page.customers import CUSTOMERS
from deflect.report.page.days import named, when
from deflect.report.page.gaps import GAPS
from deflect.report.page.numbers import Numbers
from deflect.report.page.options_words import OPTIONS
from deflect.report.page.quality_words import QUALITY
from deflect.report.page.sentences import SENTENCES
from deflect.report.page.terms import TERMS
from deflect.report.page.words import WORDS
from deflect.report.quality import Drawn, Quality, Review, Sample, measure_quality
from deflect.report.retention import DEFINITIONS, Due, Retention, measure_retention
from deflect.report.retention import Rules as Days
from deflect.report.self_service import BECAUSE, MEANINGS, SelfService, measure_self_service
from deflect.report.tiers import Rules, measure_tiers
from deflect.suggest.backtest import Judge, Point
from deflect.types import CleanTicket, Cluster, Trend
from tests.report.test_backtest_page import read, words

START = datetime(2025, 1, 1, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script>\"><img src=x onerror=alert(2)> {{ 7*7 }} {0} $\\frac{1}{2}$ \u202e'&"
COSTS = {
    "owner_hour": (40.0, 60.0), "minutes_a_reply": 6.0, "escalation": 0.1, "ramp_months": 2.0,
    "training_hours": 20.0, "service_hours": 168.0, "reply_price": (2.0, 4.0), "reply_minimum": 300.0,
    "currency": HOSTILE[:8],
}  # fmt: skip


def ticket(number: int) -> CleanTicket:
    day = START + timedelta(days=number)
    return CleanTicket(f"desk:{number}", "", "Why?", "So.", "a", f"secret-{number}", "en", day, True, replies=1)


def cluster(name: str, members: range, label: str) -> Cluster:
    refs = tuple(f"desk:{number}" for number in members)
    return Cluster(name, refs, refs[:1], label, "en", 0.9, len(refs), Trend((), ()))


def reviewed(weeks: int) -> Quality:
    """Four replies a week that two reviewers marked, the third criterion lowest, the fourth left blank."""
    samples, told = [], []
    for week in (f"2025-W{number:02}" for number in range(1, weeks + 1)):
        replies = tuple(Drawn(f"{n}", f"r{n}", f"desk:{n}", "a", "", "all", ("ana", "ben")) for n in range(4))
        samples.append(Sample(week, (), {"all": 20}, replies))
        marks = {"answers": 4, "correct": 3, "complete": 1, "clear": 4}
        told += [Review(week, each.name, "ana", marks) for each in replies]
        told += [Review(week, each.name, "ben", marks | {"clear": 2 + int(each.name) % 3}) for each in replies]
    return measure_quality(samples, told)


def loaded(count: int, costs: dict[str, object] | None = None) -> Load:
    """A desk of a ticket a day."""
    tickets = [ticket(number) for number in range(count)]
    clusters = [cluster("q1", range(count // 2), HOSTILE), cluster("q2", range(count // 2, count), "Why?")]
    tiers = measure_tiers(tickets, Rules(TierSettings(), {each.id for each in tickets}, set()))
    demand = measure_demand(
        tickets, clusters, desk={}, shapes={"q1": "bug"}, monthly={"q1": 15.0}, documented={}, minutes_a_reply=6.0
    )
    answered = wilson(30, 100)
    curve = (Point(0.9, wilson(10, 100), wilson(1, 10)), Point(0.5, wilson(40, 100), wilson(10, 40)))
    measured = Measured(Range(25, 30, 35), 1.0, 2.0, wilson(60, 100), answered, 40.0)
    return replace(
        measure_load(tickets, clusters),
        desk=measure_desk(tickets, DeskSettings()),
        tiers=tiers,
        demand=demand,
        answered=answered,
        backtest=Backtested(
            windows=("2025-04",),
            judge="links",
            right=answered,
            precision=wilson(30, 40),
            covered=wilson(40, 100),
            wrong=wilson(10, 100),
            said=wilson(70, 200),
            articles=24,
            curve=curve,
            flattering=wilson(120, 200),
        ),
        options=weigh(
            CostSettings.model_validate(costs or {}),
            measured,
            [Question("q1", HOSTILE, 10.0), Question("q2", "Why?", 5.0)],
        ),
        first=write_first([Question("q1", HOSTILE, 15.0)], tickets=30, answered=0.3, minutes=6, hours=2),
        quality=reviewed(8),
    )


def renewals(count: int) -> Retention:
    """A list of customers of whom every other one wrote, and every third left."""
    tickets = [replace(ticket(number), first_response_seconds=3600) for number in range(200)]
    day = (START + timedelta(days=190)).date()
    dues = [
        Due(f"secret-{number}", (f"desk:{number + 110}",) if number % 2 else (), day, bool(number % 3))
        for number in range(count)
    ]
    last = {each.id: each.created_at for each in tickets}
    return measure_retention(tickets, dues, last, Days(90), bad=[BadRow(7, "no customer")])


def helped(*, measured: bool) -> SelfService:
    tickets = [ticket(number) for number in range(200)]
    share = wilson(10, 100)
    found = Effect(
        share, share, Estimate(0.1, 0.02, 0.2), share, share, share, share, 500, 0, "prevents", days=50.0,
        self_served=wilson(20, 60),
    )  # fmt: skip
    return measure_self_service(
        tickets,
        [cluster("q1", range(100), "Why?")],
        link_rate=wilson(20, 100) if measured else wilson(0, 0),
        linked={"desk:150"} if measured else set(),
        known={},
        effect=found if measured else None,
        visitors=1000.0 if measured else 0.0,
        months=("2025-02", "2025-03"),
    )


@pytest.fixture(scope="module")
def load() -> Load:
    return replace(loaded(200, COSTS), self_service=helped(measured=True), retention=renewals(60))


@pytest.fixture(scope="module")
def page(load: Load) -> str:
    return decision_page(load)


def numbers_in(value: object) -> set[float]:
    if isinstance(value, dict):
        return numbers_in(list(value.values()))
    if isinstance(value, list):
        return {number for each in value for number in numbers_in(each)}
    return {float(value)} if isinstance(value, int | float) else set()


def shares_in(value: object) -> set[float]:
    if isinstance(value, dict):
        own = {value["part"] / value["whole"]} if {"part", "whole"} <= set(value) and value["whole"] else set()
        return own | shares_in(list(value.values()))
    return {share for each in value for share in shares_in(each)} if isinstance(value, list) else set()


def test_the_answer_stands_first_in_one_paragraph(page: str, load: Load) -> None:
    said = words(page)
    assert load.desk is not None
    tickets = f"{load.desk.volume.lately.value:.0f}"
    assert f"Of {tickets} tickets a month, 30% [22–40] would have been answered by 24 articles." in said
    assert said.index("would have been answered") < said.index("What to do first") < said.index("The load by month")
    assert page.index('class="verdict"') < page.index("<svg")


def test_where_too_few_links_judge_the_answer_says_that_it_is_the_most(load: Load) -> None:
    """The share that recurring questions give was shaped by later tickets: it never stands as the answer itself."""
    assert load.backtest is not None
    by_questions = replace(load.backtest, judge="links and recurring questions", flattering=None)
    said = words(decision_page(replace(load, backtest=by_questions)))
    assert "at most 30% [22–40] would have been answered by 24 articles: too few hold a link" in said
    assert "later ones included, which flatters" in said


@pytest.mark.parametrize(
    ("judge", "needed"), [("links", "linked an article"), ("links and recurring questions", "whose answer is known")]
)
def test_where_nothing_would_be_answered_it_is_said_how_many_tickets_are_missing(
    load: Load, judge: Judge, needed: str
) -> None:
    assert load.backtest is not None
    none = wilson(0, 200)
    silent = replace(load.backtest, judge=judge, said=none, right=none, precision=None, flattering=none, missing=8_120)
    told = replace(load, answered=none, backtest=silent)
    said = words(decision_page(told))
    assert "was asked 200 past ones and was sure enough of no answer" in said
    assert "To tell whether answers keep to it takes about 8,120 more tickets" in said
    assert needed in said
    assert "a share that flatters" not in said
    assert unanswered_text(told).endswith(f"{needed}.")
    assert unanswered_text(load) == ""


def test_the_risk_names_the_tickets_that_it_is_a_share_of(page: str) -> None:
    """The answer counts all tickets, the curve only those that can be judged; both say so."""
    assert "Answered is a share of the 100 tickets that can be judged, not of all." in words(page)


def test_what_is_doubtful_is_said_on_the_first_screen_and_in_the_text(load: Load) -> None:
    """A public forum's helpers, few tickets solved, no developer named: each with its numbers."""
    assert load.desk is not None
    handling = replace(load.desk.handling, once=wilson(80, 100), one_touch=wilson(1, 20))
    doubtful = replace(load, desk=replace(load.desk, handling=handling))
    page, text = words(decision_page(doubtful)), " ".join(" ".join(gap_lines(doubtful)).split())
    for said in (
        "80 of the 100 people who answered did so in one ticket only",
        "20 of 200 are marked solved or closed",
        "[tiers] names none, so that tier 3 holds only the 0 tickets",
    ):
        assert said in page
        assert said in text
    assert '<a href="#gaps">' in decision_page(doubtful)
    assert "people who answered" not in words(decision_page(load))


def test_the_share_to_trust_stands_first_and_the_one_that_flatters_is_named_as_such(page: str) -> None:
    said = words(page)
    first = said.index("30% [22–40] would have been answered")
    assert first < said.index("it would be 60% [53–67] at most: a share that flatters") < said.index("What to do first")
    how = said[said.index("How it was measured") :]
    assert "all 200 tickets of Apr 2025 were asked" in how
    assert "35% [29–42] would have got an answer. Of the answers to the 100 tickets" in how
    assert "75% [60–86] (n = 40 ) were that article" in how


def test_every_figure_is_one_of_the_json_to_the_last_digit(page: str, load: Load) -> None:
    data = json.loads(as_json(load))
    counts = {1.0, 2.0, float(sum(load.desk.volume.whole)), 4000.0}  # type: ignore[union-attr]
    shown = {float(value) for name, value in read(page).attributes if name == "value"}
    assert len(shown) > 60
    assert shown <= numbers_in(data) | shares_in(data) | counts


def test_no_label_is_obeyed_and_no_customer_is_named(page: str) -> None:
    assert "<script" not in page
    assert "<img" not in page
    assert "49" not in re.findall(r"<bdi>([^<]*)</bdi>", page)
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 4
    assert "secret-" not in page
    assert all(HOSTILE[:8] not in drawn for drawn in re.findall(r"<svg.*?</svg>", page, re.S))


def test_the_page_loads_nothing_and_every_reference_leads_to_one_id(page: str) -> None:
    attributes = read(page).attributes
    found = [value for name, value in attributes if name in ("src", "href", "xlink:href", "action")]
    assert all(value.startswith("#") for value in found)
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)
    ids = [value for name, value in attributes if name == "id"]
    assert len(ids) == len(set(ids))
    named = [value for name, value in attributes if name in ("aria-labelledby", "aria-describedby")]
    assert set(named) | set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_elements_are_closed_in_order_and_the_page_says_its_language(load: Load, language: str) -> None:
    made = decision_page(load, language)
    reader = read(made)
    assert (reader.open, reader.unclosed) == ([], [])
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in made
    assert WORDS[language]["do_first"].replace("'", "&#39;") in made
    assert '<code dir="ltr">--cost</code>' in made
    assert made.count("<figure") == made.count("<figcaption") == 5
    assert made.count('aria-hidden="true" focusable="false"') == made.count("<svg") == 10
    assert made.count("<details") == 6, "a table under each chart, and the amounts"


@pytest.mark.parametrize(
    "row", [*SENTENCES, *TERMS, *OPTIONS, *AMOUNTS, *CUSTOMERS, *GAPS, *QUALITY], ids=lambda row: row[0]
)
def test_no_string_is_left_untranslated(row: tuple[str, ...]) -> None:
    """Each language has each string, with the same figures in it; words that languages share are few and short."""
    names = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in row[1:]]
    assert all(row)
    assert all(each == names[0] for each in names)
    assert row[1] not in row[4:], "Arabic and Welsh share no string with English"
    assert re.search("[\u0600-\u06ff]", row[4])
    if len(row[1].split()) > 2:
        assert len(set(row[1:])) == 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_last_section_says_how_each_figure_was_measured_and_of_how_many(load: Load, language: str) -> None:
    """The intervals, what was answered, tiers, volume, times, handling, questions, hours, costs and marks."""
    made = decision_page(load, language)
    section = made[made.index('<section aria-labelledby="how">') :]
    assert load.desk is not None
    assert section.count("<li>") == 10
    handling, counted = load.desk.handling, {int(each) for each in re.findall(r'<data value="(\d+)"', section)}
    assert {handling.one_touch.whole, handling.satisfaction.whole, load.tickets, 100, 200, 4000} <= counted
    assert "minutes_a_reply" in section


def test_no_key_stands_twice() -> None:
    rows = (*SENTENCES, *TERMS, *OPTIONS, *AMOUNTS, *CUSTOMERS, *GAPS, *QUALITY)
    assert len({row[0] for row in rows}) == len(rows)


def test_without_prices_the_page_asks_for_them_and_shows_the_rest() -> None:
    page = decision_page(loaded(200))
    said = words(page)
    assert "What handling the rest costs needs your amounts first: owner_hour , minutes_a_reply" in said
    assert "hire in part time: owner_hour , minutes_a_reply , part_time_salary" in said
    assert page.count("<svg") == 8


def test_a_tiny_desk_and_one_without_questions_get_a_page() -> None:
    small = replace(loaded(1), answered=None, backtest=None, first=(), options=None)
    assert "Too few are there to say" in words(decision_page(small))
    assert small.demand is not None
    none = replace(small, demand=replace(small.demand, entries=(), fixes=(), pareto=()))
    assert "No recurring question was found yet." in words(decision_page(none))
    assert decision_page(replace(none, demand=None))


def test_where_no_answer_was_sure_the_page_says_so_and_still_what_to_do_first(load: Load) -> None:
    assert load.backtest is not None
    silent = replace(load.backtest, covered=wilson(0, 100), right=wilson(0, 200), said=wilson(0, 200))
    no_first = tuple(replace(each, removed=0.0, share=0.0) for each in load.first)
    said = words(decision_page(replace(load, backtest=silent, answered=silent.right, first=no_first)))
    assert "deflect was asked 200 past ones and was sure enough of no answer" in said
    assert "It is asked 15.0 times a month, more than any other that no article answers" in said
    assert "0 articles" not in said
    assert "it would be 60% [53–67] at most: a share that flatters" in said


def test_what_the_tickets_do_not_tell_is_said_with_what_it_takes(page: str) -> None:
    """Of 150 days from the first of January on, the last is the thirtieth of May: four months are whole."""
    assert "Growth: 4 whole months are too few; it takes 6" in words(decision_page(loaded(150)))
    assert "Whether growth is a season: 6 whole months cannot tell them apart; it takes 24" in words(page)
    few = replace(loaded(8), answered=None, backtest=None, first=())
    assert "8 tickets are too few to ask; it takes 20" in words(decision_page(few))
    assert "no public answer by an agent" not in words(decision_page(few))


@pytest.mark.parametrize("replies", [0, 1])
def test_tickets_without_answers_or_without_their_times_say_which_is_missing(replies: int) -> None:
    """Without times of its own each answer has its ticket's, which is no wait of 0 hours."""
    tickets = [
        replace(ticket(number), replies=replies, first_response_seconds=0 if replies else None, resolution_seconds=0)
        for number in range(30)
    ]
    made = replace(loaded(30), desk=measure_desk(tickets, DeskSettings()))
    said = words(decision_page(made))
    assert ("no answer came with a time of its own" in said) == bool(replies)
    assert ("no public answer by an agent came with the tickets" in said) == (not replies)
    assert "half within" not in said


@pytest.mark.parametrize(
    ("told", "language", "said"),
    [
        ("2025-03", "en", "Mar 2025"),
        ("2025-03", "de", "März 2025"),
        ("2025-03", "fr", "mars 2025"),
        ("2025-03", "cy", "Maw 2025"),
        ("2025-03", "ar", "مارس 2025"),
        ("2025-03-04", "en", "Mar 4, 2025"),
        ("the newest quarter", "en", "the newest quarter"),
        ("2025-13", "en", "2025-13"),
    ],
)
def test_months_and_days_are_named_in_the_language_of_the_page(told: str, language: str, said: str) -> None:
    assert named(told, language) == said
    assert when(told, language) == f'<time datetime="{told}">{said}</time>'


def test_the_quality_of_replies_is_said_with_its_verdict_and_n(load: Load) -> None:
    said = words(decision_page(load))
    assert (
        "Of 32 replies drawn from 2025-W01 to 2025-W08 , 32 were reviewed. Their mean mark is 2.8 [2.8–2.9] of 4"
        in said
    )
    assert "Weakest: complete in one answer. In 13 weeks the mean mark moves by 0.00" in said
    assert "correct 3.0 [2.9–3.1] 100% [89–100] 32 it cannot be told (n = 32 )" in said
    assert "clear language 3.4 [3.2–3.5]" in said
    assert "tone and voice" not in said, "nobody marked it"
    assert "ana" not in said.split(), "reviewers are in the JSON alone"


def test_of_few_reviewed_replies_there_is_no_verdict_and_of_none_how_to_begin(load: Load) -> None:
    few = words(decision_page(replace(load, quality=reviewed(2))))
    assert "No verdict yet: 12 more are to be reviewed." in few
    assert "Weakest" not in few
    assert "too few marked by two (n = 8 )" in few
    for nothing in (None, measure_quality([Sample("2025-W01", (), {}, ())], [])):
        said = words(decision_page(replace(load, quality=nothing)))
        assert "No reply was reviewed yet. deflect quality draw --reviewer NAME draws some" in said
        assert "mean mark (1–4)" not in said


def test_the_effect_of_suggestions_is_said_with_its_verdict(load: Load) -> None:
    share = wilson(10, 100)
    found = Effect(share, wilson(20, 100), Estimate(0.1, -0.01, 0.2), share, share, share, share, 500, 9, "too early")
    said = words(decision_page(replace(load, effect=found)))
    assert "10.0 [−1.0 … 20.0] points fewer. Verdict: it is too early to tell." in said
    assert "No visitor could be judged yet." in words(
        decision_page(replace(load, effect=replace(found, prevented=None)))
    )


def test_each_figure_of_self_service_stands_with_its_definition_and_n(page: str) -> None:
    said = words(page)
    assert "Link rate 20% [13–29] n = 100 (tickets) Share of the answered tickets in which agents linked" in said
    assert "Self-service score of the contact form 0.50 [0.29–0.85] n = 60 (visitors)" in said
    assert all(f"figure:{name}" in WORDS["en"] and f"means:{name}" in WORDS["en"] for name in MEANINGS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_measured_says_why_and_how_to_begin(load: Load, language: str) -> None:
    page = decision_page(replace(load, self_service=helped(measured=False), retention=None), language)
    assert page.count(f">{escape(WORDS[language]['not_measured'])}<") == len(MEANINGS)
    assert '<code dir="ltr">[report] visitors</code>' in page
    assert '<code dir="ltr">deflect report --events FILE</code>' in page
    assert '<code dir="ltr">deflect report --customers FILE</code>' in page
    assert all({f"because:{each}", f"begin:{each}"} <= set(WORDS[language]) for each in BECAUSE)


def test_renewals_stand_with_counts_intervals_and_the_warning(page: str, load: Load) -> None:
    said = words(page)
    assert load.retention
    assert "answered by one reply 30 67% [49–81] 0.0 [−22.8 … 22.8]" in said
    assert "never wrote 30 67% [49–81] –" in said
    assert "waited 0 few –" in said
    assert "This is no proof of cause" in said
    assert "60 of 61 rows of your list count" in said
    assert "1 cannot be read. 30 of 60 customers of the list ever wrote." in said
    assert all(f"experience:{name}" in WORDS["en"] and f"means:{name}" in WORDS["en"] for name in DEFINITIONS)


def test_a_list_of_strangers_is_said_to_be_one(load: Load) -> None:
    strangers = measure_retention([ticket(1)], [Due("a", (), START.date(), renewed=True)], {})
    said = words(decision_page(replace(load, retention=strangers)))
    assert "Nobody of the list ever wrote a ticket" in said
    assert "proof of cause" not in said


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "1,234.5"), ("de", "1.234,5"), ("fr", "1\u202f234,5"), ("ar", "1,234.5"), ("cy", "1,234.5")],
)
def test_numbers_are_written_as_the_language_does(language: str, said: str) -> None:
    written = Numbers(language).count(1234.5, 1)
    assert f">{said}</data>" in written
    assert ('dir="ltr"' in written) == (language == "ar")


def test_small_shares_keep_a_decimal_and_nothing_is_a_dash() -> None:
    n = Numbers("en")
    assert ">0.4%<" in n.percent(0.004)
    assert ">31%<" in n.percent(0.3123)
    assert n.share(wilson(0, 0)) == n.count(None) == n.percent(None) == n.estimate(None) == "–"
    assert ">98% [41–178]<" in n.change(Estimate(1.98, 1.41, 2.78))
