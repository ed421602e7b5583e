"""An engine command as an event holds it, and back: what re-execution needs.

{"command": "complete_task", "task_no": 3, "values": {…}, "zone": "Asia/Jakarta"}

`zone` is that of the office, where timers count months; events without it were computed in UTC.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, Any, Final, assert_never
from zoneinfo import ZoneInfo

from service.engine import Recorded
from service.engine.api import (
    CompleteTask,
    DeliverMessage,
    FireTimer,
    RetryIncident,
    StartProcess,
    WaiveTask,
)
from service.errors import AlurError
from service.values import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sqlalchemy import RowMapping

    from service.engine.api import Command


class InputUnreadable(AlurError):
    """An event holds an engine input that this release does not know."""

    code = "running.input-unreadable"


class EventUnreadable(AlurError):
    """The payload of an event is not what any release wrote; `seq` is its number."""

    code = "replay.unreadable"


def input_of(command: Command) -> dict[str, Any]:
    """Return the command as values."""
    match command:
        case StartProcess(data=data):
            return {"command": "start_process", "data": dict(data)}
        case CompleteTask(task_no=number, values=values):
            return {"command": "complete_task", "task_no": number, "values": dict(values)}
        case WaiveTask(task_no=number):
            return {"command": "waive_task", "task_no": number}
        case DeliverMessage(name=name, payload=payload, correlation=key):
            return {
                "command": "deliver_message",
                "name": name,
                "payload": dict(payload),
                "correlation": key,
            }
        case FireTimer(token_no=number):
            return {"command": "fire_timer", "token_no": number}
        case RetryIncident(number=number):
            return {"command": "retry_incident", "number": number}
        case _:
            assert_never(command)


def command_of(values: Mapping[str, Any]) -> Command:
    """Return the command that `input_of` wrote. Raises InputUnreadable."""
    match values:
        case {"command": "start_process", "data": data}:
            return StartProcess(data)
        case {"command": "complete_task", "task_no": number, "values": given}:
            return CompleteTask(number, given)
        case {"command": "waive_task", "task_no": number}:
            return WaiveTask(number)
        case {"command": "deliver_message", "name": name, "payload": payload, "correlation": key}:
            return DeliverMessage(name, payload, key)
        case {"command": "fire_timer", "token_no": number}:
            return FireTimer(number)
        case {"command": "retry_incident", "number": number}:
            return RetryIncident(number)
        case _:
            raise InputUnreadable(command=values.get("command"))


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
) -> Iterator[tuple[Recorded, int, str]]:
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


def _recorded_step(row: Mapping[str, Any] | RowMapping) -> tuple[Recorded, int, str] | None:
    payload = parse(row["payload"])
    if "input" not in payload:
        return None
    given = payload["input"]
    zone = ZoneInfo(given["zone"]) if "zone" in given else UTC
    recorded = Recorded(command_of(given), row["recorded_at"], zone)
    return recorded, row["seq"], payload["state_sha256"]
