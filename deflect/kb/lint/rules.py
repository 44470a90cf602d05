"""The rules of the checklist, in the order in which they are told.

They follow KCS (Consortium for Service Innovation, "KCS v6 Practices Guide", 5.1 article structure and 5.3 content
standard: the customer's words, one question an article, cause apart from resolution) and, for pictures, links and
headings, the success criteria 1.1.1, 2.4.4 and 1.3.1 of WCAG 2.2.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from deflect.kb.lint import body, head
from deflect.kb.lint.checked import Checked

Find = Callable[[Checked], Iterator[tuple[int, str]]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the checklist.

    Attributes:
        name: What it is called in deflect.toml.
        why: What goes wrong for a reader if an article breaks it.
        step: What to do about it.
        find: Gives the line and what is wrong there, for each place that breaks it.
    """

    name: str
    why: str
    step: str
    find: Find


RULES = (
    Rule(
        "title-words",
        "people search with their own words and do not find yours",
        "Put a word of also_asked into the title, or a phrasing with the title's words into also_asked",
        head.title_words,
    ),
    Rule(
        "title-form",
        "a title that is no question and no problem does not say what the article is good for",
        "Write the question or the problem as a customer would, in three to fourteen words",
        head.title_form,
    ),
    Rule(
        "one-question",
        "who asks one thing has to search the answer to another; and figures for the article tell nothing",
        "Make an article of each question and link them under related",
        head.one_question,
    ),
    Rule(
        "also-asked",
        "the article is found by one phrasing alone",
        "Add also_asked with two or three ways in which customers asked it",
        head.also_asked,
    ),
    Rule(
        "language",
        "customers are offered the article by its language, and this one reads another",
        "Correct language in the front matter, or the text",
        head.language,
    ),
    Rule(
        "length",
        "too short answers nothing, and too long is not read",
        "Say what to do; part what is longer by its questions",
        body.length,
    ),
    Rule(
        "missing-left",
        "the article says itself that it is not finished",
        "Ask what the line asks, write the answer in its place",
        body.missing_left,
    ),
    Rule(
        "placeholder",
        "customers read a mark that was meant for you",
        "Write what belongs there, or remove it",
        body.placeholder,
    ),
    Rule(
        "cause-and-fix",
        "who wants the steps has to read the reason first, and the other way round",
        "Put the cause into a paragraph of its own, before or after the steps",
        body.cause_and_fix,
    ),
    Rule(
        "heading-order",
        "screen readers and the list of contents follow the levels; the title is the only first one",
        "Begin with ## and go down one level at a time",
        body.heading_order,
    ),
    Rule(
        "link-text",
        "who jumps from link to link hears only its text",
        "Name the page that the link opens",
        body.link_text,
    ),
    Rule(
        "alt-text",
        "who does not see the picture learns nothing of it",
        "Write between the brackets what the picture shows",
        body.alt_text,
    ),
)
