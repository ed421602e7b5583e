"""Files as large as the limits let them be, each built against one rule of the gate."""

from tests.hostile.corpus import Hostile
from tests.unit.diagrams.findings_provoked import callable_process, looped, many
from tests.unit.diagrams.written import (
    boundary,
    chain,
    diagram,
    document,
    end,
    flow,
    node,
    start,
    subprocess,
    task,
    timer,
)


def joins_in_a_loop(count, *, partnered):
    """Return `count` inclusive joins one behind the other, in one loop."""
    parts, last = [], "m"
    for number in range(count):
        split, join = f"o{number}", f"j{number}"
        parts.append(node("inclusiveGateway", split, attributes=f'default="d{number}"'))
        parts.append(node("inclusiveGateway", join))
        parts.append(flow(f"d{number}", split, join))
        # Without a partner the second flow comes from outside the region.
        other = split if partnered or number == 0 else "o0"
        parts.append(flow(f"c{number}", other, join, "a"))
        parts.append(flow(f"l{number}", last, split))
        last = join
    return diagram(
        start(),
        task(),
        node("exclusiveGateway", "m"),
        *parts,
        node("exclusiveGateway", "again", attributes='default="stop"'),
        end(),
        chain("s", "t", "m"),
        flow("out", last, "again"),
        flow("stop", "again", "e"),
        flow("back", "again", "t", "a"),
    )


def nested_joins(depth):
    """Return inclusive regions inside each other, in one loop."""
    opened = [
        node("inclusiveGateway", f"o{level}", attributes=f'default="d{level}"')
        + node("inclusiveGateway", f"j{level}")
        + flow(f"d{level}", f"o{level}", f"j{level}")
        for level in range(depth)
    ]
    inward = [
        flow(f"i{level}", f"o{level}", f"o{level + 1}", "a")
        + flow(f"u{level}", f"j{level + 1}", f"j{level}")
        for level in range(depth - 1)
    ]
    return diagram(
        start(),
        task(),
        *opened,
        *inward,
        flow("deep", f"o{depth - 1}", f"j{depth - 1}", "a"),
        node("exclusiveGateway", "again", attributes='default="stop"'),
        end(),
        chain("s", "t", "o0"),
        chain("j0", "again"),
        flow("stop", "again", "e"),
        flow("back", "again", "t", "a"),
    )


def chain_of_splits(count):
    """Return a long way of exclusive splits, each with a way out, to joins without partners."""
    parts = []
    for number in range(count):
        parts.append(node("exclusiveGateway", f"x{number}", attributes=f'default="n{number}"'))
        parts.append(flow(f"n{number}", f"x{number}", f"x{number + 1}"))
        parts.append(flow(f"q{number}", f"x{number}", "j" if number % 2 else "k", "a"))
    return diagram(
        start(),
        task(),
        *parts,
        node("inclusiveGateway", f"x{count}"),
        node("inclusiveGateway", "j"),
        node("inclusiveGateway", "k"),
        end(),
        chain("s", "t", "x0"),
        flow("a1", f"x{count}", "j"),
        flow("a2", "j", "k"),
        flow("a3", "k", "t"),
        flow("a4", "t", "e"),
    )


def long_chain(count):
    ids = [f"t{number}" for number in range(count)]
    return diagram(start(), *map(task, ids), end(), chain("s", *ids, "e"))


def many_boundaries(count):
    return diagram(
        start(),
        task(),
        end(),
        chain("s", "t", "e"),
        *(
            boundary(f"b{n}", "t", timer("P1D")) + flow(f"f{n}", f"b{n}", "e")
            for n in range(count)
        ),
    )


def deep_subprocesses(depth):
    inner = task("t")
    for level in range(depth):
        ids = f"s{level}", f"p{level}" if level else "t", f"e{level}"
        inner = subprocess(f"p{level + 1}", start(ids[0]), inner, end(ids[2]), chain(*ids))
    return diagram(start(), inner, end(), chain("s", f"p{depth}", "e"))


def twin_ids(count):
    return looped(many("")).replace(
        b"</bpmn:process>", b'<bpmn:group id="g"/>' * count + b"</bpmn:process>"
    )


def parallel_loop(count):
    """Return a loop through parallel regions in a row; in each one branch waits."""
    parts, last = [], "m"
    for number in range(count):
        fork, join = f"f{number}", f"j{number}"
        parts.append(
            node("parallelGateway", fork)
            + task(f"t{number}")
            + node("parallelGateway", join)
            + chain(last, fork, join)
            + chain(fork, f"t{number}", join)
        )
        last = join
    return diagram(
        start(),
        node("exclusiveGateway", "m"),
        *parts,
        node("exclusiveGateway", "again", attributes='default="stop"'),
        end(),
        chain("s", "m"),
        flow("out", last, "again"),
        flow("stop", "again", "e"),
        flow("back", "again", "m", "a"),
    )


def ring_of_processes(count):
    return document(
        *(callable_process(f"P{number}", f"P{number + 1}") for number in range(count)),
        callable_process(f"P{count}"),
    )


HEAVY = [
    Hostile("joins with partners", joins_in_a_loop(300, partnered=True), "", ""),
    Hostile("joins without partners", joins_in_a_loop(300, partnered=False), "", ""),
    Hostile("nested joins", nested_joins(300), "", ""),
    Hostile("a chain of splits", chain_of_splits(470), "", ""),
    Hostile("a chain of tasks", long_chain(480), "", ""),
    Hostile("boundary events", many_boundaries(480), "", ""),
    Hostile("subprocesses", deep_subprocesses(25), "", ""),
    Hostile("one id 1,900 times", twin_ids(1900), "", ""),
    Hostile("parallel regions in a loop", parallel_loop(180), "", ""),
    Hostile("a chain of processes", ring_of_processes(120), "", ""),
]
