"""Transactions (BPMN 2.0.2 §10.3.5, §13.5.6): cancelled, what completed in them is undone.

An error that leaves one is a hazard: it is handled and nothing is undone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.engine.specs.base import FlowNode, Replacement
from service.engine.specs.boundary_events import armed_for
from service.engine.specs.compensation import undo_first
from service.engine.specs.scopes import ScopeNode

if TYPE_CHECKING:
    from SpiffWorkflow.task import Task

    from service.engine.specs.base import Edge

_REPLACES = Replacement(
    "TransactionSubprocess",
    "cancelled, it undoes nothing",
    "tests/constructs/test_transactions.py",
)


class TransactionNode(ScopeNode):
    """Ends as a subprocess does, by a cancel end event, or by an error."""

    replaces = _REPLACES
    hazardous = True


class CancelEnd(FlowNode):
    """Cancels the transaction around it: every instance of it that still goes on.

    They stop, what completed in them is undone, the latest first, and the transaction is left by
    its cancel boundary event.
    """

    replaces = _REPLACES

    def leave(self, task: Task, edges: tuple[Edge, ...]) -> None:
        del edges
        task.workflow.did.note("completed", self, task)
        scope = task.parent
        while not isinstance(scope.task_spec, TransactionNode):
            scope = scope.parent
        host = scope.parent
        handler = armed_for(host, "cancel", None)
        assert handler is not None  # noqa: S101 - the gate lets no transaction without it be cancelled
        if not undo_first(handler, host.children):
            handler.task_spec.fire(handler)
