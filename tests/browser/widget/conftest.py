"""A vendor's page with a contact form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.browser.widget.desk import Desk, running, suggestion


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """The server that the form is on, and unless a test says otherwise the help centre."""
    with running(tmp_path / "shop") as made:
        yield made


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Desk]:
    """A help centre of another origin than the contact form's."""
    with running(tmp_path / "help") as made:
        yield made


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Desk]:
    """The service, of another origin than form and help centre."""
    with running(tmp_path / "service", shared=True, answer=suggestion("reset-key", "email", "renew", "refund")) as made:
        yield made
