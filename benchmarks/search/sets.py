"""What is searched and asked: articles, questions in other words, and past tickets."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from deflect.config import Settings
from deflect.kb import Library
from deflect.site import markdown
from deflect.site.search import Page
from deflect.site.search.asked import wording
from deflect.types import Article
from tests.demo.sources import AREAS, CONTENT, LANGUAGES

ROOT = Path(__file__).parents[2]
TECHQA = ROOT.parent / "shared" / "data" / "techqa"
THUNDERBIRD = ROOT.parent / "shared" / "data" / "thunderbird" / "questions.jsonl.gz"
LATER = "2024"  # threads from then on are asked, earlier ones are past tickets
PAST = 30  # past tickets of an article, the latest, as many as a run learns from
BEGINNING = 400  # characters of a past ticket
LEAST = Settings().drafting.customers


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the articles that answer it; none if no article does."""

    text: str
    right: frozenset[int]


@dataclass(frozen=True, slots=True)
class Set:
    """Articles of one language, and questions that were written without looking at a search.

    Attributes:
        earlier: Tickets of the past with the article of each; none of them is among the questions.
    """

    name: str
    language: str
    pages: tuple[Page, ...]
    questions: tuple[Asked, ...]
    earlier: tuple[tuple[str, int], ...] = ()

    def with_tickets(self) -> Set:
        """The same with the words of earlier tickets, each ticket from another customer."""
        asked: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for number, (text, page) in enumerate(self.earlier):
            asked[self.pages[page].path].append((f"customer {number}", text))
        words = wording(asked, self.language, LEAST)
        pages = tuple(replace(page, tickets=words.get(page.path, {})) for page in self.pages)
        return replace(self, name=f"{self.name}, with tickets", pages=pages)


def sets() -> Iterator[Set]:
    """Every set that is there: the demo's and deflect's own help in five languages, and others that are there."""
    yield from map(demo, LANGUAGES)
    yield own()
    yield from (described(language) for language in LANGUAGES)
    if TECHQA.is_dir():
        yield techqa()
    if THUNDERBIRD.is_file():
        yield thunderbird()


def demo(language: str) -> Set:
    """The demo's recurring questions: an article is the title and what agents answer, without a customer's phrasing.

    Of each question's phrasings the first half are earlier tickets, the second half is asked.
    """
    rows = [row for area in AREAS for row in yaml.safe_load((CONTENT / f"{area}.yaml").read_text("utf-8"))]
    rows = [row for row in rows if row["questions"].get(language) and row["answers"].get(language)]
    pages, questions, earlier = [], [], []
    for number, row in enumerate(rows):
        title = row["title"] if language == "en" else ""
        answer = row["answers"][language][0]["text"].strip()
        pages.append(page(row["id"], title, answer, row["area"]))
        phrasings = row["questions"][language]
        earlier += [(text.strip(), number) for text in phrasings[: len(phrasings) // 2]]
        questions += [Asked(text.strip(), frozenset([number])) for text in phrasings[len(phrasings) // 2 :]]
    return Set(f"demo, {language}", language, tuple(pages), tuple(questions), tuple(earlier))


def own() -> Set:
    """Deflect's own help, cut at its headings as a reader finds it, and questions of `own.json`."""
    pages: list[Page] = []
    numbers: dict[str, int] = {}
    for article in _articles("en"):
        document = markdown.parse(article.answer)
        numbers[article.slug] = len(pages)
        pages.append(
            page(
                article.slug,
                article.title,
                markdown.plain_text(document),
                article.category,
                asked=article.question,
                headings="\n".join(heading.text for heading in document.headings),
            )
        )
    asked: Mapping[str, Sequence[str]] = json.loads(Path(__file__).with_name("own.json").read_text("utf-8"))
    questions = [Asked(text, frozenset([numbers[slug]])) for slug, texts in asked.items() for text in texts]
    return Set("deflect's own help", "en", tuple(pages), tuple(questions))


def described(language: str) -> Set:
    """Deflect's own help in one language: the title has to be found from what else the article is asked as.

    Those questions are not in the index; the body is.
    """
    pages, questions = [], []
    for number, article in enumerate(_articles(language)):
        document = markdown.parse(article.answer)
        headings = "\n".join(heading.text for heading in document.headings)
        body = markdown.plain_text(document)
        pages.append(page(article.slug, article.title, body, article.category, headings=headings))
        questions += [Asked(text, frozenset([number])) for text in (article.question, *article.also_asked)]
    return Set(f"deflect's own descriptions, {language}", language, tuple(pages), tuple(questions))


def thunderbird() -> Set:
    """Titles of later threads of a forum, and the articles that helpers linked there.

    Only their addresses are known: an article is the words of its address, and what earlier threads said that led to
    it. Titles that lead to an article which no earlier thread led to count, too.
    """
    with gzip.open(THUNDERBIRD, "rt", encoding="utf-8") as lines:
        threads = [row for row in map(json.loads, lines) if row["locale"] == "en-US" and row["kb_slugs"]]
    threads.sort(key=lambda row: row["created"])
    slugs = sorted({slug for row in threads for slug in row["kb_slugs"]})
    numbers = {slug: number for number, slug in enumerate(slugs)}
    earlier: defaultdict[int, list[str]] = defaultdict(list)
    questions: list[Asked] = []
    for row in threads:
        right = frozenset(numbers[slug] for slug in row["kb_slugs"])
        if row["created"] >= LATER:
            questions.append(Asked(row["title"], right))
            continue
        said = f"{row['title']}\n{markdown.plain_text(markdown.parse(row['content_html']))[:BEGINNING]}"
        for number in right:
            earlier[number].append(said)
    pages = tuple(page(slug, slug.replace("-", " "), "", "") for slug in slugs)
    past = tuple((text, number) for number, texts in earlier.items() for text in texts[-PAST:])
    return Set("Thunderbird's titles", "en", pages, tuple(questions), past)


def techqa() -> Set:
    """TechQA: long technical questions, and notices of a vendor."""
    documents = [json.loads(line) for line in (TECHQA / "docs.jsonl").read_text("utf-8").splitlines()]
    numbers = {each["filename"]: number for number, each in enumerate(documents)}
    pages: list[Page] = []
    for each in documents:
        head, _, body = each["text"].partition("\n\nText:\n")
        pages.append(page(each["filename"], head.removeprefix("Title:").strip(), body, ""))
    rows = [json.loads(line) for line in (TECHQA / "questions.jsonl").read_text("utf-8").splitlines()]
    questions = [Asked(row["question"], _right(row, numbers)) for row in rows]
    return Set("TechQA", "en", tuple(pages), tuple(questions))


def page(name: str, title: str, body: str, category: str, **fields: str) -> Page:
    """An article to search."""
    return Page(name, title, category, {"title": title, "body": body, "category": category, **fields}, body)


def _articles(language: str) -> list[Article]:
    found = Library(ROOT / "kb", ROOT / ".deflect" / "base").articles()
    return sorted((each for each in found if each.language == language), key=lambda each: each.slug)


def _right(row: Mapping[str, object], numbers: Mapping[str, int]) -> frozenset[int]:
    named = row["doc_ids"]
    assert isinstance(named, list)
    return frozenset() if row["is_impossible"] else frozenset(numbers[each] for each in named if each in numbers)
