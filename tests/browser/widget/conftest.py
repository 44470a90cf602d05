"""A vendor's page with a contact form."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import NewPage
from tests.browser.widget.desk import Desk, running, suggestion

if TYPE_CHECKING:
    from playwright.sync_api import Page


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A watched page whose time stands still until a test moves it, so that no timer depends on the machine's pace."""
    made = new_page(viewport={"width": 1280, "height": 800})
    made.clock.install()
    made.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))
    return made


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
