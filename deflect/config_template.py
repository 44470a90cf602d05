"""The deflect.toml that `deflect init` writes: every setting with its default and what it does."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping

from pydantic.fields import FieldInfo

from deflect.config import Section, sections

HEAD = "# Settings of this deflect workspace. A line with # shows a default: remove the # to change it."

Values = Mapping[str, Mapping[str, object]]


def settings_text(chosen: Values | None = None) -> str:
    """Write a deflect.toml in which every setting is explained.

    Args:
        chosen: Values to set, by table and key; all other settings stand there as comments with their default.
    """
    given = chosen or {}
    tables = ["\n".join([f"[{name}]", *_entries(section, given.get(name, {}))]) for name, section in sections().items()]
    return "\n\n".join([HEAD, *tables]) + "\n"


def _entries(section: type[Section], given: Mapping[str, object]) -> list[str]:
    return [_entry(key, field, given) for key, field in section.model_fields.items()]


def _entry(key: str, field: FieldInfo, given: Mapping[str, object]) -> str:
    comment = "\n".join(f"# {line}" for line in textwrap.wrap(field.description or "", 96))
    if key in given:
        return f"{comment}\n{key} = {toml_value(given[key])}"
    return f"{comment}\n# {key} = {toml_value(field.default)}"


def toml_value(value: object) -> str:
    """Write a setting's value as TOML; JSON's strings, numbers and lists of strings are TOML as well."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
