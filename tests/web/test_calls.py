"""What a ticket system signed is kept before it is acknowledged, and once only; nothing else is taken."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from sqlalchemy import event
from starlette.applications import Starlette

from deflect.errors import WorkspaceError
from deflect.hooks import Sources, names, note, sidebar
from deflect.store.inbox import Inbox
from deflect.types import Abstention
from deflect.web import make_app
from deflect.web.calls import MOST_BYTES
from deflect.web.desk import Desk
from deflect.web.fence import Limits
from deflect.web.rules import Rules
from deflect.workspace import Workspace
from tests.hooks import signers
from tests.hooks.vendors import HELP_SCOUT, VENDORS, Fake, serving, threads
from tests.web import mutants
from tests.web.service import SECRET, SUGGESTION, ZENDESK_SECRET, Answered, Answers, ask, call, connect, ticket

MUTATIONS = 5_000
FREE = Rules(per_minute=1_000_000)
PATIENT = Limits(answer=12.0)


@pytest.fixture
def workspace(desk: Workspace) -> Workspace:
    connect(desk)
    return desk


@pytest.fixture
def desk_open(workspace: Workspace) -> Iterator[Desk]:
    found = Desk.open(workspace, Answers())
    yield found
    found.inbox.close()
    found.notebook.close()


@pytest.fixture
def app(desk_open: Desk) -> Starlette:
    return make_app(Answers(), desk_open, rules=FREE)


def test_an_asynchronous_call_is_kept_and_then_acknowledged(app: Starlette, desk_open: Desk) -> None:
    body = b'{"ticket_id": "7"}'
    found = ask(app, "POST", "/hooks/zendesk", signers.zendesk(ZENDESK_SECRET, body), body)
    assert (found.status, found.json) == (202, {"accepted": True, "replayed": False})
    (waiting,) = desk_open.inbox.open_calls()
    assert (waiting.source, waiting.ticket) == ("zendesk", "7")


def test_a_call_that_comes_again_is_acknowledged_and_does_nothing(app: Starlette, desk_open: Desk) -> None:
    body = b'{"ticket_id": "7"}'
    headers = signers.zendesk(ZENDESK_SECRET, body)
    found = [ask(app, "POST", "/hooks/zendesk", headers, body).json["replayed"] for _ in range(4)]
    assert found == [False, True, True, True]
    assert desk_open.inbox.counts() == {"waiting": 1, "done": 0, "dead": 0}


def test_an_inline_call_is_answered_with_the_suggestion_and_a_note_for_agents(app: Starlette, desk_open: Desk) -> None:
    headers = signers.standard(SECRET, "m1", ticket(7))
    found = ask(app, "POST", "/hooks/standard", headers, ticket(7))
    assert found.status == 200
    assert found.json["result"]["article"] == SUGGESTION.article
    assert found.json["note"] == note.note_text(SUGGESTION, note.marker("standard", "7", desk_open.key))
    assert desk_open.inbox.counts() == {"waiting": 0, "done": 1, "dead": 0}
    again = ask(app, "POST", "/hooks/standard", headers, ticket(7))
    assert again.json == found.json | {"replayed": True}


def test_where_nothing_is_sure_an_inline_call_says_so(app: Starlette) -> None:
    body = ticket(7, "what is the weather")
    found = ask(app, "POST", "/hooks/standard", signers.standard(SECRET, "m1", body), body)
    assert (found.json["result"]["result"], found.json["note"]) == ("abstention", None)


def test_an_answer_that_is_late_is_empty_and_in_time(desk_open: Desk) -> None:
    app = make_app(Answers(seconds=1.0), desk_open, rules=FREE, limits=Limits(answer=0.1))
    found = ask(app, "POST", "/hooks/standard", signers.standard(SECRET, "m1", ticket(7)), ticket(7))
    assert (found.status, found.json) == (200, {"accepted": True, "replayed": False, "result": None, "note": None})


def test_with_nothing_prepared_a_call_is_kept_all_the_same(desk_open: Desk) -> None:
    class Nothing:
        def suggest(
            self, text: str, *, subject: str = "", language: str | None = None, drafts: bool = True
        ) -> Abstention:
            raise WorkspaceError("nothing is learned")

    app = make_app(Nothing(), desk_open, rules=FREE)
    found = ask(app, "POST", "/hooks/standard", signers.standard(SECRET, "m1", ticket(7)), ticket(7))
    assert (found.status, found.json["result"]) == (200, None)


def test_our_own_note_that_fires_the_hook_again_is_not_answered(app: Starlette, desk_open: Desk) -> None:
    text = note.note_text(SUGGESTION, note.marker("standard", "7", desk_open.key))
    messages = [{"author": "customer", "body": "vat"}, {"author": "agent", "public": False, "body": text}]
    body = json.dumps({"id": "7", "messages": messages}).encode()
    found = ask(app, "POST", "/hooks/standard", signers.standard(SECRET, "m1", body), body)
    assert (found.status, found.json["accepted"], found.json["note"]) == (200, False, None)
    assert desk_open.inbox.counts()["done"] == 0


@pytest.mark.parametrize("path", ["/hooks/other", "/hooks/..", "/hooks/standard.py", "/hooks/zendesk/token/more"])
def test_a_source_that_is_not_connected_is_not_found(app: Starlette, path: str) -> None:
    assert ask(app, "POST", path, {}, b"{}").status == 404


def test_what_is_signed_and_is_no_ticket_is_refused_and_not_kept(app: Starlette, desk_open: Desk) -> None:
    for number, body in enumerate((b"", b"{", b"[]", b'{"id": 7}', b"\xff", b"[" * 9999)):
        found = ask(app, "POST", "/hooks/standard", signers.standard(SECRET, f"m{number}", body), body)
        assert (found.status, set(found.json["error"])) == (422, {"status", "message"})
    assert sum(desk_open.inbox.counts().values()) == 0


def test_a_body_of_a_megabyte_is_taken_and_one_byte_more_is_not(app: Starlette) -> None:
    frame = len(ticket(7, ""))
    for size, status in ((MOST_BYTES, 200), (MOST_BYTES + 1, 413)):
        body = ticket(7, "v" * (size - frame))
        assert ask(app, "POST", "/hooks/standard", signers.standard(SECRET, "m1", body), body).status == status


def test_a_packed_body_is_refused_unread(app: Starlette) -> None:
    headers = signers.standard(SECRET, "m1", ticket(7)) | {"content-encoding": "gzip"}
    assert ask(app, "POST", "/hooks/standard", headers, ticket(7)).status == 415


def test_a_full_disk_is_no_acknowledgement(app: Starlette, desk_open: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from concurrent.futures import Future

    from deflect.errors import StoreError

    def full(*_: object, **__: object) -> Future[bool]:
        failed: Future[bool] = Future()
        failed.set_exception(StoreError("the disk is full"))
        return failed

    monkeypatch.setattr(Inbox, "accept", full)
    body = b'{"ticket_id": "7"}'
    found = ask(app, "POST", "/hooks/zendesk", signers.zendesk(ZENDESK_SECRET, body), body)
    assert (found.status, found.headers["retry-after"]) == (503, "5")


def test_a_disk_that_is_full_loses_nothing_and_says_so(app: Starlette, desk_open: Desk) -> None:
    """SQLite itself runs out of pages; what was acknowledged is there, and there is room again afterwards."""
    pages = [1]  # as many as there are
    engine = desk_open.inbox._engine
    event.listen(engine, "checkout", lambda raw, *_: raw.execute(f"PRAGMA max_page_count = {pages[0]}"))
    acknowledged: list[str] = []
    refused = []
    for number in range(200):
        body = b'{"ticket_id": "%d"}' % number
        found = ask(app, "POST", "/hooks/zendesk", signers.zendesk(ZENDESK_SECRET, body), body)
        if found.status == 202:
            acknowledged.append(str(number))
        else:
            refused.append((found.status, found.headers["retry-after"], found.json["error"]["message"]))
    assert set(refused) == {(503, "5", "the disk is full")}
    assert acknowledged
    assert [each.ticket for each in desk_open.inbox.open_calls()] == acknowledged
    pages[0] = 1_000_000
    body = b'{"ticket_id": "7000"}'
    assert ask(app, "POST", "/hooks/zendesk", signers.zendesk(ZENDESK_SECRET, body), body).status == 202


def test_of_mutated_calls_of_all_sources_none_is_taken_and_none_breaks_anything(desk: Workspace) -> None:
    """`benchmarks.bench_mutations` sends a hundred thousand; what a mutant is stands in mutants.py."""
    chance, sources = random.Random(20260302), mutants.connect_all(desk)
    calls, old = mutants.pool(sources, 20), mutants.old_pool(sources, 20)
    made = [mutants.mutant(chance, calls[chance.choice(sources)]) for _ in range(MUTATIONS)]
    changed = [each for each in made if each is not None] + old
    opened = Desk.open(desk, Answers(), workers=0)
    app = make_app(Answers(), opened, rules=FREE)

    async def attack(sent: Iterable[mutants.SignedCall]) -> Counter[int]:
        return Counter([(await call(app, "POST", each.path, each.headers, each.body)).status for each in sent])

    seen = asyncio.run(attack(changed))
    assert set(sources) == set(names()) - {"mailbox"}  # which calls nobody
    assert len(changed) > 0.95 * MUTATIONS
    assert set(seen) == {401}
    assert sum(opened.inbox.counts().values()) == 0
    # As they are, all are taken: nothing was refused for another reason.
    assert set(asyncio.run(attack(each for source in sources for each in calls[source]))) == {200, 202}
    opened.stop()


def test_what_is_proven_and_is_no_call_is_refused_whatever_the_source(desk: Workspace) -> None:
    sources, opened = mutants.connect_all(desk), Desk.open(desk, Answers(), workers=0)
    app = make_app(Answers(), opened, rules=FREE)
    for source, body in itertools.product(sources, [b"", b"{", b"[]", b"7", b"\xff\x00", b"[" * 9999]):
        signed = mutants.made_with(source, body)
        found = ask(app, "POST", signed.path, signed.headers, body)
        # Without a body, Help Scout's sidebar is proven by its address alone.
        status = 401 if source == "help_scout_app" and not body else 422
        assert (source, found.status, set(found.json["error"])) == (source, status, {"status", "message"})
    opened.stop()


def test_whoever_sends_unsigned_calls_all_the_time_is_told_to_wait_and_signed_ones_go_on(desk_open: Desk) -> None:
    app = make_app(Answers(), desk_open, rules=Rules(per_minute=5))
    found = [ask(app, "POST", "/hooks/zendesk", {}, b"{}").status for _ in range(8)]
    assert found == [401] * 5 + [429] * 3
    body = b'{"ticket_id": "7"}'
    assert ask(app, "POST", "/hooks/zendesk", signers.zendesk(ZENDESK_SECRET, body), body).status == 202


def test_a_call_that_comes_while_the_owner_edits_the_file_is_told_to_come_back(app: Starlette, desk_open: Desk) -> None:
    desk_open.sources.path("standard").write_text("secret = ")
    end = time.monotonic() + 20  # a file is looked at once a second
    while (found := ask(app, "POST", "/hooks/standard", {}, b"{}")).status != 503 and time.monotonic() < end:
        time.sleep(0.05)
    assert (found.status, found.headers["retry-after"]) == (503, "10")


def sidebar_call(number: int = 7) -> tuple[dict[str, str], bytes]:
    """What Help Scout sends for a legacy app, signed with code that is not deflect's."""
    body = json.dumps({"ticket": {"id": number, "subject": "Key"}, "customer": {}}).encode()
    signature = base64.b64encode(signers.hmac_by_definition(b"planted-secret", body, "sha1")).decode()
    return {"x-helpscout-signature": signature}, body


@pytest.fixture
def help_scout(workspace: Workspace) -> Iterator[Fake]:
    vendor = VENDORS["help_scout"]
    with serving({**vendor.before, HELP_SCOUT: threads(("customer", "vat"))}) as fake:
        given = {"address": fake.address, "secret": "planted-secret", "app_id": "id", "app_secret": "planted"}
        Sources(workspace).add("help_scout_app", given)
        yield fake


FRAME = (
    "/hooks/help_scout_app?conversation-id=3382942562&customer-id=9&mailbox-id=364558"
    "&X-HelpScout-Signature=kpIXt0ON%2BFlphudGZkc3wPXbTrM%3D"
)


def test_help_scouts_sidebar_gets_the_suggestion_for_the_conversation_as_it_stands_there(
    desk_open: Desk, help_scout: Fake
) -> None:
    app = make_app(Answers(), desk_open, rules=FREE, limits=PATIENT)
    headers, body = sidebar_call()
    found = [ask(app, "POST", "/hooks/help_scout_app", headers, body) for _ in range(2)]
    assert [(each.status, each.json) for each in found] == [(200, {"html": sidebar.fragment(SUGGESTION)})] * 2
    assert desk_open.inbox.counts() == {"waiting": 0, "done": 1, "dead": 0}
    assert {told[0] for told in help_scout.told if "oauth2" not in told[1]} == {"GET"}  # nothing is written there


def test_a_frame_in_help_scout_gets_a_page(desk_open: Desk, help_scout: Fake) -> None:
    app = make_app(Answers(), desk_open, rules=FREE, limits=PATIENT)
    help_scout.replies["GET /v2/conversations/3382942562?embed=threads"] = threads(("customer", "vat"))
    found = ask(app, "GET", FRAME)
    assert (found.status, found.body.decode()) == (200, sidebar.page(SUGGESTION))
    assert found.headers["content-type"].startswith("text/html")
    assert "frame-ancestors https://*.helpscout.net" in found.headers["content-security-policy"]
    assert ask(app, "GET", FRAME.replace("customer-id=9", "customer-id=8")).status == 401


@pytest.mark.parametrize("trouble", ["slow answer", "slow desk", "no desk", "not documented", "closed", "not sure"])
def test_help_scout_gets_an_empty_answer_in_time_whatever_goes_wrong(
    desk_open: Desk, help_scout: Fake, trouble: str
) -> None:
    replies: dict[str, dict[str, Any]] = {
        "no desk": {HELP_SCOUT: None},
        "not documented": {HELP_SCOUT: {"status": "active"}},
        "closed": {HELP_SCOUT: threads(("customer", "vat"), status="closed")},
        "not sure": {HELP_SCOUT: threads(("customer", "weather"))},
    }
    help_scout.replies |= replies.get(trouble, {})
    help_scout.seconds = 3.0 if trouble == "slow desk" else 0.0
    limits = Limits(answer=0.3) if trouble.startswith("slow") else PATIENT
    app = make_app(Answers(seconds=3.0 if trouble == "slow answer" else 0.0), desk_open, rules=FREE, limits=limits)

    async def timed() -> tuple[Answered, float]:
        began = time.monotonic()
        found = await call(app, "POST", "/hooks/help_scout_app", *sidebar_call())
        return found, time.monotonic() - began

    found, seconds = asyncio.run(timed())
    assert (found.status, found.json) == (200, {"html": ""})
    assert seconds < 2.5 or not trouble.startswith("slow")


def test_only_what_is_shown_in_a_frame_may_be_asked_for_with_get(app: Starlette, help_scout: Fake) -> None:
    for name in ("zendesk", "standard", "other"):
        assert ask(app, "GET", f"/hooks/{name}").status == 404
    assert ask(app, "GET", "/hooks/help_scout_app").status == 401
