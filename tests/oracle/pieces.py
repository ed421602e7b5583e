"""Random blocks: tasks, waits, ends, activities with their boundaries, and what surrounds them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.oracle.blocks import (
    Branching,
    EventChoice,
    Guard,
    Repeat,
    Sequence,
    Silent,
    Stop,
    Wait,
    Work,
)
from tests.oracle.chances import (
    ERRORS,
    ESCALATIONS,
    FLAGS,
    NUMBERS,
    Chances,
    Place,
)
from tests.oracle.constructs import (
    ACTIVITIES,
    BOUNDARIES,
    HOSTED,
    INNER,
    split_name,
)
from tests.oracle.expressions import Const, Expr, Var
from tests.oracle.model import (
    Condition,
    MultiInstance,
    StandardLoop,
    Thrown,
    Timer,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from tests.oracle.blocks import Block, Undrawn
    from tests.oracle.model import Awaited, Loop

DEEPEST = 4

#: Of these a token takes one branch.
ONE_WAY = ("exclusive choice", "event-based choice")


class Pieces(Chances):
    """A seeded source of blocks, each by its name in the table of coverage."""

    def __init__(self, rng: Random) -> None:
        super().__init__(rng)
        #: what has a maker of its own
        self.makers: dict[str, Callable[[Place], Block]] = {
            "none event": self.silent,
            "kept message": self.too_late,
        }

    def guard(self, name: str, place: Place) -> Guard:
        interrupting = "non-interrupting" not in name
        event: Awaited | Thrown
        match name.split(maxsplit=1)[0]:
            case "duration":
                event = self.timer("duration")
            case "date":
                event = self.timer("date")
            case "cycle":
                event = self.timer("cycle")
            case "message":
                event = self.message(place)
            case "signal":
                event = self.signal()
            case "condition":
                event = self.coming(place)
            case "error":
                event = Thrown("error", self.rng.choice((*ERRORS, None)))
            case _:
                event = Thrown("escalation", self.rng.choice((*ESCALATIONS, None)))
        ways: list[Any] = ["end", "merge", "merge"]
        if interrupting:
            # A date that has passed and a condition that holds would come again at once.
            again = not (isinstance(event, Timer) and event.kind == "date")
            ways += ["back"] if again and not isinstance(event, Condition) else []
        elif place.forked or place.cycle:
            ways = ["end", "end", "end", "merge"]
        way = self.rng.choice(ways)
        handler = self.some(place.within(cycle=place.cycle or way == "back"), 0.5)
        return Guard(event, interrupting, handler, way, assigns=self.assigns(place))

    # ------------------------------------------------------------ single blocks

    def task(self, place: Place) -> Block:
        kind = self.rng.choice(("user", "user", "manual"))
        return Work(kind, assigns=self.assigns(place))  # type: ignore[arg-type]

    def some(self, place: Place, probability: float = 0.7) -> Block:
        """Return nothing, or something small."""
        if not self.chance(probability):
            return Sequence()
        match self.rng.randrange(8):
            case 0:
                return Silent(self.assigns(place, 1))
            case 1:
                return Wait(self.timer("duration"), self.assigns(place))
            case 2:
                return Wait(self.message(place))
            case _:
                return self.task(place)

    def waiting(self, block: Block, place: Place) -> Block:
        """Return `block`, made to wait for somebody each time; the gate wants that of loops."""
        return block if surely_waits(block) else Sequence((self.task(place), block))

    def anything(self, place: Place) -> Block:
        if place.depth >= DEEPEST or self.chance(0.6):
            return self.some(place)
        return self.inner(self.rng.choice(INNER), place)

    def work(self, name: str, place: Place, inside: Block | None = None) -> Work:
        """Return the activity of this name, with what stands inside a subprocess or a call."""
        kind, loop_text = split_name(name)
        loop = self.loop(loop_text, place)
        assigns = self.assigns(place)
        if kind in ("service", "send"):
            inputs = self.assigns(place, 0.7)
            return Work(kind, loop, assigns=assigns, inputs=inputs)  # type: ignore[arg-type]
        if kind in ("user", "manual"):
            return Work(kind, loop, assigns=assigns)  # type: ignore[arg-type]
        if kind == "receive":
            return Work("receive", loop, assigns=assigns, message=self.message(place))
        make = self.subprocess if kind == "subprocess" else self.call
        return make(loop, place, inside)

    def _with_instance(self, place: Place, loop: Loop | None) -> Place:
        numbers = place.numbers
        if isinstance(loop, MultiInstance):
            numbers += ("loopCounter", *((loop.item,) if loop.item else ()))
        return place.within(numbers=numbers, cycle=False, forked=False)

    def subprocess(self, loop: Loop | None, place: Place, inside: Block | None) -> Work:
        within = self._with_instance(place, loop)
        declared: tuple[str, ...] = ()
        if self.chance(0.35):
            declared = self.rng.choice((("k",), ("a",), ("k", "b"), ("y",), ("a", "p")))
        if inside is None:
            inside = Sequence((self.anything(within), self.task(within)))
        return Work(
            "subprocess",
            loop,
            assigns=self.assigns(place),
            inside=self.waiting(inside, within) if isinstance(loop, StandardLoop) else inside,
            data_objects=declared,
            undrawn=self.undrawn(),
        )

    def call(self, loop: Loop | None, place: Place, inside: Block | None) -> Work:
        outside = self._with_instance(place, loop)
        inputs: list[tuple[str, Expr]] = [("xs", Var("xs"))] if "xs" in outside.lists else []
        for name in NUMBERS + FLAGS:
            known = outside.numbers + outside.flags
            if name in known and self.chance(0.9):
                inputs.append((name, Var(name)))
            elif name in NUMBERS and self.chance(0.95):
                inputs.append((name, Const(self.rng.randrange(10))))
        outputs: list[tuple[str, Expr]] = []
        names = [name for name, _ in inputs if name in NUMBERS]
        if names:
            # The gate wants one value for each variable.
            targets = self.rng.sample((*NUMBERS, "y", "k"), k=self.rng.randrange(3))
            outputs = [(target, Var(self.rng.choice(names))) for target in targets]
        within = self.called_place(place)
        if inside is None:
            inside = Sequence((self.anything(within), self.task(within)))
        return Work(
            "call",
            loop,
            assigns=self.assigns(place),
            inside=self.waiting(inside, within) if isinstance(loop, StandardLoop) else inside,
            data_objects=("xs", "ys"),
            undrawn=self.undrawn(),
            inputs=tuple(inputs),
            outputs=tuple(outputs),
        )

    def undrawn(self) -> Undrawn:
        if not self.chance(0.25):
            return ()
        return self.rng.choice((("start",), ("end",), ("start", "end")))

    def called_place(self, place: Place) -> Place:
        return replace(Place(), depth=place.depth + 1)

    # ------------------------------------------------------------ what stands inside

    def inner(self, name: str, place: Place) -> Block:
        """Return a block that executes what the table calls `name`."""
        make = self.makers.get(name)
        if make is not None:
            return make(place)
        if name in ACTIVITIES:
            return self.work(name, place)
        if name in BOUNDARIES:
            hosts = [host for host, boundary in HOSTED if boundary == name]
            return self.hosted(self.rng.choice(hosts), name, place)
        if name.endswith(" catch"):
            return self.catch(name.removesuffix(" catch"), place)
        if name.endswith(" end"):
            return self.stopping(name.removesuffix(" end"), place)
        return self.contain(name, [self.some(place.within())], place)

    def silent(self, place: Place) -> Block:
        return Silent(self.assigns(place, 1))

    def catch(self, kind: str, place: Place) -> Block:
        if kind == "message":
            return Wait(self.message(place), self.assigns(place))
        if kind == "condition":
            return Wait(self.coming(place), self.assigns(place))
        if kind == "signal":
            return Wait(self.signal(), self.assigns(place))
        return Wait(self.timer("date" if kind == "date" else "duration"), self.assigns(place))

    def too_late(self, place: Place) -> Block:
        """Return a receiver behind a task, which gives the time in which a message is kept."""
        message = self.message(place)
        late: Block = Wait(message)
        if self.chance(0.5):
            late = Work("receive", message=message)
        return Sequence((Work("user"), late))

    def stopping(self, kind: str, place: Place) -> Block:
        """Return a stop, or a choice between stopping and going on."""
        if kind == "implicit":
            kind = "implied"
        codes = {"error": ERRORS, "escalation": ESCALATIONS}.get(kind)
        stop = Stop(kind, codes and self.rng.choice(codes))  # type: ignore[arg-type]
        if kind == "error" and place.depth == 0:
            return self.caught(stop, place)
        if self.chance(0.5):
            return Sequence((self.some(place.within(), 0.5), stop))
        ending = Sequence((self.some(place.within(), 0.3), stop))
        other = Sequence((self.some(place.within(), 0.5),))
        likely = 0.4 if kind in ("error", "terminate") else 0.6
        return Branching(
            "exclusive", "exclusive", ((self.condition(place, likely), ending), (None, other))
        )

    def caught(self, stop: Stop, place: Place) -> Block:
        """Return a subprocess or call at whose boundary the error is caught."""
        name = self.rng.choice(("subprocess", "call"))
        within = self.called_place(place) if name == "call" else place.within(cycle=False)
        inside = self.stopping(stop.kind, within)
        guard = self.guard("error boundary", place)
        guard = replace(guard, event=Thrown("error", self.rng.choice((stop.code, None))))
        return replace(self.work(name, place, inside), guards=(guard,))

    def hosted(self, host: str, boundary: str, place: Place) -> Block:
        guard = self.guard(boundary, place)
        inside: Block | None = None
        if host.startswith(("subprocess", "call")):
            within = (
                self.called_place(place)
                if host.startswith("call")
                else place.within(cycle=False, forked=False)
            )
            inside = self.task(within)
            if isinstance(guard.event, Thrown):
                inside = self.throwing(guard.event, within)
            elif self.chance(0.4):
                inside = Sequence((inside, self.anything(within)))
        work = self.work(host, place, inside)
        guards = [guard]
        if self.chance(0.25):
            other = self.guard(self.rng.choice(BOUNDARIES[:6]), place)
            guards.insert(self.rng.randrange(2), other)
        if isinstance(guard.event, Thrown) and guard.event.code is not None and self.chance(0.3):
            catch_all = replace(guard, event=Thrown(guard.event.kind, None), way="end")
            guards.insert(self.rng.randrange(2), catch_all)
        if work.kind in ("subprocess", "call") and any(one.way == "back" for one in guards):
            within = self.called_place(place)
            work = replace(work, inside=Sequence((self.task(within), work.inside)))
        work = replace(work, guards=tuple(guards))
        if isinstance(guard.event, Thrown) and self.chance(0.3):
            return self.caught_twice(work, guard.event, place)
        return work

    def caught_twice(self, work: Work, event: Thrown, place: Place) -> Block:
        """Return the activity inside another that would catch the same."""
        outer = replace(self.guard(f"{event.kind} boundary", place), way="merge")
        outer = replace(outer, event=self.rng.choice((event, Thrown(event.kind, None))))
        return Work("subprocess", inside=work, guards=(outer,))

    def throwing(self, event: Thrown, place: Place) -> Block:
        codes = ERRORS if event.kind == "error" else ESCALATIONS
        code = event.code or self.rng.choice(codes)
        if self.chance(0.1):
            code = self.rng.choice(codes)
        throw = Stop(event.kind, code)
        if event.kind == "escalation" and self.chance(0.4):
            branch = Sequence((self.some(place.within(), 0.5),))
            return Branching("parallel", "parallel", ((None, throw), (None, branch)))
        if self.chance(0.2):
            inner = Branching(
                "exclusive",
                "exclusive",
                ((self.condition(place, 0.6), throw), (None, self.some(place.within(), 0.5))),
            )
            return Sequence((self.task(place), inner))
        return Sequence((self.some(place.within(), 0.7), throw))

    def contain(self, container: str, blocks: list[Block], place: Place) -> Block:
        raise NotImplementedError

    def place_in(self, container: str, place: Place) -> Place:
        if container.startswith("call"):
            return self.called_place(place)
        if container.startswith(("subprocess", "event subprocess")):
            return place.within(cycle=False, forked=False)
        if container == "gateway loop":
            return place.within(cycle=True)
        return place.within(forked=place.forked or container not in ONE_WAY)


def flat(block: Block) -> list[Block]:
    if isinstance(block, Sequence):
        return [one for inner in block.blocks for one in flat(inner)]
    return [block]


def surely_waits(block: Block) -> bool:
    """Return whether every way through the block waits for a person, a message or a timer."""
    match block:
        case Wait(event=event):
            waits = not isinstance(event, Condition)
        case Work(loop=MultiInstance()) | Work(loop=StandardLoop(test_before=True)):
            waits = False
        case Work(kind=kind, inside=inside):
            waits = kind not in ("subprocess", "call") or surely_waits(inside)
        case Sequence(blocks):
            waits = bool(blocks) and surely_waits(blocks[0])
        case Branching(branches=branches):
            waits = all(surely_waits(branch) for _, branch in branches)
        case EventChoice(ways):
            waits = not any(isinstance(way.event, Condition) for way in ways)
        case Repeat(body=body):
            waits = surely_waits(body)
        case _:
            waits = False
    return waits
