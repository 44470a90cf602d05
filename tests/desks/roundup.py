"""roundup's classic tracker, with SQLite and its own web server, which refuses to run as root."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.desks.django_project import PYTHON
from tests.desks.running import Said, free_port, listening, run, serving

AGENT = ("admin", "password")
CUSTOMER = ("customer", "password")
NOBODY = 65534


@dataclass(frozen=True, slots=True)
class Roundup:
    """A running roundup tracker."""

    address: str
    folder: Path

    def open_ticket(self, subject: str, text: str) -> str:
        """Open an issue as its customer would, and give its id."""
        message = self._call("POST", "/msg", CUSTOMER, {"content": text, "author": CUSTOMER[0], "date": "."})["id"]
        return str(self._call("POST", "/issue", CUSTOMER, {"title": subject, "messages": [message]})["id"])

    def said(self, ticket: str) -> Said:
        """The messages of an issue: the classic tracker shows all of them to everybody."""
        issue = self._call("GET", f"/issue/{ticket}", AGENT)["attributes"]
        ids = sorted((each["id"] for each in issue["messages"]), key=int)
        texts = (str(self._call("GET", f"/msg/{each}/content", AGENT)["data"]) for each in ids)
        return Said(tuple(texts), ())

    def attribute(self, ticket: str, name: str) -> Any:
        """One property of an issue."""
        return self._call("GET", f"/issue/{ticket}", AGENT)["attributes"][name]

    def _call(
        self, method: str, path: str, who: tuple[str, str], given: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        address = f"{self.address}/rest/data{path}"
        # Without these two, roundup takes a call for one forged by a web page.
        headers = {"X-Requested-With": "rest", "Origin": self.address.removesuffix("/desk")}
        answer = httpx.request(method, address, auth=who, headers=headers, json=given, timeout=60)
        if answer.is_error:
            raise AssertionError(f"{answer.status_code}: {answer.text}")
        found: dict[str, Any] = answer.json()["data"]
        return found


def missing() -> str:
    """What is not installed of what it takes; empty if nothing."""
    return "" if _program("roundup-server").exists() else "roundup"


@contextlib.contextmanager
def roundup(folder: Path, reactors: tuple[Path, ...] = (), schema: str = "") -> Iterator[Roundup]:
    """Run a new, empty tracker.

    Args:
        folder: Where it goes; must exist, and be in a place that everybody may enter.
        reactors: Files that are put among its detectors.
        schema: Added to its schema.
    """
    home, log, port = folder / "tracker", folder / "log", free_port()
    admin = [_program("roundup-admin"), "-i", home]
    run([*admin, "install", "classic", "sqlite"], log)
    _set(home / "config.ini", port)
    for reactor in reactors:
        shutil.copy(reactor, home / "detectors")
    with (home / "schema.py").open("a") as file:
        file.write(schema)
    run([*admin, "initialise", "password"], log)
    run(
        [*admin, "create", "user", "username=customer", "password=password", "roles=User", "address=c@example.org"], log
    )
    as_root = os.geteuid() == 0
    if as_root:
        _give_to_nobody(folder)
    drop = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if as_root else []
    command = [*drop, _program("roundup-server"), "-n", "127.0.0.1", "-p", str(port), f"desk={home}"]
    with serving(command, log, lambda: listening(port), {"HOME": str(folder), "SENDMAILDEBUG": str(folder / "mails")}):
        yield Roundup(f"http://127.0.0.1:{port}/desk", folder)


def _set(config: Path, port: int) -> None:
    text = config.read_text()
    wanted = {
        "domain": "desk.example",
        "web": f"http://127.0.0.1:{port}/desk/",
        "host": "localhost",
        "backend": "sqlite",
        "api_calls_per_interval": "0",
    }
    for name, value in wanted.items():
        text = re.sub(rf"^#?{name} = .*$", f"{name} = {value}", text, count=1, flags=re.MULTILINE)
    config.write_text(text)


def _give_to_nobody(folder: Path) -> None:
    for each in [folder, *folder.rglob("*")]:
        os.chown(each, NOBODY, NOBODY)


def _program(name: str) -> Path:
    return PYTHON.parent / name
