"""Random diagrams that change under a running process: nothing but the change shows.

A step is put on a random flow, or every name is changed. As long as the process has not come to
that step, the old diagram and the new one make the same of every command; so the moved state must
be the very bytes that the new diagram makes of the same commands from the beginning. A branch is
put between a split and its join, at every moment: where the move is let, no join waits for nobody.
"""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import TYPE_CHECKING

import pytest
from lxml import etree

from service.diagrams import read_diagram
from service.engine import armed_timers, compile_process, execute, open_tasks
from service.engine.api import CompleteTask, FireTimer
from service.engine.codec import dump, load
from service.engine.faults import ProcessFault
from service.engine.moving import Moved, Refused, move
from service.errors import Rejected
from tests.oracle.compare import Disagreement, RefusedByGate, _Case
from tests.oracle.generator import diagram
from tests.oracle.users import User
from tests.oracle.xml_of import BPMN

QUICK, USUAL, LONG, CHUNK = 25, 115, 1_015, 45

#: Why a process may not move when one step was added, however harmless it is.
EXPECTED = {
    "moving.multi-instance-live",
    "moving.join-changed",
}

#: Nor where it could not go on before.
GOES_NO_MORE = "moving.would-go-on"


if TYPE_CHECKING:
    from service.engine.api import Command
    from tests.oracle.users import Happening

#: What is known by its name: another name is another message, signal or variable.
NAMED = {
    f"{{{BPMN}}}{tag}"
    for tag in ("message", "signal", "dataObject", "inputDataItem", "outputDataItem")
}


def compiled(raw):
    found = read_diagram(raw)
    return compile_process(found.processes[0], {item.id: item for item in found.processes})


def with_a_step(raw, rng):
    """Return the file with a user task on some flow."""
    root = etree.fromstring(raw)
    # Behind an event-based gateway no person's task may stand: the gate refuses it.
    waits = {it.get("id") for it in root.iter(f"{{{BPMN}}}eventBasedGateway")}
    flows = root.findall(f".//{{{BPMN}}}sequenceFlow")
    flow = rng.choice([it for it in flows if it.get("sourceRef") not in waits])
    scope, target = flow.getparent(), flow.get("targetRef")
    flow.set("targetRef", "added")
    scope.append(etree.Element(f"{{{BPMN}}}userTask", id="added"))
    behind = {"id": "added_flow", "sourceRef": "added", "targetRef": target}
    scope.append(etree.Element(f"{{{BPMN}}}sequenceFlow", behind))
    return etree.tostring(root)


def would_go_on(definition, state, now):
    """Return whether a process does not rest where it stands once it is let."""
    let = load(definition.spec, state, now)
    try:
        let.settle()
    except ProcessFault:
        return True
    return dump(let) != state


def renamed(raw):
    root = etree.fromstring(raw)
    for node in root.iter():
        if node.get("id") is not None and node.tag not in NAMED:
            node.set("name", f"Nama baru {node.get('id')}")
    return etree.tostring(root)


def commands_of(seed):
    """Return the file of a seed and what its user does with it: commands with their instants."""
    _, built = diagram(seed)
    case = _Case(built.model, lambda state: state)
    user = User(Random(f"user {seed}"), troubled=False)
    happening: Happening | None = user.begin()
    while happening is not None and case.ended is None and len(case.happenings) < 40:
        case.happens(happening)
        happening = user.next(case.game)
    return case.raw, case.commands


def run_on(definition, state, now):
    """Walk to wherever it leads, so that a state that cannot go on shows."""
    for _ in range(12):
        tasks = open_tasks(definition, state, now)
        timers = armed_timers(definition, state, now)
        if tasks:
            step = execute(
                definition, state, CompleteTask(tasks[0].task_no, {"flag1": False}), now
            )
        elif timers:
            now = max(now, timers[0].due)
            step = execute(definition, state, FireTimer(timers[0].token_no), now)
        else:
            return
        if step.status != "running":
            return
        state = step.state


def require_expected(codes, old, state, step, now):
    """Fail where a refusal has no ground: what goes no more is held up by an incident."""
    assert codes <= EXPECTED | {GOES_NO_MORE}
    if GOES_NO_MORE in codes:
        assert step.incident is not None
        # It would go on, or fail again, in the old diagram as well.
        assert would_go_on(old, state, now)


def change_at(seed, found):
    rng = Random(f"change {seed}")
    try:
        raw, commands = commands_of(seed)
    except (RefusedByGate, Disagreement):
        pytest.fail(f"seed {seed}: the token game of this seed is broken")
    changed = renamed(raw) if rng.random() < 0.2 else with_a_step(raw, rng)
    old, new = compiled(raw), compiled(changed)
    moment = rng.randrange(len(commands)) + 1
    state: bytes | None = None
    anew: bytes | None = None
    apart = False
    for command, now in commands[:moment]:
        step = execute(old, state, command, now)
        state = step.state
        if step.status != "running":
            return
        if not apart:
            again = execute(new, anew, command, now)
            anew = again.state
            apart = again.trace != step.trace or (again.incident is None) != (
                step.incident is None
            )
    assert state is not None
    result = move(old, new, state, {}, now)
    if isinstance(result, Refused):
        codes = {item.code for item in result.obstacles}
        require_expected(codes, old, state, step, now)
        found.update(codes)
        return
    assert isinstance(result, Moved)
    found["behind it" if apart else "before it"] += 1
    moved = result.step.state
    assert dump(load(new.spec, moved, now)) == moved
    assert move(old, new, state, {}, now) == result
    if not apart:
        assert moved == anew, (seed, moved, anew)
        for command, later in commands[moment:]:
            # Numbers are the same until the added step comes; then it is another process.
            done = execute(new, moved, command, later)
            fresh = execute(new, anew, command, later)
            assert done == fresh, seed
            moved = anew = done.state
            if done.status != "running" or "added" in {it.element_id for it in done.trace}:
                break
    if load(new.spec, moved, now).status == "running":
        run_on(new, moved, now)


def play(seeds):
    found: Counter[str] = Counter()
    for seed in seeds:
        try:
            change_at(seed, found)
        except Rejected as refusal:
            pytest.fail(f"seed {seed}: {refusal.code}")
    return found


def test_a_moved_process_is_one_that_the_new_diagram_could_have_made():
    found = play(range(QUICK))

    assert found["before it"] > QUICK / 3


@pytest.mark.slow
@pytest.mark.parametrize("first", range(QUICK, USUAL, CHUNK))
def test_so_it_is_on_a_hundred_diagrams(first):
    assert play(range(first, first + CHUNK))["before it"]


@pytest.mark.long
@pytest.mark.parametrize("first", range(USUAL, LONG, CHUNK))
def test_so_it_is_on_a_thousand_diagrams(first):
    assert play(range(first, first + CHUNK))["before it"]


# ---------------------------------------------------------------- a branch more


def with_a_branch(raw):
    """Return the file with a task between the one split and the one join of a scope; or None."""
    root = etree.fromstring(raw)
    for scope in root.iter(f"{{{BPMN}}}process", f"{{{BPMN}}}subProcess"):
        flows = scope.findall(f"{{{BPMN}}}sequenceFlow")
        gateways = [str(it.get("id")) for it in scope.findall(f"{{{BPMN}}}parallelGateway")]
        sources = Counter(flow.get("sourceRef") for flow in flows)
        targets = Counter(flow.get("targetRef") for flow in flows)
        splits = [name for name in gateways if sources[name] > 1]
        joins = [name for name in gateways if targets[name] > 1]
        if len(splits) == len(joins) == 1 and splits != joins:
            scope.append(etree.Element(f"{{{BPMN}}}userTask", id="added"))
            for number, (source, target) in enumerate([(splits[0], "added"), ("added", joins[0])]):
                ends = {"id": f"added_{number}", "sourceRef": source, "targetRef": target}
                scope.append(etree.Element(f"{{{BPMN}}}sequenceFlow", ends))
            return etree.tostring(root)
    return None


def ends_in_a_deadlock(definition, state, now):
    for _ in range(40):
        tasks = open_tasks(definition, state, now)
        timers = armed_timers(definition, state, now)
        if tasks:
            command: Command = CompleteTask(tasks[0].task_no, {"flag1": False})
        elif timers:
            now = max(now, timers[0].due)
            command = FireTimer(timers[0].token_no)
        else:
            return False
        step = execute(definition, state, command, now)
        if step.incident is not None:
            return step.incident.code == "engine.deadlock"
        if step.status != "running":
            return False
        state = step.state
    return False


def is_sound(definition, command, now):
    """Say whether a process that begins in this diagram comes to its end."""
    step = execute(definition, None, command, now)
    return step.status != "running" or not ends_in_a_deadlock(definition, step.state, now)


def branch_at_every_moment(seed, found):
    raw, commands = commands_of(seed)
    changed = with_a_branch(raw)
    if changed is None:
        return
    old, new = compiled(raw), compiled(changed)
    if not is_sound(new, *commands[0]) and is_sound(old, *commands[0]):
        # The split is of one block and the join of another: nobody moved is stuck there too.
        return
    state: bytes | None = None
    for command, now in commands:
        step = execute(old, state, command, now)
        state = step.state
        if step.status != "running":
            return
        result = move(old, new, state, {}, now)
        if isinstance(result, Refused):
            found.update(item.code for item in result.obstacles)
            continue
        found["moved"] += 1
        if ends_in_a_deadlock(new, result.step.state, now):
            assert ends_in_a_deadlock(old, state, now), (seed, command)


def branches(seeds):
    found: Counter[str] = Counter()
    for seed in seeds:
        branch_at_every_moment(seed, found)
    return found


def test_a_branch_that_is_added_never_leaves_a_join_waiting_for_nobody():
    found = branches(range(60))

    assert found["moved"] > found["moving.join-starved"] > 0
    assert found["moving.join-changed"] > 0


@pytest.mark.slow
@pytest.mark.parametrize("first", range(60, 150, CHUNK))
def test_nor_does_it_on_some_more_diagrams(first):
    assert branches(range(first, first + CHUNK))["moved"]


@pytest.mark.long
@pytest.mark.parametrize("first", range(150, 420, CHUNK))
def test_nor_does_it_on_some_hundred_diagrams(first):
    assert branches(range(first, first + CHUNK))["moved"]
