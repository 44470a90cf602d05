"""What tests of the pipeline share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.forked import Forks
from tests.pipeline.killed import prepare


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    """Where children to be killed come from."""
    with Forks(prepare) as process:
        yield process
