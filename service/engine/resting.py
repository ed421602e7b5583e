"""Where the tokens of a state rest, and what it waits for beside people and timers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.engine.codec import load
from service.engine.specs.boundary_events import Boundary
from service.engine.specs.waits import MessageWait, ReceiveNode

if TYPE_CHECKING:
    from datetime import datetime

    from service.engine.definition import Definition


@dataclass(frozen=True, slots=True)
class WaitingMessage:
    """A catch or boundary event that waits for a message; receive tasks are tasks."""

    token_no: int
    element_id: str
    path: str
    #: of the message, with the key that it must carry; None where none is compared
    name: str
    correlation: Any


def waiting_messages(
    definition: Definition, state: bytes, now: datetime
) -> tuple[WaitingMessage, ...]:
    """Return every event that waits for a message, the longest armed first."""
    return tuple(
        WaitingMessage(
            task.id.int,
            task.task_spec.element_id,
            task.task_spec.path,
            task.task_spec.message,
            task.internal_data.get("key"),
        )
        for task in load(definition.spec, state, now).waits()
        if isinstance(task.task_spec, MessageWait) and not isinstance(task.task_spec, ReceiveNode)
    )


def resting_paths(definition: Definition, state: bytes, now: datetime) -> tuple[str, ...]:
    """Return the path of each token that rests at a node of the diagram, in order of number.

    At a task, at an event that waits, at a join, or held by an incident; not at the border of an
    activity, and not the scopes around.
    """
    tasks = load(definition.spec, state, now).tasks.values()
    return tuple(
        task.task_spec.path
        for task in sorted(tasks, key=lambda it: int(it.id.int))
        if not task.children and not isinstance(task.task_spec, Boundary)
    )
