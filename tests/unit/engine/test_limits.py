"""What a diagram or a value may cost (decisions §7)."""

import pytest

from service.diagrams import examine
from service.diagrams.gate.calls import DEPTH
from service.engine import NotExecutable, compile_process, execute
from service.engine.api import CompleteTask, StartProcess
from service.engine.limits import CALL_DEPTH
from tests.constructs.driver import BEGAN, Walk, wander
from tests.unit.diagrams.findings_provoked import callable_process, calls_of_depth, many, nested
from tests.unit.diagrams.written import (
    chain,
    condition,
    diagram,
    document,
    end,
    node,
    process,
    start,
    subprocess,
    task,
)


def compiled(raw):
    diagram = examine(raw).diagram
    assert diagram is not None
    processes = {item.id: item for item in diagram.processes}
    return compile_process(diagram.processes[0], processes)


def test_gate_and_compiler_agree_how_deep_calls_may_be():
    assert DEPTH == CALL_DEPTH
    compiled(calls_of_depth(CALL_DEPTH))
    with pytest.raises(NotExecutable):
        compiled(calls_of_depth(CALL_DEPTH + 1))


def test_the_compiler_refuses_what_the_gate_refuses():
    with pytest.raises(NotExecutable):
        compiled(document(callable_process("Q", "Q")))
    with pytest.raises(NotExecutable):
        compiled(document(process(start(), node("scriptTask", "x"), end(), chain("s", "x", "e"))))


def deep_process(number, inner):
    """Return a process of ten subprocesses inside each other around `inner`."""
    for level in range(10):
        ids = [f"{kind}{number}_{level}" for kind in "spe"]
        middle = inner.split('id="', 1)[1].split('"', 1)[0]
        inner = subprocess(
            ids[1], start(ids[0]), inner, end(ids[2]), chain(ids[0], middle, ids[2])
        )
    ids = [f"{kind}{number}" for kind in "se"]
    body = (start(ids[0]), inner, end(ids[1]), chain(ids[0], f"p{number}_9", ids[1]))
    return process(*body, process_id=f"P{number}", drawn="")


def test_a_hundred_scopes_inside_each_other_run_without_recursion():
    calls = [
        deep_process(
            number, node("callActivity", f"c{number}", attributes=f'calledElement="P{number + 1}"')
        )
        for number in range(CALL_DEPTH)
    ]
    raw = document(*calls, deep_process(CALL_DEPTH, task("t")))
    assert not [item for item in examine(raw).findings if item.severity == "error"]

    step = wander(compiled(raw), moves=1)

    assert step.status == "completed"


def test_ten_subprocesses_inside_each_other_are_executed():
    assert wander(compiled(nested(10)), moves=1).status == "completed"


def test_a_whole_number_beyond_64_bits_stays_what_it_is():
    walk = Walk("user_task", "rounds").complete("a", more=True, big=10**30, small=2**60)

    assert walk.seen("a") == {"more": True, "big": 10**30, "small": 2**60}


def test_a_thousand_subprocesses_may_begin_at_once():
    walk = Walk("multi_instance", "of_subprocess", xs=list(range(1000)))

    assert walk.incident is None
    assert len(walk.open) == 1000


def test_instances_inside_instances_are_counted_together():
    thousand = "<bpmn:loopCardinality>1000</bpmn:loopCardinality>"
    raw = diagram(
        start(),
        subprocess(
            "p",
            many(thousand),
            start("s1"),
            task("t", inner=many(thousand)),
            end("e1"),
            chain("s1", "t", "e1"),
        ),
        end(),
        chain("s", "p", "e"),
    )

    step = execute(compiled(raw), None, StartProcess({}), BEGAN)

    assert step.incident is not None
    assert step.incident.code == "engine.too-many-instances"
    assert step.incident.params == {"count": "2001", "limit": "2000"}


def scripted(script, rounds, attributes=""):
    """Return a process that does nothing but compute, over and over."""
    loop = (
        f'<bpmn:standardLoopCharacteristics loopMaximum="{rounds}">'
        "<bpmn:loopCondition>true</bpmn:loopCondition></bpmn:standardLoopCharacteristics>"
    )
    step = node("scriptTask", "x", f"{loop}<bpmn:script>{script}</bpmn:script>", attributes)
    return compiled(diagram(start(), step, task(), end(), chain("s", "x", "t", "e")))


@pytest.mark.parametrize(
    ("script", "rounds", "code"),
    [
        ("{ a: 1 }", 10_000, "engine.too-many-steps"),
        ("{ a: [a, a] }", 40, "engine.value-too-large"),
        # Each of them is allowed; together they are not.
        ("{ a: count(for x in 1..90, y in 1..90 return 1) }", 400, "feel.too-much-work"),
    ],
)
def test_what_computes_by_itself_stops_soon(script, rounds, code):
    step = execute(scripted(script, rounds), None, StartProcess({"a": 1}), BEGAN)

    assert step.incident is not None
    assert step.incident.code == code


def test_tokens_that_multiply_count_as_steps():
    many_tokens = 'completionQuantity="100"'
    steps = [
        node("scriptTask", name, "<bpmn:script>{ a: 1 }</bpmn:script>", many_tokens)
        for name in ("x1", "x2", "x3")
    ]
    raw = diagram(start(), *steps, task(), end(), chain("s", "x1", "x2", "x3", "t", "e"))

    step = execute(compiled(raw), None, StartProcess({}), BEGAN)

    assert step.incident is not None
    assert step.incident.code == "engine.too-many-steps"


def test_a_round_that_leaves_a_condition_waiting_earns_no_steps_for_the_next_one():
    count = '<alur:assign variable="x" value="=x + 1"/>'
    raw = diagram(
        start(),
        task("t"),
        node("exclusiveGateway", "again"),
        node("intermediateThrowEvent", "count", words=(count,)),
        node("intermediateCatchEvent", "more", condition("x &gt; 0")),
        node("parallelGateway", "split"),
        node("intermediateCatchEvent", "never", condition("x &lt; 0")),
        end("e"),
        chain("s", "t", "again", "count", "more", "split", "again"),
        chain("split", "never", "e"),
    )
    definition = compiled(raw)
    begun = execute(definition, None, StartProcess({"x": 0}), BEGAN)

    done = execute(definition, begun.state, CompleteTask(begun.opened[0].task_no, {}), BEGAN)

    assert done.incident is not None
    assert done.incident.code == "engine.too-many-steps"
