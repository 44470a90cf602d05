"""A reply is cut where a reader would cut it, and nothing of it is changed or lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect.kb.sentences import Piece, sentences, split

SENTENCES = {
    "two": ("Open it. Close it.", ["Open it.", "Close it."]),
    "marks": ("Really? Yes! Then wait… Now go.", ["Really?", "Yes!", "Then wait…", "Now go."]),
    "abbreviations": (
        "Use a cache, e.g. Redis, i.e. no disk. Done now.",
        ["Use a cache, e.g. Redis, i.e. no disk.", "Done now."],
    ),
    "abbreviation before a capital": ("Ask e.g. Redis Labs. Then stop.", ["Ask e.g. Redis Labs.", "Then stop."]),
    "version": ("Update to 4.2.1. Older ones fail.", ["Update to 4.2.1.", "Older ones fail."]),
    "number at the end": ("Set it to 5. Then save.", ["Set it to 5.", "Then save."]),
    "address": (
        "See https://docs.shop.example/a.b?c=d.e for it. Then go.",
        ["See https://docs.shop.example/a.b?c=d.e for it.", "Then go."],
    ),
    "address at the end": (
        "See https://docs.shop.example/a. Then go.",
        ["See https://docs.shop.example/a.", "Then go."],
    ),
    "file name": ("Edit wp-config.php by hand. Save.", ["Edit wp-config.php by hand.", "Save."]),
    "file name at the end": ("Edit wp-config.php. Save it.", ["Edit wp-config.php.", "Save it."]),
    "menu path": ("Go to Settings > General > Time. Save.", ["Go to Settings > General > Time.", "Save."]),
    "quote": ('Choose "Show all." Then save.', ['Choose "Show all."', "Then save."]),
    "brackets": ("Press it (twice). Then wait.", ["Press it (twice).", "Then wait."]),
    "initial": ("Ask J. Smith about it. Then wait.", ["Ask J. Smith about it.", "Then wait."]),
    "number of a list in one line": ("1. Open it.", ["1. Open it."]),
    "German abbreviations": (
        "Öffnen Sie z.B. Chrome, d.h. einen anderen Browser. Dann laden Sie neu.",
        ["Öffnen Sie z.B. Chrome, d.h. einen anderen Browser.", "Dann laden Sie neu."],
    ),
    "German spaced abbreviation": ("Nehmen Sie z. B. Chrome. Fertig.", ["Nehmen Sie z. B. Chrome.", "Fertig."]),
    "German date": ("Seit dem 3. März geht es. Gut so.", ["Seit dem 3. März geht es.", "Gut so."]),
    "French": ("Ouvrez « Réglages ». Puis enregistrez.", ["Ouvrez « Réglages ».", "Puis enregistrez."]),
    "Arabic": ("هل جربت ذلك؟ افتح الإعدادات > عام. ثم احفظ.", ["هل جربت ذلك؟", "افتح الإعدادات > عام.", "ثم احفظ."]),
    "Welsh": ("Agorwch y gosodiadau. Yna cadwch.", ["Agorwch y gosodiadau.", "Yna cadwch."]),
    "no full stop": ("Open it", ["Open it"]),
    "nothing": ("   ", []),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_a_paragraph_is_cut_into_its_sentences(name: str) -> None:
    text, expected = SENTENCES[name]
    assert sentences(text) == expected


def step(text: str) -> Piece:
    return Piece(text, "step")


def sentence(text: str) -> Piece:
    return Piece(text, "sentence")


PIECES = {
    "numbered list": ("1. Open it.\n2) Close it.", [step("Open it."), step("Close it.")]),
    "bullets": (
        "- One thing\n* Another\n• A third",
        [Piece("One thing", "item"), Piece("Another", "item"), Piece("A third", "item")],
    ),
    "item of two lines": ("1. Open it and\n   close it.\n2. Wait.", [step("Open it and close it."), step("Wait.")]),
    "item wrapped without indent": (
        "1. Open the settings of the plugin and look for the entry\ncalled Reset.\n2. Wait.",
        [step("Open the settings of the plugin and look for the entry called Reset."), step("Wait.")],
    ),
    "lead of a list goes with each of its items": (
        "Please do this:\n\n1. Open it.\n2. Wait.",
        [Piece("Open it.", "step", sentence("Please do this:")), Piece("Wait.", "step", sentence("Please do this:"))],
    ),
    "a short line over bullets heads them": (
        "In the dashboard\n\n- Open it\n- Wait\n\nThat is all.",
        [
            Piece("Open it", "item", sentence("In the dashboard")),
            Piece("Wait", "item", sentence("In the dashboard")),
            sentence("That is all."),
        ],
    ),
    "a long line over bullets does not": (
        "The dates come from the old copy of the page\n\n- Open it",
        [sentence("The dates come from the old copy of the page"), Piece("Open it", "item")],
    ),
    "a line between two steps heads nothing": (
        "1. Open it.\n\nfl-handle\n\n2. Wait.",
        [step("Open it."), sentence("fl-handle"), step("Wait.")],
    ),
    "a list in a step ends with the next step": (
        "1. Choose:\n  - One\n  - Two\n2. Wait.",
        [Piece("One", "item", step("Choose:")), Piece("Two", "item", step("Choose:")), step("Wait.")],
    ),
    "lines that give settings are a list": (
        "Incoming:\nServer: imap.example.org\nPort: 993",
        [
            Piece("Server: imap.example.org", "item", sentence("Incoming:")),
            Piece("Port: 993", "item", sentence("Incoming:")),
        ],
    ),
    "one line that gives a setting is a sentence": ("Port: 993", [sentence("Port: 993")]),
    "an address is one sentence with what introduces it": (
        "This explains it:\n\nhttps://example.org/a",
        [sentence("This explains it: https://example.org/a")],
    ),
    "an address between fences is no code": (
        "Read this:\n```\nhttps://example.org/a\n```",
        [sentence("Read this: https://example.org/a")],
    ),
    "prose after a list": (
        "1. Open it.\n2. Wait.\n\nThat is all.",
        [step("Open it."), step("Wait."), sentence("That is all.")],
    ),
    "fenced code": (
        "Run:\n```\nwp cron event run\n\nwp cache flush\n```\nThen wait.",
        [Piece("wp cron event run\n\nwp cache flush", "code", sentence("Run:")), sentence("Then wait.")],
    ),
    "code with a language": ("```php\necho 1;\n```", [Piece("echo 1;", "code")]),
    "tildes": ("~~~\necho 1;\n~~~", [Piece("echo 1;", "code")]),
    "unclosed fence": ("```\necho 1;", [Piece("echo 1;", "code")]),
    "indented code": (
        "Add this:\n\n    define('A', 1);\n      define('B', 2);\n\nThen save.",
        [Piece("define('A', 1);\n  define('B', 2);", "code", sentence("Add this:")), sentence("Then save.")],
    ),
    "code with a blank line": ("    a();\n\n    b();", [Piece("a();\n\nb();", "code")]),
    "code below a step": (
        "1. Add this:\n\n    define('A', 1);\n2. Save.",
        [Piece("define('A', 1);", "code", step("Add this:")), step("Save.")],
    ),
    "sentence below a step is part of it": (
        "1. Open it.\n    It is on the left.\n2. Save.",
        [step("Open it. It is on the left."), step("Save.")],
    ),
    "a list marker inside code is code": ("```\n1. no step\n- no item\n```", [Piece("1. no step\n- no item", "code")]),
    "mail program's line breaks": (
        "This is a line that a mail program wrapped at seventy\ncharacters, and here it ends. Next.",
        [
            sentence("This is a line that a mail program wrapped at seventy characters, and here it ends."),
            sentence("Next."),
        ],
    ),
    "short lines stand alone": ("Click Save\nThen close it", [sentence("Click Save"), sentence("Then close it")]),
    "Windows line ends": ("Open it.\r\n\r\nClose it.", [sentence("Open it."), sentence("Close it.")]),
    "nothing": ("\n \n", []),
    "empty fence": ("```\n```", []),
    "date at the beginning is no list": (
        "2026. That was the year.",
        [sentence("2026."), sentence("That was the year.")],
    ),
}


@pytest.mark.parametrize("name", PIECES)
def test_a_reply_is_cut_into_sentences_steps_and_code(name: str) -> None:
    text, expected = PIECES[name]
    assert split(text) == expected


TEXTS = st.text(alphabet=st.sampled_from(list("ab AB.!?:\n\t-*1.)`~>\"'؟ä é\r")), max_size=120)


@given(TEXTS)
def test_pieces_hold_the_letters_of_the_text_in_their_order_and_none_besides(text: str) -> None:
    letters = iter(re.findall(r"[^\W\d_]", text))
    for piece in split(text):
        for letter in re.findall(r"[^\W\d_]", piece.text):
            assert letter in letters, "a letter out of order"


@given(st.text(max_size=200))
def test_no_text_breaks_it_and_no_piece_is_empty(text: str) -> None:
    assert all(piece.text.strip() for piece in split(text))


@given(st.lists(st.sampled_from(["Open it.", "Press Save.", "Wait a minute.", "Is it there?"]), min_size=1, max_size=8))
def test_joined_sentences_are_found_again(said: list[str]) -> None:
    assert sentences(" ".join(said)) == said


def test_a_sentence_that_code_ends_goes_with_it() -> None:
    lead = Piece("Add this line to wp-config.php", "sentence")
    assert split("Open the file.\n\nAdd this line to wp-config.php\n\n    define( 'A', 1 );\n\nThen save it.") == [
        Piece("Open the file.", "sentence"),
        Piece("define( 'A', 1 );", "code", lead),
        Piece("Then save it.", "sentence"),
    ]


def test_a_sentence_that_is_finished_before_code_stands_alone() -> None:
    assert [piece.lead for piece in split("This is the line.\n\n    define( 'A', 1 );")] == [None, None]
