"""What the drafts of the demo say, against what the demo's agents are known to answer.

usage: python -m benchmarks.articles [WORKSPACE]

Without a workspace it makes the demo, runs it and judges its articles; the demo's truth is read here and by tests only.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.clustering.tables import heading, row
from benchmarks.clustering.tickets import demo_truth, recurs
from deflect.kb import Library
from deflect.kb.frame import DESCRIBING
from deflect.models import current_generation
from deflect.pipeline import clusters_of
from deflect.store import Store
from deflect.types import Article, CleanTicket, Cluster, Sentence
from deflect.workspace import Workspace
from tests.demo.sources import Question, linked_slugs, load_questions

MOST_FREQUENT = 20
MISSING = "MISSING:"

_MARK = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*•])\s+")
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s+\S")
_SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+")
_FENCE = re.compile(r"`{3,}")
_PATH = re.compile(r"\S > \S")
_TO_THE_AGENT = re.compile(
    r"\b(?:me|I|us|we|mir|ich|uns|wir|moi|je|nous)\b|أرسل لنا|راسلنا|ataf|ata i|atom", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Judged:
    """An article against the true answers to its question.

    Attributes:
        question: What most of its tickets ask, by the truth.
        foreign: Sentences that no true answer to that question says.
        disordered: Whether two sentences of one true answer stand in another order than there.
        lacking: Instructions that are lacking of the true answer that it gives most of.
    """

    article: Article
    question: str
    foreign: tuple[str, ...]
    disordered: bool
    lacking: tuple[str, ...]

    @property
    def right(self) -> bool:
        """Whether its steps are right: nothing but what is true, in order, and one answer's instructions whole."""
        return not (self.foreign or self.disordered or self.lacking)


@dataclass(frozen=True, slots=True)
class Support:
    """How well sentences are supported by the tickets named behind them.

    Attributes:
        sentences: How many drafts have altogether, without `MISSING:` lines.
        unsupported: Those that no ticket named behind them says.
        named: Tickets named behind all of them together.
        verbatim: How many of these say the sentence to the letter; the others say it in other words.
    """

    sentences: int
    unsupported: tuple[str, ...]
    named: int
    verbatim: int


def main() -> None:
    if len(sys.argv) > 1:
        report(Workspace.open(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        root = str(Path(folder) / "shop")
        for command in (["init", root, "--demo"], ["run", "-w", root]):
            subprocess.run([sys.executable, "-m", "deflect", *command], capture_output=True, check=True)
        report(Workspace.open(root))


def report(workspace: Workspace) -> None:
    """Print how many of the most frequent questions have a right article, and which sentences have no support."""
    drafts = [each for each in Library(workspace.kb, workspace.base).articles() if each.origin == "drafted"]
    with Store.open(workspace.database) as store:
        tickets = {ticket.id: ticket for ticket in store.cleaned()}
    generation = current_generation(workspace.models)
    assert generation is not None
    truth = demo_truth()
    judged = judge(drafts, clusters_of(generation), truth, load_questions())
    _print_questions(truth, judged)
    print(f"\n{len(drafts)} drafts, {sum(each.right for each in judged)} of {len(judged)} with a true answer right")
    print("shapes:", dict(Counter(each.shape for each in drafts).most_common()))
    found = support(drafts, tickets)
    print(f"{found.sentences} sentences, {len(found.unsupported)} unsupported", *found.unsupported, sep="\n  ")
    print(f"{found.named} tickets named behind them, {found.verbatim / max(1, found.named):.1%} say it to the letter")


def frequent(truth: Mapping[str, str]) -> list[tuple[str, int]]:
    """The most frequent true questions with their tickets, most first."""
    return Counter(filter(recurs, truth.values())).most_common(MOST_FREQUENT)


def judge(
    drafts: Sequence[Article], clusters: Sequence[Cluster], truth: Mapping[str, str], questions: Sequence[Question]
) -> list[Judged]:
    """Judge the drafts of questions that are known, the one with most tickets first."""
    members = {cluster.id: cluster.member_ids for cluster in clusters}
    known = {question.id: question for question in questions}
    found = []
    for article in sorted(drafts, key=lambda each: -each.tickets):
        asked = Counter(truth[ref] for ref in members.get(article.cluster_id or "", ()) if recurs(truth[ref]))
        if asked:
            found.append(judge_one(article, known[asked.most_common(1)[0][0]]))
    return found


def judge_one(article: Article, question: Question) -> Judged:
    """Judge an article by the true answers to its question in its language."""
    true = [answer.text for answer in question.answers.get(article.language, ())]
    said = [_plain(each.text) for each in _answering(article)]
    pages = {slug for answers in question.answers.values() for each in answers for slug in linked_slugs(each.text)}
    pages.add(question.id)
    foreign = [text for text in said if not any(text in _plain(answer) for answer in true) and not _links(text, pages)]
    whole = " ".join(said)
    lacking = [tuple(step for step in instructions(answer) if _plain(step) not in whole) for answer in true]
    return Judged(
        article,
        question.id,
        tuple(foreign),
        any(_disordered(said, _plain(answer)) for answer in true),
        min(lacking, key=len, default=("an answer",)) if said else ("an answer",),
    )


def instructions(answer: str) -> Iterator[str]:
    """What an answer tells the customer to do: numbered steps, code, and sentences with a menu path."""
    for block in re.split(r"\n\s*\n", answer):
        lines = block.split("\n")
        if all(line.startswith("    ") for line in lines if line.strip()):
            yield block
        elif any(_NUMBERED.match(line) for line in lines):
            yield from (_MARK.sub("", line) for line in lines if _NUMBERED.match(line))
        else:
            sentences = _SENTENCE_END.split(" ".join(lines))
            yield from (each for each in sentences if _PATH.search(each) and not _TO_THE_AGENT.search(each))


def support(drafts: Sequence[Article], tickets: Mapping[str, CleanTicket]) -> Support:
    """Look for each sentence of each draft in the tickets that are named behind it.

    What an article says of symptoms, surroundings and versions may stand in a customer's question; all else must
    stand in an agent's answer.
    """
    sentences = named = verbatim = 0
    unsupported = []
    for article in drafts:
        customers = set(described(article))
        for sentence in article.evidence:
            if sentence.text.startswith(MISSING):
                continue
            sources = [tickets[ref] for ref in sentence.evidence if ref in tickets]
            saying = [_says(ticket, sentence, asked=sentence.text in customers) for ticket in sources]
            sentences, named, verbatim = sentences + 1, named + len(saying), verbatim + sum(saying)
            if not any(saying):
                unsupported.append(f"{article.slug}: {sentence.text}")
        supported = {each.text for each in article.evidence}
        unsupported += [f"{article.slug}: {line}" for line in _bare(article.answer, supported)]
    return Support(sentences, tuple(unsupported), named, verbatim)


def described(article: Article) -> Iterator[str]:
    """Sentences under the headings that tell what customers see, not what agents answer."""
    under = ""
    for line in article.answer.split("\n"):
        under = line.removeprefix("## ") if line.startswith("## ") else under
        if under in DESCRIBING:
            yield _MARK.sub("", line)


def _answering(article: Article) -> list[Sentence]:
    customers = set(described(article))
    return [each for each in article.evidence if not each.text.startswith(MISSING) and each.text not in customers]


def _bare(answer: str, supported: set[str]) -> Iterator[str]:
    """Lines that no evidence covers; headings, `MISSING:` lines and blank ones need none."""
    rest = answer
    for text in sorted(supported, key=len, reverse=True):
        rest = rest.replace(text, "")
    for line in rest.split("\n"):
        bare = _MARK.sub("", line + " ").strip()
        if bare and not line.startswith(("#", MISSING)):
            yield line


def _says(ticket: CleanTicket, sentence: Sentence, *, asked: bool) -> bool:
    text = f"{ticket.answer or ''}\n{ticket.subject}\n{ticket.question}" if asked else ticket.answer or ""
    return _plain(sentence.text) in _plain(text)


def _plain(text: str) -> str:
    """Text without marks of lists, fences and escapes, on one line."""
    lines = [_MARK.sub("", line) for line in _FENCE.sub("", text).replace("&lt;!--", "<!--").split("\n")]
    return " ".join(" ".join(lines).replace("\\", "").split())


def _links(text: str, pages: set[str]) -> bool:
    return not pages.isdisjoint(linked_slugs(text))


def _disordered(said: Sequence[str], answer: str) -> bool:
    places = [answer.find(text) for text in said if text in answer]
    return places != sorted(places)


def _print_questions(truth: Mapping[str, str], judged: Sequence[Judged]) -> None:
    print(heading(("question", "tickets", "articles", "right", "the largest")))
    good = 0
    for name, count in frequent(truth):
        own = [each for each in judged if each.question == name]
        good += bool(own) and own[0].right
        print(row([name, str(count), str(len(own)), str(sum(each.right for each in own)), _verdict(own)]))
    print(f"\n{good} of the {MOST_FREQUENT} most frequent questions have a largest article with right steps")


def _verdict(own: Sequence[Judged]) -> str:
    if not own:
        return "none"
    first = own[0]
    faults = [f"{len(first.foreign)} foreign"] * bool(first.foreign) + ["disordered"] * first.disordered
    return ", ".join(faults + [f"{len(first.lacking)} lacking"] * bool(first.lacking)) or "right"


if __name__ == "__main__":
    main()
