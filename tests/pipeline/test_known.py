"""The confidence in force is that of the backtest: both are told the same of since when what was known."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import numpy as np
import pytest

from deflect.models import Generation
from deflect.pipeline import run
from deflect.pipeline.figures import past_of
from deflect.pipeline.questions import generation_of
from deflect.store import Store
from deflect.suggest import replay
from deflect.suggest.calibration import Calibration
from deflect.suggest.calibration import from_json as calibration_from
from deflect.suggest.replay import History, Known
from deflect.suggest.retrieval import FEATURES
from deflect.suggest.sensitive import Topics
from deflect.testing import small_desk
from deflect.types import Ticket
from deflect.workspace import Workspace

pytestmark = pytest.mark.usefixtures("hash_encoder")


def long_conversations() -> list[Ticket]:
    """Each is linked at its end, ten weeks after it began: of the newest nobody knew that yet."""
    tickets = []
    for place, each in enumerate(small_desk(each=40, strays=40)):
        late = dataclasses.replace(each.messages[-1], created_at=each.created_at + timedelta(weeks=10))
        slug = "other" if place % 3 == 0 else each.id.split("-")[0]
        tickets.append(dataclasses.replace(each, messages=(*each.messages, late), articles=(slug,)))
    return tickets


@pytest.fixture
def ready(desk: Workspace) -> Workspace:
    with Store.open(desk.database) as store:
        store.put(long_conversations())
    run(desk)
    return desk


def in_force(workspace: Workspace) -> Calibration:
    found: Generation = generation_of(workspace)
    return calibration_from(found.json("suggest.json")["calibration"])


def past(workspace: Workspace) -> History:
    with Store.open(workspace.database) as store:
        return past_of(workspace, store, generation_of(workspace))


def fitted(past: History, workspace: Workspace) -> Calibration:
    return replay.calibrate(past, Topics.of(workspace.settings.suggest.sensitive).touched)


def test_calibration_and_backtest_give_the_same_probability_for_the_same_history(ready: Workspace) -> None:
    one, other = in_force(ready), fitted(past(ready), ready)
    assert one.measured == other.measured > 0, "there was a past to judge by"
    features = np.random.default_rng(0).random((200, len(FEATURES)))
    assert one.confidence(features).tolist() == other.confidence(features).tolist()
    assert one.as_json() == other.as_json()


def test_a_calibration_that_took_links_for_known_at_once_would_be_another(ready: Workspace) -> None:
    """Else the test above would hold whatever the calibration is told."""
    seen = past(ready)
    assert fitted(dataclasses.replace(seen, known=Known()), ready).as_json() != in_force(ready).as_json()
