"""How blocks become the nodes and flows of a diagram."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, assert_never

from tests.oracle.blocks import (
    Aside,
    Block,
    Branching,
    EventChoice,
    Plan,
    Repeat,
    Sequence,
    Silent,
    Station,
    Stop,
    Tangle,
    Tell,
    Wait,
    Work,
    name_of,
)
from tests.oracle.model import (
    Activity,
    Body,
    Boundary,
    Call,
    Catch,
    End,
    EventGateway,
    EventSub,
    Flow,
    Gateway,
    Message,
    Model,
    Node,
    Pass,
    Process,
    Receive,
    Start,
    Sub,
    Task,
    Throw,
    Thrown,
)
from tests.oracle.parts import Loose, Parts, ends_a_path

if TYPE_CHECKING:
    from tests.oracle.blocks import Undrawn


@dataclass(frozen=True, slots=True)
class Built:
    model: Model
    #: node id → the blocks around it in its own process or subprocess, outermost first
    around: dict[str, tuple[str, ...]]
    #: node id → what its block is called in the table of coverage
    roles: dict[str, str]


def build(plan: Plan) -> Built:
    builder = _Builder()
    body = builder.body(plan.block, plan.data_objects, plan.undrawn)
    processes = (Process("main", body), *builder.called.values())
    return Built(Model(processes), builder.around, builder.roles)


class _Builder:
    def __init__(self) -> None:
        self.called: dict[tuple[Block, tuple[str, ...], Undrawn], Process] = {}
        #: what can lead somewhere else without a gateway, and whether by conditions
        self.leading: dict[str, bool] = {}
        self.around: dict[str, tuple[str, ...]] = {}
        self.roles: dict[str, str] = {}
        self.parts = Parts()
        self.stack: tuple[str, ...] = ()
        self.numbers = {"n": 0, "f": 0, "p": 0}

    def body(
        self,
        block: Block,
        data_objects: tuple[str, ...],
        undrawn: Undrawn = (),
        begin: Start | None = None,
    ) -> Body:
        outer, self.parts = self.parts, Parts()
        stack, self.stack = self.stack, ()
        start = self._add(begin or Start(self._id("n")))
        out = self._place(block, [Loose(start.id)])
        if out:
            self._end(out, implied="end" in undrawn)
        self._end_jumps()
        self.parts.without_implied_ends()
        if "start" in undrawn:
            self.parts.without_start()
        parts, self.parts, self.stack = self.parts, outer, stack
        return Body(tuple(parts.nodes), tuple(parts.flows), data_objects)

    # ------------------------------------------------------------ nodes and flows

    def _id(self, letter: str) -> str:
        self.numbers[letter] += 1
        return f"{letter}{self.numbers[letter]}"

    def _add(self, node: Node, role: str | None = None) -> Node:
        self.parts.nodes.append(node)
        self.around[node.id] = self.stack
        if role is not None:
            self.roles[node.id] = role
        if not isinstance(node, Gateway | EventGateway) and not ends_a_path(node):
            self.leading[node.id] = isinstance(node, Activity)
        return node

    def _end(self, loose: list[Loose], *, implied: bool) -> None:
        end = self._add(End(self._id("n")))
        self._connect(loose, end)
        if implied:
            self.parts.implied.add(end.id)

    def _connect(self, loose: list[Loose], target: Node) -> None:
        for end in loose:
            flow = Flow(self._id("f"), end.source, target.id, end.condition)
            self.parts.flows.append(flow)
            if end.default:
                self._set_default(end.source, flow.id)

    def _set_default(self, gateway_id: str, flow_id: str) -> None:
        for position, node in enumerate(self.parts.nodes):
            if node.id == gateway_id and isinstance(node, Gateway | Activity):
                self.parts.nodes[position] = replace(node, default=flow_id)

    def _single(
        self,
        loose: list[Loose],
        kind: Literal["exclusive", "parallel", "inclusive", "bare"],
        role: str | None = None,
    ) -> list[Loose]:
        """Bring several flows together in a gateway; one flow needs none."""
        if len(loose) == 1 or kind == "bare":
            return loose
        gateway = self._add(Gateway(self._id("n"), kind=kind), role)
        self._connect(loose, gateway)
        return [Loose(gateway.id)]

    def _inside(self, name: str, block: Block, loose: list[Loose]) -> list[Loose]:
        stack, self.stack = self.stack, (*self.stack, name)
        out = self._place(block, loose)
        self.stack = stack
        return out

    # ------------------------------------------------------------ blocks

    def _place(self, block: Block, loose: list[Loose]) -> list[Loose]:
        """Put `block` behind the loose flow; return the loose flow behind it, none at an end."""
        match block:
            case Sequence(blocks):
                for one in blocks:
                    loose = self._place(one, loose) if loose else []
            case Silent() | Wait() | Tell():
                loose = self._event(block, loose)
            case Stop():
                self._stop(block, loose)
                loose = []
            case Work():
                loose = self._work(block, loose)
            case Branching():
                loose = self._branching(block, loose)
            case Aside():
                self._aside(block)
            case EventChoice():
                loose = self._event_choice(block, loose)
            case Repeat():
                loose = self._repeat(block, loose)
            case _:
                loose = self._tangle(block, loose)
        return loose

    def _event(self, block: Silent | Wait | Tell, loose: list[Loose]) -> list[Loose]:
        node_id = self._id("n")
        match block:
            case Silent(assigns):
                return self._behind(loose, Pass(node_id, assigns))
            case Wait(event, assigns):
                return self._behind(loose, Catch(node_id, assigns, event))
            case Tell(throws, payload, assigns, ends):
                out = self._behind(loose, Throw(node_id, assigns, throws, payload, ends=ends))
                return [] if ends else out
            case _:
                assert_never(block)

    def _stop(self, stop: Stop, loose: list[Loose]) -> None:
        if stop.kind == "implied":
            self._end(loose, implied=True)
        else:
            end = End(self._id("n"), kind=stop.kind, code=stop.code)
            self._connect(loose, self._add(end))

    def _behind(self, loose: list[Loose], node: Node) -> list[Loose]:
        self._add(node)
        self._connect(loose, node)
        return [Loose(node.id)]

    def _work(self, work: Work, loose: list[Loose]) -> list[Loose]:
        before = None
        if any(guard.way == "back" for guard in work.guards):
            before = self._add(Gateway(self._id("n")))
            self._connect(loose, before)
            loose = [Loose(before.id)]
        node_id = self._id("n")
        boundaries = tuple(
            Boundary(self._id("n"), guard.assigns, guard.event, guard.interrupting)
            for guard in work.guards
        )
        for boundary in boundaries:
            self.around[boundary.id] = self.stack
            self.leading[boundary.id] = False
        out = self._behind(loose, self._activity(work, node_id, boundaries))
        for guard, boundary in zip(work.guards, boundaries, strict=True):
            how = "interrupting" if guard.interrupting else "non-interrupting"
            handled = self._inside(f"{how} handler", guard.handler, [Loose(boundary.id)])
            if not handled:
                continue
            if guard.way == "merge":
                out = out + handled
            elif guard.way == "back" and before is not None:
                self._connect(handled, before)
            elif guard.way == "jump":
                self.parts.jumps.setdefault(guard.station, []).extend(handled)
            else:
                self._connect(handled, self._add(End(self._id("n"))))
        return self._single(out, "exclusive")

    def _activity(self, work: Work, node_id: str, boundaries: tuple[Boundary, ...]) -> Activity:
        assigns, loop = work.assigns, work.loop
        match work.kind:
            case "user" | "manual" | "service" | "send":
                inputs = work.inputs if work.kind in ("service", "send") else ()
                return Task(node_id, assigns, loop, boundaries, kind=work.kind, inputs=inputs)
            case "receive":
                assert work.message is not None
                return Receive(node_id, assigns, loop, boundaries, message=work.message)
            case "subprocess":
                body = self.body(work.inside, work.data_objects, work.undrawn)
                return Sub(node_id, assigns, loop, boundaries, body=body)
            case "call":
                called = self._called(work).id
                return Call(
                    node_id,
                    assigns,
                    loop,
                    boundaries,
                    called=called,
                    inputs=work.inputs,
                    outputs=work.outputs,
                )
            case _:
                assert_never(work.kind)

    def _called(self, work: Work) -> Process:
        key = work.inside, work.data_objects, work.undrawn
        if key not in self.called:
            process_id = self._id("p")
            self.called[key] = Process(process_id, self.body(*key))
        return self.called[key]

    def _branching(self, block: Branching, loose: list[Loose]) -> list[Loose]:
        name = name_of(block)
        if block.split == "bare":
            starts = self._bare(block, loose)
        else:
            split = Gateway(self._id("n"), kind=block.split)
            if block.split != "exclusive":
                # It would join them: what comes together here did so without a gateway.
                loose = self._single(loose, "exclusive")
            self._add(split, f"{name} split")
            self._connect(loose, split)
            starts = [
                Loose(split.id, condition, condition is None and block.split != "parallel")
                for condition, _ in block.branches
            ]
        outs = []
        for start, (_, branch) in zip(starts, block.branches, strict=True):
            outs += self._inside(name, branch, [start])
        return self._single(outs, block.join, f"{name} join") if outs else []

    def _bare(self, block: Branching, loose: list[Loose]) -> list[Loose]:
        """Let the flows leave what stands here, or a node for them where that cannot be."""
        conditions = [condition for condition, _ in block.branches]
        conditional = block.default is not None or any(
            condition is not None for condition in conditions
        )
        source = loose[0]
        if (
            len(loose) > 1
            or source.condition
            or source.default
            or source.shared
            or (
                self.leading.get(source.source) is not True
                if conditional
                else source.source not in self.leading
            )
        ):
            node = Task(self._id("n")) if conditional else Pass(self._id("n"))
            (source,) = self._behind(loose, node)
        starts = [
            Loose(source.source, condition, shared=len(conditions) > 1) for condition in conditions
        ]
        number = block.default
        if number is not None and number < len(starts) and len(starts) > 1:
            starts[number] = replace(starts[number], condition=None, default=True)
        return starts

    def _aside(self, aside: Aside) -> None:
        """Add an event subprocess, if none is there that one event would have to choose from."""
        node_id, start_id = self._id("n"), self._id("n")
        start = Start(start_id, aside.assigns, aside.event, aside.interrupting)
        if any(_compete(start, other) for other in self.parts.begun):
            return
        self.parts.begun.append(start)
        self.around[node_id] = ()
        body = self.body(aside.inside, aside.data_objects, begin=start)
        self.parts.nodes.append(EventSub(node_id, body=body))

    def _event_choice(self, block: EventChoice, loose: list[Loose]) -> list[Loose]:
        gateway = self._add(EventGateway(self._id("n")))
        self._connect(loose, gateway)
        outs = []
        for way in block.ways:
            node: Node = Catch(self._id("n"), way.assigns, way.event)
            if way.receives:
                assert isinstance(way.event, Message)
                node = Receive(node.id, way.assigns, message=way.event)
            (caught,) = self._behind([Loose(gateway.id)], node)
            outs += self._inside("event-based choice", way.branch, [caught])
        return self._single(outs, block.join) if outs else []

    def _repeat(self, block: Repeat, loose: list[Loose]) -> list[Loose]:
        merge = self._add(Gateway(self._id("n")))
        self._connect(loose, merge)
        out = self._inside("gateway loop", block.body, [Loose(merge.id)])
        if not out:
            return []
        split = self._add(Gateway(self._id("n")), "gateway loop split")
        self._connect(out, split)
        back = self._inside("gateway loop", block.back, [Loose(split.id, block.again)])
        self._connect(back, merge)
        return [Loose(split.id, None, default=True)]

    def _tangle(self, block: Tangle, loose: list[Loose]) -> list[Loose]:
        outer, self.parts.jumps = self.parts.jumps, {0: self._single(loose, "exclusive")}
        out: list[Loose] = []
        for number, station in enumerate(block.stations):
            arriving = self.parts.jumps.pop(number, [])
            if not arriving:
                out = []
                continue
            kind = station.join
            single = self._single(arriving, kind, f"tangle {kind} join")
            out = self._inside("tangle", station.work, single)
            if out and station.targets:
                self._leave(station, out)
        self._end_jumps()
        self.parts.jumps = outer
        return out

    def _end_jumps(self) -> None:
        """Let what jumps to no station that is still to come end."""
        for loose in self.parts.jumps.values():
            self._connect(loose, self._add(End(self._id("n"))))
        self.parts.jumps = {}

    def _leave(self, station: Station, loose: list[Loose]) -> None:
        if len(station.targets) == 1:
            self.parts.jumps.setdefault(station.targets[0][1], []).extend(loose)
            return
        role = f"tangle {station.split} split"
        split = self._add(Gateway(self._id("n"), kind=station.split), role)
        self._connect(loose, split)
        for condition, target in station.targets:
            default = condition is None and station.split != "parallel"
            self.parts.jumps.setdefault(target, []).append(Loose(split.id, condition, default))


def _compete(start: Start, other: Start) -> bool:
    if start.event != other.event:
        return False
    return start.interrupting or other.interrupting or isinstance(start.event, Thrown)
