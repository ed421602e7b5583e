"""Play a generated diagram on the engine and in the token game, and compare after every command.

Only what `service.diagrams` and `service.engine` export is used. The engine runs three times:
with its state through `restore` after every command; a second time from the beginning, by a
definition made anew, whose states must be the same bytes; and a third time with every mapping
given in another order.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any, assert_never

from service.diagrams import examine, read_diagram
from service.engine import armed_timers, compile_process, execute, open_tasks
from service.engine.api import (
    BroadcastSignal,
    CompleteTask,
    CorrectVariable,
    DeliverMessage,
    FireTimer,
    GiveUpJob,
    ResumeProcess,
    RetryIncident,
    StartProcess,
    SuspendProcess,
    ThrowError,
    WaiveTask,
)
from service.errors import Rejected
from tests.oracle.board import Incident, Refused
from tests.oracle.token_game import Game
from tests.oracle.users import (
    Begin,
    Broadcast,
    Complete,
    Correct,
    Deliver,
    Fire,
    GiveUp,
    Resume,
    Retry,
    Suspend,
    ThrowCode,
    User,
    Waive,
)
from tests.oracle.xml_of import to_xml

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from service.diagrams import Finding
    from service.diagrams.model import Diagram
    from service.engine import Definition
    from service.engine.api import ArmedTimer, Command, OpenTask, Step
    from tests.oracle.model import Model
    from tests.oracle.state import Open
    from tests.oracle.users import Act, Happening, OnTask

#: Commands after which a case is left as it is.
LONGEST = 85

#: A finite run of automatic steps that comes near the limit would depend on how they are counted.
_NEAR_THE_LIMIT = 150


class RefusedByGate(Exception):
    """The gate finds an error in a diagram that the token game can play."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(", ".join(f"{item.code} at {item.element}" for item in findings))
        self.findings = findings


class Disagreement(Exception):
    """The engine did something else than the token game."""

    def __init__(self, what: str, expected: object = None, got: object = None) -> None:
        super().__init__(what, expected, got)
        self.what = what
        self.expected = expected
        self.got = got
        #: what had happened, the last one being that which they disagree about
        self.happenings: tuple[Happening, ...] = ()

    @property
    def kind(self) -> str:
        """What is the same for this disagreement in a smaller diagram."""
        return " ".join(self.what.split()[:2])


@dataclass(frozen=True)
class Played:
    """A case on which both agree."""

    ended: str
    happenings: tuple[Happening, ...]
    executed: Counter[tuple[str, str, str]]
    states: tuple[bytes, ...]


def same(state: bytes) -> bytes:
    return state


def play(
    model: Model,
    user_seed: object,
    *,
    restore: Callable[[bytes], bytes] = same,
    longest: int = LONGEST,
) -> Played:
    """Return the case that this user makes of the diagram.

    Raises RefusedByGate, Disagreement.
    """
    try:
        case = _Case(model, restore)
    except RefusedByGate:
        raise
    except Exception as crash:
        raise Disagreement("crash before the start", None, repr(crash)) from crash
    user = User(Random(f"user {user_seed}"))
    happening: Happening | None = user.begin()
    ended = "left"
    try:
        while happening is not None:
            case.happens(happening)
            if case.ended is not None or len(case.happenings) >= longest:
                ended = case.ended or "left"
                break
            happening = user.next(case.game)
        case.run_again()
    except Disagreement as disagreement:
        disagreement.happenings = tuple(case.happenings)
        raise
    except Exception as crash:
        found = Disagreement("crash", None, repr(crash))
        found.happenings = tuple(case.happenings)
        raise found from crash
    return Played(ended, tuple(case.happenings), case.game.executed, tuple(case.states))


def definition_of(raw: bytes) -> Definition:
    """Return what the engine makes of a file. Raises RefusedByGate."""
    verdict = examine(raw)
    errors = tuple(item for item in verdict.findings if item.severity == "error")
    if errors or verdict.diagram is None:
        raise RefusedByGate(errors)
    return _compiled(verdict.diagram)


def _compiled(diagram: Diagram) -> Definition:
    processes = {process.id: process for process in diagram.processes}
    return compile_process(diagram.processes[0], processes)


class _Case:
    def __init__(self, model: Model, restore: Callable[[bytes], bytes]) -> None:
        self.raw = to_xml(model)
        self.definition = definition_of(self.raw)
        self.restore = restore
        self.game = Game(model)
        self.happenings: list[Happening] = []
        self.commands: list[tuple[Command, datetime]] = []
        self.states: list[bytes] = []
        self.ended: str | None = None
        #: which task of the engine is which of the game
        self.numbers: dict[Open, int] = {}
        self.timers: tuple[ArmedTimer, ...] = ()

    def happens(self, happening: Happening) -> None:
        """Let it happen on both sides and compare."""
        self.happenings.append(happening)
        command = self._command(happening.act)
        incident, refused = self._in_the_game(happening)
        state = self.restore(self.states[-1]) if self.states else None
        try:
            step = execute(self.definition, state, command, happening.now)
        except Rejected as rejection:
            if not refused:
                raise Disagreement("refusal", None, rejection.code) from rejection
            return
        if refused:
            raise Disagreement("refusal", command, None)
        self.commands.append((command, happening.now))
        self.states.append(step.state)
        if incident is not None:
            self._compare_incident(incident, step, happening)
            self.ended = "incident"
            return
        if isinstance(happening.act, GiveUp):
            self._compare_job(self.game.open[happening.act.task], step)
        elif step.incident is not None:
            raise Disagreement("incident", None, step.incident)
        self._compare(step, happening.now)
        if self.game.finished:
            self.ended = "finished"
        elif len(self.happenings) % 5 == 0:
            self._refuses_what_does_not_fit(happening.now)

    # ------------------------------------------------------------ one command

    def _command(self, act: Act) -> Command:
        match act:
            case Begin(data):
                return StartProcess(data)
            case Deliver(name, payload, key):
                return DeliverMessage(name, payload, key)
            case Broadcast(name, payload):
                return BroadcastSignal(name, payload)
            case Fire(timer):
                return FireTimer(self.timers[timer].token_no)
            case Suspend() | Resume() | Correct():
                return _repair(act)
            case _:
                return self._on_a_task(act, self.game.open[act.task])

    def _on_a_task(self, act: OnTask, task: Open) -> Command:
        number = self.numbers[task]
        match act:
            case Complete(_, values):
                return CompleteTask(number, values)
            case ThrowCode(_, code):
                return ThrowError(number, code)
            case Retry():
                return RetryIncident(task.given_up or 0)
            case GiveUp():
                return GiveUpJob(number)
            case Waive():
                return WaiveTask(number)
            case _:
                assert_never(act)

    def _in_the_game(self, happening: Happening) -> tuple[Incident | None, bool]:
        try:
            apply(self.game, happening)
        except Incident as incident:
            return incident, False
        except Refused:
            return None, True
        return None, False

    def _compare_incident(self, incident: Incident, step: Step, happening: Happening) -> None:
        if step.incident is None:
            raise Disagreement("incident", (incident.reason, sorted(incident.elements)), None)
        self._same_place(incident, step)
        if isinstance(happening.act, Resume):
            return  # All that was held back has come meanwhile: another thing may fail first.
        retried = execute(
            self.definition,
            self.restore(step.state),
            RetryIncident(step.incident.number),
            happening.now,
        )
        if retried.incident is None:
            raise Disagreement("incident at the retry", incident.reason, None)
        self._same_place(incident, retried)

    def _compare_job(self, job: Open, step: Step) -> None:
        got = step.incident and (step.incident.number, step.incident.element_id)
        _expect("incident of a job", (job.given_up, job.node.id), got)

    def _same_place(self, incident: Incident, step: Step) -> None:
        assert step.incident is not None
        if incident.elements and step.incident.element_id not in incident.elements:
            expected = (incident.reason, sorted(incident.elements))
            raise Disagreement("place of the incident", expected, step.incident)

    def _compare(self, step: Step, now: datetime) -> None:
        game = self.game
        if game.steps > _NEAR_THE_LIMIT:
            self.ended = "near the limit"
            return
        _expect("status", "completed" if game.finished else "running", step.status)
        tasks = open_tasks(self.definition, step.state, now)
        self._compare_closed(step)
        self._compare_open(tasks, step)
        timers = armed_timers(self.definition, step.state, now)
        _expect(
            "timers",
            [(arming.node.id, arming.due) for arming in game.timers()],
            [(timer.element_id, timer.due) for timer in timers],
        )
        changed = _changed(
            (timer.token_no for timer in self.timers),
            (timer.token_no for timer in step.armed),
            step.disarmed,
        )
        _expect("timers told", {timer.token_no for timer in timers}, changed)
        self.timers = timers
        _expect("kept messages", len(game.kept), step.buffered)
        _expect("unclaimed", game.unclaimed, list(step.unclaimed))
        _expect(
            "what is thrown",
            [
                (it.kind, it.name, _plain(it.payload), _plain(it.key), it.element, it.taken)
                for it in game.told
            ],
            [
                (
                    it.kind,
                    it.name,
                    _plain(dict(it.payload)),
                    _plain(it.correlation),
                    it.element_id,
                    it.taken,
                )
                for it in step.sent
            ],
        )

    def _compare_closed(self, step: Step) -> None:
        expected = {
            self.numbers[task]: how for task, how in self.game.closed if task in self.numbers
        }
        known = set(self.numbers.values())
        got = {item.task_no: item.how for item in step.closed if item.task_no in known}
        _expect("closed tasks", expected, got)
        for task, _ in self.game.closed:
            self.numbers.pop(task, None)

    def _compare_open(self, tasks: tuple[OpenTask, ...], step: Step) -> None:
        opened = {task.task_no for task in step.opened}
        told = set(self.numbers.values()) | opened
        told -= {item.task_no for item in step.closed}
        _expect("tasks told", {task.task_no for task in tasks}, told)
        by_number = {task.task_no: task for task in tasks}
        known = set(self.numbers.values())
        new = sorted(number for number in by_number if number not in known)
        ours = [task for task in self.game.open if task not in self.numbers]
        _expect(
            "opened tasks",
            [(task.path, task.number) for task in ours],
            [(by_number[number].path, by_number[number].instance) for number in new],
        )
        self.numbers |= dict(zip(ours, new, strict=True))
        _expect("open tasks", set(self.numbers.values()), set(by_number))
        for task, number in self.numbers.items():
            theirs = by_number[number]
            _expect("kind", task.kind, theirs.kind)
            _expect("element", task.node.id, theirs.element_id)
            _expect(f"data of {task.path}", _plain(task.data), _plain(theirs.data))

    def _refuses_what_does_not_fit(self, now: datetime) -> None:
        impossible: list[Command] = [CompleteTask(10**6, {}), FireTimer(10**6), RetryIncident(99)]
        impossible += [
            WaiveTask(number)
            for task, number in self.numbers.items()
            if not self.game.may_waive(task)
        ]
        impossible += [
            CompleteTask(number, {})
            for task, number in self.numbers.items()
            if task.given_up is not None
        ]
        impossible += [
            GiveUpJob(number) for task, number in self.numbers.items() if not task.is_job
        ]
        impossible += [FireTimer(timer.token_no) for timer in self.timers if timer.due > now]
        for command in impossible:
            try:
                execute(self.definition, self.states[-1], command, now)
            except Rejected:
                continue
            raise Disagreement("refusal", command, None)

    # ------------------------------------------------------------ the other runs

    def run_again(self) -> None:
        """Let the engine run the commands once more, and compare the bytes of its states.

        It reads the file anew, and finds each mapping in the opposite order.
        """
        definition = _compiled(read_diagram(self.raw))
        state: bytes | None = None
        for number, (command, now) in enumerate(self.commands):
            state = execute(definition, state, _turned(command), now).state
            if state != self.states[number]:
                what = f"bytes of state {number} in the replay"
                raise Disagreement(what, self.states[number], state)


def _repair(act: Suspend | Resume | Correct) -> Command:
    match act:
        case Suspend():
            return SuspendProcess()
        case Resume():
            return ResumeProcess()
        case Correct(name, value):
            return CorrectVariable(name, value)
        case _:
            assert_never(act)


def apply(game: Game, happening: Happening) -> None:
    """Let it happen in the token game. Raises Incident, Refused."""
    act, now = happening.act, happening.now
    match act:
        case Begin(data):
            game.start(data, now)
        case Deliver(name, payload, key):
            game.deliver(name, payload, key, now)
        case Broadcast(name, payload):
            game.broadcast(name, payload, now)
        case Correct(name, value):
            game.correct(name, value, now)
        case Suspend():
            game.suspend(now)
        case Resume():
            game.resume(now)
        case Fire(timer):
            game.fire(game.timers()[timer], now)
        case _:
            _apply_to_task(game, act, game.open[act.task], now)


def _apply_to_task(game: Game, act: OnTask, task: Open, now: datetime) -> None:
    match act:
        case Complete(_, values):
            game.complete(task, values, now)
        case ThrowCode(_, code):
            game.throw_error(task, code, now)
        case GiveUp():
            game.give_up(task, now)
        case Retry():
            game.retry(task, now)
        case Waive():
            game.waive(task, now)
        case _:
            assert_never(act)


def _expect(what: str, expected: object, got: object) -> None:
    if expected != got:
        raise Disagreement(what, expected, got)


def _changed(before: Iterable[int], more: Iterable[int], less: Iterable[int]) -> set[int]:
    """Return what is left when `less` goes and then `more` comes; a cycle does both."""
    return (set(before) - set(less)) | set(more)


def _plain(value: Any) -> Any:
    """Return the value so that 1, True and Decimal("1.0") differ."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return type(value).__name__, value


def _turned(command: Command) -> Command:
    """Return the command with its mapping in the opposite order."""
    match command:
        case StartProcess(data):
            return StartProcess(_backwards(data))
        case CompleteTask(number, values):
            return CompleteTask(number, _backwards(values))
        case DeliverMessage(name, payload, key):
            return DeliverMessage(name, _backwards(payload), key)
        case BroadcastSignal(name, payload):
            return BroadcastSignal(name, _backwards(payload))
        case _:
            return command


def _backwards(values: Mapping[str, Any]) -> dict[str, Any]:
    return dict(reversed(list(values.items())))
