"""What goes into the engine and what comes out: plain frozen values.

    execute(definition, state, command, now) -> Step

is a pure function (decisions/0002): it queries nothing, reads no clock and opens no socket.
A state is bytes; `now` is an aware UTC instant.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

#: Values that may enter state: str, bool, int, Decimal, date, aware datetime, None, and lists and
#: string-keyed mappings of them. Never float, never free text (private_text ids stand for it).
Value = Any


@dataclass(frozen=True, slots=True)
class StartProcess:
    data: Mapping[str, Value]
    #: id of the element with which it begins: `service.diagrams.ways_in`; "": the one that is
    #: meant where none is named
    start: str = ""


@dataclass(frozen=True, slots=True)
class CompleteTask:
    """A person's act on an open user, manual or receive task."""

    task_no: int
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class WaiveTask:
    """Close one instance of a multi-instance without its result (*dilewati*)."""

    task_no: int


@dataclass(frozen=True, slots=True)
class ThrowError:
    """What does an open job says that it cannot, with the code of an error (§10.5.6)."""

    task_no: int
    code: str


@dataclass(frozen=True, slots=True)
class GiveUpJob:
    """No attempt is left for an open job: it stands at an incident until somebody retries."""

    task_no: int


@dataclass(frozen=True, slots=True)
class DeliverMessage:
    """To one receiver, the longest armed; kept when none waits and some receiver could keep it."""

    name: str
    payload: Mapping[str, Value]
    correlation: Value = None


@dataclass(frozen=True, slots=True)
class BroadcastSignal:
    """To everything that waits for it; nobody waiting is no error, and nobody keeps it."""

    name: str
    payload: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class FireTimer:
    token_no: int


@dataclass(frozen=True, slots=True)
class RetryIncident:
    number: int


@dataclass(frozen=True, slots=True)
class MoveToken:
    """A waiting token goes to another step: `service.engine.token_moves`."""

    token_no: int
    #: path of the step
    target: str


@dataclass(frozen=True, slots=True)
class CorrectVariable:
    """A variable that the process itself owns gets another value."""

    name: str
    value: Value


@dataclass(frozen=True, slots=True)
class SuspendProcess:
    """Nothing goes on until the process is resumed; what comes from outside is held back."""


@dataclass(frozen=True, slots=True)
class ResumeProcess:
    """Go on, with what was held back, in the order of its arrival."""


Command = (
    StartProcess
    | CompleteTask
    | WaiveTask
    | ThrowError
    | GiveUpJob
    | DeliverMessage
    | BroadcastSignal
    | FireTimer
    | RetryIncident
    | SuspendProcess
    | ResumeProcess
    | MoveToken
    | CorrectVariable
)


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task that waits for a person, or for a system outside: service and send tasks."""

    task_no: int
    #: id in the diagram; `path` also names the call activities on the way, "/"-joined
    element_id: str
    path: str
    kind: Literal["user", "manual", "receive", "service", "send"]
    #: what the task sees: scopes merged, innermost wins
    data: Mapping[str, Value]
    #: index in its multi-instance, None outside one
    instance: int | None


@dataclass(frozen=True, slots=True)
class ClosedTask:
    task_no: int
    how: Literal["completed", "waived", "cancelled"]


@dataclass(frozen=True, slots=True)
class ArmedTimer:
    token_no: int
    element_id: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Listening:
    """A token that waits for a message or a signal, as far as whoever sends one asks."""

    token_no: int
    kind: Literal["message", "signal"]
    name: str
    #: it takes only messages with this `key`
    correlated: bool = False
    key: Value = None
    #: it also takes a message that was sent before it waited
    early: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """A node that was entered, or a sequence flow that a token took, in order."""

    kind: Literal["entered", "flow", "completed", "cancelled"]
    element_id: str
    path: str
    token_no: int


@dataclass(frozen=True, slots=True)
class Sent:
    """What the process threw, for whoever can hand it on to other processes."""

    kind: Literal["message", "signal"]
    name: str
    payload: Mapping[str, Value]
    correlation: Value
    element_id: str
    #: a message that a receiver of the process itself took, or that is kept for one: a message has
    #: one receiver, so it is for nobody else; of a signal the process's own receivers have theirs
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """What a business rule task decided, and by which rules."""

    path: str
    value: Value
    #: name of each decision that is a table → numbers of its rules that matched, from 1
    rules: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class IncidentReport:
    number: int
    element_id: str
    code: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    state: bytes
    status: Literal["running", "completed"]
    opened: tuple[OpenTask, ...] = ()
    closed: tuple[ClosedTask, ...] = ()
    armed: tuple[ArmedTimer, ...] = ()
    #: tokens whose timer no longer waits (fired or cancelled)
    disarmed: tuple[int, ...] = ()
    #: tokens that began to wait for a message or a signal
    listening: tuple[Listening, ...] = ()
    #: tokens that wait for none any more
    silenced: tuple[int, ...] = ()
    trace: tuple[Taken, ...] = ()
    #: in the order of the throws
    sent: tuple[Sent, ...] = ()
    #: in the order in which it was decided
    decided: tuple[Decided, ...] = ()
    incident: IncidentReport | None = None
    #: a retry that went through
    resolved: int | None = None
    #: number of messages kept for later
    buffered: int = 0
    #: names of what was held back while the process was suspended and found nobody afterwards
    unclaimed: tuple[str, ...] = ()
    warnings: tuple[str, ...] = field(default=())
