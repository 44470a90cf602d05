"""What tests of several rooms share."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from deflect.store import Store
from deflect.testing import HashEncoder, small_desk
from deflect.workspace import Workspace

# The same examples at every run, so that a change is judged by what it changed, and no example is judged by how busy
# the machine is. `pytest -m hypothesis --hypothesis-profile=explore` looks for new ones.
settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("explore", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("same")


@pytest.fixture(scope="session", autouse=True)
def _no_waiting_for_the_disk() -> Iterator[None]:
    """Files of tests need not outlive a power cut; what must be made durable, and when, is tested by counting."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture
def hash_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pipeline and the suggester use the encoder without a model."""
    _use_hash_encoder(monkeypatch)


def _use_hash_encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    for user in ("deflect.pipeline.memory", "deflect.suggest.suggester"):
        monkeypatch.setattr(f"{user}.load_encoder", lambda *_, **__: HashEncoder())


@pytest.fixture
def without_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the charts of reports empty, which take most of their time; tests/report looks at them."""
    monkeypatch.setattr("deflect.report.drawing._svg", lambda *_: "")


@pytest.fixture
def this_machine_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No connection of this test leaves the machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        assert self.family == socket.AF_UNIX or address[0] in ("127.0.0.1", "::1"), address
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def desk(tmp_path: Path) -> Workspace:
    """A workspace with the tickets of a small desk, not run yet."""
    return _small_desk(tmp_path / "desk")


@pytest.fixture(scope="session")
def _run_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from deflect.pipeline import run  # takes a second to read, which most rooms do not need

    workspace = _small_desk(tmp_path_factory.mktemp("run-once") / "desk")
    with pytest.MonkeyPatch.context() as patch:
        _use_hash_encoder(patch)
        run(workspace)
    return workspace.root


@pytest.fixture
def ready(_run_once: Path, hash_encoder: None, tmp_path: Path) -> Workspace:
    """A copy of a small desk after its first run; to the next run, the site looks as if somebody had changed it."""
    return Workspace.open(shutil.copytree(_run_once, tmp_path / "ready"))


def _small_desk(root: Path) -> Workspace:
    # So few tickets keep to no risk: answers are given from a confidence that the owner set.
    workspace = Workspace.create(root, "[suggest]\nthreshold = 0.5\n")
    with Store.open(workspace.database) as store:
        store.put(small_desk())
    return workspace


@pytest.fixture(scope="session")
def exported_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A models folder in which the bundled model was exported, once for all tests."""
    from deflect.models import load_encoder

    folder = tmp_path_factory.mktemp("models")
    load_encoder(directory=folder, precision="fp32")
    return folder


@pytest.fixture
def with_model(exported_model: Path) -> Callable[[Workspace], Workspace]:
    """Put the exported model into a workspace, by links, so that no test exports it again."""

    def put(workspace: Workspace) -> Workspace:
        shutil.copytree(exported_model, workspace.models, copy_function=os.link, dirs_exist_ok=True)
        return workspace

    return put
