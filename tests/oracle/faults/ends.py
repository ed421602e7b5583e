"""Faults of ends, errors, escalations."""

from __future__ import annotations

from service.engine.specs import routing
from service.engine.specs.boundary_events import ThrownBoundary, armed_for
from service.engine.specs.ends import TerminateEnd
from service.engine.specs.scopes import ScopeNode
from tests.oracle.faults.planting import fault


@fault
def terminate_ends_only_its_own_token(monkeypatch):
    def leave(self, task, edges):
        scope = task.parent
        task.workflow.did.note("completed", self, task)
        task.workflow.remove(task)
        scope.task_spec.check(scope)

    monkeypatch.setattr(TerminateEnd, "leave", leave)


@fault
def terminate_ends_the_parent_too(monkeypatch):
    right = TerminateEnd.leave

    def leave(self, task, edges):
        scope = task.parent
        outer = scope.parent
        while outer is not None and not isinstance(outer.task_spec, ScopeNode):
            scope, outer = outer, outer.parent
        if outer is not None:
            for other in outer.children:
                if other is not scope:
                    task.workflow.stop(other)
        right(self, task, edges)

    monkeypatch.setattr(TerminateEnd, "leave", leave)


@fault
def errors_are_caught_by_the_outermost_first(monkeypatch):
    right = armed_for

    def handler(host, kind, code):
        found, at = None, host
        while at is not None:
            found, at = right(at, kind, code) or found, at.parent
        return found

    monkeypatch.setattr(routing, "armed_for", handler)


@fault
def catch_all_comes_before_the_exact_code(monkeypatch):
    right = armed_for

    def handler(host, kind, code):
        for child in host.children:
            spec = child.task_spec
            if isinstance(spec, ThrownBoundary) and (spec.kind, spec.code) == (kind, None):
                return child
        return right(host, kind, code)

    monkeypatch.setattr(routing, "armed_for", handler)
