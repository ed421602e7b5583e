"""`alur:assign`: a variable that gets a value when its node ends; `alur:out`: what is sent.

An assignment is an automatic step behind the node. Behind a gateway it would stand between the
decision and its flows, and behind an end event nothing follows: both are refused. What an event
carries needs an event that sends something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error
from service.diagrams.gate.expressions import is_variable
from service.diagrams.model import (
    EndEvent,
    EventBasedGateway,
    ExclusiveGateway,
    InclusiveGateway,
    MessageEvent,
    ParallelGateway,
    SignalEvent,
    events_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Subject

_NO_PLACE = (EndEvent, ExclusiveGateway, InclusiveGateway, ParallelGateway, EventBasedGateway)
_SENT = (MessageEvent, SignalEvent)


def check(subject: Subject) -> Iterator[Finding]:
    """Judge the variables that nodes assign."""
    for area in subject.areas():
        for node in area.nodes():
            if node.extension.assignments and isinstance(node, _NO_PLACE):
                yield error("assignment-place", node.id)
            sends = any(isinstance(event, _SENT) for event in events_of(node))
            if node.extension.payload and not sends:
                yield error("payload-place", node.id)
            for assignment in (*node.extension.assignments, *node.extension.payload):
                if not is_variable(assignment.variable):
                    yield error("bad-variable", node.id, name=assignment.variable)
