"""Figures for Prometheus, in its text format (version 0.0.4)."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Iterable, Mapping

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0)
TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """Counts requests of this process; where several workers serve, each tells of itself, by its label `process`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._within: Counter[tuple[str, float]] = Counter()
        self._seconds: Counter[str] = Counter()

    def count(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one request.

        Args:
            route: The path as documented, with `{}` where it varies; `other` for what is not there.
            method: Of HTTP; anything unusual counts as `OTHER`.
            status: Of the answer.
            seconds: It took.
        """
        known = method if method in ("GET", "POST", "OPTIONS", "HEAD") else "OTHER"
        with self._lock:
            self._requests[route, known, status] += 1
            self._seconds[route] += seconds  # type: ignore[assignment]  # a Counter adds fractions as well
            for bucket in BUCKETS:
                if seconds <= bucket:
                    self._within[route, bucket] += 1

    def text(self, gauges: Mapping[str, tuple[str, float]]) -> str:
        """Write all figures.

        Args:
            gauges: Further ones: name without `deflect_`, with what it is and its value.
        """
        with self._lock:
            lines = [*self._counted(), *self._timed()]
        for name, (meaning, value) in gauges.items():
            lines += [*_head(name, meaning, "gauge"), f"deflect_{name} {value:g}"]
        return "\n".join(lines) + "\n"

    def _counted(self) -> Iterable[str]:
        yield from _head("requests_total", "Requests by route, method and status.", "counter")
        for (route, method, status), number in sorted(self._requests.items()):
            labels = f'process="{os.getpid()}",route="{route}",method="{method}",status="{status}"'
            yield f"deflect_requests_total{{{labels}}} {number}"

    def _timed(self) -> Iterable[str]:
        yield from _head("request_seconds", "Time from the head of a request to the end of its answer.", "histogram")
        total: Counter[str] = Counter()
        for (route, _, _), number in self._requests.items():
            total[route] += number
        for route, number in sorted(total.items()):
            labels = f'process="{os.getpid()}",route="{route}"'
            for bucket in BUCKETS:
                yield f'deflect_request_seconds_bucket{{{labels},le="{bucket:g}"}} {self._within[route, bucket]}'
            yield f'deflect_request_seconds_bucket{{{labels},le="+Inf"}} {number}'
            yield f"deflect_request_seconds_sum{{{labels}}} {self._seconds[route]:.6f}"
            yield f"deflect_request_seconds_count{{{labels}}} {number}"


def _head(name: str, meaning: str, kind: str) -> list[str]:
    return [f"# HELP deflect_{name} {meaning}", f"# TYPE deflect_{name} {kind}"]
