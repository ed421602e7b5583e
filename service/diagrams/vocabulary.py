"""Which attributes and elements of BPMN 2.0.2 may stand where, for all that Alur executes.

A misspelt `cancelActivty="false"` would otherwise be an interrupting event without a word. The
tables are those of the standard's XML schema (Semantic.xsd); a test compares them with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.diagrams.findings import Finding, error, info
from service.diagrams.source import nearest_id
from service.diagrams.xml import BPMN, BPMNDI, children, local_name, namespace

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Kind:
    """What one element of BPMN may have."""

    attributes: frozenset[str]
    children: frozenset[str]
    #: holds flow elements, which the reader reads or refuses one by one
    scope: bool = False


def _kind(attributes: str = "", children: str = "", *, scope: bool = False) -> Kind:
    return Kind(
        frozenset({"id", *attributes.split()}),
        frozenset({"documentation", "extensionElements", *children.split()}),
        scope,
    )


_FLOW_ELEMENT = "auditing monitoring categoryValueRef"
_NODE = f"{_FLOW_ELEMENT} incoming outgoing"
_WORK = (
    f"{_NODE} ioSpecification property dataInputAssociation dataOutputAssociation"
    " standardLoopCharacteristics multiInstanceLoopCharacteristics"
)
_WORK_ATTRIBUTES = "name isForCompensation startQuantity completionQuantity default"
_EVENT_DEFINITIONS = (
    "cancelEventDefinition compensateEventDefinition conditionalEventDefinition"
    " errorEventDefinition escalationEventDefinition linkEventDefinition messageEventDefinition"
    " signalEventDefinition terminateEventDefinition timerEventDefinition eventDefinitionRef"
)
_CATCH = f"{_NODE} property dataOutput dataOutputAssociation outputSet {_EVENT_DEFINITIONS}"
_THROW = f"{_NODE} property dataInput dataInputAssociation inputSet {_EVENT_DEFINITIONS}"
_EXPRESSION = _kind("language evaluatesToTypeRef")
_ASSOCIATION = _kind("", "sourceRef targetRef transformation assignment")
_CALLABLE = "supportedInterfaceRef ioSpecification"
_LANE_SET = _kind("name", "lane")
_DATA = "name itemSubjectRef"
_ARTIFACTS = "association group textAnnotation"

KINDS: Mapping[str, Kind] = {
    "process": _kind(
        "name processType isClosed isExecutable definitionalCollaborationRef",
        "supportedInterfaceRef auditing monitoring property laneSet supports ioSpecification",
        scope=True,
    ),
    "collaboration": _kind("name isClosed", f"participant messageFlow {_ARTIFACTS}"),
    "participant": _kind("name processRef", "interfaceRef endPointRef"),
    "messageFlow": _kind("name sourceRef targetRef messageRef"),
    "laneSet": _LANE_SET,
    "childLaneSet": _LANE_SET,
    "lane": _kind("name partitionElementRef", "partitionElement flowNodeRef childLaneSet"),
    "subProcess": _kind(f"{_WORK_ATTRIBUTES} triggeredByEvent", f"{_WORK} laneSet", scope=True),
    "transaction": _kind(
        f"{_WORK_ATTRIBUTES} triggeredByEvent method", f"{_WORK} laneSet", scope=True
    ),
    "userTask": _kind(f"{_WORK_ATTRIBUTES} implementation", _WORK),
    "manualTask": _kind(_WORK_ATTRIBUTES, _WORK),
    "receiveTask": _kind(
        f"{_WORK_ATTRIBUTES} implementation instantiate messageRef operationRef", _WORK
    ),
    "scriptTask": _kind(f"{_WORK_ATTRIBUTES} scriptFormat", f"{_WORK} script"),
    "businessRuleTask": _kind(f"{_WORK_ATTRIBUTES} implementation", _WORK),
    "serviceTask": _kind(f"{_WORK_ATTRIBUTES} implementation operationRef", _WORK),
    "sendTask": _kind(f"{_WORK_ATTRIBUTES} implementation messageRef operationRef", _WORK),
    "callActivity": _kind(f"{_WORK_ATTRIBUTES} calledElement", _WORK),
    "globalUserTask": _kind("name implementation", _CALLABLE),
    "globalManualTask": _kind("name", _CALLABLE),
    "globalScriptTask": _kind("name scriptLanguage", f"{_CALLABLE} script"),
    "globalBusinessRuleTask": _kind("name implementation", _CALLABLE),
    "startEvent": _kind("name parallelMultiple isInterrupting", _CATCH),
    "intermediateCatchEvent": _kind("name parallelMultiple", _CATCH),
    "boundaryEvent": _kind("name parallelMultiple cancelActivity attachedToRef", _CATCH),
    "endEvent": _kind("name", _THROW),
    "intermediateThrowEvent": _kind("name", _THROW),
    "exclusiveGateway": _kind("name gatewayDirection default", _NODE),
    "inclusiveGateway": _kind("name gatewayDirection default", _NODE),
    "parallelGateway": _kind("name gatewayDirection", _NODE),
    "eventBasedGateway": _kind("name gatewayDirection instantiate eventGatewayType", _NODE),
    "sequenceFlow": _kind(
        "name sourceRef targetRef isImmediate", f"{_FLOW_ELEMENT} conditionExpression"
    ),
    "standardLoopCharacteristics": _kind("testBefore loopMaximum", "loopCondition"),
    "multiInstanceLoopCharacteristics": _kind(
        "isSequential behavior oneBehaviorEventRef noneBehaviorEventRef",
        "loopCardinality loopDataInputRef loopDataOutputRef inputDataItem outputDataItem"
        " complexBehaviorDefinition completionCondition",
    ),
    "conditionExpression": _EXPRESSION,
    "loopCondition": _EXPRESSION,
    "loopCardinality": _EXPRESSION,
    "completionCondition": _EXPRESSION,
    "timeDate": _EXPRESSION,
    "timeDuration": _EXPRESSION,
    "timeCycle": _EXPRESSION,
    "timerEventDefinition": _kind("", "timeDate timeDuration timeCycle"),
    "messageEventDefinition": _kind("messageRef", "operationRef"),
    "signalEventDefinition": _kind("signalRef"),
    "conditionalEventDefinition": _kind("", "condition"),
    "condition": _EXPRESSION,
    "errorEventDefinition": _kind("errorRef"),
    "escalationEventDefinition": _kind("escalationRef"),
    "terminateEventDefinition": _kind(),
    "linkEventDefinition": _kind("name", "source target"),
    "compensateEventDefinition": _kind("activityRef waitForCompletion"),
    "cancelEventDefinition": _kind(),
    "dataObject": _kind(f"{_DATA} isCollection", f"{_FLOW_ELEMENT} dataState"),
    "dataObjectReference": _kind(f"{_DATA} dataObjectRef", f"{_FLOW_ELEMENT} dataState"),
    "dataStoreReference": _kind(f"{_DATA} dataStoreRef", f"{_FLOW_ELEMENT} dataState"),
    "property": _kind(_DATA, "dataState"),
    "ioSpecification": _kind("", "dataInput dataOutput inputSet outputSet"),
    "dataInput": _kind(f"{_DATA} isCollection", "dataState"),
    "dataOutput": _kind(f"{_DATA} isCollection", "dataState"),
    "dataInputAssociation": _ASSOCIATION,
    "dataOutputAssociation": _ASSOCIATION,
    "message": _kind("name itemRef"),
    "signal": _kind("name structureRef"),
    "error": _kind("name errorCode structureRef"),
    "escalation": _kind("name escalationCode structureRef"),
    "association": _kind("sourceRef targetRef associationDirection"),
}

#: Root elements that only matter when something refers to them.
_ROOT = frozenset(
    {
        "category",
        "collaboration",
        "dataStore",
        "error",
        "escalation",
        "extension",
        "import",
        "itemDefinition",
        "message",
        "process",
        "relationship",
        "signal",
    }
)
#: Who is to do the work and how it is to look: Alur goes by lanes, forms and its own pages.
NOT_EXECUTED = frozenset(
    {
        "resourceRole",
        "performer",
        "humanPerformer",
        "potentialOwner",
        "rendering",
        "participantMultiplicity",
        "conversation",
        "callConversation",
        "subConversation",
        "conversationLink",
        "conversationAssociation",
        "participantAssociation",
        "messageFlowAssociation",
        "choreographyRef",
    }
)
#: Asks for a way to match messages that Alur does not have.
_UNSUPPORTED = frozenset({"correlationKey", "correlationSubscription", "ioBinding"})

_FLOW_ELEMENTS = frozenset(
    {name for name, kind in KINDS.items() if "incoming" in kind.children}
    | {"sequenceFlow", "dataObject", "task"}
    | {"adHocSubProcess", "complexGateway"}
)

_BOOLEANS = frozenset(
    {
        "cancelActivity",
        "instantiate",
        "isClosed",
        "isCollection",
        "isExecutable",
        "isForCompensation",
        "isImmediate",
        "isInterrupting",
        "isSequential",
        "mustUnderstand",
        "parallelMultiple",
        "testBefore",
        "triggeredByEvent",
        "waitForCompletion",
    }
)

#: Attributes whose other values ask for something that is not executed yet.
_PLAIN = {
    "method": ("##Compensate",),
    "behavior": ("All", "None", "One"),
    "eventGatewayType": ("Exclusive",),
}


def check_vocabulary(root: _Element) -> Iterator[Finding]:
    """Yield what stands where BPMN has no place for it, and what Alur knows but does not run."""
    for element in root:
        name = local_name(element)
        if namespace(element) != BPMN:
            if namespace(element) != BPMNDI:
                yield info("not-executed", nearest_id(element), tag=name)
        elif name == "import":
            yield error("import", "", location=element.get("location", ""))
        elif name == "extension" and element.get("mustUnderstand", "").strip() in ("true", "1"):
            yield error("must-understand", "", definition=element.get("definition", ""))
        elif name in KINDS:
            yield from _element(element, KINDS[name])
        elif name not in _ROOT and name not in ("documentation", "extensionElements"):
            yield info("not-executed", element.get("id", ""), tag=name)


def _element(element: _Element, kind: Kind) -> Iterator[Finding]:
    yield from _attributes(element, kind)
    if len(list(children(element, "extensionElements"))) > 1:
        yield error("given-twice", nearest_id(element), tag="extensionElements")
    for inner in element:
        name = local_name(inner)
        if namespace(inner) != BPMN:
            yield error("foreign-element", nearest_id(inner), tag=name)
        elif name == "extensionElements":
            yield from _extensions(inner)
        elif name in KINDS and (name in kind.children or kind.scope):
            yield from _element(inner, KINDS[name])
        elif name in _UNSUPPORTED and not kind.scope:
            yield error("unsupported-element", nearest_id(inner), tag=name)
        elif name in NOT_EXECUTED:
            yield info("not-executed", nearest_id(inner), tag=name)
        elif name not in kind.children and not kind.scope:
            yield error("misplaced-element", nearest_id(inner), tag=name)


def _attributes(element: _Element, kind: Kind) -> Iterator[Finding]:
    owner = nearest_id(element)
    for attribute, value in element.attrib.items():
        name = str(attribute)
        if name.startswith("{"):
            continue
        if name not in kind.attributes:
            yield error("unknown-attribute", owner, attribute=name, tag=local_name(element))
        elif name in _BOOLEANS and value.strip() not in ("true", "false", "1", "0"):
            yield error("bad-attribute", owner, attribute=name, value=value)
        elif name in _PLAIN and value.strip() not in _PLAIN[name]:
            yield error("unsupported-attribute", owner, attribute=name, value=value)


def _extensions(holder: _Element) -> Iterator[Finding]:
    """Name the first flow element among extensions, where it would be lost.

    Other words are let be: some tools write their own ones without a namespace of their own.
    """
    for inner in holder.iter(f"{{{BPMN}}}*"):
        if local_name(inner) in _FLOW_ELEMENTS:
            yield error("misplaced-element", nearest_id(inner), tag=local_name(inner))
            return
