"""What a generated diagram is made of: blocks that nest.

The generator makes blocks and the shrinker takes them apart; only `tests.oracle.building` knows
about ids.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.oracle.expressions import Expr
    from tests.oracle.model import (
        Awaited,
        Loop,
        Message,
        Signal,
        Thrown,
    )

Assigns = tuple[tuple[str, "Expr"], ...]
#: Which events a process or subprocess is drawn without.
Undrawn = tuple[Literal["start", "end"], ...]


@dataclass(frozen=True, slots=True)
class Sequence:
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Silent:
    """A none event that assigns."""

    assigns: Assigns = ()


@dataclass(frozen=True, slots=True)
class Wait:
    event: Awaited
    assigns: Assigns = ()


@dataclass(frozen=True, slots=True)
class Tell:
    """An event that throws, on the way or at the end."""

    throws: tuple[Signal | Message, ...]
    payload: Assigns = ()
    assigns: Assigns = ()
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Stop:
    """An end before the end; "implied" is where nothing follows, without an event."""

    kind: Literal["none", "terminate", "error", "escalation", "implied"]
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Guard:
    """A boundary event and what follows it."""

    event: Awaited | Thrown
    interrupting: bool
    handler: Block
    #: to an end, to behind the activity, to before it, or to a later station of a tangle
    way: Literal["end", "merge", "back", "jump"] = "end"
    station: int = 0
    assigns: Assigns = ()


@dataclass(frozen=True, slots=True)
class Work:
    kind: Literal["user", "manual", "service", "send", "receive", "subprocess", "call"]
    loop: Loop | None = None
    guards: tuple[Guard, ...] = ()
    assigns: Assigns = ()
    message: Message | None = None
    #: of a subprocess or of the called process; equal insides are one called process
    inside: Block = field(default_factory=Sequence)
    data_objects: tuple[str, ...] = ()
    inputs: Assigns = ()
    outputs: Assigns = ()
    undrawn: Undrawn = ()


@dataclass(frozen=True, slots=True)
class Branching:
    """A split, its branches, and a gateway of `join` that brings them together.

    Conditions of a parallel split are None. The branch without a condition is the default. A bare
    split is what stands before it, with several flows; a bare join what follows. Of a bare split
    the branch number `default` is the default.
    """

    split: Literal["exclusive", "parallel", "inclusive", "bare"]
    join: Literal["exclusive", "parallel", "inclusive", "bare"]
    branches: tuple[tuple[Expr | None, Block], ...]
    default: int | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """What may come, and what follows it; a message may come to a receive task."""

    event: Awaited
    branch: Block
    receives: bool = False
    assigns: Assigns = ()


@dataclass(frozen=True, slots=True)
class EventChoice:
    """An event-based gateway; a bare join is what follows."""

    ways: tuple[Way, ...]
    join: Literal["exclusive", "bare"] = "exclusive"


@dataclass(frozen=True, slots=True)
class Aside:
    """An event subprocess of the scope in which it stands; what it follows goes on past it."""

    event: Awaited | Thrown
    interrupting: bool
    inside: Block = field(default_factory=Sequence)
    data_objects: tuple[str, ...] = ()
    assigns: Assigns = ()


@dataclass(frozen=True, slots=True)
class Repeat:
    """Exclusive gateways around `body`: while `again` holds, through `back` to its beginning."""

    body: Block
    again: Expr
    back: Block


@dataclass(frozen=True, slots=True)
class Station:
    join: Literal["exclusive", "parallel", "inclusive"]
    work: Block
    split: Literal["exclusive", "parallel", "inclusive"]
    #: later stations; the condition is None for the default and after a parallel split
    targets: tuple[tuple[Expr | None, int], ...]


@dataclass(frozen=True, slots=True)
class Tangle:
    """Stations with flows forward across each other; the last one is the way out."""

    stations: tuple[Station, ...]


_Events = Silent | Wait | Tell | Stop | Aside
Block = Sequence | _Events | Work | Branching | EventChoice | Repeat | Tangle


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole diagram as blocks."""

    block: Block
    data_objects: tuple[str, ...]
    undrawn: Undrawn = ()


def name_of(branching: Branching) -> str:
    if branching.split == "bare":
        return "flows out"
    if branching.split != "exclusive" and branching.join in ("exclusive", "bare"):
        return "multi-merge"
    return {"exclusive": "exclusive choice", "parallel": "parallel fork"}.get(
        branching.split, "inclusive choice"
    )


# ---------------------------------------------------------------- looking into blocks


def inner_blocks(block: Block) -> Iterator[Block]:
    """Yield the blocks directly inside."""
    match block:
        case Sequence(blocks):
            yield from blocks
        case Work(guards=guards, inside=inside):
            yield inside
            yield from (guard.handler for guard in guards)
        case Branching(branches=branches):
            yield from (branch for _, branch in branches)
        case Aside(inside=inside):
            yield inside
        case EventChoice(ways):
            yield from (way.branch for way in ways)
        case Repeat(body=body, back=back):
            yield body
            yield back
        case Tangle(stations):
            yield from (station.work for station in stations)
        case _:
            return
