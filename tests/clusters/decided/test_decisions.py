"""Every decision that people took holds in every later run: merged, split, renamed, rejected, pinned and restored."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deflect.clusters.decided.deciding import Outcome, apply, by_mean_vector, names_put_back
from deflect.clusters.decided.decisions import Decision, Decisions, Kind, Part, effect, merged_away, undone
from deflect.types import Cluster, Trend

Groups = Sequence[Sequence[str]]


def first(asked: Sequence[str], _: Groups) -> list[int]:
    return [0] * len(asked)


def decided(
    decisions: Sequence[Decision],
    groups: Groups,
    *,
    previous: Mapping[str, Sequence[str]] | None = None,
    others: Sequence[str] = (),
    min_size: int = 3,
) -> Outcome:
    """Apply decisions to groups; `others` are tickets in no group."""
    tickets = sorted({*(ref for group in groups for ref in group), *others})
    return apply(tuple(decisions), groups, tickets, previous=previous or {}, min_size=min_size, nearest=first)


def members(outcome: Outcome) -> dict[str, set[str]]:
    return {each.id: set(each.refs) for each in outcome.decided}


def rests(outcome: Outcome) -> list[set[str]]:
    return [set(refs) for refs in outcome.rest]


def about(kind: Kind, question: str, refs: str = "", **values: object) -> Decision:
    return Decision.model_validate({"decision": kind, "question": question, "tickets": refs.split(), **values})


def merge(question: str, *others: tuple[str, str], refs: str = "", label: str = "") -> Decision:
    parts = [Part(question=question, tickets=tuple(refs.split()))]
    parts += [Part(question=name, tickets=tuple(own.split())) for name, own in others]
    return about("merge", question, others=[name for name, _ in others], parts=parts, label=label)


def split(question: str, *parts: tuple[str, str]) -> Decision:
    return about("split", question, parts=[Part(question=name, tickets=tuple(own.split())) for name, own in parts])


A, B, C = "a1 a2 a3 a4", "b1 b2 b3", "c1 c2 c3"


def test_without_decisions_the_groups_are_as_they_were_found_also_small_ones() -> None:
    outcome = decided([], [["a1", "a2"], ["b1"]], others=["x"])
    assert outcome == Outcome((), (("a1", "a2"), ("b1",)), frozenset(), ())


def test_a_renamed_question_keeps_id_label_and_tickets_though_the_clusterer_scatters_them() -> None:
    outcome = decided(
        [about("rename", "q-a", A, label="How?")], [["a1", "b1", "b2", "b3"], ["a2", "a3"]], others=["a4"]
    )
    (question,) = outcome.decided
    assert (question.id, question.label, question.standing) == ("q-a", "How?", "open")
    assert set(question.refs) == set(A.split())
    assert rests(outcome) == [{"b1", "b2", "b3"}]
    assert outcome.closed == {"q-a"}


def test_tickets_come_in_the_order_of_the_run() -> None:
    tickets = ["a3", "x", "a1", "a4", "a2"]
    outcome = apply((about("pin", "q-a", A),), [], tickets, previous={}, min_size=2, nearest=first)
    assert outcome.decided[0].refs == ("a3", "a1", "a4", "a2")


def test_merged_questions_are_one_with_the_id_and_label_of_the_first() -> None:
    outcome = decided([merge("q-a", ("q-b", B), refs=A, label="Both")], [A.split(), B.split(), C.split()])
    assert members(outcome) == {"q-a": {*A.split(), *B.split()}}
    assert (outcome.decided[0].label, outcome.decided[0].came_from) == ("Both", ("q-b",))
    assert rests(outcome) == [set(C.split())]
    assert outcome.closed == {"q-a", "q-b"}


def test_split_parts_are_apart_though_found_as_one() -> None:
    outcome = decided([split("q-a", ("q-a", "a1 a2"), ("q-n", "a3 a4"))], [[*A.split(), "new"]])
    assert {name: refs - {"new"} for name, refs in members(outcome).items()} == {
        "q-a": {"a1", "a2"},
        "q-n": {"a3", "a4"},
    }
    assert {each.id: each.came_from for each in outcome.decided} == {"q-a": (), "q-n": ("q-a",)}


def test_a_part_that_is_named_keeps_its_name() -> None:
    parts = [Part(question="q-a", tickets=("a1",)), Part(question="q-n", label="New", tickets=("a2",))]
    outcome = decided([about("split", "q-a", parts=parts)], [["a1", "a2"]])
    assert {each.id: each.label for each in outcome.decided} == {"q-a": None, "q-n": "New"}


@pytest.mark.parametrize(("kind", "standing"), [("reject", "rejected"), ("pin", "pinned")])
def test_the_standing_stays(kind: Kind, standing: str) -> None:
    outcome = decided([about(kind, "q-a", A)], [[*A.split(), "new"], B.split()])
    assert outcome.decided[0].standing == standing
    assert members(outcome) == {"q-a": {*A.split(), "new"}}


def test_the_last_of_reject_and_pin_counts() -> None:
    both = [about("reject", "q-a", A), about("pin", "q-a", A)]
    assert decided(both, [A.split()]).decided[0].standing == "pinned"
    assert decided(both[::-1], [A.split()]).decided[0].standing == "rejected"


def test_new_tickets_found_with_a_decided_question_join_it() -> None:
    previous = {"q-a": A.split(), "q-b": B.split()}
    outcome = decided([about("pin", "q-a", A)], [[*A.split(), "n1", "n2"], [*B.split(), "n3"]], previous=previous)
    assert members(outcome) == {"q-a": {*A.split(), "n1", "n2"}}
    assert rests(outcome) == [{*B.split(), "n3"}]


def test_one_that_outgrew_its_decision_keeps_what_it_had_in_the_run_before() -> None:
    grown = [*A.split(), *(f"n{number}" for number in range(20))]
    outcome = decided([about("rename", "q-a", A, label="How?")], [[*grown, "n99"]], previous={"q-a": grown})
    assert members(outcome) == {"q-a": {*grown, "n99"}}


def test_one_that_was_found_within_a_larger_question_takes_its_own_tickets_only() -> None:
    large = [f"x{number}" for number in range(9)]
    previous = {"q-a": A.split(), "q-x": large}
    outcome = decided([about("reject", "q-a", A)], [[*A.split(), *large, "n1"]], previous=previous)
    assert members(outcome) == {"q-a": set(A.split())}
    assert rests(outcome) == [{*large, "n1"}]


def test_one_does_not_swallow_another_question_that_is_found_with_it() -> None:
    previous = {"q-a": A.split(), "q-b": B.split()}
    outcome = decided([about("reject", "q-a", A)], [[*A.split(), *B.split(), "n1"]], previous=previous)
    assert members(outcome) == {"q-a": {*A.split(), "n1"}}
    assert rests(outcome) == [set(B.split())]


def test_new_tickets_go_to_the_nearest_of_several_decided_questions() -> None:
    refs = ["a1", "a2", "b1", "b2", "n1", "n2", "n3"]
    angles = np.array([0.0, 0.1, 1.5, 1.6, 0.2, 1.4, 0.7])
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    decisions = (about("pin", "q-a", "a1 a2"), about("pin", "q-b", "b1 b2"))
    outcome = apply(
        decisions, [refs], refs, previous={"q-a": ["a1"]}, min_size=2, nearest=by_mean_vector(refs, vectors)
    )
    assert members(outcome) == {"q-a": {"a1", "a2", "n1", "n3"}, "q-b": {"b1", "b2", "n2"}}


def test_a_group_left_with_too_few_of_its_own_is_dissolved() -> None:
    previous = {"q-a": A.split(), "q-b": B.split()}
    groups = [["a1", *B.split()], ["a2", "n1", "n2"]]
    assert rests(decided([about("pin", "q-a", A)], groups, previous=previous, min_size=3)) == [set(B.split())]
    assert rests(decided([about("pin", "q-a", A)], groups, previous=previous, min_size=4)) == []


def test_a_decided_question_is_never_dissolved_but_for_want_of_tickets() -> None:
    outcome = decided([about("pin", "q-a", A), about("pin", "q-b", B)], [C.split()], others=["a1"], min_size=3)
    assert members(outcome) == {"q-a": {"a1"}}
    assert outcome.missing == ("q-b",)


def test_where_no_run_before_is_known_the_majority_of_a_group_decides() -> None:
    few, many = ["n1", "n2"], [f"n{number}" for number in range(9)]
    assert members(decided([about("pin", "q-a", A)], [[*A.split(), *few]])) == {"q-a": {*A.split(), *few}}
    outcome = decided([about("pin", "q-a", A)], [[*A.split(), *many]])
    assert (members(outcome), rests(outcome)) == ({"q-a": set(A.split())}, [set(many)])


def test_merge_split_and_rename_compose_in_order() -> None:
    decisions = [
        merge("q-a", ("q-b", B), refs=A),
        split("q-a", ("q-a", "a1 a2 b1 b2"), ("q-n", "a3 a4 b3")),
        about("rename", "q-n", "a3 a4 b3", label="The rest"),
        about("reject", "q-a", "a1 a2 b1 b2"),
        merge("q-n", ("q-c", C), refs="a3 a4 b3"),
    ]
    outcome = decided(decisions, [A.split(), B.split(), C.split()])
    assert members(outcome) == {"q-a": {"a1", "a2", "b1", "b2"}, "q-n": {"a3", "a4", "b3", *C.split()}}
    assert {each.id: (each.label, each.standing) for each in outcome.decided} == {
        "q-a": (None, "rejected"),
        "q-n": ("The rest", "open"),
    }
    assert {each.id: each.came_from for each in outcome.decided} == {"q-a": ("q-b",), "q-n": ("q-a", "q-c")}


def test_a_decision_written_by_hand_without_tickets_is_about_those_of_the_run_before() -> None:
    previous = {"q-a": A.split(), "q-b": B.split()}
    by_hand = [Decision(decision="merge", question="q-a", others=("q-b",)), Decision(decision="reject", question="q-a")]
    outcome = decided(by_hand, [["a1", "b1", "c1"], C.split()[1:]], previous=previous, others=[*A.split(), *B.split()])
    assert members(outcome)["q-a"] >= {*A.split(), *B.split()}
    assert outcome.decided[0].standing == "rejected"


def test_a_decision_about_an_unknown_id_changes_nothing_and_is_named() -> None:
    groups = [A.split(), B.split()]
    outcome = decided([Decision(decision="reject", question="q-typo")], groups, previous={"q-a": A.split()})
    assert (outcome.decided, rests(outcome), outcome.missing) == ((), [set(group) for group in groups], ("q-typo",))


def test_one_question_merged_away_is_not_missing_and_its_decisions_go_with_it() -> None:
    decisions = [about("reject", "q-b", B), merge("q-a", ("q-b", B), refs=A)]
    outcome = decided(decisions, [A.split(), B.split()])
    assert (outcome.decided[0].standing, outcome.missing) == ("open", ())


def test_ids_that_were_merged_away_are_told_until_the_merge_is_undone() -> None:
    joined = merge("q-a", ("q-b", B), refs=A)
    assert merged_away((joined, about("pin", "q-c", C))) == {"q-b"}
    assert merged_away((joined, about("restore", "q-b"))) == frozenset()


def test_questions_merged_in_a_circle_by_hand_end_in_the_last() -> None:
    decisions = [merge("q-a", ("q-b", B), refs=A), merge("q-b", ("q-a", A), refs=B)]
    outcome = decided(decisions, [A.split(), B.split()], previous={"q-a": A.split(), "q-b": B.split()})
    assert members(outcome) == {"q-b": {*A.split(), *B.split()}}
    assert outcome.closed == {"q-a", "q-b"}


def test_restoring_undoes_the_latest_that_counts_and_again_the_one_before() -> None:
    decisions = [
        about("rename", "q-a", A, label="One"),
        about("reject", "q-a", A),
        about("restore", "q-a"),
        about("restore", "q-a"),
        about("restore", "q-a"),
    ]
    assert undone(tuple(decisions)) == {2: 1, 3: 0}
    assert decided(decisions[:3], [A.split()]).decided[0].standing == "open"
    assert decided(decisions[:3], [A.split()]).decided[0].label == "One"
    assert decided(decisions, [A.split()]).decided == ()


@pytest.mark.parametrize("restored", ["q-a", "q-b"])
def test_an_undone_merge_gives_both_questions_back_with_their_labels(restored: str) -> None:
    parts = [
        Part(question="q-a", asks="What is A?", tickets=tuple(A.split())),
        Part(question="q-b", asks="What is B?", tickets=tuple(B.split())),
    ]
    decisions = [
        about("merge", "q-a", parts=parts, others=["q-b"]),
        about("pin", "q-a", f"{A} {B}"),
        about("restore", "q-a"),
        about("restore", restored),
    ]
    outcome = decided(decisions, [[*A.split(), *B.split()]])
    assert members(outcome) == {"q-a": set(A.split()), "q-b": set(B.split())}
    assert {each.id: each.label for each in outcome.decided} == {"q-a": None, "q-b": "What is B?"}
    assert {each.standing for each in outcome.decided} == {"open"}


def test_a_merge_undone_below_a_later_decision_gives_the_other_its_tickets_back_all_the_same() -> None:
    decisions = [
        merge("q-a", ("q-b", B), refs=A),
        about("rename", "q-a", f"{A} {B}", label="Both"),
        about("restore", "q-b"),
    ]
    assert members(decided(decisions, [[*A.split(), *B.split()]])) == {"q-a": set(A.split()), "q-b": set(B.split())}


def test_an_undone_split_gives_one_question_back() -> None:
    decisions = [split("q-a", ("q-a", "a1 a2"), ("q-n", "a3 a4")), about("restore", "q-n")]
    outcome = decided(decisions, [["a1", "a2"], ["a3", "a4"]])
    assert members(outcome) == {"q-a": set(A.split())}


def cluster(name: str, label: str) -> Cluster:
    return Cluster(name, ("a1",), ("a1",), label, "en", 1.0, 1, Trend((), ()))


def test_an_undone_name_gives_way_to_the_one_before_it() -> None:
    twice = [
        about("rename", "q-a", A, label="One", asks="Zero"),
        about("rename", "q-a", A, label="Two", asks="One"),
    ]
    previous = [cluster("q-a", "Two"), cluster("q-b", "Two")]
    back = [about("restore", "q-a")]
    for restores, label in ((0, "Two"), (1, "One"), (2, "Zero"), (3, "Zero")):
        found = names_put_back((*twice, *back * restores), previous)
        assert [each.label for each in found] == [label, "Two"]


def test_a_name_that_changed_since_is_left_alone() -> None:
    decisions = (about("rename", "q-a", A, label="One", asks="Zero"), about("restore", "q-a"))
    assert names_put_back(decisions, [cluster("q-a", "Else")])[0].label == "Else"


def test_reasons_and_days_are_no_cause_to_cluster_again() -> None:
    told = about("pin", "q-a", A, reason="Because", on=dt.date(2026, 11, 22))
    assert effect([told]) == effect([about("pin", "q-a", A)])
    assert effect([told]) != effect([about("reject", "q-a", A)])
    assert effect([told]) != effect([about("pin", "q-a", B)])


def view(outcome: Outcome, names: dict[frozenset[str], str]) -> dict[str, list[str]]:
    """The questions of a run: decided ones by their ids, others by the names of the run before or new ones."""
    found = {each.id: list(each.refs) for each in outcome.decided}
    for refs in outcome.rest:
        name = names.get(frozenset(refs), f"q-{min(refs)}")
        found[name if name not in found and name not in outcome.closed else f"q-{min(refs)}-new"] = list(refs)
    return found


class Person:
    """Takes random decisions about what a run shows, and remembers by simple means what must hold from then on."""

    def __init__(self, chance: random.Random, groups: Groups) -> None:
        self.chance = chance
        self.decisions: Decisions = ()
        self.shown = {f"q-{min(group)}": list(group) for group in groups if group}
        self.home: dict[str, str] = {}
        self.label: dict[str, str] = {}
        self.standing: dict[str, str] = {}

    def decide(self) -> None:
        kind = self.chance.choice(["merge", "split", "rename", "reject", "pin"])
        name = self.chance.choice(sorted(self.shown))
        if kind == "merge" and len(self.shown) > 1:
            self.merge(name, self.chance.choice(sorted(set(self.shown) - {name})))
        elif kind == "split" and len(self.shown[name]) > 1:
            self.split(name)
        elif kind in ("reject", "pin"):
            self.standing[name] = "rejected" if kind == "reject" else "pinned"
            self.take(about("reject" if kind == "reject" else "pin", name, " ".join(self.shown[name])))
        else:
            self.label[name] = f"Label {len(self.decisions)}"
            self.take(about("rename", name, " ".join(self.shown[name]), label=self.label[name]))

    def merge(self, name: str, other: str) -> None:
        refs, own = " ".join(self.shown[name]), " ".join(self.shown.pop(other))
        self.shown[name] += own.split()
        self.label.pop(other, None)
        self.standing.pop(other, None)
        self.take(merge(name, (other, own), refs=refs))

    def split(self, name: str) -> None:
        refs = self.shown[name][:]
        self.chance.shuffle(refs)
        at = self.chance.randrange(1, len(refs))
        new = f"q-part-{len(self.decisions)}"
        self.shown[name], self.shown[new] = refs[:at], refs[at:]
        self.home.update(dict.fromkeys(refs[at:], new))
        self.take(split(name, (name, " ".join(refs[:at])), (new, " ".join(refs[at:]))))

    def take(self, decision: Decision) -> None:
        self.decisions = (*self.decisions, decision)
        self.home.update(dict.fromkeys(self.shown[decision.question], decision.question))

    def check(self, outcome: Outcome, tickets: set[str]) -> None:
        found = members(outcome)
        for ref, name in self.home.items():
            if ref in tickets:
                assert ref in found[name], f"{ref} left {name}"
        assert set(found) == {name for ref, name in self.home.items() if ref in tickets}
        for each in outcome.decided:
            assert each.label == self.label.get(each.id)
            assert each.standing == self.standing.get(each.id, "open")


def partition(chance: random.Random, tickets: Sequence[str]) -> list[list[str]]:
    """Any grouping at all, some tickets in none."""
    count = chance.randrange(1, 8)
    groups: list[list[str]] = [[] for _ in range(count + 1)]
    for ref in tickets:
        chance.choice(groups).append(ref)
    return [group for group in groups[:count] if group]


@settings(max_examples=300)
@given(st.integers(0, 2**32))
def test_every_decision_holds_in_every_later_run_with_new_tickets_and_some_erased(seed: int) -> None:
    """Runs and decisions take turns; each run finds any groups at all, a fifth of the tickets new, some gone."""
    chance = random.Random(seed)
    tickets = [f"t{number:03}" for number in range(chance.randrange(4, 40))]
    person = Person(chance, partition(chance, tickets) or [tickets])
    for number in range(chance.randrange(1, 5)):
        for _ in range(chance.randrange(0, 5)):
            if person.shown:
                person.decide()
        tickets = [ref for ref in tickets if chance.random() > 0.05]
        tickets += [f"n{number}-{each:03}" for each in range(max(1, len(tickets) // 5))]
        groups = partition(chance, tickets)
        outcome = decided(person.decisions, groups, previous=dict(person.shown), others=tickets)
        person.check(outcome, set(tickets))
        placed = [ref for own in (*members(outcome).values(), *rests(outcome)) for ref in own]
        assert len(placed) == len(set(placed)), "a ticket is in two questions"
        assert set(placed) <= set(tickets)
        names = {frozenset(refs): name for name, refs in person.shown.items()}
        person.shown = view(outcome, names)


@settings(max_examples=100)
@given(st.integers(0, 2**32))
def test_the_same_decisions_on_the_same_groups_give_the_same_questions_and_once_more_too(seed: int) -> None:
    chance = random.Random(seed)
    tickets = [f"t{number:03}" for number in range(30)]
    person = Person(chance, partition(chance, tickets))
    for _ in range(6):
        person.decide()
    groups = partition(chance, tickets)
    once = decided(person.decisions, groups, previous=dict(person.shown), others=tickets)
    assert once == decided(person.decisions, groups, previous=dict(person.shown), others=tickets)
    shown = view(once, {})
    again = decided(person.decisions, list(shown.values()), previous=dict(shown), others=tickets)
    assert members(again) == members(once)
    assert sorted(again.rest) == sorted(once.rest)


@settings(max_examples=200)
@given(st.integers(0, 2**32))
def test_restoring_the_latest_decision_leaves_all_earlier_ones_in_force(seed: int) -> None:
    chance = random.Random(seed)
    tickets = [f"t{number:03}" for number in range(30)]
    person = Person(chance, partition(chance, tickets))
    for _ in range(chance.randrange(1, 6)):
        person.decide()
    before = members(decided(person.decisions, [], others=tickets))
    shown = {each: list(refs) for each, refs in person.shown.items()}
    person.decide()
    latest = person.decisions[-1]
    name = chance.choice(sorted(latest.about))
    after = decided((*person.decisions, about("restore", name)), [], others=tickets)
    found = members(after)
    for each in latest.about & set(shown):
        if latest.decision in ("merge", "split"):
            assert found[each] == set(shown[each]), each
    assert all(found[each] >= refs for each, refs in before.items())


@settings(max_examples=100)
@given(st.permutations(range(5)), st.integers(0, 2**32))
def test_a_file_put_into_another_order_by_hand_is_read_without_losing_or_doubling_a_ticket(
    order: list[int], seed: int
) -> None:
    chance = random.Random(seed)
    tickets = [f"t{number:03}" for number in range(30)]
    person = Person(chance, partition(chance, tickets))
    for _ in range(5):
        person.decide()
    decisions = [person.decisions[number] for number in order]
    outcome = decided(decisions, partition(chance, tickets), previous=dict(person.shown), others=tickets)
    placed = [ref for own in (*members(outcome).values(), *rests(outcome)) for ref in own]
    assert len(placed) == len(set(placed))
    assert {ref for each in decisions for ref in each.refs} <= {ref for own in members(outcome).values() for ref in own}
