"""What is killed in tests of the pipeline, and how."""

from __future__ import annotations

import json
import os
import signal
import tempfile
from collections.abc import Callable
from pathlib import Path

from deflect.store import record_from_ticket
from deflect.testing import HashEncoder, small_desk
from deflect.workspace import Workspace

TICKETS = Path("tickets.jsonl")


def use_hash_encoder() -> None:
    """Let runs of this process use the encoder without a model."""
    import deflect.pipeline.memory

    vars(deflect.pipeline.memory)["load_encoder"] = lambda *_, **__: HashEncoder()


def kill_at(place: int) -> Callable[[], int]:
    """Kill this process the nth time that it makes a file durable, counted from 0; returns how to ask for the count."""
    count, real = 0, os.fsync

    def fsync(descriptor: int) -> None:
        nonlocal count
        if count == place:
            os.kill(os.getpid(), signal.SIGKILL)
        count += 1
        real(descriptor)

    vars(os)["fsync"] = fsync
    return lambda: count


def import_and_run(root: Path) -> None:
    """Do the whole job of a workspace with a file of tickets, as the command line would."""
    from deflect.connectors import import_file
    from deflect.pipeline import run
    from deflect.store import Store

    use_hash_encoder()
    os.chdir(root)
    workspace = Workspace.open(root)
    with workspace.lock("import"), Store.open(workspace.database) as store:
        import_file(store, "jsonl", root / TICKETS, settings=workspace.settings)
    run(workspace)


def desk_with_file(root: Path, each: int) -> Path:
    """A workspace with a file of tickets, nothing imported, with its key so that pseudonyms are the same in copies."""
    workspace = Workspace.create(root)
    workspace.key()
    (root / TICKETS).write_text("\n".join(json.dumps(record_from_ticket(ticket)) for ticket in small_desk(each=each)))
    return root


def prepare() -> None:
    """Import all that a run needs, and run once."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        import_and_run(desk_with_file(Path(folder) / "desk", 8))
        os.chdir(before)
