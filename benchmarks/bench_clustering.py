"""How well recurring questions are found in labelled sets, beside two ways that scikit-learn has.

usage: python benchmarks/bench_clustering.py

k-means and average linkage are told the true number of questions; deflect is not. All get the same vectors. Prints a
Markdown table; sets that are not in ../shared/data are skipped with a message. A ticket in no cluster is a cluster of
its own in BCubed F1 and in ARI.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.metrics import adjusted_rand_score

from deflect import QuestionClusterer, load_encoder

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
SETS = {
    "banking77 test": "banking77/test.jsonl",
    "dstc11 development": "dstc11/development.task1-turns.jsonl",
    "dstc11 test-banking": "dstc11/test-banking.task1-turns.jsonl",
}
HEADINGS = ("set", "questions", "way", "found", "share assigned", "BCubed P", "R", "F1", "ARI", "seconds")


def main() -> None:
    encoder = load_encoder(precision="fp32")
    print(f"| {' | '.join(HEADINGS)} |\n|{'---|' * len(HEADINGS)}")
    for name, place in SETS.items():
        if not (DATA / place).is_file():
            print(f"{name}: skipped, there is no {DATA / place}", file=sys.stderr)
            continue
        rows = [json.loads(line) for line in (DATA / place).open(encoding="utf-8")]
        vectors = encoder.encode([row["text"] for row in rows])
        bench(name, vectors, np.unique([str(row["label"]) for row in rows], return_inverse=True)[1])


def bench(name: str, vectors: NDArray[np.float32], truth: NDArray[Any]) -> None:
    number = int(truth.max()) + 1
    ways: dict[str, Callable[[NDArray[np.float32]], Any]] = {
        "deflect": QuestionClusterer().fit_predict,
        "k-means, told the number": KMeans(number, n_init=4, random_state=0).fit_predict,
        "average linkage, told the number": AgglomerativeClustering(
            number, metric="cosine", linkage="average"
        ).fit_predict,
    }
    for way, find in ways.items():
        start = time.perf_counter()
        labels = np.asarray(find(vectors))
        seconds = time.perf_counter() - start
        alone = np.where(labels >= 0, labels, labels.max() + 1 + np.arange(len(labels)))
        figures = [*bcubed(truth, alone), adjusted_rand_score(truth, alone)]
        cells = [name, str(number), way, str(len(set(labels[labels >= 0].tolist()))), f"{(labels >= 0).mean():.2f}"]
        print(f"| {' | '.join(cells + [f'{figure:.3f}' for figure in figures])} | {seconds:.1f} |", flush=True)


def bcubed(truth: NDArray[Any], found: NDArray[Any]) -> Sequence[float]:
    """BCubed precision, recall and F1 (Bagga and Baldwin, 1998)."""
    table = np.zeros((truth.max() + 1, found.max() + 1))
    np.add.at(table, (truth, found), 1)
    precision = float((table**2 / np.maximum(table.sum(axis=0), 1)).sum() / len(truth))
    recall = float((table**2 / table.sum(axis=1, keepdims=True)).sum() / len(truth))
    return precision, recall, 2 * precision * recall / (precision + recall)


if __name__ == "__main__":
    main()
