"""The form holds the rubric and the reply, gives back what a reviewer wrote, and names each mistake and its line."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.cleaning.replies import Said, Shown
from deflect.errors import ArticleError, DeflectError, InputError
from deflect.report.quality import CRITERIA, Form, read, render

PLACE = Path("quality/2026-W10/ana/01-abc.md")
SHOWN = Shown("Empty export", (Said("customer", "It is empty."),), 0, "Hi [name],\n\nChoose CSV.")
BLANK = render("0a1b2c3d4e", SHOWN)


def marked(**marks: object) -> str:
    text = BLANK
    for name, mark in marks.items():
        text = text.replace(f"\n{name}:", f"\n{name}: {mark}", 1)
    return text


def refused(text: str) -> str:
    with pytest.raises(DeflectError) as caught:
        read(text, PLACE)
    return str(caught.value)


def test_a_blank_form_has_no_mark() -> None:
    assert read(BLANK, PLACE) == Form("0a1b2c3d4e", {}, "")


def test_what_was_written_is_read_back() -> None:
    text = marked(answers=4, correct="'3'", tone=1, note='"Say: sorry"')
    assert read(text, PLACE) == Form("0a1b2c3d4e", {"answers": 4, "correct": 3, "tone": 1}, "Say: sorry")


@given(st.dictionaries(st.sampled_from(sorted(CRITERIA)), st.integers(1, 4)))
def test_every_set_of_marks_comes_back(marks: dict[str, int]) -> None:
    assert read(marked(**marks), PLACE).marks == marks


@pytest.mark.parametrize("mark", ["7", "0", "-1", "3.5", "good", "yes", "true", "[3]", "{a: 1}", "4/4", "٣", "3 4"])
def test_a_mark_that_is_none_is_refused_with_its_line(mark: str) -> None:
    said = refused(marked(tone=mark))
    assert said == (
        f"tone has no mark of 1 to 4 ({PLACE}, line 7). Write a whole number from 1 to 4, or leave it blank"
    )


@pytest.mark.parametrize(
    ("change", "said", "line"),
    [
        (("tone:", "tome:"), "Did you mean tone?", 7),
        (("clear:", "mood:"), "Write one of reply, answers,", 8),
        (("note:", "note: he said: no"), "is not valid YAML", 9),
        (("note:", "note: [a, b]"), "the note is no text", 9),
        (("note:", "tone: 3\nnote:"), "is there twice", 9),
        (("reply: 0a1b2c3d4e", "reply:"), "nothing says which reply", 2),
        (("reply: 0a1b2c3d4e\n", ""), "nothing says which reply", 2),
        (("---\nreply", "reply"), "do not stand between two lines ---", 1),
        (("\n---\n", "\n"), "do not stand between two lines ---", 1),
    ],
)
def test_a_damaged_form_says_what_where_and_what_to_do(change: tuple[str, str], said: str, line: int) -> None:
    message = refused(BLANK.replace(*change, 1))
    assert said in message
    assert f"{PLACE}, line {line})" in message


@pytest.mark.parametrize("text", ["", "---", "---\n---\n", "x" * 10, "---\n- 1\n---\n", "---\nreply: &a [*a]\n---\n"])
def test_what_is_no_form_is_refused(text: str) -> None:
    refused(text)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    for whole in (text, f"---\n{text}\n---\n", f"---\nreply: a\n{text}\n---\n"):
        with contextlib.suppress(InputError, ArticleError):
            assert set(read(whole, PLACE).marks.values()) <= {1, 2, 3, 4}


def test_an_error_holds_nothing_that_the_reviewer_wrote() -> None:
    assert "secret" not in refused(marked(tone="secret", note="secret"))


def test_no_text_of_a_ticket_becomes_a_heading_a_picture_or_markup() -> None:
    nasty = "# Not a heading\n---\n<img src=x onerror=alert(1)> ![](https://example.org/track)\n```\na < b\n```"
    text = render("a", Shown("Subject <b>\n# two", (Said("customer", nasty), Said("agent", "ok")), 3, nasty))
    body = text.split("\n---\n", 1)[1]
    assert [line for line in body.split("\n") if line.startswith("#")] == [
        "# Subject &lt;b> # two", "## The customer wrote", "## Support had answered", "## The reply to judge",
    ]  # fmt: skip
    assert "<img" not in body
    assert "![" not in body
    assert "> a < b" in body
    assert "*3 further messages are not shown.*" in body
    assert read(text, PLACE) == Form("a", {}, "")


def test_a_reviewer_sees_this() -> None:
    assert BLANK == (
        "---\n"
        "reply: 0a1b2c3d4e\n"
        "# Write a mark behind each colon: 1 no, 2 partly, 3 mostly, 4 fully. Leave blank what you cannot judge.\n"
        "answers:   # it answers what the customer asked, all of it\n"
        "correct:   # what it says is right, as far as you can tell\n"
        "complete:  # with it the customer can go on, and need not write again\n"
        "tone:      # it is friendly and in your own voice, and blames nobody\n"
        "clear:     # plain words, steps in their order, nothing to guess\n"
        "note:      # what you would tell whoever wrote it; in quotes if it has a colon in it\n"
        "---\n\n"
        "# Empty export\n\n## The customer wrote\n\n> It is empty.\n\n"
        "## The reply to judge\n\n> Hi [name],\n>\n> Choose CSV.\n"
    )
