"""Where a thrown error or escalation is caught (BPMN 2.0.2 §10.5.6, §10.5.7).

From the throwing scope outward: the boundary events of its activity, the exact code before one
without a code, the first in XML order. An uncaught error is an incident; an uncaught escalation
has no effect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from service.engine.faults import ProcessFault
from service.engine.specs.boundary_events import ThrownBoundary

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task


def throw(task: Task, kind: Literal["error", "escalation"], code: str) -> None:
    """Let the nearest handler of `code` catch what `task` throws. Raises ProcessFault."""
    scope = task.parent
    while scope is not None:
        holder = scope.parent
        handler = None if holder is None else _handler(holder, kind, code)
        if handler is not None:
            handler.task_spec.fire(handler)
            return
        scope = holder
    if kind == "error":
        raise ProcessFault("engine.uncaught-error", task.task_spec.element_id, code=code)


def _handler(host: Task, kind: str, code: str) -> Task | None:
    handlers = [
        child
        for child in host.children
        if isinstance(child.task_spec, ThrownBoundary) and child.task_spec.kind == kind
    ]
    for wanted in (code, None):
        for handler in handlers:
            if handler.task_spec.code == wanted:
                return handler
    return None
