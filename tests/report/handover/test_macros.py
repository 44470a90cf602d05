"""Macros have the forms that ticket systems document, and nothing in them is run."""

from __future__ import annotations

import csv
import io
import json

from deflect.report.handover.macros import Macro, macro_files

HOSTILE = Macro("=HYPERLINK(1)", "en", "Use <b> & {{ticket.id}} {% x %}.\nThen reload.")
SHOWN = "Use &lt;b&gt; &amp; &#123;&#123;ticket.id&#125;&#125; &#123;% x %&#125;.<br />Then reload."


def test_each_system_gets_its_own_form_and_no_placeholder_of_a_customers_making() -> None:
    files = macro_files([HOSTILE])
    assert json.loads(files["macros/zendesk.jsonl"]) == {
        "macro": {
            "title": "=HYPERLINK(1)",
            "active": True,
            "description": "en",
            "actions": [{"field": "comment_value_html", "value": SHOWN}],
        }
    }
    assert json.loads(files["macros/help-scout.jsonl"]) == {"name": "=HYPERLINK(1)", "text": SHOWN}
    assert json.loads(files["macros/freshdesk.json"]) == {
        "canned_responses": [{"title": "=HYPERLINK(1)", "content_html": SHOWN, "visibility": 1}]
    }


def test_the_sheet_is_safe_against_formulas() -> None:
    text = macro_files([HOSTILE, Macro("+1", "en", "@SUM(1)")])["macros/macros.csv"].removeprefix("\ufeff")
    assert list(csv.reader(io.StringIO(text, newline=""))) == [
        ["title", "language", "text"],
        ["'=HYPERLINK(1)", "en", HOSTILE.text],
        ["'+1", "en", "'@SUM(1)"],
    ]


def test_each_macro_has_a_line_of_its_own() -> None:
    files = macro_files([HOSTILE, HOSTILE, HOSTILE])
    assert len(files["macros/zendesk.jsonl"].splitlines()) == len(files["macros/help-scout.jsonl"].splitlines()) == 3
