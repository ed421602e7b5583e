"""Standard loops and multi-instance (BPMN 2.0.2 §10.3.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error, info
from service.diagrams.gate.expressions import is_variable
from service.diagrams.model import (
    Activity,
    MultiInstance,
    SignalEvent,
    StandardLoop,
    events_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Area, Subject


def check(subject: Subject) -> Iterator[Finding]:
    """Judge the loop characteristics of every activity."""
    for area in subject.areas():
        for node in area.scope.nodes:
            if not isinstance(node, Activity):
                continue
            match node.loop:
                case StandardLoop() as loop:
                    yield from _standard(node.id, loop)
                case MultiInstance() as loop:
                    yield from _multiple(area, node.id, loop)
                    yield from _thrown(node, loop)
                case None:
                    pass


def _standard(owner: str, loop: StandardLoop) -> Iterator[Finding]:
    if loop.condition is None:
        yield error("loop-condition-missing", owner)
    if loop.maximum == 0:
        yield error("loop-maximum", owner, value=0)


def _multiple(area: Area, owner: str, loop: MultiInstance) -> Iterator[Finding]:
    if (loop.cardinality is None) == (loop.collection is None):
        yield error("instances-unclear", owner)
    if loop.item is not None and loop.collection is None:
        yield info("item-without-list", owner)
    if (loop.output_collection is None) != (loop.output_item is None):
        yield error("output-list-incomplete", owner)
    for name in (loop.item, loop.output_item):
        if name is not None and not is_variable(name):
            yield error("bad-variable", owner, name=name)
    for name in (loop.collection, loop.output_collection):
        if name is None:
            continue
        if not is_variable(name):
            yield error("bad-variable", owner, name=name)
        elif name not in area.data_names:
            yield error("data-out-of-sight", owner, name=name)


def _thrown(node: Activity, loop: MultiInstance) -> Iterator[Finding]:
    """Refuse what would end the activity with the first instance that completes (§10.3.8).

    The standard means it for events beside the activity, though they interrupt by default.
    """
    for boundary in node.exits():
        caught = any(event == SignalEvent(loop.thrown or "") for event in events_of(boundary))
        if loop.thrown is not None and caught and boundary.interrupting:
            yield error("behavior-interrupts", boundary.id, activity=node.id)
