"""The drawing of a diagram on a page, and what it says about a process or about findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from service.diagrams import DiagramRefused
from service.diagrams.opening import opened
from service.diagrams.picture import Mark, draw

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from service.diagrams import Finding
    from service.diagrams.xml import Limits
    from service.queries.instances import ProcessView

#: Every element with a place has one of these, under whatever prefix.
_SHAPE: Final = b"BPMNShape"


def picture_of(
    raw: bytes, marks: Mapping[str, Mark], title: str, limits: Limits | None = None
) -> Markup:
    """Return the drawing of a diagram with its marks; "" when it cannot be drawn.

    One whose file says of nothing where it stands is laid out first.
    """
    try:
        if _SHAPE not in raw:
            placed = opened(raw)
            if placed.bare:
                return Markup()
            raw = placed.raw
        drawn = draw(raw, marks, label=f"Diagram {title}", limits=limits)
    except DiagramRefused:
        return Markup()
    # Drawn by us: names are text nodes, no element carries markup of the file.
    return Markup(drawn)  # noqa: S704


def marks_of(process: ProcessView) -> dict[str, Mark]:
    """Return how the elements of a process stand out: done, current, in trouble."""
    marks = {element: Mark(("done",), title="") for element in process.done}
    waiting: dict[str, int] = {}
    for step in process.open_steps:
        element = step.place.drawn_id
        waiting[element] = waiting.get(element, 0) + 1
    for element, count in waiting.items():
        times = f"{count}\N{MULTIPLICATION SIGN}"
        marks[element] = Mark(("current",), badge=times if count > 1 else "sekarang")
    for incident in process.incidents:
        marks[incident.place.drawn_id] = Mark(("problem",), badge="kendala")
    return marks


_CLASSES = {"error": "problem", "setup": "open-point", "info": "noted"}


def finding_marks(findings: Iterable[Finding]) -> dict[str, Mark]:
    """Return the marks of findings: the worst one decides the look, numbers refer to the list."""
    numbers: dict[str, list[int]] = {}
    looks: dict[str, str] = {}
    for number, finding in enumerate(findings, start=1):
        if finding.element:
            numbers.setdefault(finding.element, []).append(number)
            # Findings come worst first.
            looks.setdefault(finding.element, _CLASSES[finding.severity])
    return {
        element: Mark((looks[element],), badge=", ".join(str(number) for number in found))
        for element, found in numbers.items()
    }
