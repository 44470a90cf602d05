"""Recurring questions and decisions about them, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deflect.cli.output import typed
from deflect.types import Cluster
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.pipeline.decide import Asked, Done
    from deflect.pipeline.questions import Story, Taken

RENAME = 'deflect cluster rename ID "…" --reason "…"'
WIDTH = 72
WEEKS = 52
BARS = "▁▂▃▄▅▆▇█"
EXAMPLE = 200


def questions_text(clusters: tuple[Cluster, ...], limit: int, hidden: int, learned: int) -> str:
    """Lay recurring questions out as a table.

    Args:
        clusters: Those to list, largest first.
        limit: Most rows.
        hidden: How many rejected ones are not among them.
        learned: Tickets that questions were looked for in.
    """
    if not clusters and not hidden:
        return "No question recurs yet. See [clusters] min_size and granularity in deflect.toml"
    wide = max((len(each.id) for each in clusters[:limit]), default=2)
    lines = [f"{'id':<{wide}}  tickets  customers  share  movement  question"]
    lines += [_row(each, wide, learned) for each in clusters[:limit]]
    if len(clusters) > limit:
        lines.append(f"… and {len(clusters) - limit} more; list them with --limit {len(clusters)}")
    if hidden:
        lines.append(f"{hidden} rejected are not listed; list them with --all")
    return "\n".join(lines)


def _row(cluster: Cluster, wide: int, learned: int) -> str:
    count = len(cluster.member_ids)
    mark = "" if cluster.standing == "open" else f"[{cluster.standing}] "
    mark += f"[documented: {cluster.documented}] " if cluster.documented else ""
    figures = f"{count:7}  {cluster.customers:9}  {_share(count / max(1, learned)):>5}  {cluster.trend.movement:<8}"
    return f"{cluster.id:<{wide}}  {figures}  {_cut(mark + cluster.label, WIDTH)}"


def story_text(story: Story, workspace: Workspace) -> str:
    """Lay out all about one question."""
    cluster, trend = story.cluster, story.cluster.trend
    count = len(cluster.member_ids)
    minutes = "not known" if cluster.minutes is None else f"{cluster.minutes:,.0f}, {cluster.minutes / count:.1f} each"
    rows = [
        ("question", cluster.label),
        ("id", cluster.id + ("" if cluster.standing == "open" else f", {cluster.standing}")),
        ("tickets", f"{count:,} by {cluster.customers:,} customers, {_share(story.share)} of the load"),
        ("language", cluster.language),
        ("keywords", ", ".join(cluster.keywords) or "none"),
        ("agents' minutes", minutes),
        ("seen", f"{cluster.first_seen} to {cluster.last_seen}" if cluster.first_seen else "not known"),
        ("movement", trend.movement),
        ("by week", _weeks(cluster)),
        ("came from", ", ".join(cluster.came_from) or "no other question"),
    ]
    lines = [f"{name:>16}  {value}" for name, value in rows]
    lines += ["", "How people ask it:", *(f"  - {_cut(' '.join(each.split()), EXAMPLE)}" for each in story.exemplars)]
    if story.decisions:
        lines += ["", "Decisions:", *(f"  - {_taken_text(each)}" for each in story.decisions)]
    if story.pending:
        lines += ["", f"The next run changes it as decided: {typed('deflect run', workspace.root)}"]
    return "\n".join(lines)


def _weeks(cluster: Cluster) -> str:
    counts = cluster.trend.tickets[-WEEKS:]
    if not counts:
        return "not known"
    most = max(*counts, 1)
    bars = "".join(BARS[-(-each * (len(BARS) - 1) // most)] for each in counts)
    return f"{bars} (from {cluster.trend.weeks[-len(counts)]}, at most {most})"


def _taken_text(taken: Taken) -> str:
    with_others = f" with {', '.join(taken.others)}" if taken.decision == "merge" else ""
    into = f" into {', '.join((taken.question, *taken.others))}" if taken.decision == "split" else ""
    label = f" to “{taken.label}”" if taken.label else ""
    undone = "" if taken.counts else " (undone)"
    on = f"{taken.on}: " if taken.on else ""
    return (
        f"{on}{taken.decision} {taken.question}{with_others}{into}{label}{undone}. {taken.reason or 'No reason given'}"
    )


def done_text(done: Done, workspace: Workspace) -> str:
    """Say what was decided, and what to type next."""
    lines = [_said(done), *(line for part in done.parts for line in _part_lines(part))]
    if done.file is None:
        return "\n".join([*lines, "Nothing was changed. To do it, leave --dry-run out and give a --reason."])
    if done.parts:
        lines.append(f"Call a part something else: {typed(RENAME, workspace.root)}")
    lines.append(f"Written to {done.file}")
    return "\n".join([*lines, f"Next: {typed(done.next_step, workspace.root)}"])


def _said(done: Done) -> str:
    named = f"{done.question} “{_cut(done.label, WIDTH)}” ({done.tickets:,} tickets)"
    if done.decision == "merge":
        return f"Merged {', '.join(done.others)} into {named}."
    if done.decision == "split":
        would = "Split" if done.file else "Would be split"
        return f"{would}: {done.question} “{_cut(done.label, WIDTH)}” into {len(done.parts)}."
    if done.decision == "restore":
        return f"Undid the {done.undid} of {named}." if done.label else f"Undid the {done.undid} of {done.question}."
    words = {"rename": "Renamed", "reject": "Rejected: no article is drafted for", "pin": "Pinned"}
    return f"{words[done.decision]} {named}."


def _part_lines(part: Asked) -> list[str]:
    return [f"  {part.id}  {part.tickets:,} tickets", *(f"      {_cut(text, WIDTH)}" for text in part.asks)]


def _share(value: float) -> str:
    return f"{value:.1%}"


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
