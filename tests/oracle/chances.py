"""What is left to chance in a diagram apart from its shape: conditions, data, events, loops."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from tests.oracle.expressions import (
    Both,
    Compare,
    Const,
    Either,
    Expr,
    Negation,
    Plus,
    Var,
)
from tests.oracle.model import Condition, Message, MultiInstance, Signal, StandardLoop, Timer

if TYPE_CHECKING:
    from random import Random

    from tests.oracle.blocks import Assigns
    from tests.oracle.model import Loop

#: When every generated process starts.
BEGINNING = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)

NUMBERS = ("a", "b", "c", "d")
FLAGS = ("p", "q")
MESSAGES = ("m1", "m2", "m3")
SIGNALS = ("s1", "s2")
ERRORS = ("E1", "E2")
ESCALATIONS = ("S1", "S2")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block is to stand."""

    depth: int = 0
    #: variables that surely have a value here
    numbers: tuple[str, ...] = NUMBERS
    flags: tuple[str, ...] = FLAGS
    lists: tuple[str, ...] = ("xs", "ys")
    #: a token can come round again within this process or subprocess
    cycle: bool = False
    #: a second token on a flow would be stuck at a parallel join
    forked: bool = False

    def within(self, **more: Any) -> Place:
        return replace(self, depth=self.depth + 1, **more)


class Chances:
    """A seeded source of everything small."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng

    # ------------------------------------------------------------ chance

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def number(self, place: Place) -> Expr:
        if place.numbers and not self.chance(0.02):
            return Var(self.rng.choice(place.numbers))
        return Var("ghost") if self.chance(0.2) else Const(self.rng.randrange(10))

    def condition(self, place: Place, likely: float = 0.5) -> Expr:
        """Return a condition that holds with about this probability."""
        rng = self.rng
        match rng.randrange(6):
            case 0 if place.flags and 0.3 < likely < 0.7:
                flag: Expr = Var(rng.choice(place.flags))
                return Negation(flag) if self.chance(0.5) else flag
            case 1:
                return Negation(self.comparison(place, 1 - likely))
            case 2:
                return Either(
                    self.comparison(place, likely / 2), self.comparison(place, likely / 2)
                )
            case 3:
                return Both(
                    self.comparison(place, likely**0.5), self.comparison(place, likely**0.5)
                )
            case _:
                return self.comparison(place, likely)

    def comparison(self, place: Place, likely: float) -> Expr:
        bound = min(9, max(0, round(likely * 10)))
        if self.chance(0.5):
            return Compare("<", self.number(place), Const(bound))
        return Compare(">=", self.number(place), Const(10 - bound))

    def assigns(self, place: Place, probability: float = 0.2) -> Assigns:
        if not self.chance(probability):
            return ()
        name = self.rng.choice((*NUMBERS, "k"))
        value: Expr = Const(self.rng.randrange(10))
        if self.chance(0.4):
            value = self.number(place)
        elif self.chance(0.3):
            value = Plus(self.number(place), Const(1))
        return ((name, value),)

    # ------------------------------------------------------------ events

    def message(self, place: Place) -> Message:
        name = self.rng.choice(MESSAGES)
        correlation: Expr | None = None
        if self.chance(0.3):
            correlation = self.number(place)
        return Message(name, correlation)

    def signal(self) -> Signal:
        return Signal(self.rng.choice(SIGNALS))

    def coming(self, place: Place) -> Condition:
        return Condition(self.condition(place, self.rng.choice((0.5, 0.7, 0.9))))

    def timer(self, kind: Literal["date", "duration", "cycle"]) -> Timer:
        minutes = timedelta(minutes=self.rng.choice((5, 10, 15, 20, 30, 60)))
        feel = self.chance(0.2)
        match kind:
            case "date":
                at = BEGINNING + minutes * self.rng.randrange(-1, 6)
                return Timer("date", at=at, feel=feel)
            case "duration":
                return Timer("duration", after=minutes, feel=feel)
            case "cycle":
                times = self.rng.choice((None, 1, 2, 3, 5))
                return Timer("cycle", after=minutes, times=times, feel=feel)

    def loop(self, text: str, place: Place) -> Loop | None:
        rng = self.rng
        match text:
            case "":
                return None
            case "looped" | "looped, tested before":
                maximum = rng.choice((None, 1, 2, 3, 4))
                before = text.endswith("before")
                condition = self.condition(place, 0.75 if before else 0.5)
                return StandardLoop(condition, maximum, before)
            case _:
                return self.multi_instance(place, parallel=text == "parallel")

    def multi_instance(self, place: Place, *, parallel: bool) -> MultiInstance:
        rng = self.rng
        output = place.lists and self.chance(0.5)
        completion = None
        if self.chance(0.4):
            completion = rng.choice(
                (
                    Compare(">=", Var("nrOfCompletedInstances"), Const(rng.randrange(1, 4))),
                    Compare("<=", Var("nrOfActiveInstances"), Const(rng.randrange(2))),
                    Compare(
                        ">=",
                        Plus(Var("nrOfCompletedInstances"), Const(1)),
                        Var("nrOfInstances"),
                    ),
                    self.condition(place, 0.3),
                )
            )
        by_list = bool(place.lists) and self.chance(0.5)
        return MultiInstance(
            parallel,
            cardinality=None if by_list else self.cardinality(place),
            collection=rng.choice(place.lists[:1]) if by_list else None,
            item="x" if by_list else None,
            completion=completion,
            output_collection=rng.choice(place.lists[-1:]) if output else None,
            output_item=rng.choice(("y", "y", "y", "a", "x")) if output else None,
        )

    def cardinality(self, place: Place) -> Expr:
        if self.chance(0.15):
            return self.number(place)
        return Const(self.rng.choice((0, 1, 2, 2, 3, 3, 4)))
