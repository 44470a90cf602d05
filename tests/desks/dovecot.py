"""Dovecot as Debian packages it: one mailbox over IMAP."""

from __future__ import annotations

import contextlib
import grp
import imaplib
import os
import pwd
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.desks.running import free_port, listening, serving

USER = "desk@example.org"
PASSWORD = "password"

CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
first_valid_uid = 0
first_valid_gid = 0
mail_location = maildir:{folder}/mail
mail_uid = {user}
mail_gid = {group}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/mail
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Drafts {{
    auto = subscribe
    special_use = \\Drafts
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    address = 127.0.0.1
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
"""


@dataclass(frozen=True, slots=True)
class Dovecot:
    """A running IMAP server with one mailbox, which is `USER`'s."""

    port: int

    def deliver(self, mail: bytes, folder: str = "INBOX") -> None:
        """Put a mail into a folder."""
        with self.connection() as imap:
            imap.append(folder, "", imaplib.Time2Internaldate(time.time()), mail)

    def mails(self, folder: str) -> tuple[bytes, ...]:
        """All mails of a folder, oldest first."""
        with self.connection() as imap:
            imap.select(folder, readonly=True)
            numbers = imap.search(None, "ALL")[1][0].split()
            return tuple(imap.fetch(each.decode(), "(BODY.PEEK[])")[1][0][1] for each in numbers)  # type: ignore[index, misc]

    @contextlib.contextmanager
    def connection(self) -> Iterator[imaplib.IMAP4]:
        """A connection that is logged in."""
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=60) as imap:
            imap.login(USER, PASSWORD)
            yield imap


def missing() -> str:
    """What is not installed of what it takes; empty if nothing."""
    return "" if shutil.which("dovecot") else "dovecot"


@contextlib.contextmanager
def dovecot(folder: Path) -> Iterator[Dovecot]:
    """Run an IMAP server with an empty mailbox.

    Args:
        folder: Where its mailbox and log go; must exist.
    """
    port = free_port()
    owner = pwd.getpwuid(65534) if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    values = {
        "folder": folder, "port": port, "password": PASSWORD, "user": owner.pw_name, "uid": owner.pw_uid,
        "gid": owner.pw_gid, "group": grp.getgrgid(owner.pw_gid).gr_name,
    }  # fmt: skip
    (folder / "dovecot.conf").write_text(CONFIG.format(**values))
    (folder / "mail").mkdir()
    if os.geteuid() == 0:
        for each in (folder, folder / "mail"):
            os.chown(each, owner.pw_uid, owner.pw_gid)
    command = [shutil.which("dovecot") or "dovecot", "-F", "-c", folder / "dovecot.conf"]
    with serving(command, folder / "printed", lambda: listening(port)):
        yield Dovecot(port)
