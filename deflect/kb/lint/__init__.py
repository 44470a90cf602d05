"""A content checklist for articles, as a linter."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deflect.errors import ArticleError, ConfigError
from deflect.kb.front_matter import read_text
from deflect.kb.lint.checked import Checked
from deflect.kb.lint.rules import RULES, Rule

UNREADABLE = "readable"
_LINE = re.compile(r", line (\d+)$")

__all__ = ["RULES", "Finding", "LintResult", "Rule", "lint", "lint_text"]


@dataclass(frozen=True, slots=True)
class Finding:
    """A place in an article that breaks a rule.

    Attributes:
        file: From the folder that was asked for.
        line: From 1.
        rule: Its name.
        what: What is wrong.
        why: What that does to readers.
        step: What to do.
    """

    file: str
    line: int
    rule: str
    what: str
    why: str
    step: str


@dataclass(frozen=True, slots=True)
class LintResult:
    """What the checklist found.

    Attributes:
        files: How many articles were looked at.
        findings: In order of files and lines.
        off: Rules that were switched off, each with the reason given.
    """

    files: int
    findings: tuple[Finding, ...]
    off: dict[str, str]


def lint(paths: Sequence[Path], root: Path, off: Mapping[str, str], *, archived: bool = False) -> LintResult:
    """Check articles.

    Args:
        paths: Their files.
        root: Files below it are named from it.
        off: Rules not to check, each with the reason.
        archived: Whether to look at archived articles too.

    Returns:
        The findings, and how many articles were looked at.

    Raises:
        ConfigError: There is no such rule, or no reason is given.
    """
    refuse_unknown(off)
    findings: list[Finding] = []
    looked = 0
    for path in paths:
        name = str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
        found = list(_of_file(path, name, off, archived=archived))
        looked += None not in found
        findings += [each for each in found if each]
    return LintResult(looked, tuple(findings), dict(off))


def lint_text(text: str, path: Path, name: str, off: Mapping[str, str]) -> tuple[Finding, ...]:
    r"""Check one article.

    Args:
        text: Its file's content with `\n` line ends.
        path: Its place, for errors.
        name: What to call the file.
        off: Rules not to check.

    Returns:
        The findings, by line.

    Raises:
        ArticleError: It cannot be read as an article.
    """
    return tuple(_of_article(Checked.of(text, path), name, off))


def refuse_unknown(off: Mapping[str, str]) -> None:
    """Refuse a rule that does not exist, and one that is switched off without a reason.

    Raises:
        ConfigError: There is one.
    """
    names = [rule.name for rule in RULES]
    for name, reason in off.items():
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            hint = f"Did you mean {near[0]}?" if near else f"Known here: {', '.join(names)}"
            raise ConfigError("there is no such rule", f"[lint] off, {name}", hint)
        if not reason.strip():
            raise ConfigError("a rule is switched off without a reason", f"[lint] off, {name}", "Say why")


def _of_file(path: Path, name: str, off: Mapping[str, str], *, archived: bool) -> Iterator[Finding | None]:
    """Findings in a file; None for one that is not looked at."""
    try:
        checked = Checked.of(read_text(path), path)
    except ArticleError as error:
        line = _LINE.search(error.where)
        why = "deflect cannot read it, and neither site nor suggestions have it"
        yield Finding(name, int(line[1]) if line else 1, UNREADABLE, error.what, why, error.next_step)
        return
    if checked.article.state == "archived" and not archived:
        yield None
        return
    yield from _of_article(checked, name, off)


def _of_article(checked: Checked, name: str, off: Mapping[str, str]) -> Iterator[Finding]:
    found = [
        Finding(name, line, rule.name, what, rule.why, rule.step)
        for rule in RULES
        if rule.name not in off
        for line, what in rule.find(checked)
    ]
    yield from sorted(found, key=lambda each: each.line)
