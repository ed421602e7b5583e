"""Data objects, properties and the arrows to them (BPMN 2.0.2 §10.4).

Alur's variables have names: every element sees those of the scopes around it, and a form fills
them by name. Arrows to data objects are pictures then; one that would compute or rename is
refused. Only a called process has data of its own: there arrows carry values over the border.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.expressions_reader import read_expression
from service.diagrams.findings import error, info
from service.diagrams.model import DataObject
from service.diagrams.source import nearest_id
from service.diagrams.xml import BPMN, SUBPROCESSES, child, children, is_true, local_name, text_of
from service.feel import is_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from service.diagrams.source import Source

_ASSOCIATIONS = ("dataInputAssociation", "dataOutputAssociation")
#: Activities that somebody outside of the engine performs.
_WORKED_ON = frozenset({"userTask", "manualTask", "receiveTask"})
#: bpmn-js draws an arrow from or to a task by a property of this name.
_PLACEHOLDER = "__"


class DataNames:
    """The variable behind each data object, reference and property of the file, by id."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.names: dict[str, str] = {}
        titles = self._titles()
        for element in source.root.iter(f"{{{BPMN}}}dataObject", f"{{{BPMN}}}property"):
            element_id = element.get("id", "")
            candidates = (element.get("name", ""), titles.get(element_id, ""))
            self.names[element_id] = next(filter(is_name, candidates), element_id)
        for element in source.root.iter(f"{{{BPMN}}}dataObjectReference"):
            target = source.target(element.get("dataObjectRef", ""))
            if target in self.names:
                self.names[element.get("id", "")] = self.names[target]

    def _titles(self) -> dict[str, str]:
        """Return the names at the references, where modellers write them.

        Without a name that FEEL can read the id is the variable.
        """
        titles: dict[str, str] = {}
        for element in self.source.root.iter(f"{{{BPMN}}}dataObjectReference"):
            target = self.source.target(element.get("dataObjectRef", ""))
            titles.setdefault(target, element.get("name", ""))
        return titles

    # ------------------------------------------------------------ declarations

    def declared(self, scope: _Element) -> Iterator[DataObject]:
        """Yield the data objects and properties of a process or subprocess."""
        for element in (*children(scope, "dataObject"), *children(scope, "property")):
            element_id = element.get("id", "")
            if not element.get("name", "").startswith(_PLACEHOLDER):
                yield DataObject(
                    element_id, self.names[element_id], is_true(element, "isCollection")
                )

    # ------------------------------------------------------------ arrows

    def check_arrows(self, element: _Element) -> None:
        """Say what the arrows and the `ioSpecification` of an activity or event would compute."""
        owner = nearest_id(element)
        self._check_store_arrows(element, owner)
        if local_name(element) not in ("process", *SUBPROCESSES):
            for item in children(element, "property"):
                if not item.get("name", "").startswith(_PLACEHOLDER):
                    self.source.tell(info("not-executed", owner, tag="property"))
        if local_name(element) == "callActivity":
            return
        for kind in _ASSOCIATIONS:
            for association in children(element, kind):
                self._check_arrow(association, owner)

    def _check_store_arrows(self, element: _Element, owner: str) -> None:
        """Say who reads and fills a store: never the engine, so nothing that it does by itself."""
        for kind in _ASSOCIATIONS:
            for association in children(element, kind):
                ends = (*children(association, "sourceRef"), *children(association, "targetRef"))
                found = (self.source.resolve(text_of(end)) for end in ends)
                if any(it is not None and local_name(it) == "dataStoreReference" for it in found):
                    by_hand = local_name(element) in _WORKED_ON
                    self.source.tell(
                        info("data-store-by-hand", owner)
                        if by_hand
                        else error("data-store-out-of-reach", owner)
                    )

    def _check_arrow(self, association: _Element, owner: str) -> None:
        for part in ("transformation", "assignment"):
            if child(association, part) is not None:
                self.source.tell(error("unsupported-element", owner, tag=part))
        ends = [
            name
            for reference in (
                *children(association, "sourceRef"),
                *children(association, "targetRef"),
            )
            if (name := self._name_of(text_of(reference)))
        ]
        if len(set(ends)) > 1:
            self.source.tell(error("data-renamed", owner, here=ends[0], there=ends[-1]))

    def _name_of(self, reference: str) -> str | None:
        """Return the variable at one end of an arrow; None for an end without a name."""
        element = self.source.resolve(reference)
        if element is None:
            return None
        if local_name(element) in ("dataInput", "dataOutput"):
            name = element.get("name", "")
            return name if is_name(name) and not self._of_loop(element) else None
        title = element.get("name", "")
        return None if title.startswith(_PLACEHOLDER) else self.names.get(element.get("id", ""))

    def _of_loop(self, data: _Element) -> bool:
        """Return whether a data input or output is the list of a multi-instance."""
        specification = data.getparent()
        activity = None if specification is None else specification.getparent()
        loop = None if activity is None else child(activity, "multiInstanceLoopCharacteristics")
        if loop is None:
            return False
        lists = (text_of(child(loop, tag)) for tag in ("loopDataInputRef", "loopDataOutputRef"))
        return any(self.source.resolve(item) is data for item in lists)

    # ------------------------------------------------------------ data of a called process

    def arguments(self, call: _Element) -> Iterator[tuple[str, str]]:
        """Yield each data input of a call, by name, with the FEEL that fills it (§10.4.2)."""
        filled: set[str] = set()
        for arrow in children(call, "dataInputAssociation"):
            target = self.source.resolve(text_of(child(arrow, "targetRef")))
            if target is None or local_name(target) != "dataInput":
                self._check_arrow(arrow, nearest_id(call))
                continue
            filled.add(target.get("id", ""))
            value = self._carried(arrow, list(children(arrow, "sourceRef")))
            if value is not None:
                yield _called(target), value
        for data in children(_specification(call), "dataInput"):
            if data.get("id", "") not in filled:
                self.source.tell(
                    error("call-input-unfilled", nearest_id(call), name=_called(data))
                )

    def results(self, call: _Element) -> Iterator[tuple[str, str]]:
        """Yield each variable that a call fills, with the FEEL over its data outputs (§10.4.2)."""
        for arrow in children(call, "dataOutputAssociation"):
            sources = list(children(arrow, "sourceRef"))
            given = [self.source.resolve(text_of(each)) for each in sources]
            if not given or any(it is None or local_name(it) != "dataOutput" for it in given):
                self._check_arrow(arrow, nearest_id(call))
                continue
            name = self._name_of(text_of(child(arrow, "targetRef")))
            value = self._carried(arrow, sources)
            if name is not None and value is not None:
                yield name, value

    def _carried(self, arrow: _Element, sources: list[_Element]) -> str | None:
        """Return the FEEL of what an arrow carries: its transformation, or its one source."""
        owner = nearest_id(arrow)
        if child(arrow, "assignment") is not None:
            self.source.tell(error("unsupported-element", owner, tag="assignment"))
            return None
        transformation = read_expression(self.source, arrow, "transformation")
        if transformation is not None:
            return transformation
        if len(sources) != 1:
            self.source.tell(error("arrow-sources", owner, count=len(sources)))
            return None
        reference = text_of(sources[0])
        element = self.source.resolve(reference)
        if element is not None and local_name(element) == "dataOutput":
            return _called(element)
        return self._name_of(reference)

    # ------------------------------------------------------------ lists of a multi-instance

    def list_of(self, loop: _Element, tag: str) -> str | None:
        """Return the variable of `loopDataInputRef` or `loopDataOutputRef`; None without one.

        The standard lets a task's list be a data input that an arrow fills from a data object.
        """
        found = child(loop, tag)
        if found is None:
            return None
        reference = text_of(found)
        name = self.names.get(self.source.target(reference)) or self._through_arrow(
            loop, reference
        )
        if name is None:
            self.source.dangling(loop, tag, reference)
        return name

    def _through_arrow(self, loop: _Element, reference: str) -> str | None:
        data, activity = self.source.resolve(reference), loop.getparent()
        if data is None or activity is None:
            return None
        inward = local_name(data) == "dataInput"
        near, far = ("targetRef", "sourceRef") if inward else ("sourceRef", "targetRef")
        for association in children(activity, _ASSOCIATIONS[0] if inward else _ASSOCIATIONS[1]):
            if self.source.resolve(text_of(child(association, near))) is data:
                return self.names.get(self.source.target(text_of(child(association, far))))
        return None


def _specification(activity: _Element) -> _Element:
    """Return the `ioSpecification` of an activity, or what has no children at all."""
    found = child(activity, "ioSpecification")
    return activity.makeelement("none") if found is None else found


def _called(data: _Element) -> str:
    """Return the variable that a data input or output is inside: its name if FEEL can read it."""
    name = data.get("name", "")
    return name if is_name(name) else data.get("id", "")
