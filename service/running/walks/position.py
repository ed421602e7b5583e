"""Where a walk stands between two acts: the engine's state, the clock, and what came of it so far.

Mutable, and known to nobody but `walk`, which copies it before each act.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal
from zoneinfo import ZoneInfo

from service.diagrams.extensions import lane_called
from service.diagrams.model import (
    Activity,
    EventBasedGateway,
    ExclusiveGateway,
    InclusiveGateway,
    IntermediateCatchEvent,
    ParallelGateway,
)
from service.engine import armed_timers, execute, open_tasks
from service.engine.api import FireTimer
from service.engine.resting import awaited, resting_paths
from service.feel import FeelError, compile_expression
from service.running import limits
from service.running.due_dates import tenggat_of
from service.running.refusals import UnitUnknown
from service.running.walks.deciding import rules_told, value_told
from service.running.walks.ground import SAMPLE_UNITS, called_at, called_element
from service.running.walks.refusals import (
    NotStarted,
    StepGone,
    StepNotOpen,
    TooManyTimers,
)
from service.running.walks.standing import Entry, Reached, Trouble, Walk, WalkTask, way_of
from service.sentences import sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from service.engine.api import ArmedTimer, Command, OpenTask, Step
    from service.engine.resting import Awaited
    from service.running.walks.acts import Act
    from service.running.walks.ground import Ground
    from service.running.walks.standing import Way

#: Timers that fire while the clock moves once.
_MOST_FIRINGS: Final = 200

_GATEWAYS: Final = (ExclusiveGateway, InclusiveGateway, ParallelGateway, EventBasedGateway)

#: Where tokens wait; what is around an activity is told when the activity is entered.
_WAITING: Final = (Activity, IntermediateCatchEvent)


@dataclass(slots=True)
class Position:
    """One walk, as far as it went."""

    ground: Ground
    state: bytes | None = None
    now: datetime | None = None
    status: Literal["new", "running", "completed"] = "new"
    #: how many acts were done
    acts: int = 0
    arrivals: dict[int, datetime] = field(default_factory=dict)
    flows: list[str] = field(default_factory=list)
    completed: list[str] = field(default_factory=list)
    #: what the act that is being done reached
    passing: list[Reached] = field(default_factory=list)
    log: list[Entry] = field(default_factory=list)
    trouble: Trouble | None = None

    def copy(self) -> Position:
        """Return the same place, from which an act can be done without moving this one."""
        return replace(
            self,
            arrivals=dict(self.arrivals),
            flows=list(self.flows),
            completed=list(self.completed),
            passing=[],
            log=list(self.log),
        )

    # ------------------------------------------------------------ the engine

    def make(self, command: Command) -> None:
        now = self.present()
        zone = ZoneInfo(self.ground.zone)
        step = execute(self.ground.engine, self.state, command, now, zone)
        limits.require_room(events=self.acts, state=step.state)
        self.state, self.status = step.state, step.status
        for taken in step.trace:
            self._note(taken.kind, taken.path)
        for decided in step.decided:
            self.tell(
                "walk.log-decided",
                step=self.name(decided.path),
                rules=rules_told(decided),
                value=value_told(decided.value),
            )
        for task in step.opened:
            self._arrive(task)
        for sent in step.sent:
            step_name = called_element(self.ground, sent.element_id)
            self.tell(f"walk.log-{sent.kind}-sent", name=sent.name, step=step_name)
        if step.status == "completed":
            self.tell("walk.log-ended")
        self._hold(step)

    def _note(self, kind: str, path: str) -> None:
        if kind == "flow":
            self.flows.append(path)
        elif kind == "completed":
            self.completed.append(path)
        if kind in ("entered", "completed") and self._counts(path, kind):
            self.passing.append(Reached(path, self.name(path)))

    def _counts(self, path: str, kind: str) -> bool:
        """Say whether coming to a node is something that people would tell.

        A gateway is not: where it leads to is. What waits is told when a token enters it, what
        does not wait when it is completed.
        """
        node = self.ground.engine.nodes.get(path)
        if node is None or isinstance(node, _GATEWAYS):
            return False
        waits = isinstance(node, _WAITING)
        return kind == ("entered" if waits else "completed")

    def _arrive(self, task: OpenTask) -> None:
        now = self.present()
        self.arrivals[task.task_no] = now
        extension = self.ground.engine.node(task.path).extension
        if extension.unit is not None and self.unit(task) is None:
            raise UnitUnknown(step=self.name(task.path))
        code = f"walk.log-{self.way(task)}-opened"
        self.tell(code, lane=self.who(task), step=self.name(task.path))

    def _hold(self, step: Step) -> None:
        report = step.incident
        if report is None:
            return
        name = called_element(self.ground, report.element_id)
        self.trouble = Trouble(report.element_id, name, report.code, report.params)
        self.tell("walk.log-trouble", step=name)

    # ------------------------------------------------------------ timers

    def fire_until(self, end: datetime) -> None:
        for _ in range(_MOST_FIRINGS):
            timer = self._next_timer()
            if timer is None or timer.due > end:
                return
            self.now = max(self.present(), timer.due)
            self.tell("walk.log-timer", step=called_element(self.ground, timer.element_id))
            self.make(FireTimer(timer.token_no))
        raise TooManyTimers(limit=_MOST_FIRINGS)

    def _next_timer(self) -> ArmedTimer | None:
        if self.trouble is not None or self.status != "running" or self.state is None:
            return None
        armed = armed_timers(self.ground.engine, self.state, self.present())
        return armed[0] if armed else None

    # ------------------------------------------------------------ looking

    def stands(self, acts: Sequence[Act], reached: Sequence[tuple[Reached, ...]]) -> Walk:
        """Return how things stand."""
        if self.state is None or self.now is None:
            return Walk()
        engine, state, now = self.ground.engine, self.state, self.now
        ended = self.status != "running"
        return Walk(
            acts=tuple(acts),
            now=now,
            status=self.status,
            tasks=() if ended else tuple(self._task(it) for it in self.tasks()),
            timers=() if ended else armed_timers(engine, state, now),
            awaited=() if ended else self.awaited(),
            tokens=() if ended else resting_paths(engine, state, now),
            flows=tuple(self.flows),
            completed=tuple(self.completed),
            reached=tuple(reached),
            log=tuple(self.log),
            trouble=self.trouble,
        )

    def _task(self, task: OpenTask) -> WalkTask:
        extension = self.ground.engine.node(task.path).extension
        drawn = self.ground.engine.lane(task.path)
        arrived = self.arrivals[task.task_no]
        calendar = self.ground.calendar
        return WalkTask(
            task_no=task.task_no,
            path=task.path,
            element_id=task.element_id,
            name=self.name(task.path),
            kind=task.kind,
            way=self.way(task),
            role=None if drawn is None else drawn.binding.role,
            lane=self.lane(task.path),
            unit=None if extension.unit is None else self.unit(task),
            instance=task.instance,
            arrived=arrived,
            due=None if calendar is None else tenggat_of(task, extension, arrived, calendar),
            data=task.data,
        )

    def open_task(self, path: str, instance: int | None) -> OpenTask:
        for task in self.tasks():
            if task.path == path and task.instance == instance:
                return task
        self.require_drawn(path)
        raise StepNotOpen(step=self.name(path))

    def open_job(self, path: str, instance: int | None) -> OpenTask:
        """Return an open step that a system does. Raises StepNotOpen, StepGone."""
        task = self.open_task(path, instance)
        if self.way(task) != "job":
            raise StepNotOpen(step=self.name(path))
        return task

    def require_drawn(self, path: str) -> None:
        if path.partition("#")[0] not in self.ground.engine.nodes:
            raise StepGone(number=self.acts + 1)

    def tasks(self) -> tuple[OpenTask, ...]:
        if self.state is None or self.status != "running":
            return ()
        return open_tasks(self.ground.engine, self.state, self.present())

    def awaited(self) -> tuple[Awaited, ...]:
        if self.state is None or self.status != "running":
            return ()
        return awaited(self.ground.engine, self.state, self.present())

    def unit(self, task: OpenTask) -> str | None:
        expression = self.ground.engine.node(task.path).extension.unit
        if expression is None:
            return None
        try:
            return SAMPLE_UNITS.get(str(compile_expression(expression).evaluate(task.data)))
        except FeelError:
            return None

    def way(self, task: OpenTask) -> Way:
        """Say whose doing a step is."""
        return way_of(self.ground.engine, task)

    def who(self, task: OpenTask) -> str:
        lane, unit = self.lane(task.path), self.unit(task)
        return f"{lane} ({unit})" if unit is not None else lane

    def lane(self, path: str) -> str:
        agency = self.ground.engine.node(path).extension.agency
        lane = self.ground.engine.lane(path)
        named = "" if lane is None else lane_called(lane.name, lane.binding.role)
        return agency or named or sentence("walk.nobody-named")

    def name(self, path: str) -> str:
        return called_at(self.ground, path)

    def present(self) -> datetime:
        if self.now is None:
            raise NotStarted
        return self.now

    def tell(self, code: str, **params: str) -> None:
        self.log.append(Entry(self.present(), self.acts, code, params))
