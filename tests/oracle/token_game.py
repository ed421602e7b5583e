"""A naive token game of BPMN 2.0.2 chapter 13, narrowed by the settled semantics of Alur.

Everything is looked up by walking lists; nothing is remembered that can be looked up. A command
that raises Incident leaves the game in no state worth looking at: the case ends there.

Standard and settled semantics leave some things open. The game and the engine share these
answers, which are therefore checked for steadiness, not for truth:

- an activity with a loop or boundaries begins, and arms its boundaries, when its token is
  entered; each of its instances then takes its turn in the queue like a token;
- to assign (`alur:assign`) is a step of its own, taken in turn, once for the whole activity;
- to choose among the flows out of an activity is one, too, where some have a condition; what is
  taken gets its tokens in the order of the file;
- what stands behind an event-based gateway takes its turn in the queue like a token;
- what a boundary catches goes on at once from the boundary, which was entered when it was armed;
- of several inclusive joins that may fire in a scope, that one fires where the oldest token is;
- of several branches those that throw a message or signal are the last, in the order in which
  their tokens came; conditions are looked at behind them, in the order of arming, and inclusive
  joins behind these;
- a cycle that fires late skips the instants that it missed;
- the key of a receiver is evaluated when it is armed;
- a waived instance counts among the completed; a result list is written when the activity ends;
- a declared data object has no value of its own before it is written: reading looks outward.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from tests.oracle.board import Incident, Refused
from tests.oracle.events import KEPT_AT_MOST
from tests.oracle.gateways import Gateways
from tests.oracle.model import (
    Activity,
    Catch,
    End,
    EventGateway,
    Gateway,
    Message,
    MultiInstance,
    Pass,
    Receive,
    Start,
    Throw,
    nodes_of,
)
from tests.oracle.scopes import Scopes
from tests.oracle.state import Frame, Instance, Kept, Offer, fresh_frame

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from tests.oracle.model import Model
    from tests.oracle.state import Arming, Open, Token

#: A command that enters more nodes than this by itself is an incident.
AUTOMATIC_STEPS = 500


class Game(Gateways, Scopes):
    """One process from its start. Each public verb is a command and runs the game to rest."""

    def __init__(self, model: Model) -> None:
        super().__init__(model)
        #: of a suspended process: what came meanwhile, the oldest first
        self.held_back: list[tuple[str, Kept]] | None = None
        #: what was held back and found nobody when the process went on
        self.unclaimed: list[str] = []
        #: data of the process itself
        self.root = Frame({}, None)
        self.keepable = {event.name for event in _keeping(model)}

    # ------------------------------------------------------------ commands

    def start(self, data: Mapping[str, Any], now: datetime) -> None:
        self._begin(now)
        process = self.model.processes[0]
        frame = self.root = fresh_frame(process.body, None, owns_all=True)
        for name, value in data.items():
            frame.write(name, value)
        self.open_area(process.body, frame, None, f"{process.id}/")
        self._settle()

    def complete(self, task: Open, values: Mapping[str, Any], now: datetime) -> None:
        self._begin(now)
        for name, value in values.items():
            task.instance.frame.write(name, value)
        self.close(task, "completed")
        self.instance_done(task.instance)
        self._settle()

    def throw_error(self, job: Open, code: str, now: datetime) -> None:
        """Let what does a job say that it cannot; uncaught, it is refused and nothing changes.

        The error is "thrown" where the activity is, and caught on its boundary or further out
        (§10.5.7, §13.5.3).
        """
        self._begin(now)
        visit = job.instance.visit
        if not self.thrown_at("error", code, visit) and not self.thrown_out(
            "error", code, job.node, visit.token.area
        ):
            raise Refused
        self.count("error of a job", job.node, visit.token.area)
        self._settle()

    def give_up(self, job: Open, now: datetime) -> None:
        self._begin(now)
        self.incidents += 1
        job.given_up = self.incidents
        self.count("job given up", job.node, job.instance.visit.token.area)
        self._settle()

    def retry(self, job: Open, now: datetime) -> None:
        self._begin(now)
        job.given_up = None
        self._settle()

    def correct(self, name: str, value: Any, now: datetime) -> None:
        """Give a variable of the process itself another value."""
        self._begin(now, also_suspended=True)
        if name not in self.root.values:
            raise Refused
        self.root.write(name, value)
        if self.held_back is None:
            self._settle()

    def may_waive(self, task: Open) -> bool:
        return isinstance(task.node.loop, MultiInstance) and task.given_up is None

    def waive(self, task: Open, now: datetime) -> None:
        self._begin(now)
        if not self.may_waive(task):
            raise Refused
        self.count("waived instance", task.node, task.instance.visit.token.area)
        self.close(task, "waived")
        self.instance_done(task.instance, waived=True)
        self._settle()

    def deliver(self, name: str, payload: Mapping[str, Any], key: Any, now: datetime) -> None:
        self._begin(now, also_suspended=True)
        if self.held_back is not None:
            self._hold_back("message", Kept(name, payload, key), now)
            return
        if not self.give(name, payload, key):
            raise Refused
        self._settle()

    def broadcast(self, name: str, payload: Mapping[str, Any], now: datetime) -> None:
        self._begin(now, also_suspended=True)
        if self.held_back is not None:
            self._hold_back("signal", Kept(name, payload, None), now)
            return
        self.spread(name, payload)
        self._settle()

    def suspend(self, now: datetime) -> None:
        """Let nothing go on; what comes from outside is held back."""
        self._begin(now)
        self.held_back = []

    def resume(self, now: datetime) -> None:
        """Go on, and have what was held back as if it came now, one after the other."""
        self._begin(now, also_suspended=True)
        if self.held_back is None:
            raise Refused
        held, self.held_back = self.held_back, None
        for kind, what in held:
            self._settle()
            try:
                if self.finished:
                    raise Refused  # noqa: TRY301 - nobody is left
                if kind == "signal":
                    self.spread(what.name, what.payload)
                elif not self.give(what.name, what.payload, what.key):
                    raise Refused  # noqa: TRY301 - nobody could ever take it
            except Refused:
                self.unclaimed.append(what.name)
        self._settle()

    def _hold_back(self, kind: str, what: Kept, now: datetime) -> None:
        """Refuse what would be refused if the process went on now."""
        assert self.held_back is not None
        if len(self.held_back) + len(self.kept) >= KEPT_AT_MOST:
            raise Refused
        if kind == "message":
            trial = deepcopy(self)
            try:
                trial.resume(now)
            except Incident:
                pass  # Somebody will have to look at it; until then it takes what comes.
            else:
                if trial.finished or not trial.give(what.name, what.payload, what.key):
                    raise Refused
        self.held_back.append((kind, what))

    def timers(self) -> list[Arming]:
        """Return the timers that wait, the next one first."""
        waiting = [arming for arming in self.armed if arming.due is not None]
        return sorted(waiting, key=lambda arming: (arming.due, arming.serial))

    def fire(self, timer: Arming, now: datetime) -> None:
        self._begin(now)
        assert timer.due is not None
        if timer.due > now:
            raise Refused
        self.trigger(timer, {})
        self._settle()

    # ------------------------------------------------------------ running to rest

    def _begin(self, now: datetime, *, also_suspended: bool = False) -> None:
        if self.held_back is not None and not also_suspended:
            raise Refused
        self.now = now
        self.unclaimed = []
        self.closed = []
        self.told = []
        self.steps = 0

    def _settle(self) -> None:
        """Enter queued tokens, oldest first; at rest, let one inclusive join fire; again.

        An instance of an activity with a loop or boundaries is a token of its own and takes its
        turn: the activity begins, and arms its boundaries, before it.
        """
        while True:
            while self.queue or self.throwing:
                self._take_turn(self.queue.popleft() if self.queue else self.throwing.popleft())
            if self.finished or not (self.look_at_conditions() or self.fire_one_inclusive_join()):
                break
        if not self.finished and not self.open and not self.armed:
            stuck = [
                token for area in self.areas for token in area.tokens if token.place == "join"
            ]
            raise Incident("deadlock", *(token.node.id for token in stuck))

    def _take_turn(self, first: Token | Instance | Offer) -> None:
        if isinstance(first, Instance):
            self.begin_instance(first)
            return
        if isinstance(first, Offer):
            self.offer(first)
            return
        if isinstance(first.node, Throw) and first.place == "queue":
            # Once more to the end of those that throw, before its turn has come.
            first.place = "inside"
            self.throwing.append(first)
            return
        self.steps += 1
        if self.steps > AUTOMATIC_STEPS:
            raise Incident("too many automatic steps")
        if first.place == "leaving":
            self.assign(first)
        elif isinstance(first.node, Activity) and first.place == "choosing":
            self.choose_flows(first, first.node)
        else:
            self._enter(first)

    def _enter(self, token: Token) -> None:
        incoming = token.area.body.incoming(token.node.id)
        if isinstance(token.node, Gateway):
            self.pass_gateway(token, token.node)
            return
        if isinstance(token.node, EventGateway):
            self.await_first(token)
            return
        if len(incoming) > 1:
            self.count("merge without a gateway", token.node, token.area)
        match token.node:
            case Start():
                self.leave(token)
            case Pass():
                self.count("none event", token.node, token.area)
                self.leave(token)
            case End():
                self.end(token, token.node)
            case Catch():
                self.catch(token, token.node)
            case Throw():
                self.throw(token, token.node)
            case Activity():
                self.begin_visit(token, token.node)
            case _:
                raise TypeError(token.node)


def _keeping(model: Model) -> Iterator[Message]:
    for node in nodes_of(model):
        if isinstance(node, Receive):
            yield node.message
        elif isinstance(node, Catch) and isinstance(node.event, Message):
            yield node.event
