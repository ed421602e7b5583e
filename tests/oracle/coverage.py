"""What the token game really executed: constructs, and each of them in each other.

python -m tests.oracle.coverage [DIAGRAMS]
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from tests.oracle.board import Incident, Refused
from tests.oracle.compare import LONGEST, apply
from tests.oracle.constructs import BEGINNINGS, CONTAINERS, HOSTED, PAIRS
from tests.oracle.generator import diagram
from tests.oracle.token_game import Game
from tests.oracle.users import User

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.oracle.building import Built

#: Each construct, and each pair of one nested in another, is executed at least this often …
OFTEN = 50
#: … in this many diagrams.
DIAGRAMS = 10_000

#: What only counts by the role of its gateway.
_BY_ROLE = {
    ("exclusive gateway", "exclusive choice split"): "exclusive choice",
    ("parallel join", "parallel fork join"): "parallel fork",
    ("inclusive join", "inclusive choice join"): "inclusive choice",
    ("flow by condition", "gateway loop split"): "gateway loop",
    ("exclusive gateway", "multi-merge join"): "multi-merge",
    ("inclusive join", "tangle inclusive join"): "tangle",
}


@dataclass
class Coverage:
    single: Counter[str] = field(default_factory=Counter)
    #: (container, inner): directly inside
    nested: Counter[tuple[str, str]] = field(default_factory=Counter)
    hosted: Counter[tuple[str, str]] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)

    def add(self, built: Built, executed: Counter[tuple[str, str, str]]) -> None:
        for (what, node_id, activity), times in executed.items():
            for name in _names(what, built.roles.get(node_id)):
                self.single[name] += times
                around = () if name in BEGINNINGS else built.around.get(node_id)
                container = (around or (activity,))[-1]
                self.nested[container, name] += times
            boundary, _, host = what.partition(" of ")
            if host:
                self.hosted[host, boundary] += times

    def rare(self) -> Iterator[tuple[str, str, int]]:
        """Yield the pairs that were executed less often than they should be in 10,000 diagrams."""
        for container, inner in PAIRS:
            if self.nested[container, inner] < OFTEN:
                yield container, inner, self.nested[container, inner]
        for host, boundary in HOSTED:
            if self.hosted[host, boundary] < OFTEN:
                yield host, boundary, self.hosted[host, boundary]

    def table(self) -> str:
        """Return how often each construct ran, and how often directly inside each container."""
        columns = list(CONTAINERS)
        lines = ["construct | anywhere | " + " | ".join(columns)]
        for name in sorted(self.single):
            cells = [str(self.nested[container, name]) for container in columns]
            lines.append(f"{name} | {self.single[name]} | " + " | ".join(cells))
        lines += ["", "boundary | host | fired"]
        lines += [
            f"{boundary} | {host} | {self.hosted[host, boundary]}" for host, boundary in HOSTED
        ]
        lines += ["", *(f"{how}: {times}" for how, times in self.ended.most_common())]
        return "\n".join(lines)


def _names(what: str, role: str | None) -> Iterator[str]:
    if " of " in what:
        return
    yield what
    by_role = _BY_ROLE.get((what, role or ""))
    if by_role is not None and by_role != what:
        yield by_role


def play_alone(built: Built, seed: object) -> tuple[str, Counter[tuple[str, str, str]]]:
    """Play a case in the token game only; return how it ended and what it executed."""
    game, user = Game(built.model), User(Random(f"user {seed}"))
    happening = user.begin()
    for _ in range(LONGEST):
        try:
            apply(game, happening)
        except Incident as incident:
            return f"incident: {incident.reason.split(':')[0]}", game.executed
        except Refused:
            pass
        following = None if game.finished else user.next(game)
        if following is None:
            break
        happening = following
    return "finished" if game.finished else "left", game.executed


def measure(seeds: range) -> Coverage:
    coverage = Coverage()
    for seed in seeds:
        _, built = diagram(seed)
        ended, executed = play_alone(built, seed)
        coverage.ended[ended] += 1
        coverage.add(built, executed)
    return coverage


def main(arguments: list[str]) -> None:
    count = int(arguments[0]) if arguments else DIAGRAMS
    coverage = measure(range(count))
    sys.stdout.write(coverage.table() + "\n\nrare:\n")
    for one, other, times in coverage.rare():
        sys.stdout.write(f"{one} | {other} | {times}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
