"""Where a thrown error or escalation is caught (BPMN 2.0.2 §10.5.6, §10.5.7).

From the throwing scope outward: its event subprocesses, then the boundary events of its activity;
the exact code before one without a code, the first in XML order. What an event subprocess throws
leaves the scope that it handles. What had completed in a scope that an error leaves is undone
first. An uncaught error is an incident; an uncaught escalation has no effect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from service.engine.faults import ProcessFault
from service.engine.specs.boundary_events import ThrownBoundary
from service.engine.specs.compensation import undo_first
from service.engine.specs.event_subprocess import EventSubProcessNode
from service.engine.specs.scopes import ScopeNode

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task


def throw(task: Task, kind: Literal["error", "escalation"], code: str) -> None:
    """Let the nearest handler of `code` catch what `task` throws. Raises ProcessFault."""
    at, inside, left = task.parent, task, None
    while at is not None:
        handled = isinstance(inside.task_spec, EventSubProcessNode)
        handler = None if handled else _handler(at, kind, code)
        if handler is not None:
            if kind != "error" or left is None or not undo_first(handler, left):
                handler.task_spec.fire(handler)
            return
        left = at if isinstance(at.task_spec, ScopeNode) else left
        at, inside = at.parent, at
    if kind == "error":
        raise ProcessFault("engine.uncaught-error", task.task_spec.element_id, code=code)


def _handler(holder: Task, kind: str, code: str) -> Task | None:
    """Return what is armed at the border of a scope, or of an activity, for this code."""
    handlers = [
        child
        for child in holder.children
        if isinstance(child.task_spec, ThrownBoundary) and child.task_spec.kind == kind
    ]
    for wanted in (code, None):
        for handler in handlers:
            if handler.task_spec.code == wanted:
                return handler
    return None
