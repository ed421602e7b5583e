"""What `execute` promises whatever the diagram is: pure, refused or done, the same bytes."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from service.engine import ENGINE_TAG, execute
from service.engine.api import (
    CompleteTask,
    DeliverMessage,
    FireTimer,
    RetryIncident,
    StartProcess,
    WaiveTask,
)
from service.engine.codec import dump, load
from service.engine.faults import (
    NoSuchIncident,
    OutOfOrder,
    StateUnreadable,
    TaskNotOpen,
    TimerNotArmed,
)
from service.errors import Rejected
from tests.constructs.driver import BEGAN, Walk, definitions, every_definition, short, wander

ROOT = Path(__file__).parents[3]
ALL = {f"{file}/{process}": definition for file, process, definition in every_definition()}
NUMBERS = [-1, 0, 1, 999, 2**64, 2**130]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_number_that_stands_for_nothing_is_refused(number):
    walk = Walk("user_task", "one")

    for command, refusal in (
        (CompleteTask(number, {}), TaskNotOpen),
        (WaiveTask(number), TaskNotOpen),
        (FireTimer(number), TimerNotArmed),
        (RetryIncident(number), NoSuchIncident),
    ):
        with pytest.raises(refusal):
            walk.make(command)
    assert walk.open == ["a"]


def test_a_process_is_started_once_and_first():
    walk = Walk("user_task", "one")

    with pytest.raises(OutOfOrder):
        walk.make(StartProcess({}))
    with pytest.raises(OutOfOrder):
        execute(walk.definition, None, CompleteTask(1, {}), BEGAN)


def test_a_refused_command_leaves_no_trace_in_the_definition():
    definition = definitions("receive_task")["one"]
    before = execute(definition, None, StartProcess({}), BEGAN)

    for command in (DeliverMessage("nota", {}), CompleteTask(99, {}), FireTimer(1)):
        with pytest.raises(Rejected):
            execute(definition, before.state, command, BEGAN)

    assert execute(definition, None, StartProcess({}), BEGAN) == before


@pytest.mark.parametrize("name", ALL)
def test_the_same_commands_give_the_same_bytes(name):
    assert wander(ALL[name]) == wander(ALL[name])


@pytest.mark.parametrize("name", ALL)
def test_a_state_that_is_restored_and_written_again_is_the_same_bytes(name):
    state = wander(ALL[name], moves=2).state

    assert dump(load(ALL[name].spec, state, BEGAN + timedelta(days=400))) == state


def test_a_definition_serves_many_threads():
    definition = ALL["multi_instance/of_subprocess"]
    expected = wander(definition)

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda _: wander(definition), range(40)))

    assert results == [expected] * 40


STATES = """
import json
from tests.constructs.driver import every_definition, wander
print(json.dumps([wander(definition).state.decode() for _, _, definition in every_definition()]))
"""


@pytest.mark.slow
def test_no_byte_depends_on_the_order_of_a_set_or_dict():
    seen = set()
    for seed in ("0", "1", "4242"):
        done = subprocess.run(
            [sys.executable, "-c", STATES],
            capture_output=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            text=True,
        )
        seen.add(done.stdout)

    assert len(seen) == 1
    assert len(json.loads(seen.pop())) == len(ALL)


@pytest.mark.parametrize("name", ALL)
def test_a_case_is_replayed_to_its_last_state(name):
    file, _, process = name.partition("/")
    start = short(ALL[name].start)
    walk = Walk(file, process, start, more=False, x=1, xs=[1], n=1)
    while walk.open and walk.incident is None:
        walk.complete(walk.open[0], more=False, y=1, answer=1)

    assert walk.replayed() == walk.state


def test_a_state_of_another_format_is_refused_and_not_guessed():
    walk = Walk("user_task", "one")
    foreign = walk.state.replace(b"[1,", b"[99,", 1)

    with pytest.raises(StateUnreadable) as refused:
        load(walk.definition.spec, foreign, BEGAN)

    assert refused.value.params == {"version": "99"}


def test_the_tag_names_all_that_a_state_depends_on():
    assert ENGINE_TAG.startswith("spiff-3.2.0/codec-")
    assert "/compiler-" in ENGINE_TAG
