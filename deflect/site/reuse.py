"""Which of the files that the last build made stand as they are, and what the next build is to know of this one."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from deflect.kb import Memory
from deflect.site import markdown, output
from deflect.site.gathering import Gathered
from deflect.site.memory import AGAIN, SHARED, Fresh, Known, Last, form
from deflect.site.output import Stamp


def recall(memory: Memory | None) -> Last:
    """Read what the last build knew: nothing if there was none, its memory is damaged or code has changed."""
    return (memory.recall(form()) if memory else None) or Last()


def fresh_files(found: Gathered, out: Path) -> Fresh:
    """Find the files that need not be made again: their article and all that pages share are as they were, as are they.

    Args:
        found: What is published now.
        out: The folder that the last build was built into.

    Returns:
        Those files, by what they are made of.
    """
    there, last = output.settled(out).files, found.last
    files: dict[str, Mapping[str, Stamp]] = {}
    for slug, document in found.documents.items():
        if document.parsed is None:
            made = last.articles[slug].made
            files[slug] = _intact(made, there, out)
    if found.shared == last.shared:
        files[SHARED] = _intact(last.lists, there, out)
    return Fresh(files)


def _intact(made: Mapping[str, Stamp], there: Mapping[str, str], out: Path) -> dict[str, Stamp]:
    return {path: s for path, s in made.items() if there.get(path) == s.digest and output.is_intact(out, path, s)}


def keep(memory: Memory, found: Gathered, fresh: Fresh, digests: Mapping[str, str], out: Path) -> None:
    """Keep what this build knew for the next one, unless what is kept will do.

    Args:
        memory: Where the last build's is kept.
        found: What is published.
        fresh: What was not made again.
        digests: Hash of each file of the site, by path.
        out: The folder that was built into.
    """
    known = _known(found, fresh, digests, out)
    new = Last(found.shared, known, _stamps(fresh, SHARED, digests, out))
    if _is_worth_keeping(new, found.last):
        memory.keep(form(), new)


def _known(found: Gathered, fresh: Fresh, digests: Mapping[str, str], out: Path) -> dict[str, Known]:
    """What to remember of each article that has no problems: those are to be told again."""
    told = {problem.article for problem in found.broken}
    known: dict[str, Known] = {}
    for slug, document in found.documents.items():
        before = found.last.articles.get(slug)
        if slug in told:
            continue
        if before and document.parsed is None and fresh.asked.get(slug, []) == list(fresh.files.get(slug, ())):
            known[slug] = before
        else:
            text, linked = markdown.plain_text(document), found.linker.shown.get(slug, {})
            made = _stamps(fresh, slug, digests, out)
            known[slug] = Known(found.own[slug], document.headings, text, linked, made)
    return known


def _stamps(fresh: Fresh, slug: str, digests: Mapping[str, str], out: Path) -> dict[str, Stamp]:
    kept = fresh.files.get(slug, {})
    return {path: kept.get(path) or output.stamp(out, path, digests[path]) for path in fresh.asked.get(slug, ())}


def _is_worth_keeping(new: Last, last: Last) -> bool:
    """Whether the next build would have to make much again if it knew only what this one knew."""
    changed = [slug for slug, each in new.articles.items() if last.articles.get(slug) is not each]
    return len(changed) * AGAIN > len(new.articles) or (new.shared, new.lists) != (last.shared, last.lists)
