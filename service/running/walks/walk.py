"""Walking: acts in, what they made of the process out.

`walk` is a pure function of a ground and acts. What a person types is checked as the real thing
checks it (`service.forms`); who acts, papers and paraf are not: one person walks in all roles.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Final, assert_never
from zoneinfo import ZoneInfo

from service.diagrams.model import JobTask
from service.engine.api import (
    BroadcastSignal,
    CompleteTask,
    DeliverMessage,
    GiveUpJob,
    StartProcess,
    ThrowError,
    WaiveTask,
)
from service.errors import AlurError
from service.forms import FileRef, Form, make_file_names, validate
from service.running import limits
from service.running.adjusted import start_data
from service.running.kinds import require_kind
from service.running.outcomes import drawn_at
from service.running.refusals import OutcomeUnknown
from service.running.walks.acts import (
    Complete,
    Deliver,
    JobFails,
    JobThrows,
    MoveClock,
    SendBack,
    Start,
    Waive,
)
from service.running.walks.ground import sample_options, way_called
from service.running.walks.jobs import brought
from service.running.walks.position import Position
from service.running.walks.refusals import (
    ClockBack,
    HeldUp,
    NothingWaits,
    NotStarted,
    StepNotOpen,
    TooManyActs,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from service.engine.api import OpenTask
    from service.running.outcomes import Drawn
    from service.running.walks.acts import Act
    from service.running.walks.ground import Ground
    from service.running.walks.standing import Reached, Walk
    from service.values import Value

#: Acts of one walk.
MOST_ACTS: Final = 300
_FARTHEST: Final = timedelta(days=10 * 366)

#: Stands in state where a process has the id of a text.
_TEXT: Final = "text:uji-jalan"

_NO_FORM: Final = Form("", ())


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
    walker = _Walker(Position(ground))
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
    at: Position
    acts: list[Act] = field(default_factory=list)
    reached: list[tuple[Reached, ...]] = field(default_factory=list)

    def do(self, act: Act) -> None:
        """Do one act wholly, or refuse it and leave everything as it is."""
        if len(self.acts) >= MOST_ACTS:
            raise TooManyActs(limit=MOST_ACTS)
        if (self.at.state is None) != isinstance(act, Start):
            raise NotStarted
        if self.at.trouble is not None:
            raise HeldUp(step=self.at.trouble.name)
        after = self.at.copy()
        _do(after, act)
        # Let what is due fire, as the worker does in a real process.
        after.fire_until(after.present())
        after.acts += 1
        self.at = after
        self.acts.append(act)
        self.reached.append(tuple(after.passing))

    def stands(self) -> Walk:
        """Return how things stand."""
        return self.at.stands(self.acts, self.reached)


def _do(at: Position, act: Act) -> None:
    match act:
        case Start():
            _start(at, act)
        case Complete():
            _complete(at, act)
        case SendBack():
            _send_back(at, act)
        case Waive():
            _waive(at, act)
        case JobFails():
            _fail(at, act)
        case JobThrows():
            _throw(at, act)
        case Deliver():
            _deliver(at, act)
        case MoveClock():
            _move_clock(at, act)
        case _:
            assert_never(act)


def _start(at: Position, act: Start) -> None:
    process = at.ground.engine.process
    title, year = limits.title_in(act.title), limits.year_in(act.year)
    require_kind(process, act.kind)
    today = act.at.astimezone(ZoneInfo(at.ground.zone)).date()
    dates = start_data(process, act.dates, today)
    at.now = act.at
    at.tell("walk.log-started", title=title, year=str(year))
    values = {"tahun": year, "jenis": act.kind or None, **dates}
    at.make(StartProcess(values, act.way or at.ground.engine.start))


def _complete(at: Position, act: Complete) -> None:
    task = at.open_task(act.path, act.instance)
    drawn = drawn_at(at.ground, task.path)
    form = at.ground.form_at(task.path) or _NO_FORM
    outcome = act.outcome
    if drawn is not None and outcome is None and form.field(drawn.variable) is None:
        outcome = drawn.chosen(None).outcome
    values = _values(at, task, form, act.typed, drawn, outcome)
    chosen = None
    if drawn is not None:
        chosen = drawn.chosen(outcome or values.get(drawn.variable))
        values[drawn.variable] = chosen.outcome
    many = drawn is not None and len(drawn.flows) > 1
    code = f"walk.log-{at.way(task)}-{'chosen' if many else 'completed'}"
    choice = "" if chosen is None else way_called(at.ground, task.path, chosen)
    at.tell(code, lane=at.who(task), step=at.name(task.path), choice=choice)
    at.make(CompleteTask(task.task_no, values))


def _values(
    at: Position,
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
    context = {**task.data, **sample_options(at.ground)}
    files = {
        key: [FileRef(hashlib.sha256(name.encode()).hexdigest(), name) for name in names]
        for key, names in make_file_names(form, answers, context).items()
    }
    submission = validate(form, answers, context=context, files=files)
    node = at.ground.engine.node(task.path)
    if isinstance(node, JobTask):
        return brought(node, submission, _TEXT)
    return {**submission.values, **dict.fromkeys(submission.texts, _TEXT)}


def _send_back(at: Position, act: SendBack) -> None:
    task = at.open_task(act.path, act.instance)
    drawn = drawn_at(at.ground, task.path)
    if drawn is None:
        raise StepNotOpen(step=at.name(act.path))
    flow = drawn.chosen(act.outcome)
    if flow.purpose != "return":
        raise OutcomeUnknown(outcome=act.outcome)
    reason = limits.reason_in(act.reason)
    names = {"lane": at.lane(task.path), "step": at.name(task.path), "reason": reason}
    at.tell("walk.log-sent-back", **names)
    at.make(CompleteTask(task.task_no, {drawn.variable: flow.outcome}))


def _waive(at: Position, act: Waive) -> None:
    task = at.open_task(act.path, act.instance)
    at.tell("walk.log-waived", step=at.name(task.path), unit=at.unit(task) or "")
    at.make(WaiveTask(task.task_no))


def _fail(at: Position, act: JobFails) -> None:
    task = at.open_job(act.path, act.instance)
    message = limits.reason_in(act.message)
    at.tell("walk.log-job-failed", step=at.name(task.path), message=message)
    at.make(GiveUpJob(task.task_no))


def _throw(at: Position, act: JobThrows) -> None:
    task = at.open_job(act.path, act.instance)
    at.tell("walk.log-job-threw", step=at.name(task.path), error=act.error)
    at.make(ThrowError(task.task_no, act.error))


def _deliver(at: Position, act: Deliver) -> None:
    found = next((it for it in at.awaited() if it.place == act.path), None)
    if found is None:
        at.require_drawn(act.path)
        raise NothingWaits(step=at.name(act.path))
    at.tell(f"walk.log-{found.kind}", name=found.name, step=at.name(act.path))
    if found.kind == "signal":
        at.make(BroadcastSignal(found.name, {}))
    else:
        at.make(DeliverMessage(found.name, {}, found.correlation))


def _move_clock(at: Position, act: MoveClock) -> None:
    now = at.present()
    if not now < act.to <= now + _FARTHEST:
        raise ClockBack
    at.fire_until(act.to)
    at.now = act.to
    at.tell("walk.log-clock")
