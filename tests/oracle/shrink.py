"""Make a diagram on which engine and token game disagree as small as it gets, and print it.

python -m tests.oracle.shrink SEED
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from tests.oracle.building import build
from tests.oracle.compare import Disagreement, RefusedByGate, play
from tests.oracle.generator import diagram
from tests.oracle.simpler import simpler_plans
from tests.oracle.xml_of import to_xml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.oracle.blocks import Plan

#: Each smaller diagram is tried with so many users before it counts as sound.
_USERS = 25
#: The smallest one with so many, for the shortest case.
_MORE_USERS = 100


def failures(
    plan: Plan, user_seeds: Iterable[object], kind: str | None = None
) -> Iterator[Disagreement]:
    """Yield the disagreements (of this kind) that these users meet."""
    model = build(plan).model
    for user_seed in user_seeds:
        try:
            play(model, user_seed)
        except RefusedByGate:
            return
        except Disagreement as found:
            if kind is None or found.kind == kind:
                yield found


def shrink(plan: Plan, user_seed: object) -> tuple[Plan, Disagreement]:
    """Return a small plan with the same kind of disagreement, and a short case of it.

    Raises ValueError when this user meets none.
    """
    found = next(failures(plan, [user_seed]), None)
    if found is None:
        raise ValueError(user_seed)
    users = [user_seed, *range(_USERS)]
    smaller = True
    while smaller:
        smaller = False
        for candidate in simpler_plans(plan):
            still = next(failures(candidate, users, found.kind), None)
            if still is not None:
                plan, found, smaller = candidate, still, True
                break
    cases = failures(plan, [*users, *range(_USERS, _MORE_USERS)], found.kind)
    return plan, min(cases, key=lambda case: len(case.happenings))


def report(plan: Plan, found: Disagreement) -> str:
    """Return the diagram as XML, what happened, and what they disagree about."""
    lines = [to_xml(build(plan).model).decode()]
    lines += [f"{happening.now:%H:%M} {happening.act}" for happening in found.happenings]
    lines += [found.what, f"  expected {found.expected}", f"  got      {found.got}"]
    return "\n".join(lines)


def main(arguments: list[str]) -> None:
    for argument in arguments:
        seed = int(argument)
        plan, _ = diagram(seed)
        sys.stdout.write(report(*shrink(plan, seed)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
