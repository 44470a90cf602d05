"""Everything that the service needs besides a suggester: sources, inbox, workers, notebook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from deflect.cleaning import Cleaner
from deflect.hooks import Pace, Sources, Worker
from deflect.hooks.catching_up import CatchUp
from deflect.hooks.rush import Rush
from deflect.hooks.worker import Answerer
from deflect.store.inbox import Inbox
from deflect.web.articles import Articles
from deflect.web.notebook import Notebook
from deflect.workspace import Workspace

Gauges = Mapping[str, tuple[str, float]]
KNOWN = 1.0
"""Seconds after which the file of a source is looked at again: a new secret counts from then on."""


@dataclass
class Desk:
    """What belongs to one workspace; made with `Desk.open`.

    Attributes:
        redact: Hides personal data in a comment of a reader.
        articles: Those that a reader may speak of.
    """

    inbox: Inbox
    sources: Sources
    notebook: Notebook
    key: bytes
    redact: Callable[[str], str]
    articles: Articles
    workers: list[Worker] = field(default_factory=list)
    rush: Rush = field(default_factory=Rush)

    @classmethod
    def open(cls, workspace: Workspace, answerer: Answerer, workers: int = 2, pace: Pace | None = None) -> Desk:
        """Open a workspace's inbox; the workers begin with `start`.

        Args:
            workspace: The workspace.
            answerer: Answers the tickets of asynchronous sources.
            workers: Threads that do so.
            pace: How long things take.

        Raises:
            StoreError: The database cannot be opened.
            ConfigError: A source's file is damaged, or others can read it.
        """
        settings, key = workspace.settings, workspace.key()
        cleaner = Cleaner(settings.vendor, settings.privacy, key)
        sources = Sources(workspace, KNOWN)
        sources.connected()
        inbox = Inbox.open(workspace.database)
        pace = pace or Pace(catch_up=settings.serve.catch_up)
        catch_up, rush = CatchUp(inbox, sources, pace.catch_up, pace.request), Rush()
        made = [Worker(inbox, sources, answerer, key, pace, catch_up=catch_up, rush=rush) for _ in range(workers)]
        redact = lambda text: cleaner.clean_question(text)[0]  # noqa: E731
        articles = Articles(workspace.kb, workspace.base)
        return cls(inbox, sources, Notebook(workspace.state), key, redact, articles, made, rush)

    def start(self) -> None:
        """Let the workers begin."""
        for worker in self.workers:
            worker.start()

    def stop(self) -> None:
        """Let the workers end the calls at hand, and close everything; what waits is there at the next start."""
        for worker in self.workers:
            worker.begin_nothing()
        ended = [worker.stop() for worker in self.workers]
        self.notebook.close()
        if all(ended):
            self.inbox.close()

    def wake(self) -> None:
        """Say that a call came in."""
        self.rush.came()
        for worker in self.workers:
            worker.wake()

    @property
    def is_working(self) -> bool:
        """Whether every worker is alive."""
        return all(worker.is_alive for worker in self.workers)
