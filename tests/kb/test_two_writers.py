"""Agents who disagree, in five languages: what is agreed on is written, what is doubtful is said to be so."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from deflect.errors import ArticleError
from deflect.kb import evidence, frame, gate, merge, publish, sentences, steps
from deflect.kb.agreement import answer_of, points, weight_of
from deflect.kb.draft import draft
from deflect.types import Article, CleanTicket, Rating, Sentence

from .build import article, cluster, ticket

TOLD = {
    "en": ("Open Settings > Permalinks and press Save.", "Deactivate the cache plugin and try again."),
    "de": ("Öffnen Sie Einstellungen > Permalinks und speichern Sie.", "Deaktivieren Sie das Cache-Plugin ganz."),
    "fr": ("Ouvrez Réglages > Permaliens puis enregistrez.", "Désactivez l'extension de cache puis réessayez."),
    "ar": ("افتح الإعدادات > الروابط الدائمة ثم احفظ.", "عطل إضافة التخزين المؤقت وجرب مرة أخرى."),
    "cy": ("Ewch i Gosodiadau > Dolenni a chadwch y dudalen.", "Analluogwch yr ategyn storfa a rhowch gynnig arall."),
}


def drafted(tickets: Sequence[CleanTicket], language: str = "en") -> Article:
    found = cluster(tickets, language=language)
    return draft(found, {each.id: each for each in tickets}, language="en", limit=8)


@pytest.mark.parametrize("language", TOLD)
def test_what_two_agents_say_alike_is_written_once_with_both_tickets(language: str) -> None:
    same, _ = TOLD[language]
    found = drafted([ticket(1, same, "a1", language=language), ticket(2, same, "a2", language=language)], language)
    assert found.answer == same
    assert found.evidence == (Sentence(same, ("shop:1", "shop:2")),)
    assert found.language == language


@pytest.mark.parametrize("language", TOLD)
def test_two_agents_who_say_different_things_leave_a_doubt(language: str) -> None:
    one, other = TOLD[language]
    found = drafted([ticket(1, one, "a1", language=language), ticket(2, other, "a2", language=language)], language)
    assert found.answer.endswith(frame.NO_AGREEMENT)
    assert {ref for each in found.evidence for ref in each.evidence} <= {"shop:1", "shop:2"}


@pytest.mark.parametrize("language", TOLD)
def test_a_majority_wins_over_one_agent_without_a_doubt(language: str) -> None:
    many, one = TOLD[language]
    tickets = [ticket(n, many, f"a{n}", language=language) for n in (1, 2, 3)]
    found = drafted([ticket(4, one, "a4", language=language), *tickets], language)
    assert found.answer == many
    assert found.evidence[0].evidence == ("shop:1", "shop:2", "shop:3")


@pytest.mark.parametrize("language", TOLD)
def test_answers_in_another_language_are_never_translated_or_mixed_in(language: str) -> None:
    other = "de" if language != "de" else "fr"
    found = drafted([ticket(1, TOLD[other][0], language=other), ticket(2, TOLD[other][0], language=other)], language)
    assert found.answer == frame.other_languages(language, [other])
    assert all(text not in found.answer for text in TOLD[other])


@pytest.mark.parametrize(
    ("solved", "rating", "expected"),
    [(True, "good", 1.5), (False, "good", 1.5), (True, None, 1.0), (False, None, 0.6), (True, "bad", 0.2)],
)
def test_how_far_an_answer_is_trusted(solved: bool, rating: Rating | None, expected: float) -> None:
    assert weight_of(ticket(1, "Press Save.", solved=solved, rating=rating)) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Open Tools > Import and choose the file.", "Open Tools > Export and choose the file."),
        ("Set the limit to 256 in the settings.", "Set the limit to 512 in the settings."),
        ("Do activate the cache plugin before the update.", "Do not activate the cache plugin before the update."),
        ("Read the page https://desk.example/a first.", "Read the page https://desk.example/b first."),
        ("Sie müssen das Plugin löschen, bevor es geht.", "Sie müssen das Plugin nicht löschen, bevor es geht."),
        ("Il faut vider le cache du site.", "Il ne faut pas vider le cache du site."),
        ("يجب حذف الإضافة قبل التحديث الجديد", "لا يجب حذف الإضافة قبل التحديث الجديد"),
    ],
)
def test_sentences_that_differ_in_what_matters_are_never_one_point(one: str, other: str) -> None:
    answers = [answer_of(ticket(1, one)), answer_of(ticket(2, other))]
    assert sorted(point.piece.text for point in points(answers)) == sorted([one, other])


@pytest.mark.parametrize(
    "other", ["Press the Save button now.", "press the save button now", "Press the Save button now!"]
)
def test_case_and_full_stop_make_no_other_sentence(other: str) -> None:
    found = points([answer_of(ticket(1, "Press the Save button now.")), answer_of(ticket(2, other, "a2"))])
    assert [point.tickets for point in found] == [("shop:1", "shop:2")]


def test_nothing_said_gives_no_points() -> None:
    assert points([]) == []
    assert points([answer_of(ticket(1, None))]) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Use version 3.2.1. Then reload.", ["Use version 3.2.1.", "Then reload."]),
        ("Nutzen Sie z.B. Firefox. Laden Sie neu.", ["Nutzen Sie z.B. Firefox.", "Laden Sie neu."]),
        ("Am 3. März kam es. Danach nicht.", ["Am 3. März kam es.", "Danach nicht."]),
        ("Voir p.ex. Réglages. Puis enregistrez !", ["Voir p.ex. Réglages.", "Puis enregistrez !"]),
        ("هل حفظت؟ أعد التحميل.", ["هل حفظت؟", "أعد التحميل."]),
        ("Cadwch y dudalen. Ydy hi'n iawn?", ["Cadwch y dudalen.", "Ydy hi'n iawn?"]),
        ("Edit wp-config.php now. Save it.", ["Edit wp-config.php now.", "Save it."]),
        ("", []),
    ],
)
def test_where_sentences_end(text: str, expected: list[str]) -> None:
    assert sentences.sentences(text) == expected


@pytest.mark.parametrize("language", TOLD)
def test_orders_are_steps_in_every_language(language: str) -> None:
    assert [steps.is_step(text) for text in TOLD[language]] == [True, True]


@pytest.mark.parametrize(
    "text",
    [
        "The calendar needs a page of its own.",
        "Der Kalender braucht eine eigene Seite.",
        "Le calendrier demande une page.",
        "يحتاج التقويم إلى صفحة",
        "Mae angen tudalen ar y calendr.",
        "Vous pouvez ignorer ce message.",
    ],
)
def test_statements_are_no_steps(text: str) -> None:
    assert not steps.is_step(text)


def marked(text: str) -> list[str]:
    return ["leak"] if "LEAK" in text else []


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (("One.", "Two LEAK.", "Three."), "One.\nThree."),
        (("LEAK.", "Two."), "Two."),
        (("One.", "LEAK."), "One."),
        (("LEAK.", "LEAK too."), frame.LEAKED),
    ],
)
def test_a_sentence_that_leaks_goes_alone(said: tuple[str, ...], kept: str) -> None:
    found = gate.without_leaks(article("q1", *said), marked)
    assert found is not None
    assert found.answer == kept
    assert [each.text for each in found.evidence] == [text for text in said if "LEAK" not in text]


def test_phrasings_and_a_category_that_leak_go_and_the_rest_stays() -> None:
    found = gate.without_leaks(article(also_asked=("How?", "LEAK?"), category="LEAK"), marked)
    assert found is not None
    assert (found.also_asked, found.category) == (("How?",), "General")


@pytest.mark.parametrize("part", ["title", "question"])
def test_a_title_or_question_that_leaks_withholds_all(part: str) -> None:
    assert gate.without_leaks(article(**{part: "LEAK"}), marked) is None


def test_an_article_without_leaks_is_the_article_itself() -> None:
    draft_of = article()
    assert gate.without_leaks(draft_of, marked) is draft_of


@pytest.mark.parametrize("ref", ["shop:1", "shop:a b", "shop:x,y", "shop:-->", "desk:é", "shop:100%"])
def test_a_ref_of_any_form_comes_back_from_its_comment(ref: str) -> None:
    body = evidence.insert("Press Save.", (Sentence("Press Save.", (ref, "shop:2")),))
    assert body.count("-->") == 1
    assert evidence.extract(body) == ("Press Save.", (Sentence("Press Save.", (ref, "shop:2")),))


def test_evidence_for_a_sentence_that_is_not_there_or_out_of_order_is_an_error() -> None:
    for said in (("Gone.",), ("Two.", "One.")):
        with pytest.raises(ArticleError, match="lacks"):
            evidence.insert("One.\nTwo.", tuple(Sentence(text, ("shop:1",)) for text in said))


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        ("abc", "aXbc", "abcY", "aXbcY"),
        ("abc", "bc", "abC", "bC"),
        ("abc", "aXc", "aYc", None),
        ("abc", "ac", "aYc", None),
        ("", "X", "Y", None),
        ("", "X", "X", "X"),
        ("abcd", "", "abcd", ""),
        ("abcd", "abXd", "Yabcd", "YabXd"),
    ],
)
def test_a_merge_letter_by_letter(base: str, ours: str, theirs: str, expected: str | None) -> None:
    found = merge.merge(base, ours, theirs)
    assert (None if found is None else "".join(found)) == expected


HEAD = "---\nid: q1\ntitle: T\n---\n\n"
PATH = Path("t.md")


@pytest.mark.parametrize(
    ("file", "base", "new", "outcome"),
    [
        (None, None, "A.", "created"),
        (None, "A.", "A.", "deleted_by_people"),
        ("A.", "A.", "A.", "unchanged"),
        ("A.", "A.", "B.", "updated"),
        ("A.\nMine.", "A.", "A.", "unchanged"),
        ("Mine.", "A.", "B.", "conflicts"),
    ],
)
def test_what_becomes_of_a_draft(file: str | None, base: str | None, new: str, outcome: str) -> None:
    def full(text: str | None) -> str | None:
        return None if text is None else f"{HEAD}{text}\n"

    found = publish.decide(full(file), full(base), f"{HEAD}{new}\n", PATH)
    assert found.outcome == outcome
    assert (found.text is not None) == (outcome in ("created", "updated", "merged"))
    assert (found.proposal is not None) == (outcome == "conflicts")


def test_while_a_proposal_waits_nothing_is_merged_into_an_edited_file() -> None:
    base, file, new = f"{HEAD}A.\n\nB.\n", f"{HEAD}A.\n\nB.\n\nMine.\n", f"{HEAD}New.\n\nB.\n"
    assert publish.decide(file, base, new, PATH).outcome == "merged"
    assert publish.decide(file, base, new, PATH, waiting=True) == publish.Decision("conflicts", proposal=new)
