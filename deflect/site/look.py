"""What a vendor made of the help centre's looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Look:
    """The vendor's own looks; without any, deflect's.

    Attributes:
        theme: Folder of templates and static files that replace deflect's own, name by name.
        style: CSS that follows the style sheet: colours and font.
        logo: Path of the logo in the site; empty without one.
        footer: What stands in the footer; empty for the site's title.
        files: Content of the logo and the font, by path in the site.
    """

    theme: Path | None = None
    style: str = ""
    logo: str = ""
    footer: Markup = field(default_factory=Markup)
    files: Mapping[str, bytes] = field(default_factory=dict)

    def static_file(self, name: str) -> Path | None:
        """The vendor's own version of a style, script or icon, if there is one."""
        own = self.theme / "static" / name if self.theme else None
        return own if own is not None and own.is_file() else None

    def apply(self, name: str, content: bytes) -> bytes:
        """Add what the settings say to a static file."""
        return content + self.style.encode() if name == "style.css" and self.style else content
