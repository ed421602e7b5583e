"""Random event-based gateways and what may come behind them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Literal

from tests.oracle.blocks import EventChoice, Sequence, Way, Work
from tests.oracle.constructs import CHOSEN
from tests.oracle.telling import Telling

if TYPE_CHECKING:
    from random import Random

    from tests.oracle.blocks import Block
    from tests.oracle.chances import Place

#: By what a way begins; beside receive tasks the gate lets no event wait for a message.
_BESIDE = {
    "message": ("message", "message", "signal", "timer", "condition"),
    "receive task": ("receive task", "signal", "timer", "timer", "condition"),
}
_OTHERS = ("message", "signal", "timer")


class Choosing(Telling):
    """A seeded source of event-based gateways."""

    def __init__(self, rng: Random) -> None:
        super().__init__(rng)
        for name in CHOSEN:
            kind = name.removesuffix(" chosen")
            self.makers[name] = partial(self.chosen, kind)

    def chosen(self, kind: str, place: Place) -> Block:
        """Return a gateway behind which an event of this kind may come."""
        return self._choice(kind, self.some(place.within(), 0.5), place, place.within())

    def event_choice(self, inside: Block, place: Place, within: Place) -> Block:
        """Return a gateway with `inside` behind something that comes soon."""
        kind = self.rng.choice(("message", "timer", "timer", "receive task"))
        return self._choice(kind, inside, place, within)

    def _choice(self, kind: str, inside: Block, place: Place, within: Place) -> Block:
        beside = _BESIDE.get(kind, _OTHERS)
        ways = [self._way(kind, inside, place)]
        ways += [
            self._way(self.rng.choice(beside), self.some(within, 0.5), place)
            for _ in range(self.rng.choice((1, 1, 2)))
        ]
        self.rng.shuffle(ways)
        join: Literal["exclusive", "bare"] = "bare" if self.chance(0.2) else "exclusive"
        choice = EventChoice(tuple(ways), join)
        # Some time in which a message comes that is kept.
        return Sequence((Work("user"), choice)) if self.chance(0.25) else choice

    def _way(self, kind: str, branch: Block, place: Place) -> Way:
        assigns = self.assigns(place)
        match kind:
            case "message" | "receive task":
                return Way(self.message(place), branch, kind == "receive task", assigns)
            case "signal":
                return Way(self.signal(), branch, assigns=assigns)
            case "condition":
                return Way(self.coming(place), branch, assigns=assigns)
            case _:
                timer = self.timer("date" if self.chance(0.3) else "duration")
                return Way(timer, branch, assigns=assigns)
