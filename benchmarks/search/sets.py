"""What is searched and asked: articles, questions in other words, and past tickets."""

from __future__ import annotations

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
from tests.demo.sources import AREAS, CONTENT, LANGUAGES

ROOT = Path(__file__).parents[2]
TECHQA = ROOT.parent / "shared" / "data" / "techqa"
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
    """Every set that is there: the demo's in five languages, deflect's own help, and TechQA where its files are."""
    yield from map(demo, LANGUAGES)
    yield own()
    if TECHQA.is_dir():
        yield techqa()


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
    articles = Library(ROOT / "kb", ROOT / ".deflect" / "base").articles()
    pages: list[Page] = []
    numbers: dict[str, int] = {}
    for article in sorted(articles, key=lambda each: each.slug):
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


def _right(row: Mapping[str, object], numbers: Mapping[str, int]) -> frozenset[int]:
    named = row["doc_ids"]
    assert isinstance(named, list)
    return frozenset() if row["is_impossible"] else frozenset(numbers[each] for each in named if each in numbers)
