"""Event definitions of BPMN 2.0.2 §10.5 and the root elements that they refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams import extension_reader
from service.diagrams.expressions_reader import check_language, read_expression, without_sign
from service.diagrams.findings import error, info
from service.diagrams.model import (
    CancelEvent,
    CompensateEvent,
    ConditionalEvent,
    ErrorEvent,
    EscalationEvent,
    EventDefinition,
    LinkEvent,
    MessageEvent,
    MultipleEvent,
    NoneEvent,
    SignalEvent,
    TerminateEvent,
    TimerEvent,
)
from service.diagrams.source import nearest_id
from service.diagrams.vocabulary import KINDS
from service.diagrams.xml import BPMN, children, is_true, local_name, namespace, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lxml.etree import _Element

    from service.diagrams.source import Source

_TIMER_KINDS = {"timeDate": "date", "timeDuration": "duration", "timeCycle": "cycle"}

#: reference of an event definition → root element, and what two diagrams know it by
_REFERENCES = {
    "messageRef": ("message", "name"),
    "signalRef": ("signal", "name"),
    "errorRef": ("error", "errorCode"),
    "escalationRef": ("escalation", "escalationCode"),
}


def event_of(source: Source, element: _Element) -> EventDefinition | None:
    """Return what the event waits for or does; None, with a finding, when it is not executed."""
    definitions = list(_definitions(source, element))
    messages = any(local_name(item) == "messageEventDefinition" for item in definitions)
    if not messages and extension_reader.read_correlation(element) is not None:
        source.tell(error("correlation-place", element.get("id", "")))
    read = [_defined(source, element, definition) for definition in definitions]
    events = [event for event in read if event is not None]
    if len(events) < len(read):
        return None
    if not events:
        # What its definition should be is nowhere, and was told.
        refers = next(children(element, "eventDefinitionRef"), None)
        return NoneEvent() if refers is None else None
    if len(events) == 1:
        return events[0]
    return MultipleEvent(tuple(events), is_true(element, "parallelMultiple"))


def _definitions(source: Source, element: _Element) -> Iterator[_Element]:
    """Yield the definitions of an event, those at the root of the file as if they stood here."""
    for child in element:
        if namespace(child) != BPMN:
            continue
        if local_name(child).endswith("EventDefinition"):
            yield child
        elif local_name(child) == "eventDefinitionRef":
            reference = text_of(child)
            target = source.resolve(reference)
            tag = "" if target is None else local_name(target)
            if target is not None and tag in KINDS and tag.endswith("EventDefinition"):
                yield target
            else:
                source.dangling(child, "eventDefinitionRef", reference)


def message_of(source: Source, element: _Element, holder: _Element) -> MessageEvent | None:
    """Return the message that `holder` (a receive task, or a definition of `element`) names."""
    name = _referred(source, holder, "messageRef")
    if name is None:
        if not holder.get("messageRef"):
            source.tell(error("message-missing", element.get("id", "")))
        return None
    return MessageEvent(name, extension_reader.read_correlation(element))


def check_names(source: Source) -> None:
    """Say which messages or signals only ids tell apart: outside the diagram they are one."""
    for name, root_id, other in _named_alike(source, "message"):
        source.tell(info("message-name-twice", root_id, name=name, other=other))
    for name, root_id, other in _named_alike(source, "signal"):
        source.tell(info("signal-name-twice", root_id, name=name, other=other))


def _named_alike(source: Source, tag: str) -> Iterator[tuple[str, str, str]]:
    """Yield the name and id of each root element whose name an earlier one has, with its id."""
    seen: dict[str, str] = {}
    for element in children(source.root, tag):
        name, root_id = element.get("name", ""), element.get("id", "")
        if name and name in seen:
            yield name, root_id, seen[name]
        seen.setdefault(name, root_id)


def _defined(source: Source, element: _Element, definition: _Element) -> EventDefinition | None:
    match local_name(definition):
        case "timerEventDefinition":
            return _timer(source, definition)
        case "messageEventDefinition":
            return message_of(source, element, definition)
        case "signalEventDefinition":
            return signal_of(source, element, definition)
        case "conditionalEventDefinition":
            return _conditional(source, element, definition)
        case name if name in _PLAIN:
            return _PLAIN[name](source, definition)
        case _:
            # No word of BPMN: told as one that is out of place.
            return None


def signal_of(source: Source, element: _Element, definition: _Element) -> SignalEvent | None:
    """Return the signal of a definition that `element` waits for or throws."""
    name = _referred(source, definition, "signalRef")
    if name is None:
        if not definition.get("signalRef"):
            source.tell(error("signal-missing", element.get("id", "")))
        return None
    return SignalEvent(name)


def _compensation(source: Source, definition: _Element) -> CompensateEvent:
    reference = definition.get("activityRef")
    activity = None if reference is None else source.resolve(reference)
    if reference is not None and activity is None:
        source.dangling(definition, "activityRef", reference)
    return CompensateEvent(
        None if activity is None else activity.get("id", ""),
        is_true(definition, "waitForCompletion", default=True),
    )


def _conditional(
    source: Source, element: _Element, definition: _Element
) -> ConditionalEvent | None:
    condition = read_expression(source, definition, "condition")
    if not condition:
        source.tell(error("event-condition-missing", element.get("id", "")))
        return None
    return ConditionalEvent(condition)


def _referred(source: Source, holder: _Element, attribute: str) -> str | None:
    """Return the name or code behind a reference; one into nothing is a finding.

    What has neither is known by its id: inside one file that is the same element.
    """
    reference = holder.get(attribute)
    if not reference:
        return None
    tag, known_by = _REFERENCES[attribute]
    target = source.resolve(reference)
    if target is None or local_name(target) != tag:
        source.dangling(holder, attribute, reference)
        return None
    return target.get(known_by) or target.get("id", "")


#: Definitions that stand for themselves and what they refer to.
_PLAIN: Mapping[str, Callable[[Source, _Element], EventDefinition]] = {
    "errorEventDefinition": lambda source, it: ErrorEvent(_referred(source, it, "errorRef")),
    "escalationEventDefinition": lambda source, it: EscalationEvent(
        _referred(source, it, "escalationRef")
    ),
    "terminateEventDefinition": lambda _, __: TerminateEvent(),
    "linkEventDefinition": lambda _, it: LinkEvent(it.get("name", "").strip()),
    "compensateEventDefinition": _compensation,
    "cancelEventDefinition": lambda _, __: CancelEvent(),
}


def _timer(source: Source, definition: _Element) -> TimerEvent | None:
    given = [item for kind in _TIMER_KINDS for item in children(definition, kind)]
    text = text_of(given[0]) if len(given) == 1 else ""
    if not text:
        source.tell(error("timer-missing", nearest_id(definition)))
        return None
    if text.startswith("="):
        check_language(source, given[0])
        text = "=" + without_sign(text)
    return TimerEvent(_TIMER_KINDS[local_name(given[0])], text)  # type: ignore[arg-type]
