"""Tuning is adopted only if newer tickets show a gain, within its time, in one step, and can be undone."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from deflect.errors import MissingExtraError, ModelError, WorkspaceError
from deflect.models import current_generation
from deflect.models.tuning.adopted import encoder_in_use
from deflect.pipeline import run, run_backtest, tuner
from deflect.pipeline.status import status
from deflect.pipeline.tuner import AS_IS, NO_TIME, NOT_HIGHER
from deflect.pipeline.tuning import tune, undo_tuning
from deflect.suggest import Suggester
from deflect.suggest.tuning.gate import Comparison
from deflect.types import Suggestion
from deflect.workspace import Workspace
from tests.pipeline.tuned_desk import COUNT, HELPS, NOTHING, content, copied, learns, stand_in, writes_layers

MODEL = "all-MiniLM-L6-v2"


@pytest.fixture
def workspace(desk_to_tune: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    stand_in(monkeypatch)
    return copied(desk_to_tune, tmp_path / "desk")


def in_use(workspace: Workspace) -> str | None:
    return encoder_in_use(workspace.models, MODEL).tuned


def models(workspace: Workspace) -> dict[str, bytes]:
    """All that is in models/, but for vectors of texts that were not encoded before, which are kept by their text."""
    return {name: text for name, text in content(workspace.models).items() if not name.startswith("vectors/")}


def test_a_gain_on_newer_tickets_is_adopted_and_used_from_the_next_run_on(workspace: Workspace) -> None:
    found = tune(workspace)
    assert found.adopted, found
    assert found.learned == COUNT // 2
    assert found.until == "2024-01-08"  # 180 hours after the first of January
    assert found.chosen.name == "linear map, from conversations"
    assert [way.steps for way in found.ways] == [0, 7, 7, 5]
    assert found.comparison
    assert found.comparison.asked == COUNT // 4
    assert found.comparison.after[0] == 1.0
    assert found.comparison.passes
    # Until then answers come from what was prepared, by the encoder that prepared it.
    generation = current_generation(workspace.models)
    assert generation
    assert generation.fields["tuned"] is None
    Suggester.load(workspace.root)
    assert status(workspace).next_step == "deflect run"
    run(workspace, "questions")
    newer = current_generation(workspace.models)
    assert newer
    assert newer.fields["tuned"] == in_use(workspace)
    assert newer.fields["encoder"] != generation.fields["encoder"]
    (workspace.root / "deflect.toml").write_text("[suggest]\nthreshold = 0.2\n")
    answer = Suggester.load(workspace.root).suggest("It stops at part 803")
    assert isinstance(answer, Suggestion)
    assert answer.article == "page-3"


def test_pairs_are_of_the_older_half_only(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def train_head(_vectors: object, pairs: Any, *_: object) -> Any:
        seen.extend(text for each in pairs for text in (each.first, each.second))
        return NOTHING, 1

    monkeypatch.setattr(tuner, "train_head", train_head)
    found = tune(workspace)
    numbers = {int(text.split()[-1].lstrip("kv")) for text in seen if text.split()[-1].lstrip("kv").isdecimal()}
    assert max(numbers) == COUNT // 2 - 1
    assert found.pairs["answer"] == COUNT // 2


def test_where_nothing_scores_higher_the_newest_tickets_are_not_looked_at(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tuner, "train_head", learns(NOTHING))
    monkeypatch.setattr(tuner, "train_layers", writes_layers(NOTHING))
    monkeypatch.setattr("deflect.suggest.tuning.measure.held_out", lambda *_: pytest.fail("they were looked at"))
    before = models(workspace)
    found = tune(workspace)
    assert (found.adopted, found.reason, found.chosen.name, found.comparison) == (False, NOT_HIGHER, AS_IS, None)
    assert models(workspace) == before


def test_a_gain_within_noise_changes_nothing_and_says_how_much_is_missing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = models(workspace)
    close = Comparison(90, (0.5, 0.7), (0.53, 0.7), 10, 7, 0.315, (-0.05, 0.12), False)
    monkeypatch.setattr(tuner, "compare", lambda *_: close)
    found = tune(workspace)
    assert not found.adopted
    # Of 17 tosses, 13 heads are the fewest that come with a chance of at most 0.025 (0.0245).
    assert found.reason == "within noise: of the tickets on which they differ, 3 more had to be gained and not lost"
    assert models(workspace) == before


def test_the_layers_are_taken_where_they_score_higher(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuner, "train_head", learns(NOTHING))
    monkeypatch.setattr(tuner, "train_layers", writes_layers(HELPS))
    found = tune(workspace)
    assert found.adopted, found
    assert found.chosen.name.startswith("upper layers, from conversations")
    folder = Path(encoder_in_use(workspace.models, MODEL).model)
    assert np.array_equal(np.load(folder / "head.npy"), HELPS)
    assert sorted(path.name for path in folder.parent.iterdir()) == ["model", "tuned.json", "vectors"]


def test_dry_run_judges_and_changes_nothing(workspace: Workspace) -> None:
    before = models(workspace)
    assert tune(workspace, dry_run=True).adopted
    assert models(workspace) == before


def test_undo_and_the_next_run_restore_what_was_before_byte_for_byte(workspace: Workspace) -> None:
    generation = current_generation(workspace.models)
    assert generation
    before = {name: text for name, text in content(generation.folder).items() if name != "manifest.json"}
    tune(workspace)
    run(workspace, "questions")
    assert undo_tuning(workspace) is False
    run(workspace, "questions")
    after = current_generation(workspace.models)
    assert after
    assert {name: text for name, text in content(after.folder).items() if name != "manifest.json"} == before
    said = {name for name in generation.fields if after.fields[name] != generation.fields[name]}
    assert said == {"finding"}  # why questions were looked for: for the first time, and anew
    with pytest.raises(ModelError, match="no tuned encoder is in use"):
        undo_tuning(workspace)


def test_tuned_again_it_is_compared_with_the_tuned_one_and_undo_goes_back_to_that(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    tune(workspace)
    first = in_use(workspace)
    run(workspace, "questions")
    again = tune(workspace)
    assert not again.adopted  # the same once more is no gain
    assert again.ways[0].score == again.ways[1].score
    assert in_use(workspace) == first
    monkeypatch.setattr(
        tuner, "compare", lambda *_: Comparison(90, (0.5, 0.7), (0.7, 0.9), 18, 0, 0.0, (0.1, 0.3), False)
    )
    monkeypatch.setattr(tuner, "best_of", lambda ways: ways[1])
    assert tune(workspace).adopted
    assert in_use(workspace) != first
    assert undo_tuning(workspace) is True
    assert in_use(workspace) == first


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device")])
@pytest.mark.parametrize("place", ["train_head", "train_layers", "write_head"])
def test_stopped_anywhere_everything_is_as_before(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, place: str, error: BaseException
) -> None:
    def stop(*_: object) -> None:
        raise error

    before = models(workspace)
    monkeypatch.setattr(tuner, place, stop)
    with pytest.raises(type(error)):
        tune(workspace)
    assert models(workspace) == before
    assert in_use(workspace) is None


def test_what_a_kill_leaves_is_not_used_and_goes_with_the_next_tuning(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = tmp_path / "left"

    def killed(*_: object) -> Comparison:
        shutil.copytree(workspace.root, left)  # the files as a kill at the last moment leaves them
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(tuner, "compare", killed)
        with pytest.raises(KeyboardInterrupt):
            tune(workspace)
    after = Workspace.open(left)
    (leftover,) = (after.models / "tuned").iterdir()
    assert in_use(after) is None
    assert "encode" in run(after, "questions").skipped
    Suggester.load(after.root)
    assert tune(after).adopted
    assert not leftover.exists()


class Clock:
    """Stands still but for what is told to take time."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_run_that_is_out_of_time_adopts_nothing(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()

    def slow(*arguments: object) -> Any:
        clock.now += 1300
        return learns(HELPS)(*arguments)

    before = models(workspace)
    monkeypatch.setattr(tuner, "train_head", slow)
    found = tune(workspace, 30, clock=clock)
    assert (found.adopted, found.reason, found.comparison, found.seconds) == (False, NO_TIME, None, 2600.0)
    assert models(workspace) == before


def test_training_is_given_the_time_that_the_rest_does_not_need(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, given = Clock(), []

    def train_head(_vectors: object, _pairs: object, budget: Any, *_: object) -> Any:
        given.append(budget.left)
        return HELPS, 1

    monkeypatch.setattr(tuner, "train_head", train_head)
    tune(workspace, 10, clock=clock)
    # Judging and encoding take no time on this clock; exporting is counted with a fixed time.
    assert given == [600 - tuner.EXPORT_SECONDS] * 2


def test_without_time_for_layers_they_are_named(workspace: Workspace) -> None:
    found = tune(workspace, 2.9, clock=Clock())
    assert found.left_out == ("upper layers, from conversations",)
    assert tune(workspace, 3.0, clock=Clock()).left_out == ()


def test_where_no_map_is_better_layers_are_given_the_time_that_judging_one_would_take(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = []

    def train_layers(_source: object, _pairs: object, folder: Path, budget: Any, *_: object) -> int:
        given.append(budget.left)
        return writes_layers(NOTHING)(None, None, folder)

    monkeypatch.setattr(tuner, "train_layers", train_layers)
    for head in (HELPS, NOTHING):
        monkeypatch.setattr(tuner, "train_head", learns(head))
        tune(workspace, 10, clock=Clock(), dry_run=True)
    assert given == [600 - 2 * tuner.EXPORT_SECONDS, 600 - tuner.EXPORT_SECONDS]


def test_too_little_time_is_said_before_training(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuner, "train_head", lambda *_: pytest.fail("it was trained"))
    found = tune(workspace, 0.5, clock=Clock())
    assert not found.adopted
    assert "give it 1 more --minutes" in found.reason


def test_a_backtest_says_that_the_encoder_has_seen_the_time_before(workspace: Workspace) -> None:
    tune(workspace)
    run(workspace, "questions")
    assert "The encoder was tuned on tickets up to 2024-01-08" in run_backtest(workspace, 1).caveats[-1]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("deflect.pipeline.tuning.LEAST_PAIRS", r"^too few pairs to learn from: \d+ of at least 100000, \d+ are"),
        ("deflect.suggest.tuning.measure.LEAST_CHOSEN", r"the third quarter of the tickets has 90, 100000 are needed"),
        ("deflect.suggest.tuning.measure.LEAST_HELD", r"the newest quarter of the tickets has 90, 100000 are needed"),
    ],
)
def test_too_little_to_learn_from_or_to_judge_by_is_a_result_and_changes_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    before = models(workspace)
    monkeypatch.setattr(name, 100_000)
    monkeypatch.setattr(tuner, "train_head", lambda *_: pytest.fail("it was trained"))
    found = tune(workspace)
    assert re.search(said, found.reason)
    assert (found.adopted, found.ways, found.comparison) == (False, (), None)
    assert models(workspace) == before


def test_what_cannot_be_tuned_is_said_first(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise MissingExtraError(
            "the trainer is not installed", "datasets", "Install it with: pip install 'deflect[tune]'"
        )

    with monkeypatch.context() as patch:
        patch.setattr("deflect.pipeline.tuning.LEAST_DISK", 1 << 60)
        with pytest.raises(WorkspaceError, match="the disk is too full to tune"):
            tune(workspace)
    with monkeypatch.context() as patch:
        patch.setattr("deflect.pipeline.tuning.check_trainer", missing)
        with pytest.raises(MissingExtraError, match=r"pip install 'deflect\[tune\]'"):
            tune(workspace)
    (workspace.root / "deflect.toml").write_text('[encoder]\nmodel = "multilingual"\n')
    with pytest.raises(ModelError, match="this model cannot be tuned"):
        tune(Workspace.open(workspace.root))


def test_before_the_first_run_there_is_nothing_to_tune(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_in(monkeypatch)
    with pytest.raises(WorkspaceError, match="nothing was run yet"):
        tune(Workspace.create(tmp_path / "new"))
