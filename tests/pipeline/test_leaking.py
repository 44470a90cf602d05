"""What leaks is suggested to nobody, whoever wrote it and whatever its state, until it is mended."""

from __future__ import annotations

import pytest

from deflect.kb import Library
from deflect.pipeline import build_site, cleaner_for, erase, run
from deflect.pipeline.leaking import leaks_in_articles, leaks_of, tight
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


def test_erasing_another_customer_lets_no_leak_into_the_answers(ready: Workspace) -> None:
    write(ready, ARTICLE.format(ADDRESS))
    erase(ready, "c0@example.org")
    assert ADDRESS not in told(ready)


def test_what_the_owner_keeps_is_no_leak(desk: Workspace) -> None:
    (desk.root / "deflect.toml").write_text(f'[privacy]\nkeep = ["{ADDRESS}"]\n')
    kept = Workspace.open(desk.root)
    write(kept, ARTICLE.format(ADDRESS))
    articles = Library(kept.kb, kept.base).articles()
    assert tight(articles, kept, cleaner_for(kept)) == articles
    assert leaks_of(kept, cleaner_for(kept))(f"Mail {ADDRESS}") == []


EXAMPLES = (
    "Open https://help.acme.example/articles/lamp.html",
    "Open shop.acme.example",
    "Write to max.power@acme.example",
    "Write to person@example.org",
    "Open https://my-bakery.test:8443/wp-admin/",
    "Open https://lamp.localhost/",
    "Open https://nowhere.invalid/lamp",
    "Open https://desk.example.com/a/b?page=2",
)


@pytest.mark.parametrize("text", EXAMPLES)
def test_what_is_at_a_name_that_nobody_can_own_is_no_leak_in_an_article(desk: Workspace, text: str) -> None:
    assert leaks_in_articles(desk, cleaner_for(desk))(text) == []


@pytest.mark.parametrize("text", EXAMPLES)
def test_tickets_are_cleaned_of_it_nevertheless(desk: Workspace, text: str) -> None:
    """A customer who disguises a site leaves its name before the reserved one."""
    assert leaks_of(desk, cleaner_for(desk))(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Open https://example.zyxwv-choir.org/lamp", "site"),
        ("Open https://example.com.zyxwv-choir.org/lamp", "site"),
        ("Open https://zyxwvexample.com/lamp", "site"),
        ("Open https://zyxwv-test.com", "site"),
        ("Open test.zyxwv-choir.org", "site"),
        ("Write to quinn@example.org.zyxwv-choir.org", "e-mail"),
        ("Open https://help.acme.example/?go=1&token=9f8e7d6c5b4a39281706f5e4d3c2b1a0", "private link"),
        ("Open https://shop.acme.example/wp-login.php?action=rp&key=Xk29dkQm20dkslq&login=quinn", "reset link"),
        ("Open https://quinn:hunter2secret@shop.acme.example/", "login"),
        ("Open https://acme.example/ and https://www.zyxwv-choir.org/", "site"),
    ],
)
def test_a_real_host_and_a_secret_are_found_beside_the_words_of_an_example(
    desk: Workspace, text: str, kind: str
) -> None:
    assert kind in [leak.kind for leak in leaks_in_articles(desk, cleaner_for(desk))(text)]


def test_an_article_with_an_example_is_published_and_one_with_a_real_host_is_not(desk: Workspace) -> None:
    write(desk, ARTICLE.format("person@example.org"))
    assert build_site(desk, strict=True).refused == ()
    write(desk, ARTICLE.format("www.zyxwv-choir.org"))
    assert [each.kind for each in build_site(desk).refused] == ["leak"]
