"""What a run knows of the questions found before it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from deflect.clusters.following import saved
from deflect.types import Cluster


@dataclass(frozen=True, slots=True)
class Known:
    """The questions of the run before, and how they came about.

    Attributes:
        clusters: Recurring questions.
        alone: Refs of the other tickets that were there.
        since: Refs of all tickets that came after the questions were found and were placed without finding them anew.
        basis: Hash of what finding questions depends on besides tickets; with another one they are found anew.
    """

    clusters: tuple[Cluster, ...] = ()
    alone: tuple[str, ...] = ()
    since: tuple[str, ...] = ()
    basis: str = ""

    @property
    def labels(self) -> dict[str, int]:
        """Each ticket's question, by its position among the clusters; -1 for none."""
        found = dict.fromkeys(self.alone, -1)
        for number, cluster in enumerate(self.clusters):
            found.update(dict.fromkeys(cluster.member_ids, number))
        return found


def to_plain(known: Known) -> dict[str, Any]:
    """Turn what is known into lists and dictionaries."""
    fields = {field.name: getattr(known, field.name) for field in dataclasses.fields(known)}
    return {**fields, "clusters": saved.to_plain(known.clusters)}


def from_plain(value: Mapping[str, Any]) -> Known:
    """Turn what `to_plain` gave, also after a round trip through JSON, into what is known again."""
    lists: dict[str, Sequence[str]] = {name: tuple(value[name]) for name in ("alone", "since")}
    return Known(clusters=saved.from_plain(value["clusters"]), basis=value["basis"], **lists)  # type: ignore[arg-type]
