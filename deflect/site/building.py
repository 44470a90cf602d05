"""Articles → help centre, in one call: gather everything that can be published, and only then write."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from deflect.config import Settings
from deflect.errors import ConfigError
from deflect.kb import Memory
from deflect.site import look as appearance
from deflect.site import output, pages, redirects, reuse, widget
from deflect.site.facts import Facts
from deflect.site.gathering import Gathered, Material, gather
from deflect.site.links import Broken
from deflect.site.memory import Fresh
from deflect.site.output import Kept
from deflect.site.search import Tally
from deflect.site.search import tally as counted
from deflect.types import Article

WORDS = "words.npz"  # what builds remember of the articles' words, beside the memory of the rest

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SiteResult:
    """What a build did.

    Attributes:
        pages: HTML pages that the site has.
        articles: Articles that have a page.
        written: Files that were new or changed.
        removed: Files that are no longer wanted.
        unchanged: Files that were right already and not touched.
        home: The page to open.
        broken: What kept articles from being published; in a preview, what would.
    """

    pages: int
    articles: int
    written: int
    removed: int
    unchanged: int
    home: Path
    broken: tuple[Broken, ...] = ()


def build(
    articles: Sequence[Article],
    settings: Settings,
    out: Path,
    *,
    preview: bool = False,
    strict: bool = False,
    barred: Collection[str] = (),
    facts: Facts | None = None,
    kb: Path | None = None,
    memory: Memory | None = None,
    progress: Progress | None = None,
) -> SiteResult:
    """Build the help centre; the same input gives the same bytes, whatever was built before.

    An article with a broken link gets no page, nor does one that links to such an article, and so on.

    Args:
        articles: All articles; only those that are validated, for customers and of this help centre get a page.
        settings: `site`, `vendor` and `widget` are used; the folder `theme` beside the articles' holds what the looks
            need.
        out: The folder to build into; files that people put there are left alone.
        preview: Publish also what nobody reviewed and what has broken links; every page says that it is a draft and
            asks search engines to stay away.
        strict: Write nothing if an article is barred, or gets no page because of a broken link.
        barred: Slugs of articles that get no page whatever they are.
        facts: What is known of the articles besides what they say; nothing if not given.
        kb: The folder that the articles' files and pictures lie in; `kb` beside `out` if not given.
        memory: Where to look for what the last build knew, and to keep what this one does; its key stands for the
            code. Nowhere if not given.
        progress: Called with files written and files to write.

    Returns:
        What the site has now, and what kept articles from being published; with `strict` no pages where it was refused.

    Raises:
        ArticleError: A slug is taken twice or a file of a person's is in the way; nothing has been written.
        ConfigError: An address in the settings is none, or what they say of the looks cannot be done.
    """
    for problem in pages.check_addresses(settings):
        raise ConfigError(problem, "deflect.toml", "Correct that value")
    folder = kb or out.parent / "kb"
    look = appearance.look(settings, folder.parent)
    paths, assets = pages.assets(look)
    material = Material(articles, settings, folder, facts or Facts(), look, paths, preview)
    found = gather(material, barred, reuse.recall(memory))
    home = out / "index.html"
    if strict and (barred or any(each.article not in found.documents for each in found.broken)):
        return SiteResult(0, 0, 0, 0, 0, home, found.broken)
    shop = _shop(material, found, reuse.fresh_files(found, out), memory)
    content = {**assets, **_content(shop, material, found)}
    written = output.publish(content, out, progress)
    if memory:
        shop.tally.keep(memory.beside(WORDS))
        reuse.keep(memory, found, shop.fresh, written.digests, out)
    count = sum(path.endswith(".html") for path in content)
    return SiteResult(
        count, len(found.documents), written.written, written.removed, written.unchanged, home, found.broken
    )


def _shop(material: Material, found: Gathered, fresh: Fresh, memory: Memory | None) -> pages.Shop:
    return pages.Shop(
        settings=material.settings,
        catalogue=found.catalogue,
        documents=found.documents,
        assets=material.assets,
        places=pages.places(found.catalogue),
        facts=material.facts,
        preview=material.preview,
        translations=pages.translations(found.catalogue),
        newest=pages.newest(found.catalogue, material.facts.updated),
        look=material.look,
        fresh=fresh,
        own=found.own,
        tally=counted.recall(memory.beside(WORDS)) if memory else Tally(),
    )


def _content(shop: pages.Shop, material: Material, found: Gathered) -> dict[str, bytes | Kept]:
    """Everything in the site but its style, scripts and icon, by path."""
    content: dict[str, bytes | Kept] = {}
    content |= pages.pages(shop)
    content |= redirects.pages(material.facts.moved, shop)
    languages = [edition.language for edition in found.catalogue.editions]
    content[widget.PATH] = widget.script(material.settings, languages)
    return content | {path: place.read_bytes() for path, place in sorted(found.linker.files.items())}
