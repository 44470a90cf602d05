"""The suggester of the present generation: what `deflect run` publishes is picked up without a restart."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from deflect.errors import DeflectError, WorkspaceError
from deflect.suggest import Suggester
from deflect.types import Abstention, Suggestion
from deflect.workspace import Workspace

log = logging.getLogger("deflect.web")

FIRST = "How do I log in to my account?"
"""Asked of each suggester before anybody else may."""


class Present:
    """Asks whatever suggester is the newest that could be loaded; one that cannot be leaves the one before.

    Args:
        workspace: The workspace.
        seconds: Between two looks for a new generation.
        load: Loads a suggester.
    """

    def __init__(
        self, workspace: Workspace, seconds: float = 1.0, load: Callable[[str], Suggester] | None = None
    ) -> None:
        self._root = str(workspace.root)
        self._pointer = workspace.models / "CURRENT"
        self._seconds = seconds
        self._load = load or Suggester.load
        self._suggester: Suggester | None = None
        self._tried = ""
        self.generation = ""
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="deflect-generations", daemon=True)

    def start(self) -> None:
        """Load what is there, and look for newer ones from now on."""
        self.look()
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._stopping.set()
        self._thread.join()

    @property
    def is_ready(self) -> bool:
        """Whether there is anything to ask."""
        return self._suggester is not None

    def suggest(
        self, text: str, *, subject: str = "", language: str | None = None, drafts: bool = True
    ) -> Suggestion | Abstention:
        """Answer a question or abstain, as `Suggester.suggest` does.

        Raises:
            WorkspaceError: Nothing was prepared yet.
        """
        suggester = self._suggester
        if suggester is None:
            raise WorkspaceError("nothing is learned from the tickets yet", self._root, "Run: deflect run")
        return suggester.suggest(text, subject=subject, language=language, drafts=drafts)

    def look(self) -> None:
        """Load the present generation, unless that was tried already."""
        found = self._number()
        if found in ("", self._tried):
            return  # an empty one is just being written, or gone: what is there goes on answering
        self._tried = found
        try:
            suggester = self._load(self._root)
            # The first question takes a hundred times as long as any later one: nobody's call should be that one.
            suggester.suggest(FIRST)
        except (DeflectError, OSError) as error:
            log.error("generation", extra={"generation": found, "reason": getattr(error, "what", "") or str(error)})
            return
        self._suggester, self.generation = suggester, found
        log.info("generation", extra={"generation": found})

    def _number(self) -> str:
        try:
            return self._pointer.read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return ""

    def _run(self) -> None:
        while not self._stopping.wait(self._seconds):
            try:
                self.look()
            except Exception as error:  # noqa: BLE001 - the next generation may load again
                log.error("generation", extra={"error": type(error).__name__})
