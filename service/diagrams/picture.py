"""A diagram as SVG, from its diagram interchange: for pages, print and e-mail, without a browser.

Each element is a group with its id in `data-element` and a `<title>`; marks add classes, a badge
in words (a mark is never colour alone) and a longer title. A sequence flow is one `<path>` whose
points are those of the interchange, so that a replay can walk along it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Final

from lxml import etree

from service.diagrams import symbols
from service.diagrams.extensions import NAMESPACE, step_called
from service.diagrams.lettering import width
from service.diagrams.model import Bounds
from service.diagrams.stacking import Stack
from service.diagrams.svg import (
    INK,
    PAPER,
    SVG,
    Point,
    arrow_head,
    diamond,
    lines_of_text,
    part,
    rounded,
    slash,
)
from service.diagrams.xml import BPMN, BPMNDI, DC, DI, coordinate, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from service.diagrams.xml import Limits

_LABEL = 11.0
_MARGIN = 12.0
_CLASS = re.compile(r"[a-z][a-z0-9-]*")


@dataclass(frozen=True, slots=True)
class Mark:
    """How one element stands out."""

    #: names of classes, lower case and hyphens; `picture.css` knows done, current, taken, problem
    classes: tuple[str, ...] = ()
    #: a few words beside the element: "3 dari 5"
    badge: str = ""
    #: replaces the element's name as its title
    title: str = ""


_PLAIN = Mark()


def draw(
    raw: bytes,
    marks: Mapping[str, Mark] | None = None,
    *,
    label: str = "",
    limits: Limits | None = None,
) -> str:
    """Return the SVG of the BPMN file `raw`; `label` names the picture to screen readers.

    An element without interchange is left out; `limits` are those of the file. Raises
    DiagramRefused when `raw` is not BPMN.
    """
    return _Picture(parse(raw, limits), marks or {}, label).svg()


def stylesheet() -> str:
    """Return the CSS of the classes, for light and dark."""
    return resources.files(__package__ or "").joinpath("picture.css").read_text("utf-8")


#: A picture lower than this is shown in its own size, in pixels.
_LOW: Final = 500


class _Picture:
    def __init__(self, root: etree._Element, marks: Mapping[str, Mark], label: str) -> None:
        self._marks = marks
        self._label = label
        self._elements = {
            element.get("id", ""): element
            for element in root.iter()
            if etree.QName(element).namespace == BPMN and element.get("id")
        }
        self._stack = Stack(root, self._elements)
        self._shapes, self._edges = self._stack.shapes, self._stack.edges

    def svg(self) -> str:
        frame = self._frame()
        root = etree.Element(f"{{{SVG}}}svg", nsmap={None: SVG})  # type: ignore[dict-item]
        # Beside the others, a few elements would be drawn as large as a whole SOP.
        root.set("class", "alur-diagram low" if frame.height < _LOW else "alur-diagram")
        root.set("viewBox", f"{frame.x:g} {frame.y:g} {frame.width:g} {frame.height:g}")
        root.set("width", f"{frame.width:g}")
        root.set("height", f"{frame.height:g}")
        root.set("font-family", "Arial, Helvetica, 'Liberation Sans', sans-serif")
        root.set("stroke", INK)
        if self._label:
            root.set("role", "group")
            root.set("aria-label", self._label)
        below, above = self._stack.in_order()
        self._draw_shapes(root, below)
        for edge in self._edges:
            self._draw_edge(root, edge)
        self._draw_shapes(root, above)
        return etree.tostring(root, encoding="unicode")

    # ------------------------------------------------------------ shapes

    def _draw_shapes(self, root: etree._Element, shapes: Sequence[etree._Element]) -> None:
        for shape in shapes:
            element = self._elements.get(shape.get("bpmnElement", ""))
            box = _bounds(shape)
            if element is None or box is None:
                continue
            name = etree.QName(element).localname
            drawn = _symbol(name)
            if drawn is None:
                continue
            kind, symbol = drawn
            group, mark = self._group(root, element, kind)
            if element.get("id") in self._stack.expanded:
                symbols.activity(group, element, box, expanded=True)
            else:
                symbol(group, element, box)
            value = self._elements.get(element.get("categoryValueRef", ""))
            if kind == "cluster" and value is not None:
                symbols.category(group, value.get("value", ""), box)
            self._tags(group, element, box, mark)
            if kind in {"event", "gateway", "data"} and element.get("name"):
                _write_label(group, element.get("name", ""), _label_bounds(shape), box)

    def _group(
        self, root: etree._Element, element: etree._Element, kind: str
    ) -> tuple[etree._Element, Mark]:
        element_id = element.get("id", "")
        mark = self._marks.get(element_id, _PLAIN)
        classes = [kind, *_classes(element), *mark.classes]
        group = part(root, "g", " ".join(name for name in classes if _CLASS.fullmatch(name)))
        group.set("data-element", element_id)
        part(group, "title").text = mark.title or element.get("name") or element_id
        return group, mark

    def _tags(
        self, group: etree._Element, element: etree._Element, box: Bounds, mark: Mark
    ) -> None:
        """Write the step's number into the upper corner and the badge into the lower one."""
        row = _extension(element, "step")
        proposed = _extension(element, "proposed")
        right = box.x + box.width - 6
        called = "" if row is None else step_called(row.get("number", ""), row.get("seq", ""))
        kind = etree.QName(element).localname
        # An event is too small for it, and its name says what the row says.
        if called and not kind.endswith("Event"):
            symbols.tag(group, called, right, box.y + 6, "number")
        elif proposed is not None:
            words = f"usulan, bagian {proposed.get('partOf', '')}"
            symbols.tag(group, words, right, box.y + 6, "proposal")
        if "done" in mark.classes and kind.endswith("Task"):
            symbols.tick(group, box)
        if mark.badge:
            wide = width(mark.badge, 11) + 10
            # Inside a task, where no line docks; over anything smaller.
            inside = box.height > 60 and box.width > wide  # noqa: PLR2004 - higher than a gateway
            left = box.x + (6 if inside else -6)
            top = box.y + box.height - 22 if inside else box.y - 19
            symbols.tag(group, mark.badge, left + wide, top, "badge")

    # ------------------------------------------------------------ lines

    def _draw_edge(self, root: etree._Element, edge: etree._Element) -> None:
        element = self._elements.get(edge.get("bpmnElement", ""))
        points = _points(edge)
        if element is None or len(points) < 2:  # noqa: PLR2004 - a line has two ends
            return
        name = etree.QName(element).localname
        dash = {
            "association": "1 4",
            "dataInputAssociation": "1 4",
            "dataOutputAssociation": "1 4",
            "messageFlow": "9 6",
        }.get(name)
        group, _ = self._group(root, element, "flow" if name == "sequenceFlow" else "tie")
        dashes = {"stroke_dasharray": dash, "stroke_linecap": "round"} if dash else {}
        part(group, "path", "line", d=rounded(points), fill="none", stroke_width=1.5, **dashes)
        filled = name == "sequenceFlow"
        for way in _pointed(element, points):
            head = arrow_head(way, filled=filled)
            part(group, "path", "head", d=head, fill=INK if filled else "none", stroke_width=1)
        if filled:
            self._draw_tail(group, element, points)
        if element.get("name"):
            middle = points[len(points) // 2]
            box = Bounds(middle[0], middle[1], 0, 0)
            _write_label(group, element.get("name", ""), _label_bounds(edge), box)

    def _draw_tail(
        self, group: etree._Element, flow: etree._Element, points: Sequence[Point]
    ) -> None:
        """Mark the flow that is taken by default, and one out of a step that has a condition."""
        source = self._elements.get(flow.get("sourceRef", ""))
        if source is None:
            return
        if source.get("default") and source.get("default") == flow.get("id"):
            part(group, "path", "tail", d=slash(points), fill="none", stroke_width=1.5)
        elif flow.find(f"{{{BPMN}}}conditionExpression") is not None and not etree.QName(
            source
        ).localname.endswith("Gateway"):
            part(group, "path", "tail", d=diamond(points), fill=PAPER, stroke_width=1.5)

    def _frame(self) -> Bounds:
        xs: list[float] = []
        ys: list[float] = []
        for box in self._boxes():
            xs += [box.x, box.x + box.width]
            ys += [box.y, box.y + box.height]
        if not xs:
            return Bounds(0, 0, 100, 100)
        left, top = min(xs) - _MARGIN, min(ys) - _MARGIN
        return Bounds(left, top, max(xs) + _MARGIN - left, max(ys) + _MARGIN - top)

    def _boxes(self) -> Iterator[Bounds]:
        for item in (*self._shapes, *self._edges):
            for box in (_bounds(item), _label_bounds(item)):
                if box is not None:
                    yield box
            for x, y in _points(item):
                yield Bounds(x, y, 0, 0)


def _symbol(
    name: str,
) -> tuple[str, Callable[[etree._Element, etree._Element, Bounds], None]] | None:
    if name in _FIXED:
        return _FIXED[name]
    if name.endswith("Task"):
        return "activity", symbols.activity
    if name.endswith("Gateway"):
        return "gateway", symbols.gateway
    if name.endswith("Event"):
        return "event", symbols.event
    return None


_FIXED: Mapping[str, tuple[str, Callable[[etree._Element, etree._Element, Bounds], None]]] = {
    "participant": ("pool", symbols.pool),
    "lane": ("lane", symbols.lane),
    "task": ("activity", symbols.activity),
    "subProcess": ("activity", symbols.activity),
    "adHocSubProcess": ("activity", symbols.activity),
    "transaction": ("activity", symbols.activity),
    "callActivity": ("activity", symbols.activity),
    "dataObjectReference": ("data", symbols.data),
    "dataStoreReference": ("data", symbols.store),
    "group": ("cluster", symbols.cluster),
    "textAnnotation": ("note", symbols.note),
}


def _pointed(element: etree._Element, points: Sequence[Point]) -> Iterator[Sequence[Point]]:
    """Yield the line once for each end at which it has a head, that end last."""
    directed = element.get("associationDirection", "None")
    if etree.QName(element).localname != "association" or directed in ("One", "Both"):
        yield points
    if directed == "Both":
        yield points[::-1]


def _classes(element: etree._Element) -> Iterator[str]:
    if _extension(element, "proposed") is not None:
        yield "proposed"
    if element.get(f"{{{NAMESPACE}}}purpose") == "return":
        yield "return"


def _extension(element: etree._Element, name: str) -> etree._Element | None:
    return element.find(f"{{{BPMN}}}extensionElements/{{{NAMESPACE}}}{name}")


def _write_label(group: etree._Element, text: str, label: Bounds | None, element: Bounds) -> None:
    """Write a name beside its element; without a place of its own, under it."""
    place = label or Bounds(
        element.x + element.width / 2 - 45, element.y + element.height + 4, 90, 14
    )
    # One pixel more than measured, so that rounding breaks no line anew.
    wide = Bounds(place.x - 2, place.y, place.width + 4, place.height)
    lines_of_text(group, text, wide, size=_LABEL, top=True, classes="label")


def _points(item: etree._Element) -> Sequence[Point]:
    return [
        (coordinate(point.get("x")), coordinate(point.get("y")))
        for point in item.iterchildren(f"{{{DI}}}waypoint")
    ]


def _bounds(item: etree._Element) -> Bounds | None:
    return _numbers(item.find(f"{{{DC}}}Bounds"))


def _label_bounds(item: etree._Element) -> Bounds | None:
    return _numbers(item.find(f"{{{BPMNDI}}}BPMNLabel/{{{DC}}}Bounds"))


def _numbers(bounds: etree._Element | None) -> Bounds | None:
    if bounds is None:
        return None
    return Bounds(*(coordinate(bounds.get(name)) for name in ("x", "y", "width", "height")))
