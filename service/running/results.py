"""What a command on a process answers, and the same from the store for a repeated request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a process stands after a command."""

    instance_id: UUID
    #: the process number that people say
    number: str
    #: number of the command's first event
    seq: int
    status: Literal["running", "completed", "cancelled"]
    #: tasks that the command opened
    opened: tuple[int, ...] = ()
    #: number of the incident in which the automatic steps ended; None: they went through
    incident: int | None = None

    def answer(self) -> dict[str, Any]:
        """Return the result as JSON keeps it."""
        return {
            "instance_id": str(self.instance_id),
            "number": self.number,
            "seq": self.seq,
            "status": self.status,
            "opened": list(self.opened),
            "incident": self.incident,
        }


def moved(answer: Mapping[str, Any]) -> Moved:
    """Return the result that `Moved.answer` wrote."""
    return Moved(
        instance_id=UUID(answer["instance_id"]),
        number=answer["number"],
        seq=answer["seq"],
        status=answer["status"],
        opened=tuple(answer["opened"]),
        incident=answer["incident"],
    )
