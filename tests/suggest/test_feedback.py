"""What feedback may move: votes from outside must be signed, and a flood from one place moves next to nothing."""

from __future__ import annotations

import dataclasses
import hmac
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.errors import InputError
from deflect.suggest import decide, feedback, replay
from deflect.suggest.feedback import from_outside, heard, network, person, sign
from deflect.suggest.replay import History
from deflect.types import Feedback, Verdict
from tests.suggest.corpus import START, BagEncoder, past

KEY = b"k" * 32
NAMES = st.text(max_size=12)
ENCODER = BagEncoder()


def vote(
    number: int, verdict: Verdict = "rejected", *, ticket: str = "t:1", who: str = "", net: str = "n-1"
) -> Feedback:
    return Feedback(ticket, "a", verdict, who or f"p{number}", START + timedelta(seconds=number), net)


def outside(**changed: str) -> Feedback:
    given_back = {"ticket": "t:1", "article": "a", "verdict": "accepted", "signature": sign(KEY, "t:1", "a")}
    return from_outside(KEY, **{"who": "v1", "address": "198.51.100.7", **given_back, **changed}, now=START)  # type: ignore[arg-type]


def test_a_signed_vote_is_taken_without_its_address_or_name() -> None:
    found = outside(who="somebody@example.com")
    assert (found.ticket, found.article, found.verdict, found.created_at) == ("t:1", "a", "accepted", START)
    assert (found.person, found.network) == (person(KEY, "somebody@example.com"), network(KEY, "198.51.100.7"))
    assert "somebody" not in repr(found)
    assert "198.51" not in repr(found)


@pytest.mark.parametrize(
    "changed",
    [{"ticket": "t:2"}, {"article": "b"}, {"signature": ""}, {"signature": "0" * 64}, {"signature": "é\udcff"}],
)
def test_a_vote_on_what_was_not_suggested_here_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(InputError, match="not made here"):
        outside(**changed)


def test_signatures_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[bool] = []

    def compare(first: bytes, second: bytes) -> bool:
        compared.append(True)
        return first == second

    monkeypatch.setattr(hmac, "compare_digest", compare)
    outside()
    assert compared == [True]


@pytest.mark.parametrize("changed", [{"verdict": "great"}, {"verdict": ""}, {"address": "unix:"}, {"address": ""}])
def test_what_cannot_be_read_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(InputError):
        outside(**changed)


@given(NAMES, NAMES, NAMES, NAMES)
def test_no_two_suggestions_share_a_signature(ticket: str, article: str, other: str, another: str) -> None:
    same = (ticket, article) == (other, another)
    assert (sign(KEY, ticket, article) == sign(KEY, other, another)) is same
    assert sign(b"other", ticket, article) != sign(KEY, ticket, article)


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("198.51.100.7", "198.51.100.250", True),
        ("198.51.100.7", "198.51.101.7", False),
        ("198.51.100.7", "::ffff:198.51.100.9", True),
        ("2001:db8:1:2::1", "2001:db8:1:ffff::9", True),
        ("2001:db8:1::1", "2001:db8:2::1", False),
        ("fe80::1%eth0", "fe80::2", True),
    ],
)
def test_what_one_customer_gets_of_addresses_is_one_network(first: str, second: str, same: bool) -> None:
    assert (network(KEY, first) == network(KEY, second)) is same


def test_a_person_has_one_voice_the_latest() -> None:
    said = [vote(1, "accepted", who="p", net=""), vote(2, "rejected", who="p", net="")]
    assert heard(said, 400) == {"t:1": {"a": False}}
    assert heard([*said, vote(3, "withdrawn", who="p", net="")], 400) == {}


def test_more_voices_win_and_as_many_say_nothing() -> None:
    said = [vote(1, "accepted", net=""), vote(2, "reopened", net=""), vote(3, "edited", net="")]
    assert heard(said, 400) == {"t:1": {"a": True}}
    assert heard(said[:2], 400) == {}


def test_a_network_has_one_voice_its_first() -> None:
    flood = [vote(number, ticket=f"t:{number}") for number in range(1_000)]
    assert heard(flood, 100_000) == {"t:0": {"a": False}}
    honest = [vote(5_000, "accepted", ticket="t:0", net=""), vote(5_001, "edited", ticket="t:0", net="")]
    assert heard([*flood, *honest], 100_000) == {"t:0": {"a": True}}


def test_the_first_voice_of_a_network_may_change_its_mind() -> None:
    said = [vote(1, "accepted", who="p"), vote(2, "rejected", who="q"), vote(3, "rejected", who="p")]
    assert heard(said, 400) == {"t:1": {"a": False}}


@pytest.mark.parametrize(("tickets", "fitted"), [(0, 0), (400, 200), (8_000, 4_000), (1_000_000, 6_000)])
def test_all_feedback_is_at_most_a_tenth_of_the_examples(tickets: int, fitted: int) -> None:
    """Confidence is fitted on the newer half of the tickets, 6,000 at most."""
    most = max(1, fitted // 10)
    said = [vote(number, ticket=f"t:{number}", net="") for number in range(700)]
    assert list(heard(said, tickets)) == [f"t:{number}" for number in range(699, 699 - most, -1)]


def known_past() -> History:
    """One of four topics has no article, so that there is enough that is right and enough that is wrong."""
    tickets, clusters, articles = past(400)
    vectors = ENCODER.encode([each.question for each in tickets])
    return replay.history(tickets, vectors, articles, clusters[:3], ENCODER.encode)


ASKED = 200
"""The newer half of that past: what confidence is fitted on."""


def places(history: History) -> list[list[int]]:
    """The order of the candidates of each of the newest tickets, by the confidence fitted on this past."""
    found, fitted = replay.replay(history, 300), replay.calibrate(history)
    assert fitted.asked == ASKED
    return [[each.target for each in decide.score(ranking, fitted, found.targets)] for ranking in found.rankings]


@pytest.mark.parametrize("verdict", ["accepted", "rejected"])
def test_a_thousand_votes_from_one_network_move_nothing_by_more_than_one_place(verdict: Verdict) -> None:
    """Each from another person on another ticket, all against (or for) one article."""
    history = known_past()
    flood = [
        Feedback(history.tickets[300 + at % 100].id, "licence", verdict, f"p{at}", START, "n-1") for at in range(1_000)
    ]
    voted = dataclasses.replace(history, heard=heard(flood, 400))
    for before, after in zip(places(history), places(voted), strict=True):
        assert all(abs(after.index(target) - at) <= 1 for at, target in enumerate(before))


def test_feedback_moves_confidence_at_the_next_fit() -> None:
    """Ten people inside, on ten tickets: what is like their tickets is trusted less."""
    history = known_past()
    of = {ref: each.id.removeprefix("c-") for each in history.clusters for ref in each.member_ids}
    answered = [each.id for each in history.tickets if each.id in of][-10:]
    said = [Feedback(ref, of[ref], "rejected", f"p{at}", START) for at, ref in enumerate(answered)]
    voted = dataclasses.replace(history, heard=heard(said, 400))
    assert replay.calibrate(voted).right == pytest.approx((replay.calibrate(history).right or 0) - 10 / ASKED, abs=1e-3)
    features = replay.replay(history, 300).rankings[0].features[:1]
    assert replay.calibrate(voted).confidence(features)[0] < replay.calibrate(history).confidence(features)[0]
    assert np.isfinite(features).all()


def test_feedback_on_tickets_that_are_not_known_changes_nothing() -> None:
    history = known_past()
    voted = dataclasses.replace(history, heard=heard([vote(1, net="")], 400))
    assert replay.calibrate(voted) == replay.calibrate(history)


def test_every_verdict_counts_for_or_against() -> None:
    assert {name: right for name, right in feedback.RIGHT.items() if right} == {"accepted": True, "edited": True}
    with pytest.raises(InputError, match="accepted, edited, rejected, reopened, contacted-again, withdrawn"):
        feedback.known("liked")
