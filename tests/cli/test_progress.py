"""Progress goes to standard error: bars in a terminal, few plain lines elsewhere."""

from __future__ import annotations

import contextlib
import io
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.cli.output import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def said(steps: list[tuple[str, int, int]]) -> list[str]:
    """What stands on standard error, which is no terminal, after these reports."""
    written = io.StringIO()
    with contextlib.redirect_stderr(written), progress() as report:
        for stage, done, total in steps:
            report(stage, done, total)
    return written.getvalue().splitlines()


def test_elsewhere_every_tenth_is_a_line() -> None:
    lines = said([("encode", done, 2_000) for done in range(0, 2_001, 50)])
    assert lines == [f"encode: {done:,} of 2,000" for done in range(0, 2_001, 200)]


def test_stages_are_counted_apart() -> None:
    steps = [("encode", 1, 2), ("draft", 1, 2), ("encode", 1, 2), ("draft", 2, 2), ("encode", 2, 2)]
    assert said(steps) == ["encode: 1 of 2", "draft: 1 of 2", "draft: 2 of 2", "encode: 2 of 2"]


def test_an_unknown_end_is_not_named() -> None:
    assert said([("import", 0, 0), ("import", 5_000, 0)]) == ["import: 0"]


@given(st.lists(st.integers(0, 50), min_size=1, max_size=80), st.integers(50, 500))
def test_a_stage_takes_at_most_eleven_lines_and_never_goes_back(done: list[int], total: int) -> None:
    lines = said([("encode", each * total // 50, total) for each in done])
    shown = [int(line.split()[1].replace(",", "")) for line in lines]
    assert 1 <= len(lines) <= 11
    assert shown == sorted(shown)
    assert max(shown) * 10 // total == max(each * total // 50 for each in done) * 10 // total


def test_in_a_terminal_there_is_a_bar_that_goes_away(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with progress() as report:
        for done in range(0, 101, 20):
            report("encode", done, 100)
        report("import", 7, 0)
    written = terminal.getvalue()
    assert "encode" in written
    assert "100/100" in written
    assert "7/?" in written
    assert "\x1b[2K" in written.rsplit("100/100", 1)[1]
    assert capsys.readouterr().out == ""


def stopped() -> None:
    with progress() as report:
        report("encode", 1, 2)
        raise KeyboardInterrupt


def test_a_failure_inside_leaves_the_terminal_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with pytest.raises(KeyboardInterrupt):
        stopped()
    assert terminal.getvalue().rindex("\x1b[?25h") > terminal.getvalue().rindex("\x1b[?25l")
