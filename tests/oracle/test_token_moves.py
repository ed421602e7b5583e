"""Tokens of random processes are moved to random steps: where that is let, nothing waits for ever.

A process whose diagram lets it come to a deadlock by itself says nothing about a move: what the
gate finds unsound is left out, and every process is walked without a move first.
"""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from service.diagrams import examine
from service.diagrams.model import ManualTask, ReceiveTask, UserTask
from service.engine import armed_timers, execute, open_tasks
from service.engine.api import CompleteTask, FireTimer, MoveToken
from service.engine.codec import dump, load
from service.engine.left_out import left_out
from service.engine.token_moves import movable_tokens, obstacles_to
from service.errors import Rejected
from tests.oracle.compare import Disagreement, RefusedByGate
from tests.oracle.test_moving import commands_of, compiled

QUICK, USUAL, LONG, CHUNK = 20, 120, 400, 20

#: Walks on from one state, each by other choices.
WALKS = 4
STEPS = 40

DEADLOCK = "engine.deadlock"

#: What the gate says of diagrams that come to a deadlock without any move, or whose tokens count.
UNSOUND = {"waits-for-ever", "tokens-counted", "no-way-to-the-end"}


def deadlocks(definition, state, now, seed):
    """Return whether some of a few walks on from a state end with tokens that wait for ever."""
    rngs = (Random(f"{seed} {turn}") for turn in range(WALKS))
    return any(_deadlocks(definition, state, now, rng) for rng in rngs)


def _deadlocks(definition, state, now, rng):
    for _ in range(STEPS):
        tasks = open_tasks(definition, state, now)
        timers = armed_timers(definition, state, now)
        if not tasks and not timers:
            return False
        if tasks:
            values = {f"flag{number}": rng.random() < 0.5 for number in range(1, 8)}
            command: CompleteTask | FireTimer
            command = CompleteTask(rng.choice(tasks).task_no, values)
        else:
            now = max(now, timers[0].due)
            command = FireTimer(timers[0].token_no)
        step = execute(definition, state, command, now)
        if step.incident is not None:
            return step.incident.code == DEADLOCK
        if step.status != "running":
            return False
        state = step.state
    return False


def moves_at(seed, found):
    rng = Random(f"token {seed}")
    try:
        raw, commands = commands_of(seed)
    except (RefusedByGate, Disagreement):
        pytest.fail(f"seed {seed}: the token game of this seed is broken")
    told = {finding.code for finding in examine(raw).findings}
    if told & UNSOUND:
        found["unsound"] += 1
        return
    definition = compiled(raw)
    steps = [
        path
        for path, node in definition.nodes.items()
        if isinstance(node, UserTask | ManualTask | ReceiveTask)
    ]
    state = None
    for command, now in commands[: rng.randrange(len(commands)) + 1]:
        step = execute(definition, state, command, now)
        state = step.state
        if step.status != "running" or step.incident is not None:
            return
    assert state is not None
    loaded = load(definition.spec, state, now)
    tokens = movable_tokens(loaded)
    if not tokens or deadlocks(definition, state, now, seed):
        return
    for token_no, source in tokens:
        for target in rng.sample(steps, min(4, len(steps))):
            command = MoveToken(token_no, target)
            if obstacles_to(loaded, definition, token_no, target):
                with pytest.raises(Rejected):
                    execute(definition, state, command, now)
                found["stays"] += 1
                continue
            step = execute(definition, state, command, now)
            assert step == execute(definition, state, command, now)
            assert dump(load(definition.spec, step.state, now)) == step.state
            if step.status == "running" and step.incident is None:
                assert not deadlocks(definition, step.state, now, seed), (seed, source, target)
            found["moved"] += 1
            found["past something" if left_out(definition, source, target) else "back"] += 1


def play(seeds):
    found: Counter[str] = Counter()
    for seed in seeds:
        moves_at(seed, found)
    return found


def test_where_a_move_is_let_nothing_waits_for_ever():
    found = play(range(QUICK))

    assert found["stays"] > found["moved"] > 0


@pytest.mark.slow
@pytest.mark.parametrize("first", range(QUICK, USUAL, CHUNK))
def test_so_it_is_on_some_hundred_diagrams(first):
    assert play(range(first, first + CHUNK))["stays"]


@pytest.mark.long
@pytest.mark.parametrize("first", range(USUAL, LONG, CHUNK))
def test_so_it_is_on_four_hundred_diagrams(first):
    assert play(range(first, first + CHUNK))["stays"]
