"""A letter and how the mail programs of customers send it: text, three kinds of HTML, Markdown."""

import html
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Format = Literal["text", "html", "markdown"]
FORMATS: dict[str, Format] = {"outlook": "html", "gmail": "html", "apple": "html", "portal": "markdown"}

_URL = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:)]")
_OUTLOOK_HEAD = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" \
xmlns="http://www.w3.org/TR/REC-html40">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta name="Generator" content="Microsoft Word 15 (filtered medium)">
<style><!--
/* Font Definitions */
@font-face {font-family:Calibri; panose-1:2 15 5 2 2 2 4 3 2 4;}
/* Style Definitions */
p.MsoNormal, li.MsoNormal, div.MsoNormal {margin:0cm; font-size:11.0pt; font-family:"Calibri",sans-serif;}
a:link, span.MsoHyperlink {mso-style-priority:99; color:#0563C1; text-decoration:underline;}
--></style>
</head>
"""
_APPLE_HEAD = (
    '<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"></head>'
    '<body style="overflow-wrap: break-word; -webkit-nbsp-mode: space; line-break: after-white-space;">'
)


@dataclass(frozen=True)
class Letter:
    """What somebody writes, before a mail program gets hold of it."""

    paragraphs: tuple[str, ...]
    greeting: str = ""
    signoff: str = ""
    signature: tuple[str, ...] = ()
    disclaimer: str = ""
    language: str = "en"

    @property
    def direction(self) -> str:
        """How the lines run."""
        return "rtl" if self.language == "ar" else "ltr"

    def blocks(self) -> list[str]:
        """Return the paragraphs from greeting to sign-off."""
        return [block for block in (self.greeting, *self.paragraphs, self.signoff) if block]


def render(letter: Letter, program: str, quote: str = "", keep: Iterable[str] = (), *, wraps: bool = False) -> str:
    """Return the body that a mail program sends, with the quote (in the program's format) where it puts one."""
    match program:
        case "outlook":
            return _outlook(letter, quote)
        case "gmail":
            return _gmail(letter, quote)
        case "apple":
            return _apple(letter, quote)
        case "portal":
            return _text(letter, "\n", quote)
        case _:
            return _plain(letter, program, quote, keep if wraps else None)


def wrap(text: str, width: int, keep: Iterable[str]) -> str:
    """Wrap the lines of a text, but never inside one of the values to keep."""
    for value in keep:
        text = text.replace(value, value.replace(" ", "\0"))
    lines = (textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) for line in text.split("\n"))
    return "\n".join("\n".join(parts) for parts in lines).replace("\0", " ")


def to_html(text: str) -> str:
    """Escape a line and turn addresses of pages into links."""
    return _URL.sub(lambda match: f'<a href="{match[0]}">{match[0]}</a>', html.escape(text, quote=False))


def _plain(letter: Letter, program: str, quote: str, keep: Iterable[str] | None) -> str:
    text = _text(letter, "\n-- \n" if program == "plain" else "\n", quote)
    return text if keep is None else wrap(text, 74, keep)


def _text(letter: Letter, before_signature: str, quote: str) -> str:
    joint = "\n\n" if len(letter.blocks()) > 1 or letter.greeting else "\n"
    body = joint.join(letter.blocks())
    if letter.signature:
        body += before_signature + "\n".join(letter.signature)
    if letter.disclaimer:
        body += f"\n\n{letter.disclaimer}"
    return f"{body}\n\n{quote}" if quote else body


def _outlook(letter: Letter, quote: str) -> str:
    direction = ' dir="RTL"' if letter.direction == "rtl" else ""

    def line(text: str) -> str:
        return f'<p class="MsoNormal"{direction}>{to_html(text) if text else "&nbsp;"}<o:p></o:p></p>'

    rows = [line(part) for block in letter.blocks() for part in (*block.split("\n"), "")]
    rows += [line(part) for part in letter.signature]
    if letter.disclaimer:
        small = f'<i><span style="font-size:8.0pt;color:gray">{to_html(letter.disclaimer)}</span></i>'
        rows.append(f'<p class="MsoNormal">{small}</p>')
    section = f'<div class="WordSection1">\n{_lines(rows)}{quote}</div>'
    return f'{_OUTLOOK_HEAD}<body lang="{letter.language.upper()}" link="#0563C1">\n{section}\n</body>\n</html>'


def _gmail(letter: Letter, quote: str) -> str:
    direction = letter.direction
    blocks = [_breaks(block) for block in letter.blocks()]
    body = blocks[0] + "".join(f"<div><br></div><div>{block}</div>" for block in blocks[1:])
    signature = "<br>".join(to_html(part) for part in letter.signature)
    if letter.disclaimer:
        signature += f'<br><font size="1" color="#888888">{to_html(letter.disclaimer)}</font>'
    attributes = f'dir="{direction}" class="gmail_signature" data-smartmail="gmail_signature"'
    signed = f"-- <br><div {attributes}>{signature}</div>"
    return f'<div dir="{direction}">{body}<div><br></div><div><br></div>{signed}</div>{quote}'


def _apple(letter: Letter, quote: str) -> str:
    blocks = "".join(f"<div>{_breaks(block)}</div><div><br></div>" for block in letter.blocks())
    signature = "".join(f"<div>{to_html(part)}</div>" for part in letter.signature)
    return f'{_APPLE_HEAD}{blocks}<div>\n<meta charset="UTF-8">{signature}</div>\n{quote}</body></html>'


def agent_html(text: str) -> str:
    """Return an agent's answer as the helpdesk's editor writes it: paragraphs, lists, code."""
    return "\n".join(_agent_block(block) for block in re.split(r"\n\s*\n", text) if block.strip())


def _agent_block(block: str) -> str:
    lines = block.split("\n")
    if all(line.startswith("    ") for line in lines):
        return f"<pre><code>{html.escape(textwrap.dedent(block), quote=False)}</code></pre>"
    if len(lines) > 1 and all(re.match(r"\d+[.)] ", line) for line in lines):
        return _list("ol", [re.sub(r"^\d+[.)] ", "", line) for line in lines])
    if len(lines) > 1 and all(line.startswith(("- ", "* ")) for line in lines):
        return _list("ul", [line[2:] for line in lines])
    return f"<p>{_breaks(block)}</p>"


def _list(tag: str, items: Sequence[str]) -> str:
    return f"<{tag}>" + "".join(f"<li>{to_html(item)}</li>" for item in items) + f"</{tag}>"


def _breaks(block: str) -> str:
    return "<br>".join(to_html(part) for part in block.split("\n"))


def _lines(rows: Iterable[str]) -> str:
    return "".join(f"{row}\n" for row in rows)
