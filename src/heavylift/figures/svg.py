"""Write SVG by hand: escaped text, short numbers, paths.

Callsigns are whatever somebody chose to broadcast, so nothing reaches a figure
without passing ``escape``.
"""

from __future__ import annotations

import html
import unicodedata
from typing import Final

import numpy as np
from numpy.typing import NDArray

from heavylift.figures.palette import CHARACTER_WIDTH, EVENT, FONT

Points = NDArray[np.float64]

#: How much of the width a stamp takes: it just stays inside.
STAMP_WIDTH: Final = 0.88

#: By so many degrees it climbs: as much as stays inside the flattest chart.
STAMP_TURN: Final = 8

#: Width of a bold capital as a share of the type size (Arial Bold).
STAMP_LETTER: Final = 0.74

#: Half of it can no longer be seen on a bad copy, twice as much hides thin lines.
STAMP_OPACITY: Final = 0.22


def escape(text: str) -> str:
    """Make text safe in content and in attributes of SVG and HTML.

    >>> escape('<b onload="x">')
    '&lt;b onload=&quot;x&quot;&gt;'
    """
    return html.escape(plain(text), quote=True)


def plain(text: str) -> str:
    r"""Replace characters that change how others are shown: controls, directions.

    >>> ascii(plain("AFL\u202e100\x00"))
    "'AFL\\ufffd100\\ufffd'"
    """
    # Cc are controls, Cf includes the bidirectional overrides, Cs are lone surrogates.
    hidden = ("Cc", "Cf", "Cs")
    return "".join(
        "\ufffd" if unicodedata.category(c) in hidden and c not in "\n\t" else c
        for c in text
    )


def num(value: float) -> str:
    """Write a coordinate with one decimal, without a tail.

    >>> num(12.0), num(3.14159), num(-0.01)
    ('12', '3.1', '0')
    """
    short = f"{value:.1f}".removesuffix(".0")
    return "0" if short == "-0" else short


def path(points: Points, *, closed: bool = False) -> str:
    """Write points, shape ``(n, 2)``, as the data of a path; empty when ``n < 2``.

    >>> path(np.array([[0.0, 0.0], [10.0, 2.5]]))
    'M0 0L10 2.5'
    """
    if len(points) < 2:
        return ""
    body = "L".join(f"{num(x)} {num(y)}" for x, y in points.tolist())
    return f"M{body}{'Z' if closed else ''}"


def text_width(text: str, size: float) -> float:
    """Estimate the width of a line of text, in the unit of ``size``."""
    return len(text) * size * CHARACTER_WIDTH


def figure(
    body: str,
    *,
    width: float,
    height: float,
    title: str,
    desc: str,
    stamp: str = "",
) -> str:
    """Wrap a drawing as one SVG that stands alone and reads itself aloud.

    Args:
        body: Markup, already escaped.
        width: Width of the drawing; it scales with the page.
        height: Its height.
        title: What it shows, in a phrase.
        desc: What a reader who cannot see it needs to know.
        stamp: A word across the whole drawing, which stays with it wherever it is
            copied to; empty for none.
    """
    if stamp:
        title = f"{stamp}: {title}"
        body += _stamped(stamp, width, height)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {num(width)} '
        f'{num(height)}" role="img" font-family="{FONT}">'
        f"<title>{escape(title)}</title><desc>{escape(desc)}</desc>{body}</svg>"
    )


def _stamped(stamp: str, width: float, height: float) -> str:
    """A word from edge to edge, pale enough to read what is below it."""
    size = STAMP_WIDTH * width / (len(stamp) * STAMP_LETTER)
    x, y = num(width / 2), num(height / 2)
    return (
        f'<text class="stamp" x="{x}" y="{y}" text-anchor="middle" '
        f'dominant-baseline="central" transform="rotate(-{STAMP_TURN} {x} {y})" '
        f'font-size="{num(size)}" font-weight="700" fill="{EVENT}" '
        f'fill-opacity="{STAMP_OPACITY}" pointer-events="none">{escape(stamp)}</text>'
    )


def halo_text(x: float, y: float, text: str, attributes: str) -> str:
    """Write text that stays legible over lines."""
    return (
        f'<text x="{num(x)}" y="{num(y)}" stroke="#fff" stroke-width="3" '
        f'stroke-linejoin="round" stroke-opacity=".85" paint-order="stroke" '
        f"{attributes}>{escape(text)}</text>"
    )
