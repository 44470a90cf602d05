"""Which files of a site deflect wrote; all others are people's.

The manifest is also what makes a swap whole: from the moment it names files as `pending`, their new form lies complete
in the folder aside, and whoever reads it next ends what a killed build began.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deflect.errors import WorkspaceError

MANIFEST = ".deflect-site.json"
VERSION = 2


@dataclass(frozen=True, slots=True)
class Manifest:
    """Which files of the site deflect wrote, with the SHA-256 of each.

    Attributes:
        pending: All files of a site that is about to take the place of this one; empty if none is.
    """

    files: Mapping[str, str] = field(default_factory=dict)
    pending: Mapping[str, str] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """The manifest as it is stored."""
        content: dict[str, object] = {"version": VERSION, "files": dict(sorted(self.files.items()))}
        if self.pending:
            content["pending"] = dict(sorted(self.pending.items()))
        return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def read_manifest(out: Path) -> Manifest:
    """Read which files deflect wrote; none if there is no manifest.

    Raises:
        WorkspaceError: It is damaged, or names a path outside the site.
    """
    path = out / MANIFEST
    if not path.exists():
        return Manifest()
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return Manifest(_paths(found["files"]), _paths(found.get("pending", {})))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise WorkspaceError(
            "the list of the site's files is damaged", str(path), "Delete the site's folder and run: deflect build"
        ) from error


def digest_of(path: Path) -> str | None:
    """The SHA-256 of a file; None if there is none, and nothing but "" if something else is in its place."""
    if path.is_symlink() or (path.exists() and not path.is_file()):
        return ""  # in the way, and nothing that deflect would have written
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _paths(found: Mapping[str, str]) -> dict[str, str]:
    for path, digest in found.items():
        if not isinstance(digest, str) or path.startswith("/") or (".." in path and ".." in path.split("/")):
            raise ValueError(path)
    return dict(found)
