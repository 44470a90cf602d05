"""What `prepare` writes is what `Book.open` and `Suggester.load` read, or a clear error."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from deflect import suggest as room
from deflect.config import Settings
from deflect.errors import ModelError
from deflect.models import Generation, current_generation, new_generation
from deflect.suggest import Suggester, artefacts, calibration, entries, suggester
from deflect.suggest.artefacts import Book
from deflect.types import Suggestion
from deflect.workspace import Workspace
from tests.suggest.corpus import BagEncoder, article, past, ticket
from tests.suggest.test_suggester import opened

ENCODER = BagEncoder()


def published(folder: Path, fields: dict[str, object] | None = None) -> Generation:
    tickets, clusters, articles = past(120)
    vectors = ENCODER.encode([each.question for each in tickets])
    with new_generation(folder) as draft:
        room.prepare(draft, articles, clusters, tickets, vectors, ENCODER.encode, Settings())
        return draft.publish(fields or {})


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setattr(suggester, "load_encoder", lambda *_, **__: ENCODER)
    return Workspace.create(tmp_path / "shop", "[suggest]\nthreshold = 0.3\nalternatives = 1\n")


def test_what_was_written_is_read(tmp_path: Path) -> None:
    tickets, clusters, articles = past(120)
    book = opened(tmp_path, articles, tickets, clusters)
    assert [target.article for target in book.targets] == sorted(each.slug for each in articles)
    assert book.tickets == tuple(each.id for each in tickets)
    assert len(book.votes) == book.words.count == book.first_ticket + 120
    assert book.index is not None
    assert len(book.index) == len(book.votes)
    assert len(book.passage_vectors) == book.passage_starts[-1] - book.passage_starts[0] == 4


def test_vectors_of_passages_are_those_of_the_index(tmp_path: Path) -> None:
    tickets, clusters, articles = past(60)
    book = opened(tmp_path, articles, tickets, clusters)
    assert book.index is not None
    scores, _ = book.index.search(book.passage_vectors, 1)
    assert scores[:, 0].tolist() == pytest.approx([1.0] * 4, abs=1e-5)


def test_confidence_is_fitted_where_the_past_suffices(tmp_path: Path) -> None:
    """The same words were answered with one article in two of three tickets, and with another in the third."""
    random = np.random.default_rng(0)
    tickets = [
        ticket(at, "apple pie crust" if random.random() < 0.7 else "apple pie zinc", articles=("a" if at % 3 else "b",))
        for at in range(400)
    ]
    assert opened(tmp_path, [], tickets).calibration.asked == 200


def test_few_tickets_get_the_stated_defaults(tmp_path: Path) -> None:
    tickets, clusters, articles = past(40)
    found = opened(tmp_path, articles, tickets, clusters).calibration
    assert (found.coefficients, found.intercept) == (calibration.DEFAULT.coefficients, calibration.DEFAULT.intercept)
    assert (found.asked, found.measured) == (0, 10)


def test_only_the_newest_tickets_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries.recent, "__defaults__", (10,))
    tickets, clusters, articles = past(40)
    book = opened(tmp_path, articles, tickets, clusters)
    assert book.tickets == tuple(each.id for each in tickets[-10:])


def test_nothing_to_prepare_is_prepared(tmp_path: Path) -> None:
    book = opened(tmp_path, [])
    assert (book.targets, book.tickets, book.index) == ((), (), None)


def test_preparing_twice_writes_the_same_bytes(tmp_path: Path) -> None:
    one, other = published(tmp_path / "one"), published(tmp_path / "other")
    assert one.files == other.files


def test_a_workspace_is_opened_with_its_settings(workspace: Workspace) -> None:
    published(workspace.models, {"encoder": "bag"})
    result = Suggester.load(workspace.root).suggest("My licence key was rejected, how do I renew?")
    assert isinstance(result, Suggestion)
    assert result.article == "licence"
    assert len(result.alternatives) <= 1


def test_a_folder_in_the_workspace_will_do(workspace: Workspace) -> None:
    published(workspace.models)
    assert isinstance(Suggester.load(workspace.kb), Suggester)


def test_another_encoder_is_refused(workspace: Workspace) -> None:
    published(workspace.models, {"encoder": "other"})
    with pytest.raises(ModelError, match="deflect run"):
        Suggester.load(workspace.root)


@pytest.mark.parametrize("name", ["suggest.json", "suggest-index", "suggest-votes", "suggest-words-weights"])
@pytest.mark.parametrize("damage", ["flip", "cut", "remove"])
def test_a_damaged_file_is_refused(tmp_path: Path, name: str, damage: str) -> None:
    generation = published(tmp_path)
    path = generation.folder / name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    if damage == "remove":
        path.unlink()
    else:
        path.write_bytes(content if damage == "flip" else content[: len(content) // 2])
    with pytest.raises(ModelError, match="deflect run"):
        Book.open(generation)


def test_a_generation_of_another_format_is_refused(tmp_path: Path) -> None:
    with new_generation(tmp_path) as draft:
        draft.write_json(artefacts.NAME, {"format": artefacts.FORMAT + 1})
        draft.publish({})
    generation = current_generation(tmp_path)
    assert generation is not None
    with pytest.raises(ModelError, match="another version"):
        Book.open(generation)


def test_a_generation_without_suggestions_is_refused(tmp_path: Path) -> None:
    with new_generation(tmp_path) as draft:
        generation = draft.publish({})
    with pytest.raises(ModelError, match="deflect run"):
        Book.open(generation)


def test_internal_and_archived_articles_are_not_even_written(tmp_path: Path) -> None:
    opened(
        tmp_path, [article("a", "Open secret door.", audience="internal"), article("b", "Old way.", state="archived")]
    )
    content = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"secret door" not in content
    assert b"Old way" not in content


def test_the_json_is_small_and_plain(tmp_path: Path) -> None:
    found = json.loads((published(tmp_path).folder / artefacts.NAME).read_text())
    assert sorted(found) == ["calibration", "format", "idle", "languages", "targets", "tickets"]
