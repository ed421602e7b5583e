"""The steps of a SOP as its page lists them: rows of the document, and what is proposed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from service.diagrams.extensions import lane_called

if TYPE_CHECKING:
    from service.diagrams.model import Node, Process

#: How sure the transcription is of a performer that the document does not show.
_CONFIDENCES: Final = {"high": "tinggi", "medium": "sedang", "low": "rendah"}


@dataclass(frozen=True, slots=True)
class StepLine:
    """A row of the document, texts verbatim, or a node that one of its rows implies."""

    #: id of the node
    element: str
    #: by which people name the row; of a proposed node, the row of which it is part
    called: str
    proposed: bool
    activity: str
    #: the document's own column title; "" when it has none for this
    column: str
    #: who does it in the diagram: the lane, or the agency that stands in that of agencies
    performer: str
    #: how sure the transcription is of the performer; "": that is not said
    confidence: str
    #: by what the performer was told, or why the node is proposed
    reason: str
    requirements: str
    time: str
    output: str
    remarks: str


def step_lines(process: Process) -> list[StepLine]:
    """Return the rows in their order, each followed by what is proposed as part of it."""
    found = [(_place(process, node), node) for node in process.scope.all_nodes()]
    placed = [(place, node) for place, node in found if place is not None]
    return [_line(process, node) for _, node in sorted(placed, key=lambda item: item[0])]


def doubtful_performers(lines: list[StepLine]) -> int:
    """Return of how many rows the performer is less than sure."""
    return sum(line.confidence not in ("", _CONFIDENCES["high"]) for line in lines)


def _place(process: Process, node: Node) -> tuple[int, bool] | None:
    """Return where a node stands in the list; None: it is no step."""
    step, proposed = node.extension.step, node.extension.proposed
    if step is not None:
        return step.seq, False
    if proposed is None:
        return None
    rows = (other.extension.step for other in process.scope.all_nodes())
    whole = next((row.seq for row in rows if row and row.called == proposed.part_of), 0)
    return whole, True


def _line(process: Process, node: Node) -> StepLine:
    step, proposed = node.extension.step, node.extension.proposed
    lane = process.lane(node.lane)
    called = lane_called(lane.name, lane.binding.role) if lane else ""
    performer = node.extension.agency or called
    if step is None:
        return StepLine(
            element=node.id,
            called=proposed.part_of if proposed else "",
            proposed=True,
            activity=node.name,
            column="",
            performer=performer,
            confidence="",
            reason=proposed.reason if proposed else "",
            requirements="",
            time="",
            output="",
            remarks="",
        )
    return StepLine(
        element=node.id,
        called=step.called,
        proposed=False,
        activity=step.activity,
        column=step.column,
        performer=performer,
        confidence=_CONFIDENCES.get(step.confidence or "", ""),
        reason=step.reason,
        requirements=step.requirements,
        time=step.time_text,
        output=step.output,
        remarks=step.remarks,
    )
