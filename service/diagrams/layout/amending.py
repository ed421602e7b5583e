"""Places for what is new in a picture, while everything that has a place keeps it.

The pool grows to the right where the lanes have no room left; only a lane that is too low for any
task grows downwards, and what stands below it moves down as a whole.
"""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from lxml import etree

from service.diagrams.layout.detours import Detour
from service.diagrams.layout.graph import (
    DATA,
    EVENT,
    FONT,
    GATEWAY,
    PADDING,
    TASK_MARGIN,
    TASK_MIN_HEIGHT,
    TASK_WIDTH,
    label_of,
)
from service.diagrams.layout.interchange import add_edge, add_shape
from service.diagrams.layout.leads import Leads, lines_of
from service.diagrams.layout.rooms import label_of_line, label_of_shape, room_for
from service.diagrams.layout.search import Effort
from service.diagrams.layout.shown import Rect, lane_of, shown_in
from service.diagrams.lettering import LINE, wrap
from service.diagrams.model import Bounds
from service.diagrams.xml import BPMN, BPMNDI, DC, DI, child, children, local_name, text_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from service.diagrams.layout.shown import Point, Shown

#: Between the last shape and the right edge of its pool.
_MARGIN = 60.0
#: From a shape to the next one in its lane.
_GAP = 46.0
#: How often lines are drawn anew, in another order, when one of them finds no way.
_TRIES = 6
#: What stands left of the lanes of a pool, and the height of a lane that is new.
_POOL_HEAD, _LANE_HEIGHT = 30.0, 130.0
_WIDTHS = (TASK_WIDTH, 240, 300, 380, 480)


def amend(
    root: etree._Element,
    process_id: str,
    *,
    moved: AbstractSet[str] = frozenset(),
    rerouted: AbstractSet[str] = frozenset(),
) -> None:
    """Draw what the picture of a process lacks; pixels.

    `moved` names flow nodes that no longer belong where they stand, `rerouted` sequence flows
    that begin, end or are called otherwise than drawn. A file without a picture stays without.
    """
    process = next(each for each in children(root, "process") if each.get("id") == process_id)
    shown = shown_in(root, process)
    if shown is not None:
        _Amendment(process, shown, moved, rerouted).draw()


class _Amendment:
    def __init__(
        self,
        process: etree._Element,
        shown: Shown,
        moved: AbstractSet[str],
        rerouted: AbstractSet[str],
    ) -> None:
        self.process = process
        self.shown = shown
        self.lanes = lane_of(process)
        self.nodes = {
            each.get("id", ""): each
            for each in process.iterchildren("{*}*")
            if _drawn_as(each) is not None
        }
        self.lines = dict(lines_of(process))
        self.leads = Leads(self.lines)
        self.moved = moved
        self.rerouted = rerouted
        #: new shapes stand behind all others instead of beside what leads to them
        self.behind = False
        self.effort = Effort()

    def draw(self) -> None:
        """Take away what is stale, then place shapes, lines and names, in this order."""
        self._add_lanes()
        unplaced = [key for key in self.nodes if key not in self.shown.shapes or key in self.moved]
        stale = [
            key
            for key, ends in self.lines.items()
            if key not in self.shown.lines or key in self.rerouted or set(ends) & set(unplaced)
        ]
        for self.behind in (False, True):
            for key in (*unplaced, *stale):
                self._clear(key)
            for key in self.leads.by_flow(unplaced, shown=self.shown.shapes):
                self._place(key)
            self._widen(unplaced)
            # Where a line is shut in, the new shapes stand behind all others: there is room.
            if self._draw_lines(stale, through=self.behind or not unplaced):
                break
        for key in stale:
            self._name_line(key)

    def _clear(self, key: str) -> None:
        """Forget where something was; its element in the picture stays, for what others put in."""
        self.shown.shapes.pop(key, None)
        self.shown.lines.pop(key, None)
        self.shown.labels.pop(key, None)
        item = self.shown.items.get(key)
        for label in [] if item is None else item.findall(f"{{{BPMNDI}}}BPMNLabel"):
            label.getparent().remove(label)  # type: ignore[union-attr]

    # ------------------------------------------------------------ shapes

    def _place(self, key: str) -> None:
        element = self.nodes[key]
        kind = _drawn_as(element) or "task"
        band_id, band = self._band(key)
        rect = None
        for size in _sizes(element, kind):
            rect = room_for(self.shown, size, band, self._near(key, size, band))
            if rect is not None:
                break
        if rect is None:
            size = _sizes(element, kind)[-1]
            self._heighten(band_id, size[1] + 40 - (band.bottom - band.top))
            _, band = self._band(key)
            rect = room_for(self.shown, size, band, self._near(key, size, band))
        if rect is None:
            return
        self.shown.shapes[key] = rect
        name = element.get("name", "")
        label = None
        if kind in {"gateway", "event", "data"} and name:
            asked = label_of(name)
            if asked is not None:
                size = (asked.width, asked.height)
                room = Rect(band.left, band.top, inf, band.bottom)
                label = label_of_shape(self.shown, rect, size, room, tips=kind == "gateway")
        self._show(key, rect, label)

    def _band(self, key: str) -> tuple[str, Rect]:
        """Return the lane of a node, for data and notes that of what they are tied to."""
        lane = self.lanes.get(key)
        if lane is None:
            ties = [*self.leads.before(key), *self.leads.after(key), *self._noted_lanes(key)]
            lane = next((self.lanes.get(tie, tie) for tie in ties), None)
        if lane is not None and lane in self.shown.bands:
            return lane, self.shown.bands[lane]
        return "", self.shown.extent()

    def _noted_lanes(self, key: str) -> list[str]:
        return [
            tie.get("sourceRef", "")
            for tie in children(self.process, "association")
            if tie.get("targetRef") == key
        ]

    def _near(self, key: str, size: tuple[float, float], band: Rect) -> Point:
        """Return where the middle of a shape should be: beside what leads to it."""
        shapes = self.shown.shapes
        leading = [each for each in self.leads.before(key) if each in shapes]
        # What comes back to it, as a review that sends back, stands behind it: not its place.
        back = self.leads.reached(key)
        before = [shapes[each] for each in leading if each not in back]
        before = before or [shapes[each] for each in leading]
        after = [shapes[each] for each in self.leads.after(key) if each in shapes]
        middle = (band.top + band.bottom) / 2
        if self.behind:
            last = max((rect.right for rect in shapes.values()), default=band.left)
            return last + 2 * _GAP + size[0] / 2, middle
        gap = 2 * _GAP if size == (GATEWAY, GATEWAY) else _GAP
        if before:
            nearest = max(before, key=lambda rect: rect.right)
            here = band.top <= nearest.middle[1] <= band.bottom
            # In another lane it stands straight below or above: a hand-over.
            x = nearest.right + gap + size[0] / 2 if here else nearest.middle[0]
            return x, nearest.middle[1] if here else middle
        if after:
            nearest = min(after, key=lambda rect: rect.left)
            here = band.top <= nearest.middle[1] <= band.bottom
            x = nearest.left - gap - size[0] / 2 if here else nearest.middle[0]
            return x, nearest.middle[1] if here else middle
        return band.left + 60 + size[0] / 2, middle

    def _show(self, key: str, rect: Rect, label: Rect | None) -> None:
        if label is not None:
            self.shown.labels[key] = label
        old = self.shown.items.get(key)
        if old is None:
            marker = (
                {"isMarkerVisible": "true"}
                if local_name(self.nodes[key]) == "exclusiveGateway"
                else {}
            )
            shape = add_shape(
                self.shown.plane, key, _bounds(rect), _bounds(label) if label else None, **marker
            )
            self.shown.items[key] = shape
            return
        _set_bounds(old.find(f"{{{DC}}}Bounds"), rect)
        if label is not None:
            holder = etree.SubElement(old, f"{{{BPMNDI}}}BPMNLabel")
            _set_bounds(etree.SubElement(holder, f"{{{DC}}}Bounds"), label)

    # ------------------------------------------------------------ pool and lanes

    def _widen(self, placed: list[str]) -> None:
        """Lengthen pool and lanes to the right where a new shape stands behind their end."""
        shown = self.shown
        if shown.pool is None or shown.pool not in shown.bands:
            return
        pool = shown.bands[shown.pool]
        new = [each[key] for each in (shown.shapes, shown.labels) for key in placed if key in each]
        last = max((rect.right for rect in new), default=0.0)
        if last + _MARGIN <= pool.right:
            return
        wider = last + _MARGIN - pool.right
        for key, rect in shown.bands.items():
            if pool.holds(rect) and rect.right == pool.right:
                self._resize(key, Rect(rect.left, rect.top, rect.right + wider, rect.bottom))

    def _add_lanes(self) -> None:
        """Draw lanes that have no place yet below the others, in a pool that grows."""
        shown = self.shown
        if shown.pool is None or shown.pool not in shown.bands:
            return
        lanes = self.process.iterfind(f"{{{BPMN}}}laneSet/{{{BPMN}}}lane")
        keys = [lane.get("id", "") for lane in lanes]
        for key in keys:
            if key in shown.bands:
                continue
            pool = shown.bands[shown.pool]
            beside = [shown.bands[other] for other in keys if other in shown.bands]
            left = min((lane.left for lane in beside), default=pool.left + _POOL_HEAD)
            self._heighten_pool(shown.pool, _LANE_HEIGHT)
            shown.bands[key] = Rect(left, pool.bottom, pool.right, pool.bottom + _LANE_HEIGHT)
            bounds = _bounds(shown.bands[key])
            shown.items[key] = add_shape(shown.plane, key, bounds, isHorizontal="true")

    def _heighten_pool(self, key: str, by: float) -> None:
        """Make a pool higher and leave its lanes as they are; what lies below it moves down."""
        pool = self.shown.bands[key]
        inside = {
            lane: rect
            for lane, rect in self.shown.bands.items()
            if lane != key and pool.holds(rect)
        }
        self._heighten(key, by)
        for lane, rect in inside.items():
            self._resize(lane, rect)

    def _heighten(self, lane: str, by: float) -> None:
        """Make a lane higher; what lies below moves down with its lanes."""
        shown = self.shown
        if lane not in shown.bands or by <= 0:
            return
        edge, by = shown.bands[lane].bottom, round(by)
        for key, rect in list(shown.bands.items()):
            top = rect.top + (by if rect.top >= edge else 0)
            bottom = rect.bottom + (by if rect.bottom >= edge else 0)
            if (top, bottom) != (rect.top, rect.bottom):
                self._resize(key, Rect(rect.left, top, rect.right, bottom))
        for key, rect in list(shown.shapes.items()):
            if rect.top >= edge:
                shown.shapes[key] = _down(rect, by)
                _set_bounds(shown.items[key].find(f"{{{DC}}}Bounds"), shown.shapes[key])
        for key, rect in list(shown.labels.items()):
            if rect.top >= edge:
                shown.labels[key] = _down(rect, by)
                found = shown.items[key].find(f"{{{BPMNDI}}}BPMNLabel/{{{DC}}}Bounds")
                _set_bounds(found, shown.labels[key])
        for key, points in list(shown.lines.items()):
            if any(y >= edge for _, y in points):
                shown.lines[key] = [(x, y + by if y >= edge else y) for x, y in points]
                self._set_points(key, shown.lines[key])

    def _resize(self, key: str, rect: Rect) -> None:
        self.shown.bands[key] = rect
        _set_bounds(self.shown.items[key].find(f"{{{DC}}}Bounds"), rect)

    # ------------------------------------------------------------ lines

    def _draw_lines(self, keys: list[str], *, through: bool) -> bool:
        """Draw lines that leave each other room: one that finds none is drawn first of all.

        Return False when one of them finds none in any order, unless it may go `through`.
        """
        order = [key for key in keys if set(self.lines[key]) <= set(self.shown.shapes)]
        for _ in range(_TRIES):
            shut_in = self._ways(order)
            if shut_in is None:
                break
            order.remove(shut_in)
            order.insert(0, shut_in)
        else:
            if not through:
                return False
            self._ways(order, through=True)
        for key in order:
            points = self.shown.lines[key]
            if key in self.shown.items:
                self._set_points(key, points)
            else:
                self.shown.items[key] = add_edge(self.shown.plane, key, points, None)
        return True

    def _ways(self, order: list[str], *, through: bool = False) -> str | None:
        """Find the ways of lines one after the other; return the first that has none.

        `through`: it then goes straight through what is in the way, which is still better than a
        flow that nobody sees.
        """
        for key in order:
            self.shown.lines.pop(key, None)
        for key in order:
            source, target = self.lines[key]
            spent = self.effort.left <= 0
            points = None if spent else self._detour(source, target)
            if points is None and not through:
                return key
            ends = [self.shown.shapes[source].middle, self.shown.shapes[target].middle]
            self.shown.lines[key] = [(round(x), round(y)) for x, y in points or ends]
        return None

    def _detour(self, source: str, target: str) -> list[Point] | None:
        return Detour(self.shown, source, target, self.shown.extent(), self.effort).way()

    def _set_points(self, key: str, points: list[Point]) -> None:
        edge = self.shown.items[key]
        for old in edge.findall(f"{{{DI}}}waypoint"):
            edge.remove(old)
        for place, (x, y) in enumerate(points):
            edge.insert(
                place, edge.makeelement(f"{{{DI}}}waypoint", {"x": _number(x), "y": _number(y)})
            )

    def _name_line(self, key: str) -> None:
        flow = next(
            (each for each in self.process.iterchildren("{*}*") if each.get("id") == key), None
        )
        asked = None if flow is None else label_of(flow.get("name"))
        points = self.shown.lines.get(key)
        if asked is None or points is None:
            return
        size = (asked.width, asked.height)
        label = label_of_line(self.shown, points, size, self.shown.extent())
        if label is None:
            return
        self.shown.labels[key] = label
        holder = etree.SubElement(self.shown.items[key], f"{{{BPMNDI}}}BPMNLabel")
        _set_bounds(etree.SubElement(holder, f"{{{DC}}}Bounds"), label)


def _drawn_as(element: etree._Element) -> str | None:
    name = local_name(element)
    if name.endswith("Gateway"):
        return "gateway"
    if name.endswith("Event"):
        return "event"
    if name in {"dataObjectReference", "dataStoreReference"}:
        return "data"
    if name == "textAnnotation":
        return "note"
    if name in {"task", "callActivity", "subProcess", "transaction"} or name.endswith("Task"):
        return "task"
    return None


def _sizes(element: etree._Element, kind: str) -> list[tuple[float, float]]:
    """Return the sizes that a shape may have, the best first: a task may be wider and lower."""
    if kind == "gateway":
        return [(GATEWAY, GATEWAY)]
    if kind == "event":
        return [(EVENT, EVENT)]
    if kind == "data":
        return [DATA]
    if kind == "note":
        text = label_of(text_of(child(element, "text")), 170)
        return [(text.width + 16, text.height + 12) if text else (60, 30)]
    sizes = []
    for width in _WIDTHS:
        lines = wrap(element.get("name", ""), width - 2 * PADDING, FONT)
        height = max(TASK_MIN_HEIGHT, round(len(lines) * FONT * LINE + 2 * TASK_MARGIN))
        sizes.append((float(width), float(height)))
    return sizes


def _down(rect: Rect, by: float) -> Rect:
    return Rect(rect.left, rect.top + by, rect.right, rect.bottom + by)


def _bounds(rect: Rect) -> Bounds:
    return Bounds(rect.left, rect.top, rect.right - rect.left, rect.bottom - rect.top)


def _set_bounds(bounds: etree._Element | None, rect: Rect) -> None:
    if bounds is None:
        return
    bounds.set("x", _number(rect.left))
    bounds.set("y", _number(rect.top))
    bounds.set("width", _number(rect.right - rect.left))
    bounds.set("height", _number(rect.bottom - rect.top))


def _number(pixels: float) -> str:
    return str(round(pixels)) if pixels == round(pixels) else f"{pixels:g}"
