"""A token goes only where the process stays sound, and what it leaves out is told."""

import pytest

from service.diagrams import examine
from service.engine import compile_process
from service.engine.api import MoveToken, ResumeProcess, SuspendProcess
from service.engine.codec import load
from service.engine.faults import TokenStays
from service.engine.left_out import decides_over, left_out
from service.engine.token_moves import movable_tokens, obstacles_to
from tests.constructs.driver import Walk, short
from tests.integration.running import diagrams


def move(walk, source, target):
    return walk.make(MoveToken(walk.number(source), _path(walk, target)))


def refused(walk, source, target):
    """Return the codes of what stands against a move, which the engine refuses then."""
    path, number = _path(walk, target), walk.number(source)
    instance = load(walk.definition.spec, walk.state, walk.now)
    found = [it.code for it in obstacles_to(instance, walk.definition, number, path)]
    with pytest.raises(TokenStays):
        walk.make(MoveToken(number, path))
    return found


def _path(walk, target):
    return next(it for it in walk.definition.nodes if short(it.rpartition("/")[2]) == target)


def test_a_step_is_left_for_another_and_that_one_waits():
    walk = Walk("parallel_gateway", "approval").complete("write")
    walk.complete("legal").complete("finance")

    move(walk, "decide", "write")

    assert walk.open == ["write"]
    assert walk.closed == ["cancelled"]
    walk.complete("write")
    assert walk.open == ["legal", "finance"]
    assert walk.replayed() == walk.state


def test_a_single_token_does_not_go_into_one_of_several_branches():
    walk = Walk("parallel_gateway", "approval")

    assert refused(walk, "write", "legal") == ["repair.join-starved"]


def test_one_of_several_branches_is_not_left():
    walk = Walk("parallel_gateway", "approval").complete("write")

    assert refused(walk, "legal", "decide") == ["repair.would-run-twice"]
    assert "repair.join-starved" in refused(walk, "legal", "finance")
    assert refused(walk, "legal", "write") == ["repair.would-run-twice"]


def test_what_runs_once_after_a_join_does_not_run_twice():
    walk = Walk("parallel_gateway", "approval").complete("write").complete("finance")

    # The other branch waits at the join already.
    assert refused(walk, "legal", "decide")


def test_a_step_of_several_instances_is_not_left():
    walk = next(
        it
        for it in (
            Walk("multi_instance", process, xs=[1, 2], n=2, items=[1, 2], more=False)
            for process in ("parallel",)
        )
    )
    source = walk.open[0]
    path = next(it for it in walk.definition.nodes if short(it.rpartition("/")[2]) != source)

    with pytest.raises(TokenStays):
        walk.make(MoveToken(walk.number(source), path))


def test_where_it_stands_and_gateways_are_no_target():
    walk = Walk("parallel_gateway", "approval")

    assert refused(walk, "write", "write") == ["repair.same-step"]
    assert refused(walk, "write", "fork") == ["repair.no-step"]


def test_what_does_not_wait_is_not_moved():
    walk = Walk("parallel_gateway", "approval")
    gone = walk.number("write")
    walk.complete("write")

    with pytest.raises(TokenStays) as refusal:
        walk.make(MoveToken(gone, _path(walk, "decide")))
    assert refusal.value.params["reason"] == "repair.token-gone"


def test_a_wait_for_a_message_can_be_left():
    walk = Walk("message_catch", "one").complete("a")
    instance = load(walk.definition.spec, walk.state, walk.now)
    [(number, _)] = movable_tokens(instance)

    walk.make(MoveToken(number, _path(walk, "b")))

    assert walk.open == ["b"]
    assert walk.complete("b").completed


def test_a_suspended_process_gets_the_step_when_it_goes_on():
    walk = Walk("message_catch", "one").make(SuspendProcess())

    move(walk, "a", "b")
    assert walk.open == []
    walk.make(ResumeProcess())

    assert walk.open == ["b"]
    assert walk.replayed() == walk.state


# ---------------------------------------------------------------- what is left out


REVIEW = "review/"


def review():
    verdict = examine(diagrams.REVIEW)
    assert verdict.diagram is not None
    [process] = verdict.diagram.processes
    return compile_process(process)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("team", "draft", ["team"]),
        ("draft", "initial", ["draft"]),
        ("draft", "approve", ["draft", "initial"]),
        ("initial", "approve", ["initial"]),
        ("initial", "assess", ["initial", "approve"]),
        ("draft", "assess", ["draft", "initial", "approve"]),
        # Backwards every way leads over it again.
        ("initial", "draft", []),
        ("approve", "draft", []),
        ("assess", "draft", []),
        ("assess", "team", []),
    ],
)
def test_what_lies_between_is_left_out_and_what_comes_again_is_not(source, target, expected):
    definition = review()

    found = left_out(definition, REVIEW + source, REVIEW + target)

    assert [it.removeprefix(REVIEW) for it in found] == expected


def test_paraf_approval_and_what_decides_need_a_second_person():
    definition = review()

    deciding = [
        it.id for it in definition.process.scope.nodes if decides_over(definition, REVIEW + it.id)
    ]

    assert deciding == ["initial", "approve", "assess"]


def test_a_second_token_does_not_come_into_a_branch_again():
    walk = Walk("parallel_gateway", "surplus")

    # The join would count two tokens of one flow and keep one of them for ever.
    assert refused(walk, "c", "a")
    assert refused(walk, "a", "c")
