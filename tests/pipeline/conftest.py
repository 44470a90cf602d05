"""What tests of the pipeline share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.pipeline.forked import Forks


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks]:
    """Where children to be killed come from."""
    process = Forks()
    yield process
    process.close()
