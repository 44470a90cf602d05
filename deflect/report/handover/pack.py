"""The whole pack: every file by its name."""

from __future__ import annotations

from deflect.report.handover import figures, pages
from deflect.report.handover.macros import macro_files, macros
from deflect.report.handover.material import Material

INDEX = "index.md"

CONTENTS = {
    "tier-1.md": "What tier 1 is here, and what is not",
    "playbook.md": "What to answer, by recurring question",
    "tone.md": "How we greet and sign off, by language",
    "escalation.md": "When to hand a ticket over, with examples",
    "limitations-and-bugs.md": "Known limitations and open bugs",
    "not-ours.md": "Service that is not ours, and whose it is",
    "volumes.md": "Volumes by hour and language",
    "volumes.csv": "The same for a spreadsheet, by weekday",
    "service-levels.md": "Service levels kept today",
    "macros/zendesk.jsonl": "Zendesk: each line is a body of POST /api/v2/macros",
    "macros/help-scout.jsonl": "Help Scout: each line is a body of POST /v2/mailboxes/{id}/saved-replies",
    "macros/freshdesk.json": "Freshdesk: the body of POST /api/v2/canned_responses/create_multiple",
    "macros/macros.csv": "The macros for a spreadsheet",
}


def handover_pack(material: Material) -> dict[str, str]:
    """Write every file of the pack.

    Args:
        material: What to tell; the same gives the same files.

    Returns:
        Texts by their paths in the folder, `index.md` first.
    """
    made = macros(material)
    files = {
        "tier-1.md": pages.tier_1(material),
        "playbook.md": pages.playbook(material),
        "tone.md": pages.tone(material),
        "escalation.md": pages.escalation(material),
        "limitations-and-bugs.md": pages.limits(material),
        "not-ours.md": pages.not_ours(material),
        "volumes.md": figures.volumes(material),
        "volumes.csv": figures.volumes_sheet(material),
        "service-levels.md": figures.service_levels(material),
        **macro_files(made),
    }
    return {INDEX: _index(material, len(made)), **files}


def _index(material: Material, macros_made: int) -> str:
    lacking = sum(each.canned is None for each in material.questions)
    listed = "\n".join(f"- [{text}]({name})" for name, text in CONTENTS.items())
    return (
        f"# Handing over{f' the desk of {material.vendor}' if material.vendor else ''}\n\n"
        f"From {material.tickets:,} tickets, {material.since} to {material.until}: {len(material.questions):,} "
        f"recurring questions, {macros_made:,} with an answer to hand out, {lacking:,} without.\n\n{listed}\n\n"
        "Personal data, secrets and words of one customer alone were taken out. Read the pack once before it leaves "
        "the house all the same. Freshdesk's responses are personal to whoever imports them: for all agents, set "
        "visibility to 0 and give a folder_id. No macro holds a placeholder for the customer's name: each "
        "system has its own.\n"
    )
