"""What one cell of a pasted table holds: a line, or things one below the other."""

from __future__ import annotations

import re


def one_line(cell: str) -> str:
    """Return the words of a cell on one line."""
    return " ".join(cell.split())


def items(cell: str) -> tuple[str, ...]:
    """Return the lines of a cell, without their bullets."""
    lines = [part for line in re.split(r"[\n\u2028]|;", cell) for part in _listed(line.strip())]
    plain = [one_line(re.sub(r"^\s*(?:[-•*]|\d{1,2}[.)](?=\s))\s*", "", line)) for line in lines]
    return tuple(line for line in plain if line and line != "-")


def _listed(line: str) -> list[str]:
    """Return the things of a list whose line breaks were lost on the clipboard."""
    if re.match(r"1[.)]\s", line):
        return re.split(r"\s+(?=\d{1,2}[.)]\s)", line)
    return re.split(r"\s+(?=[-•*]\s)", line) if re.match(r"[-•*]\s", line) else [line]
