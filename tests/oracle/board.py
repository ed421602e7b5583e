"""The pieces of a token game and the plainest moves: tokens along flows, values, counting."""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING, Any, Literal

from tests.oracle.expressions import Fault, evaluate, is_true
from tests.oracle.model import (
    Activity,
    End,
    MultiInstance,
    Receive,
    StandardLoop,
    Sub,
    Task,
    Throw,
    word_of,
)
from tests.oracle.state import Offer, Token

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tests.oracle.expressions import Expr
    from tests.oracle.model import Body, Boundary, Flow, Model, Node
    from tests.oracle.state import Area, Arming, Frame, Instance, Kept, Open, Told, Visit

How = Literal["completed", "waived", "cancelled"]


class Incident(Exception):
    """The process cannot go on; `elements` are those that may be named as the place."""

    def __init__(self, reason: str, *elements: str) -> None:
        super().__init__(reason, elements)
        self.reason = reason
        self.elements = frozenset(elements)


class Refused(Exception):
    """The command does not fit the state; nothing has changed."""


class Board:
    """What every part of the game plays on."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.now: datetime | None = None
        self.queue: deque[Token | Instance | Offer] = deque()
        #: tokens before an event that throws: they take their turn behind all others
        self.throwing: deque[Token] = deque()
        self.areas: list[Area] = []
        self.open: list[Open] = []
        self.armed: list[Arming] = []
        self.kept: list[Kept] = []
        #: what the last command threw, in the order of the throws
        self.told: list[Told] = []
        #: incidents so far
        self.incidents = 0
        self.finished = False
        #: of the last command
        self.closed: list[tuple[Open, How]] = []
        self.steps = 0
        #: (what was executed, node, activity around): the table of coverage
        self.executed: Counter[tuple[str, str, str]] = Counter()
        self._serial = 0

    # ------------------------------------------------------------ what other parts do

    def area_done(self, area: Area) -> None:
        raise NotImplementedError

    def drop(self, token: Token) -> None:
        raise NotImplementedError

    def open_area(self, body: Body, frame: Frame, owner: Instance | None, path: str) -> None:
        raise NotImplementedError

    def cancel_visit(self, visit: Visit) -> None:
        raise NotImplementedError

    def cancel_instance(self, instance: Instance) -> None:
        raise NotImplementedError

    def instance_done(self, instance: Instance, *, waived: bool = False) -> None:
        raise NotImplementedError

    # ------------------------------------------------------------ tokens

    def next_serial(self) -> int:
        self._serial += 1
        return self._serial

    def put(self, area: Area, node: Node, flow: Flow | None) -> None:
        token = Token(self.next_serial(), area, node, None if flow is None else flow.id)
        area.tokens.append(token)
        self.queue.append(token)

    def move(self, token: Token, flows: list[Flow]) -> None:
        """Take the token away and put one on each flow."""
        for flow in flows:
            self.put(token.area, token.area.body.node(flow.target), flow)
        self.consume(token)

    def leave(self, token: Token) -> None:
        """Go on from a node that has ended; to assign is a step of its own, taken in turn."""
        if token.node.assigns:
            token.place = "leaving"
            self.queue.append(token)
        else:
            self.go_on(token)

    def go_on(self, token: Token) -> None:
        """Take every flow; to choose among them is a step of its own, too."""
        node, area = token.node, token.area
        flows = area.body.outgoing(node.id)
        if not flows and not isinstance(node, End) and not _ends(node):
            self.count("implicit end", node, area)
        if len(flows) > 1 and any(flow.condition is not None for flow in flows):
            token.place = "choosing"
            self.queue.append(token)
            return
        if len(flows) > 1:
            several = "flows out" if isinstance(node, Activity) else "event with several flows"
            self.count(several, node, area)
        self.move(token, flows)

    def choose_flows(self, token: Token, node: Activity) -> None:
        """Take the flows without a condition and those whose condition holds.

        The default is taken "when none of the conditionExpressions on other outgoing Sequence
        Flows evaluate to true" (table 10.3). Of none that is taken the standard says nothing: as
        at a gateway that is an incident.
        """
        area = token.area
        flows = area.body.outgoing(node.id)
        data = area.frame.visible()
        held = [
            flow
            for flow in flows
            if flow.condition is not None and self.holds(flow.condition, data, node.id)
        ]
        taken = []
        for flow in flows:
            if flow in held:
                self.count("conditional flow out", node, area)
            elif flow.condition is not None or (flow.id == node.default and held):
                continue
            else:
                what = "default flow out" if flow.id == node.default else "flows out"
                self.count(what, node, area)
            taken.append(flow)
        if not taken:
            raise Incident("no flow chosen", node.id)
        self.move(token, taken)

    def consume(self, token: Token) -> None:
        token.area.tokens.remove(token)
        if not token.area.tokens:
            self.area_done(token.area)

    def assign(self, token: Token) -> None:
        frame = token.area.frame
        for name, value in token.node.assigns:
            self.count("assign", token.node, token.area)
            frame.write(name, self.value(value, frame.visible(), token.node.id))
        self.go_on(token)

    def value(self, expression: Expr, data: Mapping[str, Any], element: str) -> Any:
        try:
            return evaluate(expression, data)
        except Fault as fault:
            raise Incident(str(fault), element) from fault

    def holds(self, condition: Expr, data: Mapping[str, Any], element: str) -> bool:
        try:
            return is_true(condition, data)
        except Fault as fault:
            raise Incident(str(fault), element) from fault

    def offer_no_more(self, token: Token) -> None:
        for offer in [turn for turn in self.queue if isinstance(turn, Offer)]:
            if offer.token is token:
                self.queue.remove(offer)

    def close(self, task: Open, how: How) -> None:
        self.open.remove(task)
        self.closed.append((task, how))

    # ------------------------------------------------------------ what was executed

    def count(self, what: str, node: Node, area: Area | None) -> None:
        around = "" if area is None else _around(area)
        self.executed[what, node.id, around] += 1

    def count_boundary(self, boundary: Boundary, host: Visit) -> None:
        kind = word_of(boundary.event)
        how = "" if boundary.interrupting else " non-interrupting"
        what = f"{kind}{how} boundary"
        self.count(what, boundary, host.token.area)
        self.count(f"{what} of {kind_of(host.node)}", boundary, host.token.area)


def _ends(node: Node) -> bool:
    return isinstance(node, Throw) and node.ends


def _around(area: Area) -> str:
    if area.handles is not None:
        return "event subprocess"
    return "" if area.owner is None else kind_of(area.owner.visit.node)


def kind_of(node: Activity) -> str:
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
