"""Decisions about articles are added to a file that people can read, and a damaged line is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.errors import InputError
from deflect.kb.review_log import Review, add, counting, load

DAY = date(2026, 3, 1)


def review(number: int, verdict: str = "accept", article: str = "a", **more: object) -> Review:
    return Review.model_validate({"verdict": verdict, "article": article, "number": number, "on": DAY, **more})


def test_no_file_holds_no_decision(tmp_path: Path) -> None:
    assert load(tmp_path / "reviews.jsonl") == ()


def test_what_is_added_is_read_back_in_order_and_what_was_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "reviews.jsonl"
    first = review(1, "reject", reason="Très “old”", by="kim", settled=("duplicate b",))
    add(path, first)
    written = path.read_bytes()
    assert written.decode() == (
        '{"verdict": "reject", "article": "a", "number": 1, "on": "2026-03-01", "by": "kim", '
        '"reason": "Très “old”", "settled": ["duplicate b"]}\n'
    )
    add(path, review(2, "merge", into="b"))
    assert path.read_bytes().startswith(written)
    assert load(path) == (first, review(2, "merge", into="b"))


def test_a_last_line_without_an_end_is_not_glued_to_the_next(tmp_path: Path) -> None:
    path = tmp_path / "reviews.jsonl"
    add(path, review(1))
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    add(path, review(2))
    assert [each.number for each in load(path)] == [1, 2]


BAD = {
    b"nonsense": "no JSON object",
    b"[]": "valid dict",
    b"{}": "verdict: Field required",
    b'{"verdict": "adore", "article": "a", "number": 1, "on": "2026-03-01"}': "verdict: ",
    b'{"verdict": "accept", "article": "a", "number": 1, "on": "soon"}': "on: ",
    b'{"verdict": "accept", "article": "a", "number": 1, "on": "2026-03-01", "why": 1}': "why: ",
    b"\xff": "no JSON object",
}


@pytest.mark.parametrize("line", BAD)
def test_a_line_that_does_not_fit_is_named(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "reviews.jsonl"
    add(path, review(1))
    path.write_bytes(path.read_bytes() + b"\n" + line + b"\n")
    with pytest.raises(InputError, match=r"line 3\). Correct that line, or remove it") as caught:
        load(path)
    assert BAD[line] in str(caught.value) or caught.value.what


def test_what_was_undone_does_not_count() -> None:
    reviews = (review(1), review(2, "reject"), review(3, "undo", undoes=2), review(4, "merge", into="b"))
    assert [each.number for each in counting(reviews)] == [1, 4]


@given(st.lists(st.text(max_size=20), max_size=4))
def test_any_reason_fits_in_a_line(tmp_path_factory: pytest.TempPathFactory, reasons: list[str]) -> None:
    path = tmp_path_factory.mktemp("log") / "reviews.jsonl"
    known = [r.encode("utf-8", "replace").decode() for r in reasons]
    for number, reason in enumerate(known, start=1):
        add(path, review(number, reason=reason))
    assert [each.reason for each in load(path)] == known
