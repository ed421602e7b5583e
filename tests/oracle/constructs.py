"""The constructs by name, and which of them are planted in which, how often and in what order.

The names are those of the table of coverage.
"""

from __future__ import annotations

from functools import cache
from random import Random
from typing import TYPE_CHECKING

from tests.oracle.weights import AROUND, INSIDE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_LOOPS = ("", " looped", " looped, tested before", " parallel", " sequential")
_KINDS = ("user task", "manual task", "service task", "receive task", "subprocess", "call")
#: A send task is a job as a service task is; one of them with each loop is enough.
ACTIVITIES = (*(kind + loop for kind in _KINDS for loop in _LOOPS), "send task")

BOUNDARIES = (
    "duration boundary",
    "date boundary",
    "duration non-interrupting boundary",
    "cycle non-interrupting boundary",
    "message boundary",
    "message non-interrupting boundary",
    "error boundary",
    "escalation boundary",
    "escalation non-interrupting boundary",
    "signal boundary",
    "signal non-interrupting boundary",
    "condition boundary",
    "condition non-interrupting boundary",
)

#: What decides at an event-based gateway.
CHOSEN = (
    "message chosen",
    "signal chosen",
    "timer chosen",
    "condition chosen",
    "receive task chosen",
)

EVENT_SUBPROCESSES = (
    *(
        f"{kind}{how} event subprocess"
        for kind in ("message", "signal", "timer", "condition", "escalation")
        for how in ("", " non-interrupting")
    ),
    "error event subprocess",
)

#: What can stand inside another, by the names of the table of coverage.
INNER = (
    *ACTIVITIES,
    *BOUNDARIES,
    "exclusive choice",
    "parallel fork",
    "inclusive choice",
    "gateway loop",
    "multi-merge",
    "tangle",
    "message catch",
    "duration catch",
    "date catch",
    "signal catch",
    "condition catch",
    "signal throw",
    "message throw",
    "signal end",
    "message end",
    *CHOSEN,
    *EVENT_SUBPROCESSES,
    "kept message",
    "none event",
    "implicit start",
    "several beginnings",
    "implicit end",
    "flows out",
    "conditional flow out",
    "default flow out",
    "event with several flows",
    "merge without a gateway",
    "none end",
    "terminate end",
    "error end",
    "escalation end",
)

CONTAINERS = (
    *(kind + loop for kind in ("subprocess", "call") for loop in _LOOPS),
    "exclusive choice",
    "event-based choice",
    "parallel fork",
    "inclusive choice",
    "gateway loop",
    "multi-merge",
    "tangle",
    "event subprocess",
    "interrupting handler",
    "non-interrupting handler",
)

#: What there is only at the beginning of a process or subprocess.
BEGINNINGS = ("implicit start", "several beginnings")


def _can_be(container: str, inner: str) -> bool:
    """Leave out what the gate refuses: in a loop an inclusive join has to close one split."""
    if inner in EVENT_SUBPROCESSES:
        return container.startswith(("subprocess", "call", "event subprocess"))
    if inner in BEGINNINGS:
        return container.startswith(("subprocess", "call"))
    return (container, inner) != ("gateway loop", "tangle")


PAIRS = tuple(
    (container, inner) for container in CONTAINERS for inner in INNER if _can_be(container, inner)
)


def can_throw(host: str, boundary: str) -> bool:
    """Return whether what the boundary catches can come: from inside, errors also from jobs."""
    if boundary.startswith("error"):
        return host.startswith(("subprocess", "call", "service", "send"))
    return host.startswith(("subprocess", "call")) or not boundary.startswith("escalation")


#: Every boundary with every activity that it can sit on.
HOSTED = tuple(
    (host, boundary) for host in ACTIVITIES for boundary in BOUNDARIES if can_throw(host, boundary)
)

#: What often does not come, or too late: a condition, or a signal where a message comes first.
_HOSTS = (
    *HOSTED,
    *(
        (host, boundary)
        for host, boundary in HOSTED
        if boundary.startswith("condition")
        or (host.startswith("receive") and not boundary.startswith("message"))
        for _ in range(2)
    ),
)


def weighted(
    inside: Mapping[str, float], around: Mapping[str, float]
) -> tuple[tuple[str, str], ...]:
    """Return each pair as often as it is to come in its turn."""
    return tuple(
        (container, inner)
        for container, inner in PAIRS
        for _ in range(max(1, round(inside.get(inner, 2) * around.get(container, 2))))
    )


PLANTED = weighted(INSIDE, AROUND)


def planted(seed: int, count: int) -> list[tuple[str, str]]:
    """Return the next `count` pairs for a diagram, in an order that mixes but visits all."""
    return [_in_turn(mixed_pairs, len(PLANTED), seed * count + place) for place in range(count)]


def hosted(seed: int, count: int) -> list[tuple[str, str]]:
    """Return the next `count` boundaries with their activities."""
    return [_in_turn(_mixed_hosts, len(_HOSTS), seed * count + place) for place in range(count)]


def _in_turn(
    mixed: Callable[[int], list[tuple[str, str]]], length: int, number: int
) -> tuple[str, str]:
    turn, place = divmod(number, length)
    return mixed(turn)[place]


@cache
def mixed_pairs(turn: int) -> list[tuple[str, str]]:
    return Random(turn).sample(PLANTED, k=len(PLANTED))


@cache
def _mixed_hosts(turn: int) -> list[tuple[str, str]]:
    return Random(turn).sample(_HOSTS, k=len(_HOSTS))


def split_name(name: str) -> tuple[str, str]:
    """Return the kind of an activity and the words for its loop: ("user", "parallel")."""
    for kind in (*_KINDS, "send task"):
        if name.startswith(kind):
            return kind.removesuffix(" task"), name.removeprefix(kind).strip()
    raise ValueError(name)
