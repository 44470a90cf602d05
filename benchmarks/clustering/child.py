"""One way on one set in a process of its own, so that time and memory are its own.

Started by `measured`; by hand: python -m benchmarks.clustering.child JOB, where JOB is a JSON object.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.clustering.peers import WAYS
from benchmarks.clustering.sets import ROOT

WARM_UP = 600


@dataclass(frozen=True, slots=True)
class Job:
    """What a child process is to do.

    Attributes:
        way: A key of `WAYS`.
        vectors: A .npy file of (n, d) unit rows.
        number: The true number of groups.
        seeds: One run each; of a way that is not random, seed 0 takes the rows as they are and the others shuffle them.
            A seed of -1 takes the rows as they are and gives the way no seed.
        place: Where the (runs, n) labels go, a .npy file.
    """

    way: str
    vectors: str
    number: int
    seeds: Sequence[int]
    place: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What a child process needed.

    Attributes:
        labels: (runs, n).
        seconds: Of each run, without what is imported or compiled at the first call.
        busy: The same in seconds of processor time, which other work on the machine hardly changes.
        megabytes: Peak resident memory of the whole process, libraries and vectors included.
    """

    labels: NDArray[np.int64]
    seconds: Sequence[float]
    busy: Sequence[float]
    megabytes: float


def measured(way: str, vectors: Path, number: int, seeds: Sequence[int]) -> Measured:
    """Run one way in a child process.

    Args:
        way: A key of `WAYS`.
        vectors: A .npy file of (n, d) unit rows.
        number: The true number of groups.
        seeds: See `Job`.

    Raises:
        CalledProcessError: The way failed; its own words are on stderr.
    """
    with tempfile.TemporaryDirectory() as folder:
        job = Job(way, str(vectors), number, tuple(seeds), str(Path(folder) / "labels.npy"))
        command = [sys.executable, "-m", "benchmarks.clustering.child", json.dumps(asdict(job))]
        done = subprocess.run(command, stdout=subprocess.PIPE, cwd=ROOT, check=True, text=True)
        said = json.loads(done.stdout.splitlines()[-1])
        return Measured(np.load(job.place), said["seconds"], said["busy"], said["megabytes"])


def run(job: Job) -> dict[str, Any]:
    """Do a job here, in this process; return what it needed."""
    way = WAYS[job.way]
    vectors = np.load(job.vectors)
    # What is imported late, and what numba compiles at the first call, belongs to no run.
    way.find(vectors[np.random.default_rng(0).permutation(len(vectors))[:WARM_UP]], min(20, job.number), 0)
    runs, seconds, busy = [], [], []
    for seed in job.seeds:
        order = np.arange(len(vectors))
        if seed > 0 and not way.random:
            order = np.random.default_rng(seed).permutation(len(vectors))
        rows = vectors[order] if seed > 0 else vectors
        start, start_busy = time.perf_counter(), time.process_time()
        labels = way.find(rows, job.number, None if seed < 0 else seed)
        seconds.append(time.perf_counter() - start)
        busy.append(time.process_time() - start_busy)
        runs.append(np.empty(len(vectors), dtype=np.int64))
        runs[-1][order] = labels
    np.save(job.place, np.array(runs))
    return {"seconds": seconds, "busy": busy, "megabytes": peak()}


def peak() -> float:
    """Peak resident memory of this process, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # what getrusage says there starts with the parent's
        found = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(found.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # the peers' own, about what they will change
    print(json.dumps(run(Job(**json.loads(sys.argv[1])))))
