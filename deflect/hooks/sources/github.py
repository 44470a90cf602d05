"""GitHub issues: the event issues, opened. A comment is public, so none is written unless the owner allowed it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from deflect.hooks import proving, reading
from deflect.hooks.client import Client, WriteError
from deflect.hooks.source import Arrival, Call, CallError, Field, Source, Values
from deflect.types import Ticket

SIGNATURE = "x-hub-signature-256"
EVENT = "x-github-event"
ADDRESS = "https://api.github.com"
A_PAGE = 100
MOST_PAGES = 20
_REPOSITORY = re.compile(r"[\w.-]{1,100}/[\w.-]{1,100}", re.ASCII)


class Connected(Source):
    """A repository, or all of an organisation."""

    name: ClassVar[str] = "github"
    title: ClassVar[str] = "GitHub issues"
    probe: ClassVar[str] = "/rate_limit"
    public: ClassVar[bool] = True
    fields: ClassVar[tuple[Field, ...]] = (
        Field("secret", "Secret of the webhook, which you choose.", made_up=True),
        proving.OLD_SECRET,
        Field("token", "Fine-grained token that may read and write the issues of these repositories and nothing else."),
        Field("address", f"Of a GitHub Enterprise server's API, else {ADDRESS}", needed=False),
    )

    def __init__(self, values: Values) -> None:
        self._values = values
        self._secrets = proving.secrets_in(values)

    def verify(self, call: Call) -> str | None:
        """Compare `sha256=` and the HMAC-SHA256 of the body; GitHub states no time."""
        expected = proving.hexadecimal(self._secrets, call.body, before="sha256=")
        return proving.wrong_signature(call, SIGNATURE, expected)

    def parse(self, call: Call) -> Arrival | None:
        """Find repository and number; other events, and pull requests, are nothing to answer."""
        found = reading.object_of(call)
        if call.headers.get(EVENT) != "issues" or found.get("action") != "opened":
            return None
        repository = reading.part(found, "repository", "full_name")
        if not isinstance(repository, str) or not _REPOSITORY.fullmatch(repository) or ".." in repository:
            raise CallError("the body holds no name of a repository")
        number = reading.number_of(reading.part(found, "issue", "number"))
        name = f"{repository}#{number}"
        return Arrival(f"created:{name}", reading.named(self.name, name, call))

    def address(self) -> str:
        """The API's."""
        return self._values.get("address", ADDRESS).rstrip("/")

    def credentials(self) -> Mapping[str, str]:
        """The token, and the version of the interface that this file was written for."""
        return {
            "Authorization": f"Bearer {self._values['token']}",
            "Accept": "application/vnd.github+json",
            "X-GitHub-Api-Version": "2022-11-28",
        }

    def fetch(self, client: Client, ticket: Ticket) -> Ticket | None:
        """Read title and body; None if it is closed or somebody commented already."""
        found = reading.thing(client.get(_path(ticket)), what="issue")
        if found.get("state") != "open" or found.get("comments"):
            return None
        return reading.asked(ticket, found.get("title"), found.get("body"), "markdown")

    def has_note(self, client: Client, ticket: Ticket, marker: str) -> bool:
        """Look through the issue's comments."""
        return any(reading.holds(each.get("body"), marker) for each in _comments(client, ticket))

    def write_back(self, client: Client, ticket: Ticket, note: str) -> None:
        """Add a comment, which everybody sees."""
        client.send("POST", f"{_path(ticket)}/comments", {"body": note})

    def instructions(self, address: str) -> str:
        """The webhook and the token."""
        return f"""On GitHub, in the settings of the repository or organisation:

1. Webhooks > Add webhook
     Payload URL   {address}
     Content type  application/json
     Secret        the one that deflect made up
     Events        individual ones: Issues
2. Your settings > Developer settings > Fine-grained tokens: Issues, read and write.

A comment is public. deflect writes none before you set public = "yes", and then from validated articles only."""


def _path(ticket: Ticket) -> str:
    repository, _, number = ticket.id.partition("#")
    return f"/repos/{repository}/issues/{number}"


def _comments(client: Client, ticket: Ticket) -> Iterator[Mapping[str, Any]]:
    for page in range(1, MOST_PAGES + 1):
        found = reading.rows(client.get(f"{_path(ticket)}/comments?per_page={A_PAGE}&page={page}"), what="comments")
        yield from found
        if len(found) < A_PAGE:
            return
    raise WriteError("the issue has more comments than are looked through", lasting=True)
