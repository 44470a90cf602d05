"""Articles that say the same are found by words, and by vectors where a run has made them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from deflect.models import current_generation
from deflect.pipeline import run
from deflect.pipeline.alike import alike
from deflect.pipeline.review import review
from deflect.store import Store
from deflect.testing import small_desk
from deflect.types import Article
from deflect.workspace import Workspace

OTHER = "Something else is told here, at length and in other words."
LONG = "Open Bookings, choose Export and press Download to save every booking of this year as one file."


def article(slug: str, answer: str = LONG, **more: object) -> Article:
    return replace(Article(slug, slug, slug.capitalize(), slug.capitalize(), answer), **more)  # type: ignore[arg-type]


def test_the_same_words_are_found_once_in_order() -> None:
    found = alike([article("b"), article("a"), article("c", OTHER)], None)
    assert found == (("b", "a"),)


def test_articles_in_two_languages_are_translations() -> None:
    assert alike([article("a"), article("b", language="de")], None) == ()


def test_what_deflect_itself_says_is_not_compared() -> None:
    missing = "MISSING: What should the customer do? No ticket in this group has an answer that others could use."
    assert alike([article("a", missing), article("b", missing)], None) == ()


def test_short_articles_are_not_compared_by_words() -> None:
    assert alike([article("a", "Press it."), article("b", "Press it.")], None) == ()
    assert alike([], None) == ()


@pytest.mark.usefixtures("hash_encoder")
def test_vectors_of_the_last_run_find_what_words_miss(desk: Workspace) -> None:
    answer = "Turn the key twice."
    for slug, said in (("a", answer), ("b", answer), ("c", "Water the plants.")):
        (desk.kb / f"{slug}.md").write_text(f"---\ntitle: The same title\nstate: validated\n---\n{said}\n")
    run(desk)
    articles = [article(slug, said) for slug, said in (("a", answer), ("b", answer), ("c", "Water the plants."))]
    assert alike(articles, None) == ()
    assert alike(articles, current_generation(desk.models)) == (("a", "b"),)


@pytest.mark.usefixtures("hash_encoder")
def test_a_run_that_drafted_nothing_has_vectors_of_nothing(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "new")
    with Store.open(workspace.database) as store:
        store.put(small_desk(each=1)[:2])
    assert run(workspace).questions == 0
    assert alike([article("a")], current_generation(workspace.models)) == ()
    assert review(workspace) == ()
