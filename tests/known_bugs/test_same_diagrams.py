"""Diagrams on which SpiffWorkflow 3.2.0 went wrong or stopped, in Alur's engine.

Those of which no other test is: `bugs.toml` names for each known bug the tests that hold it.
"""

from __future__ import annotations

import ast
from datetime import UTC, datetime

import orjson
import pytest

from service.diagrams import examine
from service.engine import armed_timers, compile_process, execute, open_tasks
from service.engine.api import CompleteTask, FireTimer, StartProcess
from service.engine.codec import load
from service.engine.faults import TaskNotOpen
from tests.conformance.corpora import ROOT
from tests.constructs.driver import BEGAN, Walk, wander
from tests.unit.diagrams.findings_provoked import catching, looped, many, ring
from tests.unit.diagrams.written import (
    FORM,
    STEP,
    boundary,
    chain,
    diagram,
    end,
    flow,
    message,
    node,
    start,
    subprocess,
    task,
    timer,
)


def codes(raw, called=None):
    """Return the codes of the errors of a file."""
    findings = examine(raw, called=called or {}).findings
    return {finding.code for finding in findings if finding.severity == "error"}


def compiled(raw):
    """Return the definition of the first process of a file that the gate lets pass."""
    verdict = examine(raw, called={})
    assert not [finding for finding in verdict.findings if finding.severity == "error"]
    assert verdict.diagram is not None
    processes = {each.id: each for each in verdict.diagram.processes}
    return compile_process(verdict.diagram.processes[0], processes)


def started(definition, **data):
    return execute(definition, None, StartProcess(data), BEGAN)


def completed(definition, step, element, **values):
    """Return the step that the oldest open task of an element makes."""
    number = next(
        each.task_no
        for each in open_tasks(definition, step.state, BEGAN)
        if each.element_id.rpartition(".")[2] == element
    )
    return execute(definition, step.state, CompleteTask(number, values), BEGAN)


def open_in(definition, step):
    tasks = open_tasks(definition, step.state, BEGAN)
    return [each.element_id.rpartition(".")[2] for each in tasks]


# ------------------------------------------------------------ what is drawn


@pytest.mark.parametrize("mark", ["'", "&quot;", "&lt;", "]", "é"])
def test_a_mark_in_an_id_is_a_letter_like_others(mark):
    odd = f"t{mark}x"

    definition = compiled(diagram(start(), task(odd), end(), chain("s", odd, "e")))

    assert wander(definition).status == "completed"


def test_nearly_five_hundred_steps_in_a_row_are_read_and_walked():
    ids = [f"t{number}" for number in range(490)]
    definition = compiled(diagram(start(), *map(task, ids), end(), chain("s", *ids, "e")))

    assert wander(definition, moves=490).status == "completed"


def test_two_steps_that_lead_to_each_other_and_nowhere_else_are_refused():
    raw = diagram(start(), task("a"), task("b"), chain("s", "a", "b", "a"))

    assert codes(raw) == {"no-end"}
    assert "no-way-to-the-end" in {finding.code for finding in examine(ring()).findings}


def test_two_steps_that_lead_to_each_other_need_no_gateway():
    definition = compiled(
        diagram(
            start(),
            task("a"),
            node(
                "userTask",
                "b",
                attributes='name="b" default="d"',
                words=(STEP, FORM),
            ),
            end(),
            chain("s", "a", "b"),
            flow("again", "b", "a", "more"),
            flow("d", "b", "e"),
        )
    )
    step = started(definition)

    for _ in range(3):
        step = completed(definition, step, "a")
        step = completed(definition, step, "b", more=True)
    step = completed(definition, step, "a")
    step = completed(definition, step, "b", more=False)

    assert step.status == "completed"


def test_a_step_with_two_flows_into_it_is_done_for_each_token():
    definition = compiled(
        diagram(
            start(),
            node("parallelGateway", "g"),
            task("a"),
            end(),
            chain("s", "g"),
            flow("f1", "g", "a"),
            flow("f2", "g", "a"),
            chain("a", "e"),
        )
    )
    step = started(definition)

    assert open_in(definition, step) == ["a", "a"]
    step = completed(definition, step, "a")
    assert step.status == "running"
    assert completed(definition, step, "a").status == "completed"


def test_what_points_out_of_a_subprocess_to_nothing_is_named_at_once():
    inner = '<bpmn:dataObjectReference id="r" dataObjectRef="gone"/>'
    raw = diagram(
        start(),
        subprocess("p", start("s1"), task(), end("e1"), chain("s1", "t", "e1"), inner),
        end(),
        chain("s", "p", "e"),
    )

    assert codes(raw) == {"dangling-reference"}


def test_only_processes_are_processes():
    raw = diagram(
        start(),
        subprocess("p", start("s1"), task(), end("e1"), chain("s1", "t", "e1")),
        end(),
        chain("s", "p", "e"),
    )
    read = examine(raw).diagram

    assert read is not None
    assert [each.id for each in read.processes] == ["P"]


def test_two_files_may_use_one_id_for_different_subprocesses():
    inner = subprocess("p", start("s1"), task(), end("e1"), chain("s1", "t", "e1"))
    called = examine(diagram(start(), inner, end(), chain("s", "p", "e"), process_id="Q")).diagram
    assert called is not None
    raw = diagram(
        start(),
        inner,
        node("callActivity", "c", attributes='calledElement="Q"'),
        end(),
        chain("s", "p", "c", "e"),
    )
    verdict = examine(raw, called={"Q": called.processes[0]})
    assert verdict.diagram is not None
    assert verdict.deployable, verdict.findings
    processes = {"P": verdict.diagram.processes[0], "Q": called.processes[0]}
    definition = compile_process(processes["P"], processes)

    step = completed(definition, started(definition), "t")

    assert step.status == "running"
    assert completed(definition, step, "t").status == "completed"


def test_a_boundary_event_on_an_event_subprocess_is_refused():
    handler = subprocess(
        "x",
        start("s1", timer("P1D")),
        end("e1"),
        chain("s1", "e1"),
        attributes='triggeredByEvent="true"',
    )
    raw = diagram(
        start(),
        task(),
        end(),
        chain("s", "t", "e"),
        handler,
        boundary("b", "x", message()),
        flow("fb", "b", "e"),
    )

    assert "event-subprocess-boundary" in codes(raw)


@pytest.mark.parametrize("tag", ["serviceTask", "sendTask", "businessRuleTask", "task"])
def test_what_nobody_could_do_is_refused(tag):
    raw = diagram(start(), node(tag, "x"), end(), chain("s", "x", "e"))

    assert codes(raw)


# ------------------------------------------------------------ time


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("PT1S", "timeDuration"),
        ("2026-11-16T01:00:01Z", "timeDate"),
        ("2026-11-16T09:00:01+08:00", "timeDate"),
    ],
)
def test_a_timer_is_written_in_iso_8601_without_quotes(text, kind):
    definition = compiled(catching(timer(text, kind)))
    step = started(definition)

    (armed,) = armed_timers(definition, step.state, BEGAN)

    assert armed.due == datetime(2026, 11, 16, 1, 0, 1, tzinfo=UTC)
    fired = execute(definition, step.state, FireTimer(armed.token_no), armed.due)
    assert fired.status == "completed"


def test_a_date_without_a_zone_is_refused_and_not_read_in_that_of_the_machine():
    assert codes(catching(timer("2030-01-01T00:00:00", "timeDate"))) == {"timer-zone-missing"}


def test_the_timers_behind_a_gateway_are_told_with_their_instants():
    walk = Walk("event_based_gateway", "two_timers")

    assert len({each.due for each in walk.timers}) == 2
    assert all(each.due > BEGAN for each in walk.timers)


# ------------------------------------------------------------ what instances share


def test_a_handler_that_ran_in_one_process_leaves_the_next_one_of_the_same_definition_alone():
    definition = compiled(
        diagram(
            start(),
            task(),
            end(),
            chain("s", "t", "e"),
            subprocess(
                "x",
                start("s1", timer("PT1H"), 'isInterrupting="true"'),
                task("h"),
                end("e1"),
                chain("s1", "h", "e1"),
                attributes='triggeredByEvent="true"',
            ),
        )
    )
    before = started(definition)
    (armed,) = armed_timers(definition, before.state, BEGAN)
    handled = execute(definition, before.state, FireTimer(armed.token_no), armed.due)
    assert completed(definition, handled, "h").status == "completed"

    after = started(definition)

    assert after == before
    assert completed(definition, after, "t").status == "completed"


def test_an_instance_may_be_called_as_a_variable_that_exists():
    raw = looped(
        many('<bpmn:loopDataInputRef>xs</bpmn:loopDataInputRef><bpmn:inputDataItem name="x"/>'),
        '<bpmn:dataObject id="xs"/>',
    )
    definition = compiled(raw)
    step = started(definition, x="mine", xs=[1, 2])

    tasks = open_tasks(definition, step.state, BEGAN)

    assert [each.data["x"] for each in tasks] == [1, 2]
    tree = load(definition.spec, step.state, BEGAN).task_tree
    assert tree.data["x"] == "mine"


def test_data_may_be_called_as_a_function_is():
    raw = diagram(
        start(),
        task(),
        node("exclusiveGateway", "g", attributes='default="d"'),
        end(),
        end("many"),
        chain("s", "t", "g"),
        flow("c", "g", "many", "count(xs) = 3 and sum(xs) = 6"),
        flow("d", "g", "e"),
    )
    definition = compiled(raw)

    step = completed(definition, started(definition), "t", xs=[1, 2, 3], count=7, sum="x", len=0)

    assert step.status == "completed"
    assert "c" in {each.element_id.rpartition(".")[2] for each in step.trace}


# ------------------------------------------------------------ state


def test_a_step_that_no_token_has_reached_cannot_be_completed():
    definition = compiled(diagram(start(), task("a"), task("b"), end(), chain("s", "a", "b", "e")))
    step = started(definition)
    (first,) = open_tasks(definition, step.state, BEGAN)

    for number in range(first.task_no + 10):
        if number != first.task_no:
            with pytest.raises(TaskNotOpen):
                execute(definition, step.state, CompleteTask(number, {}), BEGAN)


def test_a_state_whose_keys_were_put_in_another_order_is_the_same_state():
    walk = Walk("subprocess", "nested")

    def turned(value):
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in sorted(value, reverse=True)}
        return [turned(each) for each in value] if isinstance(value, list) else value

    other = orjson.dumps(turned(orjson.loads(walk.state)), option=orjson.OPT_INDENT_2)

    seen = open_tasks(walk.definition, other, walk.now)
    assert seen == open_tasks(walk.definition, walk.state, walk.now)
    made = CompleteTask(seen[0].task_no, {})
    assert execute(walk.definition, other, made, walk.now) == execute(
        walk.definition, walk.state, made, walk.now
    )


def test_nothing_that_is_stored_is_unpickled():
    used = set()
    for module in (ROOT / "service").rglob("*.py"):
        for part in ast.walk(ast.parse(module.read_bytes())):
            if isinstance(part, ast.Import):
                used |= {each.name for each in part.names}
            elif isinstance(part, ast.ImportFrom):
                used.add(part.module or "")

    assert used.isdisjoint({"pickle", "dill", "cloudpickle", "shelve", "marshal"})
