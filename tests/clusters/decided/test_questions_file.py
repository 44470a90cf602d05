"""questions.yaml: what people may write there, what deflect adds, and that nothing they wrote is lost."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from deflect.clusters.decided.decisions import Decision, Kind, Part
from deflect.clusters.decided.questions_file import FILE_NAME, add, forget, load, parse
from deflect.errors import InputError

DAY = dt.date(2026, 11, 22)
PIN = Decision(decision="pin", question="q-a", reason="Asked by the board", on=DAY, tickets=("desk:1", "desk:2"))
MERGE = Decision(
    decision="merge",
    question="q-a",
    others=("q-b",),
    reason='One menu: "Export"',
    on=DAY,
    parts=(
        Part(question="q-a", asks="How do I export?", tickets=("desk:1",)),
        Part(question="q-b", asks="Why: empty?", tickets=("desk:2",)),
    ),
)

BY_HAND = """\
# Ours. Ask Support before you change it.
- decision: rename   # a nicer name
  question: q-a
  label: "Where is: my invoice?"
  tickets:
  - desk:1
  - desk:2
  reason: it is what they type

- {decision: reject, question: q-b}
# the end
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / FILE_NAME


def test_a_missing_or_empty_file_holds_no_decision(path: Path) -> None:
    assert load(path) == ()
    for text in ("", "\n", "# nothing yet\n", "---\n"):
        path.write_text(text)
        assert load(path) == ()


def test_what_is_added_is_read_again_in_order(path: Path) -> None:
    for decision in (PIN, MERGE, PIN):
        add(path, decision)
    assert load(path) == (PIN, MERGE, PIN)


def test_the_file_is_what_a_person_would_write(path: Path) -> None:
    add(path, MERGE)
    add(path, PIN)
    assert path.read_text().partition("\n\n")[2] == (
        "- decision: merge\n"
        "  question: q-a\n"
        "  with: [q-b]\n"
        "  reason: 'One menu: \"Export\"'\n"
        "  on: 2026-11-22\n"
        "  parts:\n"
        "  - question: q-a\n"
        "    asks: How do I export?\n"
        "    tickets: [desk:1]\n"
        "  - question: q-b\n"
        "    asks: 'Why: empty?'\n"
        "    tickets: [desk:2]\n"
        "\n"
        "- decision: pin\n"
        "  question: q-a\n"
        "  reason: Asked by the board\n"
        "  on: 2026-11-22\n"
        "  tickets: [desk:1, desk:2]\n"
    )


def test_long_lists_are_wrapped_and_short_words_are_no_truth_values(path: Path) -> None:
    refs = tuple(f"helpdesk:{number}" for number in range(500))
    long = Decision(
        decision="rename", question="q-a", label="no", reason="yes", tickets=(*refs, "on", "12", "a: b, [c]")
    )
    add(path, long)
    assert load(path) == (long,)
    assert max(map(len, path.read_text().splitlines())) <= 120


def test_other_readers_of_yaml_find_the_same(path: Path) -> None:
    add(path, MERGE)
    (found,) = yaml.load(path.read_text(), yaml.BaseLoader)
    assert (found["with"], found["on"], found["parts"][1]["tickets"]) == (["q-b"], "2026-11-22", ["desk:2"])
    assert yaml.safe_load(path.read_text())[0]["parts"][1]["tickets"] == ["desk:2"]


def test_comments_and_the_way_people_write_stay_when_a_decision_is_added(path: Path) -> None:
    path.write_text(BY_HAND)
    add(path, PIN)
    assert path.read_text().startswith(BY_HAND)
    rename, reject, pin = load(path)
    assert (rename.label, rename.tickets, rename.reason) == (
        "Where is: my invoice?", ("desk:1", "desk:2"), "it is what they type",
    )  # fmt: skip
    assert (reject.decision, reject.reason, reject.on, reject.tickets) == ("reject", "", None, ())
    assert pin == PIN


@pytest.mark.parametrize(
    "text",
    [
        "  - decision: pin\n    question: q-z\n",
        "- decision: pin\n  question: q-z",
        "\ufeff- decision: pin\r\n  question: q-z\r\n",
        "---\n- decision: pin\n  question: q-z\n",
    ],
)
def test_indented_unfinished_or_windows_files_are_added_to_in_their_own_way(path: Path, text: str) -> None:
    path.write_bytes(text.encode())
    add(path, MERGE)
    assert [each.decision for each in load(path)] == ["pin", "merge"]
    raw = path.read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n") or b"\r" not in raw


@pytest.mark.parametrize("text", ["[{decision: pin, question: q-z}]\n", "- decision: pin\n  question: q-z\n...\n"])
def test_a_file_that_cannot_be_added_to_is_left_alone_and_says_what_to_do(path: Path, text: str) -> None:
    path.write_text(text)
    with pytest.raises(InputError, match="cannot be added"):
        add(path, PIN)
    assert path.read_text() == text


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("decision: pin\n", "line 1", "are no list"),
        ("- pin\n", "line 1", "has no keys"),
        ("\n- decision: pin\n", "line 2, decision 1", "question: Field required"),
        ("- decision: pim\n  question: q-a\n", "line 1, decision 1", "'merge', 'split'"),
        ("- decision: pin\n  question: q-a\n  reson: x\n", "line 3, decision 1", r"reson .*Did you mean reason\?"),
        ("- decision: pin\n  question: q-a\n  colour: x\n", "line 3", "It may have: decision, question"),
        ("- decision: pin\n  question: q a\n", "line 2", "question: "),
        ("- decision: pin\n  question: q-a\n  on: soon\n", "line 3", "on: "),
        ("- decision: pin\n  question: q-a\n  tickets: {a: b}\n", "line 3", "tickets: "),
        ("- decision: merge\n  question: q-a\n", "line 1", "a merge needs `with:`"),
        ("- decision: merge\n  question: q-a\n  with: q-a\n", "line 1", "a merge needs `with:`"),
        ("- decision: rename\n  question: q-a\n  label: ' '\n", "line 1", "a rename needs a `label:`"),
        ("- decision: split\n  question: q-a\n  parts: [{question: q-b}]\n", "line 1", "a split needs two `parts:`"),
        (
            "- decision: split\n  question: q-a\n  parts: [{question: q-b}, {question: q-b}]\n",
            "line 1", "each with another `question:`",
        ),
        ("- decision: split\n  question: q-a\n  parts: [{question: q-b}, {x: 1}]\n", "line 3", "parts.2."),
        ("- decision: pin\n  decision: pin\n  question: q-a\n", "line 2", "the key decision is there twice"),
        ("- decision: pin\n  question: {\n", "line 3", "not valid YAML"),
        ("- decision: pin\n  question: q-a: b\n", "line 2", "not valid YAML"),
        ("- &a {decision: pin, question: *a}\n", "line 1", "not valid YAML"),
        ("- decision: pin\n\tquestion: q-a\n", "line 2", "not valid YAML"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_with_its_line_and_what_to_do(path: Path, text: str, where: str, what: str) -> None:
    path.write_text(text)
    for refused in (lambda: load(path), lambda: add(path, PIN), lambda: forget(path, {"desk:1"})):
        with pytest.raises(InputError, match=what) as caught:
            refused()
        assert where in caught.value.where
        assert str(path) in caught.value.where
        assert caught.value.next_step
        assert caught.value.exit_code == 2
    assert path.read_text() == text


def test_a_file_in_another_encoding_is_named_with_its_line(path: Path) -> None:
    path.write_bytes("- decision: pin\n  question: q-ä\n".encode("latin-1"))
    with pytest.raises(InputError, match=r"not UTF-8 .*line 2"):
        load(path)


def test_erased_tickets_are_taken_out_and_all_else_stays(path: Path) -> None:
    path.write_text(BY_HAND)
    add(path, MERGE)
    assert forget(path, {"desk:1", "desk:77"}) == 2
    expected = BY_HAND.replace("tickets:\n  - desk:1\n  - desk:2\n", "tickets: [desk:2]\n")
    assert path.read_text().startswith(expected)
    assert "desk:1" not in path.read_text()
    assert [each.refs for each in load(path)] == [("desk:2",), (), ("desk:2",)]
    assert load(path)[2].parts[0].tickets == ()


def test_nothing_is_written_where_there_is_nothing_to_take_out(path: Path) -> None:
    assert forget(path, {"desk:1"}) == 0
    assert not path.exists()
    path.write_text(BY_HAND)
    before = path.stat().st_mtime_ns
    assert (forget(path, set()), forget(path, {"desk:3"}), path.stat().st_mtime_ns) == (0, 0, before)


@pytest.mark.parametrize("tickets", ["desk:1", "[desk:1]", "[ desk:1 , ]", "\n  - desk:1 # the first", "'desk:1'"])
def test_a_list_is_found_however_it_is_written(path: Path, tickets: str) -> None:
    path.write_text(f"- decision: pin\n  question: q-a\n  tickets: {tickets}\n  reason: x # kept\n")
    assert forget(path, {"desk:1"}) == 1
    (left,) = load(path)
    assert (left.tickets, left.reason) == ((), "x")
    assert "# kept" in path.read_text()


def test_lists_that_share_their_text_are_left_to_a_person(path: Path) -> None:
    text = "- &a {decision: pin, question: q-a, tickets: &t [desk:1]}\n- {decision: pin, question: q-a, tickets: *t}\n"
    path.write_text(text)
    with pytest.raises(InputError, match="by hand"):
        forget(path, {"desk:1"})
    assert path.read_text() == text


texts = st.text(max_size=30)
# A ticket system may use any characters in its ids.
refs_strategy = st.lists(st.text(min_size=1, max_size=12), max_size=8, unique=True).map(tuple)
ids = st.from_regex(r"q-[0-9a-f]{10}", fullmatch=True)
kinds: st.SearchStrategy[Kind] = st.sampled_from(["rename", "reject", "pin", "restore"])


labels = texts.filter(lambda text: bool(text.split()))
parts = st.lists(st.builds(Part, question=ids, asks=texts, tickets=refs_strategy), max_size=2).map(tuple)
decisions = st.builds(
    Decision,
    decision=kinds,
    question=ids,
    others=st.just(()),
    label=labels,
    asks=texts,
    reason=texts,
    on=st.none() | st.dates(),
    parts=parts,
    tickets=refs_strategy,
)


@settings(max_examples=40)
@given(st.lists(decisions, min_size=1, max_size=3), st.data())
def test_any_decision_survives_writing_reading_and_erasing(
    tmp_path_factory: pytest.TempPathFactory, taken: list[Decision], data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("file") / FILE_NAME
    for decision in taken:
        add(path, decision)
    assert load(path) == tuple(taken)
    named = sorted({ref for each in taken for ref in each.refs})
    gone = set(data.draw(st.lists(st.sampled_from(named), unique=True))) if named else set()
    forget(path, gone)
    assert [each.refs for each in load(path)] == [tuple(ref for ref in each.refs if ref not in gone) for each in taken]


@given(st.text(alphabet="-: \n#[]{}&*!|>'\"%@`,?decisonqut", max_size=60))
def test_any_text_is_read_or_refused_with_a_place(text: str) -> None:
    try:
        parse(text, Path(FILE_NAME))
    except InputError as refused:
        where = refused.where
    else:
        return
    assert where.startswith(f"{FILE_NAME}, line ")


def test_what_only_an_erased_customer_called_a_question_is_emptied(path: Path) -> None:
    text = (
        "- decision: merge\n  question: q-a\n  with: [q-b]\n  asks: Why is zorblax grey?  # mine\n  reason: zorblax\n"
        "  parts:\n  - question: q-a\n    asks: >-\n      Why is\n      zorblax grey?\n    tickets: [s:1]\n"
        "  - question: q-b\n    asks: Why?\n    tickets: [s:2]\n"
    )
    path.write_text(text)
    assert forget(path, {"s:1"}, lambda asked: "zorblax" in asked) == 1
    (found,) = load(path)
    assert (found.asks, found.reason) == ("", "zorblax")
    assert [(part.asks, part.tickets) for part in found.parts] == [("", ()), ("Why?", ("s:2",))]
    assert "# mine" in path.read_text()
