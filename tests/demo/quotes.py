"""How a reply carries the mail below it: lines above a quote, "> " lines, header blocks, blockquotes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from random import Random

from tests.demo.letters import to_html, wrap
from tests.demo.sources import Noise

_GMAIL = "margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex"


@dataclass(frozen=True)
class Quoted:
    """The mail that a reply quotes, as plain text."""

    sender: str
    address: str
    to: str
    subject: str
    at: datetime
    text: str


def quote(rng: Random, noise: Noise, language: str, program: str, mail: Quoted, keep: Iterable[str]) -> str:
    """Return a quoted mail in the way of a mail program and of its user's language."""
    words = noise.data["quotes"][language]
    date = _date(words, mail.at)
    intro = words["intro"].format(date=date, sender=mail.sender, address=mail.address)
    match program:
        case "outlook":
            return _outlook_block(words, date, mail)
        case "gmail":
            head = f'<div dir="ltr" class="gmail_attr">{to_html(intro)}<br></div>'
            block = f'<blockquote class="gmail_quote" style="{_GMAIL}">{_html(mail.text)}</blockquote>'
            return f'<br><div class="gmail_quote gmail_quote_container">{head}{block}</div>'
        case "apple":
            return (
                f'<div><br><blockquote type="cite"><div>{to_html(intro)}</div><br class="Apple-interchange-newline">'
                f"<div>{_html(mail.text)}</div></blockquote></div>"
            )
        case "phone" if rng.random() < 0.4:
            return f"________________________________\n{_text_block(words, date, mail)}"
        case "form" if rng.random() < 0.3:
            return f"-----{words['original']}-----\n{_text_block(words, date, mail)}"
        case _:
            return f"{intro}\n{angle(mail.text, keep)}"


def angle(text: str, keep: Iterable[str]) -> str:
    """Put "> " before each line of a text."""
    lines = wrap(text, 72, keep).split("\n")
    return "\n".join(f">{line}" if line.startswith(">") else f"> {line}".rstrip() for line in lines)


def _date(words: dict[str, str], at: datetime) -> str:
    return words["date"].format(
        day=words["days"].split()[at.weekday()],
        d=at.day,
        month=words["months"].split()[at.month - 1],
        y=at.year,
        time=f"{at:%H:%M}",
    )


def _headers(words: dict[str, str], date: str, mail: Quoted) -> list[tuple[str, str]]:
    values = (f"{mail.sender} <{mail.address}>", date, mail.to, mail.subject)
    return list(zip(words["block"], values, strict=True))


def _text_block(words: dict[str, str], date: str, mail: Quoted) -> str:
    rows = "\n".join(f"{name}: {value}" for name, value in _headers(words, date, mail))
    return f"{rows}\n\n{mail.text}"


def _outlook_block(words: dict[str, str], date: str, mail: Quoted) -> str:
    rows = "<br>\n".join(f"<b>{name}:</b> {to_html(value)}" for name, value in _headers(words, date, mail))
    body = "\n".join(
        f'<p class="MsoNormal">{to_html(line) or "&nbsp;"}<o:p></o:p></p>' for line in mail.text.split("\n")
    )
    return (
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">\n'
        f'<p class="MsoNormal">{rows}<o:p></o:p></p>\n</div>\n{body}\n'
    )


def _html(text: str) -> str:
    return "<br>".join(to_html(line) for line in text.split("\n"))
