"""Each rule finds what it is for, at its line, and nothing in an article that is as it should be."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.errors import ArticleError, ConfigError
from deflect.kb.lint import RULES, Finding, lint, lint_text
from deflect.testing import TOPICS

HEAD = """---
title: Calendar sync stopped after the update
also_asked:
- Why are no events synced any more?
- My calendar does not update
---
"""
GOOD = """
The calendar lost its permission when the plugin was updated.

## Connect it again

1. Open **Settings > Calendar**.
2. Press *Reconnect* as on ![the button beside the calendar's name](button.png).

See [all settings](settings.md) or <https://acme.example>.

```
TODO = here
# no heading
```
"""


def found(body: str = GOOD, head: str = HEAD) -> list[tuple[str, int]]:
    """Rule and line, counted from the first line below the front matter, which is 1."""
    shift = head.count("\n")
    findings = lint_text(head + body, Path("a.md"), "a.md", {})
    return [(each.rule, each.line - shift) for each in findings]


def head(title: str = "Calendar sync stopped after the update", **more: str) -> str:
    keys = {"also_asked": "[Why are no events synced any more?, My calendar does not update]", **more}
    return "".join(["---\n", f"title: {title}\n", *(f"{key}: {value}\n" for key, value in keys.items()), "---\n"])


def test_an_article_as_it_should_be_has_no_finding() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("\nPress Reset.\n", [("length", 2)]),
        ("\n\n", [("length", -4)]),
        ("Press it. " * 600, [("length", 1)]),
        ("Open the settings and press Reset.\n\nMISSING: where?\n", [("missing-left", 3)]),
        ("Open the settings, `MISSING:` is a mark there.\n", []),
        ("Dear [name], open the settings and press Reset.\n", [("placeholder", 1)]),
        ("Open the settings and press Reset. TODO: picture\n", [("placeholder", 1)]),
        ("Open the settings of {{shop}} and press Reset.\n", [("placeholder", 1)]),
        ("Open the `todo` list of the plugin and press `TODO`.\n", []),
        ("```toml\n[site]\ntitle = 'Open the settings'\n```\n", []),
        (
            "This happens because the cache is full.\nOpen the settings. Press Clear.\n",
            [("cause-and-fix", 1)],
        ),
        ("Das liegt am Cache, weil er voll ist. Öffnen Sie die Seite noch einmal.\n", [("cause-and-fix", 1)]),
        ("This happens because the cache is full.\n\nOpen the settings. Press Clear.\n", []),
        ("1. Open the settings because the cache is full.\n2. Press Clear.\n", []),
        ("# Calendar\n\nOpen the settings and press Clear.\n", [("heading-order", 1)]),
        ("## A\n\n#### B\n\nOpen the settings and press Clear.\n\n## C\n\n### D\n", [("heading-order", 3)]),
        ("### A\n\nOpen the settings and press Clear.\n", [("heading-order", 1)]),
        ("```\n# A comment in code that is no heading\n```\n", []),
        ("Open the settings as it says [here](a.md), or [Click here!](b.md).\n", [("link-text", 1), ("link-text", 1)]),
        ("Öffnen Sie die Seite mit den Einstellungen [hier](a.md).\n", [("link-text", 1)]),
        ("Open the settings as it says [](a.md) and press Clear.\n", [("link-text", 1)]),
        ("Open the settings as it says [in the guide](a.md).\n", []),
        ("Open the settings and press Clear ![](a.png) ![image 1](b.png) ![c.png](c.png)\n", [("alt-text", 1)] * 3),
        ("Open the settings and press Clear ![the red button](a.png)\n", []),
        ("## Why is it late?\n\nWait for a day or two.\n\n## Is it lost?\n\nNo, it is not.\n", [("one-question", 5)]),
        ("<!-- tickets: a:1 -->Open the settings and press it.<!--\nMISSING: no\n-->\n", []),
    ],
)
def test_what_is_wrong_in_an_answer_is_found_at_its_line(body: str, expected: list[tuple[str, int]]) -> None:
    assert found(body) == expected


def test_what_was_redacted_is_found_in_a_drafts_code_too() -> None:
    drafted = head(cluster="q-1")
    assert found("Open the settings and run:\n\n```\nlogin [e-mail]\n```\n", drafted) == [("placeholder", 4)]


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        (head("Reconnecting third-party accounts"), [("title-words", 2)]),
        (head("Synchronising your calendars again"), []),
        (head("Calendar sync"), [("title-form", 2)]),
        (head("Calendar sync?"), []),
        (head("Calendar " + "and sync " * 7), [("title-form", 2)]),
        (head("Why is it late? Is the calendar lost?"), [("one-question", 2)]),
        (head(question="Why no sync? Or is the update lost?"), [("one-question", 4)]),
        (head(also_asked="[]"), [("also-asked", 3)]),
        (head("Why is [name] not in the calendar?"), [("placeholder", 2)]),
        (head("Why is … not in the calendar?", origin="drafted"), [("placeholder", 2)]),
        (head("How is … written in a calendar?"), []),
        (head(also_asked="['Why is [e-mail] not in the calendar?']"), [("placeholder", 3)]),
        (head(language="de"), [("language", 4)]),
        (head(language="en-GB"), []),
    ],
)
def test_what_is_wrong_in_the_front_matter_is_found_at_its_key(front: str, expected: list[tuple[str, int]]) -> None:
    body = "Open the settings of the calendar and press the button that is at the end of the page. " * 3
    findings = lint_text(front + body, Path("a.md"), "a.md", {})
    assert [(each.rule, each.line) for each in findings] == expected


def test_every_rule_says_why_and_what_to_do_and_can_be_switched_off() -> None:
    bad = head("Billing", also_asked="[]") + "# A [name]\n\nMISSING: x [here](a.md) ![](b.png)\n"
    before = lint_text(bad, Path("a.md"), "a.md", {})
    rules = {each.rule for each in before}
    assert rules == {
        "title-form",
        "also-asked",
        "heading-order",
        "placeholder",
        "missing-left",
        "link-text",
        "alt-text",
    }
    assert all(each.what and each.why and each.step for each in before)
    for rule in rules:
        left = lint_text(bad, Path("a.md"), "a.md", {rule: "We know"})
        assert left == tuple(each for each in before if each.rule != rule)
    assert len({rule.name for rule in RULES}) == len(RULES) == 12


@pytest.mark.parametrize(
    ("off", "message"),
    [
        ({"alt-txt": "no"}, r"no such rule .*Did you mean alt-text\?"),
        ({"speling": "no"}, "Known here: title-words"),
        ({"alt-text": " "}, "switched off without a reason"),
    ],
)
def test_a_rule_that_is_unknown_or_off_without_a_reason_is_refused(off: dict[str, str], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        lint([], Path(), off)


def test_files_are_named_from_the_folder_unreadable_ones_are_findings_and_archived_ones_are_passed_over(
    tmp_path: Path,
) -> None:
    bad = tmp_path / "kb" / "bad.md"
    bad.parent.mkdir()
    bad.write_text("---\ntitle: A\nslug: A B\n---\nText.\n")
    away = tmp_path / "kb" / "away.md"
    away.write_text("---\ntitle: A\nstate: archived\n---\nText.\n")
    result = lint([bad, away], tmp_path, {})
    (only,) = result.findings
    assert (result.files, only.file, only.line, only.rule) == (1, "kb/bad.md", 3, "readable")
    named = lint([away], tmp_path, {"also-asked": "x", "title-form": "y"}, archived=True)
    assert (named.files, [each.rule for each in named.findings]) == (1, ["length"])
    assert named.off == {"also-asked": "x", "title-form": "y"}


@given(st.text(max_size=200), st.sampled_from(list(TOPICS)))
def test_any_text_is_checked_and_every_finding_lies_in_the_file(text: str, title: str) -> None:
    whole = head(title) + text.replace("\r", "")
    try:
        findings: tuple[Finding, ...] = lint_text(whole, Path("a.md"), "a.md", {})
    except ArticleError:
        return
    assert all(1 <= each.line <= whole.count("\n") + 1 for each in findings)
