"""The elements of a file of decisions, and what each requires."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.dmn import structure
from service.dmn.reading.logic import function_definition, logic_in, variable_of
from service.dmn.reading.types import item_definition
from service.dmn.reading.xml import child, children, is_feel, local_name, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from service.dmn.findings import Findings

#: All that DMN has, executed or not; anything else in its namespace is a mistake.
_KNOWN_NAMES = """
    definitions description extensionElements import itemDefinition itemComponent typeRef
    allowedValues typeConstraint functionItem parameters inputData decision variable question
    allowedAnswers informationRequirement requiredInput requiredDecision knowledgeRequirement
    requiredKnowledge authorityRequirement requiredAuthority supportedObjective
    impactedPerformanceIndicator decisionMaker decisionOwner usingProcess usingTask
    businessKnowledgeModel encapsulatedLogic formalParameter knowledgeSource type owner
    decisionService outputDecision encapsulatedDecision inputDecision literalExpression text
    importedValues invocation binding parameter context contextEntry list relation column row
    functionDefinition conditional if then else filter in match for return some every satisfies
    decisionTable input inputExpression inputValues output outputValues defaultOutputEntry rule
    inputEntry outputEntry annotation annotationEntry textAnnotation association sourceRef
    targetRef group elementCollection drgElement artifact performanceIndicator organizationUnit
    impactingDecision decisionMade decisionOwned importedElement
"""
_KNOWN = frozenset(_KNOWN_NAMES.split())


def read_definitions(root: _Element, findings: Findings) -> structure.Definitions:
    """Return what the file says; what we do not do or understand is a finding."""
    _judge_elements(root, findings)
    read = _Reader(root.get("namespace") or "", findings)
    return structure.Definitions(
        root.get("id") or "",
        root.get("name") or "",
        root.get("namespace") or "",
        tuple(map(read.input_data, children(root, "inputData"))),
        tuple(map(read.decision, children(root, "decision"))),
        tuple(map(read.knowledge, children(root, "businessKnowledgeModel"))),
        tuple(map(read.service, children(root, "decisionService"))),
        tuple(item_definition(each, findings) for each in children(root, "itemDefinition")),
    )


def _judge_elements(root: _Element, findings: Findings) -> None:
    space = root.tag.partition("}")[0] + "}"
    seen: set[str] = set()
    for element in root.iter(f"{space}*"):
        if local_name(element) not in _KNOWN:
            findings.add("unknown-element", place_of(element), tag=local_name(element))
        own = element.get("id")
        if own is not None and own in seen:
            findings.add("duplicate-id", own)
        seen.add(own or "")
    for element in children(root, "import"):
        findings.add("import", place_of(element), namespace=element.get("namespace") or "")
    for attribute in ("expressionLanguage", "typeLanguage"):
        if not is_feel(root, attribute):
            findings.add("language", place_of(root), language=root.get(attribute))


class _Reader:
    def __init__(self, namespace: str, findings: Findings) -> None:
        self._namespace = namespace
        self._findings = findings
        self._taken: set[str] = set()

    def input_data(self, element: _Element) -> structure.InputData:
        return structure.InputData(self._id(element), self._name(element), self._variable(element))

    def decision(self, element: _Element) -> structure.Decision:
        return structure.Decision(
            self._id(element),
            self._name(element),
            self._variable(element),
            self._requirements(element),
            logic_in(element, self._findings),
        )

    def knowledge(self, element: _Element) -> structure.Knowledge:
        logic = child(element, "encapsulatedLogic")
        return structure.Knowledge(
            self._id(element),
            self._name(element),
            self._variable(element),
            self._requirements(element),
            None if logic is None else function_definition(logic, self._findings),
        )

    def service(self, element: _Element) -> structure.Service:
        if child(element, "outputDecision") is None:
            self._findings.add("empty", place_of(element), tag="decisionService")
        return structure.Service(
            self._id(element),
            self._name(element),
            self._variable(element),
            tuple(self._targets(element, "outputDecision")),
            tuple(self._targets(element, "encapsulatedDecision")),
            tuple(self._targets(element, "inputDecision")),
            tuple(self._targets(element, "inputData")),
        )

    def _id(self, element: _Element) -> str:
        """Return the id of an element; where it has none its name, which is its own (§6.3.2)."""
        own = element.get("id") or " ".join((element.get("name") or "").split())
        if own in self._taken:
            self._findings.add("duplicate-id", own)
        self._taken.add(own)
        return own

    def _name(self, element: _Element) -> str:
        name = " ".join((element.get("name") or "").split())
        if not name:
            self._findings.add("missing-name", place_of(element), tag=local_name(element))
        return name

    def _variable(self, element: _Element) -> structure.Variable:
        """Return the variable of an element; before DMN 1.2 its name could be left out."""
        variable = child(element, "variable")
        name = " ".join((element.get("name") or "").split())
        if variable is None:
            return structure.Variable(name)
        found = variable_of(variable)
        return structure.Variable(found.name or name, found.type)

    def _requirements(self, element: _Element) -> structure.Requirements:
        return structure.Requirements(
            tuple(self._required(element, "informationRequirement", "requiredInput")),
            tuple(self._required(element, "informationRequirement", "requiredDecision")),
            tuple(self._required(element, "knowledgeRequirement", "requiredKnowledge")),
        )

    def _required(self, element: _Element, arrow: str, end: str) -> Iterator[str]:
        for requirement in children(element, arrow):
            yield from self._targets(requirement, end)

    def _targets(self, element: _Element, name: str) -> Iterator[str]:
        """Yield the ids that references name; one into another file is a finding."""
        for reference in children(element, name):
            namespace, _, target = (reference.get("href") or "").rpartition("#")
            if namespace not in ("", self._namespace):
                self._findings.add("reference-elsewhere", place_of(reference), target=target)
            yield target
