"""The lane layouter: gives a diagram complete interchange that a person can follow.

    graph        boxes of a known size in lanes, and lines between them
    placing      which column and row each box gets
    routing      which way each line takes between the boxes
    tracks       which track each straight piece takes, so that no line lies on another
    pixels       columns, rows and tracks as pixels
    labels       where the names beside elements stand
    interchange  all that as BPMN DI

    amending     places for what is new, while the rest keeps its own
    shown        a picture as it stands in a file
    rooms        free room for a shape or a name
    detours      the way of one line between what stays
    search       the cheapest way along tracks

Pools and lanes lie from left to right. bpmn-auto-layout, which would be the alternative, drops
lanes (service/docs/decisions). Subprocesses and boundary events are refused so far.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.layout.amending import amend
from service.diagrams.layout.graph import read_graph
from service.diagrams.layout.interchange import write_interchange
from service.diagrams.layout.labels import place_labels
from service.diagrams.layout.pixels import to_pixels
from service.diagrams.layout.placing import place
from service.diagrams.layout.routing import route
from service.diagrams.layout.tracks import assign_tracks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml import etree


def lay_out(root: etree._Element, order: Sequence[str] | None = None) -> None:
    """Replace the diagram interchange of the BPMN document `root`, in pixels.

    `order` lists the ids of all flow nodes from left to right, as the document numbers its steps;
    without it they stand as a walk along the flows meets them.

    Raises LayoutRefused for a construct that the layouter cannot place.
    """
    graph = read_graph(root, order)
    grid = place(graph, in_order=order is not None)
    courses = assign_tracks(graph, route(graph, grid))
    geometry = to_pixels(graph, grid, courses)
    write_interchange(root, graph, geometry, place_labels(graph, geometry))


__all__ = ["amend", "lay_out"]
