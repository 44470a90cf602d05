"""Write the two reference articles of deflect's own help centre from the code: `python -m tests.docs [FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from pydantic.fields import FieldInfo

from deflect.cli import COMMANDS, deflect
from deflect.config import sections
from deflect.config_template import toml_value

KB = Path(__file__).parent.parent / "kb"
HEAD = """---
title: {title}
question: {question}
category: Reference
state: validated
---
"""


def settings_reference() -> str:
    """Every setting with its default and meaning, as an article."""
    lines = [
        HEAD.format(title="Settings reference", question="Which settings are there in deflect.toml?"),
        "All settings stand in `deflect.toml`. One that is not there has its default. An unknown one is an error.",
    ]
    for name, section in sections().items():
        lines += [
            "",
            f"## [{name}]",
            "",
            section.__doc__ or "",
            "",
            "| setting | default | what it does |",
            "|---|---|---|",
        ]
        lines += [_setting(key, field) for key, field in section.model_fields.items()]
    return "\n".join(lines) + "\n"


def cli_reference() -> str:
    """Every command with its arguments and options, as an article."""
    lines = [
        HEAD.format(title="Command reference", question="Which commands and options are there?"),
        "`deflect COMMAND --help` shows the same. Exit codes: 0 done, 1 a failure, 2 bad use or bad input.",
    ]
    with click.Context(deflect, info_name="deflect", **deflect.context_settings) as above:
        for name in COMMANDS:
            command = deflect.get_command(above, name)
            assert command is not None
            lines += ["", f"## {name}", "", "```", *_help(command, above).splitlines(), "```"]
            lines += _commands_below(command, above)
    return "\n".join(lines) + "\n"


PAGES = {"settings-reference.md": settings_reference, "cli-reference.md": cli_reference}


def _setting(key: str, field: FieldInfo) -> str:
    return f"| `{key}` | `{toml_value(field.default)}` | {field.description} |"


def _commands_below(command: click.Command, above: click.Context) -> list[str]:
    """The commands of a group, each as its own section."""
    lines: list[str] = []
    with click.Context(command, info_name=command.name, parent=above) as context:
        for each in command.commands.values() if isinstance(command, click.Group) else ():
            lines += ["", f"### {command.name} {each.name}", "", "```", *_help(each, context).splitlines(), "```"]
    return lines


def _help(command: click.Command, above: click.Context) -> str:
    with click.Context(command, info_name=command.name, parent=above, terminal_width=90) as context:
        return command.get_help(context)


def main(folder: Path = KB) -> None:
    """Write both articles into a folder."""
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
