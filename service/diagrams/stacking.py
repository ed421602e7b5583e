"""What of a diagram is seen, and what lies below what: a file names its shapes in any order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from service.diagrams.xml import BPMN, BPMNDI, SUBPROCESSES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: What may hold elements of its own.
HOLDERS = (*SUBPROCESSES, "adHocSubProcess")
_HOLDERS = tuple(f"{{{BPMN}}}{name}" for name in HOLDERS)
_BANDS = frozenset({"participant", "lane", "group"})


class Stack:
    """The shapes and edges that are seen: a closed subprocess hides what it holds."""

    def __init__(self, root: etree._Element, elements: Mapping[str, etree._Element]) -> None:
        self._elements = elements
        shapes = list(root.iter(f"{{{BPMNDI}}}BPMNShape"))
        #: the ids of the subprocesses in which something is seen
        self.expanded = frozenset(self._opened(shapes))
        self.shapes = [item for item in shapes if self._is_seen(item)]
        self.edges = [item for item in root.iter(f"{{{BPMNDI}}}BPMNEdge") if self._is_seen(item)]

    def in_order(self) -> tuple[Sequence[etree._Element], Sequence[etree._Element]]:
        """Return the shapes below the edges and those above them, the lowest first."""
        layers: list[list[etree._Element]] = [[], [], [], []]
        for shape in self.shapes:
            layers[self._layer(shape)].append(shape)
        bands, around, steps, on_borders = layers
        around.sort(key=self._depth)
        return [*bands, *around], [*steps, *on_borders]

    def _element(self, item: etree._Element) -> etree._Element | None:
        return self._elements.get(item.get("bpmnElement", ""))

    def _opened(self, shapes: Sequence[etree._Element]) -> Iterator[str]:
        around = {
            parent.get("id", "")
            for element in map(self._element, shapes)
            if element is not None and (parent := element.getparent()) is not None
        }
        for shape in shapes:
            element = self._element(shape)
            if element is None or etree.QName(element).localname not in HOLDERS:
                continue
            if shape.get("isExpanded", "true") in ("true", "1") and element.get("id") in around:
                yield element.get("id", "")

    def _is_seen(self, item: etree._Element) -> bool:
        element = self._element(item)
        return element is None or all(
            parent.get("id") in self.expanded for parent in element.iterancestors(*_HOLDERS)
        )

    def _layer(self, shape: etree._Element) -> int:
        element = self._element(shape)
        name = "" if element is None else etree.QName(element).localname
        if name in _BANDS:
            return 0
        if shape.get("bpmnElement") in self.expanded:
            return 1
        return 3 if name == "boundaryEvent" else 2

    def _depth(self, shape: etree._Element) -> int:
        element = self._element(shape)
        return 0 if element is None else sum(1 for _ in element.iterancestors())
