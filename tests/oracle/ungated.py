"""Random blocks without gateways and events that other diagrams draw.

Flows out of activities and events, ways that come together in a node, scopes that begin and end
by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.oracle.blocks import Branching, Sequence, Silent
from tests.oracle.constructs import ACTIVITIES
from tests.oracle.pieces import Pieces

if TYPE_CHECKING:
    from random import Random

    from tests.oracle.blocks import Block
    from tests.oracle.chances import Place
    from tests.oracle.expressions import Expr

Branches = list[tuple["Expr | None", "Block"]]

_CAUGHT = ("duration", "message", "date")


class Ungated(Pieces):
    """A seeded source of what needs no gateway and no event."""

    def __init__(self, rng: Random) -> None:
        super().__init__(rng)
        self.makers |= {
            "implicit start": self.task,
            "several beginnings": self.beginnings,
            "flows out": self.all_out,
            "conditional flow out": self.some_out,
            "default flow out": self.default_out,
            "event with several flows": self.out_of_an_event,
            "merge without a gateway": self.merged,
        }

    def all_out(self, place: Place) -> Block:
        """Return an activity with several flows of which each is taken, sometimes one more."""
        within = place.within(forked=True)
        branches = self._unconditional(within)
        joins: tuple[Any, ...] = ("parallel", "parallel")
        if self.chance(0.2):
            branches.append((self.condition(place), self.some(within)))
            joins = ()
        return Sequence((self._source(place), self._bare(branches, joins, place)))

    def out_of_an_event(self, place: Place) -> Block:
        source = Silent() if self.chance(0.3) else self.catch(self.rng.choice(_CAUGHT), place)
        branches = self._unconditional(place.within(forked=True))
        return Sequence((source, self._bare(branches, ("parallel", "parallel"), place)))

    def some_out(self, place: Place) -> Block:
        """Return an activity with flows of which some have a condition."""
        within = place.within(forked=True)
        branches = self._conditional(place, within, 0.75)
        likely = self.condition(place, 0.9) if self.chance(0.3) else None
        branches.append((likely, self.some(within)))
        self.rng.shuffle(branches)
        return Sequence((self._source(place), self._bare(branches, (), place)))

    def default_out(self, place: Place) -> Block:
        """Return an activity with a default flow, sometimes beside one without a condition."""
        within = place.within(forked=True)
        branches = self._conditional(place, within, 0.35)
        if self.chance(0.4):
            branches.append((None, self.some(within)))
        self.rng.shuffle(branches)
        number = self.rng.randrange(len(branches) + 1)
        branches.insert(number, (None, self.some(within, 0.5)))
        return Sequence((self._source(place), self._bare(branches, (), place, number)))

    def _source(self, place: Place) -> Block:
        if self.chance(0.3):
            return self.work(self.rng.choice(ACTIVITIES), place)
        return self.task(place)

    def _unconditional(self, within: Place) -> Branches:
        return [(None, self.some(within)) for _ in range(self.rng.choice((2, 2, 3)))]

    def _conditional(self, place: Place, within: Place, likely: float) -> Branches:
        count = self.rng.choice((1, 1, 2))
        return [(self.condition(place, likely), self.some(within)) for _ in range(count)]

    def _bare(
        self, branches: Branches, joins: tuple[Any, ...], place: Place, default: int | None = None
    ) -> Block:
        if not place.cycle:
            joins += ("inclusive",)
        join = self.rng.choice((*joins, "exclusive", "bare"))
        return Branching("bare", join, tuple(branches), default)

    def beginnings(self, place: Place) -> Block:
        """Return what begins at several places at once, in a scope without a start event."""
        within = place.within(forked=True)
        first = [self.task(within) for _ in range(self.rng.choice((2, 2, 3)))]
        branches = tuple((None, Sequence((one, self.some(within, 0.2)))) for one in first)
        join: Any = self.rng.choice(("parallel", "parallel", "inclusive", "exclusive", "bare"))
        return Branching("bare", join, branches)

    def merged(self, place: Place) -> Block:
        """Return ways that come together in the next node."""
        within = place.within()
        ways: tuple[tuple[Expr | None, Block], ...] = (
            (self.condition(place), self.some(within)),
            (None, self.some(within, 0.5)),
        )
        merged: Block = self.task(place)
        if self.chance(0.4):
            merged = self.anything(place)
        return Sequence((Branching("exclusive", "bare", ways), merged))
