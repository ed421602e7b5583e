"""`alur:assign`: a variable that gets a value when its node ends.

It is an automatic step behind the node. Behind a gateway it would stand between the decision and
its flows, and behind an end event nothing follows: both are refused.
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
    ParallelGateway,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Subject

_NO_PLACE = (EndEvent, ExclusiveGateway, InclusiveGateway, ParallelGateway, EventBasedGateway)


def check(subject: Subject) -> Iterator[Finding]:
    """Judge the variables that nodes assign."""
    for area in subject.areas():
        for node in area.nodes():
            if node.extension.assignments and isinstance(node, _NO_PLACE):
                yield error("assignment-place", node.id)
            for assignment in node.extension.assignments:
                if not is_variable(assignment.variable):
                    yield error("bad-variable", node.id, name=assignment.variable)
