"""What the layouter sees of a diagram: boxes of a known size in lanes, and lines between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from service.diagrams.extensions import NAMESPACE
from service.diagrams.graph import along
from service.diagrams.lettering import LINE, width, wrap
from service.diagrams.xml import BPMN, local_name
from service.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from lxml import etree

#: Pixels of bpmn-js: its font sizes inside and outside boxes, its padding in a task.
FONT = 12
LABEL_FONT = 11
PADDING = 7
#: A task is this wide and as high as its text asks, at least the 80 of a modeller.
TASK_WIDTH = 190
TASK_MIN_HEIGHT = 80
#: Above and below the text: the icon in the corner and the marker at the bottom stay free.
TASK_MARGIN = 26
GATEWAY = 50
EVENT = 36
DATA = (36, 50)
#: Where the name of an event, a gateway or a flow breaks.
LABEL_WIDTH = 96

Kind = Literal["task", "gateway", "event", "data", "note"]


class LayoutRefused(Rejected):
    """The layouter cannot place this construct."""

    code = "layout.unsupported"


class LayoutTooLarge(LayoutRefused):
    """To find a way for every line would take longer than a person waits."""

    code = "layout.too-large"


@dataclass(frozen=True, slots=True)
class Label:
    """A name written beside its element; pixels."""

    text: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Box:
    id: str
    kind: Kind
    #: index of its lane, from the top
    lane: int
    width: float
    height: float
    label: Label | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A sequence flow or an association."""

    id: str
    source: str
    target: str
    label: Label | None
    kind: Literal["flow", "association"] = "flow"
    #: it leads to an element that stands earlier
    back: bool = False


@dataclass(frozen=True, slots=True)
class LaneBand:
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Graph:
    """One process: its flow nodes in their order, then data and notes."""

    plane: str
    participant: str | None
    title: str
    lanes: tuple[LaneBand, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]

    def box(self, box_id: str) -> Box:
        return next(box for box in self.boxes if box.id == box_id)


def read_graph(root: etree._Element, order: Sequence[str] | None = None) -> Graph:
    """Return the graph of the diagram's first process.

    `order` lists ids of flow nodes from left to right; without it they stand as a walk along the
    flows meets them. A line that leads to an earlier node is a back line.

    Raises LayoutRefused for subprocesses, boundary events, nested lanes and a flow to itself.
    """
    process = root.find(_tag("process"))
    if process is None:
        raise LayoutRefused(element="", construct="process")
    collaboration = root.find(_tag("collaboration"))
    participant = None if collaboration is None else collaboration.find(_tag("participant"))
    lanes, lane_of = _lanes(process)
    nodes = [node for node in process if _kind(node) is not None]
    boxes = {node.get("id", ""): _box(node, lane_of) for node in nodes}
    flows = [
        Line(
            flow.get("id", ""),
            flow.get("sourceRef", ""),
            flow.get("targetRef", ""),
            label_of(flow.get("name")),
            back=flow.get(f"{{{NAMESPACE}}}purpose") == "return",
        )
        for flow in process.findall(_tag("sequenceFlow"))
        # One that leads nowhere is a finding of the gate; the rest is laid out without it.
        if flow.get("sourceRef") in boxes and flow.get("targetRef") in boxes
    ]
    itself = next((line.id for line in flows if line.source == line.target), None)
    if itself is not None:
        # A way begins at one box and ends at another.
        raise LayoutRefused(element=itself, construct="sequenceFlow")
    ordered = _walk(list(boxes), flows) if order is None else [it for it in order if it in boxes]
    place = {box_id: index for index, box_id in enumerate(ordered)}
    lines = [
        replace(line, back=line.back or place[line.target] <= place[line.source]) for line in flows
    ]
    extras, associations = _artifacts(process, boxes, lane_of)
    return Graph(
        plane=(process if collaboration is None else collaboration).get("id", ""),
        participant=None if participant is None else participant.get("id"),
        title=(process if participant is None else participant).get("name", ""),
        lanes=lanes,
        boxes=(*(boxes[box_id] for box_id in ordered), *extras),
        lines=(*lines, *associations),
    )


def label_of(text: str | None, limit: float = LABEL_WIDTH) -> Label | None:
    """Return the size of a name that is written beside its element; None without a name."""
    lines = wrap(text or "", limit, LABEL_FONT)
    if not lines:
        return None
    widest = max(width(line, LABEL_FONT) for line in lines)
    return Label(" ".join(lines), round(widest + 2), round(len(lines) * LABEL_FONT * LINE + 1))


def _tag(name: str) -> str:
    return f"{{{BPMN}}}{name}"


def _name(element: etree._Element) -> str:
    # Comments and processing instructions have none.
    return local_name(element) if isinstance(element.tag, str) else ""


def _kind(element: etree._Element) -> Kind | None:
    name = _name(element)
    if name in {"subProcess", "transaction", "adHocSubProcess", "boundaryEvent"}:
        raise LayoutRefused(element=element.get("id", ""), construct=name)
    if name.endswith("Gateway"):
        return "gateway"
    if name.endswith("Event"):
        return "event"
    if name in {"task", "callActivity"} or name.endswith("Task"):
        return "task"
    return None


def _box(element: etree._Element, lane_of: Mapping[str, int]) -> Box:
    box_id, kind, name = element.get("id", ""), _kind(element), element.get("name", "")
    lane = lane_of.get(box_id, 0)
    if kind == "task":
        lines = wrap(name, TASK_WIDTH - 2 * PADDING, FONT)
        height = max(TASK_MIN_HEIGHT, round(len(lines) * FONT * LINE + 2 * TASK_MARGIN))
        return Box(box_id, kind, lane, TASK_WIDTH, height)
    if kind == "gateway":
        return Box(box_id, kind, lane, GATEWAY, GATEWAY, label_of(name))
    return Box(box_id, "event", lane, EVENT, EVENT, label_of(name))


def _lanes(process: etree._Element) -> tuple[tuple[LaneBand, ...], dict[str, int]]:
    bands: list[LaneBand] = []
    lane_of: dict[str, int] = {}
    for lane in process.iterfind(f"{_tag('laneSet')}/{_tag('lane')}"):
        if lane.find(_tag("childLaneSet")) is not None:
            raise LayoutRefused(element=lane.get("id", ""), construct="childLaneSet")
        for reference in lane.iterfind(_tag("flowNodeRef")):
            lane_of[(reference.text or "").strip()] = len(bands)
        bands.append(LaneBand(lane.get("id", ""), lane.get("name", "")))
    return tuple(bands) or (LaneBand("", ""),), lane_of


def _walk(ids: Sequence[str], flows: Iterable[Line]) -> list[str]:
    """Return the ids so that, back lines apart, each stands after those that lead to it."""
    onward: dict[str, list[str]] = {box_id: [] for box_id in ids}
    entered = set()
    for flow in flows:
        if not flow.back:
            onward[flow.source].append(flow.target)
            entered.add(flow.target)
    return along(onward, sorted(ids, key=lambda box_id: box_id in entered))


def _artifacts(
    process: etree._Element, boxes: Mapping[str, Box], lane_of: Mapping[str, int]
) -> tuple[list[Box], list[Line]]:
    """Return data references and notes, and the associations that tie them to flow nodes."""
    lines = [*_data_lines(process), *_note_lines(process)]
    lane_index = {
        lane.get("id", ""): index
        for index, lane in enumerate(process.iterfind(f"{_tag('laneSet')}/{_tag('lane')}"))
    }
    extras = []
    for element in process:
        extra_id, name = element.get("id", ""), _name(element)
        # What is read stands beside its reader, so the last line that ends at it decides.
        ties = [
            line.target if line.source == extra_id else line.source
            for line in lines
            if extra_id in {line.source, line.target}
        ]
        lane = next(
            (lane_of[tie] if tie in lane_of else lane_index.get(tie, 0) for tie in ties[::-1]), 0
        )
        if name in {"dataObjectReference", "dataStoreReference"}:
            extras.append(Box(extra_id, "data", lane, *DATA, label_of(element.get("name"))))
        elif name == "textAnnotation":
            text = label_of(element.findtext(_tag("text")), 170)
            size = (text.width + 16, text.height + 12) if text else (60, 30)
            extras.append(Box(extra_id, "note", lane, *size))
    drawn = {box.id for box in extras} | set(boxes)
    return extras, [line for line in lines if {line.source, line.target} <= drawn]


def _data_lines(process: etree._Element) -> Iterator[Line]:
    for activity in process:
        owner = activity.get("id", "")
        for association in activity.findall(_tag("dataOutputAssociation")):
            data = (association.findtext(_tag("targetRef")) or "").strip()
            yield Line(association.get("id", ""), owner, data, None, "association")
    for activity in process:
        owner = activity.get("id", "")
        for association in activity.findall(_tag("dataInputAssociation")):
            data = (association.findtext(_tag("sourceRef")) or "").strip()
            yield Line(association.get("id", ""), data, owner, None, "association")


def _note_lines(process: etree._Element) -> Iterator[Line]:
    for association in process.findall(_tag("association")):
        yield Line(
            association.get("id", ""),
            association.get("sourceRef", ""),
            association.get("targetRef", ""),
            None,
            "association",
        )
