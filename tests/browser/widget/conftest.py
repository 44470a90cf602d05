"""A vendor's page with a contact form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.widget.desk import Desk, running


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The server that the form is on, and unless a test says otherwise the help centre."""
    with running(tmp_path / "shop") as made:
        yield made
