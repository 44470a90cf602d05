"""Markdown tables, and what they were measured on."""

from __future__ import annotations

import importlib.metadata
import os
import platform
from collections.abc import Sequence
from pathlib import Path

VERSIONS = (
    "numpy", "scipy", "scikit-learn", "faiss-cpu", "onnxruntime", "sentence-transformers", "umap-learn", "hdbscan",
    "evoc",
)  # fmt: skip


def row(cells: Sequence[str]) -> str:
    """Make a row of a table."""
    return f"| {' | '.join(cells)} |"


def heading(names: Sequence[str]) -> str:
    """Make the first two lines of a table."""
    return f"{row(names)}\n|{'---|' * len(names)}"


def machine() -> str:
    """Name processor, cores, memory, system and the versions of what is measured."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    threads = os.environ.get("OMP_NUM_THREADS", "all")
    return (
        f"{_processor()}, {cores} cores (threads: {threads}), {gigabytes:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}; {', '.join(_versions())}."
    )


def _processor() -> str:
    place = Path("/proc/cpuinfo")
    lines = place.read_text().splitlines() if place.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _versions() -> list[str]:
    found = []
    for name in VERSIONS:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            found.append(f"{name} not installed")
    return found
