"""Faults to plant into the engine: each a small change that a person could have made.

The only place here that knows the inside of the engine.
"""

from tests.oracle.faults import (
    boundaries,
    conditions,
    data,
    ends,
    event_gateways,
    event_subprocesses,
    flows,
    gateways,
    instances,
    jobs,
    messages,
    states,
    suspension,
    throws,
)
from tests.oracle.faults.planting import FAULTS

__all__ = [
    "FAULTS",
    "boundaries",
    "conditions",
    "data",
    "ends",
    "event_gateways",
    "event_subprocesses",
    "flows",
    "gateways",
    "instances",
    "jobs",
    "messages",
    "states",
    "suspension",
    "throws",
]
