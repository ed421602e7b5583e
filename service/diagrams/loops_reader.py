"""Standard loops and multi-instance of BPMN 2.0.2 §10.3.8 and §13.3.6-7."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.events_reader import signal_of
from service.diagrams.expressions_reader import read_expression
from service.diagrams.findings import error
from service.diagrams.model import Loop, MultiInstance, StandardLoop
from service.diagrams.xml import child, children, is_true, local_name, whole_number
from service.feel import is_name

if TYPE_CHECKING:
    from lxml.etree import _Element

    from service.diagrams.data_reader import DataNames
    from service.diagrams.source import Source

_STANDARD = "standardLoopCharacteristics"
_MULTIPLE = "multiInstanceLoopCharacteristics"


def read_loop(source: Source, element: _Element, data: DataNames) -> Loop | None:
    """Return the loop characteristics of an activity; None when it has none."""
    found = [*children(element, _STANDARD), *children(element, _MULTIPLE)]
    if len(found) > 1:
        owner = element.get("id", "")
        source.tell(error("given-twice", owner, tag="loopCharacteristics"))
    if not found:
        return None
    if local_name(found[0]) == _STANDARD:
        return _standard(source, found[0], element.get("id", ""))
    return _multiple(source, found[0], element, data)


def _standard(source: Source, element: _Element, owner: str) -> StandardLoop:
    text = element.get("loopMaximum")
    maximum = None if text is None else whole_number(text)
    if text is not None and maximum is None:
        source.tell(error("loop-maximum", owner, value=text))
    return StandardLoop(
        condition=read_expression(source, element, "loopCondition"),
        maximum=maximum,
        test_before=is_true(element, "testBefore"),
    )


def _multiple(
    source: Source, element: _Element, activity: _Element, data: DataNames
) -> MultiInstance:
    if child(element, "complexBehaviorDefinition") is not None:
        owner = activity.get("id", "")
        source.tell(error("unsupported-element", owner, tag="complexBehaviorDefinition"))
    return MultiInstance(
        parallel=not is_true(element, "isSequential"),
        cardinality=read_expression(source, element, "loopCardinality"),
        collection=data.list_of(element, "loopDataInputRef"),
        item=_item(element, "inputDataItem"),
        completion_condition=read_expression(source, element, "completionCondition"),
        output_collection=data.list_of(element, "loopDataOutputRef"),
        output_item=_item(element, "outputDataItem"),
        thrown=_thrown(source, element, activity),
        thrown_once=element.get("behavior", "").strip() == "One",
    )


#: Attribute that refers to what is thrown, by `behavior`; by default nothing is.
_THROWN = {"None": "noneBehaviorEventRef", "One": "oneBehaviorEventRef"}


def _thrown(source: Source, element: _Element, activity: _Element) -> str | None:
    """Return the name of the signal that instances throw as they complete (§10.3.8)."""
    attribute = _THROWN.get(element.get("behavior", "").strip())
    if attribute is None:
        return None
    reference = element.get(attribute, "")
    definition = source.resolve(reference) if reference else None
    if definition is None or local_name(definition) != "signalEventDefinition":
        source.tell(error("behavior-event", activity.get("id", ""), attribute=attribute))
        return None
    signal = signal_of(source, activity, definition)
    return None if signal is None else signal.name


def _item(element: _Element, tag: str) -> str | None:
    """Return the variable of an item: its name, or its id when FEEL cannot read the name."""
    found = child(element, tag)
    if found is None:
        return None
    name = found.get("name", "")
    return name if is_name(name) else found.get("id", name)
