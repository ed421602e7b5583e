"""Diagrams as plain values.

Only what the token game plays. Every order is that of the XML.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, timedelta

    from tests.oracle.expressions import Expr


# ---------------------------------------------------------------- events


@dataclass(frozen=True, slots=True)
class Timer:
    """One of: a date, a duration, a duration that repeats (`times` None: for ever)."""

    kind: Literal["date", "duration", "cycle"]
    at: datetime | None = None
    after: timedelta | None = None
    times: int | None = None
    #: written as a FEEL expression
    feel: bool = False

    @property
    def text(self) -> str:
        if self.at is not None:
            text = self.at.isoformat()
            return f'=date and time("{text}")' if self.feel else text
        assert self.after is not None
        duration = f"PT{int(self.after.total_seconds()) // 60}M"
        if self.kind == "duration":
            return f'=duration("{duration}")' if self.feel else duration
        cycle = f"R{'' if self.times is None else self.times}/{duration}"
        return f'="{cycle}"' if self.feel else cycle


@dataclass(frozen=True, slots=True)
class Message:
    name: str
    #: must equal the key that the message carries; None: every message of the name fits
    correlation: Expr | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    name: str


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that data come to say."""

    says: Expr


#: What an event in the flow can wait for.
Awaited = Timer | Message | Signal | Condition


@dataclass(frozen=True, slots=True)
class Thrown:
    """What an end event throws and a boundary catches; `code` None catches all of the kind."""

    kind: Literal["error", "escalation"]
    code: str | None


# ---------------------------------------------------------------- loops


@dataclass(frozen=True, slots=True)
class StandardLoop:
    condition: Expr | None
    maximum: int | None
    test_before: bool


@dataclass(frozen=True, slots=True)
class MultiInstance:
    parallel: bool
    #: exactly one of the two
    cardinality: Expr | None
    collection: str | None
    item: str | None = None
    completion: Expr | None = None
    output_collection: str | None = None
    output_item: str | None = None


Loop = StandardLoop | MultiInstance


# ---------------------------------------------------------------- nodes


@dataclass(frozen=True, slots=True)
class Flow:
    id: str
    source: str
    target: str
    condition: Expr | None = None


@dataclass(frozen=True, slots=True)
class Node:
    id: str
    #: (variable, value), when the node ends
    assigns: tuple[tuple[str, Expr], ...] = ()


@dataclass(frozen=True, slots=True)
class Start(Node):
    #: of an event subprocess: what begins it
    event: Awaited | Thrown | None = None
    interrupting: bool = True


@dataclass(frozen=True, slots=True)
class Pass(Node):
    """A none intermediate event."""


@dataclass(frozen=True, slots=True)
class End(Node):
    kind: Literal["none", "terminate", "error", "escalation"] = "none"
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Throw(Node):
    """An event that throws, on the way or at the end; the correlation is that which is sent."""

    throws: tuple[Signal | Message, ...] = ()
    #: (variable, value) that goes with it
    payload: tuple[tuple[str, Expr], ...] = ()
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Gateway(Node):
    kind: Literal["exclusive", "parallel", "inclusive"] = "exclusive"
    default: str | None = None


@dataclass(frozen=True, slots=True)
class EventGateway(Node):
    """An exclusive event-based gateway; catching events and receive tasks stand behind it."""


@dataclass(frozen=True, slots=True)
class Catch(Node):
    event: Awaited = field(default_factory=lambda: Message(""))


@dataclass(frozen=True, slots=True)
class Boundary(Node):
    event: Awaited | Thrown = field(default_factory=lambda: Message(""))
    interrupting: bool = True


@dataclass(frozen=True, slots=True)
class Activity(Node):
    loop: Loop | None = None
    boundaries: tuple[Boundary, ...] = ()
    #: the flow that gets a token when no condition of another one holds
    default: str | None = None


@dataclass(frozen=True, slots=True)
class Task(Activity):
    #: the last two are jobs: a system outside does them
    kind: Literal["user", "manual", "service", "send"] = "user"
    #: of a job: (variable, value) that the system gets
    inputs: tuple[tuple[str, Expr], ...] = ()

    @property
    def is_job(self) -> bool:
        return self.kind in ("service", "send")


@dataclass(frozen=True, slots=True)
class Receive(Activity):
    message: Message = field(default_factory=lambda: Message(""))


@dataclass(frozen=True, slots=True)
class Sub(Activity):
    body: Body = field(default_factory=lambda: Body((), ()))


@dataclass(frozen=True, slots=True)
class Call(Activity):
    called: str = ""
    #: (variable inside, value outside) and the reverse
    inputs: tuple[tuple[str, Expr], ...] = ()
    outputs: tuple[tuple[str, Expr], ...] = ()


@dataclass(frozen=True, slots=True)
class EventSub(Node):
    """An event subprocess: it begins by the event of its start."""

    body: Body = field(default_factory=lambda: Body((), ()))

    @property
    def start(self) -> Start:
        return next(node for node in self.body.nodes if isinstance(node, Start))


@dataclass(frozen=True, slots=True)
class Body:
    """What a process or an embedded subprocess holds itself."""

    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    #: names of the variables that it declares; the id in the file is made from them
    data_objects: tuple[str, ...] = ()

    def node(self, node_id: str) -> Node:
        return next(node for node in self.with_boundaries() if node.id == node_id)

    def with_boundaries(self) -> Iterator[Node]:
        for node in self.nodes:
            yield node
            if isinstance(node, Activity):
                yield from node.boundaries

    def outgoing(self, node_id: str) -> list[Flow]:
        return [flow for flow in self.flows if flow.source == node_id]

    def incoming(self, node_id: str) -> list[Flow]:
        return [flow for flow in self.flows if flow.target == node_id]


@dataclass(frozen=True, slots=True)
class Process:
    id: str
    body: Body


@dataclass(frozen=True, slots=True)
class Model:
    #: the first is the one that is started
    processes: tuple[Process, ...]

    def process(self, process_id: str) -> Process:
        return next(process for process in self.processes if process.id == process_id)


def bodies(body: Body) -> Iterator[Body]:
    """Yield `body` and every embedded one."""
    yield body
    for node in body.nodes:
        if isinstance(node, Sub | EventSub):
            yield from bodies(node.body)


def nodes_of(model: Model) -> Iterator[Node]:
    for process in model.processes:
        for body in bodies(process.body):
            yield from body.with_boundaries()


def events_of(node: Node) -> tuple[Awaited | Thrown, ...]:
    """Return all that the node waits for or throws."""
    if isinstance(node, Throw):
        return node.throws
    event = event_of(node)
    return () if event is None else (event,)


def word_of(event: Awaited | Thrown) -> str:
    """Name the event in the table of coverage."""
    if isinstance(event, Timer | Thrown):
        return event.kind
    return {Signal: "signal", Condition: "condition"}.get(type(event), "message")


def event_of(node: Node) -> Awaited | Thrown | None:
    """Return what the node waits for or throws."""
    match node:
        case (
            Start(event=event)
            | Catch(event=event)
            | Boundary(event=event)
            | Receive(message=event)
        ):
            return event
        case End(kind="error" | "escalation" as kind, code=code):
            return Thrown(kind, code)
        case _:
            return None
