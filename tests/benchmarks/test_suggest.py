"""The sections of benchmarks/suggest are told apart by name, each tells its arguments, and one table ends them all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from benchmarks.suggest import __main__ as whole
from benchmarks.suggest import backtest, retrieval, risk, thunderbird, tune
from benchmarks.suggest.__main__ import SECTIONS, main
from benchmarks.suggest.summary import HEADINGS, Part, Row
from deflect.errors import WorkspaceError

Section = Callable[[Sequence[str] | None], list[Row]]


def section(part: Part, heard: list[Sequence[str]]) -> Section:
    """A section that notes its arguments and finds one figure of a part."""

    def found(arguments: Sequence[str] | None) -> list[Row]:
        heard.append(list(arguments or ()))
        sys.stdout.write(f"details of {part}\n")
        return [Row(part, f"{part}, measured", 1.0, "1", "n = 1")]

    return found


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[Sequence[str]]]:
    """What made-up sections were asked for."""
    asked: dict[str, list[Sequence[str]]] = {name: [] for name in ("speed", "risk", "tune")}
    parts: dict[str, Part] = {"speed": "latency", "risk": "risk", "tune": "ablation"}
    made = {name: section(parts[name], own) for name, own in asked.items()}
    monkeypatch.setattr(whole, "SECTIONS", made)
    return asked


@pytest.mark.parametrize("name", SECTIONS)
def test_each_section_tells_its_arguments(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main([name, "--help"])
    assert f"python -m benchmarks.suggest {name}" in capsys.readouterr().out


def test_a_section_that_is_not_there_is_refused() -> None:
    with pytest.raises(
        SystemExit, match="unknown: spead; there are retrieval, intents, truth, risk, backtest, speed, tune"
    ):
        main(["spead"])


def test_arguments_are_refused_where_several_sections_could_be_meant(heard: dict[str, list[Sequence[str]]]) -> None:
    with pytest.raises(SystemExit, match=r"unknown: --tickets; .* one alone takes arguments"):
        main(["risk", "speed", "--tickets", "5"])
    assert not any(heard.values())


def test_a_section_alone_takes_its_arguments(heard: dict[str, list[Sequence[str]]]) -> None:
    main(["speed", "--tickets", "5"])
    assert heard == {"speed": [["--tickets", "5"]], "risk": [], "tune": []}


def test_all_but_the_one_that_takes_long_are_measured_unless_some_are_named(
    heard: dict[str, list[Sequence[str]]],
) -> None:
    main([])
    assert heard == {"speed": [[]], "risk": [[]], "tune": []}
    main(["tune", "risk"])
    assert heard == {"speed": [[]], "risk": [[], []], "tune": [[]]}


def test_one_table_ends_all_sections_and_goes_part_by_part(
    heard: dict[str, list[Sequence[str]]], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["speed", "risk"])
    said = capsys.readouterr().out
    details, _, table = said.partition("\n\n")
    assert details.splitlines() == ["details of latency", "details of risk"]
    lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    assert lines[0] == list(HEADINGS)
    assert [line[0] for line in lines[2:]] == ["risk", "latency"]
    assert len(heard["speed"]) == 1


@pytest.mark.parametrize("measured", [retrieval.main, risk.main, backtest.main, tune.main])
def test_without_tickets_to_measure_on_there_are_no_figures(
    measured: Section, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(thunderbird, "DATA", tmp_path)
    monkeypatch.delenv("DEFLECT_THUNDERBIRD", raising=False)
    assert measured([]) == []
    assert "left out" in capsys.readouterr().out


def test_a_workspace_that_is_named_wins_over_the_one_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEFLECT_THUNDERBIRD", str(tmp_path / "environment"))
    with pytest.raises(WorkspaceError, match="named"):
        thunderbird.workspace_at(tmp_path / "named")
    with pytest.raises(WorkspaceError, match="environment"):
        thunderbird.workspace_at()
