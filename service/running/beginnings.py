"""With what a process begins that a person starts: one of the ways that the diagram draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.diagrams.ways_in import default_way, ways_in
from service.running.refusals import WayNeeded, WayNotOffered

if TYPE_CHECKING:
    from service.diagrams.model import Process
    from service.diagrams.ways_in import WayIn


def offered_ways(process: Process) -> tuple[WayIn, ...]:
    """Return between which ways a person chooses; (): there is no choice."""
    ways = tuple(way for way in ways_in(process) if way.recorded)
    return ways if len(ways) > 1 else ()


def can_be_started(process: Process) -> bool:
    """Return whether a person can start it: not everything that begins it comes by itself."""
    ways = ways_in(process)
    return not ways or any(way.recorded for way in ways)


def way_taken(process: Process, asked: str) -> str:
    """Return the id of what a process begins with, for `StartProcess`; "" where one only is.

    Raises WayNeeded, WayNotOffered.
    """
    ways = ways_in(process)
    recorded = [way for way in ways if way.recorded]
    if asked:
        found = next((way for way in recorded if way.node.id == asked), None)
    else:
        meant = default_way(process)
        found = meant if meant in recorded else next(iter(recorded), None)
        if len(recorded) > 1 and meant is None:
            raise WayNeeded
    if found is None and (asked or ways):
        raise WayNotOffered
    return found.node.id if found is not None and len(ways) > 1 else ""
