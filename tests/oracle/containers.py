"""Random blocks that hold others: choices, forks, loops, handlers, tangles."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from tests.oracle.blocks import (
    Branching,
    Guard,
    Repeat,
    Sequence,
    Station,
    Stop,
    Tangle,
    Work,
)
from tests.oracle.constructs import (
    BEGINNINGS,
    BOUNDARIES,
    HOSTED,
)
from tests.oracle.handling import Handling
from tests.oracle.model import Message, Thrown, Timer
from tests.oracle.pieces import flat

if TYPE_CHECKING:
    from tests.oracle.blocks import Block
    from tests.oracle.chances import (
        Place,
    )
    from tests.oracle.expressions import Expr


class Containers(Handling):
    """A seeded source of what can stand around a block."""

    def planted(self, container: str, inner: str, place: Place) -> Block:
        within = self.place_in(container, place)
        block = self.inner(inner, within)
        if inner == "error end" and self.chance(0.85):
            # Around the container, so that the error does not end the whole case.
            guard = replace(
                self.guard("error boundary", place), event=Thrown("error", None), way="merge"
            )
            held = self.contain(container, [block], place.within())
            return Work("subprocess", inside=held, guards=(guard,))
        if inner in BEGINNINGS:
            around = self.contain(container, [block], place)
            assert isinstance(around, Work)
            return replace(around, undrawn=self.rng.choice((("start",), ("start", "end"))))
        if inner == "terminate end" and self.chance(0.7):
            return Work("subprocess", inside=self.contain(container, [block], place.within()))
        return self.contain(container, [block], place)

    def contain(self, container: str, blocks: list[Block], place: Place) -> Block:
        """Return the container with the blocks in it."""
        within = self.place_in(container, place)
        inside = Sequence(tuple(blocks))
        if self.chance(0.3):
            inside = Sequence((*blocks, self.some(within)))
        make = {
            "exclusive choice": self.choice,
            "event-based choice": self.event_choice,
            "parallel fork": self.fork,
            "inclusive choice": self.inclusive,
            "multi-merge": self.multi_merge,
            "gateway loop": self.repeat,
            "tangle": self.tangle,
        }.get(container)
        if make is not None:
            return make(inside, place, within)
        if container == "event subprocess":
            return self.beside(inside, place)
        if container.endswith("handler"):
            return self.handler(container, inside, place)
        return self.work(container, place, inside)

    def choice(self, inside: Block, place: Place, within: Place) -> Block:
        branches: list[tuple[Expr | None, Block]] = [(self.condition(place, 0.9), inside)]
        if self.chance(0.3):
            branches.append((self.condition(place), self.some(within)))
        branches.append((None, self.some(within, 0.5)))
        return Branching("exclusive", "exclusive", tuple(branches))

    def fork(self, inside: Block, place: Place, within: Place) -> Block:
        branches: list[tuple[Expr | None, Block]] = [(None, inside), (None, self.some(within))]
        if self.chance(0.3):
            branches.append((None, self.some(within)))
        self.rng.shuffle(branches)
        return Branching("parallel", "parallel", tuple(branches))

    def multi_merge(self, inside: Block, place: Place, within: Place) -> Block:
        """Return several branches of which each goes on by itself."""
        if self.chance(0.5):
            return self.inclusive(inside, place, within, "exclusive")
        return Branching("parallel", "exclusive", ((None, inside), (None, self.some(within))))

    def repeat(self, inside: Block, place: Place, within: Place) -> Block:
        if any(isinstance(block, Stop) for block in flat(inside)):
            return Repeat(self.some(within), self.condition(place, 0.8), inside)
        again = self.condition(place, 0.3)
        if self.chance(0.3):
            return Repeat(self.some(within), again, self.waiting(inside, within))
        return Repeat(self.waiting(inside, within), again, self.some(within, 0.3))

    def inclusive(
        self,
        inside: Block,
        place: Place,
        within: Place,
        join: Literal["exclusive", "inclusive"] = "inclusive",
    ) -> Block:
        branches: list[tuple[Expr | None, Block]] = [
            (self.condition(place, 0.9), inside),
            (self.condition(place), self.some(within)),
        ]
        if self.chance(0.4):
            branches.append((self.condition(place), self.some(within)))
        self.rng.shuffle(branches)
        branches.append((None, self.some(within, 0.5)))
        return Branching("inclusive", join, tuple(branches))

    def handler(self, container: str, inside: Block, place: Place) -> Block:
        names = [
            name
            for name in BOUNDARIES[:6]
            if ("non-interrupting" in name) == container.startswith("non-")
        ]
        name = self.rng.choice(names)
        host = self.rng.choice([host for host, boundary in HOSTED if boundary == name])
        work = self.hosted(host, name, place)
        assert isinstance(work, Work)
        guards = tuple(
            replace(guard, handler=inside, way="merge" if guard.way == "back" else guard.way)
            if isinstance(guard.event, Timer | Message)
            and guard.interrupting == (not container.startswith("non-"))
            else guard
            for guard in work.guards
        )
        return replace(work, guards=guards)

    def tangle(self, inside: Block, place: Place, within: Place) -> Block:
        """Return stations with random flows forward; in a cycle without inclusive joins."""
        rng = self.rng
        count = rng.randrange(4, 7)
        targets: list[set[int]] = [set() for _ in range(count)]
        for station in range(1, count):
            for source in rng.sample(range(station), k=min(station, rng.choice((1, 1, 2, 2, 3)))):
                targets[source].add(station)
        for station in range(count - 1):
            if not targets[station]:
                targets[station].add(rng.randrange(station + 1, count))
        where = rng.randrange(count)
        joins: Any = ("inclusive", "inclusive", "inclusive", "exclusive", "parallel")
        stations = []
        for number in range(count):
            work = inside if number == where else self.some(within, 0.6)
            if isinstance(work, Work) and not work.guards and self.chance(0.3):
                work = replace(work, guards=(self.jump(number, count, place),))
            split: Any = rng.choice(
                ("exclusive", "inclusive", "inclusive", "parallel", "parallel")
            )
            join: Any = rng.choice(("exclusive",) if place.cycle else joins)
            if place.cycle:
                split = "exclusive"
            order = rng.sample(sorted(targets[number]), k=len(targets[number]))
            stations.append(Station(join, work, split, self.leaving(split, order, place)))
        return Tangle(tuple(stations))

    def leaving(
        self, split: str, targets: list[int], place: Place
    ) -> tuple[tuple[Expr | None, int], ...]:
        if split == "parallel":
            return tuple((None, target) for target in targets)
        conditions = [self.condition(place) for _ in targets[1:]]
        return tuple(zip([*conditions, None], targets, strict=False))

    def jump(self, number: int, count: int, place: Place) -> Guard:
        guard = self.guard(self.rng.choice(BOUNDARIES[:6]), place)
        if number + 1 >= count or (place.cycle and not guard.interrupting):
            return replace(guard, way="end")
        return replace(guard, way="jump", station=self.rng.randrange(number + 1, count))
