"""What the state of a token game consists of."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from tests.oracle.model import Message, Task

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tests.oracle.model import Activity, Awaited, Body, EventSub, Node, Receive


@dataclass(eq=False, repr=False)
class Frame:
    """Data of one scope. `declared` None: it takes every variable written inside."""

    values: dict[str, Any]
    parent: Frame | None
    declared: frozenset[str] | None = None

    def visible(self) -> dict[str, Any]:
        outer = {} if self.parent is None else self.parent.visible()
        return outer | self.values

    def write(self, name: str, value: Any) -> None:
        if self.declared is None or name in self.declared:
            self.values[name] = deepcopy(value)
        else:
            assert self.parent is not None
            self.parent.write(name, value)


@dataclass(eq=False, repr=False)
class Area:
    """One run of a process, a called process or an embedded subprocess."""

    serial: int
    body: Body
    frame: Frame
    #: the instance of the activity that it is the inside of; None for the process itself
    owner: Instance | None
    #: ids of the process and of the activities on the way, each followed by "/"
    path: str
    tokens: list[Token] = field(default_factory=list)
    #: of an event subprocess: the scope in which it began
    handles: Area | None = None
    #: the event subprocesses that go on in it
    handling: list[Area] = field(default_factory=list)

    @property
    def instance(self) -> Instance | None:
        """The instance of the activity around, also of what event subprocesses do."""
        return self.owner if self.handles is None else self.handles.instance


@dataclass(eq=False, repr=False)
class Token:
    serial: int
    area: Area
    node: Node
    #: the flow by which it came
    flow: str | None
    #: in the queue before the node, at a join, in the node, or in the queue to assign or to choose
    place: Literal["queue", "join", "inside", "leaving", "choosing"] = "queue"
    visit: Visit | None = None
    #: at an event-based gateway: the receive tasks behind it
    offers: list[Visit] = field(default_factory=list)


@dataclass(eq=False, repr=False)
class Visit:
    """A token in an activity: its boundaries and its instances (one without a loop)."""

    token: Token
    node: Activity
    frame: Frame
    #: instances that have begun or stand in the queue
    active: list[Instance] = field(default_factory=list)
    #: items of a multi-instance, one for each instance to be made
    items: list[Any] = field(default_factory=list)
    begun: int = 0
    completed: int = 0
    outputs: list[Any] = field(default_factory=list)


@dataclass(eq=False, repr=False)
class Instance:
    visit: Visit
    #: index in the multi-instance, None outside one
    number: int | None
    frame: Frame
    area: Area | None = None


@dataclass(eq=False, repr=False)
class Offer:
    """What stands behind an event-based gateway and is still to be armed."""

    token: Token
    target: Node


@dataclass(eq=False, repr=False)
class Open:
    """A task that waits for a person."""

    serial: int
    node: Task | Receive
    instance: Instance
    #: of a job: what the system gets
    given: dict[str, Any] | None = None
    #: of a job that nobody tries any more: the number of its incident
    given_up: int | None = None

    @property
    def path(self) -> str:
        return self.instance.visit.token.area.path + self.node.id

    @property
    def kind(self) -> str:
        return self.node.kind if isinstance(self.node, Task) else "receive"

    @property
    def data(self) -> dict[str, Any]:
        return self.instance.frame.visible() if self.given is None else self.given

    @property
    def is_job(self) -> bool:
        return isinstance(self.node, Task) and self.node.is_job

    @property
    def number(self) -> int | None:
        """Index in the innermost multi-instance around the task."""
        at: Instance | None = self.instance
        while at is not None:
            if at.number is not None:
                return at.number
            at = at.visit.token.area.instance
        return None


@dataclass(eq=False, repr=False)
class Arming:
    """Something that waits for a timer, a message or a signal."""

    serial: int
    node: Node
    event: Awaited
    frame: Frame
    #: what it lets go on: a catching event, an instance of a receive task, a boundary
    token: Token | None = None
    instance: Instance | None = None
    host: Visit | None = None
    #: an event subprocess to begin, and where
    scope: Area | None = None
    handler: EventSub | None = None
    due: datetime | None = None
    #: firings left of a cycle; None: for ever
    left: int | None = 1
    #: of a condition: whether it held when it was last looked at
    held: bool = False
    #: value that the key of a message must have
    key: Any = None

    def fits(self, name: str, key: Any) -> bool:
        if not isinstance(self.event, Message) or self.event.name != name:
            return False
        return self.event.correlation is None or (
            type(self.key) is type(key) and bool(self.key == key)
        )


@dataclass(frozen=True)
class Told:
    """What the process threw: what others may get of it."""

    kind: str
    name: str
    payload: Mapping[str, Any]
    key: Any
    element: str
    #: a message that the process itself took or keeps
    taken: bool


@dataclass(frozen=True)
class Kept:
    name: str
    payload: Mapping[str, Any]
    key: Any


def fresh_frame(body: Body, parent: Frame | None, *, owns_all: bool) -> Frame:
    """Return the data of a scope at its beginning: what it declares has no value yet."""
    return Frame({}, parent, None if owns_all else frozenset(body.data_objects))
