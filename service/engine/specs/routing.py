"""Where a thrown error or escalation is caught (BPMN 2.0.2 §10.5.6, §10.5.7).

From the throwing scope outward: its event subprocesses, then the boundary events of its activity;
the exact code before one without a code, the first in XML order. What an event subprocess throws
leaves the scope that it handles. What had completed in a scope that an error leaves is undone
first. An uncaught error is an incident; an uncaught escalation has no effect.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from service.engine.faults import ProcessFault
from service.engine.specs.boundary_events import armed_for
from service.engine.specs.compensation import undo_first
from service.engine.specs.event_subprocess import EventSubProcessNode
from service.engine.specs.scopes import ScopeNode

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task


def throw(task: Task, kind: Literal["error", "escalation"], code: str) -> None:
    """Let the nearest handler of `code` catch what `task` throws. Raises ProcessFault."""
    left: Task | None = None
    at, inside = task.parent, task
    while at is not None:
        handled = isinstance(inside.task_spec, EventSubProcessNode)
        handler = None if handled else armed_for(at, kind, code)
        if handler is not None:
            failed = left if kind == "error" else None
            if failed is None or not _undone_first(failed, handler):
                handler.task_spec.fire(handler)
            return
        left = at if isinstance(at.task_spec, ScopeNode) else left
        at, inside = at.parent, at
    if kind == "error":
        raise ProcessFault("engine.uncaught-error", task.task_spec.element_id, code=code)


def _undone_first(scope: Task, handler: Task) -> bool:
    """Let what completed in a scope that an error leaves be undone first, if there is anything.

    An error that leaves a transaction is a hazard, which undoes nothing.
    """
    return not scope.task_spec.hazardous and undo_first(handler, [scope], spared=True)
