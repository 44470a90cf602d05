"""A run asks a language model only if the settings name one, only about what changed, and never fails because of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from deflect.cli import deflect
from deflect.cli.summary import wording_text
from deflect.errors import ConfigError, MissingExtraError
from deflect.kb import Library
from deflect.models import current_generation
from deflect.pipeline import run
from deflect.pipeline.status import status
from deflect.store import Store
from deflect.testing import TOPICS, small_desk
from deflect.types import Article
from deflect.workspace import Workspace
from tests import chat_server
from tests.chat_server import ChatServer, saying, serving

pytestmark = pytest.mark.usefixtures("hash_encoder", "this_machine_only")
KEY = "sk-planted-4711"
QUESTIONS = len(TOPICS)


def tidy(text: str) -> str:
    return f"Please {text[0].lower()}{text[1:]}" if text.startswith("Open") else f"Then {text[0].lower()}{text[1:]}"


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with serving(saying(tidy)) as found:
        yield found


def asking(workspace: Workspace, server: ChatServer, *lines: str) -> Workspace:
    text = [f'endpoint = "{server.endpoint}"', 'model = "local-7b"', "time_limit = 5", *lines]
    (workspace.root / "deflect.toml").write_text("\n".join(["[drafting]", *text]))
    workspace.words.write_text("please\nthen\n")  # a desk this small lacks even these
    return Workspace.open(workspace.root)


def articles(workspace: Workspace) -> tuple[Article, ...]:
    return Library(workspace.kb, workspace.base).articles()


def call(workspace: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(deflect, [*arguments, "-w", str(workspace.root)])


def everything_on_disk(workspace: Workspace) -> str:
    files = (path for path in workspace.root.rglob("*") if path.is_file())
    return "\n".join(path.read_bytes().decode("utf-8", "replace") for path in files)


def test_without_an_endpoint_nothing_of_it_is_imported(desk: Workspace) -> None:
    code = f"""
import sys
import deflect.pipeline.memory
from deflect.pipeline import run
from deflect.testing import HashEncoder
from deflect.workspace import Workspace
for user in (deflect.pipeline.memory, __import__("deflect.suggest.suggester", fromlist=["x"])):
    user.load_encoder = lambda *_, **__: HashEncoder()
assert run(Workspace.open({str(desk.root)!r})).wording == {{}}
print(" ".join(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ)
    assert "deflect.kb.library" in done.stdout.split()
    assert not {"httpx", "deflect.http", "deflect.kb.rewording"} & set(done.stdout.split())


def test_drafts_are_worded_and_say_so(desk: Workspace, server: ChatServer) -> None:
    summary = run(asking(desk, server))
    assert summary.wording == {"worded": QUESTIONS}
    assert len(server.calls) == QUESTIONS
    for article in articles(desk):
        assert article.worded_by == "local-7b"
        answer = article.answer.partition("## Fix")[2] or article.answer
        assert all(sentence.worded for sentence in article.evidence if sentence.text in answer)
    said = {sentence.text for article in articles(desk) for sentence in article.evidence if sentence.worded}
    assert said == {tidy(f"{each}.") for _, answer in TOPICS.values() for each in answer.rstrip(".").split(". ")}


def test_nothing_but_redacted_answers_leaves_the_machine(desk: Workspace, server: ChatServer) -> None:
    run(asking(desk, server))
    sent = server.received()
    assert "example.org" not in sent
    assert "customer" not in sent
    for ticket in small_desk():
        assert ticket.id not in sent
        assert ticket.messages[0].body not in sent


def test_an_unchanged_question_is_never_asked_about_again(desk: Workspace, server: ChatServer) -> None:
    run(asking(desk, server))
    before = {article.id: article for article in articles(desk)}
    server.calls.clear()
    assert run(desk).wording == {}
    # Everything is done anew but the drafts, which are as before.
    again = run(asking(desk, server, "articles = 150", "[suggest]", "threshold = 0.7"))
    assert "draft" not in again.skipped
    assert again.wording == {}
    assert server.calls == []
    assert {article.id: article for article in articles(desk)} == before


def test_a_new_ticket_is_asked_about_and_its_question_alone(desk: Workspace, server: ChatServer) -> None:
    run(asking(desk, server))
    server.calls.clear()
    with Store.open(desk.database) as store:
        store.put(ticket for ticket in small_desk(each=9) if ticket.id == "export-8")
    summary = run(Workspace.open(desk.root))
    assert summary.wording == {"worded": 1}
    assert [call.data["sentences"][0]["written"] for call in server.calls] == [["Open Bookings > Export."]]


def test_another_time_limit_and_key_ask_nothing_again(
    desk: Workspace, server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODEL_KEY", KEY)
    run(asking(desk, server))
    server.calls.clear()
    text = (desk.root / "deflect.toml").read_text().replace("time_limit = 5", "time_limit = 9")
    (desk.root / "deflect.toml").write_text(f'{text}\nkey_variable = "MODEL_KEY"')
    assert run(Workspace.open(desk.root)).wording == {}
    assert server.calls == []


def test_another_model_is_asked_anew_and_without_one_the_agents_words_come_back(
    desk: Workspace, server: ChatServer
) -> None:
    plain_run = run(desk)
    plain = {article.id: article.answer for article in articles(desk)}
    run(asking(desk, server))
    (desk.root / "deflect.toml").write_text((desk.root / "deflect.toml").read_text().replace("local-7b", "local-8b"))
    assert run(Workspace.open(desk.root)).wording == {"worded": QUESTIONS}
    assert {article.worded_by for article in articles(desk)} == {"local-8b"}
    (desk.root / "deflect.toml").write_text("")
    assert run(Workspace.open(desk.root)).questions == plain_run.questions
    assert {article.id: article.answer for article in articles(desk)} == plain
    assert {article.worded_by for article in articles(desk)} == {""}


def test_a_server_that_fails_fails_no_run_and_is_asked_again_at_the_next(desk: Workspace, server: ChatServer) -> None:
    run(desk)
    plain = {article.id: article.answer for article in articles(desk)}
    server.behaviour = chat_server.hanging_up
    summary = run(asking(desk, server))
    gave_up = "the server failed 3 times in a row and was not asked again"
    assert summary.wording == {"the server broke off": 3, gave_up: QUESTIONS - 3}
    assert {article.id: article.answer for article in articles(desk)} == plain
    assert "answers" in status(desk).stale
    server.behaviour = saying(tidy)
    assert run(Workspace.open(desk.root)).wording == {"worded": QUESTIONS}
    assert status(Workspace.open(desk.root)).stale == ()
    assert {article.worded_by for article in articles(desk)} == {"local-7b"}


def test_a_lying_model_is_not_asked_again_about_what_it_lied_about(desk: Workspace, server: ChatServer) -> None:
    run(desk)
    before = articles(desk)
    server.behaviour = saying(lambda text: f"{text} More: https://evil.example")
    summary = run(asking(desk, server))
    assert summary.wording == {"too little of the reply was supported by the tickets": QUESTIONS}
    assert articles(desk) == before
    assert "evil.example" not in everything_on_disk(desk)
    assert run(Workspace.open(desk.root)).wording == {}
    assert len(server.calls) == QUESTIONS


def test_the_run_says_once_what_became_of_it(desk: Workspace, server: ChatServer) -> None:
    server.behaviour = chat_server.hanging_up
    said = call(asking(desk, server), "run")
    assert said.exit_code == 0
    (line,) = [line for line in said.output.splitlines() if "language model" in line]
    assert line.strip().startswith(
        "language model  worded 0 of 4 drafts; the others stand as agents wrote them: 3 because"
    )
    server.behaviour = saying(tidy)
    assert "language model: worded 4 of 4 drafts\n" in call(desk, "draft").stderr
    assert "language model" not in call(desk, "run").output


def test_what_became_of_drafts_in_one_line() -> None:
    assert wording_text({"worded": 1}) == "worded 1 of 1 drafts"
    assert wording_text({"worded": 1_000, "it rained": 2, "it snowed": 1}) == (
        "worded 1,000 of 1,003 drafts; the others stand as agents wrote them: 2 because it rained; 1 because it snowed"
    )


def test_the_key_is_on_no_disk_and_in_no_output(
    desk: Workspace, server: ChatServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    monkeypatch.setenv("MODEL_KEY", KEY)
    said = call(asking(desk, server, 'key_variable = "MODEL_KEY"'), "run", "--json")
    assert json.loads(said.stdout)["wording"] == {"worded": QUESTIONS}
    assert {each.handler.headers["Authorization"] for each in server.calls} == {f"Bearer {KEY}"}
    assert KEY not in everything_on_disk(desk) + said.output + caplog.text + server.received()


def test_a_missing_key_or_package_stops_a_run_before_it_does_anything(
    desk: Workspace, server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = asking(desk, server, 'key_file = "nowhere.key"')
    with pytest.raises(ConfigError, match="cannot be read"):
        run(workspace)
    workspace = asking(desk, server)
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(MissingExtraError, match=r"deflect\[model\]"):
        run(workspace)
    assert current_generation(workspace.models) is None
    assert server.calls == []
    assert run(workspace, "questions").questions == QUESTIONS


def test_a_persons_edit_of_a_worded_article_is_kept(desk: Workspace, server: ChatServer) -> None:
    run(asking(desk, server))
    path: Path = next(iter(Library(desk.kb, desk.base).files().values()))
    path.write_text(path.read_text() + "\nA line by a person.\n")
    (desk.root / "deflect.toml").write_text((desk.root / "deflect.toml").read_text().replace("local-7b", "local-8b"))
    run(Workspace.open(desk.root))
    assert "A line by a person." in path.read_text()
    assert "worded_by: local-8b" in path.read_text()
