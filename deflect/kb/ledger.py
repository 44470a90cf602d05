"""The last draft of each recurring question's article: what tells people's edits from what deflect wrote itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, unquote

from deflect.kb.front_matter import read_text
from deflect.workspace import atomic_write


@dataclass(frozen=True, slots=True)
class Ledger:
    """Last drafts as files in a folder, by the id of their recurring question.

    An article's file and its last draft cannot be replaced in one stroke. So what is about to be written is noted
    first; after a kill, the note tells whether the file is deflect's own work or somebody's edit.
    """

    folder: Path

    def path(self, key: str) -> Path:
        """Where the last draft is kept."""
        return self.folder / f"{quote(key, safe=' ')}.md"

    def offer_path(self, key: str) -> Path:
        """Where a draft is kept that waits for a person's word."""
        return self.path(key).with_suffix(".offer")

    def last(self, key: str) -> str | None:
        """The last draft; None if there was none."""
        path = self.path(key)
        return read_text(path) if path.exists() else None

    def keys(self) -> Iterator[str]:
        """Every recurring question that was ever drafted, in order."""
        yield from (unquote(path.stem) for path in sorted(self.folder.glob("*.md")))

    def intend(self, key: str, file: str, draft: str) -> None:
        """Note that an article's file will be given a text on account of a draft."""
        note = json.dumps({"file": _digest(file), "draft": draft})
        atomic_write(self._note(key), note.encode())

    def settle(self, key: str, draft: str) -> None:
        """Keep a draft as the last one; the file has been written."""
        if self.last(key) != draft:
            atomic_write(self.path(key), draft.encode())
        self._note(key).unlink(missing_ok=True)
        self.offer_path(key).unlink(missing_ok=True)

    def offer(self, key: str, draft: str, proposal: str) -> None:
        """Note that a draft waits for a person's word, as a proposal with a text; it becomes the last by `settle`."""
        atomic_write(self.offer_path(key), json.dumps({"proposal": _digest(proposal), "draft": draft}).encode())

    def offered(self, key: str) -> str | None:
        """The draft that waits for a person's word; None if none does."""
        offer = self.offer_path(key)
        return str(json.loads(offer.read_bytes())["draft"]) if offer.exists() else None

    def is_offer(self, key: str, proposal: str) -> bool:
        """Whether a proposal is, letter by letter, what was offered last."""
        offer = self.offer_path(key)
        return offer.exists() and bool(json.loads(offer.read_bytes())["proposal"] == _digest(proposal))

    def recover(self, key: str, file: str | None) -> None:
        """Finish what a killed run began.

        Args:
            key: Id of the recurring question.
            file: The article's text as it is; None if there is no file.
        """
        note = self._note(key)
        if not note.exists():
            return
        intended = json.loads(note.read_bytes())
        if file is not None and _digest(file) == intended["file"]:
            self.settle(key, intended["draft"])
        else:
            note.unlink()

    def _note(self, key: str) -> Path:
        return self.path(key).with_suffix(".json")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
