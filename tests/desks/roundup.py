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

    def notes(self, ticket: str) -> tuple[str, ...]:
        """deflect's notes, which no customer may see."""
        found = self._call("GET", f"/deflect_note?issue={ticket}&@fields=text&@sort=id", AGENT)["collection"]
        return tuple(str(each["text"]) for each in found)

    def page(self, ticket: str, who: tuple[str, str]) -> str:
        """The issue's page, as somebody sees it who is logged in."""
        with httpx.Client(timeout=60, follow_redirects=True, headers={"Referer": f"{self.address}/"}) as client:
            form = client.get(f"{self.address}/issue{ticket}").text
            nonce = re.findall(r'name="@csrf"[^>]*value="([^"]+)"', form)
            given = {"__login_name": who[0], "__login_password": who[1], "@action": "login", "@csrf": nonce[0]}
            client.post(f"{self.address}/issue{ticket}", data={**given, "__came_from": f"{self.address}/issue{ticket}"})
            return client.get(f"{self.address}/issue{ticket}").text

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


@dataclass(frozen=True, slots=True)
class Glue:
    """What is put into a tracker's home to connect it with deflect.

    Attributes:
        pasted: The folder with `roundup_reactor.py`, `roundup_schema.py` and `roundup_item.html`.
        url: What the reactor calls.
        secret: What it signs with.
    """

    pasted: Path
    url: str
    secret: str


@contextlib.contextmanager
def roundup(folder: Path, glue: Glue | None = None) -> Iterator[Roundup]:
    """Run a new, empty tracker.

    Args:
        folder: Where it goes; must exist, and be in a place that everybody may enter.
        glue: Connects it.
    """
    home, log, port = folder / "tracker", folder / "log", free_port()
    admin = [_program("roundup-admin"), "-i", home]
    run([*admin, "install", "classic", "sqlite"], log)
    _set(home / "config.ini", port)
    if glue:
        _paste(home, glue)
    run([*admin, "initialise", "password"], log)
    roles = {"customer": "User", **({"agent": "User,Agent", "deflect": "Deflect"} if glue else {})}
    for name, role in roles.items():
        about = [f"username={name}", "password=password", f"roles={role}", f"address={name}@example.org"]
        run([*admin, "create", "user", *about], log)
    as_root = os.geteuid() == 0
    if as_root:
        _give_to_nobody(folder)
    drop = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"] if as_root else []
    command = [*drop, _program("roundup-server"), "-n", "127.0.0.1", "-p", str(port), f"desk={home}"]
    env = {"HOME": str(folder), "SENDMAILDEBUG": str(folder / "mails")}
    with serving(command, log, lambda: listening(port), env):
        yield Roundup(f"http://127.0.0.1:{port}/desk", folder)


def _paste(home: Path, glue: Glue) -> None:
    """Do what `deflect hooks add roundup` tells the owner to do."""
    shutil.copy(glue.pasted / "roundup_reactor.py", home / "detectors")
    settings = f"[main]\ndeflect_url = {glue.url}\ndeflect_secret = {glue.secret}\n"
    (home / "detectors" / "config.ini").write_text(settings)
    with (home / "schema.py").open("a") as file:
        file.write((glue.pasted / "roundup_schema.py").read_text())
    page = home / "html" / "issue.item.html"
    above, below = page.read_text().split('<table class="messages"', 1)
    item = (glue.pasted / "roundup_item.html").read_text()
    page.write_text(f'{above}{item}<table class="messages"{below}')


def _set(config: Path, port: int) -> None:
    text = config.read_text()
    wanted = {
        "domain": "desk.example",
        "web": f"http://127.0.0.1:{port}/desk/",
        "host": "localhost",
        "backend": "sqlite",
        "api_calls_per_interval": "0",
        "password_pbkdf2_default_rounds": "1000",
    }
    for name, value in wanted.items():
        text = re.sub(rf"^#?{name} = .*$", f"{name} = {value}", text, count=1, flags=re.MULTILINE)
    config.write_text(text)


def _give_to_nobody(folder: Path) -> None:
    for each in [folder, *folder.rglob("*")]:
        os.chown(each, NOBODY, NOBODY)


def _program(name: str) -> Path:
    return PYTHON.parent / name
