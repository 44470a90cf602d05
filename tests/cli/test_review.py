"""`deflect review`: a table for machines and pipes, keys in a terminal, and one command for each decision."""

from __future__ import annotations

import json
import os
import re
import select
import sys
import time
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from deflect.cli import deflect
from deflect.cli.review_walk import walk
from deflect.errors import ArticleError, DeflectError, UsageError
from deflect.kb import Library
from deflect.pipeline.review import review
from deflect.types import Article
from deflect.workspace import Workspace


@pytest.fixture
def shelf(tmp_path: Path) -> Workspace:
    """Three drafts, one of them with a new draft beside it."""
    workspace = Workspace.create(tmp_path / "shop")
    for slug in ("one", "two", "three"):
        path = workspace.kb / f"{slug}.md"
        path.write_text(f"---\ntitle: About {slug}\nstate: work-in-progress\n---\nPress {slug}.\n")
    (workspace.kb / "one.proposal.md").write_text("---\ntitle: New\n---\nPull it.\n")
    return workspace


def call(shelf: Workspace, *arguments: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(deflect, ["review", *arguments, "-w", str(shelf.root)], env=env)


def data(shelf: Workspace, *arguments: str) -> Any:
    result = call(shelf, *arguments, "--json")
    assert result.exception is None, result.exception
    assert result.stdout.count("\n") == 1
    return json.loads(result.stdout)


def article(shelf: Workspace, slug: str) -> Article:
    return Library(shelf.kb, shelf.base).shelf()[slug].article


def test_without_a_terminal_it_is_a_table(shelf: Workspace) -> None:
    text = call(shelf).stdout
    assert text.startswith("1 conflict, 2 new draft\n")
    assert [line.split()[-1] for line in text.splitlines()[3:6]] == ["one", "three", "two"]


def test_as_json_each_says_what_to_type(shelf: Workspace) -> None:
    found = data(shelf)
    assert [(each["article"], each["reason"], each["command"]) for each in found] == [
        ("one", "conflict", "deflect review edit one"),
        ("three", "new draft", "deflect review accept three"),
        ("two", "new draft", "deflect review accept two"),
    ]
    assert found[0]["also"] == ["new draft"]


def test_each_decision_is_one_command(shelf: Workspace) -> None:
    accepted = data(shelf, "accept", "two", "--by", "kim", "--again", "2030-01-31")
    assert (accepted["state"], accepted["owner"], accepted["review_by"]) == ("validated", "kim", "2030-01-31")
    assert data(shelf, "reject", "one", "--reason", "the old one is right")["state"] == "work-in-progress"
    assert data(shelf, "merge", "three", "two")["into"] == "two"
    assert data(shelf, "undo")["undid"] == "merge"
    assert data(shelf, "undo", "two")["undid"] == "accept"
    assert article(shelf, "two").state == "work-in-progress"


def test_who_decides_can_stand_in_the_environment(shelf: Workspace) -> None:
    call(shelf, "accept", "two", env={"DEFLECT_REVIEWER": "dana"})
    assert Library(shelf.kb, shelf.base).shelf()["two"].upkeep.owner == "dana"


def editor(tmp_path: Path, old: str, new: str) -> dict[str, str]:
    """An editor that replaces a text, and a clock that has moved on when it saves."""
    script = tmp_path / "editor.py"
    script.write_text(
        "import os, pathlib, sys\n"
        "path = pathlib.Path(sys.argv[1])\n"
        f"path.write_text(path.read_text().replace({old!r}, {new!r}))\n"
        "os.utime(path, (2e9, 2e9))\n"
    )
    return {"EDITOR": f"{sys.executable} {script}"}


def test_edit_opens_the_editor(shelf: Workspace, tmp_path: Path) -> None:
    result = call(shelf, "edit", "two", env=editor(tmp_path, "Press two.", "Press two twice."))
    assert result.exception is None, result.exception
    assert "Next: deflect review accept two" in result.stdout
    assert article(shelf, "two").answer == "Press two twice."


def test_an_editor_that_is_closed_unsaved_changes_nothing(shelf: Workspace) -> None:
    assert call(shelf, "edit", "two", env={"EDITOR": "true"}).stdout.startswith("Nothing was changed.")


def test_an_edit_that_cannot_be_read_says_where_it_is_kept(shelf: Workspace, tmp_path: Path) -> None:
    result = call(shelf, "edit", "two", env=editor(tmp_path, "state: work", "state: no work"))
    assert isinstance(result.exception, DeflectError)
    assert "edits/two.md, line 3" in str(result.exception)
    assert article(shelf, "two").answer == "Press two."


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["acept", "two"], "Did you mean accept?"),
        (["reject", "two"], "Missing option '--reason'"),
        (["accept", "two", "--again", "soon"], "Invalid value for '--again'"),
        (["merge", "two"], "Missing argument 'INTO'"),
    ],
)
def test_bad_use_says_what_was_meant(shelf: Workspace, arguments: list[str], said: str) -> None:
    result = call(shelf, *arguments)
    assert result.exit_code == 2
    assert said in result.output


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keys to press, in order; the end of them is the end of the input."""
    pressed: list[str] = []

    def press() -> str:
        if not pressed:
            raise EOFError
        return pressed.pop(0)

    monkeypatch.setattr(click, "getchar", press)
    return pressed


def walked(shelf: Workspace, typed: str = "", env: dict[str, str] | None = None) -> str:
    @click.command()
    def command() -> None:
        walk(shelf, review(shelf), "kim")

    result = CliRunner().invoke(command, input=typed, env=env)
    assert result.exception is None, result.exception
    return result.stdout


def test_keys_go_from_one_article_to_the_next(shelf: Workspace, keys: list[str]) -> None:
    keys[:] = ["A", "?", "r", "s"]
    text = walked(shelf, "not ours\n")
    assert [article(shelf, slug).state for slug in ("one", "three", "two")] == [
        "validated", "archived", "work-in-progress",
    ]  # fmt: skip
    assert article(shelf, "one").answer == "Pull it."
    assert "-Press one.\n+Pull it." in text
    assert "1 of 3  About one" in text
    assert "Accepted one" in text
    assert text.endswith("Decided about 2. 1 still wait. Publish: deflect build\n")


@pytest.mark.parametrize("stop", ["q", "\x03", "\x1b", None])
def test_whoever_stops_is_told_how_many_wait(shelf: Workspace, keys: list[str], stop: str | None) -> None:
    keys[:] = ["s"] + ([stop] if stop else [])
    assert walked(shelf).endswith("Decided about 0. 3 still wait. Publish: deflect build\n")


def test_an_undo_shows_the_article_in_hand_again(shelf: Workspace, keys: list[str]) -> None:
    keys[:] = ["a", "u", "s", "s"]
    text = walked(shelf)
    assert text.count("About three") == 2
    assert "Took back: accept one" in text
    assert article(shelf, "one").state == "work-in-progress"
    assert "Decided about 0." in text


def test_what_cannot_be_done_is_said_and_the_article_stays_in_hand(shelf: Workspace, keys: list[str]) -> None:
    (shelf.kb / "one.proposal.md").unlink()
    (shelf.kb / "one.md").write_text("---\ntitle: About one\nstate: work-in-progress\n---\nMISSING: All.\n")
    keys[:] = ["a", "m", "q"]
    text = walked(shelf, "nothing\n")
    assert "deflect: the answer is not whole" in text
    assert "deflect: there is no such article (nothing)" in text
    assert text.count("1 of 3") == 3


def test_a_decision_can_be_thought_better_of(
    shelf: Workspace, keys: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> str:
        raise click.Abort

    monkeypatch.setattr(click, "prompt", never)
    keys[:] = ["r", "q"]
    assert walked(shelf).count("1 of 3") == 2
    assert article(shelf, "one").state == "work-in-progress"


def test_edit_in_the_walk_shows_the_result_before_anything_is_accepted(
    shelf: Workspace, keys: list[str], tmp_path: Path
) -> None:
    keys[:] = ["s", "e", "a", "q"]
    text = walked(shelf, env=editor(tmp_path, "Press three.", "Press three times."))
    assert text.index("Press three times.") < text.index("Accepted three")
    assert "Decided about 1. 2 still wait." in text, "an edit and its acceptance are one decision"
    assert article(shelf, "three").state == "validated"


def test_an_editor_that_is_not_there_is_named_and_the_article_stays_in_hand(shelf: Workspace, keys: list[str]) -> None:
    keys[:] = ["e", "q"]
    text = walked(shelf, env={"EDITOR": "no-such-editor", "VISUAL": ""})
    assert "deflect: your editor did not open the article (no-such-editor: " in text
    assert "export EDITOR=" in text
    assert text.count("1 of 3") == 2
    result = call(shelf, "edit", "three", env={"EDITOR": "no-such-editor", "VISUAL": ""})
    assert isinstance(result.exception, UsageError)
    assert "did not open" in str(result.exception)


def test_an_article_that_cannot_be_read_is_named_and_the_others_wait_as_before(shelf: Workspace) -> None:
    (shelf.kb / "two.md").write_text("---\ntitle: [half\n---\nPress two.\n")
    result = call(shelf, "--list")
    assert re.search(r"^deflect: warning: .*two\.md, line \d", result.stderr)
    assert [each["article"] for each in data(shelf)] == ["one", "three"]
    assert call(shelf, "accept", "three").exit_code == 0
    refused = call(shelf, "accept", "two")
    assert isinstance(refused.exception, ArticleError)
    assert "two.md, line" in str(refused.exception)


def test_all_of_an_article_is_shown_without_an_editor(shelf: Workspace, keys: list[str]) -> None:
    (shelf.kb / "one.proposal.md").unlink()
    (shelf.kb / "one.md").write_text("---\ntitle: A\nstate: work-in-progress\n---\n" + "Line.\n" * 300 + "The end.\n")
    keys[:] = ["v", "q"]
    text = walked(shelf)
    assert text.count("The end.") == 1
    assert text.count("1 of 3") == 2


def test_a_long_answer_leaves_room_for_the_keys(
    shelf: Workspace, keys: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((40, 24)))
    (shelf.kb / "one.proposal.md").unlink()
    long = " ".join(["word"] * 20)
    (shelf.kb / "one.md").write_text(f"---\ntitle: A\nstate: work-in-progress\n---\n{long}\n" + "Line.\n" * 30)
    keys[:] = ["q"]
    text = walked(shelf)
    assert "… 19 more lines: press v to read them all" in text
    assert max(map(len, text.splitlines())) <= 76  # the line of keys
    assert long not in text


def read(descriptor: int, until: str, seconds: float = 60) -> str:
    """What a terminal shows, up to a text."""
    text, end = "", time.monotonic() + seconds
    while until not in text:
        assert time.monotonic() < end, text
        if select.select([descriptor], [], [], 0.2)[0]:
            text += os.read(descriptor, 65_536).decode()
    return text


def press(descriptor: int, key: str) -> None:
    """Press a key once the program waits for one: what is typed before is dropped."""
    import termios  # no module of Windows

    while termios.tcgetattr(descriptor)[3] & termios.ICANON:
        time.sleep(0.01)
    os.write(descriptor, key.encode())


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_in_a_real_terminal_keys_decide_at_once(shelf: Workspace) -> None:
    import pty  # no module of Windows

    pid, terminal = pty.fork()
    if pid == 0:  # pragma: no cover - the child
        os.execv(sys.executable, [sys.executable, "-m", "deflect", "review", "-w", str(shelf.root)])
    read(terminal, "quit")
    press(terminal, "s")
    read(terminal, "quit")
    press(terminal, "a")
    assert "Accepted three" in read(terminal, "quit")
    press(terminal, "q")
    assert "2 still wait" in read(terminal, "deflect build")
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    os.close(terminal)
    assert article(shelf, "three").state == "validated"
