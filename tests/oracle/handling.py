"""Random event subprocesses, in scopes where their events can come."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from tests.oracle.blocks import Aside, Sequence, Work
from tests.oracle.chances import ERRORS, ESCALATIONS
from tests.oracle.choosing import Choosing
from tests.oracle.constructs import EVENT_SUBPROCESSES
from tests.oracle.model import Thrown

if TYPE_CHECKING:
    from random import Random

    from tests.oracle.blocks import Block
    from tests.oracle.chances import Place
    from tests.oracle.model import Awaited


class Handling(Choosing):
    """A seeded source of event subprocesses."""

    def __init__(self, rng: Random) -> None:
        super().__init__(rng)
        for name in EVENT_SUBPROCESSES:
            self.makers[name] = partial(self.handled, name)

    def handled(self, name: str, place: Place) -> Block:
        """Return an event subprocess and what goes on meanwhile, or throws to it."""
        aside = self.aside(name, place, None)
        event = aside.event
        if isinstance(event, Thrown):
            if event.kind == "escalation" and self.chance(0.3):
                # Thrown once more, it is for whoever is outside.
                aside = replace(aside, inside=self.throwing(event, place.within()))
            block: Block = Sequence((aside, self.throwing(event, place)))
        else:
            block = Sequence((aside, self.task(place), self.some(place.within(), 0.6)))
        if self.chance(0.2):
            # Two that compete for the scope, or go on side by side.
            other = self.aside(self.rng.choice(EVENT_SUBPROCESSES), place, None)
            block = Sequence((other, block))
        return block

    def beside(self, inside: Block, place: Place) -> Block:
        """Return a scope, mostly its own, with an event subprocess that holds the block."""
        kind = self.rng.choice(("message", "timer", "timer", "signal", "escalation"))
        how = self.rng.choice(("", " non-interrupting"))
        aside = self.aside(f"{kind}{how} event subprocess", place, inside)
        meanwhile = self.task(place)
        if isinstance(aside.event, Thrown):
            meanwhile = self.throwing(aside.event, place)
        block = Sequence((aside, meanwhile))
        alone = 0.3 if how else 0.1
        return block if self.chance(alone) else Work("subprocess", inside=block)

    def aside(self, name: str, place: Place, inside: Block | None) -> Aside:
        interrupting = "non-interrupting" not in name
        within = place.within(cycle=False, forked=False)
        declared: tuple[str, ...] = ()
        if self.chance(0.25):
            declared = self.rng.choice((("k",), ("a",), ("b", "y")))
        if inside is None:
            inside = Sequence((self.some(within, 0.7),))
        event = self._beginning(name.split(maxsplit=1)[0], place, interrupting=interrupting)
        return Aside(event, interrupting, inside, declared, self.assigns(place))

    def _beginning(self, kind: str, place: Place, *, interrupting: bool) -> Awaited | Thrown:
        match kind:
            case "message":
                return self.message(place)
            case "signal":
                return self.signal()
            case "condition":
                return self.coming(place)
            case "timer":
                repeats = not interrupting and self.chance(0.5)
                once = "date" if self.chance(0.3) else "duration"
                return self.timer("cycle" if repeats else once)  # type: ignore[arg-type]
            case "error":
                return Thrown("error", self.rng.choice((*ERRORS, None)))
            case _:
                return Thrown("escalation", self.rng.choice((*ESCALATIONS, None)))
