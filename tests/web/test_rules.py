"""Who may ask: programs of this machine, whoever has a key, and pages of the owner's origins with the public key."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from deflect.config import ServeSettings, Settings, WidgetSettings
from deflect.errors import ConfigError, UsageError
from deflect.web import make_app
from deflect.web.rules import KEYS_FILE, Rate, Rules, add_key
from tests.web.service import Answered, Answers, ask

ORIGIN = "https://www.acme.example"
QUESTION = json.dumps({"text": "vat"}).encode()
WIDGET = Settings(serve=ServeSettings(origins=(ORIGIN,)), widget=WidgetSettings(key="pk_1"))


def rules(folder: Path, settings: Settings = WIDGET, *, local: bool = True) -> Rules:
    return Rules.of(settings, folder, this_machine_only=local)


def suggest(found: Rules, headers: dict[str, str], body: bytes = QUESTION, path: str = "/suggest") -> Answered:
    return ask(make_app(Answers(), rules=found), "POST", path, headers, body)


def test_on_this_machine_programs_may_ask_until_there_is_a_key(tmp_path: Path) -> None:
    assert suggest(rules(tmp_path), {}).status == 200
    assert suggest(rules(tmp_path, local=False), {}).status == 401
    key = add_key(tmp_path, "crm")
    assert suggest(rules(tmp_path), {}).status == 401
    assert suggest(rules(tmp_path), {"authorization": f"Bearer {key}"}).status == 200


def test_a_wrong_key_is_refused_wherever_it_comes_from(tmp_path: Path) -> None:
    add_key(tmp_path, "crm")
    for header in ("Bearer dk_wrong", "Bearer ", "Basic abc", "Bearer \xff", "x"):
        found = suggest(rules(tmp_path), {"authorization": header, "origin": ORIGIN})
        assert (found.status, found.headers["www-authenticate"]) == (401, "Bearer")


def test_a_key_is_kept_as_its_hash_in_a_file_for_its_owner_only(tmp_path: Path) -> None:
    keys = [add_key(tmp_path, name) for name in ("crm", "script", "crm")]
    text = (tmp_path / KEYS_FILE).read_text()
    assert not any(key in text for key in keys)
    assert [line.split()[0] for line in text.splitlines()] == ["script", "crm"]
    assert [rules(tmp_path).knows(key) for key in keys] == [False, True, True]
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / KEYS_FILE).stat().st_mode) == 0o600
        (tmp_path / KEYS_FILE).chmod(0o640)
        with pytest.raises(ConfigError, match="chmod 600"):
            rules(tmp_path)


def test_keys_may_stand_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DEFLECT_API_KEYS", "dk_one, dk_two")
    assert [rules(tmp_path).knows(key) for key in ("dk_one", "dk_two", "dk_three", "")] == [True, True, False, False]


def test_a_damaged_file_of_keys_is_an_error_and_no_open_door(tmp_path: Path) -> None:
    add_key(tmp_path, "crm")
    (tmp_path / KEYS_FILE).write_text("crm nonsense\n")
    with pytest.raises(ConfigError, match="damaged"):
        rules(tmp_path)


@pytest.mark.parametrize("name", ["", "a b", "a\nb", "é"])
def test_a_keys_name_is_one_word(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        add_key(tmp_path, name)


def test_a_page_may_ask_from_its_origin_with_the_public_key(tmp_path: Path) -> None:
    found = suggest(rules(tmp_path), {"origin": ORIGIN}, path="/suggest?key=pk_1")
    assert found.status == 200
    assert found.headers["access-control-allow-origin"] == ORIGIN
    assert found.headers["vary"] == "Origin"


@pytest.mark.parametrize(
    ("origin", "path"),
    [
        ("https://evil.example", "/suggest?key=pk_1"),
        ("null", "/suggest?key=pk_1"),
        ("", "/suggest?key=pk_1"),
        (ORIGIN + ".evil.example", "/suggest?key=pk_1"),
        (ORIGIN, "/suggest"),
        (ORIGIN, "/suggest?key=pk_2"),
        (ORIGIN, "/suggest?key=%C3%A9"),
    ],
)
def test_any_other_page_is_refused_also_on_this_machine(tmp_path: Path, origin: str, path: str) -> None:
    found = suggest(rules(tmp_path), {"origin": origin}, path=path)
    assert found.status == 403
    assert ("access-control-allow-origin" in found.headers) == (origin == ORIGIN)


@pytest.mark.parametrize("wish", ["evidence", "drafts"])
def test_a_page_sees_neither_past_tickets_nor_drafts(tmp_path: Path, wish: str) -> None:
    body = json.dumps({"text": "vat", wish: True}).encode()
    assert suggest(rules(tmp_path), {"origin": ORIGIN}, body, "/suggest?key=pk_1").status == 403
    assert suggest(rules(tmp_path), {}, body).status == 200


@pytest.mark.parametrize("path", ["/suggest", "/events", "/feedback"])
def test_a_browser_that_asks_beforehand_is_told(tmp_path: Path, path: str) -> None:
    app = make_app(Answers(), rules=rules(tmp_path))
    asks = {"origin": ORIGIN, "access-control-request-method": "POST"}
    found = ask(app, "OPTIONS", path, asks)
    assert (found.status, found.body) == (204, b"")
    assert found.headers["access-control-allow-origin"] == ORIGIN
    assert found.headers["access-control-allow-methods"] == "POST"
    assert ask(app, "OPTIONS", path, asks | {"origin": "https://evil.example"}).status == 403


def test_an_address_that_asks_too_often_is_told_when_it_may(tmp_path: Path) -> None:
    key = add_key(tmp_path, "crm")
    app = make_app(Answers(), rules=Rules(per_minute=3, keys=rules(tmp_path).keys))
    found = [ask(app, "POST", "/suggest", {}, QUESTION) for _ in range(5)]
    assert [each.status for each in found] == [200, 200, 200, 429, 429]
    assert 15 <= int(found[-1].headers["retry-after"]) <= 21
    with_key = {"authorization": f"Bearer {key}"}
    assert {ask(app, "POST", "/suggest", with_key, QUESTION).status for _ in range(9)} == {200}


def test_a_bucket_fills_at_its_rate_and_never_over() -> None:
    rate = Rate(60)
    assert [rate.take("a", 0.0) for _ in range(60)] == [0.0] * 60
    assert rate.take("a", 0.0) == 1.0
    assert rate.take("b", 0.0) == 0.0
    assert rate.take("a", 1.0) == 0.0
    assert rate.take("a", 1.5) == 0.5
    assert [rate.take("a", 9999.0) for _ in range(61)] == [0.0] * 60 + [1.0]


def test_many_addresses_take_little_memory() -> None:
    rate = Rate(5)
    for number in range(30_000):
        rate.take(str(number), 0.0)
    assert len(rate._left) == 10_000


@pytest.mark.parametrize("origin", ["www.acme.example", "https://acme.example/", "*", "https://*.acme.example", ""])
def test_an_origin_that_is_none_is_refused_in_the_settings(origin: str) -> None:
    with pytest.raises(ValueError, match="an origin is"):
        ServeSettings(origins=(origin,))
