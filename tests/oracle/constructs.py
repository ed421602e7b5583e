"""The constructs by name, and which of them are planted in which, how often and in what order.

The names are those of the table of coverage.
"""

from __future__ import annotations

from functools import cache
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_LOOPS = ("", " looped", " looped, tested before", " parallel", " sequential")
_KINDS = ("user task", "manual task", "receive task", "subprocess", "call")
ACTIVITIES = tuple(kind + loop for kind in _KINDS for loop in _LOOPS)

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
    "kept message",
    "none event",
    "none end",
    "terminate end",
    "error end",
    "escalation end",
)

CONTAINERS = (
    *(kind + loop for kind in ("subprocess", "call") for loop in _LOOPS),
    "exclusive choice",
    "parallel fork",
    "inclusive choice",
    "gateway loop",
    "multi-merge",
    "tangle",
    "interrupting handler",
    "non-interrupting handler",
)

#: Without what the gate refuses: in a loop an inclusive join has to close one split.
PAIRS = tuple(
    (container, inner)
    for container in CONTAINERS
    for inner in INNER
    if (container, inner) != ("gateway loop", "tangle")
)
#: Every boundary with every activity that it can sit on: only what has an inside throws.
HOSTED = tuple(
    (host, boundary)
    for host in ACTIVITIES
    for boundary in BOUNDARIES
    if host.startswith(("subprocess", "call")) or not boundary.startswith(("error", "escalation"))
)

#: What is planted more often because it is often not reached, or ends the case.
_TIMES = {
    "terminate end": 4,
    "error end": 4,
    "escalation end": 4,
    "gateway loop": 3,
    "date boundary": 3,
    "date catch": 3,
    "duration boundary": 2,
    "duration non-interrupting boundary": 3,
    "escalation boundary": 2,
    "escalation non-interrupting boundary": 2,
    "message boundary": 2,
    "inclusive choice": 2,
    "parallel fork": 2,
    "tangle": 2,
}
_TIMES_AROUND = {
    "exclusive choice": 3,
    "parallel fork": 3,
    "inclusive choice": 3,
    "gateway loop": 3,
    "multi-merge": 4,
    "tangle": 4,
    "interrupting handler": 5,
    "non-interrupting handler": 5,
}
PLANTED = tuple(
    pair for pair in PAIRS for _ in range(_TIMES.get(pair[1], 1) * _TIMES_AROUND.get(pair[0], 2))
)


def planted(seed: int, count: int) -> list[tuple[str, str]]:
    """Return the next `count` pairs for a diagram, in an order that mixes but visits all."""
    return [_in_turn(_mixed_pairs, len(PLANTED), seed * count + place) for place in range(count)]


def hosted(seed: int, count: int) -> list[tuple[str, str]]:
    """Return the next `count` boundaries with their activities."""
    return [_in_turn(_mixed_hosts, len(HOSTED), seed * count + place) for place in range(count)]


def _in_turn(
    mixed: Callable[[int], list[tuple[str, str]]], length: int, number: int
) -> tuple[str, str]:
    turn, place = divmod(number, length)
    return mixed(turn)[place]


@cache
def _mixed_pairs(turn: int) -> list[tuple[str, str]]:
    return Random(turn).sample(PLANTED, k=len(PLANTED))


@cache
def _mixed_hosts(turn: int) -> list[tuple[str, str]]:
    return Random(turn).sample(HOSTED, k=len(HOSTED))


def split_name(name: str) -> tuple[str, str]:
    """Return the kind of an activity and the words for its loop: ("user", "parallel")."""
    for kind in _KINDS:
        if name.startswith(kind):
            return kind.removesuffix(" task"), name.removeprefix(kind).strip()
    raise ValueError(name)
