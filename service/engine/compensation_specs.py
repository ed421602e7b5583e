"""What undoes the activities of a scope, and the scope as a whole, as specs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.model import Activity, is_in_flow
from service.engine.faults import NotExecutable
from service.engine.specs.compensation import RestoredNode, Undoing, UndoNode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec

    from service.diagrams.model import Scope
    from service.engine.specs.base import FlowNode
    from service.engine.specs.scopes import ScopeNode


def add_compensation(
    spec: BpmnProcessSpec, owner: ScopeNode, scope: Scope, entries: Mapping[str, FlowNode]
) -> None:
    """Say of each activity how it is undone; let the scope be undone where anything in it is.

    `entries` are the specs by which tokens enter the elements of the scope.
    """
    specs = spec.task_specs
    handler = scope.compensation()
    undone = handler is not None
    for node in scope.nodes:
        if not isinstance(node, Activity):
            continue
        path, boundary = f"{owner.path}/{node.id}", node.compensation()
        restored = f"{path}#restored"
        activity: FlowNode = specs.get(f"{path}#i", specs[path])
        if boundary is not None:
            if len(boundary.undone_by) != 1 or boundary.undone_by[0] not in entries:
                raise NotExecutable(element=boundary.id, kind="compensation")
            activity.undoing = Undoing(entries[boundary.undone_by[0]].name)
        elif restored in specs and is_in_flow(node):
            activity.undoing = Undoing(restored, restores=True)
        undone = undone or activity.undoing is not None or restored in specs
    if undone:
        UndoNode(spec, f"{owner.path}#undo", owner.element_id, owner.path)
        whole = RestoredNode(spec, f"{owner.path}#restored", owner.element_id, owner.path)
        whole.own_names, whole.isolated = owner.own_names, owner.isolated
        whole.handler = None if handler is None else entries[handler.id].name
