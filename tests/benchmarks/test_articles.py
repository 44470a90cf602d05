"""How benchmarks/articles.py judges drafts, on cases small enough to judge by hand."""

from __future__ import annotations

from benchmarks.articles import frequent, instructions, judge, judge_one, support
from deflect.types import Article, CleanTicket, Sentence
from tests.demo.sources import Answer, Question
from tests.kb.build import article, cluster, ticket

TRUE = """Please do this:

1. Open Tools > Status.
2. Press Rebuild.

Add this line:

    define( 'A', 1 );

If it fails, send me the log under Tools > Log. Then look at Tools > Cache again."""
OTHER = "The sender is wrong. Set it under Forms > E-mail. See https://docs.fernleaf.example/forms-mail"


def question(*answers: str) -> Question:
    told = {"en": tuple(Answer("dana", text) for text in answers)}
    return Question("mail", "forms", 1, None, {"en": ("Why?",)}, told)


def draft(*said: str, more: str = "") -> Article:
    return article("q1", *said, answer="\n".join(said) + more)


def test_instructions_are_numbered_steps_code_and_menu_paths_but_not_what_the_agent_asks_for() -> None:
    assert list(instructions(TRUE)) == [
        "Open Tools > Status.",
        "Press Rebuild.",
        "    define( 'A', 1 );",
        "Then look at Tools > Cache again.",
    ]


STEPS = ("Open Tools > Status.", "Press Rebuild.", "```\ndefine( 'A', 1 );\n```", "Then look at Tools > Cache again.")


def test_an_article_is_right_if_it_is_true_in_order_and_one_answer_s_instructions_are_whole() -> None:
    asked = question(TRUE, OTHER)
    assert judge_one(draft(*STEPS), asked).right
    assert judge_one(draft("Set it under Forms > E-mail."), asked).right
    assert judge_one(draft("There is https://docs.fernleaf.example/forms-mail", *STEPS), asked).right


def test_each_fault_is_told() -> None:
    asked = question(TRUE)
    assert judge_one(draft("Buy a new one.", *STEPS), asked).foreign == ("Buy a new one.",)
    assert judge_one(draft(*STEPS[1:]), asked).lacking == ("Open Tools > Status.",)
    assert judge_one(draft(STEPS[1], STEPS[0], *STEPS[2:]), asked).disordered
    assert judge_one(article("q1", answer="MISSING: what?", evidence=()), asked).lacking == ("an answer",)


def test_what_customers_say_is_not_judged_as_an_answer() -> None:
    said = Sentence("It is blank.", ("shop:0",))
    text = "## Symptom\n\n- It is blank.\n\n## Fix\n\n" + "\n".join(STEPS)
    evidence = (said, *(Sentence(step, ("shop:0",)) for step in STEPS))
    assert judge_one(article("q1", answer=text, evidence=evidence), question(TRUE)).right


def test_an_article_is_judged_by_what_most_of_its_tickets_ask() -> None:
    tickets = [ticket(n, None) for n in range(4)]
    truth = {"shop:0": "mail", "shop:1": "mail", "shop:2": "alone 2", "shop:3": "alone 3"}
    found = judge([draft(*STEPS)], [cluster(tickets, id="q1")], truth, [question(TRUE)])
    assert [(each.question, each.right) for each in found] == [("mail", True)]
    assert judge([draft(*STEPS)], [cluster(tickets[2:], id="q1")], truth, [question(TRUE)]) == []
    assert frequent(truth) == [("mail", 2)]


def test_a_sentence_is_supported_by_a_ticket_that_says_it_and_by_no_other() -> None:
    tickets: dict[str, CleanTicket] = {each.id: each for each in [ticket(0, "Hi! Press  Reset."), ticket(1, "Wait.")]}
    found = support([draft("Press Reset.", "Wait a minute.")], tickets)
    assert found.unsupported == ("reset-the-calendar: Wait a minute.",)
    assert (found.sentences, found.named, found.verbatim) == (2, 2, 1)


def test_a_line_that_names_no_ticket_is_unsupported_unless_it_is_a_heading_or_asks() -> None:
    tickets = {"shop:0": ticket(0, "Press Reset.")}
    more = "\n\n## Fix\n\nMISSING: what?\n\nBelieve me."
    assert support([draft("Press Reset.", more=more)], tickets).unsupported == ("reset-the-calendar: Believe me.",)


def test_only_what_customers_see_may_stand_in_a_question() -> None:
    asked = ticket(0, "Press Reset.", question="It stays blank.")
    blank = Sentence("It stays blank.", ("shop:0",))
    symptom = article("q1", answer="## Symptom\n\n- It stays blank.", evidence=(blank,))
    plain = article("q1", answer="It stays blank.", evidence=(blank,))
    assert support([symptom], {"shop:0": asked}).unsupported == ()
    assert support([plain], {"shop:0": asked}).unsupported == ("reset-the-calendar: It stays blank.",)
