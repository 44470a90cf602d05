"""`deflect hooks`: the ticket systems that call, and the calls that could not be dealt with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from deflect.cli.groups import Commands, as_data_of, workspace_of
from deflect.cli.output import json_option, show, workspace_option
from deflect.errors import UsageError

if TYPE_CHECKING:
    from deflect.store.inbox import Waiting

SERVICE = "https://SERVICE"


@dataclass(frozen=True, slots=True)
class Listed:
    """What `deflect hooks list` tells.

    Attributes:
        connected: Sources that have all they need.
        begun: Sources that lack something, with the names of what.
        waiting: Calls that wait for their turn.
        dead: Calls that are not tried again by themselves.
        done: What became of the calls of the last 30 days: source → outcome → calls.
    """

    connected: tuple[str, ...]
    begun: dict[str, tuple[str, ...]]
    waiting: tuple[Waiting, ...]
    dead: tuple[Waiting, ...]
    done: dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Added:
    """What `deflect hooks add` made.

    Attributes:
        file: For what only the owner knows.
        new: Whether it was not there before.
        address: Where the ticket system is to call.
        missing: Names of what must still be filled in.
        instructions: What to paste where.
    """

    source: str
    file: str
    new: bool
    address: str
    missing: tuple[str, ...]
    instructions: str


@click.group("hooks", cls=Commands, invoke_without_command=True)
@workspace_option
@json_option
@click.pass_context
def hooks_command(context: click.Context, folder: str, as_data: bool) -> None:
    """Connect ticket systems; see and retry what could not be noted.

    deflect serve takes their calls and answers them with private notes. Without a further command, the same as list.
    """
    if context.invoked_subcommand is None:
        context.invoke(list_command, folder=folder, as_data=as_data)


@hooks_command.command("add")
@click.argument("source")
@workspace_option
@json_option
@click.option("--address", metavar="URL", default=SERVICE, help="Where the ticket system reaches deflect serve.")
def add_command(source: str, folder: str, as_data: bool, address: str) -> None:
    """Begin to connect SOURCE: make the file for its secrets, and print what to paste where.

    SOURCE is chatwoot, discourse, django_helpdesk, escalated, freescout, freshdesk, github, help_scout,
    help_scout_app, intercom, mailbox, request_tracker, roundup, standard, zammad or zendesk.

    The file is .deflect/hooks/SOURCE.toml, and only you can read it. A running deflect serve sees what changes in it.
    """
    from deflect.hooks import Sources, source_class
    from deflect.hooks.proving import ADDRESS_TOKEN

    workspace, kind, reached = workspace_of(folder), source_class(source), _reached_at(address)
    sources = Sources(workspace)
    new = sources.add(source, _made_up(source))
    values = sources.values(source)
    missing = sources.missing(source)
    blank = {each.name: values.get(each.name, "") for each in kind.fields}
    called = "/".join((reached, "hooks", source, *filter(None, (values.get(ADDRESS_TOKEN.name),))))
    told = kind({**blank, **values}).instructions(called)
    added = Added(source, str(sources.path(source)), new, called, missing, told)
    show(added, as_data_of(as_data), lambda: _added_text(added))


@hooks_command.command("list")
@workspace_option
@json_option
def list_command(folder: str, as_data: bool) -> None:
    """Show which ticket systems are connected, what became of their calls, and which wait or are dead and why.

    A ticket system that was begun and still lacks something is named with what it lacks; its calls get 404 until then.
    A dead call is one that the ticket system refused, or that failed too often. Nothing of the ticket is shown but its
    id.
    """
    from deflect.hooks import Sources
    from deflect.store.inbox import Inbox

    workspace = workspace_of(folder)
    with Inbox.open(workspace.database) as inbox:
        calls, done = inbox.open_calls(), inbox.outcomes()
    waiting, dead = (tuple(each for each in calls if each.state == state) for state in ("waiting", "dead"))
    sources = Sources(workspace)
    listed = Listed(sources.connected(), sources.begun(), waiting, dead, done)
    show(listed, as_data_of(as_data), lambda: _listed_text(listed))


@hooks_command.command("retry")
@click.argument("ids", nargs=-1, type=int, metavar="[ID]...")
@click.option("--all", "every", is_flag=True, help="All dead calls.")
@workspace_option
@json_option
def retry_command(ids: tuple[int, ...], every: bool, folder: str, as_data: bool) -> None:
    """Try dead calls again, as if they were new, such as after their cause is gone."""
    from deflect.store.inbox import Inbox

    with Inbox.open(workspace_of(folder).database) as inbox:
        number = inbox.retry(_chosen(inbox, ids, every), datetime.now(UTC))
    show({"retried": number}, as_data_of(as_data), lambda: f"{number:,} calls wait for their turn again.")


@hooks_command.command("drop")
@click.argument("ids", nargs=-1, type=int, metavar="[ID]...")
@click.option("--all", "every", is_flag=True, help="All dead calls.")
@workspace_option
@json_option
def drop_command(ids: tuple[int, ...], every: bool, folder: str, as_data: bool) -> None:
    """Give dead calls up for good, and delete what was kept of their tickets."""
    from deflect.store.inbox import Inbox

    with Inbox.open(workspace_of(folder).database) as inbox:
        number = inbox.drop(_chosen(inbox, ids, every))
    show({"dropped": number}, as_data_of(as_data), lambda: f"{number:,} calls are given up.")


def _chosen(inbox: object, ids: tuple[int, ...], every: bool) -> list[int]:
    from deflect.store.inbox import Inbox

    assert isinstance(inbox, Inbox)
    if every == bool(ids):
        raise UsageError("say which calls", "", "Give their ids as in deflect hooks list, or --all")
    dead = {each.id for each in inbox.open_calls("dead")}
    unknown = sorted(set(ids) - dead)
    if unknown:
        raise UsageError("no dead call has this id", str(unknown[0]), "See: deflect hooks list")
    return sorted(dead) if every else list(ids)


def _reached_at(address: str) -> str:
    """Check an address that people will paste into another system, where a wrong one fails without a word."""
    from urllib.parse import urlsplit

    try:
        found = urlsplit(address)
        whole = found.scheme in ("https", "http") and bool(found.hostname) and found.port != 0
    except ValueError:
        whole = False
    if not whole or found.username or found.query or found.fragment or any(map(str.isspace, address)):
        raise UsageError("this is no address of a service", address, "Give it as https://answers.acme.example")
    return address.rstrip("/")


def _made_up(source: str) -> dict[str, str]:
    import base64
    import secrets

    from deflect.hooks import source_class
    from deflect.hooks.proving import ADDRESS_TOKEN

    def secret(name: str) -> str:
        if name == ADDRESS_TOKEN.name:
            return secrets.token_urlsafe(32)  # stands in an address
        # As short as Standard Webhooks lets it be: Help Scout takes 40 characters and no more.
        return "whsec_" + base64.b64encode(secrets.token_bytes(24)).decode()

    return {each.name: secret(each.name) for each in source_class(source).fields if each.made_up}


def _added_text(added: Added) -> str:
    if added.missing:
        secrets = f"Then put {', '.join(added.missing)} into\n\n    {added.file}\n\nwhich only you can read."
    else:
        secrets = f"What only you may know is in\n\n    {added.file}"
    stands = f"{SERVICE} stands for where it reaches deflect serve; give that with --address.\n\n"
    told = stands if SERVICE in added.instructions else ""
    return f"{added.instructions}\n\n{told}{secrets}\n\nSee what becomes of its calls: deflect hooks list"


def _listed_text(listed: Listed) -> str:
    head = f"Connected: {', '.join(listed.connected) or 'none yet; see deflect hooks add --help'}"
    lines = [head, *(f"Begun:     {name}, lacks {', '.join(lacking)}" for name, lacking in listed.begun.items())]
    lines += [f"Done:      {name}: {_counts(outcomes)}" for name, outcomes in listed.done.items()]
    lines += [f"Waiting:   {len(listed.waiting):,}", *_troubles(listed.waiting), f"Dead:      {len(listed.dead):,}"]
    lines += [f"  {each.id}  {each.source} ticket {each.ticket}: {each.reason}" for each in listed.dead]
    if listed.dead:
        lines.append("Once the cause is gone: deflect hooks retry --all")
    return "\n".join(lines)


def _counts(outcomes: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {outcome}" for outcome, number in outcomes.items())


def _troubles(waiting: Iterable[Waiting]) -> list[str]:
    """Why calls wait that were tried before, one line a reason: while a system is down, they are many."""
    due: dict[tuple[str, str], list[datetime]] = {}
    for each in waiting:
        if each.reason:
            due.setdefault((each.source, each.reason), []).append(each.due_at)
    return [
        f"  {source}: {len(when):,}, because {reason}; tried again at {min(when):%H:%M:%S} UTC"
        for (source, reason), when in due.items()
    ]
