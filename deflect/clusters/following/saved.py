"""Clusters as plain values for a JSON file, and back."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from deflect.types import Cluster, Trend


def to_plain(clusters: Sequence[Cluster]) -> list[dict[str, Any]]:
    """Turn clusters into lists and dictionaries."""
    return [dataclasses.asdict(cluster) for cluster in clusters]


def from_plain(values: Sequence[Mapping[str, Any]]) -> tuple[Cluster, ...]:
    """Turn what `to_plain` gave, also after a round trip through JSON, into clusters again."""
    return tuple(
        Cluster(
            **{
                **value,
                "member_ids": tuple(value["member_ids"]),
                "exemplar_ids": tuple(value["exemplar_ids"]),
                "trend": _trend(value["trend"]),
                **{name: tuple(value[name]) for name in ("keywords", "came_from")},
            }
        )
        for value in values
    )


def _trend(value: Mapping[str, Any]) -> Trend:
    return Trend(tuple(value["weeks"]), tuple(value["tickets"]), value["movement"])
