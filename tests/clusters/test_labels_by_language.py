"""Labels, ids and trends of recurring questions in five languages."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime

import numpy as np
import pytest

from deflect.clusters import unread_languages
from deflect.clusters.describing import label
from deflect.clusters.following import identity, saved
from deflect.types import CleanTicket, Cluster, Trend

WHEN = datetime(2026, 1, 31, 23, 59, tzinfo=UTC)


def ticket(question: str, subject: str = "", language: str = "en", number: int = 1) -> CleanTicket:
    return CleanTicket(f"t:{number}", subject, question, None, None, "c-1", language, WHEN, solved=False)


QUESTIONS = {
    "en": ("Why is the calendar blank?", "This is very urgent for us."),
    "de": ("Warum ist der Kalender leer?", "Das ist sehr dringend für uns."),
    "fr": ("Pourquoi le calendrier est-il vide ?", "C'est très urgent pour nous."),
    "ar": ("لماذا التقويم فارغ بعد التحديث؟", "هذا عاجل جدا بالنسبة لنا."),
    "cy": ("Pam mae'r calendr yn wag?", "Mae hyn yn bwysig iawn i ni."),
}


@pytest.mark.parametrize("language", QUESTIONS)
def test_what_every_ticket_says_is_no_candidate_and_the_question_is(language: str) -> None:
    asked, urgent = QUESTIONS[language]
    members = [ticket(f"{asked} {urgent}", language=language)]
    everywhere = label.spoken([*members, *(ticket(urgent, language=language, number=n) for n in (2, 3))])
    assert label.candidates(members) == [asked, urgent]
    assert label.candidates(members, everywhere) == [asked]


@pytest.mark.parametrize("language", QUESTIONS)
def test_a_question_wins_over_a_statement_as_near(language: str) -> None:
    asked, urgent = QUESTIONS[language]
    vectors = np.array([[1.0, 0.0], [1.0, 0.0]], dtype=np.float32)
    assert label.choose([urgent, asked], vectors, np.array([2.0, 0.0], dtype=np.float32), frozenset()) == asked


@pytest.mark.parametrize("language", QUESTIONS)
def test_case_is_no_other_sentence_and_a_ticket_counts_once(language: str) -> None:
    asked = QUESTIONS[language][0]
    said = label.spoken([ticket(f"{asked}\n{asked.upper()}", language=language), ticket(asked, number=2)])
    assert said == Counter({asked.casefold(): 2})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("how do I export?", "How do I export?"),
        ("warum fehlt das Menü.", "Warum fehlt das Menü"),
        ("écran blanc !", "Écran blanc"),
        ("الصفحة فارغة.", "الصفحة فارغة"),
        ("ŵy ar y sgrin;", "Ŵy ar y sgrin"),
        ("أين الفاتورة؟", "أين الفاتورة؟"),
        ("", ""),
    ],
)
def test_a_label_begins_large_and_ends_without_a_full_stop(text: str, expected: str) -> None:
    assert label.tidy_label(text) == expected


@pytest.mark.parametrize("prefix", ["Re: ", "AW: WG: ", "TR : ", "رد: ", "Ynghylch: ", "FWD: re: ", "SV: "])
def test_reply_prefixes_of_many_programs_are_no_part_of_a_subject(prefix: str) -> None:
    assert label.subject_line(ticket("x", f"{prefix}Calendar is blank")) == "Calendar is blank"


def test_only_the_nearest_members_are_read() -> None:
    members = [ticket(f"Why is page number {n} blank?", number=n) for n in range(label.MEMBERS_READ + 5)]
    assert len(label.candidates(members)) == label.MEMBERS_READ


@pytest.mark.parametrize("words", [label.FEWEST_WORDS - 1, label.FEWEST_WORDS, label.MOST_WORDS, label.MOST_WORDS + 1])
def test_a_candidate_has_neither_too_few_words_nor_too_many(words: int) -> None:
    said = " ".join(["page"] * words)
    expected = [said] if label.FEWEST_WORDS <= words <= label.MOST_WORDS else []
    assert label.candidates([ticket(said)]) == expected


def test_a_long_text_is_cut_at_a_word_and_marked() -> None:
    found = label.shortened("calendar " * 30)
    assert found.endswith("calendar …")
    assert len(found) <= label.MOST_CHARACTERS + 2


def cluster(name: str, *refs: str) -> Cluster:
    return Cluster(name, refs, refs[:1], "Résumé vide ؟", "fr", 0.5, len(refs), Trend(("2026-01",), (len(refs),)))


def test_clusters_come_back_from_json_as_they_were() -> None:
    found = (cluster("q-1", "t:1", "t:2"), cluster("q-2", "t:3"))
    assert saved.from_plain(json.loads(json.dumps(saved.to_plain(found)))) == found
    assert saved.from_plain([]) == ()


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ([], []),
        ([["n1", "n2"]], [None]),
        ([["a", "n1"]], ["one"]),  # half of the smaller is enough
        ([["a", "n1", "n2"]], [None]),
        ([["a", "b"]], ["one"]),
        ([["a", "b"], ["c", "d"]], ["one", None]),
        ([["d", "c", "b"], ["a"]], ["one", None]),
        ([["x", "y"], ["a", "b", "c", "d"]], ["two", "one"]),
        ([["x", "a", "b", "c"]], ["one"]),
    ],
)
def test_which_question_continues_which(groups: list[list[str]], expected: list[str | None]) -> None:
    earlier = [cluster("one", "a", "b", "c", "d"), cluster("two", "x", "y")]
    found = identity.match(groups, earlier)
    assert [each.continues.id if each.continues else None for each in found] == expected


def test_a_new_id_depends_on_the_tickets_alone_and_is_never_one_in_use() -> None:
    taken: set[str] = set()
    first = identity.new_id(["t:2", "t:1"], taken)
    assert first == identity.new_id(["t:1", "t:2"], set())
    assert identity.new_id(["t:1", "t:2"], taken) != first
    assert len(taken) == 2


def test_a_language_whose_texts_all_look_alike_is_unread_and_few_texts_say_nothing() -> None:
    alike = np.tile(np.array([[1.0, 0.0]], dtype=np.float32), (30, 1))
    many = [ticket("x", language="cy", number=n) for n in range(30)]
    assert unread_languages(many, alike) == {"cy": 30}
    assert unread_languages(many[:29], alike[:29]) == {}
    apart = np.eye(30, dtype=np.float32)
    assert unread_languages(many, apart) == {}
