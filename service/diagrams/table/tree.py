"""The XML of a diagram while its table is written into it: small, careful edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from service.diagrams.extensions import NAMESPACE
from service.diagrams.keys import free_key
from service.diagrams.xml import BPMN, BPMNDI, XSI, child, children, local_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: What stands before the flow elements of a process (BPMN 2.0.2, XSD of tProcess).
_HEAD = frozenset(
    {
        "documentation",
        "extensionElements",
        "ioSpecification",
        "auditing",
        "monitoring",
        "property",
        "laneSet",
    }
)
#: What stands behind them.
_ARTIFACTS = frozenset({"association", "group", "textAnnotation"})
_BEHIND = _ARTIFACTS | {"resourceRole", "performer", "correlationSubscription", "supports"}


class Tree:
    """One process of a file, with the ids of the whole file."""

    def __init__(self, root: etree._Element, process_id: str) -> None:
        self.root = root
        self.process = next(
            each for each in children(root, "process") if each.get("id") == process_id
        )
        self._ids = {each.get("id", "") for each in root.iter(etree.Element) if each.get("id")}
        self._elements = {each.get("id", ""): each for each in self.process.iter(f"{{{BPMN}}}*")}

    def element(self, element_id: str) -> etree._Element:
        """Return the element of the process with this id. Raises KeyError."""
        return self._elements[element_id]

    def fresh(self, wanted: str) -> str:
        """Return an id like `wanted` that the file does not have, and keep it."""
        found = free_key(wanted, self._ids, "_")
        self._ids.add(found)
        return found

    def made(self, tag: str, element_id: str, **attributes: str) -> etree._Element:
        """Return a new element of BPMN, which stands nowhere yet."""
        element = self.root.makeelement(
            f"{{{BPMN}}}{tag}", {"id": element_id, **attributes}, nsmap=None
        )
        self._ids.add(element_id)
        self._elements[element_id] = element
        return element

    def in_a_pool(self) -> bool:
        """Say whether a pool shows the process."""
        pools = self.root.iter(f"{{{BPMN}}}participant")
        own = self.process.get("id")
        return any(each.get("processRef", "").rpartition(":")[2] == own for each in pools)

    def lane_set(self) -> etree._Element:
        """Return what holds the lanes of the process; a new one where it has none."""
        found = child(self.process, "laneSet")
        if found is None:
            found = self.made("laneSet", self.fresh("lanes_1"))
            elements = enumerate(self.process)
            heads = [
                at
                for at, each in elements
                if isinstance(each.tag, str) and local_name(each) in _HEAD
            ]
            place(found, self.process, heads[-1] + 1 if heads else 0)
        return found

    def add_to_process(self, element: etree._Element, after: etree._Element | None) -> None:
        """Put a flow element behind `after`, or at the end of the flow elements."""
        if after is not None:
            place(element, self.process, self.process.index(after) + 1)
            return
        index = 0
        for at, each in enumerate(self.process):
            if isinstance(each.tag, str) and local_name(each) not in _BEHIND:
                index = at + 1
        place(element, self.process, index)

    def put_first(self, element: etree._Element) -> None:
        """Put a flow element before all others."""
        index = 0
        for at, each in enumerate(self.process):
            if isinstance(each.tag, str) and local_name(each) in _HEAD:
                index = at + 1
        place(element, self.process, index)

    def add_artifact(self, element: etree._Element) -> None:
        """Put a note or an association at the end of the process."""
        index = 0
        for at, each in enumerate(self.process):
            name = local_name(each) if isinstance(each.tag, str) else ""
            if name not in _BEHIND - _ARTIFACTS:
                index = at + 1
        place(element, self.process, index)

    def add_root(self, element: etree._Element) -> None:
        """Put a root element, such as a message, before the picture."""
        pictures = self.root.findall(f"{{{BPMNDI}}}BPMNDiagram")
        index = self.root.index(pictures[0]) if pictures else len(self.root)
        place(element, self.root, index)

    def flows(self) -> Iterator[etree._Element]:
        """Yield the sequence flows of the process, not those inside subprocesses."""
        return children(self.process, "sequenceFlow")

    def forget(self, element: etree._Element) -> None:
        """Take an element out of the file, and what the picture shows of it and in it."""
        gone = {each.get("id") for each in element.iter(f"{{{BPMN}}}*") if each.get("id")}
        cut(element)
        for element_id in gone:
            self._elements.pop(element_id or "", None)
        for shown in list(self.root.iter(f"{{{BPMNDI}}}BPMNShape", f"{{{BPMNDI}}}BPMNEdge")):
            if shown.get("bpmnElement") in gone:
                cut(shown)


# ---------------------------------------------------------------- our namespace


def ours(element: etree._Element, name: str) -> etree._Element | None:
    """Return the first `alur:name` of an element."""
    return next(all_ours(element, name), None)


def all_ours(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield each `alur:name` of an element."""
    extensions = child(element, "extensionElements")
    if extensions is not None:
        yield from extensions.iterchildren(f"{{{NAMESPACE}}}{name}")


def add_ours(element: etree._Element, name: str, attributes: Mapping[str, str]) -> etree._Element:
    """Add `alur:name` to an element, behind its likes."""
    extensions = child(element, "extensionElements")
    if extensions is None:
        extensions = element.makeelement(f"{{{BPMN}}}extensionElements")
        place(extensions, element, 1 if child(element, "documentation") is not None else 0)
    made = element.makeelement(
        f"{{{NAMESPACE}}}{name}", dict(attributes), nsmap={"alur": NAMESPACE}
    )
    alike = list(extensions.iterchildren(f"{{{NAMESPACE}}}{name}"))
    rank = RANK.index(name)
    index = extensions.index(alike[-1]) + 1 if alike else 0
    if not alike:
        for at, each in enumerate(extensions):
            other = local_name(each) if isinstance(each.tag, str) else ""
            if each.tag == f"{{{NAMESPACE}}}{other}" and RANK.index(other) < rank:
                index = at + 1
    place(made, extensions, index)
    return made


#: In which order our elements stand in a node.
RANK = (
    "step",
    "proposed",
    "agency",
    "form",
    "requirement",
    "output",
    "act",
    "assign",
    "decision",
    "effect",
    "unit",
    "collector",
    "correlation",
    "in",
    "out",
)


def cut_ours(element: etree._Element, name: str) -> None:
    """Take every `alur:name` from an element, and the empty holder with the last."""
    for each in list(all_ours(element, name)):
        cut(each)
    extensions = child(element, "extensionElements")
    if extensions is not None and not len(extensions) and not extensions.attrib:
        cut(extensions)


def set_condition(flow: etree._Element, text: str) -> None:
    """Write the condition of a flow; "" takes it away."""
    old = child(flow, "conditionExpression")
    if not text:
        if old is not None:
            cut(old)
        return
    if old is None:
        old = flow.makeelement(f"{{{BPMN}}}conditionExpression")
        prefix = next((key for key, uri in flow.nsmap.items() if uri == BPMN), None)
        kind = "tFormalExpression"
        old.set(f"{{{XSI}}}type", f"{prefix}:{kind}" if prefix else kind)
        place(old, flow, len(flow))
    old.text = f"={text}"


# ---------------------------------------------------------------- white space


def place(element: etree._Element, parent: etree._Element, index: int) -> None:
    """Insert an element, indented like its new neighbours."""
    etree.indent(element, "  ", level=_depth(parent))
    _place_as_is(element, parent, index)


def cut(element: etree._Element) -> None:
    """Remove an element with the white space that set it apart."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        return
    if element.getnext() is None:
        if before is not None:
            before.tail = element.tail
        else:
            parent.text = None
    parent.remove(element)


def move(element: etree._Element, parent: etree._Element, index: int) -> None:
    """Put an element that stands in `parent` at another place, counted without it."""
    cut(element)
    _place_as_is(element, parent, index)


def _place_as_is(element: etree._Element, parent: etree._Element, index: int) -> None:
    """Insert an element without touching the white space in it."""
    depth = _depth(parent)
    inner, outer = "\n" + "  " * depth, "\n" + "  " * (depth - 1)
    parent.insert(index, element)
    before = element.getprevious()
    if before is None:
        parent.text = inner
    else:
        before.tail = inner
    element.tail = outer if element.getnext() is None else inner


def _depth(parent: etree._Element) -> int:
    return sum(1 for _ in parent.iterancestors()) + 1
