"""The marking as bytes: our own canonical, versioned format.

    [version, status, last number, incidents, kept messages, rows]
    row = [number, parent's row or -1, spec name, task state, internal data, own data or null]

Rows stand in the order of a walk through the tree, parents first; keys are sorted; values that
JSON lacks are tagged as `service.values` says. The same marking is the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

import orjson
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from service.engine.faults import StateUnreadable
from service.engine.instance import Instance
from service.values import canonical_bytes, decode, encode

if TYPE_CHECKING:
    from datetime import datetime

    from SpiffWorkflow.bpmn.specs import BpmnProcessSpec

VERSION = 1

_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME


def dump(instance: Instance) -> bytes:
    """Return the state of `instance`."""
    rows: list[list[object]] = []
    pending: list[tuple[Task, int]] = [(instance.task_tree, -1)]
    while pending:
        task, parent_row = pending.pop()
        row = len(rows)
        internal = task.internal_data
        own = task.data if "own" in internal else None
        rows.append([task.id.int, parent_row, task.task_spec.name, task.state, internal, own])
        pending.extend((child, row) for child in reversed(task.children))
    head = [VERSION, instance.status, instance.last_number, instance.incidents, instance.kept]
    try:
        return orjson.dumps([*head, rows], default=_foreign, option=_OPTIONS)
    except TypeError:
        # A whole number beyond 64 bits, which orjson cannot write: rare, so all else is quick.
        return canonical_bytes([*head, rows])


def load(spec: BpmnProcessSpec, state: bytes, now: datetime) -> Instance:
    """Return the instance whose state is `state`. Raises StateUnreadable."""
    content = orjson.loads(state)
    if content[0] != VERSION:
        raise StateUnreadable(version=content[0])
    # Tags are rare; looking for one is much cheaper than walking every value.
    tagged = b'{"$' in state
    instance = Instance(spec, now)
    instance.status = content[1]
    instance.last_number = instance.known_number = content[2]
    instance.incidents = content[3]
    instance.kept = decode(content[4])
    specs = spec.task_specs
    tasks: list[Task] = []
    for number, parent, name, task_state, internal, own in content[5]:
        task = Task(
            instance,
            specs[name],
            tasks[parent] if parent >= 0 else None,
            state=task_state,
            id=UUID(int=number),
        )
        task.internal_data = decode(internal) if tagged else internal
        if own is not None:
            task.data = decode(own) if tagged else own
        tasks.append(task)
    instance.task_tree = tasks[0]
    instance.completed = instance.status == "completed"
    instance.queue.extend(
        sorted(
            (
                task
                for task in tasks
                if task.state == TaskState.FUTURE and "held" not in task.internal_data
            ),
            key=lambda task: int(task.id.int),
        )
    )
    return instance


def _foreign(value: object) -> object:
    """Answer orjson for what it does not know: tagged values, and mappings that are no dict."""
    if isinstance(value, Mapping):
        return dict(value)
    return encode(value)
