"""A reply is read if it is what was asked for; all else is one error that quotes none of it."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from deflect.errors import ServerError
from deflect.kb.rewording.chat import Chat, Wording, read
from deflect.kb.rewording.passages import Passage
from tests.chat_server import serving, with_body

pytestmark = pytest.mark.usefixtures("this_machine_only")
GOOD = '{"sentences": [{"number": 1, "text": "Press Save."}]}'


def completion(content: object) -> bytes:
    return json.dumps(
        {"id": "x", "choices": [{"index": 0, "message": {"role": "assistant", "content": content}}]}
    ).encode()


@pytest.mark.parametrize(
    "content",
    [GOOD, f"```json\n{GOOD}\n```", f"Here you are:\n{GOOD}\nAnything else?", f"  {GOOD}", GOOD[:-1] + ', "x": 1}'],
)
def test_the_sentences_are_read_with_or_without_words_around_them(content: str) -> None:
    assert read(completion(content)) == [Wording(number=1, text="Press Save.")]


BROKEN = {
    "nothing": b"",
    "no JSON": b"marker-7",
    "no UTF-8": b'{"choices": [{"message": {"content": "\xff"}}]}',
    "an error": b'{"error": {"message": "marker-7"}}',
    "no choice": b'{"choices": []}',
    "no content": completion(None),
    "a list as content": completion([{"type": "text", "text": GOOD}]),
    "prose": completion("marker-7 and nothing else"),
    "half an answer": completion(GOOD[:30]),
    "another key": completion('{"lines": []}'),
    "no list": completion('{"sentences": "marker-7"}'),
    "a number as text": completion('{"sentences": [{"number": 1, "text": 7}]}'),
    "a text as number": completion('{"sentences": [{"number": "1", "text": "marker-7"}]}'),
    "no number": completion('{"sentences": [{"text": "marker-7"}]}'),
    "half a character": completion('{"sentences": [{"number": 1, "text": "\\ud800"}]}'),
    "too long": completion(json.dumps({"sentences": [{"number": 1, "text": "x" * 2_001}]})),
    "too many": completion(json.dumps({"sentences": [{"number": 1, "text": "x"}] * 201})),
    "deep": completion('{"sentences": ' + "[" * 100_000 + "]" * 100_000 + "}"),
    "deep envelope": b"[" * 500_000,
}


@pytest.mark.parametrize("fault", BROKEN)
def test_what_cannot_be_read_is_an_error_that_quotes_nothing(fault: str) -> None:
    with serving(with_body(BROKEN[fault])) as server, pytest.raises(ServerError) as caught:
        Chat(server.endpoint, "m", 5.0, "sk-planted").ask("T", "en", [Passage(0, ("Press Save.",))])
    assert caught.value.what == "the server's reply cannot be read"
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert "marker-7" not in str(caught.value)


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(completion)))
def test_any_reply_is_read_or_refused(body: bytes) -> None:
    with contextlib.suppress(ValidationError):
        assert all(isinstance(each, Wording) for each in read(body))


def test_the_key_is_in_no_representation() -> None:
    assert "sk-planted" not in repr(Chat("http://127.0.0.1:1/v1", "m", 5.0, "sk-planted"))
