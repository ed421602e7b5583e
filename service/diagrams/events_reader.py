"""Event definitions of BPMN 2.0.2 §10.5 and the root elements that they refer to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from service.diagrams import extension_reader
from service.diagrams.findings import Finding, error
from service.diagrams.model import (
    ErrorEvent,
    EscalationEvent,
    EventDefinition,
    MessageEvent,
    NoneEvent,
    TerminateEvent,
    TimerEvent,
)
from service.diagrams.xml import BPMN, local_name, namespace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

_TIMER_KINDS = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What event definitions refer to: id → name of the message or code of the error."""

    messages: Mapping[str, str]
    errors: Mapping[str, str]
    escalations: Mapping[str, str]

    @classmethod
    def of(cls, root: _Element) -> Catalogue:
        def table(tag: str, *attributes: str) -> dict[str, str]:
            found: dict[str, str] = {}
            for element in root.iterchildren(f"{{{BPMN}}}{tag}"):
                values = (element.get(attribute) for attribute in (*attributes, "id"))
                found[element.get("id", "")] = next((value for value in values if value), "")
            return found

        return cls(
            messages=table("message", "name"),
            errors=table("error", "errorCode"),
            escalations=table("escalation", "escalationCode"),
        )


def event_of(
    element: _Element, catalogue: Catalogue, findings: list[Finding]
) -> EventDefinition | None:
    """Return what the event waits for or does; None, with a finding, when it is not executed."""
    definitions = [
        child
        for child in element
        if namespace(child) == BPMN
        and (
            local_name(child).endswith("EventDefinition")
            or local_name(child) == "eventDefinitionRef"
        )
    ]
    element_id = element.get("id", "")
    if not definitions:
        return NoneEvent()
    if len(definitions) > 1:
        findings.append(error("unsupported-event", element_id, kind="multiple"))
        return None
    definition = definitions[0]
    match local_name(definition):
        case "timerEventDefinition":
            return _timer(definition, element_id, findings)
        case "messageEventDefinition":
            name = reference(definition, "messageRef", catalogue.messages, findings, element_id)
            if name is None:
                findings.append(error("message-missing", element_id))
                return None
            return MessageEvent(name, extension_reader.read_correlation(element))
        case "errorEventDefinition":
            return ErrorEvent(
                reference(definition, "errorRef", catalogue.errors, findings, element_id)
            )
        case "escalationEventDefinition":
            return EscalationEvent(
                reference(definition, "escalationRef", catalogue.escalations, findings, element_id)
            )
        case "terminateEventDefinition":
            return TerminateEvent()
        case other:
            kind = other.removesuffix("EventDefinition")
            findings.append(error("unsupported-event", element_id, kind=kind))
            return None


def reference(
    element: _Element,
    attribute: str,
    table: Mapping[str, str],
    findings: list[Finding],
    owner: str | None = None,
) -> str | None:
    """Return the name behind a reference; a reference into nothing is a finding."""
    target = element.get(attribute)
    if not target:
        return None
    name = table.get(target.split(":")[-1])
    if name is None:
        findings.append(
            error(
                "dangling-reference",
                owner or element.get("id", ""),
                attribute=attribute,
                target=target,
            )
        )
    return name


def _timer(definition: _Element, owner: str, findings: list[Finding]) -> TimerEvent | None:
    given = [child for child in definition if local_name(child) in _TIMER_KINDS]
    texts = [extension_reader.expression_source(child) for child in given]
    if len(given) != 1 or not texts[0]:
        findings.append(error("timer-missing", owner))
        return None
    return TimerEvent(_TIMER_KINDS[local_name(given[0])], texts[0])  # type: ignore[arg-type]
