"""Small pieces of SVG: what both the symbols and the picture are drawn with.

No piece carries a `style` attribute or a script, so that the picture passes a strict
Content-Security-Policy; `picture.css` gives the classes their look, and the presentation
attributes here are the look without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from service.diagrams.lettering import LINE, fitted, width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.diagrams.model import Bounds

SVG = "http://www.w3.org/2000/svg"
INK = "#1f1f1f"
PAPER = "#ffffff"
_BEND = 7.0
_HEAD = (10.0, 4.5)
#: From this part of its box on, a line has no room for another font.
_NEARLY = 0.8

Point = tuple[float, float]


def part(
    parent: etree._Element, tag: str, classes: str = "", /, **attributes: object
) -> etree._Element:
    """Append an element; `stroke_width=2` becomes stroke-width="2"."""
    child = etree.SubElement(parent, f"{{{SVG}}}{tag}")
    if classes:
        child.set("class", classes)
    for name, value in attributes.items():
        child.set(
            name.replace("_", "-"), number(value) if isinstance(value, float) else str(value)
        )
    return child


def number(value: float) -> str:
    """Return `value` with at most two decimals."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def lines_of_text(
    parent: etree._Element,
    text: str,
    box: Bounds,
    *,
    size: float,
    top: bool = False,
    fit: bool = False,
    classes: str = "name",
) -> None:
    """Write `text` into `box`, broken at its width, centred; from its upper border if `top`.

    `fit`: smaller or cut, so that it stays within the box.
    """
    lines = wrap(text, box.width, size)
    if fit:
        lines, size = fitted(text, box.width, box.height, size)
    if not lines:
        return
    step = size * LINE
    height = step * len(lines)
    first = box.y + (0 if top else (box.height - height) / 2) + size * 0.95
    holder = part(
        parent, "text", classes, font_size=size, text_anchor="middle", fill=INK, stroke="none"
    )
    narrow = fit and any(width(line, size) > _NEARLY * box.width for line in lines)
    for place, line in enumerate(lines):
        span = part(holder, "tspan", x=box.x + box.width / 2, y=first + place * step)
        span.text = line
        if narrow:
            # A machine without Arial may letter it wider than the box.
            span.set("textLength", number(width(line, size)))
            span.set("lengthAdjust", "spacingAndGlyphs")


def rounded(points: Sequence[Point]) -> str:
    """Return the path data of a line whose bends are rounded."""
    data = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        near = min(_BEND, _length(before, here) / 2, _length(here, after) / 2)
        start, end = _toward(here, before, near), _toward(here, after, near)
        data.append(
            f"L{number(start[0])} {number(start[1])}"
            f"Q{number(here[0])} {number(here[1])} {number(end[0])} {number(end[1])}"
        )
    data.append(f"L{number(points[-1][0])} {number(points[-1][1])}")
    return "".join(data)


def arrow_head(points: Sequence[Point], *, filled: bool) -> str:
    """Return the path data of the head at the end of a line; no marker, so no id to collide."""
    tip = points[-1]
    tail = next((p for p in reversed(points[:-1]) if p != tip), (tip[0] - 1, tip[1]))
    length, half = _HEAD
    back = _toward(tip, tail, length)
    span = _length(tip, tail)
    across = ((tip[1] - tail[1]) / span * half, (tail[0] - tip[0]) / span * half)
    left = f"{number(back[0] + across[0])} {number(back[1] + across[1])}"
    right = f"{number(back[0] - across[0])} {number(back[1] - across[1])}"
    return f"M{left}L{number(tip[0])} {number(tip[1])}L{right}" + ("z" if filled else "")


def diamond(points: Sequence[Point]) -> str:
    """Return the path data of the diamond at the beginning of a line."""
    (x, y), (along, up) = points[0], _unit(points)
    half, wide = 8.0, 4.5
    corners = (
        (x, y),
        (x + along * half - up * wide, y + up * half + along * wide),
        (x + along * 2 * half, y + up * 2 * half),
        (x + along * half + up * wide, y + up * half - along * wide),
    )
    return "M" + "L".join(f"{number(one)} {number(other)}" for one, other in corners) + "z"


def slash(points: Sequence[Point]) -> str:
    """Return the path data of the short stroke across the beginning of a line."""
    (x, y), (along, up) = points[0], _unit(points)
    x, y = x + along * 9, y + up * 9
    lean, high = 2.5, 6.0
    left = f"{number(x - along * lean + up * high)} {number(y - up * lean - along * high)}"
    right = f"{number(x + along * lean - up * high)} {number(y + up * lean + along * high)}"
    return f"M{left}L{right}"


def _unit(points: Sequence[Point]) -> Point:
    """Return the direction in which a line begins."""
    here = points[0]
    there = next((p for p in points[1:] if p != here), (here[0] + 1, here[1]))
    span = _length(here, there)
    return (there[0] - here[0]) / span, (there[1] - here[1]) / span


def _length(one: Point, other: Point) -> float:
    return float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)


def _toward(here: Point, there: Point, distance: float) -> Point:
    span = _length(here, there) or 1.0
    share = distance / span
    return here[0] + (there[0] - here[0]) * share, here[1] + (there[1] - here[1]) * share
