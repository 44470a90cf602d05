"""What the search of the help centre learns from past tickets and from people: the words that customers use."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from deflect.errors import InputError
from deflect.kb import Vocabulary, would_be_published
from deflect.kb.publishable import REDACTED
from deflect.models import Generation, frequent_words
from deflect.pipeline.memory import Memory
from deflect.pipeline.names import ASKED, MEANING
from deflect.site.search import Meaning, Searching, Source, learn
from deflect.site.search.asked import wording
from deflect.suggest.passages import split
from deflect.types import Article, CleanTicket, Cluster
from deflect.workspace import Workspace

COMMAS = re.compile("[,،，、]")  # of Latin, Arabic and Chinese script
COMMENT = "#"
ENGLISH = frozenset({"en"})
GENERAL = 4_000  # frequent words whose meaning is known, whether or not an article says them
TICKETS = 30  # of an article, from whose wording is learned

Asked = Mapping[str, Mapping[str, float]]


def customers_words(
    articles: Iterable[Article],
    clusters: Iterable[Cluster],
    tickets: Iterable[CleanTicket],
    vocabulary: Vocabulary,
    leaks: Callable[[str], Sequence[object]],
    least: int,
) -> dict[str, dict[str, float]]:
    """Find the words by which customers ask what each article answers, such as may be published.

    Args:
        articles: A draft answers the question it was drafted from, and any other the questions it documents.
        clusters: Recurring questions.
        tickets: Of the questions, and others.
        vocabulary: Of all tickets; no word passes that it finds strange.
        leaks: Finds personal data and secrets in a text.
        least: Fewest different customers who used a word.

    Returns:
        By slug each word, folded, with the share of the article's customers who used it, above 0 to 1.
    """
    known = {ticket.id: ticket for ticket in tickets}
    answered = _answered(articles, clusters)
    found: dict[str, dict[str, float]] = {}
    by_language: defaultdict[str, dict[str, list[tuple[str, str]]]] = defaultdict(dict)
    for article, refs in answered:
        asking = [known[ref] for ref in refs if ref in known]
        said = [(ticket.customer, _publishable(ticket, vocabulary)) for ticket in asking]
        by_language[article.language][article.slug] = said
    for language, asked in by_language.items():
        found |= wording(asked, language, least)
    leaking = {word for word in {word for words in found.values() for word in words} if leaks(word)}
    return {
        slug: {word: round(share, 3) for word, share in words.items() if word not in leaking}
        for slug, words in sorted(found.items())
    }


def searching(workspace: Workspace, generation: Generation | None) -> Searching:
    """Gather what the search knows besides the articles.

    Args:
        workspace: Only read.
        generation: Of the last run; None where there are no tickets.

    Raises:
        InputError: `synonyms.txt` cannot be read.
    """
    asked: Asked = generation.json(ASKED) if generation and ASKED in generation.files else {}
    learned = generation.json(MEANING) if generation and MEANING in generation.files else {}
    meaning = {language: Meaning.of(each) for language, each in learned.items()}
    return Searching(asked, synonyms(workspace), meaning)


def meanings(
    articles: Iterable[Article],
    clusters: Iterable[Cluster],
    tickets: Iterable[CleanTicket],
    vocabulary: Vocabulary,
    asked: Asked,
    memory: Memory,
) -> dict[str, dict[str, object]]:
    """Learn what words mean, in each language that the encoder reads, from articles for customers and their tickets.

    Args:
        articles: Those that are not for customers of this help centre teach nothing.
        clusters: Recurring questions.
        tickets: Of the questions, and others.
        vocabulary: Of all tickets.
        asked: What `customers_words` found: of tickets only these words are learned.
        memory: Encodes; an encoder that does not say which languages it reads reads English.

    Returns:
        By language what `Meaning.plain` gives.
    """
    known = {ticket.id: ticket for ticket in tickets}
    published = [article for article in articles if would_be_published(article)]
    refs = {article.slug: found[:TICKETS] for article, found in _answered(published, clusters)}
    sources: defaultdict[str, list[Source]] = defaultdict(list)
    for article in published:
        said = [_publishable(known[ref], vocabulary) for ref in refs.get(article.slug, ()) if ref in known]
        heads = (article.title, article.question, *article.also_asked)
        passages = tuple(text for text in (*heads, *split(article.answer)) if text.strip())
        words = frozenset(asked.get(article.slug, ()))
        sources[article.language].append(Source(article.slug, passages, tuple(said), words))
    reads = getattr(memory.encoder, "languages", ENGLISH)
    return {
        language: learn(found, language, memory.encode, _general(memory, language)).plain()
        for language, found in sorted(sources.items())
        if language in reads
    }


def synonyms(workspace: Workspace) -> tuple[tuple[str, ...], ...]:
    """Read the workspace's `synonyms.txt`: in each line words or phrases that mean the same, parted by commas.

    Raises:
        InputError: It is not UTF-8, or a line has only one.
    """
    path = workspace.synonyms
    if not path.exists():
        return ()
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise InputError("the file is not UTF-8", str(path), "Save it as UTF-8") from error
    groups: list[tuple[str, ...]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.split()[0] == COMMENT:
            continue
        group = tuple(each.strip() for each in COMMAS.split(line) if each.strip())
        if len(group) < 2:
            raise InputError("a line has only one word", f"{path}:{number}", "Part words that mean the same by commas")
        groups.append(group)
    return tuple(groups)


def _general(memory: Memory, language: str) -> tuple[str, ...]:
    """What an encoder of many languages knows cannot be told apart by language."""
    is_english = language in ENGLISH and not hasattr(memory.encoder, "languages")
    return frequent_words(memory.encoder, GENERAL) if is_english else ()


def _answered(articles: Iterable[Article], clusters: Iterable[Cluster]) -> list[tuple[Article, list[str]]]:
    questions = list(clusters)
    members = {cluster.id: cluster.member_ids for cluster in questions}
    documented: defaultdict[str, list[str]] = defaultdict(list)
    for cluster in questions:
        if cluster.documented:
            documented[cluster.documented] += cluster.member_ids
    found = [(each, [*members.get(each.cluster_id or "", ()), *documented[each.slug]]) for each in articles]
    return [(article, refs) for article, refs in found if refs]


def _publishable(ticket: CleanTicket, vocabulary: Vocabulary) -> str:
    return REDACTED.sub(" ", vocabulary.masked(f"{ticket.subject}\n{ticket.question}"))
