"""Random diagrams: each seed plants pairs of one construct in another, in turn, among others.

`PAIRS` lists every container with everything that can stand in it; a diagram holds some of them,
taken in an order that visits all pairs equally often, nested further by chance.
"""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING

from tests.oracle.blocks import (
    Plan,
    Sequence,
    Work,
)
from tests.oracle.building import build
from tests.oracle.chances import (
    Place,
)
from tests.oracle.constructs import (
    CONTAINERS,
    hosted,
    planted,
)
from tests.oracle.containers import Containers
from tests.oracle.model import bodies

if TYPE_CHECKING:
    from tests.oracle.blocks import Block
    from tests.oracle.building import Built

FEWEST_NODES, MOST_NODES = 10, 100
#: Pairs that are planted in a diagram, and boundaries with their activities.
PLANTED, HOSTED = 12, 2


def diagram(seed: int) -> tuple[Plan, Built]:
    """Return the diagram of a seed."""
    for attempt in range(1000):
        rng = Random(f"{seed}/{attempt}")
        # What does not fit into a diagram does without its last pairs.
        plan = _Generator(rng).plan(seed, max(2, PLANTED - attempt // 20))
        built = build(plan)
        if FEWEST_NODES <= size_of(built) <= MOST_NODES:
            return plan, built
    raise AssertionError(seed)


def size_of(built: Built) -> int:
    """Return how many flow nodes the diagram has, boundaries counted."""
    return sum(
        len(list(body.with_boundaries()))
        for process in built.model.processes
        for body in bodies(process.body)
    )


class _Generator(Containers):
    def plan(self, seed: int, count: int) -> Plan:
        rng = self.rng
        place = Place()
        makers = [partial(self.planted, *pair) for pair in planted(seed, PLANTED)[:count]]
        makers += [partial(self.hosted, *pair) for pair in hosted(seed, HOSTED)]
        rng.shuffle(makers)
        around = rng.choice(CONTAINERS) if self.chance(0.3) else None
        within = place if around is None else self.place_in(around, place)
        taken = [make(within) for make in makers[:2]]
        blocks = [make(place) for make in makers[2:]]
        if around is not None:
            taken = [self.contain(around, taken, place)]
        where = rng.randrange(len(blocks) + 1)
        blocks[where:where] = taken
        if self.chance(0.3):
            blocks.insert(0, self.task(place))
        body: Block = Sequence(tuple(blocks))
        if self.chance(0.4):
            # What is left of the data shows at the last task, whatever ended inside.
            body = Sequence((Work("subprocess", inside=body), Work("user")))
        return Plan(body, ("xs", "ys"), self.undrawn())
