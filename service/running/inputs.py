"""An engine command as an event holds it, and back: what re-execution needs.

{"command": "complete_task", "task_no": 3, "values": {…}, "zone": "Asia/Jakarta"}

`zone` is that of the office, where timers count months; events without it were computed in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any, Final, assert_never
from uuid import UUID
from zoneinfo import ZoneInfo

from service.engine import Recorded
from service.engine.api import (
    BroadcastSignal,
    CompleteTask,
    CorrectVariable,
    DeliverMessage,
    FireTimer,
    GiveUpJob,
    MoveToken,
    ResumeProcess,
    RetryIncident,
    StartProcess,
    SuspendProcess,
    ThrowError,
    WaiveTask,
)
from service.errors import AlurError
from service.values import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime, tzinfo

    from sqlalchemy import RowMapping

    from service.engine.api import Command


@dataclass(frozen=True, slots=True)
class MoveToVersion:
    """From here on the process runs under another version of its SOP: `engine.moving.move`."""

    from_version_id: UUID
    version_id: UUID
    #: path in the version before → path in the one after, where a person chose
    pairs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class RecordedMove:
    """A move as the history has it (`engine.Recorded` is a command)."""

    command: MoveToVersion
    at: datetime
    zone: tzinfo = UTC


class InputUnreadable(AlurError):
    """An event holds an engine input that this release does not know."""

    code = "running.input-unreadable"


class EventUnreadable(AlurError):
    """The payload of an event is not what any release wrote; `seq` is its number."""

    code = "replay.unreadable"


def input_of(command: Command) -> dict[str, Any]:
    """Return the command as values."""
    written: dict[str, Any]
    match command:
        case StartProcess(data=data, start=start):
            written = {"command": "start_process", "data": dict(data)}
            written |= {"start": start} if start else {}
        case CompleteTask(task_no=number, values=values):
            written = {"command": "complete_task", "task_no": number, "values": dict(values)}
        case DeliverMessage(name=name, payload=payload, correlation=key):
            written = {
                "command": "deliver_message",
                "name": name,
                "payload": dict(payload),
                "correlation": key,
            }
        case BroadcastSignal(name=name, payload=payload):
            written = {"command": "broadcast_signal", "name": name, "payload": dict(payload)}
        case WaiveTask() | ThrowError() | GiveUpJob():
            written = _of_task(command)
        case FireTimer(token_no=number):
            written = {"command": "fire_timer", "token_no": number}
        case RetryIncident(number=number):
            written = {"command": "retry_incident", "number": number}
        case SuspendProcess() | ResumeProcess() | MoveToken() | CorrectVariable():
            written = _input_of_repair(command)
        case _:
            assert_never(command)
    return written


def _input_of_repair(
    command: SuspendProcess | ResumeProcess | MoveToken | CorrectVariable,
) -> dict[str, Any]:
    match command:
        case SuspendProcess():
            return {"command": "suspend_process"}
        case ResumeProcess():
            return {"command": "resume_process"}
        case MoveToken(token_no=number, target=target):
            return {"command": "move_token", "token_no": number, "target": target}
        case CorrectVariable(name=name, value=value):
            return {"command": "correct_variable", "name": name, "value": value}
        case _:
            assert_never(command)


def input_of_move(move: MoveToVersion) -> dict[str, Any]:
    """Return the move as values; `pairs` by name."""
    return {
        "command": "move_process",
        "from": str(move.from_version_id),
        "to": str(move.version_id),
        "pairs": dict(move.pairs),
    }


def move_of(values: Mapping[str, Any]) -> MoveToVersion | None:
    """Return the move that `input_of_move` wrote; None: it is a command."""
    if values.get("command") != "move_process":
        return None
    return MoveToVersion(UUID(values["from"]), UUID(values["to"]), dict(values["pairs"]))


def command_of(values: Mapping[str, Any]) -> Command:
    """Return the command that `input_of` wrote. Raises InputUnreadable."""
    command: Command
    match values:
        case {"command": "start_process", "data": data}:
            command = StartProcess(data, values.get("start", ""))
        case {"command": "complete_task", "task_no": number, "values": given}:
            command = CompleteTask(number, given)
        case {"command": "deliver_message", "name": name, "payload": payload, "correlation": key}:
            command = DeliverMessage(name, payload, key)
        case {"command": "broadcast_signal", "name": name, "payload": payload}:
            command = BroadcastSignal(name, payload)
        case {"command": "waive_task" | "throw_error" | "give_up_job"}:
            command = _task_command_of(values)
        case {"command": "fire_timer", "token_no": number}:
            command = FireTimer(number)
        case {"command": "retry_incident", "number": number}:
            command = RetryIncident(number)
        case _:
            command = _repair_of(values)
    return command


def _repair_of(values: Mapping[str, Any]) -> Command:
    match values:
        case {"command": "suspend_process"}:
            return SuspendProcess()
        case {"command": "resume_process"}:
            return ResumeProcess()
        case {"command": "move_token", "token_no": number, "target": target}:
            return MoveToken(number, target)
        case {"command": "correct_variable", "name": name, "value": value}:
            return CorrectVariable(name, value)
        case _:
            raise InputUnreadable(command=values.get("command"))


def _of_task(command: WaiveTask | ThrowError | GiveUpJob) -> dict[str, Any]:
    if isinstance(command, WaiveTask):
        return {"command": "waive_task", "task_no": command.task_no}
    if isinstance(command, GiveUpJob):
        return {"command": "give_up_job", "task_no": command.task_no}
    return {"command": "throw_error", "task_no": command.task_no, "code": command.code}


def _task_command_of(values: Mapping[str, Any]) -> WaiveTask | ThrowError | GiveUpJob:
    if values["command"] == "waive_task":
        return WaiveTask(values["task_no"])
    if values["command"] == "give_up_job":
        return GiveUpJob(values["task_no"])
    return ThrowError(values["task_no"], values["code"])


#: Whoever forged an event chose what is wrong in it; ZoneInfo opens files by what it is given.
_UNREADABLE: Final = (
    AttributeError,
    InputUnreadable,
    LookupError,
    OSError,
    TypeError,
    ValueError,
)


def recorded_steps(
    rows: Iterable[Mapping[str, Any] | RowMapping],
) -> Iterator[tuple[Recorded | RecordedMove, int, str]]:
    """Give each engine input of a history with its event's number and the hash of the state.

    `rows` are those of `store.history.events_of`; the instant is the one at which it was recorded.
    Raises EventUnreadable.
    """
    for row in rows:
        try:
            found = _recorded_step(row)
        except _UNREADABLE as problem:
            raise EventUnreadable(seq=row["seq"]) from problem
        if found is not None:
            yield found


def _recorded_step(
    row: Mapping[str, Any] | RowMapping,
) -> tuple[Recorded | RecordedMove, int, str] | None:
    payload = parse(row["payload"])
    if "input" not in payload:
        return None
    given = payload["input"]
    zone = ZoneInfo(given["zone"]) if "zone" in given else UTC
    move, at = move_of(given), row["recorded_at"]
    recorded = (
        Recorded(command_of(given), at, zone) if move is None else RecordedMove(move, at, zone)
    )
    return recorded, row["seq"], payload["state_sha256"]
