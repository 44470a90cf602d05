"""The OpenAPI document, the app and the metrics tell the same story."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from deflect.report import read_event
from deflect.web import make_app
from deflect.web.desk import Desk
from deflect.web.notebook import EVENTS, FEEDBACK
from deflect.web.rules import Rules
from deflect.workspace import Workspace
from tests.web.service import Answers, ask, connect

EVENT = {
    "version": 1, "type": "opened", "impression": "0" * 16, "visitor": "f" * 16, "group": "shown", "share": 0.1,
    "at": "2026-03-01T12:00:00Z", "page": "https://www.acme.example/contact", "language": "en", "article": "vat",
}  # fmt: skip
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def served(desk: Workspace) -> Iterator[tuple[Starlette, Desk, Workspace]]:
    connect(desk)
    found = Desk.open(desk, Answers())
    yield make_app(Answers(), found, rules=Rules(per_minute=100_000)), found, desk
    found.inbox.close()
    found.notebook.close()


def document(app: Starlette) -> Any:
    return ask(app, "GET", "/openapi.json").json


def test_every_route_and_method_is_documented_and_nothing_else(served: tuple[Starlette, Desk, Workspace]) -> None:
    app, _, _ = served
    documented = {(path, method.upper()) for path, found in document(app)["paths"].items() for method in found}
    routes = [each for each in app.routes if isinstance(each, Route)]
    assert documented == {(each.path, method) for each in routes for method in (each.methods or ()) if method != "HEAD"}


def test_every_reference_in_the_document_leads_somewhere(served: tuple[Starlette, Desk, Workspace]) -> None:
    found = document(served[0])
    known = {f"#/components/schemas/{name}" for name in found["components"]["schemas"]}
    assert set(re.findall(r'"(#/components/[^"]+)"', json.dumps(found))) <= known


def test_every_status_that_is_seen_is_documented(served: tuple[Starlette, Desk, Workspace]) -> None:
    app, _, _ = served
    paths = document(app)["paths"]
    tries: list[tuple[str, str, dict[str, str], bytes]] = [
        (method, path.replace("{source}", source).replace("{token}", "t"), headers, body)
        for path, found in paths.items()
        for method in map(str.upper, found)
        for source in ("standard", "zendesk", "other")
        for headers in ({}, FORM, {"origin": "https://evil.example"}, {"authorization": "Bearer no"})
        for body in (b"", b"{}", b'{"text": "vat"}', b"x" * 9000, json.dumps(EVENT).encode(), b"article=a&helpful=yes")
    ]
    for method, path, headers, body in tries:
        known = next(found for name, found in paths.items() if re.fullmatch(re.sub(r"{\w+}", "[^/]+", name), path))
        answer = ask(app, method, path, headers, body)
        assert str(answer.status) in known[method.lower()]["responses"], (method, path, headers, body[:30])
        if answer.status >= 400:
            assert answer.json == {"error": {"status": answer.status, "message": answer.json["error"]["message"]}}


def keys(schema: Any, found: Any) -> set[str]:
    return set(found["components"]["schemas"][schema]["properties"])


def test_an_answer_has_the_keys_that_are_documented(served: tuple[Starlette, Desk, Workspace]) -> None:
    app, _, _ = served
    for text, name in (("vat", "Suggestion"), ("weather", "Abstention")):
        answer = ask(app, "POST", "/suggest", {}, json.dumps({"text": text}).encode()).json
        assert set(answer) == keys(name, document(app))


def test_an_event_of_the_widget_is_kept_as_the_report_reads_it(served: tuple[Starlette, Desk, Workspace]) -> None:
    app, _, workspace = served
    # The widget sends it as text, with the help of sendBeacon.
    for _ in range(2):
        answer = ask(app, "POST", "/events", {"content-type": "text/plain"}, json.dumps(EVENT).encode())
        assert (answer.status, answer.body) == (204, b"")
    lines = (workspace.state / EVENTS).read_bytes().splitlines()
    assert [read_event(line) for line in lines] == [read_event(json.dumps(EVENT))] * 2
    assert ask(app, "POST", "/events", {}, b'{"version": 2}').status == 422


def test_half_a_line_of_a_process_that_was_killed_spoils_no_other(served: tuple[Starlette, Desk, Workspace]) -> None:
    app, _, workspace = served
    (workspace.state / EVENTS).write_bytes(b'{"version": 1, "ty')
    ask(app, "POST", "/events", {}, json.dumps(EVENT).encode())
    lines = (workspace.state / EVENTS).read_bytes().splitlines()
    assert read_event(lines[1]).article == "vat"


def write_article(workspace: Workspace, slug: str = "vat", name: str = "vat", more: str = "") -> None:
    head = f"title: VAT\nquestion: Where does VAT go?\nstate: validated\nslug: {slug}\n{more}"
    (workspace.kb / f"{name}.md").write_text(f"---\n{head}---\nOpen Account.\n", encoding="utf-8")


def test_feedback_is_kept_and_a_comment_without_personal_data(served: tuple[Starlette, Desk, Workspace]) -> None:
    app, _, workspace = served
    write_article(workspace)
    body = b"article=vat&language=en&helpful=no&reason=clear&comment=Write+to+kim.planted%40gmail.com+about+the+invoice"
    assert ask(app, "POST", "/feedback", FORM, body).status == 204
    line = json.loads((workspace.state / FEEDBACK).read_text())
    assert (line["article"], line["helpful"], line["reason"]) == ("vat", "no", "clear")
    assert "kim.planted" not in line["comment"]
    assert "invoice" in line["comment"]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"article=vat&helpful=maybe", FORM, 422),
        (b"helpful=yes", FORM, 422),
        (b"article=vat&helpful=yes&reason=because", FORM, 422),
        (b"article=vat&helpful=yes&language=<b>", FORM, 422),
        (b"article=vat&helpful=yes&language=en%0A", FORM, 422),
        (b"article=vat&helpful=yes" + b"&a=1" * 30, FORM, 422),
        (b"article=" + b"v" * 301 + b"&helpful=yes", FORM, 422),
        (b"[]", {"content-type": "application/json"}, 422),
        (b'{"article": 7, "helpful": "yes"}', {"content-type": "application/json"}, 422),
        (b"{", {"content-type": "application/json"}, 400),
        (b"article=vat&helpful=yes", {"content-type": "text/plain"}, 415),
        (b"article=vat&helpful=yes", {}, 415),
    ],
)
def test_feedback_of_another_form_is_refused(
    served: tuple[Starlette, Desk, Workspace], body: bytes, kind: dict[str, str], status: int
) -> None:
    write_article(served[2])
    assert ask(served[0], "POST", "/feedback", kind, body).status == status
    assert not (served[2].state / FEEDBACK).exists()


def test_half_a_character_that_a_form_cut_off_is_marked_as_such_and_fails_nothing(
    served: tuple[Starlette, Desk, Workspace],
) -> None:
    app, _, workspace = served
    write_article(workspace)
    kind = {"content-type": "application/json"}
    for body, status in (
        (b'{"article": "vat", "helpful": "no", "comment": "the invoice \\ud83d"}', 204),
        (b'{"article": "\\ud83d", "helpful": "no"}', 404),
        (b'{"article": "vat", "helpful": "no", "language": "\\ud83d"}', 422),
    ):
        assert ask(app, "POST", "/feedback", kind, body).status == status
    kept = [json.loads(line)["comment"] for line in (workspace.state / FEEDBACK).read_bytes().splitlines()]
    assert kept == ["the invoice \ufffd"]


def test_feedback_on_an_article_that_is_not_there_is_refused_and_kept_nowhere(
    served: tuple[Starlette, Desk, Workspace],
) -> None:
    app, _, workspace = served
    write_article(workspace)
    for article in ("planted", "../vat", "vat.md", "VAT", "vat%00"):
        answer = ask(app, "POST", "/feedback", FORM, f"article={article}&helpful=yes".encode())
        assert (answer.status, answer.json["error"]["message"]) == (404, "there is no such article")
    assert not (workspace.state / FEEDBACK).exists()


def test_a_path_with_a_stroke_too_many_is_answered_in_the_one_form_of_errors(
    served: tuple[Starlette, Desk, Workspace],
) -> None:
    for path in ("/suggest/", "/hooks/standard/", "/livez/"):
        answer = ask(served[0], "POST", path, {}, b"{}")
        assert (answer.status, answer.json["error"]["message"]) == (404, "not found")


def test_figures_count_what_was_asked_by_route_and_name_nothing_else(
    served: tuple[Starlette, Desk, Workspace],
) -> None:
    app, _, _ = served
    for path in ("/suggest", "/suggest", "/hooks/zendesk/planted-token", "/planted-path"):
        ask(app, "POST", path, {}, b'{"text": "vat"}')
    text = ask(app, "GET", "/metrics").body.decode()
    counted = dict(re.findall(r'^deflect_requests_total\{process="\d+",(.*)\} (\d+)$', text, re.M))
    assert counted['route="/suggest",method="POST",status="200"'] == "2"
    assert counted['route="/hooks/{source}/{token}",method="POST",status="401"'] == "1"
    assert counted['route="other",method="POST",status="404"'] == "1"
    assert "deflect_inbox_waiting 0" in text
    assert "planted" not in text
    for line in text.splitlines():
        assert re.fullmatch(r'# (HELP|TYPE) deflect_\w+ .+|deflect_\w+(\{(\w+="[^"]*",?)+\})? [0-9.e+-]+', line), line


def test_it_is_not_ready_while_nothing_is_prepared_or_a_worker_is_dead(
    served: tuple[Starlette, Desk, Workspace],
) -> None:
    app, desk, _ = served
    assert ask(app, "GET", "/readyz").status == 503  # its workers were never started
    desk.start()
    assert ask(app, "GET", "/readyz").json == {"ok": True}
    assert desk.workers[0].stop()
    assert ask(app, "GET", "/readyz").status == 503
    assert desk.workers[1].stop()

    class Nothing(Answers):
        is_ready = False

    assert ask(make_app(Nothing()), "GET", "/readyz").status == 503
    assert ask(make_app(Nothing()), "GET", "/livez").status == 200
