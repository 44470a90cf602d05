"""Everything that can be published, read and resolved before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from markdown_it.token import Token

from deflect.config import Settings
from deflect.errors import ArticleError
from deflect.kb import would_be_published
from deflect.site import markdown
from deflect.site.catalogue import Catalogue, Entry, catalogue
from deflect.site.facts import Facts
from deflect.site.links import Broken, Linker, hidden_reasons
from deflect.site.look import Look
from deflect.site.markdown import Document
from deflect.site.memory import Last, own_hash, shared_hash
from deflect.types import Article

SHOWN = 10  # problems that one error names


@dataclass(frozen=True, slots=True)
class Material:
    """What a site is made of.

    Attributes:
        articles: All of them, whether they are published or not.
        folder: That the articles' files and pictures lie in.
        facts: What is known of the articles besides what they say.
        look: What the vendor made of the looks.
        assets: Template name of a script, style or icon → its path with a hash of its content.
        preview: Whether everything is published, reviewed or not.
    """

    articles: Sequence[Article]
    settings: Settings
    folder: Path
    facts: Facts
    look: Look
    assets: Mapping[str, str]
    preview: bool

    @property
    def shared(self) -> object:
        """What all pages share besides the articles; its `repr` is the same for the same thing."""
        facts = self.facts
        days = sorted(facts.updated.items())
        return self.settings, facts.related, facts.moved, self.preview, self.assets, days, self.look


@dataclass(frozen=True, slots=True)
class Gathered:
    """Everything that is published, parsed.

    Attributes:
        own: Hash of each article, by slug.
        shared: Hash of what all pages share.
        linker: What resolved the links.
        broken: What kept articles from being published.
        last: What the last build knew.
    """

    catalogue: Catalogue
    documents: Mapping[str, Document]
    own: Mapping[str, str]
    shared: str
    linker: Linker
    broken: tuple[Broken, ...]
    last: Last


def gather(material: Material, barred: Collection[str], last: Last) -> Gathered:
    """Read what is to be published, without articles that have broken links: those break the links to them.

    Args:
        material: What the site is made of.
        barred: Slugs of articles that get no page whatever they are.
        last: What the last build knew, so that an article that is as it was need not be read again.

    Returns:
        What gets a page, and what kept the rest from getting one.

    Raises:
        ArticleError: A slug is taken twice.
    """
    preview = material.preview
    chosen = [a for a in material.articles if _is_published(a, preview) and a.slug not in barred]
    broken: list[Broken] = []
    own = {article.slug: own_hash(article) for article in chosen}
    while True:
        found = catalogue(chosen, material.settings, material.facts.asked)
        _refuse(found.problems, material.folder)
        gathered = _resolved(found, material, last, own)
        problems = gathered.linker.problems
        broken += [problem for problem in problems if problem not in broken]
        # A preview may lead nowhere, but what stands in a comment must not show.
        bad = {problem.article for problem in problems if not (preview and problem.said)}
        if not bad:
            return replace(gathered, broken=tuple(broken))
        chosen = [article for article in chosen if article.slug not in bad]


def _is_published(article: Article, preview: bool) -> bool:
    return would_be_published(article) and (preview or article.state == "validated")


def _resolved(found: Catalogue, material: Material, last: Last, own: Mapping[str, str]) -> Gathered:
    entries = [entry for edition in found.editions for entry in edition.entries]
    documents = {entry.article.slug: _document(entry.article, last, own) for entry in entries}
    hidden = hidden_reasons(article for article in material.articles if article.slug not in documents)
    headings = {slug: document.headings for slug, document in documents.items()}
    same = shared_hash(entries, headings, (material.shared, sorted(hidden.items())))
    linker = Linker(material.folder, _with_documents(entries, documents), hidden, material.facts.moved)
    for entry in sorted(entries, key=lambda entry: entry.article.slug):
        article, document = entry.article, documents[entry.article.slug]
        known = last.of(article.slug, own[article.slug]) if same == last.shared else None
        if known and linker.adopt(article, known.linked):
            document.reparse = partial(_reparse, article, linker)
        else:
            _resolve(article, document, linker)
    return Gathered(found, documents, own, same, linker, (), last)


def _document(article: Article, last: Last, own: Mapping[str, str]) -> Document:
    known = last.of(article.slug, own[article.slug])
    return Document(None, known.headings, said=known.text) if known else _parse(article)


def _resolve(article: Article, document: Document, linker: Linker) -> None:
    if document.parsed is None:
        document.parsed = _parse(article).tokens
    linker.problems += [Broken(article.slug, "", problem) for problem in document.problems]
    linker.resolve(article, document)


def _reparse(article: Article, linker: Linker) -> list[Token]:
    document = _parse(article)
    linker.resolve(article, document)
    return document.tokens


def _parse(article: Article) -> Document:
    return markdown.parse(article.answer, frozenset(ref for s in article.evidence for ref in s.evidence))


def _with_documents(entries: Sequence[Entry], documents: Mapping[str, Document]) -> dict[str, tuple[Entry, Document]]:
    return {entry.article.slug: (entry, documents[entry.article.slug]) for entry in entries}


def _refuse(problems: Sequence[str], folder: Path) -> None:
    if not problems:
        return
    rest = len(problems) - SHOWN
    text = "; ".join(problems[:SHOWN]) + (f"; and {rest} more" if rest > 0 else "")
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    raise ArticleError(
        f"the site was not built, {count}: {text}", str(folder), "Correct these files, then run: deflect build"
    )
