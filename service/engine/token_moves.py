"""*Pindahkan ke langkah lain*: one waiting token goes to another step of the same process.

Where it would leave a join waiting for nobody, or let what runs once run twice, or break up what
is done by several at once, it stays, and why is said. Nothing is made up for: what lies between is
left out, and `left_out` says what that is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from SpiffWorkflow.util.task import TaskState

from service.diagrams.graph import reachable, successors
from service.diagrams.model import (
    EventBasedGateway,
    ExclusiveGateway,
    InclusiveGateway,
    ManualTask,
    ParallelGateway,
    ReceiveTask,
    UserTask,
)
from service.engine.faults import TokenStays
from service.engine.left_out import scope_at, sure_ways
from service.engine.obstacles import Obstacle
from service.engine.specs.boundary_events import Boundary
from service.engine.specs.host import Host
from service.engine.specs.scopes import RootNode, ScopeNode
from service.engine.specs.tasks import PersonTask
from service.engine.specs.waits import Wait
from service.engine.ways import Place, first_joins, meet_unjoined, starved_joins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from SpiffWorkflow.task import Task

    from service.diagrams.model import Scope
    from service.engine.definition import Definition
    from service.engine.instance import Instance

#: What a token can be moved to: steps, at which it waits for somebody.
_STEPS: Final = (UserTask, ManualTask, ReceiveTask)

#: Ways on with which a token may part.
_PARTS: Final = 2


def movable_tokens(instance: Instance) -> tuple[tuple[int, str], ...]:
    """Return (number, path) of every token that stands at a step or an event and waits there."""
    found = [
        (int(task.id.int), task.task_spec.path)
        for task in instance.tasks.values()
        if _waits(task) and _place_of(task) is not None
    ]
    return tuple(sorted(found))


def obstacles_to(
    instance: Instance, definition: Definition, token_no: int, target: str
) -> tuple[Obstacle, ...]:
    """Return why a token cannot go to the step at path `target`; nothing: it can."""
    return tuple(_obstacles(instance, definition, token_no, target))


def move_token(instance: Instance, definition: Definition, token_no: int, target: str) -> None:
    """Let a token wait at the step at path `target` from now on. Raises TokenStays."""
    for obstacle in _obstacles(instance, definition, token_no, target):
        raise TokenStays(reason=obstacle.code, element=obstacle.element_id)
    top, scope = _surroundings(instance, token_no, target)
    instance.create(target, scope, via="")
    instance.stop(top)


def _obstacles(
    instance: Instance, definition: Definition, token_no: int, target: str
) -> Iterator[Obstacle]:
    task = next((it for it in instance.tasks.values() if it.id.int == token_no), None)
    if task is None or not _waits(task):
        yield Obstacle("repair.token-gone")
        return
    path, node = task.task_spec.path, definition.nodes.get(target)
    if target == path:
        yield Obstacle("repair.same-step", path)
    elif not isinstance(node, _STEPS):
        yield Obstacle("repair.no-step", target)
    elif node.for_compensation or node.start_quantity != 1:
        yield Obstacle("repair.not-by-itself", target)
    elif _place_of(task) is None:
        yield Obstacle("repair.several-at-once", path)
    else:
        yield from _between_scopes(task, target) or _beside(definition, task, target)


def _waits(task: Task) -> bool:
    spec = task.task_spec
    if isinstance(spec, PersonTask):
        return bool(task.state == TaskState.READY)
    return (
        isinstance(spec, Wait)
        and not isinstance(spec, Boundary)
        and task.state == TaskState.WAITING
    )


def _place_of(task: Task) -> Task | None:
    """Return what stands for a token in its scope: itself, or the shell with its events.

    None: it is one of several instances, repeats, or one of several awaited events.
    """
    at = task
    if type(at.parent.task_spec) is Host:
        at = at.parent
    return at if isinstance(at.parent.task_spec, ScopeNode) else None


def _surroundings(instance: Instance, token_no: int, target: str) -> tuple[Task, Task]:
    """Return what is stopped when the token goes, and the scope in which it goes on."""
    task = next(it for it in instance.tasks.values() if it.id.int == token_no)
    top = _top(task, target)
    assert top is not None  # noqa: S101 - `_obstacles` has looked
    return top, top.parent


def _top(task: Task, target: str) -> Task | None:
    """Return what stands for the token in the scope of the target; None: that is no scope of it.

    It goes out of embedded subprocesses, never of a call, a transaction, an event subprocess, or
    an instance of several: these owe their surroundings a result.
    """
    scope = target.rpartition("/")[0]
    at = _place_of(task)
    while at is not None and at.parent.task_spec.path != scope:
        around = at.parent
        if type(around.task_spec) is not ScopeNode or isinstance(around.task_spec, RootNode):
            return None
        at = _place_of(around) if around.parent is not None else None
    return at


def _between_scopes(task: Task, target: str) -> list[Obstacle]:
    top = _top(task, target)
    if top is None:
        return [Obstacle("repair.other-scope", target)]
    at = _place_of(task)
    while at is not None and at is not top:
        around = at.parent
        others = [
            it for it in around.children if it is not at and not isinstance(it.task_spec, Boundary)
        ]
        if others:
            return [Obstacle("repair.others-inside", around.task_spec.path)]
        at = _place_of(around)
    return []


def _beside(definition: Definition, task: Task, target: str) -> list[Obstacle]:
    """Return what the move would do to joins, and to the tokens side by side with it."""
    top = _top(task, target)
    assert top is not None  # noqa: S101 - `_between_scopes` has looked
    spec, before, after = definition.spec, _token_at(top), Place(target)
    others = [
        _token_at(it)
        for it in top.parent.children
        if it is not top and not isinstance(it.task_spec, Boundary)
    ]
    known = starved_joins(spec, [before, *others])
    found = [
        Obstacle("repair.join-starved", join)
        for join in sorted(starved_joins(spec, [after, *others]).keys() - known.keys())
    ]
    found += [
        Obstacle("repair.would-run-twice", spec.task_specs[other.name].path)
        for other in others
        if not meet_unjoined(spec, before, other) and meet_unjoined(spec, after, other)
    ]
    if found or first_joins(spec, before) == first_joins(spec, after):
        return found
    # It leaves its branch, or comes into one: a join would count another number of tokens.
    if others:
        return [Obstacle("repair.other-branch", target)]
    if not _stands_alone(scope_at(definition, target.rpartition("/")[0]), target):
        return [Obstacle("repair.into-a-branch", target)]
    return []


def _stands_alone(scope: Scope, target: str) -> bool:
    """Return whether nothing ever runs side by side with a step that a join would count.

    Whatever parts before it comes together again in one join before it.
    """
    after, sure, step = successors(scope), sure_ways(scope), target.rpartition("/")[2]
    joins = {
        node.id
        for node in scope.nodes
        if isinstance(node, ParallelGateway | InclusiveGateway)
        and len(scope.incoming(node.id)) > 1
    }
    for node in scope.nodes:
        if isinstance(node, ExclusiveGateway | EventBasedGateway) or len(after[node.id]) < _PARTS:
            continue
        closing = [
            join
            for join in (joins & sure[node.id]) - {node.id}
            if step not in reachable(after, after[node.id], without=join)
        ]
        if not closing and step in reachable(after, after[node.id]):
            return False
    return True


def _token_at(task: Task) -> Place:
    return Place(task.task_spec.name, task.internal_data.get("via"))
