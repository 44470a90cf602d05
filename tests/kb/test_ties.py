"""Names of articles that there are none of are found in front matter, on their line, with the one that was meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from deflect.kb.survey import Surveyed, survey
from deflect.kb.ties import nearest, unknown

TWO = "---\ntitle: Two\nid: q-two\nredirects: [older]\nstate: validated\n---\nText.\n"


def shelf(folder: Path, front: str, state: str = "validated") -> tuple[Surveyed, ...]:
    """An article with some front matter, and one at `two` whose id is `q-two` and which was at `older`."""
    (folder / "one.md").write_text(f"---\ntitle: One\nstate: {state}\n{front}---\ntranslations: [body]\n")
    (folder / "two.md").write_text(TWO)
    return survey(folder, lambda _: ())


def told(found: tuple[Surveyed, ...], *taken: str) -> list[tuple[str, int, str]]:
    return [(each.article, each.line, each.what) for each in unknown(found, taken)]


@pytest.mark.parametrize(
    ("front", "line", "what"),
    [
        ("translations: [zzzz]\n", 4, "translations names zzzz, which is no article"),
        ("translations:\n- one\n- q-twu\n", 6, "translations names q-twu, which is no article; the nearest is q-two"),
        ("translations: [two]\n", 4, "translations names two, but that article is called q-two there"),
        ("translations: [older]\n", 4, "translations names older, but that article is called q-two there"),
        ("related: [q-two]\n", 4, "related names q-two, which is no article; the nearest is two"),
        ("related:\n- older\n", 5, "related names older, but that article is called two there"),
        ('question: "zzzz"\nrelated:\n- "zzzz"\n', 6, "related names zzzz, which is no article"),
    ],
)
def test_a_name_of_no_article_is_told_with_its_line_and_what_was_meant(
    tmp_path: Path, front: str, line: int, what: str
) -> None:
    assert told(shelf(tmp_path, front)) == [("one", line, what)]


@pytest.mark.parametrize(
    ("front", "state"),
    [
        ("", "validated"),
        ("translations: [q-two, one]\nrelated: [two]\n", "validated"),
        ("translations: [gone]\n", "not-validated"),
        ("translations: [gone]\n", "archived"),
        ("translations: [gone]\naudience: internal\n", "validated"),
    ],
)
def test_nothing_is_told_of_articles_that_are_there_nor_of_what_nobody_reads_yet(
    tmp_path: Path, front: str, state: str
) -> None:
    assert told(shelf(tmp_path, front, state)) == []


def test_an_article_that_cannot_be_read_may_be_meant(tmp_path: Path) -> None:
    found = shelf(tmp_path, "translations: [zzzz, lost]\n")
    assert [what for _, _, what in told(found, "lost")] == ["translations names zzzz, which is no article"]


@pytest.mark.parametrize(
    ("name", "says"),
    [("exporting", "; the nearest is export"), ("Export", "; the nearest is export"), ("zzzz", ""), ("", "")],
)
def test_the_nearest_name_is_one_that_is_like_it(name: str, says: str) -> None:
    assert nearest(name, {"export", "invoice"}) == says
