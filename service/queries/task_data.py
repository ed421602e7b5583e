"""The data of an open task, and what completing it would be under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.engine import open_tasks
from service.feel import FeelError, compile_expression, evaluate_condition

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from service.diagrams.extensions import Act, NodeExtension
    from service.engine.api import Value
    from service.running.definitions import PinnedDefinition
    from service.store.instances import Instance, Task


def data_of(
    instance: Instance, task: Task, definition: PinnedDefinition, now: datetime
) -> Mapping[str, Value]:
    """Return the data of an open task; a closed one has none any more."""
    if task.status != "open":
        return {}
    found = open_tasks(definition.engine, instance.state, now)
    return next((it.data for it in found if it.task_no == task.task_no), {})


def acts_under(extension: NodeExtension, data: Mapping[str, Value]) -> tuple[Act, ...]:
    """Return the acts that completing the task would be, under its present data."""
    return tuple(act for act in extension.acts if act.when is None or _holds(act.when, data))


def _holds(when: str, data: Mapping[str, Value]) -> bool:
    try:
        return evaluate_condition(compile_expression(when), data)
    except FeelError:
        # The page stays; completing the task says what is wrong with the definition.
        return False
