"""The symbols of BPMN 2.0.2 (§7.4, annex B.2), one function per family."""

from __future__ import annotations

from lxml import etree

from service.diagrams.activity_signs import icon_of, markers
from service.diagrams.event_signs import sign_of
from service.diagrams.extensions import NAMESPACE, lane_called
from service.diagrams.lettering import width, wrap
from service.diagrams.model import Bounds
from service.diagrams.stacking import HOLDERS
from service.diagrams.svg import PAPER, lines_of_text, part
from service.diagrams.xml import BPMN

_TEXT = 12.0
_PADDING = 7.0
#: Between a name and the upper and lower edge of its step.
_EDGE = 2.0
#: What the icon in the corner takes from above; names of so many lines have room beside it.
_ICON = 18.0
_BESIDE_ICON = 2
_HEADER = 30.0


def pool(group: etree._Element, element: etree._Element, box: Bounds) -> None:
    """Draw a participant: a frame with its name along the left."""
    part(group, "rect", "band", x=box.x, y=box.y, width=box.width, height=box.height, fill=PAPER)
    part(group, "path", "band", d=f"M{box.x + _HEADER:g} {box.y:g}v{box.height:g}", fill="none")
    _header(group, element.get("name", ""), box)


def lane(group: etree._Element, element: etree._Element, box: Bounds) -> None:
    """Draw a lane."""
    part(group, "rect", "band", x=box.x, y=box.y, width=box.width, height=box.height, fill="none")
    role = element.get(f"{{{NAMESPACE}}}role")
    _header(group, lane_called(element.get("name", ""), role), box)


def activity(
    group: etree._Element, element: etree._Element, box: Bounds, *, expanded: bool = False
) -> None:
    """Draw a task, subprocess or call activity with its icon, name and markers.

    `expanded`: what is in a subprocess is drawn, so that its name stands above that.
    """
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
    icon = icon_of(element)
    if icon is not None:
        icon(part(group, "g", "icon", transform=f"translate({box.x:g} {box.y:g})", fill="none"))
    text = element.get("name", "")
    inner = Bounds(
        box.x + _PADDING,
        box.y + (_PADDING if expanded else _EDGE),
        box.width - 2 * _PADDING,
        box.height - (_PADDING if expanded else 2 * _EDGE),
    )
    if icon is not None and len(wrap(text, inner.width, _TEXT)) > _BESIDE_ICON:
        inner = Bounds(inner.x, box.y + _ICON, inner.width, box.height - _ICON - _EDGE)
    lines_of_text(group, text, inner, size=_TEXT, top=expanded, fit=True)
    closed = name == "callActivity" or (name in HOLDERS and not expanded)
    markers(group, element, box, closed=closed)


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
            _awaits(group, element, x, y)
        case "complexGateway":
            d = f"M{x:g} {y - 12:g}v24M{x - 12:g} {y:g}h24"
            d += f"M{x - 8:g} {y - 8:g}l16 16m0-16l-16 16"
            part(group, "path", "sign", d=d, stroke_width=3)
        case _:
            part(group, "circle", "sign", cx=x, cy=y, r=12, fill="none", stroke_width=1)


def _awaits(group: etree._Element, element: etree._Element, x: float, y: float) -> None:
    """Draw that a gateway waits for events: one ring where it begins the process, else two."""
    begins = element.get("instantiate") in ("true", "1")
    for radius in (14,) if begins else (14, 11):
        part(group, "circle", "sign", cx=x, cy=y, r=radius, fill="none", stroke_width=1)
    d = f"M{x:g} {y - 8:g}L{x + 7.6:g} {y - 2.5:g}L{x + 4.7:g} {y + 6.5:g}"
    d += f"L{x - 4.7:g} {y + 6.5:g}L{x - 7.6:g} {y - 2.5:g}z"
    if begins and element.get("eventGatewayType") == "Parallel":
        d = f"M{x - 2.5:g} {y - 9:g}h5v6.5h6.5v5h-6.5v6.5h-5v-6.5h-6.5v-5h6.5z"
    part(group, "path", "sign", d=d, fill="none", stroke_width=1)


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
    sign = sign_of(element)
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


def store(group: etree._Element, _: etree._Element, box: Bounds) -> None:
    """Draw a data store: a drum."""
    x, wide, rise = box.x, box.width, box.height / 8
    rim = f"a{wide / 2:g} {rise:g} 0 0 0 {wide:g} 0"
    top, foot = box.y + rise, box.y + box.height - rise
    drum = f"M{x:g} {top:g}a{wide / 2:g} {rise:g} 0 0 1 {wide:g} 0V{foot:g}"
    drum += f"a{wide / 2:g} {rise:g} 0 0 1 {-wide:g} 0z"
    part(group, "path", "shape data", d=drum, fill=PAPER, stroke_width=1.5)
    for down in (0, rise, 2 * rise):
        part(group, "path", "ring", d=f"M{x:g} {top + down:g}{rim}", fill="none", stroke_width=1.5)


def cluster(group: etree._Element, _: etree._Element, box: Bounds) -> None:
    """Draw a group: a frame around elements."""
    part(
        group,
        "rect",
        "line",
        x=box.x,
        y=box.y,
        width=box.width,
        height=box.height,
        rx=10,
        fill="none",
        stroke_width=1.5,
        stroke_dasharray="10 6 1 6",
    )


def category(group: etree._Element, name: str, box: Bounds) -> None:
    """Write the category of a group below its upper border."""
    inner = Bounds(box.x, box.y + 4, box.width, 14)
    lines_of_text(group, name, inner, size=11.0, top=True, classes="label")


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
    lines_of_text(turned, name, inner, size=_TEXT, fit=True)
