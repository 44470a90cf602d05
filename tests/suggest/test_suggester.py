"""A question in; an answer, or an abstention, out."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from deflect import suggest as room
from deflect.cleaning import Cleaner
from deflect.cleaning.boilerplate import Boilerplate, pieces
from deflect.config import PrivacySettings, Settings, SuggestSettings, VendorSettings
from deflect.errors import WorkspaceError
from deflect.models import current_generation, new_generation
from deflect.suggest import Suggester
from deflect.suggest.artefacts import Book
from deflect.types import Abstention, AbstentionReason, Article, CleanTicket, Cluster, Suggestion
from deflect.workspace import Workspace
from tests.suggest.corpus import BagEncoder, article, asked, past, ticket

ENCODER = BagEncoder()
CLEANER = Cleaner(VendorSettings.model_validate({}), PrivacySettings.model_validate({}), b"k" * 32)


def silence(reason: AbstentionReason, threshold: float = 0.0) -> Abstention:
    """What is said where nothing was compared."""
    return Abstention(reason, threshold=threshold)


class FixedCleaner:
    """Takes every text as it is, in a given language."""

    def __init__(self, language: str = "en") -> None:
        self.language = language

    def clean_question(self, text: str, subject: str = "") -> tuple[str, str]:
        return f"{subject} {text}".strip(), self.language


def opened(
    folder: Path,
    articles: Sequence[Article],
    tickets: Sequence[CleanTicket] = (),
    clusters: Sequence[Cluster] = (),
    *,
    base_url: str = "",
) -> Book:
    settings = Settings.model_validate({"site": {"base_url": base_url}})
    vectors = ENCODER.encode([each.question for each in tickets])
    with new_generation(folder) as draft:
        room.prepare(draft, articles, clusters, tickets, vectors, ENCODER.encode, settings)
        draft.publish({})
    generation = current_generation(folder)
    assert generation is not None
    return Book.open(generation)


def suggester(book: Book, threshold: float = 0.5, alternatives: int = 3, language: str = "en") -> Suggester:
    settings = SuggestSettings.model_validate({"threshold": threshold, "alternatives": alternatives})
    return Suggester(book, ENCODER, FixedCleaner(language), settings)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    tickets, clusters, articles = past(240)
    return opened(tmp_path_factory.mktemp("models"), articles, tickets, clusters, base_url="https://help.example")


def test_a_recurring_question_gets_its_article(book: Book) -> None:
    right = [suggester(book).suggest(text) for _, text in asked(60, seed=7)]
    for (topic, _), result in zip(asked(60, seed=7), right, strict=True):
        assert isinstance(result, Suggestion)
        assert (result.article, result.title) == (topic, topic.capitalize())
        assert result.answer == f"Open the {topic} page."
        assert result.url == f"https://help.example/articles/{topic}.html"
        assert 0.5 <= result.confidence <= 1


def test_evidence_is_past_tickets_of_that_question_nearest_first(book: Book) -> None:
    tickets, clusters, _ = past(240)
    result = suggester(book).suggest(tickets[0].question)
    assert isinstance(result, Suggestion)
    members = next(each.member_ids for each in clusters if each.id == f"c-{result.article}")
    assert result.evidence[0] == tickets[0].id
    assert len(result.evidence) == 5
    assert set(result.evidence) <= set(members)


def test_alternatives_and_nearest_are_best_first_and_as_many_as_asked_for(book: Book) -> None:
    text = "licence key invoice booking smtp"
    for threshold in (0.0, 1.0):
        for count in (0, 1, 2, 20):
            result = suggester(book, threshold, count).suggest(text)
            others = result.alternatives if isinstance(result, Suggestion) else result.nearest
            confidences = [each.confidence for each in others]
            assert confidences == sorted(confidences, reverse=True)
            assert len(others) <= count
            if isinstance(result, Suggestion):
                assert result.article not in [each.article for each in others]


def test_the_nearest_of_an_abstention_starts_with_the_best(book: Book) -> None:
    result = suggester(book, threshold=1.0).suggest("licence key renew")
    assert isinstance(result, Abstention)
    assert result.reason == "not-sure"
    assert result.nearest[0].article == "licence"
    assert result.confidence == result.nearest[0].confidence < 1


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_question(book: Book, text: str) -> None:
    assert suggester(book, threshold=0.0).suggest(text) == silence("empty-question")


@pytest.mark.parametrize("text", ["hi", "Hello, thank you", "[email]", "??"])
def test_a_question_that_says_too_little_is_not_called_empty(book: Book, text: str) -> None:
    assert suggester(book, threshold=0.0).suggest(text) == silence("too-short")
    # Cleaning leaves nothing of a greeting, and yet the customer wrote something.
    cleaned = Suggester(book, ENCODER, CLEANER, SuggestSettings.model_validate({"threshold": 0.0}))
    assert cleaned.suggest(text) == silence("too-short")
    assert cleaned.suggest("", subject=text) == silence("too-short")


def test_a_suggestion_carries_its_articles_state_and_so_do_the_candidates(tmp_path: Path) -> None:
    states = {"licence": "work-in-progress", "invoice": "not-validated", "booking": "validated", "mail": "validated"}
    tickets, clusters, _ = past(240)
    book = opened(tmp_path, [article(slug, state=state) for slug, state in states.items()], tickets, clusters)
    for topic, text in asked(40, seed=7):
        result = suggester(book).suggest(text)
        assert isinstance(result, Suggestion)
        assert (result.article, result.state, result.origin) == (topic, states[topic], "drafted")
        assert [each.state for each in result.alternatives] == [states[each.article] for each in result.alternatives]


def test_what_nobody_reviewed_is_kept_from_customers_by_name_and_reason(tmp_path: Path) -> None:
    tickets, clusters, _ = past(240)
    states = {"licence": "work-in-progress", "invoice": "not-validated", "booking": "validated", "mail": "validated"}
    book = opened(tmp_path, [article(slug, state=state) for slug, state in states.items()], tickets, clusters)
    asker = suggester(book)
    for topic, text in asked(40, seed=7):
        for_agents, for_customers = asker.suggest(text), asker.suggest(text, drafts=False)
        assert isinstance(for_agents, Suggestion)
        if states[topic] == "validated":
            assert isinstance(for_customers, Suggestion)
            assert (for_customers.article, for_customers.state) == (topic, "validated")
            named = for_customers.alternatives
        else:
            assert isinstance(for_customers, Abstention)
            assert for_customers.reason == "not-reviewed"
            named = for_customers.nearest
        assert {each.state for each in named} <= {"validated"}
    unknown = asker.suggest("quokka xylophone", drafts=False)
    assert isinstance(unknown, Abstention)
    assert unknown.reason == "nothing-similar"


@pytest.mark.parametrize("link", ["https://docs.example/kb/cannot-log-in", "cannot-log-in"])
def test_an_article_known_by_its_links_alone_is_answered_with_the_link_and_says_so(tmp_path: Path, link: str) -> None:
    tickets = [ticket(number, "cannot log in password", articles=(link,)) for number in range(40)]
    result = suggester(opened(tmp_path, [], tickets), threshold=0.0).suggest("cannot log in password")
    assert isinstance(result, Suggestion)
    assert (result.article, result.origin, result.state) == (link, "linked", "validated")
    assert link in result.answer


def test_a_question_like_nothing_before(book: Book) -> None:
    result = suggester(book, threshold=0.0).suggest("quokka xylophone")
    assert isinstance(result, Abstention)
    assert result.reason == "nothing-similar"


@pytest.mark.parametrize("tickets", [[], [ticket(0, "licence key")]])
def test_no_articles(tmp_path: Path, tickets: list[CleanTicket]) -> None:
    book = opened(tmp_path, [], tickets)
    assert suggester(book, threshold=0.0).suggest("licence key") == silence("no-articles")


def test_the_subject_counts(book: Book) -> None:
    result = suggester(book).suggest("it does not work", subject="invoice receipt tax company")
    assert isinstance(result, Suggestion)
    assert result.article == "invoice"


def test_a_higher_threshold_answers_a_subset(book: Book) -> None:
    questions = [text for _, text in asked(40, seed=3)] + ["licence invoice", "calendar of nothing", "zymurgy"]
    answered_before: set[str] = set(questions)
    for threshold in (0.0, 0.2, 0.5, 0.8, 0.95, 1.0):
        asker = suggester(book, threshold)
        answered = {text for text in questions if isinstance(asker.suggest(text), Suggestion)}
        assert answered <= answered_before
        answered_before = answered
    assert len(answered_before) < len(questions)


def test_the_same_question_gets_the_same_result_from_many_threads(book: Book) -> None:
    asker = suggester(book)
    questions = [text for _, text in asked(40, seed=5)]
    alone = [asker.suggest(text) for text in questions]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(asker.suggest, questions * 3)) == alone * 3


def test_preparing_again_gives_the_same_results(tmp_path: Path, book: Book) -> None:
    tickets, clusters, articles = past(240)
    again = opened(tmp_path, articles[::-1], tickets[::-1], clusters[::-1], base_url="https://help.example")
    for _, text in asked(20, seed=9):
        assert suggester(again).suggest(text) == suggester(book).suggest(text)


HELD_BACK = [
    {"answer": "MISSING: What should the customer do?"},
    {"state": "archived"},
    {"audience": "internal"},
]


@pytest.mark.parametrize("held_back", HELD_BACK)
def test_an_article_that_must_not_be_shown_is_nowhere_in_any_result(tmp_path: Path, held_back: dict[str, str]) -> None:
    tickets, clusters, articles = past(120)
    articles[0] = dataclasses.replace(articles[0], **held_back)  # type: ignore[arg-type]
    asker = suggester(opened(tmp_path, articles, tickets, clusters), threshold=0.0, alternatives=20)
    for text in [articles[0].question, *(text for _, text in asked(20))]:
        result = asker.suggest(text)
        others = result.alternatives if isinstance(result, Suggestion) else result.nearest
        shown = {each.article for each in others} | ({result.article} if isinstance(result, Suggestion) else set())
        assert articles[0].slug not in shown


@pytest.mark.parametrize(
    ("told", "given", "expected"),
    [("en", None, "pay"), ("de", None, "zahlen"), ("fr", None, "pay"), ("und", None, "pay"), ("en", "de-AT", "zahlen")],
)
def test_the_askers_language_comes_first(tmp_path: Path, told: str, given: str | None, expected: str) -> None:
    """Both articles answer equally well."""
    articles = [
        article("pay", question="card visa pay now", language="en"),
        article("zahlen", question="card visa zahlen now", language="de"),
    ]
    asker = suggester(opened(tmp_path, articles), threshold=0.1, language=told)
    result = asker.suggest("card visa now", language=given)
    assert isinstance(result, Suggestion)
    assert (result.article, result.language) == (expected, "de" if expected == "zahlen" else "en")


def test_the_passage_that_answers_is_shown_and_not_the_page(tmp_path: Path) -> None:
    answer = (
        "## Windows\n\nUse the registry editor tool.\n\n## Linux\n\nUse the package manager.\n\n## Mac\n\nUse the dock."
    )
    book = opened(tmp_path, [article("remove", answer, question="remove the plugin?"), article("mail")])
    result = suggester(book, threshold=0.0).suggest("remove the plugin linux package manager")
    assert isinstance(result, Suggestion)
    assert result.answer == "## Linux\n\nUse the package manager."


def test_an_article_known_by_links_is_suggested_with_its_address(tmp_path: Path) -> None:
    address = "https://help.example/kb/reset-password"
    tickets = [ticket(at, "forgot password login", articles=(address,)) for at in range(3)]
    result = suggester(opened(tmp_path, [], tickets), threshold=0.0).suggest("forgot password")
    assert isinstance(result, Suggestion)
    assert (result.article, result.title, result.url) == (address, "Reset password", address)
    assert result.answer == f"[Reset password]({address})"
    assert result.evidence == ("test:0", "test:1", "test:2")


def test_an_error_code_is_found_by_its_word(tmp_path: Path) -> None:
    articles = [article(f"e{at}", question=f"plugin shows error code 0x80{at}") for at in range(20)]
    result = suggester(opened(tmp_path, articles), threshold=0.0).suggest("error 0x807")
    assert isinstance(result, Suggestion)
    assert result.article == "e7"


def test_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="deflect init"):
        Suggester.load(tmp_path)


def test_nothing_learned_yet(tmp_path: Path) -> None:
    Workspace.create(tmp_path / "w")
    with pytest.raises(WorkspaceError, match="deflect run"):
        Suggester.load(tmp_path / "w")


def test_boilerplate_in_a_question_changes_nothing_and_alone_is_taken_as_it_is(tmp_path: Path) -> None:
    tickets, clusters, articles = past(120)
    vectors = ENCODER.encode([each.question for each in tickets])
    ((_, key, _),) = pieces("My aunt likes calendar slots.")
    with new_generation(tmp_path) as draft:
        room.prepare(
            draft, articles, clusters, tickets, vectors, ENCODER.encode, Settings(), Boilerplate(frozenset({key}))
        )
        draft.publish({})
    generation = current_generation(tmp_path)
    assert generation is not None
    ready = suggester(Book.open(generation))
    plain = ready.suggest("licence key activation rejected.")
    assert isinstance(plain, Suggestion)
    assert ready.suggest("licence key activation rejected. My aunt likes calendar slots.") == plain
    assert ready.suggest("My aunt likes calendar slots!") != plain
