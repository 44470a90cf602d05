"""`deflect serve` as it is used: a process, a socket, and Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from deflect.pipeline import run
from deflect.plain import as_json
from deflect.suggest import Suggester
from deflect.types import Abstention, Suggestion
from deflect.workspace import Workspace

pytestmark = pytest.mark.usefixtures("hash_encoder")

QUESTION = "Where is the invoice with our VAT number?"
# The command with the encoder that the desk was learned with, which needs no model.
COMMAND = (
    "import deflect.suggest.suggester as suggester\n"
    "from deflect.cli import main\n"
    "from deflect.testing import HashEncoder\n"
    "suggester.load_encoder = lambda *_, **__: HashEncoder()\n"
    "main()\n"
)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = found.getsockname()[1]
    assert isinstance(port, int)
    return port


@contextmanager
def served(workspace: Workspace, said: Path, *more: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Give the address once it is said to answer, and the process."""
    port = free_port()
    command = [sys.executable, "-c", COMMAND, "serve", "-w", str(workspace.root), "--port", str(port), *more]
    with said.open("wb") as file, subprocess.Popen(command, stderr=file, stdout=file) as process:
        try:
            end = time.monotonic() + 60
            while "deflect answers at" not in said.read_text() and time.monotonic() < end and process.poll() is None:
                time.sleep(0.1)
            assert f"deflect answers at http://127.0.0.1:{port}/suggest\n" in said.read_text()
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.kill()


def test_it_answers_on_a_socket_as_python_does_until_ctrl_c(desk: Workspace, tmp_path: Path) -> None:
    run(desk)
    expected = Suggester.load(desk.root).suggest(QUESTION)
    assert isinstance(expected, Suggestion)
    assert expected.state == "work-in-progress"
    for_customers = Suggester.load(desk.root).suggest(QUESTION, drafts=False)
    said = tmp_path / "said"
    with served(desk, said) as (address, process), httpx.Client(base_url=address, timeout=30) as client:
        # The port is taken before it is announced, so the first request waits and is not refused.
        assert client.get("/readyz").json() == {"ok": True}
        full = client.post("/suggest", json={"text": QUESTION, "evidence": True, "drafts": True})
        assert full.text == as_json(expected)
        bare = client.post("/suggest", json={"text": QUESTION})
        assert bare.text == as_json(for_customers)
        assert isinstance(for_customers, Abstention)
        assert for_customers.reason == "not-reviewed"
        assert client.post("/suggest", json={"text": ""}).json()["reason"] == "empty-question"
        assert client.post("/suggest", content=b"{").status_code == 400
        with ThreadPoolExecutor(8) as many:
            answers = set(many.map(lambda _: httpx.post(f"{address}/suggest", json={"text": QUESTION}).text, range(24)))
        assert answers == {bare.text}
        half = socket.create_connection((urlsplit(address).hostname, urlsplit(address).port))
        half.sendall(b"POST /suggest HTTP/1.1\r\nHost: desk\r\nContent-Length: 90\r\n\r\n{")
        half.close()
        assert client.get("/livez").status_code == 200
        client.close()
        process.send_signal(signal.SIGINT)
        process.wait(20)
    lines = said.read_text().splitlines()
    assert json.dumps(QUESTION) not in said.read_text()
    assert QUESTION not in said.read_text()
    assert "Traceback" not in said.read_text(), lines
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address}/livez")


def test_several_processes_serve_one_port_and_pick_up_what_is_learned_later(
    desk: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Every process of this test, however it is started, has the encoder without a model.
    (tmp_path / "sitecustomize.py").write_text(COMMAND.replace("main()\n", ""))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), *filter(None, sys.path)]))
    said = tmp_path / "said"
    with served(desk, said, "--workers", "2") as (address, process):
        assert httpx.get(f"{address}/readyz", timeout=60).status_code == 503
        assert httpx.post(f"{address}/suggest", json={"text": QUESTION}, timeout=60).status_code == 503
        run(desk)
        end, ready = time.monotonic() + 90, 0
        while ready < 12 and time.monotonic() < end:  # of both processes, so that neither has nothing to say
            ready = ready + 1 if httpx.get(f"{address}/readyz", timeout=60).status_code == 200 else 0
            time.sleep(0.05)
        found = httpx.post(f"{address}/suggest", json={"text": QUESTION, "drafts": True}, timeout=60)
        assert found.json()["result"] == "suggestion"
        process.send_signal(signal.SIGTERM)
        process.wait(60)
    assert "Traceback" not in said.read_text()


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_a_port_that_is_none_is_refused(desk: Workspace, port: str) -> None:
    from click.testing import CliRunner

    from deflect.cli import deflect

    result = CliRunner().invoke(deflect, ["serve", "-w", str(desk.root), "--port", port])
    assert result.exit_code == 2
    assert "--port" in result.stderr


def test_a_host_that_is_not_found_is_one_line() -> None:
    from deflect.cli.serve import _listen
    from deflect.errors import UsageError

    with pytest.raises(UsageError, match=r"cannot listen: .* \(256\.256\.256\.256:8765\)"):
        _listen("256.256.256.256", 8765).close()
