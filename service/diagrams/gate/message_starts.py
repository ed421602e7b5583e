"""A process that the arrival of a message begins (BPMN 2.0.2 §10.5.2, §13.5.1).

Somebody records the arrival by starting the process: who starts one says its title, year and
basis, which no message carries. So what a process throws must not be meant to begin another one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.findings import error, info
from service.diagrams.model import (
    CallActivity,
    EndEvent,
    IntermediateThrowEvent,
    MessageEvent,
    StartEvent,
    events_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.diagrams.findings import Finding
    from service.diagrams.gate.subject import Subject
    from service.diagrams.model import Process


def check(subject: Subject) -> Iterator[Finding]:
    """Judge the message that begins the process, and calls of processes that one begins."""
    for start in _message_starts(subject.process):
        for event in events_of(start):
            if not isinstance(event, MessageEvent):
                continue
            if event.correlation is not None:
                # There is nothing yet that the key could belong to.
                yield error("correlation-place", start.id)
            if event.name in _thrown(subject):
                yield error("start-thrown-here", start.id, message=event.name)
            else:
                yield info("start-recorded", start.id, message=event.name)
    for node in subject.process.scope.all_nodes():
        if isinstance(node, CallActivity) and node.called in subject.known:
            called = subject.known[node.called]
            if any(_message_starts(called)):
                yield error("call-of-message-start", node.id, process=called.id)


def _message_starts(process: Process) -> Iterator[StartEvent]:
    for node in process.scope.nodes:
        if isinstance(node, StartEvent) and isinstance(node.event, MessageEvent):
            yield node


def _thrown(subject: Subject) -> frozenset[str]:
    """Return the names of the messages that the processes of the file throw."""
    return frozenset(
        event.name
        for process in subject.diagram.processes
        for node in process.scope.all_nodes()
        if isinstance(node, EndEvent | IntermediateThrowEvent)
        for event in events_of(node)
        if isinstance(event, MessageEvent)
    )
