"""The stages in order; a stage whose inputs, settings and code are as before is skipped."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from deflect.errors import ModelError, WorkspaceError
from deflect.models import Generation, current_generation
from deflect.pipeline import fingerprints, site
from deflect.pipeline.clean import cleaner_for
from deflect.pipeline.clock import Clock, Progress, silent
from deflect.pipeline.erase import finish_erasure
from deflect.pipeline.finding import learning_key
from deflect.pipeline.names import CLUSTERS, SUMMARY, Goal
from deflect.pipeline.summary import RunSummary
from deflect.pipeline.unreadable import unreadable
from deflect.types import Cluster
from deflect.workspace import Workspace, remove_leftovers

if TYPE_CHECKING:
    from deflect.kb import PublishResult
    from deflect.store import Store


def run(workspace: Workspace, goal: Goal = "site", progress: Progress = silent) -> RunSummary:
    """Bring a workspace up to date with its tickets, articles and settings.

    Args:
        workspace: Locked while this runs; a killed run leaves it usable, and run again it ends the same.
        goal: `questions` stops before drafting, `articles` before building the site.
        progress: Called with the stage, items done and items to do.

    Returns:
        What each stage did, and which stages were skipped.

    Raises:
        WorkspaceLockedError: Another process is writing.
        WorkspaceError: There are no tickets.
    """
    clock = Clock()
    from deflect.store import Store

    with workspace.lock("run"), Store.open(workspace.database) as store:
        for folder in (workspace.kb, workspace.base, workspace.site):
            remove_leftovers(folder)
        finish_erasure(workspace, store)
        if not store.count():
            raise WorkspaceError(
                "there are no tickets yet", str(workspace.root), "Import some: deflect import jsonl tickets.jsonl"
            )
        generation = _learn(workspace, store, goal, clock, progress)
        built = site.Note()
        if goal == "site":
            with clock.stage("site"):
                built, skipped = site.build_if_stale(workspace, generation, cleaner_for(workspace))
            clock.skipped += ["site"] if skipped else []
        return _summary(workspace, store, generation, built, clock)


def build_site(workspace: Workspace, *, preview: bool = False, strict: bool = False) -> site.SiteBuilt:
    """Build the help centre from the articles as they are, without looking at tickets.

    Args:
        workspace: Locked while this runs.
        preview: Show also what nobody reviewed, marked as drafts and hidden from search engines.
        strict: Publish all or nothing.

    Returns:
        What was built, and what was refused.
    """
    with workspace.lock("build"):
        generation, cleaner = current_generation(workspace.models), cleaner_for(workspace)
        return site.build(workspace, generation, cleaner, preview=preview, strict=strict)


def clusters_of(generation: Generation) -> tuple[Cluster, ...]:
    """Read the recurring questions of a generation."""
    from deflect.clusters.following import saved

    return saved.from_plain(generation.json(CLUSTERS))


def _learn(workspace: Workspace, store: Store, goal: Goal, clock: Clock, progress: Progress) -> Generation:
    cleaner = cleaner_for(workspace)
    learning, said = learning_key(workspace, store, cleaner), store.feedback.revision()
    generation = _sound_generation(workspace)
    # What a whole run made also holds the questions alone: looking at them must not make the answers stale.
    if generation and generation.fields["inputs"] in {
        inputs(workspace, learning, each, said) for each in (goal, "site")
    }:
        clock.skipped += ["clean", "encode", "cluster", "draft", "index"]
        return generation
    from deflect.pipeline.learning import Learner

    learner = Learner(workspace, store, cleaner, clock, progress)
    return learner.learn(generation, learning, goal, lambda: inputs(workspace, learning, goal, said))


def _sound_generation(workspace: Workspace) -> Generation | None:
    """The generation in use if every file of it is whole: a run makes anew what is damaged."""
    try:
        generation = current_generation(workspace.models)
        for name in generation.files if generation else ():
            assert generation
            generation.path(name)
    except ModelError:
        return None
    return generation


def inputs(workspace: Workspace, learning: str, goal: Goal = "site", said: str = "") -> str:
    """Everything the artefacts of a generation depend on; articles are inputs because people edit them."""
    settings = workspace.settings
    drafting = settings.drafting if goal != "questions" else ""
    return fingerprints.of(
        learning,
        fingerprints.folder(workspace.kb),
        fingerprints.hash_files([path for path in (workspace.words,) if path.exists()], workspace.root),
        fingerprints.hash_files([path for path in (workspace.documentation,) if path.exists()], workspace.state),
        drafting,
        settings.suggest,
        settings.vendor,
        fingerprints.code_version(),
        said,
    )


def _drafted(generation: Generation, *, again: bool) -> PublishResult:
    """What became of the drafts when the generation was made; if that was an earlier run, nothing has changed since."""
    from deflect.kb import PublishResult

    found = PublishResult(**{name: tuple(slugs) for name, slugs in generation.json(SUMMARY).items()})
    if not again:
        return found
    there = sorted({*found.created, *found.updated, *found.merged, *found.unchanged})
    return dataclasses.replace(found, created=(), updated=(), merged=(), unchanged=tuple(there))


def _summary(workspace: Workspace, store: Store, generation: Generation, built: site.Note, clock: Clock) -> RunSummary:
    return RunSummary(
        tickets=store.count(),
        left_out={str(name): count for name, count in store.left_out().items()},
        learned=generation.fields["learned"],
        questions=generation.fields["questions"],
        covered=generation.fields["covered"],
        finding=generation.fields["finding"],
        rejected=generation.fields["rejected"],
        bursts=generation.fields["bursts"],
        set_apart=generation.fields["set_apart"],
        unread=generation.fields["unread"],
        drafted=_drafted(generation, again="draft" in clock.skipped),
        pages=built.pages,
        preview=built.preview,
        waiting=built.waiting,
        home=str(workspace.site / "index.html"),
        generation=generation.number,
        skipped=tuple(clock.skipped),
        seconds=clock.seconds,
        wording={} if "draft" in clock.skipped else generation.fields["wording"],
        unreadable=unreadable(workspace),
    )
