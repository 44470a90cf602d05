"""The ways to group vectors that are compared: each a function of vectors, the true number of groups and a seed."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.clustering.sets import Vectors

Labels = NDArray[Any]
Find = Callable[[Vectors, int, int | None], Labels]

SMALLEST = 5
LEAST_SIMILARITY = 0.5
OURS = "deflect"
BERTOPIC = "BERTopic's pipeline, min 10"
INSTALL = "uv pip install --group peers (or pip install --group peers), best into an environment of its own"


@dataclass(frozen=True, slots=True)
class Way:
    """One way to group vectors.

    Attributes:
        find: Takes (n, d) unit rows, the true number of groups, which only k-means looks at, and a seed, None for
            whatever is fastest; returns (n,) labels, -1 for none.
        random: Whether the seed changes the result. If not, the rows are shuffled instead.
        needs: Modules of the dependency group `peers`.
    """

    find: Find
    random: bool = False
    needs: tuple[str, ...] = ()

    def missing(self) -> list[str]:
        """Name the modules that are not installed."""
        return [name for name in self.needs if importlib.util.find_spec(name) is None]


def deflect(vectors: Vectors, _number: int, _seed: int | None) -> Labels:
    """Group with deflect, everything as it comes."""
    from deflect import QuestionClusterer

    return QuestionClusterer().fit_predict(vectors)


def bertopic(smallest: int) -> Find:
    """Make what BERTopic does to vectors by default: UMAP to 5 dimensions, then HDBSCAN."""

    def find(vectors: Vectors, _number: int, seed: int | None) -> Labels:
        import hdbscan
        import umap

        reduce = umap.UMAP(
            n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", low_memory=False, random_state=seed
        )
        group = hdbscan.HDBSCAN(
            min_cluster_size=smallest, metric="euclidean", cluster_selection_method="eom", prediction_data=True
        )
        return np.asarray(group.fit_predict(reduce.fit_transform(vectors)))

    return find


def evoc(vectors: Vectors, _number: int, seed: int | None) -> Labels:
    """EVoC, everything as it comes."""
    from evoc import EVoC

    return np.asarray(EVoC(random_state=seed).fit_predict(vectors))


def hdbscan(vectors: Vectors, _number: int, _seed: int | None) -> Labels:
    """HDBSCAN, smallest size 5; on unit rows Euclidean distance orders pairs as cosine similarity does."""
    from sklearn.cluster import HDBSCAN

    return np.asarray(HDBSCAN(min_cluster_size=SMALLEST, copy=True).fit_predict(vectors))


def community_detection(vectors: Vectors, _number: int, _seed: int | None) -> Labels:
    """sentence-transformers' community detection; its own 0.75 and 10 leave more out and score lower."""
    import torch
    from sentence_transformers.util import community_detection

    found = community_detection(torch.from_numpy(vectors), threshold=0.65, min_community_size=SMALLEST)
    labels = np.full(len(vectors), -1)
    for number, members in enumerate(found):
        labels[members] = number
    return labels


def average_linkage(vectors: Vectors, _number: int, _seed: int | None) -> Labels:
    """Agglomerative clustering down to a similarity of 0.5; smaller groups than 5 are none."""
    from sklearn.cluster import AgglomerativeClustering

    limit = 1.0 - LEAST_SIMILARITY
    way = AgglomerativeClustering(None, distance_threshold=limit, metric="cosine", linkage="average")
    labels = way.fit_predict(vectors)
    return np.where(np.bincount(labels)[labels] >= SMALLEST, labels, -1)


def smoothed_linkage(vectors: Vectors, _number: int, _seed: int | None) -> Labels:
    """Replace each row by the mean of itself and its 10 neighbours, twice; then average linkage down to 0.8."""
    from sklearn.cluster import AgglomerativeClustering

    for _ in range(2):
        near = np.argpartition(-(vectors @ vectors.T), 10, axis=1)[:, :11]
        vectors = vectors[near].mean(axis=1)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    way = AgglomerativeClustering(None, distance_threshold=0.2, metric="cosine", linkage="average")
    labels = way.fit_predict(vectors)
    return np.where(np.bincount(labels)[labels] >= SMALLEST, labels, -1)


def k_means(vectors: Vectors, number: int, seed: int | None) -> Labels:
    """k-means, told the true number."""
    from sklearn.cluster import KMeans

    return np.asarray(KMeans(number, n_init=4, random_state=seed).fit_predict(vectors))


WAYS: dict[str, Way] = {
    OURS: Way(deflect),
    "BERTopic's pipeline, min 5": Way(bertopic(5), random=True, needs=("umap", "hdbscan")),
    BERTOPIC: Way(bertopic(10), random=True, needs=("umap", "hdbscan")),
    "EVoC": Way(evoc, random=True, needs=("evoc",)),
    "HDBSCAN, min 5": Way(hdbscan),
    "community detection, 0.65, min 5": Way(community_detection),
    f"average linkage, {LEAST_SIMILARITY}": Way(average_linkage),
    "neighbour smoothing, average linkage, 0.8": Way(smoothed_linkage),
    "k-means, true number": Way(k_means, random=True),
}
