"""What each section of benchmarks/suggest hands to the table at the end is what it measured."""

from __future__ import annotations

import dataclasses
import itertools
import time
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from benchmarks.suggest import backtest, intents, million, risk, speed, truth
from benchmarks.suggest.summary import Row
from deflect.interval import wilson
from deflect.store.record import ticket_from_record
from deflect.suggest import Suggester
from deflect.suggest.backtest.forecast import Forecast
from deflect.suggest.calibration import DEFAULT, Calibration
from deflect.suggest.fitting import Asked
from deflect.suggest.risk import Step
from deflect.types import Abstention, Suggestion
from deflect.workspace import Workspace
from tests.suggest.backtest.test_backtest import judged, linked_past

NOWHERE = cast(Workspace, None)
DAY = "2024-01-01T00:00:00Z"
MESSAGE = {"author": "customer", "created_at": DAY, "body": "How do I export?"}


def verdicts(rows: list[Row]) -> dict[str, str]:
    return {each.measure: each.verdict for each in rows}


def answer(article: str) -> Suggestion:
    return Suggestion(article, article, "", 0.9, "en")


def test_the_truth_counts_answers_to_the_main_question_and_to_a_second_one() -> None:
    behind = {"a": Counter({"export": 6, "invoice": 3, "login": 1})}
    found = [("export", answer("a")), ("invoice", answer("a")), ("login", answer("a")), ("x", answer("b")), ("y", None)]
    answered, wrong, kinder = truth.judged(found, behind)
    assert (answered.part, answered.whole) == (4, 5)
    assert (wrong.part, wrong.whole) == (3, 4)
    assert (kinder.part, kinder.whole) == (2, 4)


def test_the_truth_is_told_at_each_risk_with_the_settings_that_ask_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tickets = [ticket_from_record({"id": name, "created_at": DAY, "messages": [MESSAGE]}, "helpdesk") for name in "xy"]
    rule = SimpleNamespace(wrong=1, answered=10, in_words="silent, too often wrong")
    asker = SimpleNamespace(suggest=lambda _, subject: answer("a"), rule=rule)
    read: list[str] = []

    def load(folder: Path) -> SimpleNamespace:
        read.append((folder / "deflect.toml").read_text())
        return asker

    monkeypatch.setattr(truth, "demo_truth", lambda: {"helpdesk:x": "export", "helpdesk:y": "login"})
    monkeypatch.setattr(truth, "questions_behind", lambda _: {"a": Counter({"export": 1})})
    monkeypatch.setattr(Suggester, "load", load)
    found = truth.report(cast(Workspace, SimpleNamespace(root=tmp_path)), tickets)
    assert [(each.part, each.shown, each.verdict) for each in found] == [("risk", "50.0%", "missed")] * len(truth.RISKS)
    assert [f"max_wrong = {share}" in text for share, text in zip(truth.RISKS, read, strict=True)] == [True] * 5
    assert "| 0.05 | 100.0%" in capsys.readouterr().out


def test_the_truth_of_silence_is_no_figure() -> None:
    answered, wrong, kinder = truth.judged([("export", None)], {})
    assert (answered.part, wrong.whole, kinder.whole) == (0, 0, 0)


def test_a_backtest_hands_over_calibration_coverage_and_what_its_interval_held() -> None:
    result = judged(linked_past(), [], [])
    assert result.links is not None
    kept = Forecast("answered", 0.5, 0.4, 0.6, checked=15, held=13, factor=1.2, held_widened=14)
    figures = dataclasses.replace(result.links, expected=(kept, kept))
    calibration, answered, held = backtest.summed(dataclasses.replace(result, links=figures))
    assert (calibration.part, calibration.figure) == ("calibration", figures.reliability.error)
    assert (answered.part, answered.shown) == ("backtest", "66.7%")
    assert (held.shown, held.verdict) == ("93.3%", "met")


def test_a_backtest_is_timed_and_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    result, written = judged(linked_past(), [], []), []
    monkeypatch.setattr(backtest, "workspace_at", lambda _: NOWHERE)
    assert backtest.main([]) == []
    monkeypatch.setattr(backtest, "workspace_at", lambda named: named)
    monkeypatch.setattr(backtest, "run_backtest", lambda *_: result)
    monkeypatch.setattr(backtest, "write_backtest", lambda *found: written.append(found))
    took, *rest = backtest.main(["desk"])
    assert (took.measure, took.verdict) == ("12 tickets, vectors cached", "met")
    assert rest == backtest.summed(result)
    assert written == [("desk", result)]
    assert "12 tickets, 3 days asked" in capsys.readouterr().out


def test_a_backtest_too_short_to_foretell_hands_over_no_interval() -> None:
    result = judged(linked_past(), [], [])
    assert result.links is not None
    short = dataclasses.replace(result, links=dataclasses.replace(result.links, expected=()))
    assert [each.part for each in backtest.summed(short)] == ["calibration", "backtest"]


def test_banking77_hands_over_the_risk_and_who_is_answered_out_of_scope() -> None:
    said = {"in scope": wilson(90, 100), "intents held out": wilson(30, 100), "other subjects": wilson(1, 100)}
    wrong, held, other = intents.summed("without the intents held out", said, wilson(9, 90))
    assert (wrong.part, wrong.shown, wrong.verdict) == ("risk", "10.0%", "met")
    assert wrong.basis.startswith("90.0% answered; ")
    assert [(each.part, each.shown, each.verdict) for each in (held, other)] == [
        ("abstention", "30.0%", ""),
        ("abstention", "1.0%", ""),
    ]


def test_windows_hand_over_calibration_and_the_risks_the_table_speaks_of(capsys: pytest.CaptureFixture[str]) -> None:
    steps = (Step(0.9, 200, 0, 200, 0),)
    known = Calibration(0.0, (0.0, 4.0), 0.5, asked=400, steps=steps, measured=200)
    surely = Asked(np.array([[1.0, 1.0]]), np.array([True]), np.array([True]))
    calibration, *risks = risk.report("by links", [risk.Window(known, [surely] * 20)])
    assert calibration.measure == "by links: expected error"
    assert calibration.figure == pytest.approx(1 - 1 / (1 + np.exp(-4)))
    assert calibration.verdict == "met"
    assert [each.measure for each in risks] == [f"by links, max_wrong {share:.2f}: wrong" for share in (0.05, 0.1, 0.2)]
    assert {(each.shown, each.verdict) for each in risks} == {("0.0%", "met")}
    assert "| 0.05 | 1 of 1 | 1 of 1 | 100.0% |" in capsys.readouterr().out


def test_techqa_counts_the_unanswerable_at_the_threshold_that_answers_most_others() -> None:
    sure = [*np.linspace(0.1, 1.0, 10), 0.95, 0.45, 0.05]
    answers = iter(Abstention("not-sure", confidence=value) for value in sure)
    asker = cast(Suggester, SimpleNamespace(suggest=lambda _: next(answers)))
    questions: list[dict[str, Any]] = [{"question": "?", "is_impossible": place >= 10} for place in range(13)]
    (found,) = risk._techqa_rows(asker, questions, DEFAULT)
    # The surest seven of ten begin at 0.37: two of the three unanswerable are as sure.
    assert (found.part, found.shown, found.verdict) == ("abstention", "2 of 3", "met")


def test_warm_suggestions_are_held_to_their_middle_and_their_slowest() -> None:
    clocks = [10.0] * 98 + [50.0] * 2
    found = speed.warm_rows(clocks, 1.32)
    assert [each.shown for each in found] == ["10.0 ms", "50.0 ms", "1.32"]
    assert [each.verdict for each in found] == ["met", "missed", "missed"]


def test_processes_are_held_to_their_ratio_and_their_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = itertools.cycle([(0.5, 0.5, 250.0), (5.0, 4.0, 580.0)])
    monkeypatch.setattr(speed, "one_process", lambda *_: next(figures))
    assert [(each.shown, each.verdict) for each in speed.cold(NOWHERE, 1)] == [("0.100", "met")]
    monkeypatch.setattr(speed, "one_process", lambda *_: (9.0, 8.0, 401.0))
    assert [(each.shown, each.verdict) for each in speed.memory(NOWHERE)] == [("401 MB", "missed")]


def test_many_callers_are_counted_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    asker = SimpleNamespace(suggest=asked.append)
    nothing = SimpleNamespace(root=Path())
    monkeypatch.setattr(Suggester, "load", lambda _: asker)
    monkeypatch.setattr(speed, "run", lambda *_: [86.0, 43.0])
    clock = iter([100.0, 102.0])
    monkeypatch.setattr(time, "perf_counter", lambda: next(clock))
    (found,) = speed.many(cast(Workspace, nothing), ["mail"] * 600)
    assert (found.figure, found.verdict, len(asked)) == (300.0, "met", 601)


def test_many_vectors_are_held_to_recall_and_to_the_slowest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(million, "ASKED", 40)
    base = np.random.default_rng(0).normal(size=(100, 32)).astype(np.float32)
    base /= np.linalg.norm(base, axis=1, keepdims=True)
    recall, slowest = million.measure(base, 1_000, tmp_path)
    assert (recall.figure, recall.shown, recall.verdict) == (1.0, "1.0000", "met")  # so few are all compared
    assert slowest.measure == "1,000 vectors: p99"
    assert slowest.figure is not None
    assert slowest.figure > 0
