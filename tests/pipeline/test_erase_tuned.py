"""Erasing a customer removes every encoder that may have learned from their tickets, and says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from deflect.models import current_generation
from deflect.models.tuning import adopted
from deflect.models.tuning.adopted import encoder_in_use
from deflect.pipeline import run
from deflect.pipeline.erase import Erasure, erase, look
from deflect.pipeline.tuning import tune
from deflect.suggest import Suggester
from deflect.workspace import Workspace
from tests.pipeline.tuned_desk import COUNT, Planted, copied, stand_in

MODEL = "all-MiniLM-L6-v2"
LAST = f"c{COUNT // 2 - 1}"
"""Who asked the newest ticket that was learned from."""
FIRST_NEWER = f"c{COUNT // 2}"


@pytest.fixture(scope="module")
def original(desk_to_tune: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A desk whose encoder was tuned and is in use."""
    with pytest.MonkeyPatch.context() as patch:
        stand_in(patch)
        workspace = copied(desk_to_tune, tmp_path_factory.mktemp("tuned") / "desk")
        assert tune(workspace).adopted
        run(workspace, "questions")
    return workspace


@pytest.fixture
def workspace(original: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    stand_in(monkeypatch)
    return copied(original, tmp_path / "desk")


def tuned(workspace: Workspace) -> list[str]:
    return [path.name for path in (workspace.models / "tuned").glob("*/")]


def of_generation(workspace: Workspace) -> tuple[object, object]:
    """Name of the tuned encoder that answers were prepared with, and the encoder's fingerprint."""
    generation = current_generation(workspace.models)
    assert generation
    return generation.fields["tuned"], generation.fields["encoder"]


def is_plain(workspace: Workspace) -> bool:
    """Whether nothing of a tuned encoder is left, and answers come from the one that the settings name."""
    vectors = {path.stem for path in (workspace.models / "vectors").glob("*")}
    return (
        not (workspace.models / "tuned").exists()
        and vectors == {Planted().fingerprint[:16]}
        and of_generation(workspace) == (None, Planted().fingerprint)
    )


def test_an_encoder_that_learned_from_them_is_gone_and_answers_come_at_once_from_the_one_before(
    workspace: Workspace,
) -> None:
    assert not is_plain(workspace)
    assert erase(workspace, LAST) == Erasure(1, untuned=True)
    assert is_plain(workspace)
    Suggester.load(workspace.root).suggest("It stops at part 803")
    run(workspace, "questions")
    assert is_plain(workspace)
    assert erase(workspace, "c0") == Erasure(1)


def test_erased_between_tuning_and_the_next_run_the_encoder_goes_as_well(
    desk_to_tune: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(monkeypatch)
    workspace = copied(desk_to_tune, tmp_path / "desk")
    assert tune(workspace).adopted
    assert erase(workspace, LAST).untuned
    assert is_plain(workspace)
    Suggester.load(workspace.root)


def test_an_encoder_that_learned_from_older_tickets_only_stays(workspace: Workspace) -> None:
    before = of_generation(workspace)
    assert erase(workspace, FIRST_NEWER) == Erasure(1)
    assert tuned(workspace) == [before[0]]
    assert of_generation(workspace) == before
    assert erase(workspace, "nobody@example.org") == Erasure(0)
    assert tuned(workspace) == [before[0]]


def test_one_that_was_undone_and_what_a_killed_tuning_left_go_too(workspace: Workspace) -> None:
    adopted.undo(workspace.models)
    (workspace.models / "tuned" / "leftover" / "model").mkdir(parents=True)
    assert erase(workspace, LAST).untuned
    assert is_plain(workspace)


def test_looking_changes_nothing(workspace: Workspace) -> None:
    before = tuned(workspace), of_generation(workspace), encoder_in_use(workspace.models, MODEL)
    assert look(workspace, LAST).tickets == 1
    assert (tuned(workspace), of_generation(workspace), encoder_in_use(workspace.models, MODEL)) == before


@pytest.mark.parametrize(
    "place",
    [
        "deflect.models.tuning.adopted.step_back",
        "deflect.pipeline.forgetting.forget_older",
        "deflect.models.tuning.adopted.remove",
        "deflect.pipeline.forgetting.forget_texts",
        "deflect.store.Store.erase",
    ],
)
def test_killed_and_called_again_it_ends_the_same_and_says_the_same(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(place, killed)
        with pytest.raises(KeyboardInterrupt):
            erase(workspace, LAST)
    Suggester.load(workspace.root)  # answers never stop
    assert erase(workspace, LAST) == Erasure(1, untuned=True)
    assert is_plain(workspace)


def test_a_tuned_encoder_that_is_damaged_does_not_stop_it(workspace: Workspace) -> None:
    (workspace.models / "tuned" / tuned(workspace)[0] / adopted.CARD).write_text("{")
    assert erase(workspace, FIRST_NEWER).untuned  # it does not say what it learned from
    assert not (workspace.models / "tuned").exists()
    assert of_generation(workspace) == (None, Planted().fingerprint)
