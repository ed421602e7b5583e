"""The act alone, stored, and its consequences afterwards lead where the whole command leads.

That is what an incident and its retry rest on (decisions §1.6), so every command of every diagram
is cut in two here, also those that would have gone through.
"""

import pytest

from service.engine import armed_timers, execute, open_tasks
from service.engine.api import Command, CompleteTask, FireTimer, StartProcess
from service.engine.codec import dump, load
from service.engine.execution import _act, _instance
from tests.constructs.driver import BEGAN, every_definition

ALL = {f"{file}/{process}": definition for file, process, definition in every_definition()}
#: An incident of no real command, so that what earlier ones hold stays held.
HERE = 99
DATA = {"more": False, "x": 1, "xs": [1, 2], "n": 2, "ok": True, "wait": "PT1H"}


def commands(definition):
    """Yield (state, command, now, step) of a walk through a process."""
    now, state = BEGAN, None
    command: Command = StartProcess(DATA, definition.start)
    for turn in range(12):
        step = execute(definition, state, command, now)
        yield state, command, now, step
        if step.status != "running":
            return
        state = step.state
        tasks = open_tasks(definition, state, now)
        timers = armed_timers(definition, state, now)
        if tasks:
            values = {"more": turn < 3, "y": 1, "answer": 1, "enough": False}
            command = CompleteTask(tasks[-1].task_no, values)
        elif timers:
            now = max(now, timers[0].due)
            command = FireTimer(timers[0].token_no)
        else:
            return


def cut(definition, state, command, now):
    """Do the act alone, store it, restore it, and let its consequences follow."""
    acting = _instance(definition, state, now)
    acting.act_alone = True
    _act(definition, acting, command)
    acting.hold(HERE)
    stored = dump(acting)
    going_on = load(definition.spec, stored, now)
    assert dump(going_on) == stored
    if any(task.internal_data.get("held") == HERE for task in going_on.tasks.values()):
        going_on.release(HERE)
    going_on.settle()
    return dump(going_on)


def seen(definition, state, now):
    """Return all of a state but the numbers, which a cut in two counts differently."""
    instance = load(definition.spec, state, now)
    tokens = [
        (
            task.task_spec.name,
            task.state,
            sorted(task.internal_data.keys()),
            sorted(task.data.items()),
        )
        for task in instance.tasks.values()
    ]
    tasks = [(task.path, task.kind, task.instance, task.data) for task in instance.all_open()]
    timers = [(timer.element_id, timer.due) for timer in instance.all_armed()]
    return instance.status, sorted(tokens, key=repr), tasks, timers, instance.kept


@pytest.mark.parametrize("name", ALL)
def test_a_command_cut_in_two_leads_to_the_same(name):
    definition = ALL[name]

    for state, command, now, step in commands(definition):
        if step.incident is None:
            halves = cut(definition, state, command, now)
            assert seen(definition, halves, now) == seen(definition, step.state, now)
