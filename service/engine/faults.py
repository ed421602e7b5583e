"""What can go wrong inside the engine.

A fault is the process's: it becomes an incident. A rejection is the caller's: nothing changes.
"""

from __future__ import annotations

from service.errors import AlurError, Conflict, Rejected


class ProcessFault(AlurError):
    """An automatic step cannot go on; the command commits the act alone and an incident."""

    code = "engine.fault"

    def __init__(self, code: str, element_id: str, /, **params: object) -> None:
        super().__init__(**params)
        self.fault_code = code
        self.element_id = element_id


class ConditionFault(ProcessFault):
    """A condition that is looked at after the command cannot be answered."""

    def __init__(self, fault: ProcessFault, token_no: int) -> None:
        super().__init__(fault.fault_code, fault.element_id, **fault.params)
        self.token_no = token_no


class TaskNotOpen(Conflict):
    """The task was already completed or cancelled."""

    code = "engine.task-not-open"


class TimerNotArmed(Conflict):
    """The timer fired already or its activity ended."""

    code = "engine.timer-not-armed"


class TimerNotDue(Rejected):
    """The timer's instant lies ahead."""

    code = "engine.timer-not-due"


class NoReceiver(Rejected):
    """Nothing in the process could ever take this message."""

    code = "engine.no-receiver"


class BufferFull(Rejected):
    """Too many messages wait for a receiver."""

    code = "engine.buffer-full"


class ValueRefused(Rejected):
    """A variable that came from outside cannot stand in state."""

    code = "engine.value-refused"


class ErrorNotCaught(Rejected):
    """Nothing around the step catches the error; nothing has changed."""

    code = "engine.error-not-caught"


class NotWaivable(Rejected):
    """Only one instance of a multi-instance task can be waived."""

    code = "engine.not-waivable"


class NoSuchIncident(Conflict):
    """The incident is no longer open."""

    code = "engine.no-such-incident"


class ProcessEnded(Conflict):
    """The process has ended."""

    code = "engine.process-ended"


class ProcessSuspended(Conflict):
    """The process is suspended: nothing goes on until it is resumed."""

    code = "engine.process-suspended"


class AlreadySuspended(Conflict):
    """The process is suspended already."""

    code = "engine.already-suspended"


class NotSuspended(Conflict):
    """The process is not suspended, so there is nothing to resume."""

    code = "engine.not-suspended"


class TokenStays(Rejected):
    """A token cannot be moved to a step; `reason` is the code of what says why."""

    code = "engine.token-stays"


class VariableUnknown(Rejected):
    """The process itself has no such variable, so there is nothing to correct."""

    code = "engine.variable-unknown"


class StartUnknown(Rejected):
    """The process does not begin with this element, or nothing says with which of several."""

    code = "engine.start-unknown"


class OutOfOrder(Conflict):
    """A process is started once, and before anything else."""

    code = "engine.out-of-order"


class StateUnreadable(AlurError):
    """The stored state was written by an engine that this release cannot read."""

    code = "engine.state-unreadable"


class NotExecutable(AlurError):
    """The model holds something that the gate should have refused."""

    code = "engine.not-executable"
