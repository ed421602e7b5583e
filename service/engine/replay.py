"""Re-execution: the recorded commands once more, state by state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from service.engine.execution import execute

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime, tzinfo

    from service.engine.api import Command, Step
    from service.engine.definition import Definition


@dataclass(frozen=True, slots=True)
class Recorded:
    """A command as the history has it, with the instant that the engine took for the present."""

    command: Command
    at: datetime
    #: on whose calendar timers counted months
    zone: tzinfo = UTC


def replay(definition: Definition, commands: Iterable[Recorded]) -> Iterator[Step]:
    """Yield the step of each command, begun from nothing.

    Raises what `execute` raises: a recorded command that no longer fits is a difference.
    """
    state: bytes | None = None
    for recorded in commands:
        step = execute(definition, state, recorded.command, recorded.at, recorded.zone)
        state = step.state
        yield step
