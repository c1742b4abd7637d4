"""What all pictures share: size, lines that differ without colour, and plain SVG."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, Final
from xml.sax.saxutils import escape

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

__all__ = ["BASELINE", "MARK", "MODEL", "SECOND", "SECOND_MARK", "THIRD", "Axes", "svg"]

#: Lines are told apart by their dashes first, so that a print in black will do.
MODEL: Final[dict[str, Any]] = {"color": "#0b3d66", "linestyle": "-", "linewidth": 2}
SECOND: Final[dict[str, Any]] = {"color": "#b3441e", "linestyle": "--", "linewidth": 2}
THIRD: Final[dict[str, Any]] = {"color": "#4d4d4d", "linestyle": ":", "linewidth": 2.5}
BASELINE: Final[dict[str, Any]] = {**SECOND, "linewidth": 1.5}
MARK: Final[dict[str, Any]] = {"color": "black", "linestyle": "-", "linewidth": 1}
SECOND_MARK: Final[dict[str, Any]] = {**MARK, "linestyle": "-."}

_STYLE: Final[Any] = {
    "svg.hashsalt": "loanapp",  # else every drawing has ids of its own
    "svg.fonttype": "none",  # text stays text: it can be read aloud, and is small
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],  # comes with matplotlib: the same anywhere
    "font.size": 11,
    "path.simplify_threshold": 0.5,  # pixels: a curve of many rows stays small
    "figure.facecolor": "white",
    "axes.grid": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "legend.frameon": False,
}
_INCHES: Final = (6.4, 5.2)
#: Without these matplotlib writes no metadata at all: no date, no address.
_NO_METADATA: Final = dict.fromkeys(("Creator", "Date", "Format", "Type"))


def svg(draw: Callable[[Axes], None], *, title: str, description: str) -> bytes:
    """Return a picture as an SVG that refers to nothing outside.

    Parameters
    ----------
    title, description : what a screen reader says.
    """
    with mpl.rc_context():
        mpl.rcdefaults()  # whatever somebody has set for drawings of their own
        mpl.rcParams.update(_STYLE)
        figure = Figure(figsize=_INCHES, layout="constrained")
        draw(figure.add_subplot())
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata=_NO_METADATA)
    return _plain(file.getvalue(), title, description).encode()


def _plain(drawn: str, title: str, description: str) -> str:
    """Leave out the reference to the DTD, and say what the picture shows."""
    picture = drawn[drawn.index("<svg") :]
    head, _, rest = picture.partition(">")
    return (
        f'{head} role="img" aria-labelledby="title desc">\n'
        f' <title id="title">{escape(title)}</title>\n'
        f' <desc id="desc">{escape(description)}</desc>{rest}'
    )
