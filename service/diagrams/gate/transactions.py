"""Transactions: who may cancel them, and where that goes on (BPMN 2.0.2 §10.3.5, §10.5.3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error, info
from service.diagrams.model import CancelEvent, EndEvent, SubProcess, Transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Area, Subject
    from service.diagrams.model import Scope


def check(subject: Subject) -> Iterator[Finding]:
    """Judge every cancel event by the transaction that it is about."""
    yield from _ends(subject.process.scope, None)
    for area in subject.areas():
        yield from _boundaries(area)


def _ends(scope: Scope, around: Transaction | None) -> Iterator[Finding]:
    for node in scope.nodes:
        match node:
            case EndEvent(event=CancelEvent()):
                if around is None:
                    yield error("cancel-outside-transaction", node.id)
                elif not any(isinstance(it.event, CancelEvent) for it in around.boundaries):
                    yield error("cancel-not-caught", node.id, transaction=around.id)
            case SubProcess(scope=inner):
                yield from _ends(inner, node if isinstance(node, Transaction) else around)
            case _:
                pass


def _boundaries(area: Area) -> Iterator[Finding]:
    for activity, boundary in area.boundaries():
        if not isinstance(boundary.event, CancelEvent):
            continue
        if not isinstance(activity, Transaction):
            yield error("cancel-position", boundary.id, activity=activity.id)
        elif not _can_be_cancelled(activity.scope):
            yield info("cancel-not-thrown", boundary.id, transaction=activity.id)
        if not boundary.interrupting:
            yield error("cancel-not-interrupting", boundary.id)


def _can_be_cancelled(scope: Scope) -> bool:
    """Return whether a cancel end event is about the transaction of this scope."""
    for node in scope.nodes:
        match node:
            case EndEvent(event=CancelEvent()):
                return True
            case SubProcess(scope=inner) if not isinstance(node, Transaction):
                if _can_be_cancelled(inner):
                    return True
            case _:
                pass
    return False
