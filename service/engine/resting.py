"""Where the tokens of a state rest, and what it waits for beside people and timers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from service.engine.codec import load
from service.engine.specs.boundary_events import Boundary
from service.engine.specs.compensation import UndoNode
from service.engine.specs.multiple_events import MultipleWait
from service.engine.specs.signals import SignalWait
from service.engine.specs.waits import MessageWait, ReceiveNode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from SpiffWorkflow.task import Task

    from service.engine.definition import Definition


@dataclass(frozen=True, slots=True)
class Awaited:
    """A catch or boundary event that waits for something from outside; receive tasks are tasks."""

    token_no: int
    element_id: str
    #: its path; of an event with several definitions "#" and the place of this one behind it
    place: str
    kind: Literal["message", "signal"]
    #: of the message or signal, with the key that it must carry; None where none is compared
    name: str
    correlation: Any


def awaited(definition: Definition, state: bytes, now: datetime) -> tuple[Awaited, ...]:
    """Return every event that waits for a message or signal, the longest armed first."""
    return tuple(_awaited(definition, state, now))


def _awaited(definition: Definition, state: bytes, now: datetime) -> Iterator[Awaited]:
    for task in load(definition.spec, state, now).waits():
        spec, number = task.task_spec, task.id.int
        if isinstance(spec, SignalWait):
            yield Awaited(number, spec.element_id, spec.name, "signal", spec.signal, None)
        elif isinstance(spec, MessageWait) and not isinstance(spec, ReceiveNode):
            key = task.internal_data.get("key")
            yield Awaited(number, spec.element_id, spec.name, "message", spec.message, key)


def resting_paths(definition: Definition, state: bytes, now: datetime) -> tuple[str, ...]:
    """Return the path of each token that rests at a node of the diagram, in order of number.

    At a task, at an event that waits, at a join, or held by an incident; not at the border of an
    activity, and not the scopes around.
    """
    tasks = load(definition.spec, state, now).tasks.values()
    return tuple(
        task.task_spec.path
        for task in sorted(tasks, key=lambda it: int(it.id.int))
        if _rests(task)
    )


def _rests(task: Task) -> bool:
    """Return whether a token stands at a node; of an event with several definitions one does."""
    spec = task.task_spec
    if isinstance(spec, Boundary | UndoNode):
        return False
    if task.parent is not None and isinstance(task.parent.task_spec, MultipleWait):
        return False
    return not task.children or isinstance(spec, MultipleWait)
