"""The pages of the pack about answers: what tier 1 is, the playbook, tone, escalation, limits and others' products."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from deflect.kb.evidence import lines
from deflect.kb.frame import MISSING
from deflect.languages import named
from deflect.report.demand.ledger import Kind
from deflect.report.handover.conventions import FEWEST, Convention
from deflect.report.handover.material import Asked, Material
from deflect.report.tiers import TierFigures

THEIRS: Kind = "third party's product"


def tier_1(material: Material) -> str:
    """What tier 1 is here, and what is not."""
    tiers = material.tiers
    yes = [each for each in material.questions if each.is_tier_1]
    no = [each for each in material.questions if not each.is_tier_1]
    return _page(
        "What tier 1 is here",
        *(_tier(each) for each in tiers.tiers),
        f"Without any answer, and so without a tier: {tiers.unanswered:,}.\n\n{_sentence(tiers.measured)}",
        "## The rules, in the order in which they are asked\n\n" + _list(tiers.rules),
        "## Questions that are tier 1\n\n" + _list(map(_share_line, yes)),
        "## Questions that are not\n\nMost of their tickets took more than a known answer: hand them over.\n\n"
        + _list(map(_share_line, no)),
    )


def playbook(material: Material) -> str:
    """What to answer, by recurring question."""
    return _page(
        "Playbook",
        "Each answer is an agent's own, without what speaks to one customer alone: the best rated one, by the lower "
        "end of the interval of its ratings, and where none is rated the one that most customers got. Begin and end it "
        "as [tone](tone.md) says. Read it before you send it: sentences were left out where the figures say so.",
        *map(_play, material.questions),
    )


def tone(material: Material) -> str:
    """How the desk greets and takes its leave."""
    return _page(
        "Tone, greeting and sign-off",
        f"Counted over the replies of the desk's own agents; languages with fewer than {FEWEST} replies are left out. "
        "Only phrases of a fixed list are counted, so one that is the desk's own invention is not here.",
        *map(_convention, material.conventions.values()),
    )


def escalation(material: Material) -> str:
    """When to hand a ticket over, with examples."""
    counts = material.tiers.reasons
    rules = (
        f"## {_inline(reason).capitalize()}\n\n{counts[reason]:,} tickets. What customers wrote in some:\n\n"
        + _list(f"“{_inline(each)}”" for each in material.examples.get(reason, ()))
        for reason in counts
    )
    return _page(
        "When to escalate",
        "Hand a ticket over as soon as one of these holds; the first that fits counts. Tier 2 stays with the vendor's "
        "support, tier 3 goes on to the developers.",
        "\n".join(f"- {rule}" for rule in map(_inline, material.tiers.rules)),
        *rules,
    )


def limits(material: Material) -> str:
    """Known limitations, bugs and wishes."""
    kinds: tuple[tuple[Kind, str], ...] = (
        ("bug", "Bugs"),
        ("known limitation", "Known limitations"),
        ("feature request", "Wishes"),
    )
    return _page(
        "Known limitations and open bugs",
        "Told by what customers ask and agents answer. Whether a bug is mended is not known to the tickets: look at "
        "the day it was last asked, and ask the vendor.",
        *(f"## {title}\n\n" + _list(map(_limit, _of(material, kind))) for kind, title in kinds),
    )


def not_ours(material: Material) -> str:
    """What is another's product, and whose."""
    entries = (f"## {_inline(each.entry.label)}\n\n{_owner(each)}{_canned(each)}" for each in _of(material, THEIRS))
    return _page(
        "Not ours to support",
        "Products of others that customers ask about all the same.",
        *(list(entries) or ["None."]),
    )


def _of(material: Material, kind: Kind) -> list[Asked]:
    return [each for each in material.questions if each.entry.kind == kind]


def _tier(each: TierFigures) -> str:
    return f"**Tier {each.tier}**, {each.meaning}: {each.share} of the answered tickets."


def _share_line(each: Asked) -> str:
    return f"{_inline(each.entry.label)}: tier 1 in {each.tier_1} of its answered tickets"


def _play(each: Asked) -> str:
    entry = each.entry
    facts = f"{entry.kind}; {entry.tickets:,} tickets of {entry.customers:,} customers; {_tier_word(each)}."
    article = f"\n\nArticle to link: {_inline(each.article)}" if each.article else ""
    return f"## {_inline(entry.label)}\n\n{facts.capitalize()}{article}\n\n{_canned(each)}"


def _tier_word(each: Asked) -> str:
    return "tier 1" if each.is_tier_1 else "mostly not tier 1, see when to escalate"


def _canned(each: Asked) -> str:
    if each.canned is None:
        return f"{MISSING} an answer. No reply has anything that may be said to every customer."
    told = each.canned
    rated = f"rated good {told.rated}" if told.rated.whole else "never rated"
    left = f"; {told.left_out} of its sentences left out" if told.left_out else ""
    facts = f"In {named(told.language)}; given to {told.customers:,} customers; {rated}{left}."
    return f"{_quoted(told.text)}\n\n{facts}"


def _owner(each: Asked) -> str:
    said = f"What agents say: “{_inline(each.owner)}”" if each.owner else f"{MISSING} whose it is. No reply says it."
    return f"{said}\n\n"


def _limit(each: Asked) -> str:
    entry = each.entry
    became = f", {entry.became.outcome} since {entry.became.since}" if entry.became else ""
    return (
        f"{_inline(entry.label)}: {entry.customers:,} customers, {entry.tickets:,} tickets, {entry.movement}{became}; "
        f"first asked {entry.first_seen}, last {entry.last_seen}"
    )


def _convention(each: Convention) -> str:
    said = [
        f"Greets: {each.greeted} of the replies. {_phrases(each.greetings)}",
        f"By name: {each.named} of those.",
        f"Signs off: {each.signed}. {_phrases(each.sign_offs)}",
    ]
    return f"## {named(each.language)}\n\n" + _list(said)


def _phrases(counted: Sequence[tuple[str, int]]) -> str:
    return ", ".join(f"“{phrase}” {count:,} times" for phrase, count in counted)


def _page(title: str, *blocks: str) -> str:
    return "\n\n".join((f"# {title}", *blocks)) + "\n"


def _list(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items) or "None."


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _inline(text: str) -> str:
    """Text of tickets in one line of Markdown, without markup of its own."""
    return html.escape(" ".join(text.split()), quote=False).replace("|", "\\|").replace("[", "\\[")


def _quoted(text: str) -> str:
    """An answer as a quotation: nothing in it can begin a heading of the page, and only code keeps its markup."""
    return "\n".join(f"> {line if fenced else html.escape(line, quote=False)}".rstrip() for line, fenced in lines(text))
