"""The symbols of BPMN 2.0.2 (§7.4, annex B.2), one function per family."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from service.diagrams.lettering import width
from service.diagrams.model import Bounds
from service.diagrams.svg import INK, PAPER, lines_of_text, part
from service.diagrams.xml import BPMN, SUBPROCESSES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


_TEXT = 12.0
_PADDING = 7.0
_HEADER = 30.0

_USER = (
    "M15 12c.9-.8 1.5-2 1.5-3.2C16.5 6.5 14.7 5 12.5 5S8.5 6.500 8.500 8.800c0 1.200.6 2.400"
    " 1.500 3.200l-2.600.9C5.500 13.600 5 15 5 17v3.500h15V17c0-2-.5-3.400-2.400-4.100z"
)


#: Two triangles that point to the left.
_BACKWARDS = "M-9 0L-1-6V6zM0 0L8-6V6z"


def pool(group: etree._Element, element: etree._Element, box: Bounds) -> None:
    """Draw a participant: a frame with its name along the left."""
    part(group, "rect", "band", x=box.x, y=box.y, width=box.width, height=box.height, fill=PAPER)
    part(group, "path", "band", d=f"M{box.x + _HEADER:g} {box.y:g}v{box.height:g}", fill="none")
    _header(group, element.get("name", ""), box)


def lane(group: etree._Element, element: etree._Element, box: Bounds) -> None:
    """Draw a lane."""
    part(group, "rect", "band", x=box.x, y=box.y, width=box.width, height=box.height, fill="none")
    _header(group, element.get("name", ""), box)


def activity(group: etree._Element, element: etree._Element, box: Bounds) -> None:
    """Draw a task, subprocess or call activity with its icon, name and markers."""
    name = etree.QName(element).localname
    part(
        group,
        "rect",
        "shape thick" if name == "callActivity" else "shape",
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        rx=10,
        fill=PAPER,
        stroke_width=4 if name == "callActivity" else 2,
        **({"stroke_dasharray": "1 5"} if element.get("triggeredByEvent") == "true" else {}),
    )
    if name == "transaction":
        part(
            group,
            "rect",
            "shape",
            x=box.x + 3,
            y=box.y + 3,
            width=box.width - 6,
            height=box.height - 6,
            rx=8,
            fill="none",
            stroke_width=1.5,
        )
    icon = _TASK_ICONS.get(name)
    if icon is not None:
        icon(part(group, "g", "icon", transform=f"translate({box.x:g} {box.y:g})", fill="none"))
    expanded = name in SUBPROCESSES and _holds_flow_nodes(element)
    inner = Bounds(
        box.x + _PADDING,
        box.y + (_PADDING if expanded else 0),
        box.width - 2 * _PADDING,
        box.height,
    )
    lines_of_text(group, element.get("name", ""), inner, size=_TEXT, top=expanded)
    _markers(group, element, box, collapsed=name in SUBPROCESSES and not expanded)


def gateway(group: etree._Element, element: etree._Element, box: Bounds) -> None:
    """Draw a diamond with the sign of its kind."""
    x, y, half, high = (
        box.x + box.width / 2,
        box.y + box.height / 2,
        box.width / 2,
        box.height / 2,
    )
    outline = f"M{x:g} {y - high:g}L{x + half:g} {y:g}L{x:g} {y + high:g}L{x - half:g} {y:g}z"
    part(group, "path", "shape", d=outline, fill=PAPER, stroke_width=2)
    match etree.QName(element).localname:
        case "exclusiveGateway":
            d = f"M{x - 8:g} {y - 9:g}L{x + 8:g} {y + 9:g}M{x + 8:g} {y - 9:g}L{x - 8:g} {y + 9:g}"
            part(group, "path", "sign", d=d, stroke_width=3.5)
        case "parallelGateway":
            d = f"M{x:g} {y - 12:g}V{y + 12:g}M{x - 12:g} {y:g}H{x + 12:g}"
            part(group, "path", "sign", d=d, stroke_width=3.5)
        case "inclusiveGateway":
            part(group, "circle", "sign", cx=x, cy=y, r=12, fill="none", stroke_width=2.5)
        case "eventBasedGateway":
            for radius in (14, 11):
                part(group, "circle", "sign", cx=x, cy=y, r=radius, fill="none", stroke_width=1)
            d = f"M{x:g} {y - 8:g}L{x + 7.6:g} {y - 2.5:g}L{x + 4.7:g} {y + 6.5:g}"
            d += f"L{x - 4.7:g} {y + 6.5:g}L{x - 7.6:g} {y - 2.5:g}z"
            part(group, "path", "sign", d=d, fill="none", stroke_width=1)
        case _:
            part(group, "circle", "sign", cx=x, cy=y, r=12, fill="none", stroke_width=1)


def event(group: etree._Element, element: etree._Element, box: Bounds) -> None:
    """Draw a circle: thin for a start, double in between, thick for an end."""
    name = etree.QName(element).localname
    x, y, radius = box.x + box.width / 2, box.y + box.height / 2, box.width / 2
    ends = name == "endEvent"
    dashed = element.get("cancelActivity") == "false" or element.get("isInterrupting") == "false"
    dash = {"stroke_dasharray": "5 3"} if dashed else {}
    part(
        group,
        "circle",
        "shape thick" if ends else "shape",
        cx=x,
        cy=y,
        r=radius,
        fill=PAPER,
        stroke_width=4 if ends else 2,
        **dash,
    )
    if name in {"intermediateCatchEvent", "intermediateThrowEvent", "boundaryEvent"}:
        part(
            group,
            "circle",
            "ring",
            cx=x,
            cy=y,
            r=radius - 4,
            fill="none",
            stroke_width=1.5,
            **dash,
        )
    throws = name in {"endEvent", "intermediateThrowEvent"}
    sign = _sign_of(element)
    if sign is not None:
        sign(part(group, "g", "icon", transform=f"translate({x:g} {y:g})"), throws)


def data(group: etree._Element, element: etree._Element, box: Bounds) -> None:
    """Draw a sheet of paper, with three bars when it stands for a list."""
    corner = 10
    part(
        group,
        "path",
        "shape data",
        d=(
            f"M{box.x:g} {box.y:g}h{box.width - corner:g}l{corner} {corner}"
            f"v{box.height - corner:g}h{-box.width:g}z"
            f"M{box.x + box.width - corner:g} {box.y:g}v{corner}h{corner}"
        ),
        fill=PAPER,
        stroke_width=1.5,
    )
    target = element.get("dataObjectRef")
    objects = element.getparent()
    if objects is not None and any(
        item.get("id") == target and item.get("isCollection") == "true"
        for item in objects.iterchildren(f"{{{BPMN}}}dataObject")
    ):
        x, y = box.x + box.width / 2, box.y + box.height - 5
        part(group, "path", "sign", d=f"M{x - 4:g} {y:g}v-9m4 9v-9m4 9v-9", stroke_width=1.8)


def note(group: etree._Element, element: etree._Element, box: Bounds) -> None:
    """Draw a text annotation."""
    d = f"M{box.x + 10:g} {box.y:g}h-10v{box.height:g}h10"
    part(group, "path", "line", d=d, fill="none", stroke_width=1.5)
    text = element.findtext(f"{{{BPMN}}}text") or ""
    inner = Bounds(box.x + 6, box.y, box.width - 8, box.height)
    lines_of_text(group, text, inner, size=11.0)


def tag(group: etree._Element, text: str, right: float, top: float, classes: str) -> None:
    """Write a short text on a plate whose upper right corner is given."""
    wide = width(text, 11) + 10
    plate = part(group, "g", classes)
    part(
        plate,
        "rect",
        "plate",
        x=right - wide,
        y=top,
        width=wide,
        height=17.0,
        rx=5,
        fill="#e8eef7",
        stroke="none",
    )
    lines_of_text(
        plate, text, Bounds(right - wide, top, wide + 1, 17.0), size=11.0, classes="word"
    )


def tick(group: etree._Element, box: Bounds) -> None:
    """Write a tick into the lower right corner: done, also for who sees no colours."""
    d = f"M{box.x + box.width - 20:g} {box.y + box.height - 12:g}l4 5 8-11"
    part(group, "path", "tick", d=d, fill="none", stroke_width=2.5)


# ---------------------------------------------------------------- parts of symbols


def _header(group: etree._Element, name: str, box: Bounds) -> None:
    x, y = box.x + _HEADER / 2, box.y + box.height / 2
    turned = part(group, "g", transform=f"rotate(-90 {x:g} {y:g})")
    inner = Bounds(x - box.height / 2, y - 10, box.height, 20)
    lines_of_text(turned, name, inner, size=_TEXT)


def _markers(
    group: etree._Element, element: etree._Element, box: Bounds, *, collapsed: bool
) -> None:
    """Draw loop, multi-instance and "+" in the middle of the lower border."""
    x, y = box.x + box.width / 2, box.y + box.height - 5
    if collapsed:
        d = f"M{x - 7:g} {y:g}v-14h14v14zm7-2v-10m-5 5h10"
        part(group, "path", "sign", d=d, fill="none", stroke_width=1.5)
        x += 20
    if element.get("isForCompensation") == "true":
        place = part(group, "g", transform=f"translate({x - 20:g} {y - 7:g})")
        part(place, "path", "sign", d=_BACKWARDS, fill="none", stroke_width=1.2)
    several = element.find(f"{{{BPMN}}}multiInstanceLoopCharacteristics")
    if several is not None:
        in_turn = several.get("isSequential") == "true"
        bars = f"M{x - 5:g} {y - 1:g}v-11m5 11v-11m5 11v-11"
        rows = f"M{x - 6:g} {y - 2:g}h12m-12-4.500h12m-12-4.500h12"
        part(group, "path", "sign", d=rows if in_turn else bars, fill="none", stroke_width=2.5)
    elif element.find(f"{{{BPMN}}}standardLoopCharacteristics") is not None:
        d = f"M{x - 3:g} {y:g}a6 6 0 1 1 5 0m-5 0h-4.500m4.500 0v-4.500"
        part(group, "path", "sign", d=d, fill="none", stroke_width=1.5)


def _holds_flow_nodes(element: etree._Element) -> bool:
    return element.find(f"{{{BPMN}}}startEvent") is not None


def _sign_of(element: etree._Element) -> Callable[[etree._Element, bool], None] | None:
    """Return the sign of an event's definition, or the one for several of them."""
    kinds = [
        etree.QName(child).localname
        for child in map(_definition, element)
        if _is_bpmn(child) and etree.QName(child).localname.endswith("EventDefinition")
    ]
    if len(kinds) > 1:
        return _all_of if element.get("parallelMultiple") in ("true", "1") else _any_of
    return _EVENT_SIGNS.get(kinds[0]) if kinds else None


def _definition(child: etree._Element) -> etree._Element:
    """Return what stands in the event, or the definition at the root that it refers to."""
    if not _is_bpmn(child) or etree.QName(child).localname != "eventDefinitionRef":
        return child
    wanted = (child.text or "").strip().rpartition(":")[2]
    roots = child.getroottree().getroot()
    return next((item for item in roots if item.get("id") == wanted), child)


def _is_bpmn(element: etree._Element) -> bool:
    return etree.QName(element).namespace == BPMN


def _user(icon: etree._Element) -> None:
    part(icon, "path", d=_USER, fill=PAPER, stroke_width=1)


def _manual(icon: etree._Element) -> None:
    part(icon, "path", d="M6 13l4-6h9v3h-5h6v3h-6h5v3h-5h4v3H9l-3-3z", fill=PAPER, stroke_width=1)


def _script(icon: etree._Element) -> None:
    left, right = "-2-2.500-2-5 1-7.500z", "c-3 2.500-3 4.500-.500 7.500 2 2.500 2 5-1.500 7.500"
    sheet = f"M8 5h11{right}H6.500c3-2.500 3-4.500.500-7.500{left}"
    part(icon, "path", d=f"{sheet}M9 9h7M9.500 12.500h7M9.500 16h6")


def _envelope(icon: etree._Element) -> None:
    part(icon, "path", d="M6 7h16v11H6zl8 6 8-6", fill=PAPER, stroke_width=1.2)


def _rule_table(icon: etree._Element) -> None:
    part(icon, "path", d="M6 6h16v12H6zM6 9.500h16M6 14h16M11 6v12", fill=PAPER)
    part(icon, "path", d="M6 6h16v3.500H6z")


_TASK_ICONS: Mapping[str, Callable[[etree._Element], None]] = {
    "userTask": _user,
    "manualTask": _manual,
    "scriptTask": _script,
    "businessRuleTask": _rule_table,
    "receiveTask": _envelope,
    "sendTask": _envelope,
}


def _timer(icon: etree._Element, _: bool) -> None:  # noqa: FBT001 - one signature for all signs
    part(icon, "circle", r=11, fill=PAPER, stroke_width=1)
    part(icon, "path", d="M0-8V0H6", fill="none", stroke_width=1.5)


def _message(icon: etree._Element, throws: bool) -> None:  # noqa: FBT001
    fill, ink = (INK, PAPER) if throws else (PAPER, INK)
    part(icon, "path", d="M-9-6H9V6H-9z", fill=fill, stroke_width=1)
    part(icon, "path", d="M-9-6L0 1 9-6", fill="none", stroke=ink, stroke_width=1)


def _signal(icon: etree._Element, throws: bool) -> None:  # noqa: FBT001
    part(icon, "path", d="M0-9L9 7H-9z", fill=INK if throws else PAPER, stroke_width=1)


def _condition(icon: etree._Element, _: bool) -> None:  # noqa: FBT001
    part(icon, "path", d="M-7-9H7V9H-7z", fill=PAPER, stroke_width=1)
    part(icon, "path", d="M-4-5H4M-4-1H4M-4 3H4", fill="none", stroke_width=1)


def _any_of(icon: etree._Element, throws: bool) -> None:  # noqa: FBT001
    fill = INK if throws else PAPER
    part(icon, "path", d="M0-10L9.500-3 6 8H-6L-9.500-3z", fill=fill, stroke_width=1)


def _all_of(icon: etree._Element, _: bool) -> None:  # noqa: FBT001
    d = "M-2.500-9h5v6.500H9v5H2.500V9h-5V2.500H-9v-5h6.500z"
    part(icon, "path", d=d, fill=PAPER, stroke_width=1)


def _error(icon: etree._Element, throws: bool) -> None:  # noqa: FBT001
    fill = INK if throws else PAPER
    part(icon, "path", d="M-8 8L-3-7 2 1 8-8 3 7-2-1z", fill=fill, stroke_width=1)


def _escalation(icon: etree._Element, throws: bool) -> None:  # noqa: FBT001
    part(icon, "path", d="M0-9L7 8 0 1-7 8z", fill=INK if throws else PAPER, stroke_width=1)


def _terminate(icon: etree._Element, _: bool) -> None:  # noqa: FBT001
    part(icon, "circle", r=10, fill=INK, stroke="none")


def _compensation(icon: etree._Element, throws: bool) -> None:  # noqa: FBT001
    part(icon, "path", d=_BACKWARDS, fill=INK if throws else PAPER, stroke_width=1)


def _cancel(icon: etree._Element, throws: bool) -> None:  # noqa: FBT001
    d = "M-8-5L-5-8 0-3 5-8 8-5 3 0 8 5 5 8 0 3-5 8-8 5-3 0z"
    part(icon, "path", d=d, fill=INK if throws else PAPER, stroke_width=1)


_EVENT_SIGNS: Mapping[str, Callable[[etree._Element, bool], None]] = {
    "timerEventDefinition": _timer,
    "messageEventDefinition": _message,
    "signalEventDefinition": _signal,
    "conditionalEventDefinition": _condition,
    "errorEventDefinition": _error,
    "escalationEventDefinition": _escalation,
    "terminateEventDefinition": _terminate,
    "compensateEventDefinition": _compensation,
    "cancelEventDefinition": _cancel,
}
