"""Article and file are two forms of one thing, and a mistake in a file is named by line and key."""

from __future__ import annotations

import contextlib
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from deflect.errors import ArticleError
from deflect.kb.compose import fenced
from deflect.kb.evidence import comment, extract, insert
from deflect.kb.front_matter import LARGEST, FrontMatter, Upkeep, parse, read, render
from deflect.types import Article, Disagreement, Sentence, Shape, Stance

PATH = Path("kb/import-bookings.md")

DRAFTED = """\
---
id: q7
title: 'Reset: how?'
slug: reset-how
state: work-in-progress
audience: public
language: en
origin: drafted
category: Calendar
cluster: q7
tickets: 3
question: 'Reset: how?'
also_asked:
- How do I start anew?
- لا يعمل التقويم
related:
- blank-calendar
---

Open it. <!-- tickets: shop:1, shop:2 -->
Press Reset. <!-- tickets: shop:2 -->

1. Type this: <!-- tickets: shop:3 -->

```
reset --all
```
<!-- tickets: shop:1, shop:3 -->

MISSING: How long does it take?
"""

ARTICLE = Article(
    id="q7",
    slug="reset-how",
    title="Reset: how?",
    question="Reset: how?",
    answer="Open it.\nPress Reset.\n\n1. Type this:\n\n```\nreset --all\n```\n\nMISSING: How long does it take?",
    category="Calendar",
    cluster_id="q7",
    also_asked=("How do I start anew?", "لا يعمل التقويم"),
    evidence=(
        Sentence("Open it.", ("shop:1", "shop:2")),
        Sentence("Press Reset.", ("shop:2",)),
        Sentence("Type this:", ("shop:3",)),
        Sentence("```\nreset --all\n```", ("shop:1", "shop:3")),
    ),
    related=("blank-calendar",),
    tickets=3,
)


def test_a_drafted_article_is_written_as_people_read_it() -> None:
    assert render(ARTICLE) == DRAFTED


def test_a_drafted_article_is_read_back_whole() -> None:
    assert parse(DRAFTED, PATH).article == ARTICLE


def test_a_title_is_enough() -> None:
    found = parse("---\ntitle: Import bookings\n---\nOpen it.\n", PATH)
    assert found.extra == {}
    assert found.article == Article(
        id="import-bookings",
        slug="import-bookings",
        title="Import bookings",
        question="Import bookings",
        answer="Open it.",
        state="not-validated",
        origin="imported",
    )


def test_a_file_with_a_cluster_was_drafted() -> None:
    article = parse("---\ntitle: A\ncluster: q7\n---\n", PATH).article
    assert (article.origin, article.id, article.cluster_id) == ("drafted", "q7", "q7")


def test_a_file_name_in_another_script_gives_a_slug_all_the_same() -> None:
    assert parse("---\ntitle: A\n---\n", Path("التقويم.md")).article.slug.startswith("q-")


def test_keys_of_people_are_kept_with_their_types_and_order() -> None:
    text = DRAFTED.replace("related:", "team: dana\nseen: 2026-03-01\nsteps: {a: [1, 2]}\nyes: 1\nrelated:")
    found = parse(text, PATH)
    assert list(found.extra) == ["team", "seen", "steps", True]
    again = parse(render(found.article, found.extra), PATH)
    assert again == found
    assert "team: dana\nseen: 2026-03-01\n" in render(found.article, found.extra)


PLAIN = {
    "title: No": ("title", "No"),
    "title: 404": ("title", "404"),
    "title: 2026-03-01": ("title", "2026-03-01"),
    "title: 'null'": ("title", "null"),
    "title: T\nlanguage: no": ("language", "no"),
    "title: T\ncluster: 0012": ("cluster_id", "0012"),
    "title: T\ncluster: null": ("cluster_id", None),
    "title: T\ncluster:": ("cluster_id", None),
    "title: T\nalso_asked: One?": ("also_asked", ("One?",)),
    "title: T\nalso_asked: []": ("also_asked", ()),
    "title: T\nquestion: ''": ("question", "T"),
    "title: T\ntickets: 12": ("tickets", 12),
    "title: '  T  '": ("title", "T"),
}


@pytest.mark.parametrize("front", PLAIN)
def test_values_are_taken_as_people_write_them(front: str) -> None:
    key, value = PLAIN[front]
    assert getattr(parse(f"---\n{front}\n---\n", PATH).article, key) == value


MISTAKES = {
    "": ("no front matter", "line 1", "Begin the file"),
    "# Title\n": ("no front matter", "line 1", "Begin the file"),
    "---\ntitle: A\n": ("does not end", "line 1", "Put a line ---"),
    "---\n---\n": ("has no title", "line 2", "Add a line title:"),
    "---\ntitle:\n---\n": ("has no title", "line 2", "Add a line title:"),
    "---\nslug: a\ntitle: '  '\n---\n": ("has no title", "line 3", "Add a line title:"),
    "---\ntitel: A\n---\n": ("has no title", "line 2", "Did you mean title where it says titel?"),
    "---\ntitle: Error 500: why\n---\n": ("not valid YAML", "line 2", "goes in quotes"),
    "---\ntitle: A\nlist: [a\n---\n": ("not valid YAML", "line", "goes in quotes"),
    "---\ntitle: A\nday: 2026-99-99\n---\n": ("not valid YAML", "line 2", "Correct that line"),
    "---\ntitle: A\n\tstate: b\n---\n": ("not valid YAML", "line", "Correct that line"),
    "---\n- title\n---\n": ("no list of keys", "line 2", "`key: value`"),
    "---\njust text\n---\n": ("no list of keys", "line 2", "`key: value`"),
    "---\ntitle: A\nstate: done\n---\n": ("state:", "line 3", "Correct the value of state"),
    "---\ntitle: A\naudience: all\n---\n": ("audience:", "line 3", "Correct the value of audience"),
    "---\ntitle: A\n\n# remark\ntickets: many\n---\n": ("tickets:", "line 5", "Correct the value of tickets"),
    "---\ntitle: A\ntickets: -1\n---\n": ("tickets:", "line 3", "Correct the value of tickets"),
    "---\ntitle: A\nslug: ../../etc\n---\n": ("slug:", "line 3", "small letters"),
    "---\ntitle: A\nslug: A b\n---\n": ("slug:", "line 3", "small letters"),
    "---\ntitle: A\nlanguage: English\n---\n": ("language:", "line 3", "Correct the value of language"),
    "---\ntitle: [A, B]\n---\n": ("title:", "line 2", "Correct the value of title"),
    "---\ntitle: A\nrelated: {a: b}\n---\n": ("related:", "line 3", "Correct the value of related"),
    "---\ntitle: A\nalso_asked:\n- a: b\n---\n": ("also_asked:", "line 3", "Correct the value of also_asked"),
    "---\ntitle: A\nshape: recipe\n---\n": ("shape:", "line 3", "Correct the value of shape"),
    "---\ntitle: A\ndisagreements: many\n---\n": ("disagreements:", "line 3", "Correct the value of disagreements"),
    "---\ntitle: A\ndisagreements:\n- kind: war\n---\n": ("disagreements:", "line 3", "Correct the value"),
    "---\ntitle: A\nslug: a\ntitle: B\n---\n": ("title is there twice", "line 4", "Remove one"),
    "---\ntitle: A\nyes: 1\ntrue: 2\n---\n": ("true is there twice", "line 4", "Remove one"),
    "---\ntitle: A\nreviewed: last week\n---\n": ("reviewed:", "line 3", "YYYY-MM-DD"),
    "---\ntitle: A\nowner: o\nreview_by: 1700000000\n---\n": ("review_by:", "line 4", "YYYY-MM-DD"),
    "---\ntitle: A\nredirects: [old, ../../etc]\n---\n": ("redirects:", "line 3", "small letters"),
    "---\ntitle: A\ndeflect: frosen\n---\n": ("deflect:", "line 3", "deflect: frozen"),
    "---\ntitle: !!python/object/apply:os.getcwd []\n---\n": ("not valid YAML", "line 2", "Correct that line"),
}


@pytest.mark.parametrize("text", MISTAKES)
def test_a_mistake_is_named_with_its_line_and_what_to_do(text: str) -> None:
    what, line, step = MISTAKES[text]
    with pytest.raises(ArticleError) as caught:
        parse(text, PATH)
    assert what in caught.value.what
    assert caught.value.where.startswith(f"{PATH}, {line}")
    assert step in caught.value.next_step
    assert "\n" not in str(caught.value)


UPKEEP = Upkeep("dana", date(2026, 3, 1), date(2026, 9, 1), ("old", "older_still"), frozen=True)


def test_how_an_article_is_looked_after_is_read_and_written() -> None:
    front = (
        "owner: dana\nreviewed: 2026-03-01\nreview_by: 2026-09-01\nredirects:\n- old\n- older_still\ndeflect: frozen\n"
    )
    text = DRAFTED.replace("- blank-calendar\n", f"- blank-calendar\n{front}")
    found = parse(text, PATH)
    assert (found.article, found.upkeep, found.extra) == (ARTICLE, UPKEEP, {})
    assert render(found.article, upkeep=found.upkeep) == text


def test_one_redirect_needs_no_list() -> None:
    assert parse("---\ntitle: A\nredirects: old\n---\n", PATH).upkeep == Upkeep(redirects=("old",))


BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 30))
TOO_MUCH = {
    f"---\ntitle: A\n{BOMB}---\n": ("more than 16 aliases", "line 9", "Write the values out"),
    "---\ntitle: A\nx: " + "[" * 60_000 + "\n---\n": ("more than 16 lists", "line 3", "fewer levels"),
    f"---\ntitle: {'A' * 65_536}\n---\n": ("more than 65,536 characters", "line 2", "below the second line"),
}


@pytest.mark.parametrize("text", TOO_MUCH, ids=["aliases", "depth", "length"])
def test_what_would_blow_up_a_reader_is_refused_unread(text: str) -> None:
    what, line, step = TOO_MUCH[text]
    with pytest.raises(ArticleError) as caught:
        parse(text, PATH)
    assert what in caught.value.what
    assert caught.value.where == f"{PATH}, {line}"
    assert step in caught.value.next_step


def test_a_few_aliases_are_fine() -> None:
    assert parse("---\ntitle: &t A\nquestion: *t\nalso_asked: [*t]\n---\n", PATH).article.also_asked == ("A",)


@pytest.mark.parametrize(("size", "refused"), [(LARGEST, False), (LARGEST + 1, True)])
def test_a_file_larger_than_an_article_can_be_is_not_read(tmp_path: Path, size: int, refused: bool) -> None:
    path = tmp_path / "a.md"
    head = b"---\ntitle: A\n---\n"
    path.write_bytes(head + b"x" * (size - len(head)))
    with pytest.raises(ArticleError, match=r"1,048,577 bytes.*at most 1,048,576") if refused else nullcontext():
        read(path)


def test_a_file_in_another_encoding_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes("---\ntitle: A\n---\nGrüße".encode("latin-1"))
    with pytest.raises(ArticleError, match=r"not UTF-8.*line 4.*Save it as UTF-8"):
        read(path)


def test_a_file_from_windows_reads_the_same(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"\xef\xbb\xbf" + DRAFTED.replace("\n", "\r\n").encode())
    assert read(path).article == ARTICLE


def test_every_key_is_described() -> None:
    assert all(field.description for field in FrontMatter.model_fields.values())


def test_evidence_that_is_not_in_the_answer_is_refused() -> None:
    article = Article("a", "a", "A", "A", "One.", evidence=(Sentence("Two.", ("s:1",)),))
    with pytest.raises(ArticleError, match="sentence 1 of the evidence"):
        render(article)


BODIES = {
    "none": ("Open it.", "Open it.", ()),
    "two in a line": (
        "A. <!-- tickets: s:1 --> B. <!-- tickets: s:2 -->",
        "A. B.",
        (Sentence("A.", ("s:1",)), Sentence("B.", ("s:2",))),
    ),
    "a wrapped sentence": ("One\ntwo. <!-- tickets: s:1 -->", "One\ntwo.", (Sentence("One\ntwo.", ("s:1",)),)),
    "a paragraph before": ("A.\n\nB. <!-- tickets: s:1 -->", "A.\n\nB.", (Sentence("B.", ("s:1",)),)),
    "items": (
        "- A.\n- B. <!-- tickets: s:1 -->\n10. C. <!-- tickets: s:2 -->",
        "- A.\n- B.\n10. C.",
        (Sentence("B.", ("s:1",)), Sentence("C.", ("s:2",))),
    ),
    "below a heading": ("## H\nA. <!-- tickets: s:1 -->", "## H\nA.", (Sentence("## H\nA.", ("s:1",)),)),
    "code, then an empty line": (
        "```\nx\n```\n\n<!-- tickets: s:1 -->\n\nB.",
        "```\nx\n```\n\n\nB.",
        (Sentence("```\nx\n```", ("s:1",)),),
    ),
    "code below code": (
        "```\nx\n```\n```\ny\n```\n<!-- tickets: s:1 -->",
        "```\nx\n```\n```\ny\n```",
        (Sentence("```\ny\n```", ("s:1",)),),
    ),
    "in code it is code": ("```\nA. <!-- tickets: s:1 -->\n```", "```\nA. <!-- tickets: s:1 -->\n```", ()),
    "in a line of code too": ("Write `<!-- tickets: s:1 -->`.", "Write `<!-- tickets: s:1 -->`.", ()),
    "other comments stay": ("A. <!-- a remark -->", "A. <!-- a remark -->", ()),
    "without tickets": ("A. <!-- tickets: -->", "A.", ()),
    "behind nothing": ("<!-- tickets: s:1 -->\nA.", "A.", ()),
    "encoded": ("A. <!-- tickets: s:a%2Cb, s:%3E -->", "A.", (Sentence("A.", ("s:a,b", "s:>")),)),
}


@pytest.mark.parametrize("name", BODIES)
def test_comments_are_taken_out_with_the_text_they_stand_behind(name: str) -> None:
    body, answer, evidence = BODIES[name]
    assert extract(body) == (answer, evidence)


def test_any_ref_fits_in_a_comment() -> None:
    refs = ("shop:1", "a,b: c-->d", "é:%20", "x:\n", "mail:<abc@example.org>")
    assert extract(f"A. {comment(refs)}")[1] == (Sentence("A.", refs),)


WORDS = st.sampled_from(
    ["Open it.", "Press Save > Now.", "افتح الإعدادات.", "It’s `x`.", "Öffnen Sie “a”: b.", "#5 is “it”."]
)
REFS = st.lists(st.text(alphabet="ab:1,>-% \n", min_size=1).filter(str.strip), min_size=1, max_size=3).map(
    lambda refs: tuple(ref.strip() for ref in refs)
)
CODE = st.text(alphabet="ab `\n<!->1.", min_size=1).filter(str.strip).map(lambda code: fenced(code.strip("\n")))
UNITS = st.lists(
    st.tuples(st.sampled_from(["", "- ", "{n}. ", "   ", "code"]), WORDS, CODE, REFS, st.booleans()), max_size=6
)


def written(units: list[tuple[str, str, str, tuple[str, ...], bool]]) -> tuple[str, tuple[Sentence, ...]]:
    """An answer as drafts are laid out: one unit a line, code and unsupported lines as blocks of their own."""
    blocks: list[str] = []
    evidence = []
    for number, (mark, text, code, refs, supported) in enumerate(units, start=1):
        unit = code if mark == "code" else f"{number} {text}"
        blocks.append(unit if mark == "code" or number == 1 else mark.format(n=number) + unit)
        if supported:
            evidence.append(Sentence(unit, refs))
    return "\n\n".join(blocks).strip("\n"), tuple(evidence)


@given(UNITS)
def test_evidence_goes_in_and_comes_out_the_same(units: list[tuple[str, str, str, tuple[str, ...], bool]]) -> None:
    answer, evidence = written(units)
    text = insert(answer, evidence)
    found, found_evidence = extract(text)
    assert found == answer
    assert [each.text for each in found_evidence] == [each.text for each in evidence]
    assert [each.evidence for each in found_evidence] == [each.evidence for each in evidence]


DAYS = st.dates().map(str)
LABELS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30).map(str.strip)


@given(
    title=LABELS.filter(bool),
    question=LABELS.filter(bool),
    category=LABELS.filter(bool),
    asked=st.lists(LABELS.filter(bool), max_size=3),
    language=st.sampled_from(["en", "no", "pt-BR", "und", "cy"]),
    units=UNITS,
    tickets=st.integers(0, 10**6),
    shape=st.sampled_from([None, *get_args(Shape)]),
    named=st.lists(LABELS.filter(bool), max_size=3),
    stances=st.lists(st.builds(Stance, st.integers(0, 99), st.integers(0, 9), DAYS, DAYS), max_size=3),
)
def test_any_article_is_read_back_as_it_was_written(
    title: str,
    question: str,
    category: str,
    asked: list[str],
    language: str,
    units: list[tuple[str, str, str, tuple[str, ...], bool]],
    tickets: int,
    shape: Shape | None,
    named: list[str],
    stances: list[Stance],
) -> None:
    answer, evidence = written(units)
    disagreements = (Disagreement("changed", tuple(stances), 1, 2, "2026-01-02", "4.0"),)
    article = Article(
        "q:1", "a-b", title, question, answer, language=language, category=category, cluster_id="q:1",
        also_asked=tuple(asked), evidence=evidence, tickets=tickets, shape=shape, products=tuple(named),
        versions=tuple(named), translations=tuple(named), disagreements=disagreements,
    )  # fmt: skip
    text = render(article)
    assert parse(text, PATH).article == article
    assert render(parse(text, PATH).article) == text


KEYS = st.text("abcdefgxyz", min_size=1, max_size=8).filter(lambda key: key not in FrontMatter.model_fields)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.dates() | LABELS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=2),
    max_leaves=4,
)


@given(st.dictionaries(KEYS, VALUES, max_size=3))
def test_whatever_people_add_is_kept(extra: dict[str, object]) -> None:
    assert parse(render(ARTICLE, extra), PATH).extra == extra


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader_otherwise_than_by_an_article_error(text: str) -> None:
    for whole in (text, f"---\n{text}\n---\n", f"---\ntitle: A\n---\n{text}"):
        with contextlib.suppress(ArticleError):
            parse(whole, PATH)


def test_front_matter_is_yaml_that_others_can_read() -> None:
    front = DRAFTED.split("---\n")[1]
    assert yaml.safe_load(front)["also_asked"] == ["How do I start anew?", "لا يعمل التقويم"]
