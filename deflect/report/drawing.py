"""Charts as SVG for a page: their text stays text, and their colours are the page's, in light and dark."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# matplotlib takes only fixed colours: each of these stands for a variable of the page's style.
INKS = {name: f"#0{at}0{at}0{at}" for at, name in enumerate(("text", "soft", "line", "good", "bad", "accent"), start=1)}
POINTS = 72
Draw = Callable[["Axes"], object]

_NAMED = re.compile(r'(?<=\sid=")|(?<=url\(#)|(?<=href="#)')
_FONT = re.compile(r"font: (?:\d+ )?([\d.]+)px [^;\"]+")
_SIZE = re.compile(r'(<svg[^>]*?) width="[^"]*"|(<svg[^>]*?) height="[^"]*"')


@dataclass(frozen=True, slots=True)
class Size:
    """How large a chart is drawn, in CSS pixels where it is shown at its full width."""

    name: str
    width: int
    height: int


NARROW = Size("narrow", 290, 240)
WIDE = Size("wide", 600, 330)


def chart(name: str, draw: Draw) -> str:
    """Draw a chart twice, for a phone and for a desk; the page's style shows one of them.

    Args:
        name: Told apart from other charts of the page by this.
        draw: Draws on the axes it is given.

    Returns:
        Two `svg` elements, hidden from screen readers: the figure around them says in words what they show.
    """
    return "".join(_svg(f"{name}-{size.name}", size, draw) for size in (NARROW, WIDE))


def _svg(name: str, size: Size, draw: Draw) -> str:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(_style(name)):
        figure = Figure(figsize=(size.width / POINTS, size.height / POINTS), layout="constrained")
        draw(figure.add_subplot())
        file = io.StringIO()
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _for_page(file.getvalue(), name, size)


def _style(name: str) -> Any:
    return {
        "svg.fonttype": "none",
        "svg.hashsalt": name,  # the same chart is the same text
        "font.size": 11,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.edgecolor": INKS["soft"],
        "axes.labelcolor": INKS["soft"],
        "xtick.color": INKS["soft"],
        "ytick.color": INKS["soft"],
        "text.color": INKS["text"],
        "axes.grid": True,
        "grid.color": INKS["line"],
        "axes.axisbelow": True,
    }


def _for_page(drawn: str, name: str, size: Size) -> str:
    body = _NAMED.sub(f"{name}-", drawn[drawn.index("<svg") :])
    body = re.sub(r"\s*<metadata>.*?</metadata>", "", body, flags=re.S)
    body = _SIZE.sub(lambda found: found[1] or found[2], _SIZE.sub(lambda found: found[1] or found[2], body, 1), 1)
    for ink, colour in INKS.items():
        body = body.replace(colour, f"var(--{ink})")
    body = _FONT.sub(r"font-size: \1px", body)
    return body.replace("<svg", f'<svg class="chart {size.name}" aria-hidden="true" focusable="false"', 1)
