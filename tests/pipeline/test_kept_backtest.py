"""A whole backtest is kept and read back exactly; whatever it depends on, once changed, makes it due again."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from deflect.config import Settings
from deflect.pipeline import fingerprints, load_report, run, run_backtest
from deflect.pipeline.kept_backtest import NAME
from deflect.store import Store
from deflect.suggest import BacktestResult
from deflect.suggest import backtest as really_ask
from deflect.testing import small_desk
from deflect.workspace import Workspace

pytestmark = pytest.mark.usefixtures("hash_encoder")


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[BacktestResult]:
    """The backtests that were really done."""
    made: list[BacktestResult] = []

    def counted(*given: object) -> BacktestResult:
        made.append(really_ask(*given))  # type: ignore[arg-type]
        return made[-1]

    monkeypatch.setattr("deflect.suggest.backtest", counted)
    return made


def test_it_is_read_back_to_the_last_digit(ready: Workspace, asked: list[BacktestResult]) -> None:
    first = run_backtest(ready)
    assert run_backtest(ready) == first == asked[0]
    assert len(asked) == 1


def test_the_report_and_the_backtest_share_it(ready: Workspace, asked: list[BacktestResult]) -> None:
    report, again = load_report(ready), load_report(ready)
    assert report.backtest == again.backtest is not None
    assert run_backtest(ready) == asked[0]
    assert len(asked) == 1


def test_a_backtest_of_few_windows_is_neither_kept_nor_taken_for_the_whole(
    ready: Workspace, asked: list[BacktestResult]
) -> None:
    latest, whole = run_backtest(ready, 1), run_backtest(ready)
    assert (latest.windows, len(asked)) == (whole.windows[-1:], 2)
    assert run_backtest(ready, 1) == latest
    assert run_backtest(ready) == whole
    assert len(asked) == 3


def another_ticket(workspace: Workspace) -> None:
    late = dataclasses.replace(small_desk()[0], id="late", created_at=datetime(2026, 12, 1, tzinfo=UTC))
    with Store.open(workspace.database) as store:
        store.put([late])


def an_edited_article(workspace: Workspace) -> None:
    path = next(workspace.kb.glob("*.md"))
    path.write_text(path.read_text() + "\nOne more line.\n")


def documentation(workspace: Workspace) -> None:
    workspace.documentation.write_text("")


def setting(text: str) -> Callable[[Workspace], None]:
    def change(workspace: Workspace) -> None:
        (workspace.root / "deflect.toml").write_text(text)

    return change


def a_run_that_found_something_else(workspace: Workspace) -> None:
    another_ticket(workspace)
    run(workspace)


CHANGES = [
    another_ticket,
    an_edited_article,
    documentation,
    setting("[suggest]\nthreshold = 0.6\n"),
    setting('[suggest]\nthreshold = 0.5\n[site]\nbase_url = "https://help.acme.example"\n'),
    setting("[suggest]\nthreshold = 0.5\n[drafting]\ncustomers = 4\n"),
    a_run_that_found_something_else,
]


@pytest.mark.parametrize("change", CHANGES, ids=range(len(CHANGES)))
def test_what_changes_makes_it_due_again(
    ready: Workspace, asked: list[BacktestResult], change: Callable[[Workspace], None]
) -> None:
    run_backtest(ready)
    change(ready)
    run_backtest(Workspace.open(ready.root))
    assert len(asked) == 2


def test_another_version_of_deflect_makes_it_due_again(
    ready: Workspace, asked: list[BacktestResult], monkeypatch: pytest.MonkeyPatch
) -> None:
    run_backtest(ready)
    monkeypatch.setattr(fingerprints, "code_version", lambda *_: "another")
    run_backtest(ready)
    assert len(asked) == 2


def test_what_it_does_not_depend_on_does_not(ready: Workspace, asked: list[BacktestResult]) -> None:
    run_backtest(ready)
    setting("[suggest]\nthreshold = 0.5\n[costs]\nowner_hour = 50\n")(ready)
    assert Workspace.open(ready.root).settings != Settings()
    load_report(Workspace.open(ready.root))
    assert len(asked) == 1


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"key": 1}', b"\xff"])
def test_a_damaged_one_is_done_again(ready: Workspace, asked: list[BacktestResult], damage: bytes) -> None:
    whole = run_backtest(ready)
    (ready.reports / NAME).write_bytes(damage)
    assert run_backtest(ready) == whole
    assert len(asked) == 2


def test_a_field_that_is_no_number_is_a_damage_too(ready: Workspace, asked: list[BacktestResult]) -> None:
    whole = run_backtest(ready)
    path = ready.reports / NAME
    path.write_text(path.read_text().replace('"learned": ', '"learned": "many", "was": '))
    assert run_backtest(ready) == whole
    assert len(asked) == 2
