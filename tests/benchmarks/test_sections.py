"""What the sections of benchmarks/clustering count, on cases small enough to count by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_array

from benchmarks.clustering import child, peers, scale, stability, tickets
from benchmarks.clustering.answers import pair_figures
from benchmarks.clustering.demo import judge


def relation(pairs: list[tuple[int, int]], count: int) -> csr_array:
    """A symmetric relation that holds between every row and itself too."""
    table = np.eye(count, dtype=bool)
    for one, other in pairs:
        table[one, other] = table[other, one] = True
    return csr_array(table)


def test_pairs_are_counted_once_and_only_known_ones_can_be_wrong() -> None:
    together, known = relation([(0, 1), (2, 3)], 5), relation([(0, 1), (2, 3), (0, 2)], 5)
    # Grouped: 0-1 (right), 0-2 (wrong), 1-2 and all with 4 (nobody knows); 2-3 was missed.
    assert pair_figures(np.array([0, 0, 0, -1, 0]), together, known) == (0.5, 0.5)


def test_nothing_grouped_finds_no_pair_and_is_wrong_about_none() -> None:
    together = relation([(0, 1)], 3)
    assert pair_figures(np.full(3, -1), together, together) == (1.0, 0.0)


def test_the_demo_is_judged_by_its_largest_pure_clusters() -> None:
    asked = {**{f"a{n}": "export" for n in range(10)}, **{f"b{n}": "invoice" for n in range(6)}, "c": "alone c"}
    found = judge(asked, [[f"a{n}" for n in range(9)], ["b0", "b1", "b2", "c", "elsewhere"], ["elsewhere"]])
    assert (found.tickets, found.clusters, found.frequent) == (17, 2, 1)
    assert found.unassigned == pytest.approx(4 / 16)
    assert found.purity == pytest.approx(12 / 13)
    assert found.grouped == 1.0


def test_only_the_largest_clusters_count_for_the_frequent_questions() -> None:
    asked = {f"{n}-{k}": f"question {n}" for n in range(30) for k in range(9)}
    groups = [[f"{n}-{k}" for k in range(9)] for n in range(30)]
    assert judge(asked, groups).frequent == 20
    # 25 larger groups of mixed questions push the pure ones out.
    mixed = {f"x{n}-{k}": f"other {k}" for n in range(25) for k in range(10)}
    assert judge(asked | mixed, [*groups, *([f"x{n}-{k}" for k in range(10)] for n in range(25))]).frequent == 0


def test_tickets_keep_their_id_where_their_cluster_goes_on_and_lose_it_where_they_leave() -> None:
    before = np.array([0] * 6 + [1] * 4 + [-1])
    after = np.array([1, 1, 1, 1, -1, -2, 0, 0, 0, 0, 0])
    assert stability.keeping(before, after) == [pytest.approx(4 / 5), 1.0]


def test_runs_agree_on_the_rows_that_both_have() -> None:
    runs = np.array([[0, 0, 1, 1, -2], [1, 1, 0, 0, 0], [-2, 0, 0, -1, -1]])
    found = stability.agreement(runs)
    assert found[0] == 1.0
    assert len(found) == 3


def test_made_up_vectors_start_with_the_real_ones_and_stay_near_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scale, "CACHE", tmp_path)
    rows = np.random.default_rng(0).normal(size=(50, 64)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    np.save(tmp_path / "real.npy", rows)
    few, many = (np.load(scale.of_size(tmp_path / "real.npy", size)) for size in (20, 130))
    assert few.shape == (20, 64)
    assert {row.tobytes() for row in few} <= {row.tobytes() for row in rows}
    assert {row.tobytes() for row in rows} == {row.tobytes() for row in many[:50]}
    assert np.linalg.norm(many, axis=1) == pytest.approx(1.0, abs=1e-5)
    assert (many[50:] @ rows.T).max(axis=1).min() > 0.6


def test_a_job_gives_labels_in_the_order_of_the_rows_whatever_order_it_ran_them_in(tmp_path: Path) -> None:
    centres = np.eye(8, dtype=np.float32)[[0] * 30 + [1] * 20 + [2] * 10]
    rows = centres + np.random.default_rng(0).normal(scale=0.05, size=centres.shape).astype(np.float32)
    np.save(tmp_path / "rows.npy", rows / np.linalg.norm(rows, axis=1, keepdims=True))
    job = child.Job(peers.OURS, str(tmp_path / "rows.npy"), 3, (0, 1, 2), str(tmp_path / "labels.npy"))
    said = child.run(job)
    labels = np.load(tmp_path / "labels.npy")
    assert labels.shape == (3, 60)
    assert (labels == labels[0]).all()
    assert len(said["seconds"]) == 3
    assert 10 < said["megabytes"] < 100_000
    assert json.loads(json.dumps(said)) == said


def test_a_way_whose_packages_are_missing_names_them() -> None:
    assert peers.Way(peers.deflect, needs=("json", "there_is_no_such_module")).missing() == ["there_is_no_such_module"]
    assert peers.WAYS[peers.OURS].missing() == []


def test_the_demo_s_tickets_all_have_a_known_truth() -> None:
    assert tickets.recurs("export")
    assert not tickets.recurs("alone FL-1")
    truth = tickets.demo_truth()
    assert len(truth) > 2_000
    assert sum(map(tickets.recurs, truth.values())) > 1_000
