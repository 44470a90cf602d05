"""Schemathesis, which reads nothing but the OpenAPI document, finds nothing that the running service does otherwise."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.desks.conftest import NewFolder, need
from tests.desks.deflect_service import deflect_service

HERE = Path(__file__).parent
SCHEMATHESIS = HERE / ".venv" / "bin" / "schemathesis"
FREE = "per_minute = 1000000\n"
SECRET = "whsec_cGxhbnRlZCBmb3IgdGVzdHMsIDMyIGJ5dGVzIG9ubHkh"


def test_what_is_made_up_from_the_document_is_taken_or_refused_as_documented(new_folder: NewFolder) -> None:
    need("" if SCHEMATHESIS.exists() else "schemathesis")
    folder = new_folder()
    with deflect_service(folder, FREE) as service:
        service.connect("standard", {"secret": SECRET})
        command = [
            SCHEMATHESIS, "--config-file", HERE / "schemathesis.toml", "run", f"{service.address}/openapi.json",
            "--phases", "coverage,fuzzing", "--max-examples", "5", "--seed", "20261122", "--max-failures", "5",
            "--warnings", "off",
        ]  # fmt: skip
        ended = subprocess.run(
            list(map(str, command)), cwd=folder, capture_output=True, text=True, timeout=600, check=False
        )
    assert ended.returncode == 0, ended.stdout[-5000:] + ended.stderr[-1000:]
    assert "12 selected" in ended.stdout
