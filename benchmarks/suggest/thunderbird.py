"""The workspace of Thunderbird tickets that several sections measure on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.clustering.sets import CACHE, DATA
from deflect.workspace import Workspace

TOOL = DATA.parent / "tools" / "sumo_to_tickets.py"


def workspace_at(named: str | os.PathLike[str] | None = None) -> Workspace | None:
    """Open the workspace to measure on.

    Args:
        named: Its folder; else the one that DEFLECT_THUNDERBIRD names, else the one made of the tickets, which takes
            long once, and is kept.

    Returns:
        None, having said so, if none is named and there are no tickets to make one of.
    """
    chosen = named or os.environ.get("DEFLECT_THUNDERBIRD")
    if chosen:
        return Workspace.open(chosen)
    if not (DATA / "thunderbird").is_dir():
        print("left out: ../shared/data/thunderbird is not there")
        return None
    folder = CACHE / "thunderbird"
    if not folder.exists():
        _make(folder)
    return Workspace.open(folder)


def _make(folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    records = folder.with_suffix(".jsonl")
    with records.open("wb") as out:
        subprocess.run([sys.executable, str(TOOL), str(DATA / "thunderbird")], stdout=out, check=True)
    deflect = [sys.executable, "-m", "deflect"]
    subprocess.run([*deflect, "init", str(folder)], check=True)
    subprocess.run([*deflect, "import", "jsonl", str(records), "-w", str(folder)], check=True)
    subprocess.run([*deflect, "run", "-w", str(folder)], check=True)
