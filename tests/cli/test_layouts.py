"""What people read, to the letter: each result laid out as text."""

from __future__ import annotations

import dataclasses
import io
import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.cli.answers import _result_text, answers_text
from deflect.cli.articles import _load_lines
from deflect.cli.backtest import backtest_text
from deflect.cli.figures_text import documented_lines
from deflect.cli.output import rows_text
from deflect.cli.review_text import HINT, card_text, reviewed_text, said, waiting_text
from deflect.cli.summary import drafted_text, summary_text
from deflect.cli.tickets import _erased_text, _import_text, _mapping
from deflect.cli.workspace import _check_line, _status_text
from deflect.connectors import ImportSummary
from deflect.connectors.rows import BadRow
from deflect.errors import UsageError
from deflect.interval import wilson
from deflect.kb import PublishResult
from deflect.kb.documentation import Documented
from deflect.pipeline import Asked, RunSummary
from deflect.pipeline.doctor import Check
from deflect.pipeline.erase import Erasure
from deflect.pipeline.review import Waiting
from deflect.pipeline.status import Status
from deflect.pipeline.table import Reviewed
from deflect.report import Load
from deflect.report.load import RecurringQuestion
from deflect.suggest import BacktestResult
from deflect.suggest.backtest import Figures, Forecast, Group, Reliability
from deflect.suggest.risk import Rule
from deflect.types import Abstention, Candidate, State, Suggestion
from deflect.workspace import Workspace

DESK = Workspace(Path("/srv/my desk"))
SUMMARY = RunSummary(
    tickets=12_345, left_out={"spam": 1_000, "empty": 45}, learned=11_300, questions=200, covered=5_650, unread={},
    finding="no new tickets came", rejected=0, bursts=0, set_apart=0,
    drafted=PublishResult(created=("a", "b"), conflicts=("c",)), pages=207, home="/srv/my desk/site/index.html",
    generation=3, skipped=("cluster",), seconds={"clean": 1.26, "encode": 20.0},
)  # fmt: skip
LOAD = Load(
    tickets=1_234, customers=1_001, months=("2026-01", "2026-02"), by_month=(1_000, 234), recurring=wilson(600, 1_234),
    one_touch=wilson(0, 0), first_response_p50=1.25, first_response_p90=30.0, languages={"en": 1_200, "de": 34},
    questions=(RecurringQuestion("Where is it?", 400, 390), RecurringQuestion("Why?", 200, 7)),
)  # fmt: skip


def lines(text: str) -> list[str]:
    return text.split("\n")


def test_a_run_says_why_questions_were_found_anew_and_what_was_set_apart() -> None:
    summary = dataclasses.replace(
        SUMMARY, skipped=(), finding="found the questions anew: 9 new tickets", rejected=2, bursts=1, set_apart=40
    )
    said = lines(summary_text(summary, DESK))
    assert "           set apart  40 tickets in one burst of spam" in said
    assert " recurring questions  200, and 2 rejected (found the questions anew: 9 new tickets)" in said


def test_a_run() -> None:
    assert lines(summary_text(SUMMARY, DESK)) == [
        "",
        "        tickets read  12,345 (11,300 learned from; left out: 45 empty, 1,000 spam)",
        " recurring questions  200",
        "  tickets they cover  5,650 of 11,300 (50%)",
        "            articles  2 drafted, 1 in conflict with your edits",
        "         help centre  207 pages, /srv/my desk/site/index.html",
        "                time  clean 1.3 s, encode 20.0 s; unchanged and skipped: cluster",
        "",
        "Next:",
        "  open /srv/my desk/site/index.html",
        "  edit the articles in /srv/my desk/kb, then: deflect run -w '/srv/my desk'",
        "  see what waits for you:   deflect review -w '/srv/my desk'",
        "  ask something:            deflect suggest \"…\" -w '/srv/my desk'",
    ]


def test_a_run_that_shows_a_preview_says_how_to_publish_and_how_to_see_it_again() -> None:
    found = lines(summary_text(replace(SUMMARY, preview=True, waiting=2), DESK))
    assert "a preview of drafts, marked and noindex, as long as none is validated; 2 articles to review" in found[6]
    assert found[-4:] == [
        "  see what waits for you:   deflect review -w '/srv/my desk'",
        "  publish what you accept:  deflect build -w '/srv/my desk'",
        "  show all drafts again:    deflect build --drafts -w '/srv/my desk'",
        "  ask something:            deflect suggest \"…\" -w '/srv/my desk'",
    ]


def test_a_run_that_drafted_nothing_speaks_of_no_preview() -> None:
    text = summary_text(replace(SUMMARY, preview=True, waiting=0), DESK)
    assert "without articles yet" in text
    assert "preview" not in text
    assert "deflect build" not in text


def test_a_run_with_questions_asked_and_a_language_that_is_not_read() -> None:
    suggestion = Suggestion("vat", "Where is the VAT?", "There.", 0.875, "en", state="not-validated")
    asked = (Asked("VAT?", suggestion), Asked("Mars?", Abstention("nothing-similar", 0.1)))
    found = lines(summary_text(replace(SUMMARY, left_out={}, skipped=(), unread={"ja": 1_200}, asked=asked), DESK))
    assert found[1] == "        tickets read  12,345 (all of them learned from)"
    assert found[6:15] == [
        "                time  clean 1.3 s, encode 20.0 s",
        "",
        "The model does not read ja (1,200 tickets): no questions were looked for there. "
        "See [encoder] model in deflect.toml.",
        "",
        "               asked  VAT?",
        "                      answered with “Where is the VAT?” (confidence 0.88, a draft nobody reviewed)",
        "",
        "               asked  Mars?",
        "                      abstained: nothing similar (confidence 0.10)",
    ]


slugs = st.lists(st.sampled_from("abc"), max_size=3).map(tuple)


@given(st.fixed_dictionaries(dict.fromkeys(PublishResult.__dataclass_fields__, slugs)))
def test_drafts_name_every_outcome_that_occurred_and_no_other(outcomes: dict[str, tuple[str, ...]]) -> None:
    text = drafted_text(PublishResult(**outcomes))
    counts = [len(found) for found in outcomes.values() if found]
    assert (text == "none") == (not counts)
    assert sorted(int(part.split()[0]) for part in text.split(", ") if text != "none") == sorted(counts)


def test_a_status() -> None:
    found = Status("/srv/desk", 1_044, {"solved": 1_000, "spam": 44}, {"spam": 44}, 2, 4, 32, {"validated": 3}, 1,
                   "/srv/desk/site/index.html", ("answers", "help centre"), "deflect run")  # fmt: skip
    assert lines(_status_text(found)) == [
        "           workspace  /srv/desk",
        "             tickets  1,044 (1,000 solved, 44 spam)",
        "            left out  44 (44 spam)",
        " recurring questions  4, asked by 32 tickets",
        "            articles  3 (3 validated)",
        " proposals to settle  1",
        "         help centre  /srv/desk/site/index.html",
        "               stale  answers, help centre",
        "                next  deflect run -w /srv/desk",
    ]


def test_the_status_counts_documented_questions_below_the_recurring_ones() -> None:
    found = Status("/d", 9, {}, {}, 2, 4, 9, {}, 0, None, (), "deflect run", documented=3, still_asked=2)
    assert lines(_status_text(found))[3:5] == [
        " recurring questions  4, asked by 9 tickets",
        "  documented already  3 of them, 2 still asked",
    ]


def test_the_status_of_nothing() -> None:
    found = lines(_status_text(Status("/d", 0, {}, {}, None, 0, 0, {}, 0, None, (), "deflect import jsonl T.jsonl")))
    assert found[1:3] == ["             tickets  0", "            left out  0"]
    assert found[6:8] == ["         help centre  not built yet", "               stale  nothing"]


def test_questions_documented_and_still_asked_are_listed_and_others_are_not() -> None:
    asked = Documented("q-1", "Where is it?", "guide", "Finding it", "https://x.example/g", "links", 0.5, 40, 7)
    elsewhere = replace(asked, title="Looking", url=None)
    assert documented_lines(replace(LOAD, documented=(asked, elsewhere, replace(asked, recent=0))))[2:] == [
        "last 90 days  tickets  question, and the article",
        "           7       40  Where is it?\n                       Finding it: https://x.example/g",
        "           7       40  Where is it?\n                       Looking: guide",
    ]
    assert documented_lines(replace(LOAD, documented=(asked,) * 17))[-1] == "… and 2 more; --json lists all"
    assert documented_lines(replace(LOAD, documented=(replace(asked, recent=0),))) == []


def test_a_report() -> None:
    assert _load_lines(LOAD)[1:] == [
        "         tickets  1,234 from 2026-01 to 2026-02, by 1,001 customers",
        "         a month  617 on average, 234 in the last",
        "       recurring  49% (46% to 51%), 600 of 1,234",
        "       one-touch  0% (0% to 100%), 0 of 0",
        "  first response  half within 1.2 h, nine in ten within 30.0 h",
        "       languages  English 1,200, German 34",
        "",
        "tickets  customers  question",
        "    400        390  Where is it?",
        "    200          7  Why?",
    ]
    unanswered = replace(LOAD, first_response_p50=None, first_response_p90=None)
    assert "  first response  no replies" in _load_lines(unanswered)


WAITING = (
    Waiting("a", "A", "conflict", 12, "kb/a.md", 1_204.25),
    Waiting("b", "B", "missing answer", 1_500, "kb/b.md", 20.0),
    Waiting("c", "C", "duplicate", 8, "kb/c.md", about="says the same as b"),
    Waiting("d", "D", "new draft", 0, "kb/d.md"),
)


def test_a_review() -> None:
    assert waiting_text((), 25) == "Nothing waits for you."
    head = ["1 conflict, 1 missing answer, 1 duplicate, 1 new draft", "", "a month  tickets  why               article"]
    rows = [
        " 1204.2       12  conflict          a",
        "   20.0     1500  missing answer    b",
        "    0.0        8  duplicate         c (says the same as b)",
        "    0.0        0  new draft         d",
    ]
    assert lines(waiting_text(WAITING, 4)) == [*head, *rows, "", HINT]
    more = "… and 2 more; list them with --limit 4"
    assert lines(waiting_text(WAITING, 2)) == [*head, *rows[:2], more, "", HINT]


def test_a_card_says_why_an_article_waits() -> None:
    card = replace(WAITING[2], also=("stale",), evidence=7, a_month=1_234.5)
    assert lines(card_text(card)) == [
        "C",
        "duplicate · 1,234.5 tickets a month, 8 in all · the answer comes from 7 tickets · kb/c.md",
        "says the same as b",
        "also: stale",
    ]
    assert len(lines(card_text(WAITING[3]))) == 2


DONE = Reviewed("accept", "a", "validated", "kb/a.md", owner="kim", review_by=date(2026, 9, 1))
SAID = {
    DONE: "Accepted a. kim answers for it; to be read again by 2026-09-01.",
    replace(DONE, owner=""): "Accepted a. Nobody answers for it; to be read again by 2026-09-01.",
    replace(DONE, verdict="edit"): "Edited kb/a.md. Its state is validated.",
    replace(DONE, verdict="edit", changed=False): "Nothing was changed.",
    replace(DONE, verdict="merge", into="b"): "Merged a into b: its address leads there.",
    replace(DONE, verdict="merge", into="b", question="q"): (
        "Merged a into b: its address leads there. Their questions are merged too."
    ),
    replace(DONE, verdict="reject"): "Rejected the new draft of a; the article stays as it is.",
    replace(DONE, verdict="reject", state="archived"): "Rejected a: archived.",
    replace(DONE, verdict="reject", state="archived", question="q"): (
        "Rejected a: archived. Nothing is drafted for q again."
    ),
    replace(DONE, verdict="undo", undid="merge"): "Took back: merge a. Its state is validated again.",
}


@pytest.mark.parametrize("done", SAID)
def test_a_decision(done: Reviewed) -> None:
    assert said(done) == SAID[done]


def test_a_decision_can_be_taken_back_and_says_what_follows() -> None:
    back = "Take it back: deflect review undo a -w '/srv/my desk'"
    follows = "Next: deflect build -w '/srv/my desk'"
    assert lines(reviewed_text(DONE, DESK)) == [SAID[DONE], back, follows]
    for done in (replace(DONE, verdict="undo"), replace(DONE, changed=False)):
        assert lines(reviewed_text(done, DESK))[1:] == [follows]


@pytest.mark.parametrize(
    ("check", "expected"),
    [
        (Check("disk", True, "9.0 GB free", "Make room"), "ok   disk                 9.0 GB free"),
        (Check("disk", False, "0.1 GB free", "Make room"), "BAD  disk                 0.1 GB free. Make room"),
        (Check("disk", False, "0.1 GB free"), "BAD  disk                 0.1 GB free"),
    ],
)
def test_a_check_tells_the_next_step_only_if_it_failed(check: Check, expected: str) -> None:
    assert click.unstyle(_check_line(check)) == expected


CANDIDATES = (Candidate("fees", "Fees", 0.25, state="validated"), Candidate("tax", "Tax", 0.125))
ANSWER = Suggestion("vat", "VAT", "Open **Account**.", 0.9, "en", state="validated")


def test_an_answer() -> None:
    refs = tuple(f"desk:{number}" for number in range(7))
    found = replace(ANSWER, evidence=refs, alternatives=CANDIDATES)
    assert lines(click.unstyle(_result_text(found))) == [
        "VAT  (confidence 0.90, vat)",
        "",
        "Open **Account**.",
        "",
        "From tickets: desk:0, desk:1, desk:2, desk:3, desk:4",
        "Nearest:",
        "  0.25  Fees (fees)",
        "  0.12  Tax (tax, draft)",
    ]


@pytest.mark.parametrize("state", ["work-in-progress", "not-validated"])
def test_an_answer_that_nobody_reviewed_says_so_below_its_title(state: State) -> None:
    assert lines(click.unstyle(_result_text(replace(ANSWER, state=state)))) == [
        "VAT  (confidence 0.90, vat)",
        "Draft, not reviewed: check it before you send it.",
        "",
        "Open **Account**.",
    ]


def test_an_answer_that_is_only_a_link_is_shown_plainly() -> None:
    linked = replace(ANSWER, origin="linked", url="https://docs.example/vat", answer="[VAT](https://docs.example/vat)")
    assert lines(_result_text(linked))[2:] == ["Only its address is known here: https://docs.example/vat"]
    slug = replace(ANSWER, origin="linked", answer="vat")
    assert lines(_result_text(slug))[2:] == ["Only the name that agents link it by is known here: vat"]


def test_an_abstention() -> None:
    ask = "(confidence 0.00). Ask it in a sentence"
    assert _result_text(Abstention("too-short")) == f"No suggestion: too short {ask}"
    assert _result_text(Abstention("empty-question")) == f"No suggestion: empty question {ask}"
    assert "deflect run" in _result_text(Abstention("no-articles"))
    assert lines(_result_text(Abstention("not-sure", 0.25, CANDIDATES[:1]))) == [
        "No suggestion: not sure (confidence 0.25)",
        "Nearest:",
        "  0.25  Fees (fees)",
    ]


READINGS = (Candidate("fees", "Fees", 0.25), Candidate("tax", "Tax", 0.2))


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (
            Abstention("not-sure", 0.25, threshold=0.8, threshold_from="history"),
            "No suggestion: not sure (confidence 0.25, answers from 0.80 on, found in your history)",
        ),
        (
            Abstention("not-enough-history", 0.9, missing=120),
            "No suggestion: not enough history (confidence 0.90). "
            "About 120 more past tickets with a known answer are needed to keep to max_wrong; see deflect status",
        ),
        (
            Abstention("ambiguous", 0.25, readings=READINGS),
            "No suggestion: ambiguous (confidence 0.25). Ask which is meant: “Fees” or “Tax”",
        ),
        (
            Abstention("sensitive", 0.9, topic="refund"),
            "No suggestion: sensitive: refund (confidence 0.90). "
            "A person answers this; see [suggest] sensitive in deflect.toml",
        ),
    ],
)
def test_an_abstention_says_why_and_what_to_do(result: Abstention, said: str) -> None:
    assert _result_text(result) == said


def test_an_answer_in_another_language_names_it_and_the_threshold_that_was_reached() -> None:
    other = replace(ANSWER, language="de", asked_in="fr", threshold=0.7, threshold_from="settings")
    assert lines(click.unstyle(_result_text(other)))[:2] == [
        "VAT  (confidence 0.90, answers from 0.70 on, set in deflect.toml, vat)",
        "In German: no article is sure enough in French.",
    ]
    assert lines(click.unstyle(_result_text(replace(other, asked_in="de"))))[1] == ""


def test_several_questions_stand_below_each_other() -> None:
    said = click.unstyle(answers_text((ANSWER, Abstention("not-sure", 0.2))))
    assert [line for line in lines(said) if line.startswith(("Question", "No suggestion"))] == [
        "Question 1 of 2",
        "Question 2 of 2",
        "No suggestion: not sure (confidence 0.20)",
    ]
    assert answers_text((ANSWER,)) == _result_text(ANSWER)


TOTAL = Group(
    "all", covered=wilson(500, 1_000), right=wilson(450, 1_000), wrong=wilson(50, 1_000), abstained=wilson(500, 1_000),
    precision=wilson(450, 500), ceiling=wilson(800, 1_000),
)  # fmt: skip
FIGURES = Figures(
    judge="links", total=TOTAL, reasons={"not-sure": wilson(500, 1_000)}, later=50, never=150,
    hit_1=wilson(600, 800), hit_3=wilson(700, 800), naive_1=wilson(80, 800), naive_3=wilson(200, 800),
    naive_precision=wilson(80, 1_000), said=wilson(500, 1_000), rule=Rule(0.5, "history", 0.05), fitted=3,
    windows=(), categories=(), languages=(),
    curve=(), reliability=Reliability((), 0.02, 0.01), expected=(Forecast("right", 0.4, 0.3, 0.5, 10, 8, 1.5, 10),),
    lately=TOTAL, said_lately=wilson(500, 1_000), answered_by=3,
)  # fmt: skip
ROWS = [
    "        newest month  answers from 0.50 on, found in the past for max_wrong 0.05",
    "            answered  50% (47% to 53%)",
    "               right  45% (42% to 48%)",
    "               wrong  5.0% (3.8% to 6.5%)",
    " right when answered  90% (87% to 92%); naive: 8.0%",
    "        within reach  80% (77% to 82%) had an article known before their month",
    "          right at 1  75% (72% to 78%); always the most frequent article: 10%",
    "       right among 3  88% (85% to 90%); always the three most frequent: 25%",
    "              silent  not-sure 50.0%",
    "          confidence  off by 0.020 on average; 0.010 would be chance",
    "          next month  40% right, 90% interval 30% to 50%, which held in 8 of 10 past months, too few: "
    "widened 1.5 times",
]


def test_a_backtest_puts_the_figures_to_trust_first() -> None:
    other = replace(FIGURES, judge="links and recurring questions")
    result = BacktestResult("month", ("2024-02", "2024-03"), 3_000, 1_000, FIGURES, other, ("Beware.",))
    head = [
        "Asked 1,000 tickets, 2024-02 to 2024-03, each of what was known before its month; learned first from 3,000 "
        "earlier ones."
    ]
    flattering = ["", "Judged by links and recurring questions, 1,000 tickets:", *ROWS]
    linked = ["", "Judged by the articles that agents linked, 1,000 tickets:", *ROWS]
    assert lines(backtest_text(result)) == [*head, *linked, *flattering, "", "Beware."]
    assert lines(backtest_text(replace(result, links=None))) == [*head, *flattering, "", "Beware."]


def test_what_was_answered_names_what_it_is_a_share_of_where_not_all_are_judged() -> None:
    result = BacktestResult("month", ("2024-03",), 3_000, 2_000, replace(FIGURES, said=wilson(400, 2_000)), FIGURES, ())
    said = lines(backtest_text(result))
    assert "            answered  50% (47% to 53%); of all 2,000 tickets: 20% (18% to 22%)" in said


def test_a_forecast_that_held_or_was_never_tried() -> None:
    held = replace(FIGURES.expected[0], held=10, factor=1.0)
    for forecast, told in (
        (held, "which held in 10 of 10 past months"),
        (replace(held, checked=0), "not tried on any"),
    ):
        figures = replace(FIGURES, expected=(forecast,))
        text = backtest_text(BacktestResult("month", ("2024-02",), 9, 9, figures, figures, ()))
        assert told in text
        assert "widened" not in text
        assert "Asked 9 tickets, 2024-02, each" in text


def test_an_import() -> None:
    bad = tuple(BadRow(number, "not JSON") for number in range(1, 13))
    found = ImportSummary(4_012, 3_000, 900, 100, bad, 12, 2.0, ("Set [vendor] addresses.",))
    assert lines(_import_text(found, DESK)) == [
        "4,012 tickets read in 2.0 s (2,006 a second): 3,000 added, 900 updated, 100 unchanged, 12 skipped.",
        *(f"  line {number}: not JSON" for number in range(1, 11)),
        "  … and 2 more; --json lists the first 100",
        "Set [vendor] addresses.",
        "Next: deflect run -w '/srv/my desk'",
    ]
    left_out = lines(_import_text(replace(found, notes=(), erased=3), DESK))[-2]
    assert left_out == "3 left out: their customers were erased. --allow E-MAIL lets one in again"
    nothing = ImportSummary(0, 0, 0, 0, (), 0, 0.0)
    assert _import_text(nothing, DESK) == (
        "0 tickets read in 0.0 s (0 a second): 0 added, 0 updated, 0 unchanged, 0 skipped."
    )


def test_an_erasure() -> None:
    found = Erasure(1_200, ("a", "b"), ("b",), (), ("desk:9",), ("export.csv",))
    assert lines(_erased_text(found, DESK)) == [
        "1,200 tickets deleted, with everything learned from them.",
        "  changed: a, b",
        "  withdrawn, too few customers are left: b",
        "  tickets of others that name their address: desk:9",
        "  files that hold their address: export.csv",
        "Bring articles and answers up to date: deflect run -w '/srv/my desk'",
    ]
    assert _erased_text(Erasure(0), DESK).startswith("No ticket here is by this customer.")
    assert lines(_erased_text(Erasure(1, untuned=True), DESK))[1:] == [
        "  the tuned encoder is removed, for it may have learned from them: tune anew with deflect tune",
        "Bring articles and answers up to date: deflect run -w '/srv/my desk'",
    ]


@pytest.mark.parametrize("pair", ["id", "=Number", "id=", "", "="])
def test_a_mapping_needs_both_sides(pair: str) -> None:
    with pytest.raises(UsageError, match="--map takes FIELD=HEADING"):
        _mapping((pair,))


def test_a_mapping_is_split_at_the_first_equals_sign_and_trimmed() -> None:
    assert _mapping(()) is None
    assert _mapping(("id = Ticket ID", "subject=a=b")) == {"id": "Ticket ID", "subject": "a=b"}


def test_text_is_not_made_where_json_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    from deflect.cli.output import show

    def refuse() -> str:
        raise AssertionError("text was made")

    show({"ü": 1}, True, refuse)
    assert capsys.readouterr().out == '{"ü": 1}\n'
    show(cast("Any", SimpleNamespace()), False, lambda: "text")
    assert capsys.readouterr().out == "text\n"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@given(st.text(st.sampled_from("ab -,/\n"), max_size=300), st.integers(20, 100))
def test_in_a_terminal_long_values_are_broken_between_words_and_nothing_is_lost(value: str, width: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("shutil.get_terminal_size", lambda: os.terminal_size((width, 24)))
        assert rows_text([("name", "x " * 300)]).count("\n") == 0, "elsewhere lines stay whole"
        patched.setattr("sys.stdout", Terminal())
        text = rows_text([("name", f"begin {value}"), ("other", "end")])
    first, *more, last = text.split("\n")
    assert (first[:22], last) == (f"{'name':>20}  ", f"{'other':>20}  end")
    assert all(line.startswith(" " * 22) for line in more)
    assert " ".join(line[22:] for line in (first, *more)).split() == f"begin {value}".split()
    if width >= 44:
        assert all(len(line) <= width or " " not in line[22:].strip() for line in (first, *more))
