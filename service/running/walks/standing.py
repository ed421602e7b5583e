"""How a walk stands: what waits, where it has been, what can be told of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from service.engine import Definition
    from service.engine.api import ArmedTimer, OpenTask
    from service.engine.resting import Awaited
    from service.running.walks.acts import Act
    from service.values import Value


#: Whose doing a step is: of somebody of the office or of an agency with an account; of an agency
#: that sends something, which the office records; of a system outside.
Way = Literal["task", "agency", "job"]


def way_of(engine: Definition, task: OpenTask) -> Way:
    """Return whose doing an open task is."""
    if task.kind in ("service", "send"):
        return "job"
    lane = engine.lane(task.path)
    outside = lane is not None and lane.binding.role == "instansi"
    agency = engine.node(task.path).extension.agency is not None
    return "agency" if task.kind == "receive" and (agency or outside) else "task"


@dataclass(frozen=True, slots=True)
class WalkTask:
    """A task that waits for somebody of its role."""

    task_no: int
    path: str
    element_id: str
    #: as people call the step
    name: str
    kind: Literal["user", "manual", "receive", "service", "send"]
    way: Way
    role: str | None
    #: name of the lane; of the agency that sends, where the step is an agency's
    lane: str
    unit: str | None
    instance: int | None
    arrived: datetime
    #: None: no waktu baku, or nobody asked
    due: datetime | None
    data: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Reached:
    """An activity or event that a token came to."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the log: the code of a sentence with what fills it."""

    at: datetime
    #: which act it came of, from 0
    act: int
    code: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Trouble:
    """An automatic step that failed, as an incident of a real process would say it."""

    element_id: str
    name: str
    code: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Walk:
    """How things stand after the acts."""

    acts: tuple[Act, ...] = ()
    now: datetime | None = None
    status: Literal["new", "running", "completed"] = "new"
    tasks: tuple[WalkTask, ...] = ()
    timers: tuple[ArmedTimer, ...] = ()
    awaited: tuple[Awaited, ...] = ()
    #: path of each token that rests somewhere
    tokens: tuple[str, ...] = ()
    #: paths of the flows that were taken, and of the nodes that were completed, in order
    flows: tuple[str, ...] = ()
    completed: tuple[str, ...] = ()
    #: what each act reached, in order
    reached: tuple[tuple[Reached, ...], ...] = ()
    log: tuple[Entry, ...] = ()
    trouble: Trouble | None = None

    def next_due(self) -> datetime | None:
        """Return the next instant at which something falls due after now: a timer or a tenggat."""
        dues = [timer.due for timer in self.timers]
        dues += [task.due for task in self.tasks if task.due is not None]
        return min((due for due in dues if self.now is None or due > self.now), default=None)
