"""`deflect cluster`: the table, all about one question, and decisions, each printed with what to type next."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from deflect.cli import deflect
from deflect.cli.question_text import _cut, done_text, questions_text, story_text
from deflect.clusters.decided.decisions import Kind
from deflect.clusters.decided.questions_file import load
from deflect.errors import DeflectError
from deflect.pipeline.decide import Asked, Done
from deflect.pipeline.questions import Story, Taken, decisions_file, questions, story
from deflect.plain import plain
from deflect.testing import TOPICS
from deflect.types import Cluster, Trend
from deflect.workspace import Workspace
from tests.questions import topic

DESK = Workspace(Path("/srv/my desk"))
NEXT = "deflect run -w '/srv/my desk'"


def call(*arguments: str) -> Result:
    return CliRunner().invoke(deflect, ["cluster", *arguments])


def data(*arguments: str) -> Any:
    result = call(*arguments, "--json")
    assert result.exception is None, result.exception
    assert result.stdout.count("\n") == 1
    return json.loads(result.stdout)


@pytest.fixture
def ready(desk: Workspace, hash_encoder: None) -> Workspace:
    data("-w", str(desk.root))
    return desk


def cluster(number: int, label: str, **values: Any) -> Cluster:
    refs = tuple(f"desk:{index}" for index in range(number))
    return replace(Cluster(f"q-{number}", refs, refs[:1], label, "en", 0.9, number - 1, Trend((), ())), **values)


def lines(text: str) -> list[str]:
    return text.split("\n")


def test_the_table() -> None:
    rising = Trend(("2026-11-16",), (3,), "rising")
    found = (cluster(12, "Where is it?", trend=rising), cluster(7, "x" * 80, standing="pinned"), cluster(5, "Why?"))
    assert lines(questions_text(found, 2, 1, 60)) == [
        "id    tickets  customers  share  movement  question",
        "q-12       12         11  20.0%  rising    Where is it?",
        f"q-7         7          6  11.7%  steady    [pinned] {'x' * 62}…",
        "… and 1 more; list them with --limit 3",
        "1 rejected are not listed; list them with --all",
    ]


def test_a_table_without_rows_says_why() -> None:
    assert questions_text((), 2, 0, 60).startswith("No question recurs yet")
    assert lines(questions_text((), 2, 3, 0))[1:] == ["3 rejected are not listed; list them with --all"]


@given(st.text(max_size=30), st.integers(2, 20))
def test_a_long_question_is_cut_to_the_width_and_says_so(text: str, width: int) -> None:
    found = _cut(text, width)
    assert len(found) == min(len(text), width)
    assert found == text if len(text) <= width else (found[:-1] == text[: width - 1] and found[-1] == "…")


def test_all_about_a_question() -> None:
    known = cluster(
        4, "Where is it?", minutes=50.0, keywords=("invoice", "vat"), first_seen="2026-11-02", last_seen="2026-11-20",
        trend=Trend(("2026-11-02", "2026-11-09", "2026-11-16"), (0, 1, 7), "new"), came_from=("q-7",),
        standing="pinned",
    )  # fmt: skip
    taken = (
        Taken("merge", "q-4", ("q-7",), "", "Same\tthing", "2026-11-21", counts=True),
        Taken("rename", "q-4", (), "Where?", "", "", counts=False),
        Taken("split", "q-4", ("q-9",), "", "Two", "2026-11-22", counts=True),
    )
    assert lines(story_text(Story(known, ("Where\nis it?", "y" * 300), 0.125, taken, pending=True), DESK)) == [
        "        question  Where is it?",
        "              id  q-4, pinned",
        "         tickets  4 by 3 customers, 12.5% of the load",
        "        language  en",
        "        keywords  invoice, vat",
        " agents' minutes  50, 12.5 each",
        "            seen  2026-11-02 to 2026-11-20",
        "        movement  new",
        "         by week  ▁▂█ (from 2026-11-02, at most 7)",
        "       came from  q-7",
        "",
        "How people ask it:",
        "  - Where is it?",
        f"  - {'y' * 199}…",
        "",
        "Decisions:",
        "  - 2026-11-21: merge q-4 with q-7. Same\tthing",
        "  - rename q-4 to “Where?” (undone). No reason given",
        "  - 2026-11-22: split q-4 into q-4, q-9. Two",
        "",
        f"The next run changes it as decided: {NEXT}",
    ]


def test_what_is_not_known_of_a_question_is_said_so() -> None:
    text = story_text(Story(cluster(4, "Why?"), (), 0.1, (), pending=False), DESK)
    for line in ("minutes  not known", "seen  not known", "by week  not known", "keywords  none", "no other question"):
        assert line in text
    assert "Decisions" not in text
    assert "next run" not in text


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=80))
def test_the_bars_have_one_sign_a_week_and_are_lowest_for_nothing_only(counts: list[int]) -> None:
    weeks = tuple(f"w{number}" for number in range(len(counts)))
    text = story_text(Story(cluster(4, "Why?", trend=Trend(weeks, tuple(counts))), (), 0.1, (), pending=False), DESK)
    bars = next(line for line in text.split("\n") if "by week" in line).split()[2]
    shown = counts[-52:]
    assert len(bars) == len(shown)
    assert [bar == "▁" for bar in bars] == [count == 0 for count in shown]
    assert all(bar == "█" for bar, count in zip(bars, shown, strict=True) if count == max(shown) > 0)
    assert f"(from {weeks[-len(shown)]}, at most {max(*shown, 1)})" in text


DONE = Done("pin", "q-4", "Why?", 1_200, "Because", file="/srv/my desk/questions.yaml")
SAID = {
    "merge": "Merged q-7, q-9 into q-4 “Why?” (1,200 tickets).",
    "rename": "Renamed q-4 “Why?” (1,200 tickets).",
    "reject": "Rejected: no article is drafted for q-4 “Why?” (1,200 tickets).",
    "pin": "Pinned q-4 “Why?” (1,200 tickets).",
    "restore": "Undid the pin of q-4 “Why?” (1,200 tickets).",
    "split": "Split: q-4 “Why?” into 0.",
}


@pytest.mark.parametrize("kind", get_args(Kind))
def test_a_decision_says_what_was_done_where_it_is_written_and_what_is_next(kind: Kind) -> None:
    done = replace(DONE, decision=kind, undid="pin", others=("q-7", "q-9"))
    assert lines(done_text(done, DESK)) == [SAID[kind], "Written to /srv/my desk/questions.yaml", f"Next: {NEXT}"]


def test_parts_are_shown_with_what_they_ask() -> None:
    parts = (Asked("q-4", 800, ("Why?", "z" * 90)), Asked("q-5", 400, ("How?",)))
    done = replace(DONE, decision="split", parts=parts)
    said = ["  q-4  800 tickets", "      Why?", f"      {'z' * 71}…", "  q-5  400 tickets", "      How?"]
    assert lines(done_text(done, DESK))[:6] == ["Split: q-4 “Why?” into 2.", *said]
    dry = lines(done_text(replace(done, file=None), DESK))
    assert dry[:6] == ["Would be split: q-4 “Why?” into 2.", *said]
    assert dry[6:] == ["Nothing was changed. To do it, leave --dry-run out and give a --reason."]


def test_an_undone_decision_about_a_question_that_no_run_knows() -> None:
    done = replace(DONE, decision="restore", undid="split", label="", tickets=0)
    assert lines(done_text(done, DESK))[0] == "Undid the split of q-4."


def test_the_table_lists_every_question_with_its_id_and_share(ready: Workspace) -> None:
    text = call("-w", str(ready.root)).stdout
    assert all(each.id in text and each.label in text for each in questions(ready))
    assert text.count(" 18.2%") == len(TOPICS)


def test_show_prints_what_python_gives(ready: Workspace) -> None:
    one = topic(ready, "export")
    assert data("show", one.id, "-w", str(ready.root)) == json.loads(json.dumps(plain(story(ready, one.id))))
    assert "How people ask it:" in call("show", one.id, "-w", str(ready.root)).stdout


def test_the_workspace_and_the_json_switch_may_stand_before_the_command(ready: Workspace) -> None:
    one = topic(ready, "export").id
    before = CliRunner().invoke(deflect, ["cluster", "-w", str(ready.root), "--json", "show", one])
    assert json.loads(before.stdout) == data("show", one, "-w", str(ready.root))


def test_the_folder_one_stands_in_is_the_workspace(ready: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ready.root / "kb")
    assert data("show", topic(ready, "export").id)["cluster"]["id"] == topic(ready, "export").id


def test_every_decision_by_its_command(ready: Workspace) -> None:
    one, other, third = (topic(ready, name).id for name in ("export", "captcha", "invoice"))
    end = ("--reason", "Because: so", "-w", str(ready.root))
    assert data("merge", one, other, "--label", "Both?", *end)["tickets"] == 16
    assert data("rename", one, "Both of them?", *end)["label"] == "Both of them?"
    parts = data("split", one, "--into", "2", *end)["parts"]
    assert [each["tickets"] for each in parts] == [8, 8]
    assert data("reject", third, *end)["decision"] == "reject"
    assert data("pin", parts[1]["id"], *end)["question"] == parts[1]["id"]
    assert data("restore", third, *end)["undid"] == "reject"
    kinds = ["merge", "rename", "split", "reject", "pin", "restore"]
    assert [(each.decision, each.reason) for each in load(decisions_file(ready))] == [
        (kind, "Because: so") for kind in kinds
    ]


def test_a_decision_prints_the_command_that_brings_all_up_to_date(ready: Workspace) -> None:
    text = call("reject", topic(ready, "export").id, "--reason", "No", "-w", str(ready.root)).stdout
    assert f"Written to {ready.root / 'questions.yaml'}" in text
    assert f"Next: deflect run -w {ready.root}" in text


def test_a_split_is_shown_before_it_is_made_and_needs_a_reason(ready: Workspace) -> None:
    one = topic(ready, "export").id
    shown = call("split", one, "--dry-run", "-w", str(ready.root))
    assert "Would be split" in shown.stdout
    refused = call("split", one, "-w", str(ready.root))
    assert (refused.exit_code, "--reason" in refused.stderr) == (2, True)
    assert not decisions_file(ready).exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["shwo", "q-1"], "No such command 'shwo'. Did you mean show?"),
        (["q-1"], "q-1 is no command. Did you mean: deflect cluster show q-1?"),
        (["frobnicate"], "No such command 'frobnicate'"),
        (["reject", "q-1"], "Missing option '--reason'"),
        (["rename", "q-1", "--reason", "x"], "Missing argument 'LABEL'"),
        (["merge", "--reason", "x"], "Missing argument"),
        (["split", "q-1", "--into", "1", "--reason", "x"], "not in the range"),
    ],
)
def test_bad_use_says_what_was_probably_meant(desk: Workspace, arguments: list[str], message: str) -> None:
    result = call(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr


@pytest.mark.parametrize("command", ["show", "reject", "pin", "split", "restore"])
def test_a_wrong_id_names_the_nearest_and_exits_2(ready: Workspace, command: str) -> None:
    one = topic(ready, "export").id
    reason = () if command == "show" else ("--reason", "x")
    refused = call(command, f"{one[:-1]}~", *reason, "-w", str(ready.root)).exception
    assert isinstance(refused, DeflectError)
    assert refused.exit_code == 2
    assert f"Did you mean {one}? See them all: deflect cluster --all" in str(refused)


def test_an_entry_that_names_no_question_is_told_on_stderr(ready: Workspace) -> None:
    decisions_file(ready).write_text("- decision: reject\n  question: q-typo\n")
    result = call("-w", str(ready.root))
    assert result.exit_code == 0
    assert "no ticket of q-typo is here. Correct or remove it in questions.yaml" in result.stderr


def test_the_map_is_written_where_it_is_wanted(ready: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ready.root.parent)
    Path("deep").mkdir()
    assert call("map", "-w", str(ready.root)).stdout == "Drawn. Open map.html\n"
    assert data("map", "--output", "deep/own.html", "-w", str(ready.root)) == {"map": "deep/own.html"}
    assert Path("deep/own.html").read_text(encoding="utf-8") == Path("map.html").read_text(encoding="utf-8")
