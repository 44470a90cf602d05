"""Ticket systems that others wrote, each run on this machine alone.

What they need is installed by `.ci/desks`: Debian's packages, and those of requirements.txt in `.venv` beside this
file. Where something cannot be had, the tests that need it are skipped and say why; with CI=true they fail.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

NewFolder = Callable[[], Path]


def need(missing: str) -> None:
    """Skip the test that needs what cannot be had here; in CI it can, so fail there."""
    if not missing:
        return
    reason = f"{missing} cannot be had here; .ci/desks installs it"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def new_folder() -> Iterator[NewFolder]:
    """Make folders that every user of this machine may enter, unlike pytest's own: some servers refuse to be root."""
    made: list[Path] = []

    def folder() -> Path:
        made.append(Path(tempfile.mkdtemp(prefix="deflect-desk-")))
        made[-1].chmod(0o755)
        return made[-1]

    yield folder
    for each in made:
        shutil.rmtree(each, ignore_errors=True)
