"""What keeps an article from being published is told with its line, and only that."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deflect.cleaning.redaction import Leak
from deflect.kb.front_matter import parse
from deflect.kb.library import Library
from deflect.kb.refusal import Refusal, line_of, refusals, would_be_published

from .build import article

PATH = Path("kb/one.md")
GOOD = "---\ntitle: One\nstate: validated\n---\n"


def secrets(text: str) -> list[Leak]:
    return [Leak("password", *match.span()) for match in re.finditer("SECRET", text)]


def found(text: str) -> list[tuple[int, str, str]]:
    refused = refusals(parse(text, PATH).article, PATH, text, secrets)
    return [(each.line, each.kind, each.what) for each in refused]


LEAK = ("leak", "this may be personal data or a secret (password)")
MISSING = ("missing answer", "a part of the answer is MISSING")


@pytest.mark.parametrize("body", ["", "\n\n", " \n<!-- tickets: shop:1 -->\n"])
def test_an_article_without_an_answer_is_refused(body: str) -> None:
    assert [each[1:] for each in found(f"{GOOD}{body}")] == [("missing answer", "it has no answer")]


def test_a_validated_article_without_fault_is_not_refused() -> None:
    assert found(f"{GOOD}Open it.\n") == []


@pytest.mark.parametrize(
    ("front", "line", "state"),
    [
        ("title: One\nstate: work-in-progress", 3, "work-in-progress"),
        ("state: not-validated\ntitle: One", 2, "not-validated"),
        ("title: One", 1, "not-validated"),
    ],
)
def test_what_nobody_validated_is_named_by_the_line_of_its_state(front: str, line: int, state: str) -> None:
    assert found(f"---\n{front}\n---\nText.\n") == [(line, "not reviewed", f"its state is {state}")]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        ("MISSING: what?", [5]),
        ("Open it.\n\n- MISSING: what?\n\nThen MISSING: more.", [7, 9]),
        ("A line that starts with `MISSING:` is a note.", []),
        ("```\nMISSING: code\n```", []),
        ("```\ncode\n```\n\nMISSING: what?", [9]),
        ("It is missing: nothing.", []),
    ],
)
def test_each_part_that_is_missing_is_named_by_its_line(body: str, lines: list[int]) -> None:
    assert found(f"{GOOD}{body}\n") == [(line, *MISSING) for line in lines]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"{GOOD}One.\n\nType SECRET and SECRET.\n", [7, 7]),
        (f"{GOOD}```\nkey=SECRET\n```\n", [6]),
        ("---\ntitle: SECRET\nstate: validated\n---\nText.\n", [2]),
        ("---\ntitle: One\nalso_asked:\n- Two\n- SECRET\nstate: validated\n---\nText.\n", [5]),
        ("---\ntitle: One\nquestion: >\n  What is\n  SECRET\nstate: validated\n---\nText.\n", [5]),
        ("---\ntitle: One\nstate: validated\nowner: SECRET\ncluster: SECRET\n---\nText.\n", []),
        (f"{GOOD}Open it. <!-- tickets: SECRET -->\n", []),
        (f"{GOOD}Open it. <!-- SECRET -->\n", [5]),
    ],
)
def test_what_leaks_is_named_by_its_line_and_never_repeated(text: str, lines: list[int]) -> None:
    assert found(text) == [(line, *LEAK) for line in lines]


def test_all_reasons_are_told() -> None:
    text = "---\ntitle: One\nstate: work-in-progress\n---\nSECRET\n\nMISSING: what?\n"
    assert [(line, kind) for line, kind, _ in found(text)] == [(5, "leak"), (7, "missing answer"), (3, "not reviewed")]


@pytest.mark.parametrize(
    ("changed", "is_meant"),
    [
        (article("q1"), True),
        (article("q1", state="validated"), True),
        (article("q1", audience="internal"), False),
        (article("q1", state="archived"), False),
        (article("q1", origin="linked"), False),
    ],
)
def test_only_what_is_meant_for_customers_can_be_refused(changed: object, is_meant: bool) -> None:
    assert would_be_published(changed) is is_meant  # type: ignore[arg-type]  # articles, whatever pytest calls them


def test_a_library_looks_at_every_article_for_customers(tmp_path: Path) -> None:
    kb = tmp_path / "kb"
    (kb / "sub").mkdir(parents=True)
    texts = {
        "good.md": f"{GOOD}Text.\n",
        "sub/moved.md": "---\ntitle: Two\nslug: second\nstate: validated\n---\nSECRET\n",
        "inner.md": "---\ntitle: Three\naudience: internal\n---\nSECRET\n",
        "old.md": "---\ntitle: Four\nstate: archived\n---\nMISSING: x\n",
    }
    for name, text in texts.items():
        (kb / name).write_text(text)
    assert Library(kb, tmp_path / "base").refusals(secrets) == (
        Refusal("second", kb / "sub" / "moved.md", 6, *LEAK),  # type: ignore[arg-type]  # a kind, and what it is
    )


@pytest.mark.parametrize(("said", "line"), [("a", 1), ("gone.md", 3), ("nowhere", 1)])
def test_the_line_on_which_something_stands(said: str, line: int) -> None:
    assert line_of("a\nb\n[x](gone.md)\n[x](gone.md)", said) == line
