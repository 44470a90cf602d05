"""The leak benchmark: that it plants and finds what it says, and a small seeded run of it over the real pipeline."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from benchmarks.leaks import measure, scan, wording
from benchmarks.leaks.tickets import Made, generate, planted_in
from benchmarks.leaks.values import BEYOND, KINDS, SECRETS, Planted
from deflect.connectors import import_file
from deflect.pipeline import run
from deflect.store import Store
from deflect.workspace import Workspace

KEY = "SHOP-AB12-CD34-EF56-GH78"


@pytest.fixture(scope="module", params=wording.SETS)
def made(request: pytest.FixtureRequest) -> tuple[str, list[Made]]:
    return request.param, generate(wording.read(request.param), tickets=600, values=1_200, seed=7)


def test_every_language_has_sentences_for_every_kind() -> None:
    for name in wording.SETS:
        for language, own in wording.read(name).items():
            assert set(own.frames["customer"]) == {*KINDS, *BEYOND}, (name, language)
            assert {frame for frames in own.frames["harmless"].values() for frame in frames}


def test_no_sentence_of_values_is_in_two_sets() -> None:
    sets = [
        {
            each
            for own in wording.read(name).values()
            for kinds in own.frames.values()
            for some in kinds.values()
            for each in some
        }
        for name in wording.SETS
    ]
    assert all(one.isdisjoint(other) for one, other in combinations(sets, 2))


def test_values_are_spread_evenly_and_stand_in_their_tickets(made: tuple[str, list[Made]]) -> None:
    _, tickets = made
    assert sum(each.told for each in tickets) == 1_200
    for ticket in tickets:
        text = "\n".join(ticket.texts)
        assert all(each.value in text for each in ticket.planted)
        assert all(value in text for _, value in ticket.harmless)
    counted = Counter((each.kind, each.language) for each in planted_in(tickets))
    assert min(counted[kind, language] for kind in KINDS for language in wording.LANGUAGES) >= 20


def test_the_same_seed_makes_the_same_tickets_and_another_does_not() -> None:
    sentences = wording.read("first")
    one, same, other = (generate(sentences, tickets=10, values=20, seed=seed) for seed in (1, 1, 2))
    assert [each.record for each in one] == [each.record for each in same]
    assert [each.record for each in one] != [each.record for each in other]


@pytest.mark.parametrize(
    "text",
    [
        f"enter {KEY} there",
        KEY.lower(),
        KEY.replace("-", " "),
        KEY.replace("-", ""),
        f"?key={KEY}&x=1",
        KEY.replace("-", "%2D"),
        json.dumps({"k": KEY.replace("-", "\u2011")}),
        "ＳＨＯＰ-AB12-CD34-EF56-GH78",
    ],
)
def test_a_value_is_found_however_it_is_written(text: str) -> None:
    planted = Planted("licence key", "en", KEY, (KEY,))
    assert scan.is_left(planted, text)
    assert scan.Scanner([planted]).find(text) == [planted]


@pytest.mark.parametrize("text", ["", "SHOP-AB12", "enter [licence key] there", "XSHOP-AB12-CD34-EF56-GH789"])
def test_what_is_not_the_value_is_no_leak(text: str) -> None:
    planted = Planted("licence key", "en", KEY, (KEY,))
    assert scan.Scanner([planted]).find(text) == []


def test_a_name_inside_a_word_is_no_leak_and_an_arabic_one_with_a_letter_written_onto_it_is() -> None:
    english = Planted("name", "en", "Olive Hartnell", ("Olive", "Hartnell"))
    arabic = Planted("name", "ar", "سوسنة الحسيني", ("سوسنة", "الحسيني"))
    assert not scan.is_left(english, "olives of the Hartnells")
    assert scan.is_left(english, "[name] HARTNELL.")
    assert scan.is_left(arabic, "مع وسوسنة")


def test_half_of_a_number_is_a_leak() -> None:
    assert scan.is_left(Planted("card number", "en", "4000123412341234", ("4000123412341234",)), "4000 1234 [phone]")


def test_files_are_read_but_for_the_ticket_database(tmp_path: Path) -> None:
    (tmp_path / "tickets.sqlite").write_text(KEY)
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "cache.bin").write_bytes(b"\x00\x01" + KEY.encode() + b"\x00")
    (tmp_path / f"{KEY}.md").write_text("nothing")
    scanner = scan.Scanner([Planted("licence key", "en", KEY, (KEY,))])
    assert sorted(name for name, text in scan.files_of(tmp_path) if scanner.find(text)) == [
        f"{KEY}.md",
        "models/cache.bin",
    ]


LEAST = {"first": (0.995, 1.0, 0.99), "held_out": (0.99, 1.0, 0.99), "third": (0.99, 1.0, 0.99)}
"""Recall of the twelve kinds, of the secrets among them, and of the other kinds, that no change may fall below."""


def test_the_detector_finds_what_is_planted_and_leaves_the_rest(made: tuple[str, list[Made]]) -> None:
    name, tickets = made
    found = measure.detect(tickets)
    least, secrets, beyond = LEAST[name]
    assert found.recall(KINDS) >= least, found.examples[:5]
    assert found.recall(SECRETS) >= secrets, found.examples[:5]
    assert found.recall(BEYOND) >= beyond
    assert found.damage() <= 0.005


@pytest.mark.usefixtures("hash_encoder")
def test_no_planted_value_is_in_anything_that_a_run_writes(made: tuple[str, list[Made]], tmp_path: Path) -> None:
    _, tickets = made
    source = tmp_path / "tickets.jsonl"
    source.write_text("".join(json.dumps(each.record) + "\n" for each in tickets[:200]))
    workspace = Workspace.create(tmp_path / "shop")
    with Store.open(workspace.database) as store:
        import_file(store, "jsonl", source, settings=workspace.settings)
    summary = run(workspace)
    given = measure.given(tickets[:200], workspace.root)
    assert given.leaks == ()
    assert given.tickets > 180
    assert given.drafts > 0
    assert summary.pages > given.drafts
    assert given.files > 20
