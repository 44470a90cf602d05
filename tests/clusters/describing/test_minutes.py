from __future__ import annotations

from dataclasses import replace

import pytest

from deflect.clusters import total_minutes
from tests.store.samples import clean, ticket

TICKET = clean(ticket(1))


@pytest.mark.parametrize(
    ("noted", "total"),
    [([], None), ([None, None], None), ([0.0], 0.0), ([None, 2.5, 4.0], 6.5), ([0.0, None], 0.0)],
)
def test_minutes_add_up_over_the_tickets_that_have_them_and_none_means_that_nobody_noted_any(
    noted: list[float | None], total: float | None
) -> None:
    assert total_minutes(replace(TICKET, minutes=minutes) for minutes in noted) == total
