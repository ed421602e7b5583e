"""Extensions of other engines: kept in the file, not executed, and said so once for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import Finding, info
from service.diagrams.source import nearest_id
from service.diagrams.xml import namespace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

#: Namespaces whose attributes and elements change what their own engine does.
VENDORS = {
    "http://camunda.org/schema/1.0/bpmn": "Camunda 7",
    "http://camunda.org/schema/zeebe/1.0": "Camunda 8",
    "http://operaton.org/schema/1.0/bpmn": "Operaton",
    "http://activiti.org/bpmn": "Activiti",
    "http://flowable.org/bpmn": "Flowable",
    "http://www.jboss.org/drools": "jBPM",
    "http://spiffworkflow.org/bpmn/schema/1.0/core": "SpiffWorkflow",
}
#: What a business rule task evaluates, as Camunda 8 writes it.
CALLED_DECISION = "{http://camunda.org/schema/zeebe/1.0}calledDecision"


def vendor_findings(root: _Element) -> Iterator[Finding]:
    """Name the first use of each vendor's extensions."""
    met: set[str] = set()
    for element in root.iter("*"):
        if element.tag == CALLED_DECISION:
            continue  # it is read
        for owner in (namespace(element), *map(_namespace_of_attribute, element.attrib)):
            if owner in VENDORS and owner not in met:
                met.add(owner)
                yield info("vendor-extension", nearest_id(element), vendor=VENDORS[owner])


def _namespace_of_attribute(attribute: object) -> str:
    text = str(attribute)
    return text[1:].partition("}")[0] if text.startswith("{") else ""
