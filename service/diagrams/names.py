"""What the elements of a file are called, even of one that the gate refuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from service.diagrams.findings import DiagramRefused
from service.diagrams.xml import (
    BPMN,
    SUBPROCESSES,
    child,
    children,
    local_name,
    namespace,
    parse,
    text_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lxml.etree import _Element

    from service.diagrams.xml import Limits

#: Where an element without a name is, as seen from one with a name.
Where = Literal["after", "before", "at", "inside", "in"]


@dataclass(frozen=True, slots=True)
class Names:
    """The names that stand in a file, by id; an element without a name has none there."""

    of_elements: dict[str, str] = field(default_factory=dict)
    #: sequence flow without a name of its own → ids of where it comes from and leads to
    of_ends: dict[str, tuple[str, str]] = field(default_factory=dict)
    #: element → the element of BPMN that it is ("exclusiveGateway")
    kinds: dict[str, str] = field(default_factory=dict)
    #: element → ids of those from which flows lead to it
    before: dict[str, list[str]] = field(default_factory=dict)
    #: element → ids of those to which flows lead from it
    after: dict[str, list[str]] = field(default_factory=dict)
    #: boundary event → id of the activity on whose edge it stands
    hosts: dict[str, str] = field(default_factory=dict)
    #: what stands in a subprocess → id of that
    insides: dict[str, str] = field(default_factory=dict)
    #: node → id of its lane
    lanes: dict[str, str] = field(default_factory=dict)

    def place(self, element: str) -> tuple[Where, str] | None:
        """Return where an element stands: after, before, on or in what has this name."""
        places: tuple[tuple[Where, str], ...] = (
            ("at", self._name(self.hosts, element)),
            ("after", self._nearest(element, self.before)),
            ("before", self._nearest(element, self.after)),
            ("inside", self._name(self.insides, element)),
            ("in", self._name(self.lanes, element)),
        )
        return next((place for place in places if place[1]), None)

    def _name(self, holders: Mapping[str, str], element: str) -> str:
        return self.of_elements.get(holders.get(element, ""), "")

    def _nearest(self, element: str, ways: Mapping[str, Sequence[str]]) -> str:
        """Return the name of the nearest element along flows that has one; "": none has."""
        seen, front = {element}, [element]
        while front:
            reached = (way for one in front for way in ways.get(one, ()))
            front = [one for one in dict.fromkeys(reached) if one not in seen]
            seen.update(front)
            name = next((self.of_elements[one] for one in front if one in self.of_elements), "")
            if name:
                return name
        return ""


def names_in(raw: bytes, limits: Limits | None = None) -> Names:
    """Return the names of a file; none of one that cannot be read as BPMN within `limits`."""
    try:
        root = parse(raw, limits)
    except DiagramRefused:
        return Names()
    found = Names()
    for element in root.iter():
        if element.get("id") and namespace(element) == BPMN:
            _add(found, element, element.get("id", ""))
    return found


def _add(found: Names, element: _Element, key: str) -> None:
    kind, name = local_name(element), " ".join(element.get("name", "").split())
    found.kinds.setdefault(key, kind)
    if name:
        found.of_elements.setdefault(key, name)
    around = element.getparent()
    if around is not None and local_name(around) in SUBPROCESSES:
        found.insides.setdefault(key, around.get("id", ""))
    if kind == "sequenceFlow":
        source, target = element.get("sourceRef", ""), element.get("targetRef", "")
        found.before.setdefault(target, []).append(source)
        found.after.setdefault(source, []).append(target)
        if not name:
            found.of_ends.setdefault(key, (source, target))
    elif kind == "boundaryEvent":
        found.hosts.setdefault(key, element.get("attachedToRef", ""))
        # What follows it comes, for who reads the drawing, after the activity.
        found.before.setdefault(key, []).append(element.get("attachedToRef", ""))
    elif kind == "lane" and child(element, "childLaneSet") is None:
        for node in children(element, "flowNodeRef"):
            found.lanes.setdefault(text_of(node).strip(), key)
