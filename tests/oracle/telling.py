"""Random blocks that throw messages and signals, beside what waits for them.

A person acts before each throw: what a boundary event begins and what throws to it again without
any waiting would never come to rest, and the gate refuses it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

from tests.oracle.blocks import Branching, Sequence, Tell, Wait
from tests.oracle.ungated import Ungated

if TYPE_CHECKING:
    from random import Random

    from tests.oracle.blocks import Block
    from tests.oracle.chances import Place
    from tests.oracle.model import Message, Signal

Kind = Literal["signal", "message"]

_KINDS: tuple[Kind, ...] = ("signal", "message")


class Telling(Ungated):
    """A seeded source of what throws."""

    def __init__(self, rng: Random) -> None:
        super().__init__(rng)
        for kind in _KINDS:
            self.makers[f"{kind} throw"] = partial(self.telling, kind)
            self.makers[f"{kind} end"] = partial(self.telling_last, kind)

    def telling(self, kind: Kind, place: Place) -> Block:
        """Return a throw, mostly beside what waits for it or throws, too."""
        throw = self.tell(kind, place)
        task, wait = self.task(place), Wait(throw.throws[0])
        match self.rng.randrange(6):
            case 0 | 1:
                return Sequence((task, throw))
            case 2 | 3:
                # They wait already when somebody lets it be thrown.
                waits = [wait, *([Wait(throw.throws[0])] if self.chance(0.6) else [])]
                return self._side_by_side(Sequence((task, throw)), *waits)
            case 4:
                return Sequence((task, self._side_by_side(throw, wait)))
            case _:
                other = self.tell(self.rng.choice(_KINDS), place)
                return Sequence((task, self._side_by_side(throw, other)))

    def _side_by_side(self, *blocks: Block) -> Block:
        sides = self.rng.sample(blocks, k=len(blocks))
        return Branching("parallel", "parallel", tuple((None, side) for side in sides))

    def telling_last(self, kind: Kind, place: Place) -> Block:
        last = self.tell(kind, place, ends=True)
        ending = Sequence((self.task(place), last))
        if self.chance(0.5):
            return ending
        other = self.some(place.within(), 0.5)
        return Branching(
            "exclusive", "exclusive", ((self.condition(place, 0.6), ending), (None, other))
        )

    def tell(self, kind: Kind, place: Place, *, ends: bool = False) -> Tell:
        throws: list[Signal | Message] = [self._thrown(kind, place)]
        payload = self.assigns(place, 0.4)
        return Tell(tuple(throws), payload, () if ends else self.assigns(place), ends)

    def _thrown(self, kind: Kind, place: Place) -> Signal | Message:
        return self.signal() if kind == "signal" else self.message(place)
