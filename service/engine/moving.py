"""A running process under another version of its diagram: `move`, pure as `execute` is.

Every token stays where it stands, with its number, data and instants, or the process does not
move at all and every reason is named (decisions/0011).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Final

from SpiffWorkflow.util.task import TaskState

from service.engine.api import Listening, Step
from service.engine.codec import dump, load
from service.engine.faults import ProcessEnded, ProcessFault
from service.engine.marking import Marking
from service.engine.obstacles import Obstacle, obstacles_of
from service.engine.specs.host import Host
from service.engine.specs.timers import TimerWait
from service.engine.specs.waits import MessageWait

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime, tzinfo

    from service.engine.definition import Definition
    from service.engine.instance import Instance


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a token stands before and after; a scope stands where its element is."""

    token_no: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of it: `step.state` is the state under the new definition."""

    step: Step
    stands: tuple[Stand, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Every reason why the process cannot move, each once."""

    obstacles: tuple[Obstacle, ...]


def move(
    old: Definition,
    new: Definition,
    state: bytes,
    pairs: Mapping[str, str],
    now: datetime,
    zone: tzinfo = UTC,
) -> Moved | Refused:
    """Return the state of a process of `old` under `new`, or every reason why it cannot move.

    `pairs`: paths in `old` → paths in `new` that a person chose; an element paired with itself
    takes what the new diagram says of it, a timer counts anew from `now` then. Nothing is entered,
    completed or decided. Raises ProcessEnded.
    """
    marking = Marking(old, new, state, pairs)
    if marking.status != "running":
        raise ProcessEnded
    obstacles = list(obstacles_of(marking))
    if obstacles:
        return Refused(_once(obstacles))
    instance = load(new.spec, marking.rewritten(), now)
    instance.zone = zone
    obstacles = list(_armed_anew(marking, instance))
    result = dump(instance)
    obstacles = obstacles or list(_restless(new, instance, result, now))
    if obstacles:
        return Refused(_once(obstacles))
    listening, silenced = _heard_anew(load(old.spec, state, now), instance)
    stands = tuple(_stands(marking))
    _trace(instance, old, stands)
    return Moved(
        Step(
            state=result,
            status="running",
            armed=instance.did.armed(),
            disarmed=instance.did.disarmed(),
            listening=listening,
            silenced=silenced,
            trace=instance.did.trace(),
            buffered=len(instance.kept),
        ),
        stands,
    )


def _armed_anew(marking: Marking, instance: Instance) -> Iterator[Obstacle]:
    """Arm the timers that a person paired, by what the new diagram says of them."""
    tasks = {task.id.int: task for task in instance.tasks.values()}
    for row in marking.rows:
        node = marking.node(row)
        if not isinstance(node, TimerWait) or "due" not in row.internal:
            continue
        if not marking.chosen(node):
            continue
        task = tasks[row.number]
        instance.did.disarm_timer(task)
        for name in _OF_A_TIMER:
            task.internal_data.pop(name, None)
        try:
            task.task_spec.schedule.arm(task.task_spec, task)
        except ProcessFault as fault:
            yield Obstacle("moving.timer-unreadable", node.path, {"cause": fault.fault_code})


def _heard_anew(
    before: Instance, after: Instance
) -> tuple[tuple[Listening, ...], tuple[int, ...]]:
    """Return which tokens wait for another message or signal now, and that they waited before."""
    was, now = ({it.token_no: it for it in one.all_listening()} for one in (before, after))
    changed = tuple(it for number, it in now.items() if was.get(number) != it)
    return changed, tuple(number for number, it in was.items() if now.get(number) != it)


#: What a timer keeps of its first arming.
_OF_A_TIMER: Final = ("since", "fired", "cycle")


def _restless(
    new: Definition, instance: Instance, state: bytes, now: datetime
) -> Iterator[Obstacle]:
    """Yield why the process would not rest where it stands: a move decides nothing."""
    for task in instance.waits():
        spec = task.task_spec
        if isinstance(spec, MessageWait) and spec.keeps_early:
            for name, key, _ in instance.kept:
                if spec.accepts(task, name, key):
                    yield Obstacle("moving.message-waiting", params={"message": str(name)})
    trial = load(new.spec, state, now)
    try:
        trial.settle()
    except ProcessFault:
        yield Obstacle("moving.would-go-on")
        return
    if dump(trial) != state:
        yield Obstacle("moving.would-go-on")


def _stands(marking: Marking) -> Iterator[Stand]:
    for row in marking.rows:
        path = marking.node(row).path
        yield Stand(row.number, path, marking.target(path))


def _trace(instance: Instance, old: Definition, stands: Iterable[Stand]) -> None:
    """Say of tokens that stand on another element that they left the one for the other."""
    changed = {
        stand.token_no: stand
        for stand in stands
        if "/" in stand.before and _element(stand.before) != _element(stand.after)
    }
    for task in list(instance.tasks.values()) if changed else ():
        stand = changed.get(task.id.int)
        waits = task.state != TaskState.FUTURE and not isinstance(task.task_spec, Host)
        if stand is not None and waits:
            instance.did.note("cancelled", old.spec.task_specs[stand.before], task)
            instance.did.note("entered", task.task_spec, task)


def _element(path: str) -> str:
    return path.rpartition("/")[2]


def _once(obstacles: list[Obstacle]) -> tuple[Obstacle, ...]:
    """Return each obstacle once: a wide multi-instance would name its own a thousand times."""
    kept: list[Obstacle] = []
    for obstacle in obstacles:
        if obstacle not in kept:
            kept.append(obstacle)
    return tuple(kept)
