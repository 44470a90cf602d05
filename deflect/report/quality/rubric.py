"""What a reply is judged by."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MARKS: Mapping[int, str] = MappingProxyType({1: "no", 2: "partly", 3: "mostly", 4: "fully"})

LOW, HIGH = min(MARKS), max(MARKS)

GOOD = 3
"""The mark from which on a criterion is met. Higher: fewer replies count as good."""

CRITERIA: Mapping[str, str] = MappingProxyType(
    {
        "answers": "it answers what the customer asked, all of it",
        "correct": "what it says is right, as far as you can tell",
        "complete": "with it the customer can go on, and need not write again",
        "tone": "it is friendly and in your own voice, and blames nobody",
        "clear": "plain words, steps in their order, nothing to guess",
    }
)
"""Each with what fully meets it."""
