"""What an outsourcing partner needs to take over tier 1: a folder of Markdown, and macros to import."""

from __future__ import annotations

from deflect.report.handover.conventions import Convention, conventions
from deflect.report.handover.material import Material
from deflect.report.handover.pack import handover_pack
from deflect.report.handover.playbook import Canned, canned_answer

__all__ = ["Canned", "Convention", "Material", "canned_answer", "conventions", "handover_pack"]
