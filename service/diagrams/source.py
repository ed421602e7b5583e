"""The file while it is being read: its ids, what refers to what, and the findings so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import Finding, error
from service.diagrams.rules import Models
from service.diagrams.xml import BPMN, BPMNDI, SUBPROCESSES, local_name, namespace, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

#: Attributes that name another element and that no reader looks at for itself.
_REFERRING_ATTRIBUTES: Mapping[str, tuple[str, ...]] = {
    "association": ("sourceRef", "targetRef"),
    "messageFlow": ("sourceRef", "targetRef", "messageRef"),
    "participant": ("processRef",),
    "userTask": ("default",),
    "manualTask": ("default",),
    "receiveTask": ("default",),
    "scriptTask": ("default",),
    "businessRuleTask": ("default",),
    "callActivity": ("default",),
    "subProcess": ("default",),
    "transaction": ("default",),
    "dataObjectReference": ("dataObjectRef",),
}
#: Elements whose text names another element.
_REFERRING_TEXTS = frozenset({"flowNodeRef", "incoming", "outgoing", "sourceRef", "targetRef"})

#: Elements whose children stand on the diagram, or at the root of the file.
_HOLDERS = frozenset(
    {"definitions", "collaboration", "process", *SUBPROCESSES, "laneSet", "childLaneSet"}
)


class Source:
    """One BPMN file being read.

    A reference is an id, or a QName whose prefix stands for this file's own namespace: files
    that import others are refused, so no prefix can mean another file.
    """

    def __init__(self, root: _Element) -> None:
        self.root = root
        self.findings: list[Finding] = []
        self.ids: dict[str, _Element] = {}
        #: language of expressions that name none; None when the file does not say
        self.language: str | None = root.get("expressionLanguage")
        #: decisions that business rule tasks may name
        self.models = Models(root)
        self._collect_ids()

    def tell(self, finding: Finding) -> None:
        """Keep a finding."""
        self.findings.append(finding)

    def resolve(self, reference: str) -> _Element | None:
        """Return the element that `reference` names."""
        reference = reference.strip()
        return self.ids.get(reference, self.ids.get(reference.rpartition(":")[2]))

    def target(self, reference: str) -> str:
        """Return the id that `reference` means; a reference into nothing comes back as it is."""
        element = self.resolve(reference)
        return reference.strip() if element is None else element.get("id", "")

    def dangling(self, element: _Element, attribute: str, reference: str) -> None:
        """Say that `element` refers to nothing."""
        self.tell(
            error("dangling-reference", nearest_id(element), attribute=attribute, target=reference)
        )

    def check_references(self) -> None:
        """Say what refers to nothing, and which `incoming` or `outgoing` contradicts its flow."""
        for element in self.root.iter(f"{{{BPMN}}}*"):
            name = local_name(element)
            for attribute in _REFERRING_ATTRIBUTES.get(name, ()):
                reference = element.get(attribute)
                if reference is not None and self.resolve(reference) is None:
                    self.dangling(element, attribute, reference)
            if name in _REFERRING_TEXTS:
                self._check_text(element, name)
            elif name == "messageFlow":
                self._check_message_flow(element)

    def _check_message_flow(self, element: _Element) -> None:
        """Refuse a message that a pool would send to itself (BPMN 2.0.2 §9.3, §7.6.2)."""
        pools = [self._pool_of(element.get(name, "")) for name in ("sourceRef", "targetRef")]
        if pools[0] is not None and pools[0] == pools[1]:
            self.tell(error("message-flow-within-pool", element.get("id", "")))

    def _pool_of(self, reference: str) -> str | None:
        """Return the id of the process of a node or of a participant."""
        at = self.resolve(reference)
        while at is not None and local_name(at) not in {"process", "participant"}:
            at = at.getparent()
        if at is None:
            return None
        return self.target(at.get("processRef", "")) or at.get("id", "")

    def _check_text(self, element: _Element, name: str) -> None:
        reference = text_of(element)
        named = self.resolve(reference)
        if named is None:
            self.dangling(element, name, reference)
            return
        end = {"incoming": "targetRef", "outgoing": "sourceRef"}.get(name)
        owner = element.getparent()
        if end is None or owner is None:
            return
        if local_name(named) != "sequenceFlow" or self.target(named.get(end, "")) != owner.get(
            "id", ""
        ):
            self.tell(error("flow-contradiction", nearest_id(element), part=name, flow=reference))

    def _collect_ids(self) -> None:
        """Ids must be unique in the model and its picture; extensions have ids of their own."""
        seen: set[str] = set()
        for element in self.root.iter(f"{{{BPMN}}}*", f"{{{BPMNDI}}}*"):
            element_id = element.get("id")
            if element_id is None:
                continue
            if element_id in seen:
                self.tell(error("duplicate-id", element_id))
            elif namespace(element) == BPMN:
                self.ids[element_id] = element
            seen.add(element_id)


def nearest_id(element: _Element) -> str:
    """Return the id of the node, flow, lane … that a person would call the place of `element`.

    Event definitions, conditions and the like have ids too, but nobody sees them on a diagram.
    """
    at: _Element | None = element
    while at is not None:
        holder = at.getparent()
        if holder is not None and local_name(holder) in _HOLDERS and at.get("id"):
            return str(at.get("id"))
        at = holder
    return ""
