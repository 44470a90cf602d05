"""The text that HTML becomes, written element by element."""

from __future__ import annotations

from dataclasses import dataclass, field

from deflect.cleaning.text import FENCE

CELL_LENGTH = 100
"""Characters above which a table cell holds a page's layout rather than data."""

HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())

_ODD_IN_URL = str.maketrans({"(": "%28", ")": "%29", " ": "%20", "<": "%3C", ">": "%3E"})


@dataclass(slots=True)
class _Row:
    start: int
    header: bool = False
    cells: list[tuple[int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Writer:
    """What has been written so far: finished lines, and the pieces of the line in progress.

    Attributes:
        size: Characters written.
        quotes: Quotes that are open; while any is, lines begin with `> `.
        pre: Open elements that keep spaces and line breaks.
        lists: For each open list the number of its next item, 0 for one without numbers.
        marker: What the next line begins with.
        rows: The open table rows.
        headed: For each open table whether its header row has been written.
        marks: For each open link or code the count of pieces before it.
    """

    lines: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    size: int = 0
    quotes: int = 0
    pre: int = 0
    lists: list[int] = field(default_factory=list)
    marker: str = ""
    rows: list[_Row] = field(default_factory=list)
    headed: list[bool] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Add to the line in progress."""
        self.pieces.append(text)
        self.size += len(text)

    def flush(self) -> None:
        """End the line in progress; spaces and line breaks in it count as one space."""
        text = " ".join("".join(self.pieces).split())
        self.pieces.clear()
        if text:
            self.line(text)

    def line(self, text: str) -> None:
        """Write a line, after the mark of its quote, list item or heading."""
        indent = "  " * (len(self.lists) - 1) if self.lists else ""
        if self.marker:
            text, self.marker = self.marker + text, ""
        elif self.lists:
            indent += "  "
        self.lines.append(f"{'> ' if self.quotes else ''}{indent}{text}")

    def gap(self) -> None:
        """End a paragraph."""
        self.flush()
        if self.lines and self.lines[-1] and not self.lists:
            self.lines.append("")

    def fence(self, code: str) -> None:
        """Write a block of code."""
        start = "> " if self.quotes else ""
        self.lines += [start + FENCE, *(start + line for line in code.strip("\n").split("\n")), start + FENCE]

    def taken(self, mark: int) -> str:
        """Take the pieces since a mark back; empty if a line has ended since."""
        if mark > len(self.pieces):
            return ""
        text = "".join(self.pieces[mark:])
        del self.pieces[mark:]
        return text

    def line_break(self) -> None:
        """Do what `<br>` does: end the line, or the paragraph if the line is empty."""
        if self.pre:
            self.pieces.append("\n")
        elif "".join(self.pieces).strip():
            self.flush()
        else:
            self.gap()

    def open_item(self, tag: str) -> None:
        """Start a list, one of its items, or a heading."""
        if tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ul" else 1)
        elif tag in HEADINGS:
            self.marker = "#" * int(tag[1:]) + " "
        elif tag == "li":
            number = self.lists[-1] if self.lists else 0
            self.marker = f"{number}. " if number else "- "
            if number:
                self.lists[-1] += 1

    def open_table(self, tag: str) -> None:
        """Start a table, a row or a cell."""
        if tag == "table":
            self.headed.append(False)
        elif tag == "tr":
            self.rows.append(_Row(len(self.lines)))
        elif self.rows:
            self.rows[-1].cells.append((len(self.lines), -1))
            self.rows[-1].header |= tag == "th"

    def close_code(self, mark: int, *, block: bool) -> None:
        """End code that began at a mark: in a block of its own or, if it is one line among text, in backticks."""
        if self.pre:
            return
        code = self.taken(mark)
        if code.strip() and (block or "\n" in code.strip()):
            self.flush()
            self.fence(code)
        elif code.strip():
            self.pieces.append(f"`{code.strip()}`")

    def close_link(self, mark: int, address: str) -> None:
        """End a link that began at a mark."""
        if self.pre or mark > len(self.pieces):
            return
        text = " ".join(self.taken(mark).split())
        address = address.strip().translate(_ODD_IN_URL)
        if not address.lower().startswith(("http://", "https://")) or not text:
            self.pieces.append(text)
        elif "://" in text or ("." in text and text.rstrip("/") in address):
            self.pieces.append(address)
        else:
            self.pieces.append(f"[{text.replace('[', '(').replace(']', ')')}]({address})")

    def close_table(self, tag: str) -> None:
        """End a table, a row or a cell."""
        if tag == "table":
            self.headed.pop()
        elif tag == "tr":
            self._close_row(self.rows.pop())
        elif self.rows and self.rows[-1].cells:
            start, _ = self.rows[-1].cells[-1]
            self.rows[-1].cells[-1] = (start, len(self.lines))

    def _close_row(self, row: _Row) -> None:
        """Join the cells of a row in one line, unless it lays out a page rather than data."""
        filled = [(start, end) for start, end in row.cells if end > start]
        if len(filled) < 2 or any(end - start > 1 or len(self.lines[start]) > CELL_LENGTH for start, end in filled):
            return
        cells = [self.lines[start].strip() if end > start else "" for start, end in row.cells]
        del self.lines[row.start :]
        if row.header and self.headed and not self.headed[-1]:
            self.headed[-1] = True
            self.lines += [f"| {' | '.join(cells)} |", "|" + "---|" * len(cells)]
        elif self.headed and self.headed[-1]:
            self.lines.append(f"| {' | '.join(cells)} |")
        else:
            self.lines.append(" | ".join(cell for cell in cells if cell))
