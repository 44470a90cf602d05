"""`deflect scorecard`: a difference of shares is said in points, and a share of nothing is not said to be 0%."""

from __future__ import annotations

from deflect.cli.scorecard import _text
from deflect.interval import wilson
from deflect.report.desk.estimate import Estimate
from deflect.report.scorecard import Figure, Scorecard


def shown(*figures: Figure) -> list[str]:
    return _text(Scorecard(10, 20, figures)).splitlines()


def test_a_change_is_in_points_with_its_interval_in_the_same_unit() -> None:
    found = shown(Figure("resolved", "…", wilson(5, 10), wilson(9, 20), Estimate(-0.05, -0.3675, 0.25), "not known"))
    assert "  change  -5.0 points (-36.8 to +25.0): not known" in found


def test_a_share_of_nothing_is_not_known_rather_than_none() -> None:
    found = shown(Figure("reviewed", "…", wilson(0, 0), wilson(3, 4), None, "not known"))
    assert "  before  not known (0 of 0)" in found
    assert any(line.startswith("  change  none was reviewed on one side") for line in found)
