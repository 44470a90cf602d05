"""The command line: what it prints, what it exits with, and what it says when something is wrong."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from deflect.cli import COMMANDS, deflect
from deflect.errors import DeflectError, UsageError, WorkspaceError
from deflect.store import record_from_ticket
from deflect.testing import TOPICS, small_desk
from deflect.workspace import Workspace

pytestmark = pytest.mark.usefixtures("hash_encoder")


def call(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(deflect, list(arguments), input=stdin)


def data(*arguments: str) -> Any:
    """What a command prints with --json, which must be one line and nothing else."""
    result = call(*arguments, "--json")
    assert result.exception is None, result.exception
    assert result.stdout.count("\n") == 1
    return json.loads(result.stdout)


def shell(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "deflect", *arguments], capture_output=True, text=True, cwd=cwd, check=False
    )


@pytest.fixture
def tickets(tmp_path: Path) -> Path:
    path = tmp_path / "tickets.jsonl"
    path.write_text("\n".join(json.dumps(record_from_ticket(ticket)) for ticket in small_desk()))
    return path


@pytest.fixture
def ready(desk: Workspace) -> Workspace:
    """A workspace after a whole run."""
    data("run", "-w", str(desk.root))
    return desk


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["rnu"], 2, "No such command 'rnu'. Did you mean"),
        (["run", "--fast"], 2, "No such option"),
        (["status"], 1, "deflect: there is no workspace here"),
        (["import", "xml", "a.xml"], 2, "'xml' is not one of 'jsonl', 'csv', 'mbox', 'maildir'"),
        (["suggest"], 2, "Missing argument"),
        (["suggest", "hello"], 1, "deflect: there is no workspace here"),
    ],
)
def test_bad_use_exits_2_and_a_failure_1_with_a_line_that_helps(
    tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    done = shell(*arguments, cwd=tmp_path)
    assert done.returncode == code
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_wrong_setting_exits_2(desk: Workspace) -> None:
    (desk.root / "deflect.toml").write_text("[clusters]\nmin_sise = 3\n")
    done = shell("run", "-w", str(desk.root))
    assert done.returncode == 2
    assert "Did you mean clusters.min_size?" in done.stderr
    assert done.stderr.count("\n") == 1


def test_importing_a_missing_file_exits_2_and_names_it(desk: Workspace) -> None:
    done = shell("import", "jsonl", "none.jsonl", "-w", str(desk.root))
    assert done.returncode == 2
    assert "none.jsonl" in done.stderr


def test_a_reader_that_goes_away_is_no_traceback(ready: Workspace) -> None:
    command = f"{sys.executable} -m deflect review -w {ready.root} | true"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str) -> None:
    result = call(name, "--help")
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) > 5


def test_init_makes_a_workspace_and_says_what_is_next(tmp_path: Path) -> None:
    result = call("init", str(tmp_path / "acme"))
    assert result.exit_code == 0
    assert "Next: deflect import jsonl" in result.stdout
    assert Workspace.open(tmp_path / "acme").settings.clusters.min_size == 5


def test_an_interrupted_demo_leaves_no_workspace_and_can_be_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("deflect.connectors.import_file", full)
        assert call("init", str(tmp_path / "shop"), "--demo").exit_code == 1
    assert not (tmp_path / "shop").exists()
    assert data("init", str(tmp_path / "shop"), "--demo")["tickets"] >= 2000
    assert [path.name for path in tmp_path.iterdir()] == ["shop"]


def test_init_refuses_a_folder_with_other_things(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    result = call("init", str(tmp_path))
    assert isinstance(result.exception, DeflectError)
    assert "not empty" in str(result.exception)


def test_import_counts_and_twice_changes_nothing(tmp_path: Path, tickets: Path) -> None:
    call("init", str(tmp_path / "acme"))
    first = data("import", "jsonl", str(tickets), "-w", str(tmp_path / "acme"))
    assert (first["added"], first["unchanged"], first["skipped_count"]) == (len(small_desk()), 0, 0)
    second = data("import", "jsonl", str(tickets), "-w", str(tmp_path / "acme"))
    assert (second["added"], second["updated"], second["unchanged"]) == (0, 0, len(small_desk()))


def test_import_names_the_bad_rows_and_takes_the_rest(desk: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "mixed.jsonl"
    good = json.dumps(record_from_ticket(small_desk()[0]))
    path.write_text(f"{good}\nnot json\n{{}}\n")
    result = call("import", "jsonl", str(path), "-w", str(desk.root))
    assert result.exit_code == 0
    assert "2 skipped" in result.stdout
    assert "line 2: " in result.stdout
    assert "line 3: " in result.stdout


def test_a_strict_import_stops_and_changes_nothing(desk: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "mixed.jsonl"
    path.write_text('{"id": "new", "created_at": "2026-01-01", "messages": []}\nnot json\n')
    before = data("status", "-w", str(desk.root))["tickets"]
    result = call("import", "jsonl", str(path), "-w", str(desk.root), "--strict")
    assert isinstance(result.exception, DeflectError)
    assert result.exception.exit_code == 2
    assert "line 2" in str(result.exception)
    assert data("status", "-w", str(desk.root))["tickets"] == before


def test_a_mapping_that_is_none_is_refused(desk: Workspace) -> None:
    result = call("import", "csv", "x.csv", "--map", "id", "-w", str(desk.root))
    assert "--map takes FIELD=HEADING" in str(result.exception)


def test_a_run_prints_a_summary_and_what_to_type_next(desk: Workspace) -> None:
    result = call("run", "-w", str(desk.root), "--ask", "How do I export all bookings?", "--ask", "Weather on Mars?")
    assert result.exit_code == 0
    for words in (
        "tickets read",
        "recurring questions",
        "tickets they cover",
        "help centre",
        "Next:",
        "Weather on Mars?",
    ):
        assert words in result.stdout


def test_a_run_as_json_carries_the_same_figures(desk: Workspace) -> None:
    found = data("run", "-w", str(desk.root), "--ask", "Weather on Mars?")
    assert (found["questions"], found["covered"]) == (len(TOPICS), 8 * len(TOPICS))
    assert found["asked"][0]["result"]["result"] == "abstention"


def test_a_conflict_with_an_edit_exits_1_and_keeps_the_edit(ready: Workspace) -> None:
    path = next(path for path in ready.kb.glob("*.md") if "vat" in path.read_text().lower())
    text = path.read_text().replace("Open Account > Invoices", "Open My Account > Bills")
    path.write_text(text)
    more = [record_from_ticket(ticket) for ticket in small_desk(each=10) if ticket.id.startswith("invoice")]
    for record in more:
        record["messages"][1]["body"] = "Open the Billing tab first. Then press Invoice and enter the VAT number."  # type: ignore[index]
    source = ready.root.parent / "more.jsonl"
    source.write_text("\n".join(json.dumps(record) for record in more))
    data("import", "jsonl", str(source), "-w", str(ready.root))
    result = call("run", "-w", str(ready.root))
    assert result.exit_code == 1
    assert "deflect review" in result.stderr
    assert path.read_text() == text
    waiting = data("review", "-w", str(ready.root))
    assert waiting[0]["reason"] == "conflict"


def test_cluster_lists_the_largest_question_first(desk: Workspace) -> None:
    found = data("cluster", "-w", str(desk.root))
    assert [len(each["member_ids"]) for each in found] == [8] * len(TOPICS)
    text = call("cluster", "-w", str(desk.root), "--limit", "2").stdout
    assert "… and 2 more" in text


def test_cluster_says_so_where_nothing_recurs(tmp_path: Path) -> None:
    ticket, folder = tmp_path / "one.jsonl", str(tmp_path / "shop")
    ticket.write_text(json.dumps(record_from_ticket(small_desk()[0])))
    data("init", folder)
    data("import", "jsonl", str(ticket), "-w", folder)
    assert call("cluster", "-w", folder).stdout.startswith("No question recurs yet")


def test_draft_writes_articles_and_no_site(desk: Workspace) -> None:
    assert len(data("draft", "-w", str(desk.root))["created"]) == len(TOPICS)
    assert not (desk.site / "index.html").exists()


def test_build_builds_what_is_in_kb(ready: Workspace) -> None:
    (ready.kb / "own.md").write_text("---\ntitle: Own words\nstate: validated\n---\nText.\n")
    for draft in ready.kb.glob("*.md"):
        draft.write_text(draft.read_text().replace("state: work-in-progress", "state: validated"))
    result = call("build", "-w", str(ready.root))
    assert f"{len(TOPICS) + 1} articles published, 0 refused. " in result.stdout
    assert "Own words" in (ready.site / "articles" / "own.html").read_text()


def test_build_publishes_what_it_can_and_names_the_rest_by_file_and_line(ready: Workspace) -> None:
    (ready.kb / "own.md").write_text("---\ntitle: Own words\nstate: validated\n---\nText.\n")
    (ready.kb / "link.md").write_text("---\ntitle: Link\nstate: validated\n---\nSee [it](gone.md).\n")
    (ready.kb / "mail.md").write_text("---\ntitle: Mail\nstate: validated\n---\nAsk mary.jones@gardenia-zyxwv.org.\n")
    (ready.kb / "open.md").write_text("---\ntitle: Open\nstate: validated\n---\nDo it.\n\nMISSING: and then?\n")
    result = call("build", "-w", str(ready.root))
    assert result.exit_code == 1
    told = result.stderr.splitlines()
    assert told[:3] == [
        "kb/mail.md, line 5: leak: this may be personal data or a secret (e-mail). "
        "Take it out, or list it under [privacy] keep if it is yours.",
        "kb/link.md, line 5: broken link: the link gone.md names no article. Correct or remove it.",
        "kb/open.md, line 7: missing answer: a part of the answer is MISSING. Write it, or remove the line.",
    ]
    assert len(told) == 3 + len(TOPICS)
    assert all(", line 5: not reviewed: its state is work-in-progress. " in line for line in told[3:])
    assert f"1 article published, 3 refused, {len(TOPICS)} waiting for review. " in result.stdout
    assert {path.stem for path in (ready.site / "articles").glob("*.html")} == {"own"}


def test_a_name_of_no_article_is_a_warning_and_an_error_of_a_strict_build(tmp_path: Path) -> None:
    root = Workspace.create(tmp_path / "docs")
    (root.kb / "one.md").write_text("---\ntitle: One\nstate: validated\ntranslations: [onee]\n---\nText.\n")
    said = "kb/one.md, line 4: unknown article: translations names onee, which is no article; the nearest is one. "
    result = call("build", "-w", str(root.root))
    assert (result.exit_code, result.stderr) == (0, f"deflect: warning: {said}Correct or remove it.\n")
    assert result.stdout.startswith("1 article published, 0 refused. ")
    strict = call("build", "--strict", "-w", str(root.root))
    assert (strict.exit_code, strict.stderr) == (1, f"{said}Correct or remove it.\n")
    assert strict.stdout.startswith("Nothing published, because an article was refused ")


def test_drafts_that_wait_for_review_are_no_failure_of_a_build(ready: Workspace) -> None:
    result = call("build", "-w", str(ready.root))
    assert result.exit_code == 0
    assert f"0 articles published, 0 refused, {len(TOPICS)} waiting for review. " in result.stdout
    assert result.stdout.splitlines()[1:] == [
        f"Next: deflect review -w {ready.root}",
        f"To see drafts as well: deflect build --drafts -w {ready.root}",
    ]
    assert len(result.stderr.splitlines()) == len(TOPICS)
    (ready.kb / "open.md").write_text("---\ntitle: Open\n---\nDo it.\n\nMISSING: and then?\n")
    assert call("build", "-w", str(ready.root)).exit_code == 0, "an unreviewed one may have a part missing"


@pytest.mark.parametrize(
    ("state", "body"),
    [
        ("validated", "MISSING: and then?"),
        ("validated", "See [it](gone.md)."),
        ("validated", "Ask mary.jones@gardenia-zyxwv.org."),
        ("work-in-progress", "Ask mary.jones@gardenia-zyxwv.org."),
    ],
)
def test_a_build_fails_if_what_somebody_stands_behind_is_not_right_or_anything_leaks(
    tmp_path: Path, state: str, body: str
) -> None:
    root = Workspace.create(tmp_path / "docs")
    (root.kb / "one.md").write_text(f"---\ntitle: One\nstate: {state}\n---\n{body}\n")
    result = call("build", "-w", str(root.root))
    assert (result.exit_code, "kb/one.md, line 5: " in result.stderr) == (1, True)


def test_a_file_that_cannot_be_read_is_named_by_run_status_and_build_and_stops_neither(ready: Workspace) -> None:
    (ready.kb / "bad.md").write_text("---\ntitle: [half\n---\nText.\n")
    folder = str(ready.root)
    for command, code in (("run", 0), ("status", 0), ("build", 1)):
        result = call(command, "-w", folder)
        assert result.exit_code == code, command
        assert re.search(r"^deflect: warning: .*bad\.md, line \d", result.stderr, re.MULTILINE), command
    assert len(data("run", "-w", folder)["unreadable"]) == 1
    assert len(data("status", "-w", folder)["unreadable"]) == 1
    assert call("doctor", "-w", folder).exit_code == 1


def test_build_strict_publishes_nothing_while_an_article_is_refused(ready: Workspace) -> None:
    (ready.kb / "own.md").write_text("---\ntitle: Own words\nstate: validated\n---\nSee [it](gone.md).\n")
    before = {path: path.read_bytes() for path in ready.site.rglob("*") if path.is_file()}
    result = call("build", "--strict", "-w", str(ready.root))
    assert result.exit_code == 1
    assert "kb/own.md, line 5: broken link: " in result.stderr
    assert result.stdout.startswith("Nothing published, because ")
    assert {path: path.read_bytes() for path in ready.site.rglob("*") if path.is_file()} == before


def test_build_with_drafts_shows_all_but_leaks(ready: Workspace) -> None:
    result = call("build", "--drafts", "-w", str(ready.root))
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"Preview of {len(TOPICS)} articles, {len(TOPICS)} of them not fit for publication. " in result.stdout
    (ready.kb / "mail.md").write_text("---\ntitle: Mail\n---\nAsk mary.jones@gardenia-zyxwv.org.\n")
    result = call("build", "--drafts", "-w", str(ready.root))
    assert result.exit_code == 1
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] == ["kb/mail.md, line 4"]
    assert not (ready.site / "articles" / "mail.html").exists()


def test_suggest_reads_standard_input_and_prints_the_same_json_as_python(ready: Workspace) -> None:
    from deflect.plain import plain
    from deflect.suggest import Suggester

    question = "How do I export all bookings to a spreadsheet?"
    result = call("suggest", "-", "--json", "-w", str(ready.root), stdin=question)
    assert json.loads(result.stdout) == json.loads(json.dumps(plain(Suggester.load(ready.root).suggest(question))))


def test_abstaining_is_a_result(ready: Workspace) -> None:
    result = call("suggest", "Qwrtz plmk vbnm?", "-w", str(ready.root))
    assert result.exit_code == 0
    assert result.stdout.startswith("No suggestion: ")


@pytest.mark.usefixtures("without_charts")
def test_status_and_report_and_backtest_print_figures(ready: Workspace) -> None:
    assert "recurring questions  4" in call("status", "-w", str(ready.root)).stdout
    assert "first response" in call("report", "-w", str(ready.root)).stdout
    assert data("report", "-w", str(ready.root))["recurring"]["part"] == 8 * len(TOPICS)
    found = data("backtest", "-w", str(ready.root))
    assert found["all"]["total"]["covered"]["whole"] == found["asked"] == len(small_desk()) - found["learned"]
    assert "Judged by" in call("backtest", "-w", str(ready.root)).stdout


@pytest.mark.parametrize("name", ["report", "backtest"])
def test_figures_before_the_first_run_say_what_to_do(desk: Workspace, name: str) -> None:
    result = call(name, "-w", str(desk.root))
    assert "Run it first: deflect run" in str(result.exception)


def test_review_lists_drafts_by_tickets(ready: Workspace) -> None:
    waiting = data("review", "-w", str(ready.root))
    assert [(each["reason"], each["tickets"]) for each in waiting] == [("new draft", 8)] * len(TOPICS)


def test_review_of_an_empty_workspace_says_that_nothing_waits(desk: Workspace) -> None:
    assert call("review", "-w", str(desk.root)).stdout == "Nothing waits for you.\n"


def test_erase_asks_back_and_deletes_only_that_customer(ready: Workspace) -> None:
    customer = small_desk()[0].requester.email
    assert customer
    refused = call("erase", customer, "-w", str(ready.root), stdin="n\n")
    assert refused.exit_code == 1
    count = sum(ticket.requester.email == customer for ticket in small_desk())
    said = "1 ticket of" if count == 1 else f"{count} tickets of"
    assert re.match(rf"{said} this customer, and what \d+ articles? took from them\. Delete it all\?", refused.stderr)
    assert data("status", "-w", str(ready.root))["tickets"] == len(small_desk())
    gone = data("erase", customer, "-w", str(ready.root), "--yes")["erased"]
    assert data("status", "-w", str(ready.root))["tickets"] == len(small_desk()) - gone
    assert gone == sum(ticket.requester.email == customer for ticket in small_desk())


def test_doctor_passes_a_sound_workspace_and_finds_a_damaged_index(ready: Workspace) -> None:
    result = call("doctor", "-w", str(ready.root))
    assert result.exit_code == 0, result.stdout
    for path in (ready.models / "gen").rglob("clusters.json"):
        path.write_text("[]")
    result = call("doctor", "-w", str(ready.root))
    assert result.exit_code == 1
    assert "BAD  index" in result.stdout
    assert "deflect run" in result.stdout


def test_doctor_finds_an_index_whose_tickets_are_gone(ready: Workspace) -> None:
    ready.database.unlink()
    result = call("doctor", "-w", str(ready.root))
    assert result.exit_code == 1
    assert "BAD  index and tickets" in result.stdout


def test_doctor_finds_a_damaged_database(desk: Workspace) -> None:
    desk.database.write_bytes(b"not a database" * 1000)
    result = call("doctor", "-w", str(desk.root))
    assert result.exit_code == 1
    assert "BAD  database" in result.stdout


def test_what_the_system_refuses_is_one_line_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = shell("init", str(tmp_path / "file" / "below"))
    assert done.returncode == 1
    assert done.stderr.startswith("deflect: the system refused: Not a directory")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_a_full_disk_behind_standard_output_is_one_line(ready: Workspace) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "deflect", "review", "-w", str(ready.root)]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("deflect: the system refused: No space left")


def test_a_question_on_standard_input_that_is_not_utf8_is_asked_all_the_same(ready: Workspace) -> None:
    result = CliRunner().invoke(deflect, ["suggest", "-", "-w", str(ready.root), "--json"], input=b"caf\xe9 \xff\x00")
    assert result.exit_code == 0, result.exception
    assert json.loads(result.stdout)["result"] in {"suggestion", "abstention"}


def test_a_backtest_writes_its_page_and_says_where(ready: Workspace, tmp_path: Path) -> None:
    told = call("backtest", "-w", str(ready.root)).stdout
    page = ready.state / "reports" / "backtest.html"
    assert f"Report with charts: {page}" in told
    call("backtest", "-w", str(ready.root), "--html", str(tmp_path / "mine.html"), "--windows", "1")
    assert "<svg" in page.read_text()
    assert (tmp_path / "mine.html").read_text() != page.read_text()


@pytest.mark.parametrize("windows", ["0", "-1", "nan", "x"])
def test_windows_that_are_no_number_are_refused(ready: Workspace, windows: str) -> None:
    assert call("backtest", "--windows", windows, "-w", str(ready.root)).exit_code == 2


def test_a_stopped_backtest_leaves_no_page_and_no_lock(ready: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("deflect.suggest.replay.calibrate", stop)
        stopped = call("backtest", "-w", str(ready.root))
    assert (stopped.exit_code, "Stopped; nothing is lost" in stopped.stderr) == (130, True)
    assert not ready.reports.exists()
    assert call("backtest", "-w", str(ready.root)).exit_code == 0


def test_an_import_without_one_good_row_names_them_and_exits_2(desk: Workspace, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("{\n[]\n")
    result = call("import", "jsonl", str(bad), "-w", str(desk.root))
    assert "line 1: not JSON" in result.stdout
    assert "Next: deflect run" not in result.stdout
    assert isinstance(result.exception, DeflectError)
    assert result.exception.exit_code == 2


def test_a_mapping_is_refused_where_there_are_no_columns(desk: Workspace, tickets: Path) -> None:
    refused = call("import", "jsonl", str(tickets), "-w", str(desk.root), "--map", "id=Number").exception
    assert isinstance(refused, DeflectError)
    assert refused.exit_code == 2


def test_the_command_to_type_next_can_be_pasted_where_the_folder_has_a_space(tmp_path: Path, tickets: Path) -> None:
    folder = tmp_path / "my desk"
    assert f"-w '{folder}'" in call("init", str(folder)).stdout
    assert f"-w '{folder}'" in call("import", "jsonl", str(tickets), "-w", str(folder)).stdout


def test_progress_without_a_known_end_names_none(tmp_path: Path) -> None:
    result = call("init", str(tmp_path / "shop"), "--demo")
    assert "of 0" not in result.stderr
    assert "import: " in result.stderr


def test_a_workspace_inside_another_is_made_only_if_that_is_meant(ready: Workspace) -> None:
    inner = ready.root / "below" / "shop"
    for demo in ((), ("--demo",)):
        result = call("init", str(inner), *demo)
        assert isinstance(result.exception, WorkspaceError)
        assert re.search(r"inside another one \(.*desk\)\. .*--nested", str(result.exception))
        assert not inner.parent.exists()
    assert call("init", str(ready.root), "--nested").exit_code == 1, "not over one that is there"
    assert call("init", str(inner), "--nested").exit_code == 0
    assert Workspace.open(inner).root == inner


def test_a_map_is_not_written_into_a_folder_that_is_not_there(ready: Workspace, tmp_path: Path) -> None:
    result = call("cluster", "map", "--output", str(tmp_path / "no" / "map.html"), "-w", str(ready.root))
    assert isinstance(result.exception, UsageError)
    assert str(tmp_path / "no") in str(result.exception)
    assert not (tmp_path / "no").exists()


@pytest.mark.parametrize("command", ["run", "status", "suggest"])
def test_ctrl_c_says_in_one_line_that_nothing_is_lost(
    ready: Workspace, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Workspace, "open", stopped)
    result = call(command, *(["why?"] if command == "suggest" else []), "-w", str(ready.root))
    assert (result.exit_code, result.stdout) == (130, "")
    assert result.stderr == f"\nStopped; nothing is lost. Run it again: deflect {command}\n"


def test_ctrl_c_at_a_question_is_the_same_and_a_no_is_not(ready: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    customer = small_desk()[0].requester.email or ""
    assert call("erase", customer, "-w", str(ready.root), stdin="n\n").exit_code == 1

    def stopped(*_: object, **__: object) -> None:
        try:
            raise KeyboardInterrupt  # as click turns it into its own
        except KeyboardInterrupt:
            raise click.Abort from None

    monkeypatch.setattr("click.confirm", stopped)
    result = call("erase", customer, "-w", str(ready.root))
    assert (result.exit_code, result.stderr.strip()) == (130, "Stopped; nothing is lost. Run it again: deflect erase")
    assert data("status", "-w", str(ready.root))["tickets"] == len(small_desk())


def test_erasing_nobody_says_so(ready: Workspace) -> None:
    for more in (("--yes",), ()):
        result = call("erase", "nobody@example.org", *more, "-w", str(ready.root))
        assert result.stdout.startswith("No ticket here is by this customer")
        assert (result.exit_code, result.stderr) == (1, ""), "nobody is asked about nothing"


def test_serve_says_that_a_port_is_taken_before_it_says_that_it_answers(ready: Workspace) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = call("serve", "-w", str(ready.root), "--port", str(taken.getsockname()[1]))
    assert "deflect answers" not in result.stderr
    assert isinstance(result.exception, DeflectError)
    assert "in use" in str(result.exception)
    assert result.exception.exit_code == 2


def test_an_erased_customer_stays_out_until_the_owner_allows_them(ready: Workspace, tmp_path: Path) -> None:
    customer = small_desk()[0].requester.email
    assert customer
    path = tmp_path / "again.jsonl"
    path.write_text("\n".join(json.dumps(record_from_ticket(ticket)) for ticket in small_desk()))
    gone = data("erase", "--requester", customer, "-w", str(ready.root), "--yes")
    assert set(gone) == {"erased", "changed", "withdrawn", "edited", "mentioned", "files", "untuned"}
    left_out = data("import", "jsonl", str(path), "-w", str(ready.root))
    assert (left_out["added"], left_out["erased"]) == (0, gone["erased"])
    text = call("import", "jsonl", str(path), "-w", str(ready.root)).stdout
    assert f"{gone['erased']} left out: their customers were erased." in text
    allowed = data("import", "jsonl", str(path), "--allow", customer.upper(), "-w", str(ready.root))
    assert (allowed["added"], allowed["erased"]) == (gone["erased"], 0)


@pytest.mark.parametrize("arguments", [(), ("a@b.example", "--requester", "c@d.example"), ("--requester", " ")])
def test_erase_takes_one_customer(ready: Workspace, arguments: tuple[str, ...]) -> None:
    result = call("erase", *arguments, "--yes", "-w", str(ready.root))
    assert isinstance(result.exception, UsageError)
    assert "one customer" in str(result.exception)
