"""Whether the effect that is measured is the effect that there is: made-up visitors of known habits.

    python -m benchmarks.effect [--desks 1000] [--visitors 300]

Each visitor would contact the vendor or not (give-ups). Of those who see suggestions, some are helped; of these some
say so, and some come back within days. Some of the contacts go by another channel than the form. The known effect
follows from these habits in closed form, and each made-up desk is measured as a real one is.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from deflect.report.effect import Effect, measure_effect
from deflect.report.impressions import group_of
from deflect.types import Impression

START = datetime(2026, 1, 5, tzinfo=UTC)
SPAN = timedelta(days=60)
UNTIL = START + SPAN + timedelta(days=10)


@dataclass(frozen=True)
class Habits:
    """What visitors do, as chances.

    Attributes:
        share: Of visitors in the control group.
        contacts: Who would contact the vendor without suggestions; the others give up.
        helped: Of those, who is helped by suggestions.
        discouraged: Of the others of those, who gives up because of them.
        says: Of those helped, who says so.
        returns: Of those helped, who contacts the vendor within the days after all.
        elsewhere: Of all contacts, those by another channel.
    """

    share: float = 0.3
    contacts: float = 0.65
    helped: float = 0.3
    discouraged: float = 0.0
    says: float = 0.5
    returns: float = 0.2
    elsewhere: float = 0.25

    @property
    def effect(self) -> float:
        """Contacts prevented, as a share of the visitors."""
        stays_away = self.helped * (1 - self.returns) + (1 - self.helped) * self.discouraged
        return self.contacts * stays_away


def desk(habits: Habits, visitors: int, rng: random.Random) -> Effect:
    """Make up a desk and measure it."""
    views: list[Impression] = []
    contacts: dict[str, list[datetime]] = {}
    for _ in range(visitors):
        view, elsewhere = _visit(habits, rng)
        views.append(view)
        if elsewhere:
            contacts[view.visitor] = [elsewhere]
    return measure_effect(views, until=UNTIL, contacts=contacts)


def _visit(habits: Habits, rng: random.Random) -> tuple[Impression, datetime | None]:
    name = f"{rng.getrandbits(64):016x}"
    group = group_of(name, habits.share)
    at = START + SPAN * rng.random()
    writes, solved, later = rng.random() < habits.contacts, False, timedelta(minutes=5)
    if group == "shown" and writes:
        if rng.random() < habits.helped:
            solved, writes = rng.random() < habits.says, rng.random() < habits.returns
            later = timedelta(days=1 + 5 * rng.random())
        else:
            writes = rng.random() >= habits.discouraged
    # Who comes back later does so on another page view, or by mail: either way not in this one.
    elsewhere = writes and (later > timedelta(days=1) or rng.random() < habits.elsewhere)
    view = Impression(
        id=name, visitor=name, group=group, share=habits.share, page="https://shop.example/contact", language="en",
        started_at=at, suggested_by="site", suggested=("an-article",), solved_by=("an-article",) if solved else (),
        sent_at=at + later if writes and not elsewhere else None,
    )  # fmt: skip
    return view, at + later if elsewhere else None


@dataclass(frozen=True)
class Trial:
    """What many desks showed: the mean error in points, how many intervals held, and the naive figure's error."""

    bias: float
    held: float
    naive: float


def trial(habits: Habits, desks: int, visitors: int, seed: int) -> Trial:
    """Measure many desks of the same habits."""
    rng, errors, held, naive = random.Random(seed), 0.0, 0, 0.0
    for _ in range(desks):
        found = desk(habits, visitors, rng)
        assert found.prevented is not None
        errors += found.prevented.value - habits.effect
        naive += found.naive.value - habits.effect
        held += found.prevented.low <= habits.effect <= found.prevented.high
    return Trial(100 * errors / desks, held / desks, 100 * naive / desks)


KINDS = {
    "usual": Habits(),
    "no effect": Habits(helped=0.0),
    "strong": Habits(helped=0.6, returns=0.05),
    "many come back": Habits(returns=0.6),
    "most switch channel": Habits(elsewhere=0.8),
    "some are discouraged": Habits(discouraged=0.15),
    "small control group": Habits(share=0.1),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--desks", type=int, default=1000)
    parser.add_argument("--visitors", type=int, default=300)
    given = parser.parse_args()
    print(f"{given.desks:,} desks of {given.visitors:,} visitors each")
    print("habits                  effect   bias (points)  95% intervals that hold  naive is off by (points)")
    for name, habits in KINDS.items():
        found = trial(habits, given.desks, given.visitors, seed=1)
        row = f"{habits.effect:7.1%}  {found.bias:+13.2f}  {found.held:23.1%}  {found.naive:+24.1f}"
        print(f"{name:<22}  {row}")


if __name__ == "__main__":
    main()
