"""Blocks with one thing less: the steps in which a diagram is made small."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from tests.oracle.blocks import (
    Aside,
    Branching,
    EventChoice,
    Repeat,
    Sequence,
    Silent,
    Tangle,
    Tell,
    Wait,
    Way,
    Work,
    inner_blocks,
)
from tests.oracle.expressions import Const
from tests.oracle.model import Message, MultiInstance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.oracle.blocks import Block, Guard, Plan, Station
    from tests.oracle.expressions import Expr

Thing = TypeVar("Thing")


def simpler_plans(plan: Plan) -> Iterator[Plan]:
    """Yield plans with one thing less, the big steps first."""
    for block in simpler(plan.block):
        yield replace(plan, block=block)
    if plan.undrawn:
        yield replace(plan, undrawn=())


def simpler(block: Block) -> Iterator[Block]:
    """Yield the block with one thing less somewhere inside."""
    if block != Sequence():
        yield Sequence()
    yield from inner_blocks(block)
    match block:
        case Sequence():
            yield from _sequences(block)
        case Silent() | Tell() | Wait():
            yield from _events(block)
        case Work():
            yield from _works(block)
        case Aside():
            yield from _asides(block)
        case Branching():
            yield from _branchings(block)
        case EventChoice():
            yield from _event_choices(block)
        case Repeat(body=body, back=back):
            yield from (replace(block, body=less) for less in simpler(body))
            yield from (replace(block, back=less) for less in simpler(back))
        case Tangle(stations):
            yield from map(Tangle, _one_changed(stations, _stations))


def _sequences(block: Sequence) -> Iterator[Sequence]:
    yield from map(Sequence, _without_one(block.blocks))
    for place, one in enumerate(block.blocks):
        if isinstance(one, Sequence):
            yield Sequence((*block.blocks[:place], *one.blocks, *block.blocks[place + 1 :]))
    yield from map(Sequence, _one_changed(block.blocks, simpler))


def _events(block: Silent | Tell | Wait) -> Iterator[Block]:
    match block:
        case Silent(assigns):
            yield from (Silent(less) for less in _without_one(assigns))
        case Tell():
            yield from _tells(block)
        case Wait():
            yield from _waits(block)


def _waits(wait: Wait) -> Iterator[Wait]:
    yield from (replace(wait, assigns=less) for less in _without_one(wait.assigns))
    if isinstance(wait.event, Message) and wait.event.correlation is not None:
        yield replace(wait, event=replace(wait.event, correlation=None))


def _tells(tell: Tell) -> Iterator[Tell]:
    if len(tell.throws) > 1:
        yield from (replace(tell, throws=less) for less in _without_one(tell.throws))
    yield from (replace(tell, payload=less) for less in _without_one(tell.payload))
    yield from (replace(tell, assigns=less) for less in _without_one(tell.assigns))
    if tell.ends:
        yield replace(tell, ends=False)


def _branchings(block: Branching) -> Iterator[Branching]:
    if len(block.branches) > 2:
        yield from (replace(block, branches=less) for less in _without_one(block.branches))
    if block.default is not None:
        yield replace(block, default=None)
    if block.split == "bare" and not any(condition for condition, _ in block.branches):
        yield replace(block, split="parallel", default=None)
    if block.join == "bare":
        yield replace(block, join="exclusive")
    for branches in _one_changed(block.branches, _branches):
        yield replace(block, branches=branches)


def _asides(aside: Aside) -> Iterator[Aside]:
    yield from (replace(aside, assigns=less) for less in _without_one(aside.assigns))
    if aside.data_objects:
        yield replace(aside, data_objects=())
    if isinstance(aside.event, Message) and aside.event.correlation is not None:
        yield replace(aside, event=replace(aside.event, correlation=None))
    yield from (replace(aside, inside=less) for less in simpler(aside.inside))


def _event_choices(block: EventChoice) -> Iterator[Block]:
    yield from (Wait(way.event, way.assigns) for way in block.ways)
    if len(block.ways) > 2:
        yield from (replace(block, ways=less) for less in _without_one(block.ways))
    if block.join == "bare":
        yield replace(block, join="exclusive")
    yield from (replace(block, ways=ways) for ways in _one_changed(block.ways, _ways))


def _ways(way: Way) -> Iterator[Way]:
    if way.receives:
        yield replace(way, receives=False)
    if isinstance(way.event, Message) and way.event.correlation is not None:
        yield replace(way, event=replace(way.event, correlation=None))
    yield from (replace(way, assigns=less) for less in _without_one(way.assigns))
    yield from (replace(way, branch=less) for less in simpler(way.branch))


def _branches(branch: tuple[Expr | None, Block]) -> Iterator[tuple[Expr | None, Block]]:
    condition, block = branch
    if condition is not None and condition != Const(value=True):
        yield Const(value=True), block
    yield from ((condition, less) for less in simpler(block))


def _stations(station: Station) -> Iterator[Station]:
    yield from (replace(station, work=less) for less in simpler(station.work))
    if len(station.targets) > 1:
        yield from (replace(station, targets=less) for less in _without_one(station.targets))


def _works(work: Work) -> Iterator[Work]:
    if work.kind != "user":
        yield replace(work, kind="user", inside=Sequence(), inputs=(), outputs=())
    if work.kind == "call":
        yield replace(work, kind="subprocess", data_objects=(), inputs=(), outputs=())
    if work.undrawn:
        yield replace(work, undrawn=())
    if work.loop is not None:
        yield replace(work, loop=None)
    if isinstance(work.loop, MultiInstance):
        yield from (replace(work, loop=loop) for loop in _loops(work.loop))
    yield from (replace(work, assigns=less) for less in _without_one(work.assigns))
    yield from (replace(work, guards=less) for less in _without_one(work.guards))
    yield from (replace(work, inputs=less) for less in _without_one(work.inputs))
    yield from (replace(work, outputs=less) for less in _without_one(work.outputs))
    if work.data_objects and work.kind == "subprocess":
        yield replace(work, data_objects=())
    if work.message is not None and work.message.correlation is not None:
        yield replace(work, message=replace(work.message, correlation=None))
    yield from (replace(work, inside=less) for less in simpler(work.inside))
    yield from (replace(work, guards=guards) for guards in _one_changed(work.guards, _guards))


def _loops(loop: MultiInstance) -> Iterator[MultiInstance]:
    if loop.completion is not None:
        yield replace(loop, completion=None)
    if loop.output_item is not None:
        yield replace(loop, output_item=None, output_collection=None)
    if loop.cardinality != Const(2):
        yield replace(loop, cardinality=Const(2), collection=None, item=None)


def _guards(guard: Guard) -> Iterator[Guard]:
    if guard.way != "end":
        yield replace(guard, way="end")
    if guard.assigns:
        yield replace(guard, assigns=())
    yield from (replace(guard, handler=less) for less in simpler(guard.handler))


def _without_one(things: tuple[Thing, ...]) -> Iterator[tuple[Thing, ...]]:
    for place in range(len(things)):
        yield (*things[:place], *things[place + 1 :])


def _one_changed(
    things: tuple[Thing, ...], changes: Callable[[Thing], Iterator[Thing]]
) -> Iterator[tuple[Thing, ...]]:
    for place, one in enumerate(things):
        for changed in changes(one):
            yield (*things[:place], changed, *things[place + 1 :])
