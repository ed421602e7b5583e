"""How wide a text is, and where its lines break: Helvetica, whose widths Arial shares.

The layouter sizes boxes by it and the picture breaks lines by it, so that a name that fits in
the one fits in the other, and in bpmn-js, which also letters in Arial.
"""

from __future__ import annotations

#: Of a name that has no more room, in pixels.
SMALLEST = 8.0
#: Height of a line as a multiple of the font size, as in bpmn-js.
LINE = 1.2

#: Advance widths of the printable ASCII characters from the space on, in thousandths of an em
#: (the published metrics of Helvetica).
_ASCII = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
_OTHER = 600


def width(text: str, size: float) -> float:
    """Return the width of `text` on one line, in the unit of the font `size`."""
    codes = (ord(letter) - 32 for letter in text)
    return sum(_ASCII[code] if 0 <= code < len(_ASCII) else _OTHER for code in codes) * size / 1000


def wrap(text: str, limit: float, size: float) -> tuple[str, ...]:
    """Return the lines of `text`, broken at white space so that none is wider than `limit`.

    A single word that is wider stands on a line of its own.
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size) <= limit:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def fitted(text: str, wide: float, high: float, size: float) -> tuple[tuple[str, ...], float]:
    """Return the lines of `text` and the font size at which they stay within a box.

    Smaller, down to `SMALLEST`, where a word is wider than the box or the lines are higher; broken
    and cut with "…" where even that is too much. The modeller letters by the same rule.
    """
    while True:
        lines = wrap(text, wide, size)
        fits = len(lines) * size * LINE <= high and all(width(it, size) <= wide for it in lines)
        if fits or size <= SMALLEST:
            break
        size -= 1
    lines = _broken(lines, wide, size)
    words = text.split()
    while len(lines) * size * LINE > high and len(words) > 1:
        words.pop()
        lines = _broken(wrap(f"{' '.join(words)} …", wide, size), wide, size)
    return lines, size


def _broken(lines: tuple[str, ...], wide: float, size: float) -> tuple[str, ...]:
    """Return the lines with words broken that are wider than a line can be."""
    found: list[str] = []
    for line in lines:
        found.append("")
        for letter in line:
            if found[-1] and width(found[-1] + letter, size) > wide:
                found.append("")
            found[-1] += letter
    return tuple(found)
