"""What leaks is suggested to nobody, whoever wrote it and whatever its state, until it is mended."""

from __future__ import annotations

import pytest

from deflect.kb import Library
from deflect.pipeline import cleaner_for, erase, run
from deflect.pipeline.leaking import leaks_of, tight
from deflect.suggest import Suggester
from deflect.types import Suggestion
from deflect.workspace import Workspace

pytestmark = pytest.mark.usefixtures("hash_encoder")

ADDRESS = "quinn.zyxwv@zyxwv-choir.org"
QUESTION = "How do I turn the blue lamp on?"
ARTICLE = f"---\ntitle: {QUESTION}\nstate: validated\n---\nPress the lamp twice. Mail {{}} about it.\n"


def write(workspace: Workspace, text: str) -> None:
    workspace.kb.mkdir(exist_ok=True)
    (workspace.kb / "lamp.md").write_text(text)


def told(workspace: Workspace) -> str:
    return "".join(path.read_text() for path in workspace.models.glob("gen/*/suggest.json"))


def test_an_article_that_leaks_is_in_no_answer_until_it_is_mended(desk: Workspace) -> None:
    write(desk, ARTICLE.format(ADDRESS))
    run(desk)
    assert ADDRESS not in told(desk)
    write(desk, ARTICLE.format("us"))
    run(desk)
    found = Suggester.load(desk.root).suggest(QUESTION)
    assert isinstance(found, Suggestion)
    assert found.article == "lamp"


def test_erasing_another_customer_lets_no_leak_into_the_answers(desk: Workspace) -> None:
    run(desk)
    write(desk, ARTICLE.format(ADDRESS))
    erase(desk, "c0@example.org")
    assert ADDRESS not in told(desk)


def test_what_the_owner_keeps_is_no_leak(desk: Workspace) -> None:
    (desk.root / "deflect.toml").write_text(f'[privacy]\nkeep = ["{ADDRESS}"]\n')
    kept = Workspace.open(desk.root)
    write(kept, ARTICLE.format(ADDRESS))
    articles = Library(kept.kb, kept.base).articles()
    assert tight(articles, kept, cleaner_for(kept)) == articles
    assert leaks_of(kept, cleaner_for(kept))(f"Mail {ADDRESS}") == []
