"""Random people and outside events: what happens next to a running game, by a seed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.oracle.chances import BEGINNING, ERRORS, FLAGS, MESSAGES, NUMBERS, SIGNALS
from tests.oracle.model import Condition, Message, Signal, Thrown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from random import Random

    from tests.oracle.state import Arming
    from tests.oracle.token_game import Game


@dataclass(frozen=True)
class Begin:
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Complete:
    #: position among the open tasks, the longest open first
    task: int
    values: Mapping[str, Any]


@dataclass(frozen=True)
class ThrowCode:
    #: position of a job among the open tasks
    task: int
    code: str


@dataclass(frozen=True)
class GiveUp:
    task: int


@dataclass(frozen=True)
class Retry:
    task: int


@dataclass(frozen=True)
class Suspend:
    pass


@dataclass(frozen=True)
class Resume:
    pass


@dataclass(frozen=True)
class Correct:
    name: str
    value: Any


@dataclass(frozen=True)
class Waive:
    task: int


@dataclass(frozen=True)
class Deliver:
    name: str
    payload: Mapping[str, Any]
    key: Any


@dataclass(frozen=True)
class Broadcast:
    name: str
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class Fire:
    #: position among the timers, the next one first
    timer: int


OnTask = Complete | ThrowCode | GiveUp | Retry | Waive
Act = OnTask | Begin | Suspend | Resume | Correct | Deliver | Broadcast | Fire


@dataclass(frozen=True)
class Happening:
    act: Act
    now: datetime


class User:
    """Everybody who acts on one process."""

    def __init__(self, rng: Random, *, troubled: bool = True) -> None:
        self.rng = rng
        #: jobs are given up and the process is suspended now and then
        self.troubled = troubled
        self.now = BEGINNING
        #: how likely a task, a timer and a message are, against each other
        self.habits = rng.choice(((8, 2, 2), (6, 3, 4), (3, 6, 3), (2, 4, 6), (1, 3, 3)))
        self.out_of_time = rng.choice((0.02, 0.05, 0.3))

    def begin(self) -> Happening:
        rng = self.rng
        data: dict[str, Any] = {name: rng.randrange(10) for name in NUMBERS}
        data |= {name: rng.random() < 0.5 for name in FLAGS}
        data["xs"] = [rng.randrange(10) for _ in range(rng.choice((0, 1, 2, 2, 3, 3, 4)))]
        return Happening(Begin(data), self.now)

    def next(self, game: Game) -> Happening | None:
        """Return what happens next; None when nobody can do anything."""
        rng = self.rng
        if rng.random() < 0.4:
            self.now += timedelta(minutes=rng.choice((1, 2, 7, 30)))
        if game.held_back is not None and rng.random() < 0.9:
            return Happening(self._meanwhile(game), self.now)
        if self.troubled and rng.random() < 0.015:
            return Happening(Suspend(), self.now)
        timers = game.timers()
        listening = [arming for arming in game.armed if isinstance(arming.event, Message | Signal)]
        completing, firing, delivering = self.habits
        kinds = ["complete"] * (completing if game.open else 0)
        kinds += ["waive"] * (1 if any(map(game.may_waive, game.open)) else 0)
        kinds += ["fire"] * (firing if timers else 0)
        kinds += ["deliver"] * (delivering if listening else 0)
        looking = any(isinstance(arming.event, Condition) for arming in game.armed)
        kinds += ["correct"] * ((1 + 2 * (not kinds)) if looking else 0)
        if not kinds:
            return None
        if rng.random() < self.out_of_time:
            return self._out_of_time(game)
        match rng.choice(kinds):
            case "complete":
                act: Act = self._complete(game)
            case "waive":
                waivable = [place for place, task in enumerate(game.open) if game.may_waive(task)]
                act = Waive(rng.choice(waivable))
            case "correct":
                act = self._correct()
            case "fire":
                act = self._fire(timers)
            case _:
                act = self._deliver(rng.choice(listening))
        return Happening(act, self.now)

    def _complete(self, game: Game) -> Act:
        place = self.rng.randrange(len(game.open))
        task = game.open[place]
        if task.given_up is not None:
            return Retry(place)
        if task.is_job and self.rng.random() < 0.5:
            guarded = any(isinstance(boundary.event, Thrown) for boundary in task.node.boundaries)
            if self.rng.random() < (0.8 if guarded else 0.3):
                return ThrowCode(place, self.rng.choice(ERRORS))
            if self.troubled:
                return GiveUp(place)
        return Complete(place, self._values())

    def _meanwhile(self, game: Game) -> Act:
        """Return what a suspended process takes; what it does not take comes rarely."""
        rng = self.rng
        waiting = [it for it in game.armed if isinstance(it.event, Message | Signal)]
        match rng.randrange(5):
            case 0 | 1 if waiting:
                return self._deliver(rng.choice(waiting))
            case 2:
                return self._correct()
            case 3:
                return self._out_of_time(game).act
            case _:
                return Resume()

    def _correct(self) -> Correct:
        name = self.rng.choice((*NUMBERS, *FLAGS, "k"))
        return Correct(name, self._value(name))

    def _fire(self, timers: list[Arming]) -> Fire:
        due = timers[0].due
        assert due is not None
        self.now = max(self.now, due)
        if self.rng.random() < 0.15:
            self.now += timedelta(minutes=self.rng.choice((5, 45)))
        return Fire(0)

    def _deliver(self, arming: Arming) -> Deliver | Broadcast:
        if isinstance(arming.event, Signal):
            return Broadcast(arming.event.name, self._values(0.2))
        assert isinstance(arming.event, Message)
        key = arming.key
        if key is None or self.rng.random() < 0.1:
            key = self.rng.randrange(10)
        return Deliver(arming.event.name, self._values(0.2), key)

    def _out_of_time(self, game: Game) -> Happening:
        """Send a message or signal for which mostly nothing waits yet."""
        if self.rng.random() < 0.1:
            act = Broadcast(self.rng.choice(SIGNALS), self._values(0.2))
            return Happening(act, self.now)
        key = self.rng.choice((None, self.rng.randrange(10)))
        waited = {arming.event.name for arming in game.armed if isinstance(arming.event, Message)}
        names = sorted(game.keepable - waited) or list(MESSAGES)
        sent = Deliver(self.rng.choice(names), self._values(0.2), key)
        return Happening(sent, self.now)

    def _value(self, name: str) -> Any:
        return self.rng.random() < 0.5 if name in FLAGS else self.rng.randrange(10)

    def _values(self, probability: float = 0.35) -> dict[str, Any]:
        """Return what a form sends: some variables, rarely an empty one."""
        rng = self.rng
        values: dict[str, Any] = {}
        for name in (*NUMBERS, *FLAGS, "k", "y"):
            if rng.random() < probability:
                values[name] = self._value(name)
                if rng.random() < 0.004:
                    values[name] = None
        if rng.random() < 0.05:
            values["xs"] = [rng.randrange(10) for _ in range(rng.randrange(4))]
        return values
