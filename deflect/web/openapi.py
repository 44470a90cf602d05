"""The OpenAPI document of the service; a test holds it to the app."""

from __future__ import annotations

from functools import cache
from typing import Any

from pydantic import TypeAdapter

import deflect
from deflect.report import Event
from deflect.types import Abstention, Suggestion
from deflect.web import notebook

REFS = "#/components/schemas/{model}"
TEXT = {"type": "string"}
FLAG = {"type": "boolean"}
MAYBE_TEXT = {"type": ["string", "null"]}
MAYBE_FLAG = {"type": ["boolean", "null"]}

_MEANINGS = {
    "400": "The body is no JSON, or did not come whole.",
    "401": "No API key, an unknown one, or a signature that does not fit.",
    "403": "A page of this origin may not ask, or not for this.",
    "404": "No such ticket system is connected, or there is no such article.",
    "408": "The body did not come in time.",
    "413": "The body is too long.",
    "415": "The body is packed, or of another kind.",
    "422": "The body is not as documented.",
    "429": "Too many calls from this address; Retry-After says when.",
    "431": "The head is too long.",
    "500": "deflect failed.",
    "503": "Too busy, or nothing to answer with; Retry-After says when.",
}


@cache
def document() -> dict[str, Any]:
    """Every path of the service, with what it takes and gives (OpenAPI 3.1)."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "deflect serve", "version": deflect.__version__},
        "paths": {
            "/suggest": _widget("Answer a question, or abstain.", _json("Question"), _answer("Answer")),
            "/events": _widget("Keep an event of the contact form's widget.", _json("Event"), _empty()),
            "/feedback": _widget("Keep whether an article helped.", _feedback(), _empty()),
            "/hooks/{source}": _hook("Take the call of a ticket system.", "source") | _framed("source"),
            "/hooks/{source}/{token}": _hook("The same, for systems that sign nothing.", "source", "token"),
            "/livez": _get("Whether the process answers.", _answer("Ok")),
            "/readyz": _get("Whether there is something to answer with, and the workers work.", _answer("Ok"), "503"),
            "/metrics": _get("Figures for Prometheus.", _plain(), "401", "403"),
            "/openapi.json": _get("This document.", _answer("Any")),
        },
        "components": {"schemas": _schemas(), "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
    }


def _schemas() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, kind in (("Event", Event), ("Suggestion", Suggestion), ("Abstention", Abstention)):
        schema = TypeAdapter(kind).json_schema(ref_template=REFS, mode="serialization")
        found |= schema.pop("$defs", {}) | {name: _named(schema, name)}
    return found | {
        "Question": _object(
            {"text": TEXT},
            subject=MAYBE_TEXT,
            language=MAYBE_TEXT,
            evidence=MAYBE_FLAG,
            drafts=MAYBE_FLAG,
            page=MAYBE_TEXT,
        ),
        "Answer": {"oneOf": [_ref("Suggestion"), _ref("Abstention")]},
        "Feedback": _object(
            {
                "article": {"type": "string", "minLength": 1, "maxLength": notebook.LONGEST_ARTICLE},
                "helpful": {"enum": ["yes", "no"]},
            },
            language={"type": "string", "pattern": f"^{notebook.LANGUAGE}$"},
            reason={"enum": sorted(notebook.REASONS)},
            comment=TEXT,
        ),
        "Taken": _object(
            {"accepted": FLAG, "replayed": FLAG},
            result={"oneOf": [_ref("Answer"), {"type": "null"}]},
            note={"type": ["string", "null"]},
        ),
        "Ok": _object({"ok": FLAG}),
        "Any": {"type": "object"},
        "Error": _object({"error": _object({"status": {"type": "integer"}, "message": TEXT})}),
    }


def _named(schema: dict[str, Any], name: str) -> dict[str, Any]:
    """What `deflect.plain` adds: which of the two results it is."""
    if name == "Event":
        return schema
    kind = {"result": {"const": name.lower()}}
    return {**schema, "properties": kind | schema["properties"], "required": ["result", *schema.get("required", [])]}


def _object(needed: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {"type": "object", "properties": needed | others, "required": list(needed)}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": REFS.format(model=name)}


def _json(name: str) -> dict[str, Any]:
    # The widget sends it as plain text, so that browsers need not ask beforehand.
    return {"required": True, "content": {kind: {"schema": _ref(name)} for kind in ("application/json", "text/plain")}}


def _feedback() -> dict[str, Any]:
    kinds = ("application/x-www-form-urlencoded", "application/json")
    return {"required": True, "content": {kind: {"schema": _ref("Feedback")} for kind in kinds}}


def _answer(name: str, meaning: str = "Done.") -> dict[str, Any]:
    return {"description": meaning, "content": {"application/json": {"schema": _ref(name)}}}


def _page() -> dict[str, Any]:
    return {"description": "A page, of an answer or without.", "content": {"text/html": {"schema": TEXT}}}


def _plain() -> dict[str, Any]:
    return {"description": "Done.", "content": {"text/plain": {"schema": TEXT}}}


def _empty() -> dict[str, Any]:
    return {"description": "Kept."}


def _errors(*statuses: str) -> dict[str, Any]:
    return {each: _answer("Error", _MEANINGS[each]) for each in (*statuses, "431", "500")}


def _get(summary: str, answer: dict[str, Any], *errors: str) -> dict[str, Any]:
    return {"get": {"summary": summary, "responses": {"200": answer} | _errors(*errors, "503")}}


def _widget(summary: str, body: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    status = "200" if "content" in answer else "204"
    errors = _errors("400", "401", "403", "404", "408", "413", "415", "422", "429", "503")
    key = {"name": "key", "in": "query", "schema": TEXT, "description": "The widget's public key."}
    post = {
        "summary": summary,
        "parameters": [key],
        "requestBody": body,
        "responses": {status: answer} | errors,
        "security": [{"key": []}, {}],
    }
    preflight = {"summary": "Whether a page may ask.", "responses": {"204": _empty()} | _errors("403", "503")}
    return {"post": post, "options": preflight}


def _hook(summary: str, *names: str) -> dict[str, Any]:
    errors = _errors("400", "401", "404", "408", "413", "415", "422", "429", "503")
    answers = {"200": _answer("Taken", "Answered."), "202": _answer("Taken", "Kept; a private note follows.")}
    part = TEXT | {"minLength": 1}
    parameters = [{"name": each, "in": "path", "required": True, "schema": part} for each in names]
    body = {"required": True, "content": {"application/json": {"schema": {}}}}
    return {"post": {"summary": summary, "parameters": parameters, "requestBody": body, "responses": answers | errors}}


def _framed(name: str) -> dict[str, Any]:
    found = _get("Show an agent's browser a suggestion in a frame.", _page(), "400", "401", "404", "408", "413")
    path = {"name": name, "in": "path", "required": True, "schema": TEXT | {"minLength": 1}}
    errors = _errors("415", "422", "429")
    return {"get": {**found["get"], "parameters": [path], "responses": found["get"]["responses"] | errors}}
