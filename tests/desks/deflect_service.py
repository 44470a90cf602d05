"""`deflect serve` as its users run it, in a process of its own that tests may kill."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from deflect.hooks import Sources
from deflect.models import load_encoder, new_generation
from deflect.suggest import prepare
from deflect.workspace import Workspace
from tests.desks.running import NotStartedError, free_port, listening
from tests.suggest.corpus import past

SETTINGS = """
[suggest]
threshold = 0.05

[serve]
catch_up = 1
"""
QUESTION = "The licence key is rejected at activation, it expired and I cannot renew"
SLUG = "licence"


@dataclass
class Service:
    """A workspace with a few articles, and the service in front of it."""

    workspace: Workspace
    port: int
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self, source: str, values: Mapping[str, str]) -> None:
        """Fill in the file of a source, as its owner does."""
        assert Sources(self.workspace).add(source, dict(values))

    def start(self) -> None:
        """Run it, and wait until it listens."""
        command = [sys.executable, "-m", "deflect", "serve", "-w", str(self.workspace.root), "--port", str(self.port)]
        log = (self.workspace.root / "serve.log").open("ab")
        with log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        until = time.monotonic() + 120
        while not listening(self.port):
            if self.process.poll() is not None or time.monotonic() > until:
                raise NotStartedError((self.workspace.root / "serve.log").read_text()[-3000:])
            time.sleep(0.02)

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@contextlib.contextmanager
def deflect_service(folder: Path, serve: str = "") -> Iterator[Service]:
    """Make a workspace and run the service.

    Args:
        folder: Where the workspace goes.
        serve: More lines of `[serve]` in its settings.
    """
    shutil.copytree(_filled(), folder / "w")
    (folder / "w" / "deflect.toml").write_text(SETTINGS + serve)
    service = Service(Workspace.open(folder / "w"), free_port())
    service.start()
    try:
        yield service
    finally:
        service.kill()


@cache
def _filled() -> Path:
    """A workspace to copy: to encode its past takes longer than all else that a test does."""
    folder = Path(tempfile.mkdtemp(prefix="deflect-desk-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    workspace = Workspace.create(folder / "w")
    (workspace.root / "deflect.toml").write_text(SETTINGS)
    workspace = Workspace.open(workspace.root)
    tickets, clusters, articles = past()
    encoder = load_encoder(directory=workspace.models)
    vectors = encoder.encode([each.question for each in tickets])
    with new_generation(workspace.models) as draft:
        prepare(draft, articles, clusters, tickets, vectors, encoder.encode, workspace.settings)
        draft.publish({"revision": 0})
    return workspace.root
