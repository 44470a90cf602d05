"""`deflect lint`: the content checklist."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from deflect.cli.output import json_option, show, workspace_option
from deflect.workspace import Workspace

if TYPE_CHECKING:
    from deflect.kb.lint import Finding, LintResult


@click.command("lint")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@workspace_option
@json_option
def lint_command(files: tuple[Path, ...], folder: str, as_data: bool) -> None:
    """Check articles against a content checklist; exit code 1 if something is found.

    Without FILES, all articles in kb/ are checked, archived ones left out. A rule is switched off, with the reason, by
    [lint] off in deflect.toml.
    """
    from deflect.kb import Library
    from deflect.kb.lint import lint

    workspace = Workspace.open(folder)
    paths = [path.resolve() for path in files] or Library(workspace.kb, workspace.base).paths()
    result = lint(paths, workspace.root, workspace.settings.lint.off, archived=bool(files))
    show(result, as_data, lambda: _result_text(result))
    if result.findings:
        sys.exit(1)


def _result_text(result: LintResult) -> str:
    lines = [line for finding in result.findings for line in _lines(finding)]
    counts = Counter(finding.rule for finding in result.findings)
    said = ", ".join(f"{count:,} {rule}" for rule, count in counts.most_common())
    lines.append(f"{result.files:,} articles checked: {said or 'nothing found'}")
    lines += [f"Switched off: {rule} ({reason})" for rule, reason in result.off.items()]
    return "\n".join(lines)


def _lines(finding: Finding) -> list[str]:
    return [
        f"{finding.file}:{finding.line}: {finding.rule}: {finding.what}",
        f"    why: {finding.why}",
        f"    do:  {finding.step}",
        "",
    ]
