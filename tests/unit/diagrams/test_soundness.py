"""A join that can wait for ever is found behind however many branches."""

import pytest

from service.diagrams import examine
from tests.unit.diagrams.written import chain, diagram, end, flow, node, start, task

#: Side by side: more markings than the gate looks at, 5 to the power of 7.
BRANCHES, STEPS = 7, 4


def behind_branches(split, *, side_by_side=BRANCHES):
    """Return a split and a parallel join of two flows, at the end of one of many branches."""
    parts = [start(), node("parallelGateway", "fork"), node("parallelGateway", "all"), end()]
    parts += [chain("s", "fork"), chain("all", "e")]
    for branch in range(side_by_side):
        names = [f"t{branch}_{step}" for step in range(STEPS)]
        parts += [*map(task, names)]
        parts.append(chain("fork", *names, "all" if branch else "g"))
    chosen = split == "exclusiveGateway"
    parts += [
        node(split, "g", attributes='default="f2"' if chosen else ""),
        task("a"),
        task("b"),
        node("parallelGateway", "j"),
        flow("f1", "g", "a", "x = 1" if chosen else None),
        flow("f2", "g", "b"),
        chain("a", "j"),
        chain("b", "j", "all"),
    ]
    return diagram(*parts)


def told(raw):
    return [it.element for it in examine(raw).findings if it.code == "waits-for-ever"]


@pytest.mark.parametrize("side_by_side", [2, BRANCHES])
def test_a_join_that_a_choice_before_it_starves_is_named(side_by_side):
    found = told(behind_branches("exclusiveGateway", side_by_side=side_by_side))

    assert "j" in found


@pytest.mark.parametrize("side_by_side", [2, BRANCHES])
def test_a_join_of_what_was_split_is_not(side_by_side):
    assert told(behind_branches("parallelGateway", side_by_side=side_by_side)) == []
