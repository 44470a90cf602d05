"""A draft says what agents agree on, in their words and order, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from deflect.kb import frame
from deflect.kb.compose import EVIDENCE
from deflect.kb.draft import MOST_PIECES, draft
from deflect.kb.evidence import insert
from deflect.kb.front_matter import parse, render
from deflect.types import Article, CleanTicket, Sentence

from .build import cluster, ticket


def drafted(tickets: Sequence[CleanTicket], limit: int = 8, vendor: str = "en", **more: Any) -> Article:
    return draft(cluster(tickets, **more), {each.id: each for each in tickets}, language=vendor, limit=limit)


def body(tickets: Sequence[CleanTicket], limit: int = 8, **more: Any) -> str:
    article = drafted(tickets, limit, **more)
    return insert(article.answer, article.evidence)


STEPS = """Hello, thanks for writing.

1. Open Bookings > Tools and press Rebuild.
2. Clear the cache of your browser.
3. Reload the calendar page.

Let me know if it works."""
STEPS_TOO = """Sorry to hear that! Please do this:

1. Open Bookings > Tools and press Rebuild.
2. Clear the browser cache.
3. Reload the calendar page.
4. I will check the logs meanwhile.

Your site uses an old theme."""
PROSE_TOO = "Open Bookings > Tools and press Rebuild. After that, reload the calendar page. Does it help?"


def test_steps_that_agents_agree_on_become_a_numbered_list_in_their_order() -> None:
    tickets = [ticket(1, STEPS, "a1"), ticket(2, STEPS_TOO, "a2"), ticket(3, PROSE_TOO, "a3"), ticket(4, None)]
    assert body(tickets) == (
        "1. Open Bookings > Tools and press Rebuild. <!-- tickets: shop:1, shop:2, shop:3 -->\n"
        "2. Clear the cache of your browser. <!-- tickets: shop:1, shop:2 -->\n"
        "3. Reload the calendar page. <!-- tickets: shop:1, shop:2, shop:3 -->"
    )


def test_the_whole_article_of_a_question() -> None:
    tickets = [
        ticket(1, STEPS, "a1", question="Hi! Why is my calendar white? It worked before.", tags=("blank-calendar",)),
        ticket(
            2, STEPS_TOO, "a2", question="No dates are shown on [site] any more.", subject="Month view shows nothing"
        ),
        ticket(3, PROSE_TOO, "a3", question="The month view stays empty since the update.", tags=("blank-calendar",)),
    ]
    assert render(drafted(tickets)) == (
        "---\nid: q7\ntitle: Why is the calendar blank?\nslug: why-is-the-calendar-blank\nstate: work-in-progress\n"
        "audience: public\nlanguage: en\norigin: drafted\ncategory: Blank calendar\ncluster: q7\ntickets: 3\n"
        "question: Why is the calendar blank?\nalso_asked:\n- Month view shows nothing\n"
        "- The month view stays empty since the update.\nshape: troubleshooting\n---\n\n## Fix\n\n"
        "1. Open Bookings > Tools and press Rebuild. <!-- tickets: shop:1, shop:2, shop:3 -->\n"
        "2. Clear the cache of your browser. <!-- tickets: shop:1, shop:2 -->\n"
        "3. Reload the calendar page. <!-- tickets: shop:1, shop:2, shop:3 -->\n"
    )


def test_code_stays_fenced_between_the_steps_with_its_introduction() -> None:
    answer = "1. Open wp-config.php.\n2. Add this line:\n\n    define('FL_SAFE', true);\n\n3. Save the file."
    assert body([ticket(1, answer, "a1"), ticket(2, answer, "a2")]) == (
        "1. Open wp-config.php. <!-- tickets: shop:1, shop:2 -->\n"
        "2. Add this line: <!-- tickets: shop:1, shop:2 -->\n\n"
        "```\ndefine('FL_SAFE', true);\n```\n<!-- tickets: shop:1, shop:2 -->\n\n"
        "3. Save the file. <!-- tickets: shop:1, shop:2 -->"
    )


def test_code_is_the_same_only_if_all_of_it_is() -> None:
    one = "Add this to functions.php of the theme:\n\n    fl_limit( 10 );"
    other = "Add this to functions.php of the theme:\n\n    fl_limit( 20 );"
    answer = body([ticket(1, one), ticket(2, one, "a2"), ticket(3, other, "a3")])
    assert "fl_limit( 10 );\n```\n<!-- tickets: shop:1, shop:2 -->" in answer
    assert "fl_limit( 20 )" not in answer


def test_agents_who_answer_differently_give_two_ways() -> None:
    cache = "The page cache holds an old calendar. Exclude the calendar page from the page cache."
    script = "A script optimiser breaks the calendar. Switch off the deferral of scripts in the optimiser."
    tickets = [ticket(n, cache if n < 3 else script, f"a{n}") for n in range(5)]
    assert body(tickets) == (
        "The page cache holds an old calendar. <!-- tickets: shop:0, shop:1, shop:2 -->\n"
        "Exclude the calendar page from the page cache. <!-- tickets: shop:0, shop:1, shop:2 -->\n\n"
        "## Another way\n\n"
        "A script optimiser breaks the calendar. <!-- tickets: shop:3, shop:4 -->\n"
        "Switch off the deferral of scripts in the optimiser. <!-- tickets: shop:3, shop:4 -->"
    )


def test_a_second_way_is_taken_whole_or_not_at_all() -> None:
    cache = "The page cache holds an old calendar. Exclude the calendar page from the page cache."
    script = "A script optimiser breaks the calendar. Switch off the deferral of scripts in the optimiser."
    tickets = [ticket(n, cache if n < 3 else script, f"a{n}") for n in range(5)]
    assert "optimiser" not in body(tickets, limit=3)


def test_nothing_is_taken_for_agreement_that_differs_in_path_number_or_negation() -> None:
    pairs = [
        ("Open Settings > General and press the button.", "Open Settings > Reading and press the button."),
        ("Set the limit of the calendar to 10 entries.", "Set the limit of the calendar to 20 entries."),
        ("The calendar does work with a cache.", "The calendar does not work with a cache."),
        ("The guide is at https://docs.shop.example/a now.", "The guide is at https://docs.shop.example/b now."),
    ]
    for one, other in pairs:
        answer = drafted([ticket(1, one, "a1"), ticket(2, other, "a2")])
        assert all(len(sentence.evidence) == 1 for sentence in answer.evidence), one
        assert answer.answer.endswith(frame.NO_AGREEMENT)


def test_more_agents_count_more_than_more_tickets_of_one() -> None:
    by_one = "Deactivate all plugins except this one."
    by_three = "Rebuild the assets under Tools."
    tickets = [ticket(n, f"{by_one} {by_three}" if n < 3 else by_one, f"a{n}" if n < 3 else "a0") for n in range(5)]
    assert drafted(tickets, limit=1).answer == by_one
    tickets = [ticket(n, by_three if n < 3 else by_one, f"a{n}" if n < 3 else "a9") for n in range(6)]
    assert drafted(tickets, limit=1).answer == by_three


def test_well_rated_answers_are_named_first_and_badly_rated_ones_not_at_all() -> None:
    said = "Rebuild the assets under Tools."
    tickets = [
        ticket(1, said, "a1", solved=False),
        ticket(2, said, "a2", rating="bad"),
        ticket(3, said, "a3"),
        ticket(4, said, "a4", rating="good"),
    ]
    assert drafted(tickets).evidence[0].evidence == ("shop:4", "shop:3", "shop:1")


def test_at_most_a_dozen_tickets_are_named_behind_a_sentence() -> None:
    tickets = [ticket(n, "Rebuild the assets under Tools.") for n in range(40)]
    assert drafted(tickets).evidence[0].evidence == tuple(f"shop:{n}" for n in range(EVIDENCE))


def test_german_in_german() -> None:
    eins = (
        "Guten Tag, vielen Dank für Ihre Nachricht. Öffnen Sie Buchungen > Werkzeuge, z. B. im zweiten Fenster. "
        "Klicken Sie auf „Neu aufbauen“. Ich schaue es mir an."
    )
    zwei = (
        "Öffnen Sie Buchungen > Werkzeuge, z. B. im zweiten Fenster. Klicken Sie dann auf „Neu aufbauen“. Viele Grüße"
    )
    tickets = [ticket(1, eins, "a1", language="de"), ticket(2, zwei, "a2", language="de")]
    assert body(tickets, language="de") == (
        "1. Öffnen Sie Buchungen > Werkzeuge, z. B. im zweiten Fenster. <!-- tickets: shop:1, shop:2 -->\n"
        "2. Klicken Sie auf „Neu aufbauen“. <!-- tickets: shop:1, shop:2 -->"
    )


def test_arabic_in_arabic() -> None:
    one = "مرحبا بك. افتح الحجوزات > الأدوات. ثم اضغط إعادة البناء. هل نجح ذلك؟"
    two = "افتح الحجوزات > الأدوات. ثم اضغط إعادة البناء. سنعود إليك قريبا."
    tickets = [ticket(1, one, "a1", language="ar"), ticket(2, two, "a2", language="ar")]
    assert body(tickets, language="ar") == (
        "1. افتح الحجوزات > الأدوات. <!-- tickets: shop:2, shop:1 -->\n"
        "2. ثم اضغط إعادة البناء. <!-- tickets: shop:2, shop:1 -->"
    )


def test_bullets_stay_bullets() -> None:
    answer = "These sizes are supported:\n- 100 pixels wide\n- 200 pixels wide\n"
    assert body([ticket(1, answer), ticket(2, answer, "a2")]) == (
        "These sizes are supported: <!-- tickets: shop:1, shop:2 -->\n\n"
        "- 100 pixels wide <!-- tickets: shop:1, shop:2 -->\n- 200 pixels wide <!-- tickets: shop:1, shop:2 -->"
    )


def test_settings_of_two_servers_stay_two_lists_under_their_heads() -> None:
    answer = "Incoming:\nServer: imap.example.org\nPort: 993\n\nOutgoing:\nServer: smtp.example.org\nPort: 587"
    assert drafted([ticket(1, answer), ticket(2, answer, "a2")]).answer == (
        "Incoming:\n\n- Server: imap.example.org\n- Port: 993\n\nOutgoing:\n\n- Server: smtp.example.org\n- Port: 587"
    )


def test_a_list_between_two_steps_belongs_to_the_step_above_it() -> None:
    answer = "1. Open the tools.\n2. Choose one of these:\n  - the blue theme\n  - any plain page\n3. Press Rebuild."
    assert drafted([ticket(1, answer), ticket(2, answer, "a2")]).answer == (
        "1. Open the tools.\n2. Choose one of these:\n   - the blue theme\n   - any plain page\n3. Press Rebuild."
    )


def test_an_answer_stands_in_the_words_of_one_ticket_with_those_who_say_the_same_behind_it() -> None:
    """Sentences of several answers, each in another's words, do not read as one."""
    mine = "Open the tools of the plugin now. Press the button Rebuild there. The days are loaded anew by this."
    theirs = "Open the tools of your plugin now. Press the button Rebuild then."
    tickets = [ticket(1, mine), *(ticket(n, theirs, f"a{n}") for n in (2, 3, 4))]
    said = {each.text: each.evidence for each in drafted(tickets).evidence}
    assert said["Open the tools of your plugin now."][0] != "shop:1"
    whole = drafted([*tickets[:2], ticket(5, mine, "a5"), ticket(6, mine, "a6")]).evidence
    assert [each.text for each in whole][:2] == ["Open the tools of the plugin now.", "Press the button Rebuild there."]
    assert all("shop:2" in each.evidence for each in whole[:2])


def test_two_steps_of_one_answer_that_sound_alike_stay_two() -> None:
    answer = "1. Open the tools on the old computer.\n2. Copy it.\n3. Open the tools on the new computer."
    assert drafted([ticket(1, answer), ticket(2, answer, "a2")]).answer == answer


def test_an_answer_about_something_else_is_none() -> None:
    """Nothing is drafted from answers that are far from every question and share no word with it."""

    def far(texts: Sequence[str]) -> NDArray[np.float32]:
        rows = {"quota": (0.0, 1.0, 0.0, 0.0), "lamp": (0.0, 0.0, 1.0, 0.0), "door": (0.0, 0.0, 0.0, 1.0)}
        found = [next((row for word, row in rows.items() if word in text), (1.0, 0.0, 0.0, 0.0)) for text in texts]
        return np.array(found, dtype=np.float32)

    asides = ("Choose quota and look how full it is.", "Wait for the lamp to go out.", "Open the door of the room.")
    tickets = [ticket(n, text, f"a{n}") for n, text in enumerate(asides)]
    known = {each.id: each for each in tickets}
    found = draft(cluster(tickets), known, language="en", limit=8, encode=far)
    assert found.answer == frame.BESIDE_THE_QUESTION
    assert found.evidence == (Sentence(frame.BESIDE_THE_QUESTION, ("shop:0", "shop:1", "shop:2")),)


def test_what_most_answers_are_near_to_wins_over_a_longer_aside() -> None:
    """In forums nobody writes the same twice: no two of these answers share a sentence."""

    def near(texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [(0.4, 0.9165) if "quota" in text or "inbox" in text else (1.0, 0.0) for text in texts]
        return np.array(rows, dtype=np.float32)

    aside = "Right click the inbox of the account. Choose the second tab. Read the quota there. Press the button OK."
    plain = ["Ask your provider for a new one.", "Only the mail provider can set it anew.", "It is theirs to reset."]
    tickets = [ticket(1, aside), *(ticket(n, text, f"a{n}") for n, text in enumerate(plain, start=2))]
    known = {each.id: each for each in tickets}
    assert "quota" in draft(cluster(tickets), known, language="en", limit=8).answer
    assert "quota" not in draft(cluster(tickets), known, language="en", limit=8, encode=near).answer


def test_an_answer_that_one_of_several_agents_gave_once_waits_for_a_word_of_the_desk() -> None:
    story = (
        "Open the tools of the plugin. Press the red button there. Choose the oldest copy of it. Wait for the lamp to "
        "go out. Close each of the windows again. Remove every theme but one. Start the machine anew."
    )
    agreed = "Restart the server first of all."
    tickets = [ticket(1, story, rating="good"), *(ticket(n, agreed, f"a{n}", solved=False) for n in (2, 3))]
    assert drafted(tickets).answer.endswith(f"Start the machine anew.\n\n{frame.ONE_TICKET}")
    two_agents = [replace(each, agent="a1") if each.id == "shop:3" else each for each in tickets]
    assert frame.ONE_TICKET not in drafted(two_agents).answer
    assert drafted([*tickets, ticket(4, story, "a4")]).answer.endswith("Start the machine anew.")


def test_bullets_that_say_what_to_do_are_numbered() -> None:
    answer = "- click on Tools\n- press Rebuild\n- in the dialogue, Yes\n- close the dialogue"
    assert drafted([ticket(1, answer), ticket(2, answer, "a2")]).answer == (
        "1. click on Tools\n2. press Rebuild\n   in the dialogue, Yes\n3. close the dialogue"
    )


def test_so_many_answers_that_nobody_could_compare_them_all_take_a_bounded_time() -> None:
    tickets = [ticket(n, f"Open panel {n} now. Press button {n} twice. Save it {n} times.") for n in range(1000)]
    encoded: list[int] = []

    known = {text for each in tickets for text in (each.question, each.answer)}

    def counting(texts: Sequence[str]) -> NDArray[np.float32]:
        encoded.append(sum(text not in known for text in texts))
        return encode(texts)

    draft(cluster(tickets), {each.id: each for each in tickets}, language="en", limit=8, encode=counting)
    # Questions and whole answers have vectors from when the questions were found; the pieces of answers have none.
    assert max(encoded) <= MOST_PIECES + 3


def test_what_explains_between_two_steps_stays_between_them() -> None:
    answer = "1. Open the tools of the plugin.\n2. Press Rebuild.\n\nThe assets are built anew."
    more = "1. Open the tools of the plugin.\n\nThe tools are on the left.\n\n2. Press Rebuild."
    assert drafted([ticket(1, answer), ticket(2, more, "a2"), ticket(3, more, "a3")]).answer == (
        "1. Open the tools of the plugin.\n   The tools are on the left.\n2. Press Rebuild."
    )


def missing(tickets: Sequence[CleanTicket], **more: Any) -> tuple[str, list[tuple[str, ...]]]:
    article = drafted(tickets, **more)
    return article.answer, [sentence.evidence for sentence in article.evidence]


def test_without_an_answer_it_asks_for_one() -> None:
    assert missing([ticket(1, None), ticket(2, None)]) == (
        "MISSING: What should the customer do? No ticket in this group has an answer.",
        [],
    )


def test_answers_in_other_languages_are_named_and_not_translated() -> None:
    tickets = [
        ticket(1, "Öffnen Sie die Werkzeuge.", language="de"),
        ticket(2, "Ouvrez les outils.", language="fr"),
        ticket(3, "Öffnen Sie die Werkzeuge.", language="de"),
        ticket(4, None),
    ]
    assert missing(tickets) == (
        "MISSING: What is the answer in en? Tickets answer only in: de, fr.",
        [("shop:1", "shop:2", "shop:3")],
    )


def test_other_languages_are_left_out_where_its_own_has_an_answer() -> None:
    tickets = [ticket(1, STEPS), ticket(2, "Öffnen Sie die Werkzeuge.", language="de"), ticket(3, STEPS, "a2")]
    assert "Öffnen" not in drafted(tickets).answer


def test_a_question_of_unknown_language_takes_the_vendor_s() -> None:
    tickets = [ticket(1, STEPS, language="und"), ticket(2, STEPS, "a2", language="de")]
    found = drafted(tickets, vendor="de", language="und")
    assert found.language == "de"
    assert {ref for sentence in found.evidence for ref in sentence.evidence} == {"shop:1", "shop:2"}
    assert drafted(tickets, vendor="de").language == "en"


def test_answers_about_one_customer_alone_give_none() -> None:
    tickets = [
        ticket(1, "I have reset your password. Thanks for waiting!"),
        ticket(2, "We have refunded order #48213."),
    ]
    assert missing(tickets) == (frame.NOTHING_GENERAL, [("shop:1", "shop:2")])


def test_one_ticket_s_short_reply_is_no_draft() -> None:
    assert missing([ticket(1, "Clear the cache."), ticket(2, None)]) == (frame.ONE_SHORT_ANSWER, [("shop:1",)])


def test_one_ticket_s_full_answer_is_drafted_and_doubted() -> None:
    article = drafted([ticket(1, STEPS), ticket(2, None)])
    assert article.answer == (
        "1. Open Bookings > Tools and press Rebuild.\n2. Clear the cache of your browser.\n"
        f"3. Reload the calendar page.\n\n{frame.ONE_ANSWER}"
    )
    assert {sentence.evidence for sentence in article.evidence} == {("shop:1",)}


def test_answers_that_have_nothing_in_common_give_the_best_one_and_doubt_it() -> None:
    tickets = [
        ticket(1, "The theme hides the calendar."),
        ticket(2, "Rebuild the assets under Tools. Then clear every cache.", rating="good"),
    ]
    assert drafted(tickets).answer == (
        f"1. Rebuild the assets under Tools.\n2. Then clear every cache.\n\n{frame.NO_AGREEMENT}"
    )


def test_erased_members_are_passed_over() -> None:
    tickets = [ticket(1, STEPS), ticket(2, STEPS, "a2"), ticket(3, STEPS, "a3")]
    found = draft(cluster(tickets), {each.id: each for each in tickets[:2]}, language="en", limit=8)
    assert found.evidence[0].evidence == ("shop:1", "shop:2")


CATEGORIES: dict[str, tuple[list[tuple[str, ...]], str]] = {
    "shared by all": ([("billing",), ("billing",), ("billing",)], "Billing"),
    "shared by a third": ([("e-mail_delivery",), (), ()], "E mail delivery"),
    "shared by too few": ([("billing",), (), (), ()], "General"),
    "the most frequent": ([("a", "b"), ("b",), ("a", "b")], "B"),
    "alphabetical if equal": ([("b", "a"), ("a", "b")], "A"),
    "none": ([(), ()], "General"),
    "capitals stay": ([("WooCommerce",)], "WooCommerce"),
    "blank": ([(" ",), (" ",)], "General"),
}


@pytest.mark.parametrize("name", CATEGORIES)
def test_the_category_is_the_tag_that_enough_tickets_share(name: str) -> None:
    tags, category = CATEGORIES[name]
    assert drafted([ticket(n, None, tags=each) for n, each in enumerate(tags)]).category == category


MARKDOWN = {
    "# is a comment sign in that file.": "\\# is a comment sign in that file.",
    "> comes before every quoted line.": "\\> comes before every quoted line.",
    "2026) is written below every page.": "2026\\) is written below every page.",
    "The <!-- more --> tag divides the post.": "The &lt;!-- more --> tag divides the post.",
    "A line that says MISSING: is not ours.": "A line that says MISSING : is not ours.",
}


@pytest.mark.parametrize("said", MARKDOWN)
def test_a_ticket_s_sentence_is_never_read_as_structure(said: str) -> None:
    answer = f"The calendar is a block in the page.\n\n{said}\n\nThe block can be moved."
    article = drafted([ticket(1, answer), ticket(2, answer, "a2")])
    assert MARKDOWN[said] in article.answer.split("\n")
    assert parse(render(article), Path("a.md")).article == article


def test_code_that_holds_a_fence_gets_a_longer_one() -> None:
    answer = "Write this into the page:\n\n    ```php\n    x();\n    ```"
    article = drafted([ticket(1, answer), ticket(2, answer, "a2")])
    assert parse(render(article), Path("a.md")).article == article


def encode(texts: Sequence[str]) -> NDArray[np.float32]:
    vectors = np.zeros((len(texts), 64), dtype=np.float32)
    for row, text in enumerate(texts):
        # Whole questions and answers are about the same.
        meaning = {"how do i": 63, ". ": 63, "rebuild": 0, "regenerate": 0, "cache": 1, "stored": 1}
        column = next((number for word, number in meaning.items() if word in text.casefold()), 2 + row % 60)
        vectors[row, column] = 1.0
    return vectors


def test_vectors_find_agreement_that_words_do_not_show() -> None:
    tickets = [
        ticket(1, "Rebuild all the scripts. Then empty the cache.", "a1"),
        ticket(2, "Regenerate assets first. Delete stored pages afterwards.", "a2"),
    ]
    known = {each.id: each for each in tickets}
    without = draft(cluster(tickets), known, language="en", limit=8)
    assert all(len(sentence.evidence) == 1 for sentence in without.evidence)
    found = draft(cluster(tickets), known, language="en", limit=8, encode=encode)
    assert [sentence.evidence for sentence in found.evidence] == [("shop:1", "shop:2")] * 2
    assert found.answer == "1. Rebuild all the scripts.\n2. Then empty the cache."


UNITS = st.sampled_from(
    [
        "<!-- tickets: shop:9 -->",
        "Open Settings > General.", "Press the red button.", "Hello and welcome!", "I will look at it.",
        "The cache holds old pages.",
        "Does it help?", "1. Rebuild the assets.", "2. Clear the cache now.",
        "- one more thing", "Run:\n\n    wp cache flush --all\n", "```\nx = 1\n```", "Use e.g. Redis for that.",
        "Enter [licence key] there.", "افتح الإعدادات > عام.", "Öffnen Sie das Menü.", "MISSING: nothing",
        "# no heading",
        "<!-- tickets: shop:9 -->",
        "Wait a minute and try again in another window.",
    ]
)  # fmt: skip
ANSWERS = st.lists(st.lists(UNITS, max_size=6).map("\n".join), min_size=1, max_size=5)
FRAME_WORDS = {
    word
    for text in (
        frame.NO_ANSWER, frame.NOTHING_GENERAL, frame.ONE_SHORT_ANSWER, frame.ONE_ANSWER, frame.NO_AGREEMENT,
        frame.other_languages("en", ["en", "de"]), *frame.headings(),
    )
    for word in re.findall(r"\w+", text)
}  # fmt: skip


def words(text: str) -> list[str]:
    return re.findall(r"\w+", re.sub(r"(?m)^\d+\. ", "", text.replace("&lt;", "<")))


@given(ANSWERS, st.integers(1, 8))
def test_every_word_comes_from_a_ticket_that_is_named_or_from_the_frame(answers: list[str], limit: int) -> None:
    tickets = [ticket(n, answer or None, f"a{n % 3}") for n, answer in enumerate(answers)]
    article = drafted(tickets, limit)
    said = {each.id: set(re.findall(r"\w+", each.answer or "")) for each in tickets}
    for sentence in article.evidence:
        if not sentence.text.startswith("MISSING:"):
            assert set(words(sentence.text)) <= said[sentence.evidence[0]] | said[sentence.evidence[-1]]
    supported = [word for sentence in article.evidence for word in words(sentence.text)]
    rest = list(words(article.answer))
    for word in supported:
        rest.remove(word)
    assert set(rest) <= FRAME_WORDS


@given(ANSWERS, st.integers(1, 8))
def test_every_draft_can_be_written_and_read_and_keeps_to_the_limit(answers: list[str], limit: int) -> None:
    article = drafted([ticket(n, answer or None, f"a{n % 3}") for n, answer in enumerate(answers)], limit)
    assert parse(render(article), Path("x.md")).article == article
    assert article.answer
    said = [sentence.text for sentence in article.evidence]
    # Code brings the sentence along that it ends.
    leads = sum(code.startswith("```") and not re.search(r"[.!?]$", lead) for lead, code in pairwise(said))
    assert len(article.evidence) - leads <= limit
    assert "[licence key]" not in article.answer
    assert "I will" not in article.answer


@given(ANSWERS)
def test_the_same_tickets_give_the_same_draft(answers: list[str]) -> None:
    tickets = [ticket(n, answer or None, f"a{n % 3}") for n, answer in enumerate(answers)]
    assert drafted(tickets) == drafted(tickets)


@given(st.text(max_size=300))
def test_no_answer_breaks_it(answer: str) -> None:
    article = drafted([ticket(1, answer or None), ticket(2, answer or None, "a2")])
    assert parse(render(article), Path("x.md")).article.answer.strip() == article.answer.strip()


def test_the_answer_is_that_of_people_who_asked_what_the_title_asks() -> None:
    """More people may ask something else: vectors tell which questions are the title's."""

    def near(texts: Sequence[str]) -> NDArray[np.float32]:
        about = {"export": (1.0, 0.0, 0.0), "money": (0.4, 0.9165, 0.0), "Choose": (0.0, 1.0, 0.0)}
        rows = [next((row for word, row in about.items() if word in text), (0.0, 0.0, 1.0)) for text in texts]
        return np.array(rows, dtype=np.float32)

    asking = [ticket(n, "Choose Tools and press Download.", question="How do I export entries?") for n in (1, 2)]
    others = [ticket(n, "Open the refund page of 7 shops.", question="Where is my money?") for n in (3, 4, 5)]
    tickets = [*others, *asking]
    known = {each.id: each for each in tickets}
    article = draft(cluster(tickets, "How do I export entries?"), known, language="en", limit=8, encode=near)
    assert article.answer.startswith("Choose Tools and press Download.")
    assert drafted(tickets).answer.startswith("Open the refund page of 7 shops.")


def test_a_long_answer_loses_its_end_and_not_its_middle() -> None:
    said = [
        "Red lamp: too hot.",
        "Turn the small fan on.",
        "Blue lamp: too cold.",
        "Lower the blind at noon.",
        "Green lamp: all is well.",
    ]
    tickets = [ticket(1, " ".join(said), "a1"), ticket(2, " ".join([said[0], said[1], *said[3:]]), "a2")]
    tickets.append(ticket(3, " ".join(said[:4]), "a3"))
    assert drafted(tickets, limit=4).answer.splitlines() == said[:4]


def test_a_sentence_before_code_is_left_out_with_it() -> None:
    answer = "Open the file on your server. Add this line to wp-config.php\n\n    define( 'KEY', '[licence key]' );"
    assert "wp-config" not in drafted([ticket(1, answer), ticket(2, answer)]).answer


def test_a_sentence_that_introduces_code_in_one_answer_and_stands_alone_in_another_is_said_once() -> None:
    with_code = "1. Open the file on the server.\n2. Put the line at its end\n\n    define( 'A', 1 );\n"
    without = "1. Open the file on the server.\n2. Put the line at its end\n3. Reload the whole page."
    tickets = [ticket(n, with_code, f"a{n}") for n in (1, 2)] + [ticket(n, without, f"b{n}") for n in (3, 4)]
    assert drafted(tickets).answer.count("Put the line at its end") == 1


BLANK = "The month view stays empty for visitors."
BROKEN = "The view is empty because a cache holds it. Clear the cache of the host. Reload the page."


def broken(count: int, **more: Any) -> list[CleanTicket]:
    question = f"{BLANK} We run Bookings 4.0 on WordPress 6.9."
    return [ticket(n, BROKEN, f"a{n}", **{"question": question, **more}) for n in range(count)]


def test_troubleshooting_tells_symptom_surroundings_versions_cause_and_fix() -> None:
    assert body(broken(3), label="Why is the month view blank?") == (
        "## Symptom\n\n- The month view stays empty for visitors. <!-- tickets: shop:0, shop:1, shop:2 -->\n\n"
        "## Environment\n\n- WordPress 6.9 <!-- tickets: shop:0, shop:1, shop:2 -->\n\n"
        "## Versions affected\n\n- Bookings 4.0 <!-- tickets: shop:0, shop:1, shop:2 -->\n\n"
        "## Cause\n\nThe view is empty because a cache holds it. <!-- tickets: shop:0, shop:1, shop:2 -->\n\n"
        "## Fix\n\n1. Clear the cache of the host. <!-- tickets: shop:0, shop:1, shop:2 -->\n"
        "2. Reload the page. <!-- tickets: shop:0, shop:1, shop:2 -->"
    )


def test_the_record_says_products_and_ranges_of_versions() -> None:
    tickets = [*broken(3), *broken(0), ticket(9, BROKEN, question="Bookings 4.0.2 is empty.")]
    found = drafted(tickets)
    assert (found.shape, found.products, found.versions) == (
        "troubleshooting", ("Bookings",), ("Bookings 4.0", "WordPress 6.9"),
    )  # fmt: skip


def test_sections_stand_in_the_article_s_language() -> None:
    answer = "Die Ansicht ist leer, weil ein Cache sie hält. Leeren Sie den Cache. Laden Sie die Seite neu."
    tickets = [ticket(n, answer, f"a{n}", language="de", question="Der Kalender bleibt leer.") for n in range(2)]
    assert drafted(tickets, language="de").answer == (
        "## Ursache\n\nDie Ansicht ist leer, weil ein Cache sie hält.\n\n"
        "## Lösung\n\n1. Leeren Sie den Cache.\n2. Laden Sie die Seite neu."
    )


def test_people_overrule_the_shape_and_the_tickets_word_is_kept() -> None:
    tickets = broken(3)
    known = {each.id: each for each in tickets}
    found = draft(cluster(tickets), known, language="en", limit=8, shape="how-to")
    assert found.shape == "troubleshooting"
    assert found.answer == (
        "The view is empty because a cache holds it.\n\n1. Clear the cache of the host.\n2. Reload the page."
    )


def test_what_only_customers_say_needs_an_answer_to_stand_above() -> None:
    assert drafted([ticket(n, None, question=BLANK) for n in range(3)]).answer == frame.NO_ANSWER


def test_another_way_must_answer_the_same_question() -> None:
    """Vectors tell whether those who got the second answer asked what those with the first did."""

    def near(texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in enumerate(texts):
            asked = {"calendar": (0,), "refund": (1,), ". ": (0, 1)}  # whole answers are about both
            columns = next((found for word, found in asked.items() if word in text), (2 + row % 60,))
            rows[row, list(columns)] = len(columns) ** -0.5
        return rows

    first = "Open the tools of the plugin. Press the red button there."
    second = "Wait for the daily letter. Confirm what it asks you."
    for question, ways in (("My calendar is blank.", 2), ("Where is my refund?", 1)):
        tickets = [ticket(n, first, f"a{n}", question="The calendar is blank.") for n in range(3)]
        tickets += [ticket(5 + n, second, f"b{n}", question=question) for n in range(2)]
        known = {each.id: each for each in tickets}
        found = draft(cluster(tickets), known, language="en", limit=8, encode=near)
        assert found.answer.count("## Another way") == ways - 1


def test_only_what_agents_numbered_is_numbered_where_they_did() -> None:
    answer = "1. Open the tools.\n2. Press Rebuild.\n\nIf it stays blank, a copy is in the way. Rename its folder."
    tickets = [ticket(n, answer, f"a{n}", question="The calendar is blank.") for n in range(2)]
    assert drafted(tickets).answer == (
        "## Fix\n\n1. Open the tools.\n2. Press Rebuild.\n\n"
        "If it stays blank, a copy is in the way.\nRename its folder."
    )


def test_what_customers_answered_themselves_counts_only_where_no_agent_is_known() -> None:
    by_agent, by_customer = "Open the tools and press Rebuild.", "Buy another calendar and install that."
    tickets = [ticket(1, by_agent), *(ticket(n, by_customer, None, rating="good") for n in range(2, 5))]
    assert "Buy" not in drafted(tickets).answer
    assert drafted(tickets[1:]).answer == by_customer


def test_of_two_answers_supported_alike_the_one_that_tells_what_to_do_is_taken() -> None:
    story = "The calendar is an old part of it. Its colours were chosen long ago. Many sites have it."
    steps = "Open the tools of the plugin. Press the red button there. Reload the page after that."
    for answers in ((story, steps), (steps, story)):
        found = drafted([ticket(n, text, f"a{n}") for n, text in enumerate(answers)])
        assert "Press the red button there." in found.answer
        assert "colours" not in found.answer
