"""What tests of the pipeline share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from deflect.workspace import Workspace
from tests.forked import Forks
from tests.pipeline.killed import prepare
from tests.pipeline.tuned_desk import made, stand_in


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    """Where children to be killed come from."""
    with Forks(prepare) as process:
        yield process


@pytest.fixture(scope="session")
def desk_to_tune(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A desk on which tuning helps, run once; to be copied, not changed."""
    with pytest.MonkeyPatch.context() as patch:
        stand_in(patch)
        return made(tmp_path_factory.mktemp("desk") / "desk")
