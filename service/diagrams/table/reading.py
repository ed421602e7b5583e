"""A diagram as a table: which elements are a row, and which row stands where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from service.diagrams.model import (
    Activity,
    BoundaryEvent,
    EndEvent,
    ExclusiveGateway,
    ManualTask,
    MultiInstance,
    NoneEvent,
    ReceiveTask,
    RefusedNode,
    StartEvent,
    SubProcess,
    Transaction,
    UserTask,
    is_in_flow,
)
from service.diagrams.table.model import Branch, LaneColumn, Row, SopTable, SubRow
from service.diagrams.table.order import in_order
from service.diagrams.table.papers import papers_of
from service.diagrams.table.waktu import Waktu, written_waktu
from service.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from service.diagrams.model import Diagram, Node, Process, Scope, SequenceFlow
    from service.diagrams.table.model import Kind, Way


#: "The next row" is never one of these.
_NEVER_ENTERED = (StartEvent, BoundaryEvent)


class NoTable(NotFound):
    """The diagram has no such process."""

    code = "table.no-process"


def read_table(diagram: Diagram, process_id: str | None = None) -> SopTable:
    """Return the table of a process; without an id that of the first that has elements.

    Raises NoTable when there is none.
    """
    process = _chosen(diagram, process_id)
    return _table(process, process.scope)


@dataclass(frozen=True, slots=True)
class Unshown:
    """A part of a diagram that is not in its table."""

    kind: Literal["process", "subprocess"]
    name: str
    #: how many activities it holds
    steps: int


def unshown_in(diagram: Diagram, table: SopTable) -> Iterator[Unshown]:
    """Yield what a diagram holds beside its table: other processes, inside of subprocesses.

    Where no activity stands, nothing is missing.
    """
    for process in diagram.processes:
        parts = [Unshown("process", process.name or process.id, _activities(process.scope))]
        if process.id == table.process:
            within = [node for node in process.scope.nodes if isinstance(node, SubProcess)]
            parts = [
                Unshown("subprocess", node.name or node.id, _activities(node.scope))
                for node in within
            ]
        yield from (part for part in parts if part.steps)


def _activities(scope: Scope) -> int:
    return sum(
        isinstance(node, Activity) and not isinstance(node, SubProcess)
        for node in scope.all_nodes()
    )


def tables_within(diagram: Diagram) -> Iterator[SopTable]:
    """Yield the table of each process and, behind it, of every subprocess inside it.

    Who looks for what stands around a step meets it here wherever it was drawn; the table of an
    SOP shows a subprocess as one row.
    """
    for process in diagram.processes:
        yield from _tables(process, process.scope)


def _tables(process: Process, scope: Scope) -> Iterator[SopTable]:
    yield _table(process, scope)
    for node in scope.nodes:
        if isinstance(node, SubProcess):
            yield from _tables(process, node.scope)


def _table(process: Process, scope: Scope) -> SopTable:
    kinds = {node.id: _kind(scope, node) for node in scope.nodes}
    gateways = _gateways(scope, kinds)
    absorbed = {gateway.id for gateway in gateways.values()}
    flowing = [node for node in scope.in_flow() if node.id not in absorbed]
    nodes = in_order(scope, flowing, gateways)
    nodes += [node for node in scope.nodes if not is_in_flow(node)]
    rows = []
    for place, node in enumerate(nodes):
        later = nodes[place + 1 :]
        after = next((each.id for each in later if _can_follow(each)), None)
        rows.append(_row(scope, node, kinds[node.id], gateways.get(node.id), after))
    return SopTable(
        process=process.id,
        title=process.name,
        lanes=tuple(
            LaneColumn(lane.id, lane.name, lane.binding.role)
            for lane in process.lanes
            if not any(lane.id in other.ancestors for other in process.lanes)
        ),
        rows=tuple(rows),
        identity=process.identity,
    )


def _can_follow(node: Node) -> bool:
    return is_in_flow(node) and not isinstance(node, _NEVER_ENTERED)


def _chosen(diagram: Diagram, process_id: str | None) -> Process:
    if process_id is not None:
        found = diagram.process(process_id)
    else:
        found = next((each for each in diagram.processes if each.scope.nodes), None)
        found = found or next(iter(diagram.processes), None)
    if found is None:
        raise NoTable(process=process_id or "")
    return found


def _kind(scope: Scope, node: Node) -> Kind:
    kind: Kind = "drawn"
    match node:
        case StartEvent(event=NoneEvent()):
            kind = "start"
        case EndEvent(event=NoneEvent()):
            kind = "end"
        case ReceiveTask(loop=None):
            kind = "agency"
        case UserTask(loop=None) | ManualTask(loop=None):
            kind = "work"
        case UserTask(loop=MultiInstance(parallel=True, collection=str())):
            kind = "drawn" if node.extension.unit is None else "per_unit"
        case _:
            pass
    # Only a gateway may split: what does so itself is left to the diagram.
    counts = isinstance(node, Activity) and (node.start_quantity, node.completion_quantity)
    own = len(scope.outgoing(node.id)) > 1 or counts not in (False, (1, 1))
    # What a call does stands elsewhere in the file.
    called = isinstance(node, Activity) and bool(node.global_task)
    return "drawn" if own or called else kind


def _gateways(scope: Scope, kinds: Mapping[str, Kind]) -> dict[str, ExclusiveGateway]:
    """Return the gateways that belong to a row: the row alone leads there, and nowhere else."""
    found = {}
    for node in scope.nodes:
        if not isinstance(node, ExclusiveGateway):
            continue
        incoming = scope.incoming(node.id)
        if len(incoming) != 1 or kinds.get(incoming[0].source) not in {
            "work",
            "agency",
            "per_unit",
        }:
            continue
        if scope.outgoing(node.id):
            found[incoming[0].source] = node
    return found


def _row(
    scope: Scope, node: Node, kind: Kind, gateway: ExclusiveGateway | None, after: str | None
) -> Row:
    extension = node.extension
    step, proposed = extension.step, extension.proposed
    if step is not None:
        time = Waktu(step.time_text, step.time_iso or None, step.time_adjusted)
        remarks = step.remarks
    elif proposed is not None:
        time = Waktu(written_waktu(proposed.time_iso), proposed.time_iso or None)
        remarks = proposed.reason
    else:
        time, remarks = Waktu(), ""
    named = tuple(item.name for item in extension.requirements)
    written = () if step is None else tuple(step.requirements.splitlines())
    return Row(
        key=node.id,
        kind=kind,
        number="" if step is None else step.number,
        activity=node.name if step is None else step.activity,
        lane=node.lane,
        time=time,
        requirements=named or written,
        output="; ".join(item.name for item in extension.outputs) if step is None else step.output,
        remarks=remarks,
        branches=_branches(scope, node, gateway, after),
        question="" if gateway is None else gateway.name,
        agency=extension.agency or "",
        part_of="" if proposed is None else proposed.part_of,
        sub_rows=()
        if step is None
        else tuple(
            SubRow(part.number, part.text, Waktu(part.time_text, part.time_iso or None))
            for part in step.sub_steps
        ),
        form=extension.form,
        column="" if step is None else step.column,
        confidence=None if step is None else step.confidence,
        reason="" if step is None else step.reason,
        papers=papers_of(extension),
        element=_element(node),
        gateway="" if gateway is None else gateway.id,
        aside=not is_in_flow(node),
    )


def _branches(
    scope: Scope, node: Node, gateway: ExclusiveGateway | None, after: str | None
) -> tuple[Branch, ...]:
    if gateway is None:
        flows = scope.outgoing(node.id)
        plain = len(flows) == 1 and flows[0].target == after and not flows[0].name
        return () if plain else tuple(_branch(flow, after, parting=False) for flow in flows)
    return tuple(_branch(flow, after, parting=True) for flow in scope.outgoing(gateway.id))


def _branch(flow: SequenceFlow, after: str | None, *, parting: bool) -> Branch:
    way: Way = "return" if flow.purpose == "return" else "forward"
    if parting and flow.outcome is None and way == "forward":
        way = "data"
    return Branch(
        way=way,
        words=flow.name,
        # Sending back names its row, wherever that stands.
        to=None if flow.target == after and way != "return" else flow.target,
        condition="" if flow.outcome is not None else flow.condition or "",
        outcome=flow.outcome or "",
        flow=flow.id,
    )


def _element(node: Node) -> str:
    if isinstance(node, RefusedNode):
        return node.tag
    name = type(node).__name__
    if isinstance(node, SubProcess) and not isinstance(node, Transaction):
        return "subProcess"
    return name[0].lower() + name[1:]
