"""One JSON form for every result."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from deflect.plain import as_json, plain
from deflect.types import Abstention, Candidate, Suggestion, Trend


def test_a_suggestion_says_that_it_is_one_and_keeps_every_field() -> None:
    result = Suggestion("vat", "VAT", "Open **Account**.", 0.9, "en", alternatives=(Candidate("fees", "Fees", 0.2),))
    assert json.loads(as_json(result)) == {
        "result": "suggestion",
        "article": "vat",
        "title": "VAT",
        "answer": "Open **Account**.",
        "confidence": 0.9,
        "language": "en",
        "url": None,
        "evidence": [],
        "alternatives": [
            {"article": "fees", "title": "Fees", "confidence": 0.2, "url": None, "state": "work-in-progress"}
        ],
        "state": "work-in-progress",
        "origin": "drafted",
        "asked_in": "",
        "threshold": None,
        "threshold_from": "settings",
    }


def test_an_abstention_says_that_it_is_one() -> None:
    assert json.loads(as_json(Abstention("not-sure", 0.3))) == {
        "result": "abstention",
        "reason": "not-sure",
        "confidence": 0.3,
        "nearest": [],
        "readings": [],
        "topic": "",
        "threshold": None,
        "threshold_from": "settings",
        "missing": 0,
    }


def test_every_language_is_written_readably_and_on_one_line() -> None:
    line = as_json({"label": "أين الفاتورة؟\nBle mae'r anfoneb?"})
    assert "أين الفاتورة؟" in line
    assert "\n" not in line


def test_dates_paths_and_nested_tuples_become_plain() -> None:
    value = {1: (datetime(2026, 1, 2, tzinfo=UTC), Path("a/b"), {"x": Trend(("2026-01-05",), (3,))}), "none": None}
    assert plain(value) == {
        "1": [
            "2026-01-02T00:00:00+00:00",
            "a/b",
            {"x": {"weeks": ["2026-01-05"], "tickets": [3], "movement": "steady"}},
        ],
        "none": None,
    }
