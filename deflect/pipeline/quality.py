"""Peers' reviews of replies: a week's sample drawn into files, and the marks read back."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from deflect.cleaning import Cleaner, pseudonym
from deflect.cleaning.replies import Reply, replies, shown, signers
from deflect.errors import UsageError, WorkspaceError
from deflect.models import current_generation
from deflect.pipeline.clean import cleaner_for
from deflect.pipeline.quality_folder import Kept, gathered, keep, kept_samples, names_of, write_form
from deflect.pipeline.run import clusters_of
from deflect.pipeline.tiers import rules_for
from deflect.store import Store
from deflect.types import CleanTicket, Message, Ticket
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.report.quality import Judged, Listed, Plan, Quality
    from deflect.report.tiers import Rules

WEEK = re.compile(r"\d{4}-W\d{2}")
BEGIN = "Draw some: deflect quality draw --reviewer NAME"


@dataclass(frozen=True, slots=True)
class DrawnWeek:
    """What was drawn.

    Attributes:
        week: ISO week.
        replies: Replies that agents wrote in it.
        drawn: Those in the sample.
        shared: Those that two reviewers get.
        by: What they are stratified by; empty if not even every agent could have one.
        strata: How many strata there are.
        folder: Where the files lie.
        files: Files by reviewer.
        written: Files written now: none if the week was drawn before.
        next_step: What to do.
    """

    week: str
    replies: int
    drawn: int
    shared: int
    by: tuple[str, ...]
    strata: int
    folder: str
    files: Mapping[str, int]
    written: int
    next_step: str


def draw_week(
    workspace: Workspace,
    reviewers: Sequence[str],
    *,
    week: str = "",
    size: int = 20,
    shared: int = 5,
    now: datetime | None = None,
) -> DrawnWeek:
    """Draw a sample of a week's replies and write a file for each reply and reviewer.

    A week is drawn once. Drawn again, it writes what is missing of an interrupted draw and nothing else.

    Args:
        workspace: Locked while this runs; run before.
        reviewers: Their names, by which their folders are called. Whoever is named by an id under which they answer
            gets no reply of their own.
        week: ISO week, `2026-W47`; the newest whole one with replies if it is empty.
        size: Replies at most.
        shared: How many of them two reviewers get, so that agreement can be told.
        now: For tests.

    Raises:
        UsageError: No reviewer, two of the same name, no such week, one that is not over, one without replies, or one
            that was drawn otherwise.
        WorkspaceError: Nothing was run yet.
    """
    folders = _folders(reviewers)
    with workspace.lock("quality draw"), Store.open(workspace.database) as store:
        known = kept_samples(workspace)
        desk = _Desk(workspace, store, {each.reply for one in known for each in one.sample.replies})
        chosen = desk.week(week, now or datetime.now(UTC))
        before = next((each for each in known if each.sample.week == chosen), None)
        if before:
            _refuse_other(before, size, shared, tuple(folders))
        kept = before or desk.drawn(chosen, size, shared, folders)
        written = 0 if kept.complete else desk.write(kept)
        return _told(workspace, kept, written)


def quality(workspace: Workspace) -> Quality:
    """Measure the quality of replies by the marks that reviewers wrote.

    Raises:
        UsageError: No sample was drawn yet.
        WorkspaceError: What is kept of one is damaged.
    """
    found = measured_quality(workspace)
    if found is None:
        raise UsageError("no replies were drawn to review", str(workspace.quality), BEGIN)
    return found


def measured_quality(workspace: Workspace) -> Quality | None:
    """Measure the quality of replies; None if no sample was drawn yet."""
    from deflect.report.quality import measure_quality

    samples = kept_samples(workspace)
    if not samples:
        return None
    reviews, files = gathered(workspace, samples)
    return measure_quality([each.sample for each in samples], reviews, files)


def judged_replies(workspace: Workspace) -> tuple[Judged, ...]:
    """The replies that peers reviewed, each with who wrote it and whether it is good."""
    from deflect.report.quality import judged

    samples = kept_samples(workspace)
    return judged([each.sample for each in samples], gathered(workspace, samples)[0])


class _Desk:
    """What a workspace knows of the replies that agents wrote."""

    def __init__(self, workspace: Workspace, store: Store, drawn_before: set[str]) -> None:
        generation = current_generation(workspace.models)
        if generation is None:
            raise WorkspaceError("nothing was run yet", str(workspace.root), "Run it first: deflect run")
        self.workspace = workspace
        self.store = store
        self.drawn_before = drawn_before
        self.zone = ZoneInfo(workspace.settings.desk.time_zone)
        self.key = workspace.key()
        self.clean = {ticket.id: ticket for ticket in store.cleaned()}
        self.rules: Rules = rules_for(workspace, list(self.clean.values()), clusters_of(generation))
        self.cleaner: Cleaner = cleaner_for(workspace)
        self.by_week: defaultdict[str, list[str]] = defaultdict(list)
        for ticket in store.tickets():
            if ticket.ref in self.clean:
                for name in {self._week_of(each.created_at) for each in ticket.messages if _is_public_reply(each)}:
                    self.by_week[name].append(ticket.ref)

    def week(self, wanted: str, now: datetime) -> str:
        """The week to draw from."""
        current = self._week_of(now)
        if not wanted:
            wanted = max((each for each in self.by_week if each < current), default="")
            if not wanted:
                step = "Import newer tickets, then: deflect run"
                raise UsageError("no agent answered in any week that is over", str(self.workspace.root), step)
        _refuse_no_week(wanted)
        if wanted >= current:
            raise UsageError("this week is not over yet", wanted, "Draw it when it is, or name another --week")
        if wanted not in self.by_week:
            near = min(self.by_week, key=lambda each: abs(_monday(each) - _monday(wanted)), default="")
            step = f"The nearest week with replies: --week {near}" if near else "Import tickets, then: deflect run"
            raise UsageError("no agent answered in this week", wanted, step)
        return wanted

    def drawn(self, week: str, size: int, shared: int, folders: Mapping[str, str]) -> Kept:
        """Draw, and keep what was drawn."""
        from deflect.report.quality import Plan, draw

        sources = {ref.partition(":")[0] for ref in self.clean}
        own = {
            folder: {pseudonym.agent_by_id(self.key, source, name) for source in sources}
            for folder, name in folders.items()
        }
        plan: Plan = Plan(size, shared, tuple(folders), own)
        listed = [self._listed(reply) for _, reply in self._replies(week) if reply.id not in self.drawn_before]
        sample = draw(listed, week, plan, self.key)
        if not sample.replies:
            why = "all replies of this week are the reviewers' own" if listed else "no reply of this week says anything"
            raise UsageError(why, week, "Name another reviewer, or another --week")
        kept = Kept(sample, size, shared, tuple(folders), complete=False)
        keep(self.workspace, kept)
        return kept

    def write(self, kept: Kept) -> int:
        """Write the files that are not there; how many."""
        from deflect.report.quality import render

        week = kept.sample.week
        found = {reply.id: (ticket, reply) for ticket, reply in self._replies(week)}
        names = frozenset().union(*(signers(self.cleaner, ticket) for ticket, _ in found.values()))
        texts = {}
        for each in kept.sample.replies:
            if each.reply in found:
                ticket, reply = found[each.reply]
                seen = shown(self.cleaner, ticket, self.clean[ticket.ref], reply, names)
                texts[each.name] = render(each.name, seen)
        written = sum(
            write_form(self.workspace, week, reviewer, file, texts[name])
            for reviewer in kept.reviewers
            for name, file in names_of(reviewer, kept.sample)
            if name in texts
        )
        keep(self.workspace, replace(kept, complete=True))
        return written

    def _replies(self, week: str) -> list[tuple[Ticket, Reply]]:
        found: list[tuple[Ticket, Reply]] = []
        for ref in self.by_week[week]:
            ticket = self.store.get(ref)
            assert ticket is not None
            told = replies(self.cleaner, ticket, self.key)
            found += [(ticket, reply) for reply in told if self._week_of(reply.at) == week]
        return found

    def _listed(self, reply: Reply) -> Listed:
        from deflect.report.quality import Listed

        ticket: CleanTicket = self.clean[reply.ticket]
        tier = self.rules.of(ticket).tier
        return Listed(reply.id, reply.ticket, reply.agent, reply.at.isoformat(), ticket.language, f"tier {tier}")

    def _week_of(self, moment: datetime) -> str:
        year, week, _ = moment.astimezone(self.zone).isocalendar()
        return f"{year:04}-W{week:02}"


def _is_public_reply(message: Message) -> bool:
    return message.public and message.author == "agent"


def _folders(reviewers: Sequence[str]) -> dict[str, str]:
    """The name of each reviewer by their folder."""
    from deflect.kb.slugs import slug_for

    found: dict[str, str] = {}
    for name in (each.strip() for each in reviewers):
        if not name:
            raise UsageError("a reviewer has no name", "--reviewer", "Give a name")
        folder = slug_for(name)
        if folder in found:
            raise UsageError(
                "two reviewers have the same name", f"{found[folder]}, {name}", "Give each a name of their own"
            )
        found[folder] = name
    if not found:
        raise UsageError("nobody is to review", "--reviewer", "Name one or more: --reviewer ana --reviewer ben")
    return found


def _refuse_no_week(week: str) -> None:
    try:
        if WEEK.fullmatch(week):
            _monday(week)
            return
    except ValueError:
        pass  # such as week 53 of a year that has 52; said below
    raise UsageError("this is no week", week[:20], "Write the year and its ISO week, such as 2026-W47")


def _monday(week: str) -> timedelta:
    return date.fromisoformat(f"{week}-1") - date.min


def _refuse_other(kept: Kept, size: int, shared: int, reviewers: tuple[str, ...]) -> None:
    if (kept.size, kept.shared, set(kept.reviewers)) != (size, shared, set(reviewers)):
        who = " ".join(f"--reviewer {each}" for each in kept.reviewers)
        step = f"It was drawn with --replies {kept.size} --shared {kept.shared} {who}; name another --week"
        raise UsageError("this week was drawn already, otherwise", kept.sample.week, step)


def _told(workspace: Workspace, kept: Kept, written: int) -> DrawnWeek:
    sample = kept.sample
    files = {name: sum(name in each.reviewers for each in sample.replies) for name in kept.reviewers}
    return DrawnWeek(
        week=sample.week,
        replies=sum(sample.strata.values()),
        drawn=len(sample.replies),
        shared=sum(len(each.reviewers) > 1 for each in sample.replies),
        by=sample.by,
        strata=len(sample.strata),
        folder=str(workspace.quality / sample.week),
        files=files,
        written=written,
        next_step="Let each reviewer write marks into the files of their folder, then: deflect quality",
    )
