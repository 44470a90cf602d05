"""`deflect site widget`: what to paste where, to suggest articles in a contact form."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from deflect.cli.groups import as_data_of, workspace_of
from deflect.cli.output import json_option, show, workspace_option

if TYPE_CHECKING:
    from deflect.site.widget import Snippets


@click.command("widget")
@workspace_option
@json_option
@click.option("--form", default="#contact", show_default=True, metavar="SELECTOR", help="CSS selector of your form.")
def widget_command(folder: str, as_data: bool, form: str) -> None:
    """Print what to paste into a page so that its contact form suggests articles: plain HTML and WordPress.

    The widget itself is site/widget.js, which every build writes. [widget] in deflect.toml sets its service and the
    share of visitors who see nothing.
    """
    from deflect.site.widget import snippets

    found = snippets(workspace_of(folder).settings, form)
    show(found, as_data_of(as_data), lambda: _text(found))


def _text(found: Snippets) -> str:
    plugins = "\n".join(f"  {name}:\n    {tag}" for name, tag in found.wordpress.items())
    return f"""Any page: paste this before </body>. The selector names the form.

    {found.script}

Or this into the form, where you can edit it, and the script once on the page:

    {found.element}
    {found.loader}

WordPress: edit the contact page, add a block "Custom HTML" below the form, paste the line of your form plugin.

{plugins}

If the form's page has another host than the help centre, let the help centre's server send this with its pages, so
that articles open in place; without it the beginning and a link are shown:

    {found.header}

If the form's page has a Content-Security-Policy, it must allow:

    {found.policy}"""
