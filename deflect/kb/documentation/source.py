"""What `deflect import docs` is given: a folder, a page, a WordPress export, a sitemap, or a list of addresses."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

from deflect.cleaning.webpage import read_page
from deflect.connectors.rows import open_input
from deflect.errors import InputError, UsageError
from deflect.kb.documentation.addresses import is_address, listed, normal
from deflect.kb.documentation.markdown import read_markdown
from deflect.kb.documentation.pages import OtherList, Read, SkippedPage, page
from deflect.kb.documentation.wordpress import read_xml

LARGEST_FILE = 4 << 20
LARGEST_LIST = 16 << 20
MOST_PAGES = 20_000

MARKDOWN = frozenset({".md", ".markdown", ".mdx"})
HTML = frozenset({".html", ".htm", ".xhtml"})
_NO_PAGES = frozenset({"404", "search", "genindex", "license", "changelog", "contributing", "_sidebar", "_navbar"})
_NO_FOLDERS = frozenset({"node_modules", "__pycache__", "vendor"})


def pages(path: str, base_url: str = "", *, fetch: bool = False) -> Iterator[Read]:
    """Read documentation; the path says what kind it is.

    Args:
        path: A folder of Markdown or HTML, one such file, an XML file or a text file with an address a line; or the
            address of a page, a sitemap or a list, which is fetched.
        base_url: Where a folder is published; empty if that is not known.
        fetch: Also fetch the pages that a file names by their address.

    Returns:
        Pages, and those that are passed over with the reason, one at a time as they are read.

    Raises:
        InputError: There is no such file, it cannot be read, is damaged, or holds too much.
        MissingExtraError: Something is to be fetched, and httpx is not installed.
        ServerError: The address cannot be fetched.
        UsageError: The base is no address.
    """
    if base_url and not is_address(base_url):
        raise UsageError("--base-url is no address", base_url, "Give one that begins with https://")
    if is_address(path):
        from deflect.kb.documentation.fetch import from_address

        return _limited(from_address(path), path)
    found = _kind(Path(path), base_url)
    if fetch:
        from deflect.kb.documentation.fetch import with_texts

        found = with_texts(found)
    return _limited(found, path)


def _kind(path: Path, base_url: str) -> Iterator[Read]:
    ending = path.name.lower().removesuffix(".gz").rpartition(".")[2]
    if path.is_dir():
        return _folder(path, base_url)
    if f".{ending}" in MARKDOWN | HTML:
        return iter([_file(path, path.parent, base_url)])
    return read_xml(path) if ending == "xml" else _list(path)


def _limited(found: Iterator[Read], path: str) -> Iterator[Read]:
    for number, each in enumerate(found, start=1):
        if number > MOST_PAGES:
            raise InputError(f"there are more than {MOST_PAGES:,} pages", path, "Import them in parts")
        yield each.untold if isinstance(each, OtherList) else each


def _folder(root: Path, base_url: str) -> Iterator[Read]:
    # Links to folders are not followed: a ring of them has no end.
    for folder, below, names in os.walk(root):
        below[:] = sorted(name for name in below if not name.startswith(".") and name not in _NO_FOLDERS)
        for name in sorted(names):
            path = Path(folder, name)
            if path.suffix.lower() in MARKDOWN | HTML and not _is_beside(path):
                yield _file(path, root, base_url)


def _is_beside(path: Path) -> bool:
    return path.name.startswith(".") or path.stem.lower() in _NO_PAGES


def _file(path: Path, root: Path, base_url: str) -> Read:
    place = path.relative_to(root).as_posix()
    try:
        if not path.resolve().is_relative_to(root.resolve()):
            return SkippedPage(place, "it is a link that leads out of the folder")
        if path.stat().st_size > LARGEST_FILE:
            return SkippedPage(place, "it is larger than 4 MiB")
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except OSError as error:
        return SkippedPage(place, f"it cannot be read: {error.strerror}")
    except UnicodeDecodeError:
        return SkippedPage(place, "it is not UTF-8")
    address = _published(base_url, place) if base_url else None
    return read_markdown(text, place, address) if path.suffix.lower() in MARKDOWN else _html(text, place, address)


def _html(text: str, place: str, address: str | None) -> Read:
    found = read_page(text)
    return page(place, found.title, found.text, found.address or address, found.language)


def _published(base_url: str, place: str) -> str:
    """`export/csv.md` of a folder published at `https://x.example/docs` is at `https://x.example/docs/export/csv`."""
    stem = normal(f"https://x/{place}").removeprefix("x").strip("/")
    return f"{base_url.rstrip('/')}/{stem}"


def _list(path: Path) -> Iterator[Read]:
    with open_input(path) as file:
        raw = file.stream.read(LARGEST_LIST + 1)
    if len(raw) > LARGEST_LIST:
        raise InputError("the list is larger than 16 MiB", str(path), "Import it in parts")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("the list is not UTF-8", str(path), "Give a text file with one address a line") from error
    yield from listed(iter(io.StringIO(text)))
