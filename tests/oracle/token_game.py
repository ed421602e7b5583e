"""A naive token game of BPMN 2.0.2 chapter 13, narrowed by the settled semantics of Alur.

Everything is looked up by walking lists; nothing is remembered that can be looked up. A command
that raises Incident leaves the game in no state worth looking at: the case ends there.

Standard and settled semantics leave some things open. The game and the engine share these
answers, which are therefore checked for steadiness, not for truth:

- an activity with a loop or boundaries begins, and arms its boundaries, when its token is
  entered; each of its instances then takes its turn in the queue like a token;
- to assign (`alur:assign`) is a step of its own, taken in turn, once for the whole activity;
- what a boundary catches goes on at once from the boundary, which was entered when it was armed;
- of several inclusive joins that may fire in a scope, that one fires where the oldest token is;
- a cycle that fires late skips the instants that it missed;
- the key of a receiver is evaluated when it is armed;
- a waived instance counts among the completed; a result list is written when the activity ends;
- a declared data object has no value of its own before it is written: reading looks outward.
"""

from __future__ import annotations

from collections import Counter, deque
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Literal

from tests.oracle.expressions import Fault, evaluate, is_true
from tests.oracle.model import (
    Activity,
    Boundary,
    Call,
    Catch,
    End,
    Gateway,
    Message,
    MultiInstance,
    Pass,
    Receive,
    StandardLoop,
    Start,
    Sub,
    Task,
    Thrown,
    Timer,
    nodes_of,
)
from tests.oracle.paths import incoming_reached
from tests.oracle.state import Area, Arming, Frame, Instance, Kept, Open, Token, Visit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from tests.oracle.expressions import Expr
    from tests.oracle.model import Body, Flow, Model, Node

#: A command that enters more nodes than this by itself is an incident.
AUTOMATIC_STEPS = 500

How = Literal["completed", "waived", "cancelled"]


class Incident(Exception):
    """The process cannot go on; `elements` are those that may be named as the place."""

    def __init__(self, reason: str, *elements: str) -> None:
        super().__init__(reason, elements)
        self.reason = reason
        self.elements = frozenset(elements)


class Refused(Exception):
    """The command does not fit the state; nothing has changed."""


class Game:
    """One process from its start. Each public verb is a command and runs the game to rest."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.now: datetime | None = None
        self.queue: deque[Token | Instance] = deque()
        self.areas: list[Area] = []
        self.open: list[Open] = []
        self.armed: list[Arming] = []
        self.kept: list[Kept] = []
        self.finished = False
        #: of the last command
        self.closed: list[tuple[Open, How]] = []
        self.steps = 0
        #: (what was executed, node, activity around): the table of coverage
        self.executed: Counter[tuple[str, str, str]] = Counter()
        self._serial = 0
        #: names of messages that some receiver could keep
        self.keepable = {event.name for event in _keeping(model)}

    # ------------------------------------------------------------ commands

    def start(self, data: Mapping[str, Any], now: datetime) -> None:
        self._begin(now)
        process = self.model.processes[0]
        frame = _fresh_frame(process.body, None, owns_all=True)
        for name, value in data.items():
            frame.write(name, value)
        self._open_area(process.body, frame, None, f"{process.id}/")
        self._settle()

    def complete(self, task: Open, values: Mapping[str, Any], now: datetime) -> None:
        self._begin(now)
        for name, value in values.items():
            task.instance.frame.write(name, value)
        self._close(task, "completed")
        self._instance_done(task.instance)
        self._settle()

    def may_waive(self, task: Open) -> bool:
        return isinstance(task.node.loop, MultiInstance)

    def waive(self, task: Open, now: datetime) -> None:
        self._begin(now)
        if not self.may_waive(task):
            raise Refused
        self._count("waived instance", task.node, task.instance.visit.token.area)
        self._close(task, "waived")
        self._instance_done(task.instance, waived=True)
        self._settle()

    def deliver(self, name: str, payload: Mapping[str, Any], key: Any, now: datetime) -> None:
        self._begin(now)
        for arming in self.armed:
            if arming.fits(name, key):
                self._trigger(arming, payload)
                break
        else:
            if name not in self.keepable:
                raise Refused
            self.kept.append(Kept(name, payload, key))
        self._settle()

    def timers(self) -> list[Arming]:
        """Return the timers that wait, the next one first."""
        waiting = [arming for arming in self.armed if arming.due is not None]
        return sorted(waiting, key=lambda arming: (arming.due, arming.serial))

    def fire(self, timer: Arming, now: datetime) -> None:
        self._begin(now)
        assert timer.due is not None
        if timer.due > now:
            raise Refused
        self._trigger(timer, {})
        self._settle()

    # ------------------------------------------------------------ running to rest

    def _begin(self, now: datetime) -> None:
        self.now = now
        self.closed = []
        self.steps = 0

    def _settle(self) -> None:
        """Enter queued tokens, oldest first; at rest, let one inclusive join fire; again.

        An instance of an activity with a loop or boundaries is a token of its own and takes its
        turn: the activity begins, and arms its boundaries, before it.
        """
        while True:
            while self.queue:
                first = self.queue.popleft()
                if isinstance(first, Instance):
                    self._begin_instance(first)
                    continue
                self.steps += 1
                if self.steps > AUTOMATIC_STEPS:
                    raise Incident("too many automatic steps")
                if first.place == "leaving":
                    self._assign(first)
                else:
                    self._enter(first)
            if not self._fire_one_inclusive_join():
                break
        if not self.finished and not self.open and not self.armed:
            stuck = [
                token for area in self.areas for token in area.tokens if token.place == "join"
            ]
            raise Incident("deadlock", *(token.node.id for token in stuck))

    def _enter(self, token: Token) -> None:
        match token.node:
            case Start():
                self._leave(token)
            case Pass():
                self._count("none event", token.node, token.area)
                self._leave(token)
            case End():
                self._end(token, token.node)
            case Gateway(kind="exclusive"):
                self._count("exclusive gateway", token.node, token.area)
                self._move(token, [self._choose(token)])
            case Gateway(kind="parallel"):
                self._parallel(token)
            case Gateway(kind="inclusive"):
                token.place = "join"
                if len(token.area.body.incoming(token.node.id)) == 1:
                    self._inclusive(token.area, token.node)
            case Catch():
                self._catch(token, token.node)
            case Activity():
                self._begin_visit(token, token.node)
            case _:
                raise TypeError(token.node)

    # ------------------------------------------------------------ tokens

    def _next_serial(self) -> int:
        self._serial += 1
        return self._serial

    def _put(self, area: Area, node: Node, flow: Flow | None) -> None:
        token = Token(self._next_serial(), area, node, None if flow is None else flow.id)
        area.tokens.append(token)
        self.queue.append(token)

    def _move(self, token: Token, flows: list[Flow]) -> None:
        """Take the token away and put one on each flow."""
        for flow in flows:
            self._put(token.area, token.area.body.node(flow.target), flow)
        self._consume(token)

    def _leave(self, token: Token) -> None:
        """Go on from a node that has ended; to assign is a step of its own, taken in turn."""
        if token.node.assigns:
            token.place = "leaving"
            self.queue.append(token)
        else:
            self._move(token, token.area.body.outgoing(token.node.id))

    def _consume(self, token: Token) -> None:
        token.area.tokens.remove(token)
        if not token.area.tokens:
            self._area_done(token.area)

    def _assign(self, token: Token) -> None:
        frame = token.area.frame
        for name, value in token.node.assigns:
            self._count("assign", token.node, token.area)
            frame.write(name, self._value(value, frame.visible(), token.node.id))
        self._move(token, token.area.body.outgoing(token.node.id))

    def _value(self, expression: Expr, data: Mapping[str, Any], element: str) -> Any:
        try:
            return evaluate(expression, data)
        except Fault as fault:
            raise Incident(str(fault), element) from fault

    def _holds(self, condition: Expr, data: Mapping[str, Any], element: str) -> bool:
        try:
            return is_true(condition, data)
        except Fault as fault:
            raise Incident(str(fault), element) from fault

    # ------------------------------------------------------------ gateways (§13.4)

    def _choose(self, token: Token) -> Flow:
        gateway = token.node
        assert isinstance(gateway, Gateway)
        flows = token.area.body.outgoing(gateway.id)
        if len(flows) == 1 and flows[0].condition is None:
            return flows[0]
        data = token.area.frame.visible()
        for flow in flows:
            if flow.id == gateway.default:
                continue
            if flow.condition is None or self._holds(flow.condition, data, gateway.id):
                self._count("flow by condition", gateway, token.area)
                return flow
        for flow in flows:
            if flow.id == gateway.default:
                self._count("default flow", gateway, token.area)
                return flow
        raise Incident("no flow chosen", gateway.id)

    def _parallel(self, token: Token) -> None:
        """One token of each incoming flow, oldest first; what is left over stays."""
        token.place = "join"
        body, gateway = token.area.body, token.node
        taken = []
        for flow in body.incoming(gateway.id):
            waiting = self._at_join(token.area, gateway, flow)
            if not waiting:
                return
            taken.append(waiting[0])
        self._count("parallel join" if len(taken) > 1 else "parallel split", gateway, token.area)
        self._replace(taken, body.outgoing(gateway.id))

    def _at_join(self, area: Area, gateway: Node, flow: Flow) -> list[Token]:
        return [
            token
            for token in area.tokens
            if token.place == "join" and token.node.id == gateway.id and token.flow == flow.id
        ]

    def _replace(self, tokens: list[Token], flows: list[Flow]) -> None:
        area = tokens[0].area
        for flow in flows:
            self._put(area, area.body.node(flow.target), flow)
        for token in tokens:
            self._consume(token)

    def _inclusive(self, area: Area, gateway: Node) -> None:
        """Take one token of each incoming flow that has one, choose among the outgoing."""
        assert isinstance(gateway, Gateway)
        incoming = area.body.incoming(gateway.id)
        waiting = [self._at_join(area, gateway, flow) for flow in incoming]
        taken = [tokens[0] for tokens in waiting if tokens]
        self._count("inclusive join" if len(incoming) > 1 else "inclusive split", gateway, area)
        flows = area.body.outgoing(gateway.id)
        data = area.frame.visible()
        if len(flows) > 1:
            chosen = [
                flow
                for flow in flows
                if flow.id != gateway.default
                and (flow.condition is None or self._holds(flow.condition, data, gateway.id))
            ]
            if not chosen:
                chosen = [flow for flow in flows if flow.id == gateway.default]
                self._count("default flow", gateway, area)
            if not chosen:
                raise Incident("no flow chosen", gateway.id)
            flows = chosen
        self._replace(taken, flows)

    def _fire_one_inclusive_join(self) -> bool:
        """Look at the joins of the oldest scope first, where the oldest token waits first."""
        for area in self.areas:
            for token in area.tokens:
                gateway = token.node
                if (
                    isinstance(gateway, Gateway)
                    and gateway.kind == "inclusive"
                    and self._is_activated(area, gateway)
                ):
                    self._inclusive(area, gateway)
                    return True
        return False

    def _is_activated(self, area: Area, gateway: Gateway) -> bool:
        """The rule of §13.4.3, word for word.

        At least one incoming flow has a token, and for every path from a token to an empty
        incoming flow that does not visit the gateway there is also one from that token to an
        incoming flow that has a token.
        """
        incoming = area.body.incoming(gateway.id)
        filled = {flow.id for flow in incoming if self._at_join(area, gateway, flow)}
        if not filled:
            return False
        for token in area.tokens:
            if token.node.id == gateway.id:
                continue
            reached = incoming_reached(area.body, token.node, gateway)
            if reached - filled and not reached & filled:
                return False
        return True

    # ------------------------------------------------------------ ends (§13.5.3)

    def _end(self, token: Token, end: End) -> None:
        area = token.area
        match end.kind:
            case "none":
                self._count("none end", end, area)
                self._leave(token)
            case "terminate":
                self._count("terminate end", end, area)
                for other in list(area.tokens):
                    self._drop(other)
                self._area_done(area)
            case "error":
                self._count("error end", end, area)
                if not self._throw("error", end, area):
                    raise Incident("uncaught error", end.id)
            case "escalation":
                self._count("escalation end", end, area)
                self._throw("escalation", end, area)
                if token in area.tokens:
                    self._consume(token)

    def _throw(self, kind: str, end: End, area: Area) -> bool:
        """Look for who catches it, from the scope outward; the exact code before catch-all."""
        while area.owner is not None:
            host = area.owner.visit
            catching = [
                boundary
                for boundary in host.node.boundaries
                if isinstance(boundary.event, Thrown) and boundary.event.kind == kind
            ]
            for code in (end.code, None):
                for boundary in catching:
                    assert isinstance(boundary.event, Thrown)
                    if boundary.event.code == code:
                        self._count_boundary(boundary, host)
                        self._enter_boundary(boundary, host)
                        return True
            area = host.token.area
        self._count(f"uncaught {kind}", end, area)
        return False

    # ------------------------------------------------------------ scopes

    def _open_area(self, body: Body, frame: Frame, owner: Instance | None, path: str) -> None:
        area = Area(self._next_serial(), body, frame, owner, path)
        self.areas.append(area)
        if owner is not None:
            owner.area = area
        start = next(node for node in body.nodes if isinstance(node, Start))
        self._put(area, start, None)

    def _area_done(self, area: Area) -> None:
        self.areas.remove(area)
        if area.owner is None:
            self.finished = True
            self.kept = []
            return
        instance = area.owner
        node = instance.visit.node
        if isinstance(node, Call):
            data = area.frame.visible()
            for name, value in node.outputs:
                instance.frame.write(name, self._value(value, data, node.id))
        self._instance_done(instance)

    def _drop(self, token: Token) -> None:
        """Cancel a token and all that it holds."""
        token.area.tokens.remove(token)
        if token in self.queue:
            self.queue.remove(token)
        self.armed = [arming for arming in self.armed if arming.token is not token]
        if token.visit is not None:
            self._cancel_visit(token.visit)

    def _cancel_visit(self, visit: Visit) -> None:
        for instance in list(visit.active):
            self._cancel_instance(instance)
        self._close_visit(visit)

    def _cancel_instance(self, instance: Instance) -> None:
        instance.visit.active.remove(instance)
        if instance in self.queue:
            self.queue.remove(instance)
        for task in [task for task in self.open if task.instance is instance]:
            self._close(task, "cancelled")
        self.armed = [arming for arming in self.armed if arming.instance is not instance]
        if instance.area is not None and instance.area in self.areas:
            for token in list(instance.area.tokens):
                self._drop(token)
            self.areas.remove(instance.area)

    def _close(self, task: Open, how: How) -> None:
        self.open.remove(task)
        self.closed.append((task, how))

    # ------------------------------------------------------------ activities (§13.3)

    def _begin_visit(self, token: Token, node: Activity) -> None:
        token.place = "inside"
        visit = token.visit = Visit(token, node, token.area.frame)
        for boundary in node.boundaries:
            if not isinstance(boundary.event, Thrown):
                self._arm(boundary, boundary.event, visit.frame, host=visit)
        match node.loop:
            case None if not node.boundaries:
                self._begin_instance(self._new_instance(visit, None))
            case None:
                self.queue.append(self._new_instance(visit, None))
            case StandardLoop():
                self._loop_again(visit, node.loop)
            case MultiInstance():
                self._begin_instances(visit, node.loop)

    def _loop_again(self, visit: Visit, loop: StandardLoop) -> None:
        """Begin the next round of a standard loop, or end the activity (§13.3.6)."""
        tested = loop.test_before or visit.begun > 0
        if (loop.maximum is not None and visit.begun >= loop.maximum) or (
            tested
            and loop.condition is not None
            and not self._holds(loop.condition, visit.frame.visible(), visit.node.id)
        ):
            if visit.begun == 0:
                self._count("loop not entered", visit.node, visit.token.area)
            self._end_visit(visit)
            return
        visit.begun += 1
        if visit.begun > 1:
            self._count("loop repeated", visit.node, visit.token.area)
        self.queue.append(self._new_instance(visit, None))

    def _begin_instances(self, visit: Visit, loop: MultiInstance) -> None:
        """Look at the list once; make all instances, or the first (§13.3.7)."""
        visit.items = self._items(visit, loop)
        over = "number" if loop.collection is None else "list"
        self._count(f"multi-instance by {over}", visit.node, visit.token.area)
        visit.outputs = [None] * len(visit.items)
        if not visit.items:
            self._count("multi-instance over nothing", visit.node, visit.token.area)
            self._end_visit(visit)
        elif loop.parallel:
            self.queue.extend(self._next_of_many(visit, loop) for _ in visit.items)
        else:
            self.queue.append(self._next_of_many(visit, loop))

    def _items(self, visit: Visit, loop: MultiInstance) -> list[Any]:
        data, element = visit.frame.visible(), visit.node.id
        if loop.cardinality is not None:
            number = self._value(loop.cardinality, data, element)
            if type(number) is not int or number < 0:
                raise Incident(f"no cardinality: {number!r}", element)
            return [None] * number
        if not isinstance(data.get(loop.collection or ""), list):
            raise Incident(f"no list: {loop.collection}", element)
        return list(data[loop.collection or ""])

    def _next_of_many(self, visit: Visit, loop: MultiInstance) -> Instance:
        number = visit.begun
        visit.begun += 1
        # "If this value of some instance is n, the instance is the n-th" (BPMN 2.0.2 §10.3.8).
        own = {"loopCounter": number + 1}
        if loop.item is not None and loop.collection is not None:
            own[loop.item] = deepcopy(visit.items[number])
        return self._new_instance(visit, number, Frame(own, visit.frame))

    def _new_instance(
        self, visit: Visit, number: int | None, frame: Frame | None = None
    ) -> Instance:
        instance = Instance(visit, number, frame or visit.frame)
        visit.active.append(instance)
        return instance

    def _begin_instance(self, instance: Instance) -> None:
        node, area = instance.visit.node, instance.visit.token.area
        self._count(_kind_of(node), node, area)
        match node:
            case Sub():
                # An instance of a multi-instance owns all data inside already.
                frame = instance.frame
                if instance.number is None:
                    frame = _fresh_frame(node.body, frame, owns_all=False)
                self._open_area(node.body, frame, instance, f"{area.path}{node.id}/")
            case Call():
                called = self.model.process(node.called)
                frame = _fresh_frame(called.body, None, owns_all=True)
                data = instance.frame.visible()
                for name, value in node.inputs:
                    frame.write(name, self._value(value, data, node.id))
                self._open_area(called.body, frame, instance, f"{area.path}{node.id}/")
            case Task():
                self.open.append(Open(self._next_serial(), node, instance))
            case Receive():
                self._receive(node, instance)

    def _receive(self, node: Receive, instance: Instance) -> None:
        arming = self._arm(node, node.message, instance.frame, instance=instance)
        self.open.append(Open(self._next_serial(), node, instance))
        self._take_kept(arming)

    def _instance_done(self, instance: Instance, *, waived: bool = False) -> None:
        visit = instance.visit
        visit.active.remove(instance)
        self.armed = [arming for arming in self.armed if arming.instance is not instance]
        match visit.node.loop:
            case None:
                self._end_visit(visit)
            case StandardLoop():
                self._loop_again(visit, visit.node.loop)
            case MultiInstance():
                self._one_of_many_done(visit, visit.node.loop, instance, waived=waived)

    def _one_of_many_done(
        self, visit: Visit, loop: MultiInstance, instance: Instance, *, waived: bool
    ) -> None:
        assert instance.number is not None
        visit.completed += 1
        if not waived and loop.output_item is not None:
            visit.outputs[instance.number] = deepcopy(instance.frame.values.get(loop.output_item))
        if self._completion_holds(visit, loop, instance):
            self._count("completion condition true", visit.node, visit.token.area)
            for other in list(visit.active):
                self._cancel_instance(other)
            self._end_visit(visit)
        elif visit.begun < len(visit.items):
            self.queue.append(self._next_of_many(visit, loop))
        elif not visit.active:
            self._end_visit(visit)

    def _completion_holds(self, visit: Visit, loop: MultiInstance, instance: Instance) -> bool:
        if loop.completion is None:
            return False
        counters = {
            "nrOfInstances": len(visit.items),
            "nrOfActiveInstances": len(visit.active),
            "nrOfCompletedInstances": visit.completed,
        }
        data = instance.frame.visible() | counters
        return self._holds(loop.completion, data, visit.node.id)

    def _end_visit(self, visit: Visit) -> None:
        self._close_visit(visit)
        loop = visit.node.loop
        if isinstance(loop, MultiInstance) and loop.output_collection is not None:
            self._count("output collection", visit.node, visit.token.area)
            visit.frame.write(loop.output_collection, visit.outputs)
        visit.token.visit = None
        self._leave(visit.token)

    def _close_visit(self, visit: Visit) -> None:
        self.armed = [arming for arming in self.armed if arming.host is not visit]

    # ------------------------------------------------------------ events (§13.5)

    def _catch(self, token: Token, node: Catch) -> None:
        token.place = "inside"
        arming = self._arm(node, node.event, token.area.frame, token=token)
        if isinstance(node.event, Message):
            self._take_kept(arming)

    def _arm(
        self,
        node: Node,
        event: Timer | Message,
        frame: Frame,
        *,
        token: Token | None = None,
        instance: Instance | None = None,
        host: Visit | None = None,
    ) -> Arming:
        arming = Arming(self._next_serial(), node, event, frame, token, instance, host)
        assert self.now is not None
        if isinstance(event, Timer):
            arming.due = event.at or self.now + event.after  # type: ignore[operator]
            arming.left = event.times if event.kind == "cycle" else 1
        elif event.correlation is not None:
            arming.key = self._value(event.correlation, frame.visible(), node.id)
        self.armed.append(arming)
        return arming

    def _take_kept(self, arming: Arming) -> None:
        for kept in self.kept:
            if arming.fits(kept.name, kept.key):
                self.kept.remove(kept)
                area = self._area_of(arming)
                self._count("kept message", arming.node, area)
                self._trigger(arming, kept.payload)
                return

    def _trigger(self, arming: Arming, payload: Mapping[str, Any]) -> None:
        """Let what waits go on with what came."""
        for name, value in payload.items():
            arming.frame.write(name, value)
        if arming.host is not None:
            assert isinstance(arming.node, Boundary)
            self._trigger_boundary(arming, arming.node, arming.host)
        elif arming.instance is not None:
            self._count("message received", arming.node, self._area_of(arming))
            for task in [task for task in self.open if task.instance is arming.instance]:
                self._close(task, "completed")
            self._instance_done(arming.instance)
        else:
            assert arming.token is not None
            self.armed.remove(arming)
            kind = arming.event.kind if isinstance(arming.event, Timer) else "message"
            self._count(f"{kind} catch", arming.node, arming.token.area)
            self._leave(arming.token)

    def _trigger_boundary(self, arming: Arming, boundary: Boundary, host: Visit) -> None:
        self._count_boundary(boundary, host)
        if not boundary.interrupting and isinstance(arming.event, Timer):
            self._rearm(arming, arming.event)
        self._enter_boundary(boundary, host)

    def _rearm(self, arming: Arming, timer: Timer) -> None:
        """Let a cycle wait for its next instant after now; what was missed is not caught up."""
        assert arming.due is not None
        assert self.now is not None
        while arming.due <= self.now:
            if arming.left is not None:
                arming.left -= 1
            if arming.left == 0 or timer.kind != "cycle":
                self.armed.remove(arming)
                return
            assert timer.after is not None
            arming.due += timer.after

    def _enter_boundary(self, boundary: Boundary, host: Visit) -> None:
        """Let a token go on from the boundary, which was entered when it was armed."""
        area = host.token.area
        token = Token(self._next_serial(), area, boundary, None, "inside")
        area.tokens.append(token)
        if boundary.interrupting:
            self._drop(host.token)
        self._leave(token)

    def _area_of(self, arming: Arming) -> Area:
        if arming.token is not None:
            return arming.token.area
        visit = arming.host or (arming.instance and arming.instance.visit)
        assert visit
        return visit.token.area

    # ------------------------------------------------------------ what was executed

    def _count(self, what: str, node: Node, area: Area | None) -> None:
        around = "" if area is None or area.owner is None else _kind_of(area.owner.visit.node)
        self.executed[what, node.id, around] += 1

    def _count_boundary(self, boundary: Boundary, host: Visit) -> None:
        event = boundary.event
        kind = event.kind if isinstance(event, Timer | Thrown) else "message"
        how = "" if boundary.interrupting else " non-interrupting"
        what = f"{kind}{how} boundary"
        self._count(what, boundary, host.token.area)
        self._count(f"{what} of {_kind_of(host.node)}", boundary, host.token.area)


def _fresh_frame(body: Body, parent: Frame | None, *, owns_all: bool) -> Frame:
    """Return the data of a scope at its beginning: what it declares has no value yet."""
    return Frame({}, parent, None if owns_all else frozenset(body.data_objects))


def _keeping(model: Model) -> Iterator[Message]:
    for node in nodes_of(model):
        if isinstance(node, Receive):
            yield node.message
        elif isinstance(node, Catch) and isinstance(node.event, Message):
            yield node.event


def _kind_of(node: Activity) -> str:
    """Name an activity with its loop."""
    match node:
        case Task():
            kind = f"{node.kind} task"
        case Receive():
            kind = "receive task"
        case Sub():
            kind = "subprocess"
        case _:
            kind = "call"
    match node.loop:
        case None:
            return kind
        case StandardLoop(test_before=before):
            return f"{kind} looped{', tested before' if before else ''}"
        case MultiInstance(parallel=parallel):
            return f"{kind} {'parallel' if parallel else 'sequential'}"
