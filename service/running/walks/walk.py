"""Walking: acts in, what they made of the process out.

`walk` is a pure function of a ground and acts. What a person types is checked as the real thing
checks it (`service.forms`); who acts, papers and paraf are not: one person walks in all roles.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal, assert_never
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
from service.engine.api import (
    BroadcastSignal,
    CompleteTask,
    DeliverMessage,
    FireTimer,
    StartProcess,
    WaiveTask,
)
from service.engine.resting import awaited, resting_paths
from service.errors import AlurError
from service.feel import FeelError, compile_expression
from service.forms import FileRef, Form, make_file_names, validate
from service.running import limits
from service.running.adjusted import start_data
from service.running.due_dates import tenggat_of
from service.running.kinds import require_kind
from service.running.outcomes import drawn_at
from service.running.refusals import OutcomeUnknown, UnitUnknown
from service.running.walks.acts import Complete, Deliver, MoveClock, SendBack, Start, Waive
from service.running.walks.ground import (
    SAMPLE_UNITS,
    called_at,
    called_element,
    sample_options,
)
from service.running.walks.refusals import (
    ClockBack,
    HeldUp,
    NothingWaits,
    NotStarted,
    StepGone,
    StepNotOpen,
    TooManyActs,
    TooManyTimers,
)
from service.running.walks.standing import Entry, Reached, Trouble, Walk, WalkTask

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from service.engine.api import ArmedTimer, Command, OpenTask, Step
    from service.engine.resting import Awaited
    from service.running.outcomes import Drawn
    from service.running.walks.acts import Act
    from service.running.walks.ground import Ground
    from service.values import Value

#: Acts of one walk, and timers that fire while the clock moves once.
MOST_ACTS: Final = 300
_MOST_FIRINGS: Final = 200
_FARTHEST: Final = timedelta(days=10 * 366)

#: Stands in state where a process has the id of a text.
_TEXT: Final = "text:uji-jalan"

_NO_FORM: Final = Form("", ())

_GATEWAYS: Final = (ExclusiveGateway, InclusiveGateway, ParallelGateway, EventBasedGateway)

#: Where tokens wait; what is around an activity is told when the activity is entered.
_WAITING: Final = (Activity, IntermediateCatchEvent)


def walk(ground: Ground, acts: Sequence[Act]) -> Walk:
    """Return how things stand after `acts`, begun from nothing.

    Raises what the first act that does not fit is refused with: FieldsRejected, StepNotOpen,
    HeldUp, and what the engine and the ways out of a step refuse.
    """
    return walk_as_far(ground, acts, refuse=True).walk


@dataclass(frozen=True, slots=True)
class WentAsFar:
    """A walk up to the first act that does not fit, and why that one does not."""

    walk: Walk
    refused: AlurError | None


def walk_as_far(ground: Ground, acts: Sequence[Act], *, refuse: bool = False) -> WentAsFar:
    """Return the walk of as many of `acts` as fit; `refuse` raises instead."""
    walker = _Walker(ground)
    for act in acts:
        try:
            walker.do(act)
        except AlurError as refused:
            if refuse:
                raise
            return WentAsFar(walker.stands(), refused)
    return WentAsFar(walker.stands(), None)


@dataclass(slots=True)
class _Walker:
    ground: Ground
    acts: list[Act] = field(default_factory=list)
    state: bytes | None = None
    now: datetime | None = None
    status: Literal["new", "running", "completed"] = "new"
    arrivals: dict[int, datetime] = field(default_factory=dict)
    flows: list[str] = field(default_factory=list)
    completed: list[str] = field(default_factory=list)
    reached: list[tuple[Reached, ...]] = field(default_factory=list)
    passing: list[Reached] = field(default_factory=list)
    log: list[Entry] = field(default_factory=list)
    trouble: Trouble | None = None

    # ------------------------------------------------------------ acts

    def do(self, act: Act) -> None:
        """Do one act wholly, or refuse it and leave everything as it is."""
        if len(self.acts) >= MOST_ACTS:
            raise TooManyActs(limit=MOST_ACTS)
        if (self.state is None) != isinstance(act, Start):
            raise NotStarted
        if self.trouble is not None:
            raise HeldUp(step=self.trouble.name)
        before = self._copy()
        try:
            self._do(act)
        except AlurError:
            self._restore(before)
            raise
        self.acts.append(act)
        self.reached.append(tuple(self.passing))
        self.passing = []

    def _do(self, act: Act) -> None:
        match act:
            case Start():
                self._start(act)
            case Complete():
                self._complete(act)
            case SendBack():
                self._send_back(act)
            case Waive():
                self._waive(act)
            case Deliver():
                self._deliver(act)
            case MoveClock():
                self._move_clock(act)
            case _:
                assert_never(act)
        self._fire_due()

    def _start(self, act: Start) -> None:
        process = self.ground.engine.process
        title, year = limits.title_in(act.title), limits.year_in(act.year)
        require_kind(process, act.kind)
        today = act.at.astimezone(ZoneInfo(self.ground.zone)).date()
        dates = start_data(process, act.dates, today)
        self.now = act.at
        self._tell("walk.log-started", title=title, year=str(year))
        values = {"tahun": year, "jenis": act.kind or None, **dates}
        self._make(StartProcess(values, act.way or self.ground.engine.start))

    def _complete(self, act: Complete) -> None:
        task = self._open(act.path, act.instance)
        drawn = drawn_at(self.ground, task.path)
        form = self.ground.form_at(task.path) or _NO_FORM
        outcome = act.outcome
        if drawn is not None and outcome is None and form.field(drawn.variable) is None:
            outcome = drawn.chosen(None).outcome
        values = self._values(task, form, act.typed, drawn, outcome)
        chosen = None
        if drawn is not None:
            chosen = drawn.chosen(outcome or values.get(drawn.variable))
            values[drawn.variable] = chosen.outcome
        many = drawn is not None and len(drawn.flows) > 1
        code = "walk.log-chosen" if many else "walk.log-completed"
        choice = (chosen.name or chosen.outcome or "") if chosen is not None else ""
        self._tell(code, lane=self._who(task), step=self._name(task.path), choice=choice)
        self._make(CompleteTask(task.task_no, values))

    def _values(
        self,
        task: OpenTask,
        form: Form,
        typed: Mapping[str, Any],
        drawn: Drawn | None,
        outcome: str | None,
    ) -> dict[str, Value]:
        answers = dict(typed)
        if drawn is not None and outcome is not None and form.field(drawn.variable) is not None:
            # Chosen by a button: the form's own choice says the same.
            answers[drawn.variable] = outcome
        context = {**task.data, **sample_options(self.ground)}
        files = {
            key: [FileRef(hashlib.sha256(name.encode()).hexdigest(), name) for name in names]
            for key, names in make_file_names(form, answers, context).items()
        }
        submission = validate(form, answers, context=context, files=files)
        return {**submission.values, **dict.fromkeys(submission.texts, _TEXT)}

    def _send_back(self, act: SendBack) -> None:
        task = self._open(act.path, act.instance)
        drawn = drawn_at(self.ground, task.path)
        if drawn is None:
            raise StepNotOpen(step=self._name(act.path))
        flow = drawn.chosen(act.outcome)
        if flow.purpose != "return":
            raise OutcomeUnknown(outcome=act.outcome)
        reason = limits.reason_in(act.reason)
        names = {"lane": self._lane(task.path), "step": self._name(task.path), "reason": reason}
        self._tell("walk.log-sent-back", **names)
        self._make(CompleteTask(task.task_no, {drawn.variable: flow.outcome}))

    def _waive(self, act: Waive) -> None:
        task = self._open(act.path, act.instance)
        self._tell("walk.log-waived", step=self._name(task.path), unit=self._unit(task) or "")
        self._make(WaiveTask(task.task_no))

    def _deliver(self, act: Deliver) -> None:
        found = next((it for it in self._awaited() if it.place == act.path), None)
        if found is None:
            self._require_drawn(act.path)
            raise NothingWaits(step=self._name(act.path))
        self._tell(f"walk.log-{found.kind}", name=found.name, step=self._name(act.path))
        if found.kind == "signal":
            self._make(BroadcastSignal(found.name, {}))
        else:
            self._make(DeliverMessage(found.name, {}, found.correlation))

    def _move_clock(self, act: MoveClock) -> None:
        now = self._present()
        if not now < act.to <= now + _FARTHEST:
            raise ClockBack
        self._fire_until(act.to)
        self.now = act.to
        self._tell("walk.log-clock")

    def _fire_due(self) -> None:
        """Let what is due fire, as the worker does in a real process."""
        self._fire_until(self._present())

    def _fire_until(self, end: datetime) -> None:
        for _ in range(_MOST_FIRINGS):
            timer = self._next_timer()
            if timer is None or timer.due > end:
                return
            self.now = max(self._present(), timer.due)
            self._tell("walk.log-timer", step=called_element(self.ground, timer.element_id))
            self._make(FireTimer(timer.token_no))
        raise TooManyTimers(limit=_MOST_FIRINGS)

    def _next_timer(self) -> ArmedTimer | None:
        if self.trouble is not None or self.status != "running" or self.state is None:
            return None
        armed = armed_timers(self.ground.engine, self.state, self._present())
        return armed[0] if armed else None

    # ------------------------------------------------------------ the engine

    def _make(self, command: Command) -> None:
        now = self._present()
        zone = ZoneInfo(self.ground.zone)
        step = execute(self.ground.engine, self.state, command, now, zone)
        limits.require_room(events=len(self.acts), state=step.state)
        self.state, self.status = step.state, step.status
        for taken in step.trace:
            self._note(taken.kind, taken.path)
        for task in step.opened:
            self._arrive(task)
        for sent in step.sent:
            step_name = called_element(self.ground, sent.element_id)
            self._tell(f"walk.log-{sent.kind}-sent", name=sent.name, step=step_name)
        if step.status == "completed":
            self._tell("walk.log-ended")
        self._hold(step)

    def _note(self, kind: str, path: str) -> None:
        if kind == "flow":
            self.flows.append(path)
        elif kind == "completed":
            self.completed.append(path)
        if kind in ("entered", "completed") and self._counts(path, kind):
            self.passing.append(Reached(path, self._name(path)))

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
        now = self._present()
        self.arrivals[task.task_no] = now
        extension = self.ground.engine.node(task.path).extension
        if extension.unit is not None and self._unit(task) is None:
            raise UnitUnknown(step=self._name(task.path))
        self._tell("walk.log-opened", lane=self._who(task), step=self._name(task.path))

    def _hold(self, step: Step) -> None:
        report = step.incident
        if report is None:
            return
        name = called_element(self.ground, report.element_id)
        self.trouble = Trouble(report.element_id, name, report.code, report.params)
        self._tell("walk.log-trouble", step=name)

    # ------------------------------------------------------------ looking

    def stands(self) -> Walk:
        """Return how things stand."""
        if self.state is None or self.now is None:
            return Walk()
        engine, state, now = self.ground.engine, self.state, self.now
        ended = self.status != "running"
        return Walk(
            acts=tuple(self.acts),
            now=now,
            status=self.status,
            tasks=() if ended else tuple(self._task(it) for it in self._tasks()),
            timers=() if ended else armed_timers(engine, state, now),
            awaited=() if ended else self._awaited(),
            tokens=() if ended else resting_paths(engine, state, now),
            flows=tuple(self.flows),
            completed=tuple(self.completed),
            reached=tuple(self.reached),
            log=tuple(self.log),
            trouble=self.trouble,
        )

    def _task(self, task: OpenTask) -> WalkTask:
        extension = self.ground.engine.node(task.path).extension
        lane = self.ground.engine.lane(task.path)
        arrived = self.arrivals[task.task_no]
        calendar = self.ground.calendar
        return WalkTask(
            task_no=task.task_no,
            path=task.path,
            element_id=task.element_id,
            name=self._name(task.path),
            kind=task.kind,
            role=None if lane is None else lane.binding.role,
            lane=self._lane(task.path),
            unit=None if extension.unit is None else self._unit(task),
            instance=task.instance,
            arrived=arrived,
            due=None if calendar is None else tenggat_of(task, extension, arrived, calendar),
            data=task.data,
        )

    def _open(self, path: str, instance: int | None) -> OpenTask:
        for task in self._tasks():
            if task.path == path and task.instance == instance:
                return task
        self._require_drawn(path)
        raise StepNotOpen(step=self._name(path))

    def _require_drawn(self, path: str) -> None:
        if path.partition("#")[0] not in self.ground.engine.nodes:
            raise StepGone(number=len(self.acts) + 1)

    def _tasks(self) -> tuple[OpenTask, ...]:
        if self.state is None or self.status != "running":
            return ()
        return open_tasks(self.ground.engine, self.state, self._present())

    def _awaited(self) -> tuple[Awaited, ...]:
        if self.state is None or self.status != "running":
            return ()
        return awaited(self.ground.engine, self.state, self._present())

    def _unit(self, task: OpenTask) -> str | None:
        expression = self.ground.engine.node(task.path).extension.unit
        if expression is None:
            return None
        try:
            return SAMPLE_UNITS.get(str(compile_expression(expression).evaluate(task.data)))
        except FeelError:
            return None

    def _who(self, task: OpenTask) -> str:
        lane, unit = self._lane(task.path), self._unit(task)
        return f"{lane} ({unit})" if unit is not None else lane

    def _lane(self, path: str) -> str:
        agency = self.ground.engine.node(path).extension.agency
        lane = self.ground.engine.lane(path)
        return agency or ("" if lane is None else lane_called(lane.name, lane.binding.role))

    def _name(self, path: str) -> str:
        return called_at(self.ground, path)

    def _present(self) -> datetime:
        if self.now is None:
            raise NotStarted
        return self.now

    def _tell(self, code: str, **params: str) -> None:
        self.log.append(Entry(self._present(), len(self.acts), code, params))

    def _copy(self) -> _Walker:
        return replace(
            self,
            arrivals=dict(self.arrivals),
            flows=list(self.flows),
            completed=list(self.completed),
            passing=[],
            log=list(self.log),
        )

    def _restore(self, before: _Walker) -> None:
        self.state, self.now, self.status = before.state, before.now, before.status
        self.arrivals, self.flows, self.completed = before.arrivals, before.flows, before.completed
        self.log, self.passing, self.trouble = before.log, [], before.trouble
