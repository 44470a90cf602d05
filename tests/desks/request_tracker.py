"""Request Tracker 5 as Debian packages it, with SQLite and its own web server."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.desks.running import Said, free_port, listening, run, serving

SERVER = Path("/usr/share/request-tracker5/libexec/rt-server")
SETUP = "rt-setup-database-5"
AGENT = ("root", "password")  # what a new Request Tracker has

SETTINGS = """
Set($rtname, 'desk.example');
Set($Organization, 'desk.example');
Set($WebDomain, '127.0.0.1');
Set($WebPort, {port});
Set($WebPath, '');
Set($DatabaseType, 'SQLite');
Set($DatabaseName, '{folder}/rt.db');
Set($DatabaseUser, '');
Set($DatabasePassword, '');
Set($MailCommand, 'testfile');
Set($LogToSyslog, undef);
Set($LogToSTDERR, 'warning');
Set($BcryptCost, 4);
{more}
1;
"""

MAKE_DEFLECT = """
use strict; use warnings; use RT;
RT::LoadConfig(); RT::Init();
my $user = RT::User->new( RT->SystemUser );
my ( $ok, $said ) = $user->Create( Name => 'deflect', EmailAddress => 'deflect@example.org', Privileged => 1 );
die $said unless $ok;
my $queue = RT::Queue->new( RT->SystemUser );
$queue->Load('General');
for my $right (qw(ShowTicket ShowTicketComments CommentOnTicket)) {
    ( $ok, $said ) = $user->PrincipalObj->GrantRight( Right => $right, Object => $queue );
    die $said unless $ok;
}
my $token = RT::AuthToken->new( RT->SystemUser );
my ( $id, $why, $text ) = $token->Create( Owner => $user->id, Description => 'deflect' );
die $why unless $id;
print "$text\n";
"""


@dataclass(frozen=True, slots=True)
class RequestTracker:
    """A running Request Tracker."""

    address: str
    folder: Path

    def open_ticket(self, subject: str, text: str, requester: str = "customer@example.org") -> str:
        """Open a ticket as its customer would, and give its id."""
        asked = {"Queue": "General", "Subject": subject, "Content": text, "Requestor": requester}
        return str(self._call("POST", "/ticket", json=asked)["id"])

    def said(self, ticket: str) -> Said:
        """What was written in a ticket: a comment is private, correspondence and the opening are not."""
        public, private = [], []
        for each in self._transactions(ticket):
            if each["Type"] in ("Create", "Correspond"):
                public.append(self._text(each["id"]))
            elif each["Type"] == "Comment":
                private.append(self._text(each["id"]))
        return Said(tuple(public), tuple(private))

    def make_deflect(self) -> str:
        """Make the user that the instructions ask for, who may comment and not reply, and give its auth token."""
        script = self.folder / "make_deflect.pl"
        script.write_text(MAKE_DEFLECT)
        command = ["perl", "-I/usr/share/request-tracker5/lib", str(script)]
        ended = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ, **self.env})
        return ended.stdout.split()[-1]

    def resolve(self, ticket: str) -> None:
        """Be done with a ticket."""
        self._call("PUT", f"/ticket/{ticket}", json={"Status": "resolved"})

    def insert(self, initial_data: Path) -> None:
        """Put what a file in Request Tracker's form for initial data holds into its database."""
        run([SETUP, "--action", "insert", "--skip-create", "--datafile", initial_data], self.folder / "log", self.env)

    @property
    def env(self) -> dict[str, str]:
        """What tells Request Tracker's programs where its settings are."""
        return {"RT_SITE_CONFIG": str(self.folder / "RT_SiteConfig.pm"), "RT_SITE_CONFIG_DIR": str(self.folder)}

    def _transactions(self, ticket: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._call(
            "GET", f"/ticket/{ticket}/history", params={"fields": "Type", "per_page": 100, "order": "ASC"}
        )["items"]
        return sorted(found, key=lambda each: int(each["id"]))

    def _text(self, transaction: str) -> str:
        found = self._call("GET", f"/transaction/{transaction}/attachments", params={"fields": "ContentType,Content"})
        return next(str(each["Content"]) for each in found["items"] if each["ContentType"].startswith("text/"))

    def _call(self, method: str, path: str, **given: Any) -> dict[str, Any]:
        answer = httpx.request(method, f"{self.address}/REST/2.0{path}", auth=AGENT, timeout=60, **given)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found


def missing() -> str:
    """What is not installed of what it takes; empty if nothing."""
    return "" if SERVER.exists() and shutil.which(SETUP) else "Request Tracker 5"


@contextlib.contextmanager
def request_tracker(folder: Path, settings: Mapping[str, str] | None = None) -> Iterator[RequestTracker]:
    """Run a new, empty Request Tracker.

    Args:
        folder: Where its database, settings and log go; must exist.
        settings: Added to RT_SiteConfig.pm, strings by name.
    """
    port = free_port()
    more = "\n".join(f"Set(${name}, '{value}');" for name, value in (settings or {}).items())
    desk = RequestTracker(f"http://127.0.0.1:{port}", folder)
    (folder / "RT_SiteConfig.d").mkdir()
    (folder / "RT_SiteConfig.pm").write_text(SETTINGS.format(port=port, folder=folder, more=more))
    log = folder / "log"
    run([SETUP, "--action", "init", "--skip-create"], log, desk.env, folder)
    command = [SERVER, "--port", str(port), "--host", "127.0.0.1"]
    with serving(command, log, lambda: listening(port), desk.env, folder):
        yield desk
