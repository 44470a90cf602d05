"""Cutting an answer into passages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.suggest import passages

LONG = "x" * 400


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("", ()),
        ("MISSING: What should the customer do?", ()),
        ("<!-- evidence: test:1 -->\n\nMISSING: nothing", ()),
        ("## Only a heading", ()),
        ("> MISSING: is it so?", ()),
        ("Do this.", ("Do this.",)),
        ("Do this.\nMISSING: And then?\nDone.", ("Do this.\n\nDone.",)),
        ("One.\n\nTwo.", ("One.\n\nTwo.",)),
        ("One.\n## Another way\nTwo.", ("One.", "## Another way\n\nTwo.")),
        ("## Fix\n\nOne.\n\n## Another way\n\nTwo.", ("## Fix\n\nOne.", "## Fix\n\nOne.\n\n## Another way\n\nTwo.")),
        (
            "## Lösung\n\nEins.\n\n## Ein anderer Weg\n\nZwei.",
            ("## Lösung\n\nEins.", "## Lösung\n\nEins.\n\n## Ein anderer Weg\n\nZwei."),
        ),
        (f"## Fix\n\n{LONG}\n\n{LONG}", (f"## Fix\n\n{LONG}", f"## Fix\n\n{LONG}")),
        ("One. <!-- test:1 -->", ("One. ",)),
        (f"{LONG}\n\n{LONG}", (LONG, LONG)),
        (f"## H\n\n{LONG}\n\n{LONG}", (f"## H\n\n{LONG}", f"## H\n\n{LONG}")),
        (f"{LONG}:\n\n{LONG}", (f"{LONG}:\n\n{LONG}",)),
        (f"- {LONG}\n\n- {LONG}", (f"- {LONG}\n\n- {LONG}",)),
        ("## Symptom\n\n- Blank.\n\n## Environment\n\n- PHP 8.2\n\n## Fix\n\nTwo.", ("## Fix\n\nTwo.",)),
        ("## Cause\n\nOne.\n\n## Fix\n\nTwo.", ("## Cause\n\nOne.\n\n## Fix\n\nTwo.",)),
        ("## Ursache\n\nEins.\n\n## Lösung\n\nZwei.", ("## Ursache\n\nEins.\n\n## Lösung\n\nZwei.",)),
        (f"## Cause\n\n{LONG}\n\n## Fix\n\n{LONG}", (f"## Cause\n\n{LONG}\n\n## Fix\n\n{LONG}", f"## Fix\n\n{LONG}")),
        ("## Cause\n\nOne.\n\n## Fix\n\nMISSING: how?", ("## Cause\n\nOne.",)),
        ("## Symptom\n\n- Blank.", ()),
    ],
)
def test_where_an_answer_is_cut(answer: str, expected: tuple[str, ...]) -> None:
    assert passages.split(answer) == expected
    assert passages.answers(answer) == bool(expected)


@pytest.mark.parametrize("fence", ["```", "~~~", "````"])
def test_code_is_never_cut_nor_taken_for_a_heading(fence: str) -> None:
    code = f"{fence}sh\n# not a heading\n\nMISSING: not a note\n{fence}"
    assert passages.split(f"Run:\n\n{code}") == (f"Run:\n\n{code}",)


def test_a_fence_that_is_never_closed_runs_to_the_end() -> None:
    assert passages.split("```\na\n\n# b") == ("```\na\n\n# b",)


@given(st.lists(st.sampled_from(["# h", "text", "", "- item", "```", "MISSING: x", "lead:", LONG]), max_size=20))
def test_no_passage_is_empty_and_every_line_is_from_the_answer(lines: list[str]) -> None:
    found = passages.split("\n".join(lines))
    assert all(text.strip() for text in found)
    assert {line for text in found for line in text.splitlines()} <= set(lines) | {""}


@given(
    st.lists(st.sampled_from(["## Fix", "## Cause", "## Another way", "## Workaround", "text", "", LONG]), max_size=20)
)
def test_every_passage_of_an_answer_with_a_fix_holds_one(lines: list[str]) -> None:
    found = passages.split("\n\n".join(lines))
    if any("## Fix" in text for text in found):
        assert all("## Fix" in text for text in found)
