"""What tells one activity from another: the icon of its kind, and its markers below its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from service.diagrams.svg import INK, PAPER, part
from service.diagrams.xml import BPMN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from service.diagrams.model import Bounds

#: From the middle of one marker to that of the next.
_APART = 20.0

_USER = (
    "M15 12c.9-.8 1.5-2 1.5-3.2C16.5 6.5 14.7 5 12.5 5S8.5 6.500 8.500 8.800c0 1.200.6 2.400"
    " 1.500 3.200l-2.600.9C5.500 13.600 5 15 5 17v3.500h15V17c0-2-.5-3.400-2.400-4.100z"
)


def icon_of(element: etree._Element) -> Callable[[etree._Element], None] | None:
    """Return what draws the icon of a task, into its upper left corner; None: it has none."""
    name = etree.QName(element).localname
    if name == "receiveTask" and element.get("instantiate") in ("true", "1"):
        return _begins
    return _TASK_ICONS.get(name)


def markers(group: etree._Element, element: etree._Element, box: Bounds, *, closed: bool) -> None:
    """Draw what an activity has of the markers, side by side in the middle of its lower border."""
    drawn = list(_markers(element, closed=closed))
    x = box.x + box.width / 2 - _APART * (len(drawn) - 1) / 2
    for place, (d, wide) in enumerate(drawn):
        at = f"translate({x + place * _APART:g} {box.y + box.height - 5:g})"
        part(group, "path", "sign", transform=at, d=d, fill="none", stroke_width=wide)


def _markers(element: etree._Element, *, closed: bool) -> Iterator[tuple[str, float]]:
    """Yield the path of each, from the middle of its foot, and how thick it is."""
    if element.get("isForCompensation") in ("true", "1"):
        yield _UNDOES, 1.2
    several = element.find(f"{{{BPMN}}}multiInstanceLoopCharacteristics")
    if several is not None:
        yield _IN_TURN if several.get("isSequential") in ("true", "1") else _AT_ONCE, 2.5
    elif element.find(f"{{{BPMN}}}standardLoopCharacteristics") is not None:
        yield _AGAIN, 1.5
    if closed:
        yield _CLOSED, 1.5
    if etree.QName(element).localname == "adHocSubProcess":
        yield _AD_HOC, 2.5


_UNDOES = "M-9-6L-1-12V0zM0-6L8-12V0z"
_AT_ONCE = "M-5-1v-11m5 11v-11m5 11v-11"
_IN_TURN = "M-6-2h12m-12-4.5h12m-12-4.5h12"
_AGAIN = "M-3 0a6 6 0 1 1 5 0m-5 0h-4.5m4.5 0v-4.5"
_CLOSED = "M-7 0v-14h14v14zm7-2v-10m-5 5h10"
_AD_HOC = "M-8-5c3-6 5.5-5 8-2s5 4 8-2"


def _user(icon: etree._Element) -> None:
    part(icon, "path", d=_USER, fill=PAPER, stroke_width=1)


def _manual(icon: etree._Element) -> None:
    part(icon, "path", d="M6 13l4-6h9v3h-5h6v3h-6h5v3h-5h4v3H9l-3-3z", fill=PAPER, stroke_width=1)


def _script(icon: etree._Element) -> None:
    left, right = "-2-2.500-2-5 1-7.500z", "c-3 2.500-3 4.500-.500 7.500 2 2.500 2 5-1.500 7.500"
    sheet = f"M8 5h11{right}H6.500c3-2.500 3-4.500.500-7.500{left}"
    part(icon, "path", d=f"{sheet}M9 9h7M9.500 12.500h7M9.500 16h6")


def _service(icon: etree._Element) -> None:
    for number in range(8):
        part(icon, "path", d="M14 4v4", stroke_width=3, transform=f"rotate({45 * number} 14 12)")
    part(icon, "circle", cx=14, cy=12, r=5, fill=PAPER, stroke_width=1.5)
    part(icon, "circle", cx=14, cy=12, r=1.5, fill=PAPER, stroke_width=1.2)


def _rules(icon: etree._Element) -> None:
    part(icon, "path", d="M5 6h19v12H5z", fill=PAPER, stroke_width=1.2)
    part(icon, "path", d="M5 6h19v4H5z", fill=INK, stroke_width=1.2)
    part(icon, "path", d="M5 14h19M11 10v8", stroke_width=1.2)


def _receive(icon: etree._Element) -> None:
    part(icon, "path", d="M6 7h16v11H6zl8 6 8-6", fill=PAPER, stroke_width=1.2)


def _send(icon: etree._Element) -> None:
    part(icon, "path", d="M6 7h16v11H6z", fill=INK, stroke_width=1.2)
    part(icon, "path", d="M6 7l8 6 8-6", stroke=PAPER, stroke_width=1.2)


def _begins(icon: etree._Element) -> None:
    """Draw the envelope in the circle of a start: the task begins the process."""
    part(icon, "circle", cx=14, cy=13, r=10, fill=PAPER, stroke_width=1.2)
    part(icon, "path", d="M8 9.5h12v8H8zl6 4.5 6-4.5", fill=PAPER, stroke_width=1.2)


_TASK_ICONS: Mapping[str, Callable[[etree._Element], None]] = {
    "userTask": _user,
    "manualTask": _manual,
    "scriptTask": _script,
    "serviceTask": _service,
    "businessRuleTask": _rules,
    "receiveTask": _receive,
    "sendTask": _send,
}
