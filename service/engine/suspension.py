"""A process that stands still because a person says so, until a person says otherwise.

Nothing is entered, completed or fired meanwhile; what comes from outside is held back in the
order of its arrival and given to the process when it goes on. All of it stands in the internal
data of the process's own token, so that it is state as any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from service.engine.api import (
    BroadcastSignal,
    Command,
    CorrectVariable,
    DeliverMessage,
    MoveToken,
    ResumeProcess,
    SuspendProcess,
)
from service.engine.codec import dump, load
from service.engine.faults import (
    AlreadySuspended,
    BufferFull,
    NoReceiver,
    NotSuspended,
    ProcessFault,
    ProcessSuspended,
)
from service.engine.limits import BUFFERED_MESSAGES
from service.engine.specs.signals import broadcast

if TYPE_CHECKING:
    from service.engine.instance import Instance

#: Key in the internal data of the process's token: what is held back, the oldest first, as
#: [kind, name, key, payload].
_HELD: Final = "suspended"

#: What a suspended process takes.
_TAKEN: Final = (
    SuspendProcess,
    ResumeProcess,
    DeliverMessage,
    BroadcastSignal,
    MoveToken,
    CorrectVariable,
)


def is_suspended(instance: Instance) -> bool:
    """Return whether it is; a process that is just being started has no token yet."""
    return instance.last_number > 0 and _HELD in instance.task_tree.internal_data


def require_takes(instance: Instance, command: Command) -> None:
    """Raise ProcessSuspended when a suspended process does not take the command."""
    if is_suspended(instance) and not isinstance(command, _TAKEN):
        raise ProcessSuspended


def suspend(instance: Instance) -> None:
    """Let nothing go on from here. Raises AlreadySuspended."""
    if is_suspended(instance):
        raise AlreadySuspended
    instance.task_tree.internal_data[_HELD] = []


def resume(instance: Instance) -> None:
    """Let the process go on, and give it what was held back, one after the other.

    What nobody waits for any more, because somebody repaired the process meanwhile, is named in
    `unclaimed`. Raises NotSuspended, and ProcessFault when a step cannot go on.
    """
    if not is_suspended(instance):
        raise NotSuspended
    held = instance.task_tree.internal_data.pop(_HELD)
    for kind, name, key, payload in held:
        if not instance.act_alone:
            instance.settle()
        try:
            _give(instance, kind, name, key, payload)
        except (NoReceiver, BufferFull):
            instance.unclaimed.append(name)


def hold_back(instance: Instance, command: DeliverMessage | BroadcastSignal) -> None:
    """Keep what came for the suspended process until it goes on.

    Refused is what would be refused if the process went on now: NoReceiver, BufferFull.
    """
    kind = "message" if isinstance(command, DeliverMessage) else "signal"
    key = command.correlation if isinstance(command, DeliverMessage) else None
    held = instance.task_tree.internal_data[_HELD]
    if len(held) + len(instance.kept) >= BUFFERED_MESSAGES:
        raise BufferFull(limit=BUFFERED_MESSAGES)
    if kind == "message":
        _require_receiver(instance, command.name, key)
    held.append([kind, command.name, key, dict(command.payload)])


def _require_receiver(instance: Instance, name: str, key: Any) -> None:
    """Raise what delivering would raise behind all that is held back already."""
    trial = load(instance.spec, dump(instance), instance.now)
    trial.zone = instance.zone
    try:
        resume(trial)
        trial.settle()
    except ProcessFault:
        return  # it will stand at an incident; what is held back then is told to people
    if trial.status != "running":
        raise NoReceiver(message=name)
    trial.deliver(name, {}, key)


def _give(instance: Instance, kind: str, name: str, key: Any, payload: dict[str, Any]) -> None:
    if instance.status != "running":
        raise NoReceiver(message=name)
    if kind == "signal":
        broadcast(instance, name, payload)
    else:
        instance.deliver(name, payload, key)
