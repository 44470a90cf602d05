"""The sections of benchmarks/suggest are told apart by name, and each tells its arguments."""

from __future__ import annotations

import pytest

from benchmarks.suggest.__main__ import SECTIONS, main


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
