"""Confidence, votes, words and abstention, worked out by hand."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from numpy.typing import NDArray

from deflect.errors import ModelError
from deflect.suggest import calibration, decide, retrieval, words
from deflect.suggest.calibration import DEFAULT
from deflect.suggest.decide import Scored
from deflect.suggest.entries import NO_ARTICLE
from deflect.suggest.retrieval import FEATURES, Near


def near(*scores: float) -> Near:
    return Near(np.arange(len(scores)), np.array(scores))


def test_the_first_of_the_nearest_counts_one_the_last_nothing_and_the_middle_a_quarter() -> None:
    assert retrieval.weights(np.array([0.9, 0.7, 0.5])).round(6).tolist() == [1.0, 0.25, 0.0]
    assert retrieval.weights(np.array([0.4, 0.4])).tolist() == [1.0, 1.0]
    assert retrieval.weights(np.zeros(0)).tolist() == []


def test_of_equally_near_entries_the_first_comes_first_and_nothing_found_is_dropped() -> None:
    found = retrieval.by_vectors(np.array([7, -1, 2, 5]), np.array([0.5, 0.9, 0.5, 0.8]))
    assert (found.entries.tolist(), found.scores.tolist()) == ([5, 2, 7], [0.8, 0.5, 0.5])


def test_only_entries_that_share_a_word_are_near_by_words_and_ties_keep_their_order() -> None:
    assert retrieval.by_words(np.array([0.0, 2.0, 3.0, 2.0, 0.0])).entries.tolist() == [2, 1, 3]
    assert retrieval.by_words(np.array([1.0, 2.0, 2.0, 2.0]), 2).entries.tolist() == [1, 2]
    assert retrieval.by_words(np.zeros(4)).entries.tolist() == []


def test_votes_of_entries_without_an_article_make_the_others_less_sure() -> None:
    all_vote = retrieval.rank(near(0.9, 0.9), near(), np.array([[0], [0]], dtype=np.int32))
    one_votes = retrieval.rank(near(0.9, 0.9), near(), np.array([[0], [NO_ARTICLE]], dtype=np.int32))
    votes = FEATURES.index("votes")
    assert (all_vote.features[0, votes], one_votes.features[0, votes]) == (1.0, 0.5)
    assert one_votes.targets.tolist() == [0]


def test_without_any_vote_nothing_is_ranked() -> None:
    none = np.full((2, 1), NO_ARTICLE, dtype=np.int32)
    assert len(retrieval.rank(near(0.9, 0.8), near(), none).targets) == 0


@pytest.mark.parametrize(
    ("features", "expected"),
    [((0.8, 0.5, 0.33, 0.5, 0.4062), 0.77), ((0.5, 0.1, 0.0, 0.0, 0.0), 0.08)],
)
def test_the_stated_defaults_give_about_what_they_say(features: tuple[float, ...], expected: float) -> None:
    given = np.zeros((1, len(FEATURES)))
    given[0, : len(features)] = features
    assert float(DEFAULT.confidence(given)[0]) == pytest.approx(expected, abs=0.06)


@pytest.mark.parametrize("feature", range(len(FEATURES)))
def test_more_in_favour_of_an_article_never_lowers_its_confidence(feature: int) -> None:
    rows = np.full((11, len(FEATURES)), 0.5)
    rows[:, feature] = np.linspace(0, 1, 11)
    assert (np.diff(DEFAULT.confidence(rows)) >= 0).all()


def only_first(value: float) -> NDArray[np.float64]:
    row = np.zeros((1, len(FEATURES)))
    row[0, 0] = value
    return row


def test_confidence_is_the_logistic_of_the_odds_and_never_overflows() -> None:
    own = calibration.Calibration(-1.0, (2.0, *[0.0] * (len(FEATURES) - 1)), 0.2)
    assert float(own.confidence(only_first(1.0))[0]) == pytest.approx(1 / (1 + math.exp(-1.0)))
    assert 0 < float(own.confidence(only_first(-1e9))[0]) < 1e-12
    assert float(own.confidence(only_first(1e9))[0]) == pytest.approx(1.0)


def test_a_calibration_comes_back_from_json_as_it_was() -> None:
    assert calibration.from_json(json.loads(json.dumps(DEFAULT.as_json()))) == DEFAULT


@pytest.mark.parametrize(
    "damage",
    [{"features": ["similarity"]}, {"coefficients": [1.0]}, {"intercept": None}, {"floor": "high"}, {"asked": []}],
)
def test_a_damaged_calibration_is_an_error_that_says_what_to_run(damage: dict[str, object]) -> None:
    with pytest.raises(ModelError, match="calibration") as found:
        calibration.from_json(DEFAULT.as_json() | damage)
    assert "deflect run" in str(found.value)


@pytest.mark.parametrize("missing", ["features", "intercept", "coefficients", "floor", "asked", "right"])
def test_a_calibration_without_a_value_is_damaged(missing: str) -> None:
    with pytest.raises(ModelError):
        calibration.from_json({key: value for key, value in DEFAULT.as_json().items() if key != missing})


@pytest.mark.parametrize(("asked", "right"), [(59, 30), (200, 14), (200, 186), (0, 0)])
def test_too_little_to_learn_from_gives_the_stated_defaults(asked: int, right: int) -> None:
    features = [np.full((1, len(FEATURES)), 0.5) for _ in range(asked)]
    truth = [np.array([number < right]) for number in range(asked)]
    assert calibration.fit(features, truth) is DEFAULT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Réglages", ["reglages"]),
        ("ÖFFNEN", ["offnen"]),
        ("tŷ", ["ty"]),
        ("wp-login.php", ["wp-login.php", "wp", "login", "php"]),
        ("error 0x80070057", ["error", "0x80070057"]),
        ("[e-mail] bounced [name 2]", ["bounced"]),
        ("التَّقويم", ["التقويم"]),
        ("退款单", ["退款", "款单"]),
        ("?! …", []),
    ],
)
def test_what_counts_as_a_word(text: str, expected: list[str]) -> None:
    assert words.tokens(text) == expected


def test_a_long_text_counts_only_its_first_words() -> None:
    text = " ".join(f"word{number}" for number in range(words.ENTRY_WORDS + 50))
    assert words.tokens(text) == text.split()[: words.ENTRY_WORDS]


def test_a_rare_word_scores_its_bm25_weight_and_a_repeated_question_word_counts_once() -> None:
    index = words.build(words.hashed_texts(["calendar blank", "calendar full", "invoice lost"]))
    idf = math.log1p((3 - 1 + 0.5) / (1 + 0.5))
    weight = idf * (words.K1 + 1) / (1 + words.K1)
    assert index.scores("blank blank BLANK").tolist() == pytest.approx([weight, 0.0, 0.0])
    assert index.scores("nothing shared").tolist() == [0.0, 0.0, 0.0]


def test_a_word_in_too_many_entries_is_dropped_only_where_there_are_many() -> None:
    for count, scored in ((words.COMMON_FROM - 1, True), (words.COMMON_FROM, False)):
        index = words.build(words.hashed_texts([f"calendar own{number}" for number in range(count)]))
        assert bool(index.scores("calendar").any()) is scored


def test_an_index_of_nothing_scores_nothing() -> None:
    assert words.build([]).scores("calendar").tolist() == []
    assert words.build(words.hashed_texts([""])).scores("calendar").tolist() == [0.0]


@pytest.mark.parametrize(
    "question",
    ["Good morning support team", "Guten Tag, danke", "Bonsoir, merci", "السلام عليكم", "Prynhawn da, diolch"],
)
def test_courtesies_alone_ask_nothing_unless_a_word_of_the_matter_is_there(question: str) -> None:
    assert decide.asks_something(f"{question} calendar")
    assert not decide.asks_something(question)


@pytest.mark.parametrize("share", [0.49, 0.5, 0.51])
def test_the_askers_language_is_preferred_down_to_half_the_best_confidence(share: float) -> None:
    scored = [Scored(0, 0.8, 0.9, "en"), Scored(1, 0.8 * share, 0.9, "cy")]
    assert decide.choose(scored, 0.1, 0.25, "cy") == (1 if share >= decide.LANGUAGE_CONCESSION else 0)
