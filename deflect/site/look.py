"""What a vendor made of the help centre's looks: settings, and the files of the workspace's `theme/`."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup

from deflect.config import Settings, SiteSettings
from deflect.errors import ConfigError
from deflect.site import colours, markdown
from deflect.site.markdown import Document

FOLDER = "theme"
OWN = Path(__file__).parent
EJECTED = ("templates/*.html", "static/style.css")
LOGOS = frozenset({".png", ".svg", ".webp"})
LARGEST = 262_144
"""Most bytes of a logo or a font: every reader waits for them."""
DEFAULT_ACCENT = "#2c4fd0"
DARK = (
    '@media (prefers-color-scheme: dark) {{ :root:not([data-theme="light"]) {{{0}}} }}\n'
    ':root[data-theme="dark"] {{{0}}}\n'
)


@dataclass(frozen=True, slots=True)
class Look:
    """The vendor's own looks; without any, deflect's.

    Attributes:
        theme: Folder of templates and static files that replace deflect's own, name by name.
        templates: Hash of the templates in it: pages that were made of others are to be made anew.
        style: CSS that follows the style sheet: colours and font.
        accent: The vendor's colour, for the icon; empty for deflect's.
        logo: Path of the logo in the site; empty without one.
        footer: What stands in the footer; empty for the site's title.
        files: Content of the logo and the font, by path in the site.
    """

    theme: Path | None = None
    templates: str = ""
    style: str = ""
    accent: str = ""
    logo: str = ""
    footer: Markup = field(default_factory=Markup)
    files: Mapping[str, bytes] = field(default_factory=dict)

    def static_file(self, name: str) -> Path:
        """The vendor's own version of a style, script or icon, or else deflect's."""
        own = self.theme / "static" / name if self.theme else None
        return own if own is not None and own.is_file() else OWN / "static" / name

    def static(self, name: str) -> bytes:
        """A style, script or icon with what the settings say."""
        content = self.static_file(name).read_bytes().replace(b"\r\n", b"\n")
        if name == "style.css":
            return content + self.style.encode()
        if name == "icon.svg" and self.accent:
            return content.replace(DEFAULT_ACCENT.encode(), self.accent.encode())
        return content


def look(settings: Settings, workspace: Path) -> Look:
    """Read the looks that the settings and the folder `theme/` of a workspace ask for.

    Raises:
        ConfigError: A colour cannot be read, a file is missing or of the wrong kind, or the footer is no line of text.
    """
    site, theme = settings.site, workspace / FOLDER
    files: dict[str, bytes] = {}
    logo = _take(files, theme, site.logo, "logo", LOGOS) if site.logo else ""
    font = _take(files, theme, site.font_file, "font_file", frozenset({".woff2"})) if site.font_file else ""
    return Look(
        theme=theme if theme.is_dir() else None,
        templates=_hash(sorted(theme.glob("templates/*.html"))),
        style=_font(site.font, font) + _colours(site),
        accent=site.accent,
        logo=logo,
        footer=_footer(site.footer.strip()),
        files=files,
    )


def eject(workspace: Path) -> tuple[Path, ...]:
    """Copy deflect's templates and style sheet into a workspace's `theme/`, where they can be changed.

    Returns:
        The files that were copied: those that are there already stay as they are.
    """
    found = [path for pattern in EJECTED for path in sorted(OWN.glob(pattern))]
    wanted = {path: workspace / FOLDER / path.relative_to(OWN) for path in found}
    missing = {path: target for path, target in wanted.items() if not target.exists()}
    for path, target in missing.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return tuple(missing.values())


def _hash(paths: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest() if paths else ""


def _take(files: dict[str, bytes], theme: Path, name: str, key: str, kinds: frozenset[str]) -> str:
    path = theme / name
    where, step = f"deflect.toml, site.{key}", f"Put the file into {FOLDER}/ and write its name there"
    if not path.resolve().is_relative_to(theme.resolve()) or not path.is_file():
        raise ConfigError(f"{FOLDER}/{name} is not there", where, step)
    if path.suffix.lower() not in kinds:
        raise ConfigError(f"{name} is none of {', '.join(sorted(kinds))}", where, step)
    content = path.read_bytes()
    if len(content) > LARGEST:
        raise ConfigError(f"{name} has {len(content):,} bytes; at most {LARGEST:,} are sent", where, "Make it smaller")
    at = f"static/{key.removesuffix('_file')}.{hashlib.sha256(content).hexdigest()[:10]}{path.suffix.lower()}"
    files[at] = content
    return at


def _font(name: str, path: str) -> str:
    if not name:
        return ""
    first = name.split(",")[0].strip(" \"'")
    source = path.removeprefix("static/")
    face = (
        f'@font-face {{ font-family: "{first}"; src: url({source}) format("woff2"); font-weight: 100 900; '
        "font-display: swap; }\n"
        if path
        else ""
    )
    return f'{face}:root {{ --sans: {name}, system-ui, "Noto Sans", sans-serif; }}\n'


def _colours(site: SiteSettings) -> str:
    if not site.accent:
        return ""
    bright = colours.light(site.accent)
    if bright is None:
        found = colours.contrast(site.accent, "#ffffff")
        raise _unreadable("accent", site.accent, f"{found:.1f}:1 on white", "Choose a darker colour")
    chosen = site.accent_dark or colours.lightened(site.accent)
    dim = colours.dark(chosen)
    if dim is None:
        found = colours.contrast(chosen, colours.DARK["raised"])
        raise _unreadable("accent_dark", chosen, f"{found:.1f}:1 on the dark ground", "Choose a lighter colour")
    return f":root {{{_declared(bright)}}}\n" + DARK.format(_declared(dim))


def _declared(found: Mapping[str, str]) -> str:
    return "".join(f" --{name}: {colour};" for name, colour in found.items()) + " "


def _unreadable(key: str, colour: str, contrast: str, step: str) -> ConfigError:
    what = f"site.{key} {colour} has a contrast of {contrast}; WCAG AA asks for {colours.TEXT}:1"
    return ConfigError(what, "deflect.toml", step)


def _footer(text: str) -> Markup:
    if not text:
        return Markup()
    document = markdown.parse(text)
    kinds = [token.type for token in document.tokens]
    if kinds != ["paragraph_open", "inline", "paragraph_close"]:
        raise ConfigError("site.footer is no line of text with links", "deflect.toml", "Write one line of Markdown")
    _check_links(document)
    html = markdown.render(document, {"missing": "", "image": ""}).strip()
    return Markup(html)  # noqa: S704 - nh3 cleaned it


def _check_links(document: Document) -> None:
    for token in (child for inline in document.tokens for child in inline.children or ()):
        address = str(token.attrs.get("href", token.attrs.get("src", "")))
        if token.type == "image" or (
            token.type == "link_open" and not address.startswith(("https:", "http:", "mailto:"))
        ):
            what = f"site.footer: {address} is no address of a page"
            raise ConfigError(what, "deflect.toml", "Write whole addresses, which start with https://")
