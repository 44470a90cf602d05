"""sentence-transformers' own trainer, told by the clock when to stop."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from deflect.errors import MissingExtraError
from deflect.models.torch_encoder import quiet

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

INSTALL = "Install it with: pip install 'deflect[tune]'"
SEED = 0
# Steps in which the learning rate grows, so that the first batches do not throw the model off its place.
WARMUP_STEPS = 20


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that mean the same to a reader who looks for an answer.

    Attributes:
        first: What was asked.
        second: What answers it, or is asked by somebody else with the same answer.
        topic: No two pairs of one topic stand in one batch, where each is a counter-example to the others.
    """

    first: str
    second: str
    topic: str


@dataclass(frozen=True, slots=True)
class Budget:
    """Time to train in.

    Attributes:
        end: When it is over, by the clock.
        clock: Seconds from any start; never goes back.
    """

    end: float
    clock: Callable[[], float] = time.monotonic

    @property
    def left(self) -> float:
        """Seconds left, negative if it is over."""
        return self.end - self.clock()


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a model is trained.

    Attributes:
        batch: Pairs in a batch; each question has all other answers of its batch as counter-examples.
        rate: Learning rate.
        epochs: How often each pair is seen at most.
        scale: Factor of cosine similarities before the softmax: higher punishes near misses more.
        decay: Weight decay.
    """

    batch: int
    rate: float
    epochs: int
    scale: float = 20.0
    decay: float = 0.0


def check_trainer() -> None:
    """Refuse at once, before any work, where sentence-transformers' trainer is not installed whole.

    Raises:
        MissingExtraError: It is not.
    """
    import importlib.util

    missing = [name for name in ("accelerate", "datasets") if importlib.util.find_spec(name) is None]
    if missing:
        raise MissingExtraError("the trainer is not installed", ", ".join(missing), INSTALL)


def train(
    model: SentenceTransformer,
    pairs: Sequence[Pair],
    recipe: Recipe,
    budget: Budget,
    progress: Callable[[int, int], None] | None = None,
    *,
    bfloat16: bool = False,
) -> int:
    """Train the weights of a model that are not frozen, in place, with in-batch counter-examples.

    Multiple negatives ranking (Henderson et al., Efficient Natural Language Response Suggestion, 2017): the second
    text of a pair has to be nearer to the first than the second texts of all other pairs of the batch.

    Args:
        model: Trained on a GPU if there is one and the model is there.
        pairs: At least two with different topics.
        recipe: How.
        budget: No step is begun that would end after it, as long as it takes no longer than the longest before.
        progress: Called with (steps done, steps in all if time does not run out).
        bfloat16: Multiply in it; the weights stay float32.

    Returns:
        Steps done.
    """
    with quiet(), tempfile.TemporaryDirectory() as folder:
        from sentence_transformers import SentenceTransformerTrainer, SentenceTransformerTrainingArguments
        from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
        from transformers import PrinterCallback

        how = SentenceTransformerTrainingArguments(
            output_dir=folder,
            num_train_epochs=recipe.epochs,
            per_device_train_batch_size=recipe.batch,
            learning_rate=recipe.rate,
            weight_decay=recipe.decay,
            lr_scheduler_type="constant_with_warmup",
            warmup_steps=WARMUP_STEPS,
            batch_sampler=_without_repetition(pairs),
            seed=SEED,
            use_cpu=model.device.type == "cpu",
            bf16=bfloat16,
            dataloader_pin_memory=False,
            save_strategy="no",
            logging_strategy="no",
            report_to="none",
            disable_tqdm=True,
        )
        model.model_card_data.widget = [{"source_sentence": ""}]  # else the library picks examples of customers' words
        watch = _watch(budget, progress)
        loss = MultipleNegativesRankingLoss(model, scale=recipe.scale)
        trainer = SentenceTransformerTrainer(model, how, _texts(pairs), loss=loss, callbacks=[watch])
        trainer.remove_callback(PrinterCallback)  # stdout is for results
        trainer.train()
        return int(trainer.state.global_step)


def _texts(pairs: Sequence[Pair], **more: Sequence[str]) -> Any:
    from datasets import Dataset
    from datasets.table import InMemoryTable

    table = {"first": [each.first for each in pairs], "second": [each.second for each in pairs], **more}
    # With a fingerprint given, the library does not pickle all of it to make one.
    return Dataset(InMemoryTable.from_pydict(table), fingerprint="-".join(["pairs", *more]))


def _without_repetition(pairs: Sequence[Pair]) -> Callable[..., Any]:
    """The library's sampler of batches without a text twice, which is shown the topics as if they were texts."""

    def sampler(_: Any, **how: Any) -> Any:
        from sentence_transformers.base.sampler import NoDuplicatesBatchSampler

        return NoDuplicatesBatchSampler(_texts(pairs, topic=[f"topic {each.topic}" for each in pairs]), **how)

    return sampler


def _watch(budget: Budget, progress: Callable[[int, int], None] | None) -> Any:
    """A callback of the trainer that stops it in time."""
    from transformers import TrainerCallback

    class Watch(TrainerCallback):
        """Measures from the end of one step to that of the next, so that fetching a batch counts as well."""

        last = longest = 0.0

        def on_train_begin(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            del args, state, control
            self.last = budget.clock()

        def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
            del args
            now = budget.clock()
            self.longest, self.last = max(self.longest, now - self.last), now
            control.should_training_stop |= budget.end - now < self.longest
            if progress is not None:
                progress(state.global_step, state.max_steps)

    return Watch()
